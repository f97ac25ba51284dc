"""From a folder of articles to the arrays that are served: only what changed is worked out, on all cores."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

from bot.attribution.attribute import Attributor
from bot.attribution.presented import Presented
from bot.building.columns import Patches, Run, runs
from bot.building.kept import Kept
from bot.building.merge import Memory, derive, merge
from bot.building.pool import each
from bot.building.rules import rules
from bot.building.slot import Known, Slot
from bot.building.work import attributed_anew, key, presents, work
from bot.compact.bundle import Bundle
from bot.corpus.read import ArticleFile, article_files, in_order, read_content
from bot.corpus.redirects import Redirects
from bot.errors import Fault, FaultKind

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
    """The arrays of a corpus, and what was wrong."""

    bundle: Bundle
    faults: tuple[Fault, ...]
    redirects: Redirects
    """Where articles stand that were moved, as far as it is kept."""
    trouble: str
    """Why the work could not be kept, in the system's words; empty where it was, or need not be."""


def build(plan: Plan, progress: Progress) -> Built:
    """The arrays of a corpus, from what is kept and what must be worked out; raises BuildStopped."""
    files, faults = article_files(plan.folder)
    ruled = rules(plan.attributor.digest, plan.engine)
    kept = Kept(None if plan.data is None else Slot.of(plan.data, plan.folder, ruled))
    known, at = kept.attempt(Slot.known) or {}, time.time_ns()
    keys = _keys(files, known)
    remember = partial(Slot.remember, files=files, keys=tuple(keys), at=at)
    version = _version(keys, ruled)
    bundle = kept.attempt(lambda slot: slot.index(version))
    if bundle is not None:
        if kept.attempt(lambda slot: slot.outdated(version)):
            # Whoever made the index was stopped before all was put away.
            kept.spare(lambda slot: slot.tidy(version))
        if known != {file.path: (file.look, one) for file, one in zip(files, keys, strict=True)}:
            kept.spare(remember)
    else:
        with kept.alone():
            kept.attempt(remember)
            # Another process may have built it while we waited.
            bundle = kept.attempt(lambda slot: slot.index(version)) or _made(plan, ruled, files, keys, kept, progress)
    faults += [Fault(**{**one, "path": str(plan.folder / one["path"]), "kind": FaultKind(one["kind"])}) for one in bundle.about["faults"]]
    return Built(bundle, in_order(faults), kept.attempt(Slot.redirects) or Redirects(), kept.trouble)


def _made(plan: Plan, ruled: str, files: Sequence[ArticleFile], keys: list[bytes], kept: Kept, progress: Progress) -> Bundle:
    sources = kept.attempt(Slot.sets) or []
    have = _places(sources)
    broken: list[Fault] = []
    for bundle, faults in _worked(plan, files, keys, [place for place, one in enumerate(keys) if one not in have], sources, progress):
        name = f"{time.time_ns()}-{len(sources)}"
        sources.append(kept.attempt(partial(Slot.keep, bundle=bundle, name=name)) or bundle)
        broken += faults
    have = _places(sources)
    wanted = runs(have[one] for one in keys if one in have)
    presented = Presented.of(presents(sources[run.source].arrays, article) for run in wanted for article in range(run.start, run.end))
    patches = _patches(plan, sources, wanted, presented)
    about = {"presented": dict(presented.kinds), "faults": [asdict(replace(fault, path=str(Path(fault.path).relative_to(plan.folder)))) for fault in broken]}
    version = _version(keys, ruled)
    kept.attempt(lambda slot: slot.finish(version, sources, wanted, patches, about, plan.engine))
    return kept.attempt(lambda slot: slot.index(version)) or _in_memory(plan, sources, wanted, patches, about)


def _worked(
    plan: Plan, files: Sequence[ArticleFile], keys: list[bytes], missing: Sequence[int], sources: Sequence[Bundle], progress: Progress
) -> Iterator[tuple[Bundle, tuple[Fault, ...]]]:
    """What comes of the missing files, batch by batch; `keys` are set to those of their content as it was read."""
    guess = Presented(sources[0].about["presented"]) if sources else Presented()
    batches = list(_batches(files, missing))
    done = len(files) - len(missing)
    progress(done, len(files))
    does = partial(work, attributor=plan.attributor, presented=guess)
    for place, worked in each(does, [[files[one] for one in batch] for batch in batches], plan.workers):
        for one, read in zip(batches[place], worked.keys, strict=True):
            keys[one] = read
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


def _version(keys: Sequence[bytes], ruled: str) -> str:
    digest = blake2b(ruled.encode(), digest_size=16)
    for one in keys:
        digest.update(one)
    return digest.hexdigest()


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
