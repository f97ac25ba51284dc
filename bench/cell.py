"""One engine measured on one corpus, in a process that does nothing else; run by `bench.compare`.

    python -m bench.cell ENGINE FOLDER PREPARED SECONDS

Prints one JSON object. An engine too slow to be asked everything is asked as much as there is time
for.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path

from bench.engines import KINDS, Engine
from bench.percentile import percentile
from bench.prepared import Labelled, read_questions, read_texts

TIMED = 200
"""So many questions are timed at least, some of them again where there are fewer."""
WARMING, TIMING = 60.0, 120.0
"""Seconds after which no more is asked: what takes longer is slow, however often it is asked."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What came out."""

    build_seconds: float
    memory: int | None
    """Resident bytes once built; None where the system does not tell."""
    peak: int | None
    """The most that was resident while it was built."""
    timed: int
    """How many questions the times are of."""
    p50: float
    """Seconds a search."""
    p99: float
    right_first: float | None
    """The share of questions whose first passage is right; None where there is no label."""


def measure(name: str, folder: Path, prepared: Path, seconds: float) -> Measured:
    """Build an engine and ask it: every question once to warm up, then timed.

    Building and asking take `seconds` at most, as far as asking can keep to it.
    """
    questions = read_questions(prepared)
    started = time.perf_counter()
    engine = KINDS[name].make(read_texts(prepared), folder / "corpus")
    built = time.perf_counter() - started
    gc.collect()
    memory, peak = _status("VmRSS"), _status("VmHWM")
    left = seconds - built
    for _ in _ask(engine, questions, min(WARMING, left / 3)):
        pass
    timed = list(
        _ask(engine, islice(cycle(questions), max(TIMED, len(questions))), min(TIMING, left / 2))
    )
    times = [taken for taken, _ in timed]
    judged = [
        right
        for (_, right), question in zip(timed[: len(questions)], questions, strict=False)
        if question.gold
    ]
    return Measured(
        built,
        memory,
        peak,
        len(times),
        percentile(times, 0.5),
        percentile(times, 0.99),
        sum(judged) / len(judged) if judged else None,
    )


def _ask(
    engine: Engine, questions: Sequence[Labelled] | Iterator[Labelled], seconds: float
) -> Iterator[tuple[float, bool]]:
    """Yield the time of each search, and whether its first passage is right.

    At least one, and no more than there is time for.
    """
    end = time.perf_counter() + seconds
    for question in questions:
        started = time.perf_counter()
        found = engine.search(question.asked)
        taken = time.perf_counter() - started
        yield taken, bool(found) and found[0] in question.gold
        if time.perf_counter() > end:
            return


def _status(key: str) -> int | None:
    """Read a figure of this process in bytes, where Linux tells it.

    `getrusage` would count what the parent had before the start.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return None
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{key}:"))


def main() -> None:
    """Measure, and print what came out or which package there is not."""
    name, folder, prepared, seconds = sys.argv[1:]
    if KINDS[name].against != "bm25s-numba":
        # bm25s loads numba wherever there is one, which takes more memory than a small corpus.
        sys.modules["numba"] = None  # type: ignore[assignment]
    try:
        found = asdict(measure(name, Path(folder), Path(prepared), float(seconds)))
    except ModuleNotFoundError as error:
        found = {"missing": error.name}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
