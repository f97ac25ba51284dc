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

from bot.evaluation.made import spread
from bot.evaluation.percentile import percentile
from bot.evaluation.stages import Stage, watch
from bot.model import Question

TOGETHER = 8
"""How many ask at once, after one has asked alone."""
WARM_UP = 20
"""How many questions at most are asked beforehand, so that what loads at first use counts for none but the first."""

Ask = Callable[[Question], object]
"""Takes a question to the words of its reply; may be called by several threads."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where measuring ends: with so many answers or, before that, after so many seconds of each part; at least one answer."""

    answers: int = 1_000
    watched: int = 300
    """The same with the profiler on."""
    warming: float = 2.0
    """Seconds of asking beforehand; then of one who asks alone, of several at once, and with the profiler on."""
    alone: float = 7.0
    together: float = 6.0
    watching: float = 5.0
    at_work: int = 3
    """How many of those who ask at once are answered at the same time; the others wait, as they do where the bot serves."""

    @property
    def seconds(self) -> float:
        """All of them."""
        return self.warming + self.alone + self.together + self.watching


@dataclass(frozen=True, slots=True)
class Load:
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
class Part:
    """What a stage takes of the answers."""

    stage: Stage
    share: float
    """Of the time of all answers, from 0 to 1."""
    median: float
    """Seconds an answer."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What was measured of the answers."""

    first: float
    """Seconds of the very first answer, which loads what is needed once."""
    loads: tuple[Load, ...]
    parts: tuple[Part, ...]
    watched: int
    """How many answers the parts are of."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process holds in memory, in bytes."""

    resident: int
    own: int
    """Without what is read from files, which the system takes back when it runs short."""


@dataclass(frozen=True, slots=True)
class Bench:
    """All that there is to say of a corpus on a machine."""

    articles: int
    passages: int
    engine: str
    ready: float
    """Seconds until the first question could be asked, from the reading of settings and outlets on."""
    fresh: int | None
    """How many articles were worked out for that; None where all that is kept was only opened."""
    memory: Memory | None
    """After the answers; None where the system does not tell."""
    questions: int
    made: bool
    """The questions were made from the articles."""
    cost: Cost


def measure(ask: Ask, questions: Sequence[Question], bounds: Bounds) -> Cost:
    """Ask questions in turn, again from the first where there are fewer than answers to measure; at least one question."""
    first = _timed(ask, questions[0])
    _asked(ask, [questions[place] for place in spread(len(questions), min(WARM_UP, len(questions)))], bounds.warming)
    asked = list(islice(cycle(questions), bounds.answers))
    alone = _asked(ask, asked, bounds.alone)
    times = alone[0]
    together = _together(ask, asked, bounds)
    shares = _watched(ask, asked[: len(times)], bounds)
    return Cost(first, (_load([times], alone[1]), _load(*together)), parts([times[place] for place in shares], list(shares.values())), len(shares))


def parts(times: Sequence[float], shares: Sequence[dict[Stage, float]]) -> tuple[Part, ...]:
    """What each stage takes, from the seconds of some answers and the shares of the stages in each.

    The profiler slows down everything, so only shares are taken from it, and times from the same questions asked without.
    """
    whole = sum(times)
    found = []
    for stage in Stage:
        spent = [seconds * share[stage] for seconds, share in zip(times, shares, strict=True)]
        found.append(Part(stage, sum(spent) / whole, statistics.median(spent)))
    return tuple(found)


def memory() -> Memory | None:
    """What this process holds now; None where the system does not tell as Linux does."""
    try:
        told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
        return Memory(*(1024 * int(told[key].split()[0]) for key in ("VmRSS", "RssAnon")))
    except (OSError, KeyError):
        return None


def as_json(bench: Bench) -> dict[str, Any]:
    """All of it as other tools read it: times in milliseconds, shares from 0 to 1, memory in bytes, null where it is not known."""
    return {
        "articles": bench.articles,
        "passages": bench.passages,
        "engine": bench.engine,
        "ready_ms": _ms(bench.ready),
        "opened": bench.fresh is None,
        "worked_out": bench.fresh or 0,
        "memory": bench.memory.resident if bench.memory else None,
        "memory_own": bench.memory.own if bench.memory else None,
        "questions": bench.questions,
        "made": bench.made,
        "first_ms": _ms(bench.cost.first),
        "loads": [
            {"askers": one.askers, "answers": one.answers, "p50_ms": _ms(one.p50), "p90_ms": _ms(one.p90), "p99_ms": _ms(one.p99)}
            | {"per_second": round(one.per_second, 1)}
            for one in bench.cost.loads
        ],
        "watched": bench.cost.watched,
        "stages": [{"stage": one.stage.value, "share": round(one.share, 4), "median_ms": _ms(one.median)} for one in bench.cost.parts],
    }


def _asked(ask: Ask, questions: Sequence[Question], seconds: float) -> tuple[list[float], float]:
    """The seconds of each answer, as far as there is time, and of all together; no less than one answer."""
    times: list[float] = []
    started = time.perf_counter()
    for question in questions:
        times.append(_timed(ask, question))
        if time.perf_counter() - started > seconds:
            break
    return times, time.perf_counter() - started


def _together(ask: Ask, questions: Sequence[Question], bounds: Bounds) -> tuple[list[list[float]], float]:
    """The same by asker, for several at once."""
    seats = BoundedSemaphore(bounds.at_work)

    def seated(question: Question) -> None:
        with seats:
            ask(question)

    deals = [deal for place in range(TOGETHER) if (deal := questions[place::TOGETHER])]
    started = time.perf_counter()
    with ThreadPoolExecutor(TOGETHER) as pool:
        times = [found for found, _ in pool.map(partial(_asked, seated, seconds=bounds.together), deals)]
    return times, time.perf_counter() - started


def _watched(ask: Ask, questions: Sequence[Question], bounds: Bounds) -> dict[int, dict[Stage, float]]:
    """By the place of a question, the share of each stage in its answer; questions from everywhere, as far as there is time."""
    found: dict[int, dict[Stage, float]] = {}
    started = time.perf_counter()
    for place in spread(len(questions), min(bounds.watched, len(questions))):
        found[place] = watch(partial(ask, questions[place]))
        if time.perf_counter() - started > bounds.watching:
            break
    return found


def _timed(ask: Ask, question: Question) -> float:
    started = time.perf_counter()
    ask(question)
    return time.perf_counter() - started


def _load(times: Sequence[Sequence[float]], seconds: float) -> Load:
    every = [one for asker in times for one in asker]
    return Load(len(times), len(every), seconds, percentile(every, 0.5), percentile(every, 0.9), percentile(every, 0.99))


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 3)
