"""The arrays that are kept of articles, and how some articles of several such sets become one set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.compact.rows import Arrays


class Unit(StrEnum):
    """What a value of a column belongs to."""

    ARTICLE = "article"
    PASSAGE = "passage"
    HEADING = "heading"
    SENTENCE = "sentence"


class Holds(StrEnum):
    """What must be done to a value where it joins others."""

    PLAIN = "plain"
    WORDS = "words"
    """The number of a word, which is another in the whole."""
    TOLD = "told"
    """A kind of answer with the number of a term."""
    LANGUAGE = "language"
    """The number of a language."""


@dataclass(frozen=True, slots=True)
class Column:
    """An array with a value, or a row of values, for each unit."""

    name: str
    unit: Unit
    dtype: str
    holds: Holds = Holds.PLAIN
    width: int = 0
    """How many values a unit has; 0: one."""
    ragged: bool = False
    """Whether a unit has any number of values; where they end stands in an array of its own."""


NESTED = {
    "article.passages": (Unit.ARTICLE, Unit.PASSAGE),
    "article.headings": (Unit.ARTICLE, Unit.HEADING),
    "passage.sentences": (Unit.PASSAGE, Unit.SENTENCE),
}
"""Arrays that tell where the smaller units of each larger one end."""

ATTRIBUTION = "passage.attribution"

COLUMNS = (
    Column("article.key", Unit.ARTICLE, "<u1", width=16),
    Column("article.digest", Unit.ARTICLE, "<u1", width=16),
    Column("article.record", Unit.ARTICLE, "<u1", ragged=True),
    Column("article.text", Unit.ARTICLE, "<u1", ragged=True),
    Column("article.notices", Unit.ARTICLE, "<u1", ragged=True),
    Column("article.body", Unit.ARTICLE, "<u8"),
    Column("article.language", Unit.ARTICLE, "<u1", Holds.LANGUAGE),
    Column("article.date", Unit.ARTICLE, "<i4"),
    Column("article.title", Unit.ARTICLE, "<i4", Holds.WORDS, ragged=True),
    Column("article.presents", Unit.ARTICLE, "<u1", ragged=True),
    Column("heading.words", Unit.HEADING, "<i4", Holds.WORDS, ragged=True),
    Column("passage.place", Unit.PASSAGE, "<i4", width=4),
    Column("passage.heading", Unit.PASSAGE, "<i4"),
    Column(ATTRIBUTION, Unit.PASSAGE, "<u1", ragged=True),
    Column("sentence.span", Unit.SENTENCE, "<i4", width=2),
    Column("sentence.words", Unit.SENTENCE, "<i4", Holds.WORDS, ragged=True),
    Column("sentence.told", Unit.SENTENCE, "<u4", Holds.TOLD, ragged=True),
)

Map = Callable[[int, Holds, NDArray[Any]], NDArray[Any]]
"""The number of a set, what values hold, values -> the values in the whole."""


Patches = Mapping[tuple[int, int], Sequence[bytes]]
"""Attributions of passages, packed, by the set and number of their article: in place of those in the set."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring articles of one set."""

    source: int
    start: int
    end: int


class Sink(Protocol):
    """Takes arrays, whole or in pieces."""

    def array(self, name: str, dtype: str, pieces: Any, width: int = 0) -> None:  # noqa: ANN401 - an iterable of arrays, or one array
        """Take an array; with a width, its rows have so many values each."""


def runs(articles: Iterable[tuple[int, int]]) -> list[Run]:
    """Articles, each by set and number, as few runs."""
    found: list[Run] = []
    for source, number in articles:
        if found and found[-1].source == source and found[-1].end == number:
            found[-1] = Run(source, found[-1].start, number + 1)
        else:
            found.append(Run(source, number, number + 1))
    return found


def units(arrays: Arrays, run: Run) -> dict[Unit, slice]:
    """Which units of each kind belong to the articles of a run."""
    found = {Unit.ARTICLE: slice(run.start, run.end)}
    for name, (larger, smaller) in NESTED.items():
        ends = arrays[name]
        found[smaller] = slice(int(ends[found[larger].start]), int(ends[found[larger].stop]))
    return found


def values(column: Column, arrays: Arrays, unit: slice) -> NDArray[Any]:
    """The values of some neighbouring units."""
    if not column.ragged:
        return arrays[column.name][unit]
    ends = arrays[f"{column.name}.ends"]
    return arrays[column.name][int(ends[unit.start]) : int(ends[unit.stop])]


def join(sources: Sequence[Arrays], wanted: Sequence[Run], change: Map, patches: Patches, sink: Sink) -> None:
    """Lay the articles of all runs into one set."""
    parts = [(run, units(sources[run.source], run)) for run in wanted]
    for name, (larger, _) in NESTED.items():
        lengths = [np.diff(sources[run.source][name][part[larger].start : part[larger].stop + 1]) for run, part in parts]
        sink.array(name, "<i8", ends(lengths))
    for column in COLUMNS:
        if column.name == ATTRIBUTION and patches:
            rows = list(_patched(column, sources, parts, patches))
            sink.array(column.name, column.dtype, (piece for piece, _ in rows))
            sink.array(f"{column.name}.ends", "<i8", ends([lengths for _, lengths in rows]))
            continue
        sink.array(
            column.name,
            column.dtype,
            (change(run.source, column.holds, values(column, sources[run.source], part[column.unit])) for run, part in parts),
            column.width,
        )
        if column.ragged:
            sink.array(f"{column.name}.ends", "<i8", ends([_lengths(column, sources[run.source], part[column.unit]) for run, part in parts]))


def ends(lengths: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """Where rows of these lengths end, after a leading 0."""
    every = np.concatenate([np.zeros(1, np.int64), *lengths])
    return np.cumsum(every, dtype=np.int64)


def _lengths(column: Column, arrays: Arrays, unit: slice) -> NDArray[Any]:
    return np.diff(arrays[f"{column.name}.ends"][unit.start : unit.stop + 1])


def _patched(
    column: Column, sources: Sequence[Arrays], parts: Sequence[tuple[Run, dict[Unit, slice]]], patches: Patches
) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    for run, _ in parts:
        arrays, start = sources[run.source], run.start
        for article in range(run.start, run.end + 1):
            patch = patches.get((run.source, article)) if article < run.end else []
            if patch is None:
                continue
            unit = units(arrays, Run(run.source, start, article))[Unit.PASSAGE]
            yield values(column, arrays, unit), _lengths(column, arrays, unit)
            if patch:
                yield np.frombuffer(b"".join(patch), dtype=np.uint8), np.array([len(one) for one in patch], dtype=np.int64)
            start = article + 1
