"""Runs as JSON: printed, written to a file, read again and compared."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import Fault, FaultKind, Faults, NotWritten
from bot.evaluation.figures import Bin, Figure, Measure, Outcome, Worse, worse
from bot.evaluation.run import Run

FORMAT = 1
"""Changes when a file of before can no longer be compared."""
LONGEST = 1e9
"""Milliseconds that nobody waits for an answer."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What an earlier run is compared by."""

    values: Mapping[Measure, Figure]
    median: float
    """Seconds, as the next."""
    p99: float
    right: Mapping[str, bool]
    """By question, whether it was treated right; one asked more than once, whether it always was."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of an earlier run's figures."""

    before: Saved
    worse: tuple[Worse, ...]
    lost: tuple[str, ...]
    """Questions treated right before and no longer."""
    won: tuple[str, ...]
    """The other way round."""
    new: int
    """How many questions the earlier run did not ask."""
    gone: int
    """How many it asked that this one does not."""


def compare(before: Saved, run: Run) -> Comparison:
    """An earlier run beside a new one. Time is no ground for being worse: it is the machine's as much as ours."""
    now = _right((one.name, one.right) for one in run.outcomes)
    both = [name for name in now if name in before.right]
    return Comparison(
        before,
        worse(before.values, run.figures.values),
        lost=tuple(name for name in both if before.right[name] and not now[name]),
        won=tuple(name for name in both if now[name] and not before.right[name]),
        new=len(now) - len(both),
        gone=len(before.right) - len(both),
    )


def as_json(run: Run, compared: Comparison | None = None) -> dict[str, Any]:
    """A run as other tools read it: shares from 0 to 1, null where no question has such a label; times in milliseconds."""
    found = run.figures
    return {
        "format": FORMAT,
        "questions": found.questions,
        **{measure.value: found.values[measure].value for measure in Measure},
        "median_ms": round(1000 * found.median, 3),
        "p99_ms": round(1000 * found.p99, 3),
        "of": {measure.value: found.values[measure].of for measure in Measure},
        "reliability": [_bin(one) for one in found.bins],
        "baseline": {measure.value: figure.value for measure, figure in run.baseline.items()} if run.baseline else None,
        "worse": [{"figure": one.measure.value, "before": one.before, "now": one.now} for one in compared.worse] if compared else None,
        "lost": list(compared.lost) if compared else None,
        "outcomes": [_outcome(one) for one in run.outcomes],
    }


def load(path: Path) -> Saved:
    """Read a saved run; raises Faults with everything that is wrong with the file."""
    given = _object(path)
    faults = tuple(Fault(str(path), None, FaultKind.WRONG_VALUE, key, expected) for key, expected in _wrong(given))
    if faults:
        raise Faults(faults)
    return Saved(
        values={measure: Figure(given[measure.value], given["of"][measure.value]) for measure in Measure},
        median=given["median_ms"] / 1000,
        p99=given["p99_ms"] / 1000,
        right=_right((one["question"], one["right"]) for one in given["outcomes"]),
    )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half; raises NotWritten."""
    try:
        aside = path.with_name(path.name + ".new")
        try:
            with aside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(str(path), error.strerror or "") from error
    except ValueError as error:  # no name for a file at all
        raise NotWritten(str(path), "") from error


def _right(pairs: Iterator[tuple[str, bool]]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for name, right in pairs:
        found[name] = right and found.get(name, True)
    return found


def _bin(one: Bin) -> dict[str, Any]:
    return {"from": one.low, "to": one.high, "questions": one.questions, "confidence": one.confidence, "right": one.right}


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "question": one.name,
        "kind": one.kind,
        "rank": one.rank,
        "answered": one.answered,
        "confidence": one.confidence,
        "right": one.right,
    }


def _object(path: Path) -> dict[str, Any]:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Faults((Fault(str(path), None, FaultKind.MISSING),)) from error
    except OSError as error:
        raise Faults((Fault(str(path), None, FaultKind.UNREADABLE, detail=error.strerror or ""),)) from error
    except UnicodeDecodeError as error:
        raise Faults((Fault(str(path), error.object[: error.start].count(b"\n") + 1, FaultKind.NOT_UTF8),)) from error
    except json.JSONDecodeError as error:
        raise Faults((Fault(str(path), error.lineno, FaultKind.SYNTAX, detail=error.msg),)) from error
    except (ValueError, RecursionError) as error:
        raise Faults((Fault(str(path), None, FaultKind.SYNTAX),)) from error
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise Faults((Fault(str(path), None, FaultKind.WRONG_TYPE, detail="a run that eval --save wrote"),))
    return given


def _wrong(given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys of a saved run with a wrong value, and what is expected of them."""
    of = given.get("of")
    for measure in Measure:
        value, many = given.get(measure.value), of.get(measure.value) if isinstance(of, dict) else None
        if type(many) is not int or many < 0:
            yield f"of.{measure.value}", "a number of questions"
        elif value is not None if many == 0 else not _number(value, 1):
            yield measure.value, "a number from 0 to 1"
    for key in ("median_ms", "p99_ms"):
        if not _number(given.get(key), LONGEST):
            yield key, "milliseconds"
    outcomes = given.get("outcomes")
    if not isinstance(outcomes, list) or not all(
        isinstance(one, dict) and isinstance(one.get("question"), str) and isinstance(one.get("right"), bool) for one in outcomes
    ):
        yield "outcomes", "a list of {question, right}"


def _number(value: Any, most: float) -> bool:  # noqa: ANN401 - JSON gives any type
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most
