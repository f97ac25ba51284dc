"""Builds in processes that are killed, or may write little; run by `test_harm.py`: python -m tests.indexing.harmed WHAT CORPUS DATA."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.index.engines import SPARSE
from bot.indexing import parallel_tasks
from bot.indexing.pipeline import BuildConfig, BuildResult, build, ignore_progress

ATTRIBUTOR = Attributor(load_gazetteer())
"""Not that of the other tests, whose imports take each of these processes longer than its build."""
OPERATIONS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}
"""What the system is asked to do with files, as Python's audit hooks name it."""
OFTEN = 200
"""A batch holds no more bytes of articles: so little that there are several of them, and soon done."""


def fingerprint(built: BuildResult) -> str:
    """Stands for all that is served of a corpus."""
    digest = blake2b(digest_size=16)
    for name, values in sorted(built.bundle.arrays.items()):
        digest.update(f"{name} {values.dtype} {values.shape} ".encode() + values.tobytes())
    told = {
        key: built.bundle.metadata[key]
        for key in ("languages", "outlets", "uncatalogued", "presented", "faults")
    }
    digest.update(json.dumps([told, repr(built.report.faults)], sort_keys=True).encode())
    return digest.hexdigest()


def plan(folder: Path, data: Path | None, workers: int = 1) -> BuildConfig:
    return BuildConfig(folder, data, ATTRIBUTOR, SPARSE, workers)


def forked(does: Callable[[], None]) -> int:
    """How a process ends that does this."""
    child = os.fork()
    if not child:
        does()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed(kept: BuildConfig) -> Iterator[object]:
    """After a kill before each of the operations of a build in turn: what its end was, what is served then, and what is left behind.

    Each begins with a copy of what stands beside its data under the same name with `.before`, where anything does.
    """
    assert kept.data_dir is not None
    data, before = kept.data_dir, kept.data_dir.with_suffix(".before")
    last = 0

    def die_at_last() -> None:
        seen = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if event in OPERATIONS and str(data) in str(arguments[0]):
                seen += 1
                if seen == last:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        build(kept, ignore_progress)

    ended = -signal.SIGKILL
    while ended == -signal.SIGKILL:
        last += 1
        if before.exists():
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(before, data)
        ended = forked(die_at_last)
        yield ended, *_served(kept)


def full(kept: BuildConfig) -> Iterator[object]:
    """With ever larger files allowed: whether all was right though it could not be kept, then what is served once there is room."""
    right = fingerprint(build(plan(kept.folder, None), ignore_progress))

    def write_little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        built = build(kept, ignore_progress)
        torn = list(kept.data_dir.rglob("*.tmp")) if kept.data_dir else []
        os._exit(
            1
            if fingerprint(built) != right or torn
            else 2
            if built.report.cache_error == "File too large"
            else 3
            if built.report.cache_error
            else 0
        )

    size, ended = 1, 2
    while ended == 2:
        ended = forked(write_little)
        yield ended, *_served(kept)
        size = size * 4 + 1


def _served(kept: BuildConfig) -> Iterator[object]:
    """What the next start serves, and what is left then; after that, the slot is emptied."""
    assert kept.data_dir is not None
    yield fingerprint(build(kept, ignore_progress))
    files = [file for file in kept.data_dir.rglob("*") if file.is_file()]
    yield sorted(file.name for file in files)
    for file in files:
        file.unlink()


if __name__ == "__main__":
    parallel_tasks.BATCH_BYTES = OFTEN
    what, folder, data = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if what == "build":
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        build(plan(folder, data, 2), ignore_progress)
    else:
        for told in {"killed": killed, "full": full}[what](plan(folder, data)):
            sys.stdout.write(json.dumps(told) + "\n")
