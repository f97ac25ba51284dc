"""Measurements of labelled questions, for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.chat.message import Table
from bot.chat.speech import speech
from bot.evaluation.figures import Bin, Figure, Measure, Worse
from bot.evaluation.run import Run
from bot.evaluation.saved import Comparison

NAMES = {measure: measure.value.replace("_", " ") for measure in Measure}
MEANINGS = {
    Measure.R1: "first candidate right",
    Measure.R5: "one of five right",
    Measure.MRR: "1 / place of first right",
    Measure.SENTENCE: "mark holds the answer",
    Measure.CITES: "first right, outlets too",
    Measure.FACTS: "fact of an article given",
    Measure.KEEP: "answerable: answered",
    Measure.REJECT: "unanswerable: refused",
    Measure.RIGHT: "answers given: right",
    Measure.CALIBRATION: "confidence off by",
}
NONE = "-"
PICTURE = {
    "title": "Calibrated confidence keeps to the line",
    "across": "confidence (dots: mean of a bar; numbers: questions)",
    "up": "share of first candidates that are right",
}


def figures(run: Run, compared: Comparison | None) -> Table:
    """Every figure of a run, beside plain BM25 and an earlier run where there are such."""
    heads, rows = ["figure", "value", "of"], [[NAMES[one], _share(run.figures.values[one]), str(run.figures.values[one].of)] for one in Measure]
    rows += [["time, median", _time(run.figures.median), str(run.figures.questions)], ["time, 99 in 100", _time(run.figures.p99), str(run.figures.questions)]]
    if run.baseline is not None:
        heads.append("plain BM25")
        plain = [_share(run.baseline[one]) if one in run.baseline else "" for one in Measure]
        rows = [[*row, cell] for row, cell in zip(rows, [*plain, "", ""], strict=True)]
    if compared is not None:
        heads.append("before")
        before = [*(_share(compared.before.values[one]) for one in Measure), _time(compared.before.median), _time(compared.before.p99)]
        rows = [[*row, cell] for row, cell in zip(rows, before, strict=True)]
    meanings = [*(MEANINGS[one] for one in Measure), "half answered within", "nearly all within"]
    return Table(
        speech().count("question", run.figures.questions),
        (*heads, "what it is"),
        tuple((*row, meaning) for row, meaning in zip(rows, meanings, strict=True)),
        explained=True,
    )


def reliability(bins: Iterable[Bin]) -> Table:
    """What the confidences are worth, by range."""
    return Table(
        "Reliability",
        ("confidence", "questions", "mean", "share right"),
        tuple((f"{one.low:.1f} to {one.high:.1f}", str(one.questions), _number(one.confidence), _number(one.right)) for one in bins),
    )


def comparison(compared: Comparison) -> Iterator[str]:
    """What got worse since an earlier run, a line each."""
    if compared.new or compared.gone:
        yield f"The saved run asked other questions: {compared.new} of these are new, {compared.gone} of its own are gone."
    for one in compared.worse:
        yield _worse(one)
    if not compared.worse:
        yield "No figure got worse."
    if compared.lost:
        yield "Right before and no longer:"
        yield from (f"  {name}" for name in compared.lost)
    if compared.won:
        yield f"Right now and not before: {speech().count('question', len(compared.won))}."


def _worse(one: Worse) -> str:
    moved = "rose" if one.now > one.before else "fell"
    return f"Worse: {NAMES[one.measure]} {moved} from {one.before:.3f} to {one.now:.3f}."


def _share(figure: Figure) -> str:
    return _number(figure.value)


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:.3f}"


def _time(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"
