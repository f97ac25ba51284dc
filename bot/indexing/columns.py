"""The arrays that are kept of articles, and how articles of several segments become one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.arrays.ragged import NamedArrays


class RowUnit(StrEnum):
    """What a value of a column belongs to."""

    ARTICLE = "article"
    PASSAGE = "passage"
    HEADING = "heading"
    SENTENCE = "sentence"


class RemapKind(StrEnum):
    """What must be done to a value where it joins others."""

    PLAIN = "plain"
    WORDS = "words"
    """The number of a word, which is another in the whole."""
    ANSWER_TYPES = "told"
    """A kind of answer with the number of a term."""
    LANGUAGE = "language"
    """The number of a language."""


@dataclass(frozen=True, slots=True)
class Column:
    """An array with a value, or a row of values, for each unit."""

    name: str
    unit: RowUnit
    dtype: str
    remap: RemapKind = RemapKind.PLAIN
    width: int = 0
    """How many values a unit has; 0: one."""
    ragged: bool = False
    """Whether a unit has any number of values; where they end stands in an array of its own."""


NESTED = {
    "article.passages": (RowUnit.ARTICLE, RowUnit.PASSAGE),
    "article.headings": (RowUnit.ARTICLE, RowUnit.HEADING),
    "passage.sentences": (RowUnit.PASSAGE, RowUnit.SENTENCE),
}
"""Arrays that tell where the smaller units of each larger one end."""

ATTRIBUTION = "passage.attribution"

COLUMNS = (
    Column("article.key", RowUnit.ARTICLE, "<u1", width=16),
    Column("article.digest", RowUnit.ARTICLE, "<u1", width=16),
    Column("article.record", RowUnit.ARTICLE, "<u1", ragged=True),
    Column("article.text", RowUnit.ARTICLE, "<u1", ragged=True),
    Column("article.notices", RowUnit.ARTICLE, "<u1", ragged=True),
    Column("article.body", RowUnit.ARTICLE, "<u8"),
    Column("article.language", RowUnit.ARTICLE, "<u1", RemapKind.LANGUAGE),
    Column("article.date", RowUnit.ARTICLE, "<i4"),
    Column("article.title", RowUnit.ARTICLE, "<i4", RemapKind.WORDS, ragged=True),
    Column("article.presents", RowUnit.ARTICLE, "<u1", ragged=True),
    Column("heading.words", RowUnit.HEADING, "<i4", RemapKind.WORDS, ragged=True),
    Column("passage.place", RowUnit.PASSAGE, "<i4", width=4),
    Column("passage.heading", RowUnit.PASSAGE, "<i4"),
    Column(ATTRIBUTION, RowUnit.PASSAGE, "<u1", ragged=True),
    Column("sentence.span", RowUnit.SENTENCE, "<i4", width=2),
    Column("sentence.words", RowUnit.SENTENCE, "<i4", RemapKind.WORDS, ragged=True),
    Column("sentence.told", RowUnit.SENTENCE, "<u4", RemapKind.ANSWER_TYPES, ragged=True),
)

Remap = Callable[[int, RemapKind, NDArray[Any]], NDArray[Any]]
"""The number of a set, what values hold, values -> the values in the whole."""


AttributionUpdates = Mapping[tuple[int, int], Sequence[bytes]]
"""Packed attributions that replace those of an article, by its segment and number there."""


@dataclass(frozen=True, slots=True)
class ArticleRange:
    """Neighbouring articles of one set."""

    source: int
    start: int
    end: int


class ArraySink(Protocol):
    """Takes arrays, whole or in pieces."""

    def write_array(self, name: str, dtype: str, pieces: Any, width: int = 0) -> None:  # noqa: ANN401 - an iterable of arrays, or one array
        """Take an array; with a width, its rows have so many values each."""


def coalesce(articles: Iterable[tuple[int, int]]) -> list[ArticleRange]:
    """Articles, each by set and number, as few runs."""
    found: list[ArticleRange] = []
    for source, number in articles:
        if found and found[-1].source == source and found[-1].end == number:
            found[-1] = ArticleRange(source, found[-1].start, number + 1)
        else:
            found.append(ArticleRange(source, number, number + 1))
    return found


def row_slices(arrays: NamedArrays, run: ArticleRange) -> dict[RowUnit, slice]:
    """Which units of each kind belong to the articles of a run."""
    found = {RowUnit.ARTICLE: slice(run.start, run.end)}
    for name, (larger, smaller) in NESTED.items():
        ends = arrays[name]
        found[smaller] = slice(int(ends[found[larger].start]), int(ends[found[larger].stop]))
    return found


def column_values(column: Column, arrays: NamedArrays, unit: slice) -> NDArray[Any]:
    """Return the values of some neighbouring units."""
    if not column.ragged:
        return arrays[column.name][unit]
    ends = arrays[f"{column.name}.ends"]
    return arrays[column.name][int(ends[unit.start]) : int(ends[unit.stop])]


def concatenate(
    sources: Sequence[NamedArrays],
    ranges: Sequence[ArticleRange],
    remap: Remap,
    updates: AttributionUpdates,
    sink: ArraySink,
) -> None:
    """Lay the articles of all runs into one set."""
    parts = [(run, row_slices(sources[run.source], run)) for run in ranges]
    for name, (larger, _) in NESTED.items():
        lengths = [
            np.diff(sources[run.source][name][part[larger].start : part[larger].stop + 1])
            for run, part in parts
        ]
        sink.write_array(name, "<i8", row_ends(lengths))
    for column in COLUMNS:
        if column.name == ATTRIBUTION and updates:
            rows = list(_with_updates(column, sources, parts, updates))
            sink.write_array(column.name, column.dtype, (piece for piece, _ in rows))
            sink.write_array(
                f"{column.name}.ends", "<i8", row_ends([lengths for _, lengths in rows])
            )
            continue
        sink.write_array(
            column.name,
            column.dtype,
            (
                remap(
                    run.source,
                    column.remap,
                    column_values(column, sources[run.source], part[column.unit]),
                )
                for run, part in parts
            ),
            column.width,
        )
        if column.ragged:
            sink.write_array(
                f"{column.name}.ends",
                "<i8",
                row_ends(
                    [
                        _row_lengths(column, sources[run.source], part[column.unit])
                        for run, part in parts
                    ]
                ),
            )


def row_ends(lengths: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """Where rows of these lengths end, after a leading 0."""
    every = np.concatenate([np.zeros(1, np.int64), *lengths])
    return np.cumsum(every, dtype=np.int64)


def _row_lengths(column: Column, arrays: NamedArrays, unit: slice) -> NDArray[Any]:
    return np.diff(arrays[f"{column.name}.ends"][unit.start : unit.stop + 1])


def _with_updates(
    column: Column,
    sources: Sequence[NamedArrays],
    parts: Sequence[tuple[ArticleRange, dict[RowUnit, slice]]],
    updates: AttributionUpdates,
) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    for run, _ in parts:
        arrays, start = sources[run.source], run.start
        for article in range(run.start, run.end + 1):
            update = updates.get((run.source, article)) if article < run.end else []
            if update is None:
                continue
            unit = row_slices(arrays, ArticleRange(run.source, start, article))[RowUnit.PASSAGE]
            yield column_values(column, arrays, unit), _row_lengths(column, arrays, unit)
            if update:
                yield (
                    np.frombuffer(b"".join(update), dtype=np.uint8),
                    np.array([len(content) for content in update], dtype=np.int64),
                )
            start = article + 1
