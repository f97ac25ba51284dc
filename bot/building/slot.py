"""Where the work on one folder of articles is kept between starts: a finished index, work that has not become one yet, and what the files looked like."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from bot.building.columns import Patches, Run
from bot.building.merge import derive, merge
from bot.building.rules import program
from bot.building.work import UNREAD
from bot.compact.bundle import Bundle, BundleWriter, Torn, open_bundle, write_bundle
from bot.compact.lines import lines, read_lines
from bot.compact.rows import Arrays
from bot.corpus.corpus import Corpus
from bot.corpus.differences import redirects
from bot.corpus.folder import ArticleFile
from bot.corpus.redirects import Redirects
from bot.private_files import FILE, FOLDER, private_folder

_ARTICLES, _DERIVED, _SET, _FILES, _REDIRECTS = "articles", "derived", "set", "files", "redirects"
_PATH_END = "\0"
"""Stands in no path."""
_SETTLED = 2_000_000_000
"""Nanoseconds after its last change in which a file may change again without looking changed: clocks of file systems are coarse."""

_log = logging.getLogger(__name__)

Known = Mapping[str, tuple[tuple[int, ...], bytes]]
"""By path: how a file looked, and the key of its content."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A folder of our own for one folder of articles. Every method raises OSError where it can't be read or written."""

    path: Path
    rules: str
    """What is kept under other rules counts as not there."""

    @staticmethod
    def of(data: Path, folder: Path, rules: str) -> Slot:
        """The slot of a folder of articles."""
        return Slot(data / "index" / blake2b(os.fsencode(folder.resolve()), digest_size=8).hexdigest(), rules)

    @contextmanager
    def alone(self, *, wait: bool = True) -> Iterator[None]:
        """Keep other processes out, and clear away what those left that were stopped; an OSError too where others work and we won't `wait`."""
        import filelock  # noqa: PLC0415 - it brings asyncio, which an index that is whole does without

        private_folder(self._work)
        with filelock.FileLock(self.path / "lock", timeout=-1 if wait else 0, mode=FILE):
            for left in (*self.path.glob("*.tmp"), *self._work.glob("*.tmp")):
                _remove(left)
            yield

    @property
    def _work(self) -> Path:
        return self.path / "work"

    def index(self, version: str) -> Bundle | None:
        """A finished index; None where there is none, or it is not whole."""
        return open_index(self.path / version)

    def sets(self) -> list[Bundle]:
        """All sets of articles that were worked out under our rules: those of indexes, the newest first, then those that did not become one."""
        rest = (_opened(place, _SET) for place in sorted(self._work.glob("*.set")))
        found = (*self._indexes(), *(one for one in rest if one is not None))
        return [one for one in found if one.about["rules"] == self.rules]

    def latest(self) -> Bundle | None:
        """The articles of the newest index that the program made as it is now: under our rules, or for other outlets, say."""
        return next((one for one in self._indexes() if one.about.get("program") == program()), None)

    def _indexes(self) -> list[Bundle]:
        found = [_opened(place, _ARTICLES) for place in self.path.glob(f"*/{_ARTICLES}")]
        return sorted((one for one in found if one is not None), key=lambda one: -one.about.get("at", 0))

    def keep(self, bundle: Bundle, name: str) -> Bundle:
        """Keep a set of articles until it becomes part of an index."""
        place = self._work / f"{name}.set"
        write_bundle(place, Bundle(bundle.arrays, {**bundle.about, "is": _SET, "rules": self.rules}))
        return open_bundle(place)

    def finish(self, version: str, sources: Sequence[Bundle], wanted: Sequence[Run], patches: Patches, about: Mapping[str, Any], engine: str) -> None:
        """Make an index of some sets, in place of every other one and of the work that went into it."""
        aside = self.path / f"{version}.{os.getpid()}.tmp"
        aside.mkdir(mode=FOLDER)
        try:
            made = {"rules": self.rules, "program": program(), "at": time.time_ns()}
            told = {**about, **made, "is": _ARTICLES, "version": version}
            with BundleWriter(aside / _ARTICLES, told) as writer:
                told["languages"] = merge(sources, wanted, patches, writer)
            derived = derive(open_bundle(aside / _ARTICLES).arrays, engine)
            write_bundle(aside / _DERIVED, Bundle(derived.arrays, {**derived.about, "is": _DERIVED, "version": version}))
            self._follow({**open_bundle(aside / _ARTICLES).arrays, **derived.arrays})
            _remove(self.path / version)
            aside.replace(self.path / version)
        finally:
            _remove(aside)
        self.tidy(version)

    def redirects(self) -> Redirects:
        """Where articles stand that were moved, whatever the rules were then."""
        found = _opened(self.path / _REDIRECTS, _REDIRECTS)
        return Redirects(found.arrays["pairs"] if found else None)

    def _follow(self, arrays: Arrays) -> None:
        """Keep where the articles of the index before stand in the arrays of the next one.

        To be done `alone`, before that one takes its place.
        """
        places = [place for place in self.path.iterdir() if place.is_dir() and place.suffix != ".tmp"]
        newest_first = sorted(places, key=lambda place: place.stat().st_mtime, reverse=True)
        before = next(filter(None, map(open_index, newest_first)), None)
        if before is None:
            return
        known = self.redirects()
        try:
            found = redirects(Corpus(before.arrays, known), Corpus(arrays))
        except Exception:  # noqa: BLE001 - another release may have laid it out in any way
            _log.info("The index before can't be read any more: what was moved is new", exc_info=True)
            return
        if not np.array_equal(found.pairs, known.pairs):
            write_bundle(self.path / _REDIRECTS, Bundle({"pairs": found.pairs}, {"is": _REDIRECTS}))

    def outdated(self, version: str) -> list[Path]:
        """What is of no use beside a finished index: every other one, and work that did not become one."""
        return [*self._work.glob("*"), *(place for place in self.path.iterdir() if place.is_dir() and place.name not in {version, self._work.name})]

    def tidy(self, version: str) -> None:
        """Remove what is of no use beside a finished index; to be done `alone`."""
        for old in self.outdated(version):
            _remove(old)

    def known(self) -> Known:
        """What is known of the files from the last time that they were looked at."""
        found = _opened(self.path / _FILES, _FILES)
        if found is None or found.about["rules"] != self.rules:
            return {}
        paths, keys = read_lines(found.arrays["path"], _PATH_END), found.arrays["key"].tobytes()
        looks = map(tuple, found.arrays["look"].tolist())
        return {path: (look, keys[16 * number : 16 * number + 16]) for number, (path, look) in enumerate(zip(paths, looks, strict=True))}

    def remember(self, files: Sequence[ArticleFile], keys: Sequence[bytes], at: int) -> None:
        """Remember how files look whose keys are known, but for those that were changed just before `at`, in nanoseconds; to be done `alone`."""
        paths, looks, held = [], [], bytearray()
        for file, key in zip(files, keys, strict=True):
            if key != UNREAD and max(file.look[1:3]) < at - _SETTLED:
                paths.append(file.path)
                looks.append(file.look)
                held += key
        look, key_array = np.array(looks, dtype=np.int64).reshape(-1, 4), np.frombuffer(bytes(held), dtype=np.uint8).reshape(-1, 16)
        write_bundle(self.path / _FILES, Bundle({"path": lines(paths, _PATH_END), "look": look, "key": key_array}, {"is": _FILES, "rules": self.rules}))


def open_index(place: Path) -> Bundle | None:
    """A finished index by its folder; None where there is none, or it is not whole."""
    articles, derived = (_opened(place / name, name) for name in (_ARTICLES, _DERIVED))
    if articles is None or derived is None or not articles.about["version"] == derived.about["version"] == place.name:
        return None
    return Bundle({**articles.arrays, **derived.arrays}, {**derived.about, **articles.about}, place)


def _opened(place: Path, what: str) -> Bundle | None:
    """A bundle, where there is a whole one and it is what its place says."""
    try:
        found = open_bundle(place)
    except (Torn, FileNotFoundError):
        return None
    return found if found.about["is"] == what else None


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)
