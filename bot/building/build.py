"""From a folder of articles to the arrays that are served: only what changed is worked out, on all cores."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

from bot.attribution.attribute import Attributor
from bot.attribution.presented import Presented
from bot.building.columns import Patches, Run, runs
from bot.building.earlier import Earlier, again, carried, lost
from bot.building.kept import Kept
from bot.building.merge import Memory, derive, merge
from bot.building.pool import each
from bot.building.rules import rules
from bot.building.slot import Known, Slot
from bot.building.work import UNREAD, attributed_anew, key, presents, work
from bot.compact.bundle import Bundle
from bot.corpus.folder import ArticleFile, Listing, article_files, id_of, path_of
from bot.corpus.notices import notices
from bot.corpus.read import in_order, read_content
from bot.corpus.redirects import Redirects
from bot.errors import Fault, FaultKind, Report

BATCH = 400_000
"""Bytes of articles that are worked out at once: under a second's work, which is what an interruption loses."""
TOGETHER = 200
"""How many articles are attributed anew at once."""

Progress = Callable[[int, int], None]
"""Told how many articles of how many are worked out."""


def untold(done: int, whole: int) -> None:
    """Progress that nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be built, and how."""

    folder: Path
    data: Path | None
    """Where work is kept between starts; None: nowhere."""
    attributor: Attributor
    engine: str
    workers: int
    """How many processes may work."""


@dataclass(frozen=True, slots=True)
class Built:
    """The arrays of a corpus, and what is to be said of them."""

    bundle: Bundle
    report: Report
    redirects: Redirects
    """Where articles stand that were moved, as far as it is kept."""


@dataclass(frozen=True, slots=True)
class _Folder:
    """The articles of a plan, as they are found."""

    plan: Plan
    ruled: str
    """What stands for the rules by which they are read."""
    listing: Listing
    keys: list[bytes]
    """What stands for each file; set anew where its content is another by the time it is read."""

    @property
    def version(self) -> str:
        """What stands for all that decides what an index of it holds, but for what was before."""
        digest = blake2b(self.ruled.encode(), digest_size=16)
        for file, one in zip(self.listing.files, self.keys, strict=True):
            digest.update(one if one != UNREAD else file.path.encode() + b"\0")
        for path in self.paths(self.listing.faults):
            digest.update(path.encode() + b"\0")
        return digest.hexdigest()

    def faults(self, bundle: Bundle) -> tuple[Fault, ...]:
        """What is wrong with the folder, and with the files from which a bundle was made."""
        told = [Fault(**{**one, "kind": FaultKind(one["kind"])}) for one in bundle.about["faults"]]
        there = [replace(one, path=str(self.plan.folder / one.path)) for one in told]
        return in_order([*self.listing.faults, *there])

    def paths(self, faults: Iterable[Fault]) -> list[str]:
        """The paths under the corpus that faults are about."""
        return [path_of(one.path, self.plan.folder) for one in faults]


def build(plan: Plan, progress: Progress, before: Bundle | None = None) -> Built:
    """The arrays of a corpus, from what is kept and what must be worked out; raises BuildStopped.

    Of a file with a fault they hold what they held `before`; where that is not given, the newest
    that is kept.
    """
    listing, ruled = article_files(plan.folder), rules(plan.attributor.digest, plan.engine)
    kept = Kept(None if plan.data is None else Slot.of(plan.data, plan.folder, ruled))
    known, at = kept.attempt(Slot.known) or {}, time.time_ns()
    folder = _Folder(plan, ruled, listing, _keys(listing.files, known))
    remember = partial(Slot.remember, files=listing.files, keys=tuple(folder.keys), at=at)
    version = folder.version

    def finished() -> Bundle | None:
        found = kept.attempt(lambda slot: slot.index(version))
        gone = found is not None and lost(before, found, folder.paths(folder.faults(found)))
        return None if gone else found

    bundle = finished()
    if bundle is not None:
        if kept.attempt(lambda slot: slot.outdated(version)):
            # Whoever made the index was stopped before all was put away.
            kept.spare(lambda slot: slot.tidy(version))
        looks = zip(listing.files, folder.keys, strict=True)
        if known != {file.path: (file.look, one) for file, one in looks}:
            kept.spare(remember)
    else:
        with kept.alone():
            if listing.files:
                kept.attempt(remember)
            # Another process may have built it while we waited.
            bundle = finished() or _made(folder, kept, before, progress)
    redirects = kept.attempt(Slot.redirects) or Redirects()
    return Built(bundle, _report(folder, bundle, kept.trouble), redirects)


def _report(folder: _Folder, bundle: Bundle, trouble: str) -> Report:
    faults, held = folder.faults(bundle), Earlier(bundle)
    paths = zip(faults, folder.paths(faults), strict=True)
    kept = frozenset(one.path for one, path in paths if any(held.of(path)))
    broken = {one.path for one in faults}
    told = (*folder.listing.notices, *notices(bundle.arrays, folder.plan.folder))
    # What is to be noticed of a version from before was told when it was read.
    fresh = sorted((one for one in told if one.path not in broken), key=lambda one: (one.path, one.line or 0, one.kind))
    return Report(faults, kept, tuple(fresh), trouble)


def _made(folder: _Folder, kept: Kept, before: Bundle | None, progress: Progress) -> Bundle:
    plan, keys = folder.plan, folder.keys
    sources = kept.attempt(Slot.sets) or []
    before = before or kept.attempt(Slot.latest)
    have = _places(sources)
    broken: list[Fault] = []
    missing = [place for place, one in enumerate(keys) if one not in have]
    for bundle, faults in _worked(folder, missing, sources, progress):
        name = f"{time.time_ns()}-{len(sources)}"
        sources.append(kept.attempt(partial(Slot.keep, bundle=bundle, name=name)) or bundle)
        broken += faults
    have = _places(sources)
    good = {file.path: one for file, one in zip(folder.listing.files, keys, strict=True) if one in have}
    wrong = folder.paths((*folder.listing.faults, *broken))
    stale = carried(before, wrong, set(map(id_of, good)))
    if before is not None and not have.keys() >= set(stale.values()):
        # What is served was never kept, or cleared away by others, or read under other rules.
        worked = again(before, stale, plan.folder, plan.attributor)
        stale = dict(zip(stale, worked.keys, strict=True))
        sources.append(worked.bundle)
        have = _places(sources)
    wanted = runs(have[one] for _, one in sorted((good | stale).items()) if one in have)
    presented = Presented.of(presents(sources[run.source].arrays, article) for run in wanted for article in range(run.start, run.end))
    patches = _patches(plan, sources, wanted, presented)
    told = [asdict(replace(one, path=path)) for one, path in zip(broken, folder.paths(broken), strict=True)]
    about = {"presented": dict(presented.kinds), "faults": told}
    version = folder.version
    if wanted:
        # An index of nothing would take the place of one that the next start may want again.
        kept.attempt(lambda slot: slot.finish(version, sources, wanted, patches, about, plan.engine))
    done = kept.attempt(lambda slot: slot.index(version)) if wanted else None
    return done or _in_memory(plan, sources, wanted, patches, about)


def _worked(folder: _Folder, missing: Sequence[int], sources: Sequence[Bundle], progress: Progress) -> Iterator[tuple[Bundle, tuple[Fault, ...]]]:
    """What comes of the missing files, batch by batch; their keys are set to those of what was read."""
    plan, files = folder.plan, folder.listing.files
    guess = Presented(sources[0].about["presented"]) if sources else Presented()
    batches = list(_batches(files, missing))
    done = len(files) - len(missing)
    progress(done, len(files))
    does = partial(work, attributor=plan.attributor, presented=guess)
    for place, worked in each(does, [[files[one] for one in batch] for batch in batches], plan.workers):
        for one, read in zip(batches[place], worked.keys, strict=True):
            folder.keys[one] = read
        yield worked.bundle, worked.faults
        done += len(batches[place])
        progress(done, len(files))


def _patches(plan: Plan, sources: Sequence[Bundle], wanted: Sequence[Run], presented: Presented) -> Patches:
    """What the passages of those articles lean on that were attributed when other names counted as outlets."""
    parts = [
        Run(run.source, start, min(start + TOGETHER, run.end))
        for run in wanted
        if Presented(sources[run.source].about["presented"]).differing(presented)
        for start in range(run.start, run.end, TOGETHER)
    ]
    does = partial(attributed_anew, attributor=plan.attributor, presented=presented)
    found = each(does, [(sources[part.source], part.start, part.end) for part in parts], plan.workers)
    return {(parts[place].source, article): packed for place, by_article in found for article, packed in by_article.items()}


def _in_memory(plan: Plan, sources: Sequence[Bundle], wanted: Sequence[Run], patches: Patches, about: Mapping[str, object]) -> Bundle:
    memory = Memory()
    languages = merge(sources, wanted, patches, memory)
    derived = derive(memory.arrays, plan.engine)
    return Bundle({**memory.arrays, **derived.arrays}, {**about, **derived.about, "languages": languages})


def _keys(files: Sequence[ArticleFile], known: Known) -> list[bytes]:
    """What stands for each file's path and content; only files that look otherwise than before are read."""
    keys = []
    for file in files:
        look, held = known.get(file.path, ((), b""))
        keys.append(held if look == file.look else key(file.path, read_content(file)[0]))
    return keys


def _batches(files: Sequence[ArticleFile], missing: Sequence[int]) -> Iterator[list[int]]:
    batch, size = [], 0
    for place in missing:
        batch.append(place)
        size += files[place].look[0]
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _places(sources: Sequence[Bundle]) -> dict[bytes, tuple[int, int]]:
    """By key, the set and number of an article."""
    return {one.tobytes(): (number, place) for number, source in enumerate(sources) for place, one in enumerate(source.arrays["article.key"])}
