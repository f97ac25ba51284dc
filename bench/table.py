"""What was measured, as tables in Markdown: one a corpus, and one of how time grows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.cell import Measured
from bench.engines import KINDS
from bench.prepared import Facts

BARE = "rank-bm25"
GROWS_FROM = 10_000
"""Below it, what every search costs hides what a passage costs."""
_COLUMNS = (
    "engine",
    "build s",
    "memory MB",
    "peak MB",
    "p50 ms",
    "p99 ms",
    "R@1",
    "p50 / bm25s",
    "p50 / rank-bm25",
    "memory / bm25s",
)
_NOTES = """\
`p50 / bm25s` and `memory / bm25s` compare with bm25s of the same backend, numba with numba and all
others with numpy; `p50 / rank-bm25` with the package alone. Below 1 is faster, or smaller. Memory
is all that the process holds: resident once the index is built, and at most while it was.

Every engine gets the same terms, analysed beforehand, and each question was asked once before it
was timed; Byline's whole answer gets the articles and the question as it is asked, and marks a
sentence. `*`: so many questions were timed, as there was no time for all. R@1 on made-up news finds
the passage that a question was made of."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An engine on a corpus."""

    engine: str
    corpus: str
    measured: Measured | None
    why: str = ""
    """Why it could not be measured."""


@dataclass(frozen=True, slots=True)
class Results:
    """A run."""

    machine: Mapping[str, str]
    corpora: Mapping[str, Facts]
    cells: Sequence[Cell]

    def find(self, engine: str, corpus: str) -> Measured | None:
        """What an engine did on a corpus, where that could be measured."""
        return next(
            (
                cell.measured
                for cell in self.cells
                if (cell.engine, cell.corpus) == (engine, corpus)
            ),
            None,
        )

    def median(self, engine: str, corpus: str) -> str:
        """The median time of a search in ms, or why there is none."""
        return next(
            (
                number(cell.measured.p50, 1e3) if cell.measured else cell.why
                for cell in self.cells
                if (cell.engine, cell.corpus) == (engine, corpus)
            ),
            "",
        )

    def engines(self) -> list[str]:
        """The engines compared."""
        return list(dict.fromkeys(cell.engine for cell in self.cells))

    def sizes(self) -> list[tuple[int, str]]:
        """The corpora that differ in their size alone, the smallest first."""
        return sorted(
            (facts.passages, name) for name, facts in self.corpora.items() if is_size(name)
        )


_SIZE = re.compile(r"(\d+)([kM]?)")


def is_size(name: str) -> bool:
    """Whether a corpus is named for its size: 10k, 1M."""
    return _SIZE.fullmatch(name) is not None


def passages_of(size: str) -> int:
    """How many passages `10k` or `1M` are; raises ValueError."""
    found = _SIZE.fullmatch(size)
    if not found:
        raise ValueError(size)
    return int(found[1]) * {"": 1, "k": 1000, "M": 1_000_000}[found[2]]


def ratio(one: float | None, other: float | None) -> float | None:
    """One figure over another; None where either is missing."""
    return one / other if one is not None and other else None


def growth(results: Results, engine: str) -> float | None:
    """How many times longer a search takes on the largest corpus than on the smallest.

    Of those from 10,000 passages on.
    """
    sizes = [size for size in results.sizes() if size[0] >= GROWS_FROM]
    if len(sizes) < 2:
        return None
    first, last = (results.find(engine, sizes[place][1]) for place in (0, -1))
    return ratio(last.p50, first.p50) if first and last else None


def tables(results: Results) -> str:
    """The whole report."""
    parts = [
        "# Engines compared",
        ", ".join(f"{key} {value}" for key, value in results.machine.items()) + ".",
        _NOTES,
    ]
    for name, facts in results.corpora.items():
        parts += [f"## {name}", _about(facts), "\n".join(_rows(_COLUMNS, _measured(results, name)))]
    if results.sizes():
        parts += ["## Median time of a search, in ms", "\n".join(_growth(results))]
    return "\n\n".join(parts) + "\n"


def _about(facts: Facts) -> str:
    return (
        f"{facts.passages:,} passages of {facts.terms / max(1, facts.passages):.0f} terms, "
        f"{facts.questions} questions, {facts.labelled} of them labelled. "
        f"Reading and analysing the articles took {facts.seconds:.1f} s, "
        "which only Byline's whole answer spends in its build."
    )


def _measured(results: Results, corpus: str) -> Iterator[Sequence[str]]:
    bare = results.find(BARE, corpus)
    for cell in results.cells:
        if cell.corpus != corpus:
            continue
        kind, found = KINDS[cell.engine], cell.measured
        if found is None:
            yield (kind.shown, cell.why, *[""] * (len(_COLUMNS) - 2))
            continue
        other = results.find(kind.against, corpus)
        yield (
            kind.shown,
            number(found.build_seconds),
            number(found.memory, 1e-6),
            number(found.peak, 1e-6),
            number(found.p50, 1e3)
            + ("" if found.timed >= results.corpora[corpus].questions else f" ({found.timed}*)"),
            number(found.p99, 1e3),
            "" if found.right_first is None else f"{found.right_first:.3f}",
            number(ratio(found.p50, other.p50 if other else None)),
            number(ratio(found.p50, bare.p50 if bare else None)),
            number(ratio(found.memory, other.memory if other else None)),
        )


def _growth(results: Results) -> Iterator[str]:
    names = [name for _, name in results.sizes()]
    large = [name for passages, name in results.sizes() if passages >= GROWS_FROM]
    title = f"{large[0]} to {large[-1]}" if len(large) > 1 else "growth"
    rows = []
    for engine in results.engines():
        times = growth(results, engine)
        rows.append(
            (
                KINDS[engine].shown,
                *(results.median(engine, name) for name in names),
                f"{number(times)} times" if times else "",
            )
        )
    return _rows(("engine", *names, title), rows)


def _rows(
    columns: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]
) -> Iterator[str]:
    yield "| " + " | ".join(columns) + " |"
    yield "|---|" + "---:|" * (len(columns) - 1)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def number(value: float | None, scale: float = 1.0) -> str:
    """Format a figure with three significant digits or more; empty where there is none."""
    if value is None:
        return ""
    # Rounded before it is looked at: 0.0999999 is 0.100 and no 0.1000.
    scaled = float(f"{value * scale:.3g}")
    decimals = next(
        (places for places, least in ((0, 100), (1, 10), (2, 1), (3, 0.1)) if abs(scaled) >= least),
        4,
    )
    return f"{value * scale:,.{decimals}f}"
