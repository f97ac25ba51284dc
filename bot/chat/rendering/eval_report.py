"""Measurements of labelled questions, for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.chat.i18n import translations
from bot.chat.messages.table import Table
from bot.evaluation.metrics import CalibrationBin, Metric, MetricValue, Regression
from bot.evaluation.run import EvaluationRun
from bot.evaluation.saved_run import Comparison

NAMES = {measure: measure.value.replace("_", " ") for measure in Metric}
MEANINGS = {
    Metric.R1: "first candidate right",
    Metric.R5: "one of the first five right",
    Metric.MRR: "1 / rank of the first right",
    Metric.SENTENCE: "marked sentence has answer",
    Metric.CITES: "first right, outlets too",
    Metric.FACTS: "fact of an article given",
    Metric.KEEP: "answerable: answered",
    Metric.REJECT: "unanswerable: refused",
    Metric.RIGHT: "answers given: right",
    Metric.CALIBRATION: "confidence off by",
}
NO_VALUE = "-"
PLOT_LABELS = {
    "title": "Well-calibrated confidence follows the line",
    "across": "confidence (dots: mean of a bar; numbers: questions)",
    "up": "share of first candidates that were right",
}


def metrics_table(run: EvaluationRun, compared: Comparison | None) -> Table:
    """Tabulate all figures of a run, beside plain BM25 and an earlier run where given."""
    headers, rows = (
        ["figure", "value", "of"],
        [
            [
                NAMES[metric],
                _share(run.metrics.values[metric]),
                str(run.metrics.values[metric].question_count),
            ]
            for metric in Metric
        ],
    )
    rows += [
        ["time, median", _time(run.metrics.median), str(run.metrics.questions)],
        ["time, 99 in 100", _time(run.metrics.p99), str(run.metrics.questions)],
    ]
    if run.baseline is not None:
        headers.append("plain BM25")
        baseline = [
            _share(run.baseline[metric]) if metric in run.baseline else "" for metric in Metric
        ]
        rows = [[*row, cell] for row, cell in zip(rows, [*baseline, "", ""], strict=True)]
    if compared is not None:
        headers.append("before")
        before = [
            *(_share(compared.before.values[metric]) for metric in Metric),
            _time(compared.before.median),
            _time(compared.before.p99),
        ]
        rows = [[*row, cell] for row, cell in zip(rows, before, strict=True)]
    meanings = [
        *(MEANINGS[metric] for metric in Metric),
        "half answered within",
        "nearly all within",
    ]
    return Table(
        translations().count("question", run.metrics.questions),
        (*headers, "what it is"),
        tuple((*row, meaning) for row, meaning in zip(rows, meanings, strict=True)),
        explained=True,
    )


def reliability_table(bins: Iterable[CalibrationBin]) -> Table:
    """Tabulate what the confidences are worth, by range."""
    return Table(
        "Reliability",
        ("confidence", "questions", "mean", "share right"),
        tuple(
            (
                f"{bin_.low:.1f} to {bin_.high:.1f}",
                str(bin_.questions),
                _number(bin_.confidence),
                _number(bin_.right),
            )
            for bin_ in bins
        ),
    )


def comparison_lines(compared: Comparison) -> Iterator[str]:
    """Yield what got worse since an earlier run, a line each."""
    if compared.new or compared.gone:
        yield (
            f"The saved run had different questions: {compared.new} of these are new, "
            f"{compared.gone} of those are gone."
        )
    for regression in compared.regressions:
        yield _regression_line(regression)
    if not compared.regressions:
        yield "No figure got worse."
    if compared.lost:
        yield "Right before and no longer:"
        yield from (f"  {name}" for name in compared.lost)
    if compared.won:
        yield f"Right now and not before: {translations().count('question', len(compared.won))}."


def _regression_line(regression: Regression) -> str:
    moved = "rose" if regression.now > regression.before else "fell"
    name = NAMES[regression.measure]
    return f"Worse: {name} {moved} from {regression.before:.3f} to {regression.now:.3f}."


def _share(figure: MetricValue) -> str:
    return _number(figure.value)


def _number(value: float | None) -> str:
    return NO_VALUE if value is None else f"{value:.3f}"


def _time(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"
