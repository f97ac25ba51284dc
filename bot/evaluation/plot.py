"""Figures as pictures.

Needs matplotlib, which only this module imports: without it the import raises PlottingUnavailable.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from bot.errors import PlottingUnavailable
from bot.evaluation.metrics import CalibrationBin

try:
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator
except ImportError as error:
    raise PlottingUnavailable from error


def draw(
    bins: Sequence[CalibrationBin], file_format: str, title: str, across: str, up: str
) -> bytes:
    """Draw the share right over the confidence.

    A bin is a bar with its number of questions, and a dot at its mean confidence.

    `file_format` is png or svg; the words are a title and what each axis shows.

    The figure draws itself: no window, and nothing of matplotlib's state that other figures share.
    """
    figure = Figure(figsize=(6, 6), layout="constrained")
    axes = figure.add_subplot(
        xlim=(0, 1), ylim=(0, 1.06), aspect="equal", title=title, xlabel=across, ylabel=up
    )
    axes.plot([0, 1], [0, 1], linestyle="--", color="0.4", linewidth=1, zorder=3)
    for bin_ in bins:
        if bin_.confidence is None or bin_.right is None:
            continue
        axes.bar(
            bin_.low,
            bin_.right,
            width=bin_.high - bin_.low,
            align="edge",
            color="#a9c4e0",
            edgecolor="white",
        )
        axes.plot(bin_.confidence, bin_.right, marker="o", color="#e45756", markersize=4, zorder=4)
        axes.annotate(
            f"{bin_.questions}",
            ((bin_.low + bin_.high) / 2, bin_.right),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            zorder=5,
        )
    return _saved(figure, file_format)


def draw_days(
    days: Sequence[str],
    questions: Sequence[int],
    seconds: Sequence[float],
    labels: tuple[str, str],
) -> bytes:
    """Draw, as png, how many questions there were on each day, and how long answers took.

    `seconds` are those of half of the answers of a day; `labels` say what the two axes show.
    """
    figure = Figure(figsize=(8, 4), layout="constrained")
    bars = figure.add_subplot(ylabel=labels[0])
    bars.bar(days, questions, color="#a9c4e0")
    bars.yaxis.set_major_locator(MaxNLocator(integer=True))
    times = bars.twinx()
    times.set_ylabel(labels[1])
    times.plot(days, seconds, marker="o", color="#e45756")
    times.set_ylim(bottom=0)
    return _saved(figure, "png")


def _saved(figure: Figure, file_format: str) -> bytes:
    picture = io.BytesIO()
    figure.savefig(picture, format=file_format, dpi=150)
    return picture.getvalue()
