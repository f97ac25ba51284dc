"""Where the work on one folder of articles is kept between starts.

A finished index, segments that have not become part of one yet, and how the files looked.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from bot.arrays.bundle import (
    ArrayBundle,
    ArrayBundleWriter,
    CorruptBundle,
    open_bundle,
    write_bundle,
)
from bot.arrays.ragged import NamedArrays
from bot.arrays.strings import decode_strings, encode_strings
from bot.corpus.corpus import Corpus
from bot.corpus.diff import find_redirects
from bot.corpus.folder import SETTLE_NANOSECONDS, ArticleFile
from bot.corpus.redirects import RedirectTable
from bot.indexing.columns import ArticleRange, AttributionUpdates
from bot.indexing.fingerprint import program_digest
from bot.indexing.merge import build_derived, merge
from bot.indexing.tasks import UNREAD_KEY
from bot.private_files import FILE_MODE, FOLDER_MODE, make_private_folder

_ARTICLES, _DERIVED, _SET, _FILES, _REDIRECTS = "articles", "derived", "set", "files", "redirects"
_PATH_END = "\0"
"""Stands in no path."""

_log = logging.getLogger(__name__)

FileStates = Mapping[str, tuple[tuple[int, ...], bytes]]
"""By path: how a file looked, and the key of its content."""


@dataclass(frozen=True, slots=True)
class IndexCache:
    """A folder of our own for one folder of articles.

    Every method raises OSError where it can't be read or written.
    """

    path: Path
    fingerprint: str
    """What is kept under other rules counts as not there."""

    @staticmethod
    def for_folder(data_dir: Path, folder: Path, fingerprint: str) -> IndexCache:
        """Make the cache of a folder of articles."""
        return IndexCache(
            data_dir / "index" / blake2b(os.fsencode(folder.resolve()), digest_size=8).hexdigest(),
            fingerprint,
        )

    @contextmanager
    def lock(self, *, wait: bool = True) -> Iterator[None]:
        """Keep other processes out, and clear away what those left that were stopped.

        Raises an OSError too where others work and we won't `wait`.
        """
        import filelock  # noqa: PLC0415 - it brings asyncio, which an index that is whole does without

        make_private_folder(self._work_path)
        with filelock.FileLock(self.path / "lock", timeout=-1 if wait else 0, mode=FILE_MODE):
            for left in (*self.path.glob("*.tmp"), *self._work_path.glob("*.tmp")):
                _remove(left)
            yield

    @property
    def _work_path(self) -> Path:
        return self.path / "work"

    def open_version(self, version: str) -> ArrayBundle | None:
        """Open a finished index; None where there is none, or it is not whole."""
        return open_index(self.path / version)

    def newest_version(self) -> ArrayBundle | None:
        """Open the newest finished index made under our rules; None where there is none."""
        found = (open_index(place.parent) for place in self.path.glob(f"*/{_ARTICLES}"))
        ours = [item for item in found if item and item.metadata["rules"] == self.fingerprint]
        return max(ours, key=lambda bundle: float(bundle.metadata["at"]), default=None)

    def segments(self) -> list[ArrayBundle]:
        """Open all segments that were computed under our rules.

        Those of indexes come first, the newest at the front, then those that did not become one.
        """
        rest = (_open_kind(place, _SET) for place in sorted(self._work_path.glob("*.set")))
        found = (*self._indexes(), *(bundle for bundle in rest if bundle is not None))
        return [bundle for bundle in found if bundle.metadata["rules"] == self.fingerprint]

    def newest_index(self) -> ArrayBundle | None:
        """Open the articles of the newest index that this program made, if with other outlets."""
        return next(
            (
                bundle
                for bundle in self._indexes()
                if bundle.metadata.get("program") == program_digest()
            ),
            None,
        )

    def _indexes(self) -> list[ArrayBundle]:
        found = [_open_kind(place, _ARTICLES) for place in self.path.glob(f"*/{_ARTICLES}")]
        return sorted(
            (bundle for bundle in found if bundle is not None),
            key=lambda bundle: -bundle.metadata.get("at", 0),
        )

    def add_segment(self, bundle: ArrayBundle, name: str) -> ArrayBundle:
        """Keep a segment until it becomes part of an index."""
        place = self._work_path / f"{name}.set"
        write_bundle(
            place,
            ArrayBundle(bundle.arrays, {**bundle.metadata, "is": _SET, "rules": self.fingerprint}),
        )
        return open_bundle(place)

    def publish(
        self,
        version: str,
        sources: Sequence[ArrayBundle],
        ranges: Sequence[ArticleRange],
        updates: AttributionUpdates,
        metadata: Mapping[str, Any],
        engine: str,
    ) -> None:
        """Make an index of segments; every other one stays until it is pruned."""
        temporary_path = self.path / f"{version}.{os.getpid()}.tmp"
        temporary_path.mkdir(mode=FOLDER_MODE)
        try:
            made = {"rules": self.fingerprint, "program": program_digest(), "at": time.time_ns()}
            metadata_of_articles = {**metadata, **made, "is": _ARTICLES, "version": version}
            with ArrayBundleWriter(temporary_path / _ARTICLES, metadata_of_articles) as writer:
                metadata_of_articles["languages"] = merge(sources, ranges, updates, writer)
            derived = build_derived(open_bundle(temporary_path / _ARTICLES).arrays, engine)
            write_bundle(
                temporary_path / _DERIVED,
                ArrayBundle(
                    derived.arrays, {**derived.metadata, "is": _DERIVED, "version": version}
                ),
            )
            self._update_redirects(
                {**open_bundle(temporary_path / _ARTICLES).arrays, **derived.arrays}
            )
            _remove(self.path / version)
            temporary_path.replace(self.path / version)
        finally:
            _remove(temporary_path)

    def redirects(self) -> RedirectTable:
        """Read where articles stand that were moved, whatever the rules were then."""
        found = _open_kind(self.path / _REDIRECTS, _REDIRECTS)
        return RedirectTable(found.arrays["pairs"] if found else None)

    def _update_redirects(self, arrays: NamedArrays) -> None:
        """Keep where the articles of the index before stand in the arrays of the next one.

        To be done under `lock`, before that one takes its place.
        """
        places = [
            place for place in self.path.iterdir() if place.is_dir() and place.suffix != ".tmp"
        ]
        newest_first = sorted(places, key=lambda place: place.stat().st_mtime, reverse=True)
        before = next(filter(None, map(open_index, newest_first)), None)
        if before is None:
            return
        known = self.redirects()
        try:
            found = find_redirects(Corpus(before.arrays, known), Corpus(arrays))
        except Exception:  # noqa: BLE001 - another release may have laid it out in any way
            _log.info(
                "The previous index can't be read, so moved articles count as new", exc_info=True
            )
            return
        if not np.array_equal(found.pairs, known.pairs):
            write_bundle(
                self.path / _REDIRECTS, ArrayBundle({"pairs": found.pairs}, {"is": _REDIRECTS})
            )

    def stale_entries(self, version: str) -> list[Path]:
        """List what is of no use beside a finished index: others, and left-over segments."""
        return [
            *self._work_path.glob("*"),
            *(
                place
                for place in self.path.iterdir()
                if place.is_dir() and place.name not in {version, self._work_path.name}
            ),
        ]

    def prune(self, version: str) -> None:
        """Remove what is of no use beside a finished index; to be done under `lock`."""
        for old in self.stale_entries(version):
            _remove(old)

    def load_file_states(self) -> FileStates:
        """Read how the files looked the last time, with the keys of their content."""
        found = _open_kind(self.path / _FILES, _FILES)
        if found is None or found.metadata["rules"] != self.fingerprint:
            return {}
        paths, keys = decode_strings(found.arrays["path"], _PATH_END), found.arrays["key"].tobytes()
        looks = map(tuple, found.arrays["look"].tolist())
        return {
            path: (look, keys[16 * number : 16 * number + 16])
            for number, (path, look) in enumerate(zip(paths, looks, strict=True))
        }

    def save_file_states(
        self, files: Sequence[ArticleFile], keys: Sequence[bytes], started_at: int
    ) -> None:
        """Remember how files look whose keys are known; to be done under `lock`.

        But for those that were changed just before `started_at`, in nanoseconds.
        """
        paths, looks, held = [], [], bytearray()
        for file, key in zip(files, keys, strict=True):
            if (
                key != UNREAD_KEY
                and max(file.stat_signature[1:3]) < started_at - SETTLE_NANOSECONDS
            ):
                paths.append(file.path)
                looks.append(file.stat_signature)
                held += key
        look, key_array = (
            np.array(looks, dtype=np.int64).reshape(-1, 4),
            np.frombuffer(bytes(held), dtype=np.uint8).reshape(-1, 16),
        )
        write_bundle(
            self.path / _FILES,
            ArrayBundle(
                {"path": encode_strings(paths, _PATH_END), "look": look, "key": key_array},
                {"is": _FILES, "rules": self.fingerprint},
            ),
        )


def prune_others(place: Path) -> None:
    """Remove what is of no use beside the finished index at a place, unless others work there."""
    cache = IndexCache(place.parent, "")
    with suppress(OSError), cache.lock(wait=False):
        cache.prune(place.name)


def open_index(place: Path) -> ArrayBundle | None:
    """Open a finished index by its folder; None where there is none, or it is not whole."""
    articles, derived = (_open_kind(place / name, name) for name in (_ARTICLES, _DERIVED))
    if (
        articles is None
        or derived is None
        or not articles.metadata["version"] == derived.metadata["version"] == place.name
    ):
        return None
    return ArrayBundle(
        {**articles.arrays, **derived.arrays}, {**derived.metadata, **articles.metadata}, place
    )


def _open_kind(place: Path, kind: str) -> ArrayBundle | None:
    """Open a bundle; None where it is not whole, or not what its place says."""
    try:
        found = open_bundle(place)
    except (CorruptBundle, FileNotFoundError):
        return None
    return found if found.metadata["is"] == kind else None


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)
