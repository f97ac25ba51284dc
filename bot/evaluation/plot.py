"""The reliability diagram as a picture.

Needs matplotlib, which only this module imports: without it the import raises PlottingUnavailable.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from bot.errors import PlottingUnavailable
from bot.evaluation.metrics import CalibrationBin

try:
    from matplotlib.figure import Figure
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
    picture = io.BytesIO()
    figure.savefig(picture, format=file_format, dpi=150)
    return picture.getvalue()
