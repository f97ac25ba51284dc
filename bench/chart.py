"""Time and memory over the size of the corpus, drawn to be read on light and dark pages."""

from __future__ import annotations

import io

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from bench.engines import KINDS
from bench.table import Results

GREY = "#7d8590"
_COLOURS = (
    "#8c6bb1",
    "#2b8cbe",
    "#41b6c4",
    "#e08214",
    "#7fbc41",
    "#b8860b",
    "#d6604d",
    "#e7298a",
    "#35978f",
    "#6a6acd",
)
_MARKS = "osD^vPX*hd"


def draw(results: Results, file_format: str) -> bytes:
    """Draw the median search and the resident memory side by side, both axes logarithmic."""
    figure = Figure(figsize=(11, 4.6), layout="constrained")
    times, memory = figure.subplots(1, 2)
    for position, engine in enumerate(results.engines()):
        found = [
            (passages, measured)
            for passages, name in results.sizes()
            if (measured := results.find(engine, name))
        ]
        style = {
            "color": _COLOURS[position % len(_COLOURS)],
            "marker": _MARKS[position % len(_MARKS)],
            "markersize": 5,
            "linewidth": 1.8,
        }
        if found:
            times.plot(
                [passages for passages, _ in found],
                [measured.p50 * 1e3 for _, measured in found],
                label=KINDS[engine].shown,
                **style,
            )
            memory.plot(
                [passages for passages, _ in found],
                [(measured.memory or 0) / 1e6 for _, measured in found],
                **style,
            )
    _dress(times, "Median time of a search", "ms")
    _dress(memory, "Memory once built", "MB")
    if results.engines():
        figure.legend(loc="outside right center", frameon=False, labelcolor=GREY, fontsize=9)
    picture = io.BytesIO()
    figure.savefig(picture, format=file_format, dpi=150, transparent=True)
    return picture.getvalue()


def _dress(axes: Axes, title: str, unit: str) -> None:
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel=unit)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
        axis.set_minor_formatter(NullFormatter())
        axis.label.set_color(GREY)
    axes.set_title(title, color=GREY, fontsize=11)
    axes.tick_params(which="both", colors=GREY)
    axes.grid(visible=True, color=GREY, alpha=0.25, linewidth=0.6)
    axes.spines[:].set_visible(False)
