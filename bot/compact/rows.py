"""Many short rows in two flat arrays, which a file can hold and memory can map."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Arrays = Mapping[str, NDArray[Any]]
"""Arrays by name."""

NOWHERE = -2
"""Stands for the number of something that no text holds."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different lengths, one behind the other."""

    values: Numbers
    row: Numbers
    """By value, the row that it stands in, counted from 0."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of whole numbers."""

    values: NDArray[Any]
    ends: Numbers
    """Where each row ends among the values, after a leading 0."""

    @staticmethod
    def named(name: str, arrays: Arrays) -> Rows:
        """The rows that stand under a name."""
        return Rows(arrays[name], arrays[f"{name}.ends"])

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.ends) - 1

    def __getitem__(self, row: int) -> NDArray[Any]:
        """One row."""
        values: NDArray[Any] = self.values[int(self.ends[row]) : int(self.ends[row + 1])]
        return values

    def gather(self, rows: Numbers) -> Ragged:
        """Some rows, in the order in which they are asked for."""
        starts = self.ends[rows]
        lengths = self.ends[rows + 1] - starts
        places, row = spread(starts, lengths)
        return Ragged(self.values[places].astype(np.int64), row)


@dataclass(frozen=True, slots=True)
class Texts:
    """Many texts as bytes of UTF-8."""

    rows: Rows

    @staticmethod
    def named(name: str, arrays: Arrays) -> Texts:
        """The texts that stand under a name."""
        return Texts(Rows.named(name, arrays))

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.rows)

    def __getitem__(self, number: int) -> str:
        """One text."""
        return self.raw(number).decode("utf-8")

    def raw(self, number: int) -> bytes:
        """The bytes of one text."""
        return self.rows[number].tobytes()

    def part(self, number: int, start: int, end: int) -> str:
        """A part of a text, by its bytes."""
        first = int(self.rows.ends[number])
        return self.rows.values[first + start : first + end].tobytes().decode("utf-8")


def spread(starts: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers]:
    """The places of rows that begin at `starts`, one behind the other; and by place, which row it is of."""
    row = np.repeat(np.arange(len(lengths)), lengths)
    return np.arange(len(row)) + np.repeat(starts - (np.cumsum(lengths) - lengths), lengths), row


class Growing:
    """Rows to which rows are added; `kind` is a type code of the array module."""

    def __init__(self, kind: str = "i") -> None:
        self._values = array(kind)
        self._ends = array("q", [0])

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._ends) - 1

    def add(self, row: Iterable[int]) -> None:
        """Add the next row."""
        self._values.extend(row)
        self._ends.append(len(self._values))

    def named(self, name: str) -> dict[str, NDArray[Any]]:
        """The arrays under a name."""
        return {name: flat(self._values), f"{name}.ends": flat(self._ends)}


def flat(values: array[int]) -> NDArray[Any]:
    """What a growing array holds."""
    return np.array(values, dtype=values.typecode)
