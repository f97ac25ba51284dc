"""What answers cost on this machine: time for one asker and for many, where it goes, and memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from bench.percentile import percentile
from bench.stages import Stage, profile_stages
from bench.synthetic_questions import evenly_spaced
from bot.question_answer import Question

CONCURRENT_ASKERS = 8
"""How many ask at once, after one has asked alone."""
WARM_UP_QUESTIONS = 20
"""Questions asked beforehand at most: what loads at first use counts for the first alone."""

Ask = Callable[[Question], object]
"""Takes a question to the words of its reply; may be called by several threads."""


@dataclass(frozen=True, slots=True)
class BenchLimits:
    """Where measuring ends: with so many answers, or after so many seconds of each part.

    At least one answer is measured.
    """

    answers: int = 1_000
    profiled_answers: int = 300
    """The same with the profiler on."""
    warm_up_seconds: float = 2.0
    """Seconds of asking beforehand; then of one asker, of several at once, and of the profiler."""
    sequential_seconds: float = 7.0
    concurrent_seconds: float = 6.0
    profiled_seconds: float = 5.0
    max_concurrent: int = 3
    """How many are answered at the same time; others wait, as they do where the bot serves."""

    @property
    def seconds(self) -> float:
        """All of them."""
        return (
            self.warm_up_seconds
            + self.sequential_seconds
            + self.concurrent_seconds
            + self.profiled_seconds
        )


@dataclass(frozen=True, slots=True)
class LoadResult:
    """Answers to some who ask at once, each one question after another."""

    askers: int
    answers: int
    seconds: float
    """From the first question to the last answer."""
    p50: float
    """Seconds that half of the answers took at most."""
    p90: float
    """The same of 90 in 100, and of 99."""
    p99: float

    @property
    def per_second(self) -> float:
        """How many answers a second all got together."""
        return self.answers / self.seconds


@dataclass(frozen=True, slots=True)
class StageShare:
    """What a stage takes of the answers."""

    stage: Stage
    share: float
    """Of the time of all answers, from 0 to 1."""
    median: float
    """Seconds an answer."""


@dataclass(frozen=True, slots=True)
class LatencyReport:
    """What was measured of the answers."""

    first: float
    """Seconds of the very first answer, which loads what is needed once."""
    loads: tuple[LoadResult, ...]
    stages: tuple[StageShare, ...]
    profiled_answers: int
    """How many answers the parts are of."""


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """What a process holds in memory, in bytes."""

    resident: int
    own: int
    """Without what is read from files, which the system takes back when it runs short."""


@dataclass(frozen=True, slots=True)
class BenchReport:
    """All that there is to say of a corpus on a machine."""

    articles: int
    passages: int
    engine: str
    startup_seconds: float
    """Seconds from the reading of outlets until the first question could be asked."""
    indexed_articles: int | None
    """How many articles were worked out for that; None where all that is kept was only opened."""
    memory: MemoryUse | None
    """After the answers; None where the system does not tell."""
    questions: int
    synthetic: bool
    """The questions were made from the articles."""
    latency: LatencyReport


def measure_latency(ask: Ask, questions: Sequence[Question], bounds: BenchLimits) -> LatencyReport:
    """Ask at least one question, each in turn, and again where there are fewer than answers."""
    first = _time_answer(ask, questions[0])
    _ask_in_turn(
        ask,
        [
            questions[position]
            for position in evenly_spaced(len(questions), min(WARM_UP_QUESTIONS, len(questions)))
        ],
        bounds.warm_up_seconds,
    )
    asked = list(islice(cycle(questions), bounds.answers))
    alone = _ask_in_turn(ask, asked, bounds.sequential_seconds)
    times = alone[0]
    together = _ask_concurrently(ask, asked, bounds)
    shares = _profile(ask, asked[: len(times)], bounds)
    return LatencyReport(
        first,
        (_load_result([times], alone[1]), _load_result(*together)),
        stage_shares([times[position] for position in shares], list(shares.values())),
        len(shares),
    )


def stage_shares(
    times: Sequence[float], shares: Sequence[dict[Stage, float]]
) -> tuple[StageShare, ...]:
    """What each stage takes, from the seconds of some answers and the shares of the stages in each.

    The profiler slows down everything, so only shares are taken from it, and times from the same
    questions asked without.
    """
    whole = sum(times)
    found = []
    for stage in Stage:
        spent = [seconds * share[stage] for seconds, share in zip(times, shares, strict=True)]
        found.append(StageShare(stage, sum(spent) / whole, statistics.median(spent)))
    return tuple(found)


def memory_use() -> MemoryUse | None:
    """What this process holds now; None where the system does not tell as Linux does."""
    try:
        status = dict(
            line.split(":", 1)
            for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        )
        return MemoryUse(*(1024 * int(status[key].split()[0]) for key in ("VmRSS", "RssAnon")))
    except (OSError, KeyError):
        return None


def as_json(bench: BenchReport) -> dict[str, Any]:
    """Give all of it as other tools read it.

    Times in milliseconds, shares from 0 to 1, memory in bytes, null where it is not known.
    """
    return {
        "articles": bench.articles,
        "passages": bench.passages,
        "engine": bench.engine,
        "ready_ms": _ms(bench.startup_seconds),
        "opened": bench.indexed_articles is None,
        "worked_out": bench.indexed_articles or 0,
        "memory": bench.memory.resident if bench.memory else None,
        "memory_own": bench.memory.own if bench.memory else None,
        "questions": bench.questions,
        "made": bench.synthetic,
        "first_ms": _ms(bench.latency.first),
        "loads": [
            {
                "askers": load.askers,
                "answers": load.answers,
                "p50_ms": _ms(load.p50),
                "p90_ms": _ms(load.p90),
                "p99_ms": _ms(load.p99),
            }
            | {"per_second": round(load.per_second, 1)}
            for load in bench.latency.loads
        ],
        "watched": bench.latency.profiled_answers,
        "stages": [
            {
                "stage": stage.stage.value,
                "share": round(stage.share, 4),
                "median_ms": _ms(stage.median),
            }
            for stage in bench.latency.stages
        ],
    }


def _ask_in_turn(
    ask: Ask, questions: Sequence[Question], seconds: float
) -> tuple[list[float], float]:
    """Time each answer, as far as there is time, and all together; at least one, in seconds."""
    times: list[float] = []
    started = time.perf_counter()
    for question in questions:
        times.append(_time_answer(ask, question))
        if time.perf_counter() - started > seconds:
            break
    return times, time.perf_counter() - started


def _ask_concurrently(
    ask: Ask, questions: Sequence[Question], bounds: BenchLimits
) -> tuple[list[list[float]], float]:
    """The same by asker, for several at once."""
    slots = BoundedSemaphore(bounds.max_concurrent)

    def ask_in_slot(question: Question) -> None:
        with slots:
            ask(question)

    questions_by_asker = [
        deal
        for position in range(CONCURRENT_ASKERS)
        if (deal := questions[position::CONCURRENT_ASKERS])
    ]
    started = time.perf_counter()
    with ThreadPoolExecutor(CONCURRENT_ASKERS) as pool:
        times = [
            found
            for found, _ in pool.map(
                partial(_ask_in_turn, ask_in_slot, seconds=bounds.concurrent_seconds),
                questions_by_asker,
            )
        ]
    return times, time.perf_counter() - started


def _profile(
    ask: Ask, questions: Sequence[Question], bounds: BenchLimits
) -> dict[int, dict[Stage, float]]:
    """Profile evenly spaced questions: by place, the share of each stage, while there is time."""
    found: dict[int, dict[Stage, float]] = {}
    started = time.perf_counter()
    for position in evenly_spaced(len(questions), min(bounds.profiled_answers, len(questions))):
        found[position] = profile_stages(partial(ask, questions[position]))
        if time.perf_counter() - started > bounds.profiled_seconds:
            break
    return found


def _time_answer(ask: Ask, question: Question) -> float:
    started = time.perf_counter()
    ask(question)
    return time.perf_counter() - started


def _load_result(times: Sequence[Sequence[float]], seconds: float) -> LoadResult:
    every = [item for asker in times for item in asker]
    return LoadResult(
        len(times),
        len(every),
        seconds,
        percentile(every, 0.5),
        percentile(every, 0.9),
        percentile(every, 0.99),
    )


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 3)
