"""Many short rows in two flat arrays, which a file can hold and memory can map."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
NamedArrays = Mapping[str, NDArray[Any]]
"""Arrays by name."""

NOT_FOUND = -2
"""Stands for the number of something that no text holds."""


@dataclass(frozen=True, slots=True)
class RaggedValues:
    """Rows of different lengths, one behind the other."""

    values: IntArray
    row: IntArray
    """By value, the row that it stands in, counted from 0."""


@dataclass(frozen=True, slots=True)
class RaggedArray:
    """Rows of whole numbers."""

    values: NDArray[Any]
    ends: IntArray
    """Where each row ends among the values, after a leading 0."""

    @staticmethod
    def from_arrays(name: str, arrays: NamedArrays) -> RaggedArray:
        """Return the rows that stand under a name."""
        return RaggedArray(arrays[name], arrays[f"{name}.ends"])

    def __len__(self) -> int:
        """Tell how many rows there are."""
        return len(self.ends) - 1

    def __getitem__(self, row: int) -> NDArray[Any]:
        """One row."""
        values: NDArray[Any] = self.values[int(self.ends[row]) : int(self.ends[row + 1])]
        return values

    def take(self, rows: IntArray) -> RaggedValues:
        """Some rows, in the order in which they are asked for."""
        starts = self.ends[rows]
        lengths = self.ends[rows + 1] - starts
        places, row = expand_ranges(starts, lengths)
        return RaggedValues(self.values[places].astype(np.int64), row)


@dataclass(frozen=True, slots=True)
class TextArray:
    """Many texts as bytes of UTF-8."""

    rows: RaggedArray

    @staticmethod
    def from_arrays(name: str, arrays: NamedArrays) -> TextArray:
        """Return the texts that stand under a name."""
        return TextArray(RaggedArray.from_arrays(name, arrays))

    def __len__(self) -> int:
        """Tell how many texts there are."""
        return len(self.rows)

    def __getitem__(self, number: int) -> str:
        """One text."""
        return self.raw(number).decode("utf-8")

    def raw(self, number: int) -> bytes:
        """Return the bytes of one text."""
        return self.rows[number].tobytes()

    def slice(self, number: int, start: int, end: int) -> str:
        """Return a part of a text, by its bytes."""
        first = int(self.rows.ends[number])
        return self.rows.values[first + start : first + end].tobytes().decode("utf-8")


def expand_ranges(starts: IntArray, lengths: IntArray) -> tuple[IntArray, IntArray]:
    """List the places of rows that begin at `starts`, and by place, which row it is of."""
    row = np.repeat(np.arange(len(lengths)), lengths)
    return np.arange(len(row)) + np.repeat(starts - (np.cumsum(lengths) - lengths), lengths), row


def is_in(values: IntArray, some: Sequence[int] | IntArray) -> NDArray[np.bool_]:
    """Tell by value whether it is one of some, of which there mostly are none."""
    return np.isin(values, some) if len(some) else np.zeros(len(values), dtype=bool)


class RaggedBuilder:
    """Rows to which rows are added; `kind` is a type code of the array module."""

    def __init__(self, typecode: str = "i") -> None:
        self._values = array(typecode)
        self._ends = array("q", [0])

    def __len__(self) -> int:
        """Tell how many rows there are."""
        return len(self._ends) - 1

    def append(self, row: Iterable[int]) -> None:
        """Add the next row."""
        if isinstance(row, bytes) and self._values.itemsize == 1:
            # `extend` would take them one by one.
            self._values.frombytes(row)
        else:
            self._values.extend(row)
        self._ends.append(len(self._values))

    def to_arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays under a name."""
        return {name: to_ndarray(self._values), f"{name}.ends": to_ndarray(self._ends)}


def to_ndarray(values: array[int]) -> NDArray[Any]:
    """Return what a growing array holds."""
    return np.array(values, dtype=values.typecode)
