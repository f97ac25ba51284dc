"""Figures laid out in rows and columns, for front ends that can."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their heads; the first column holds words, the others numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    explained: bool = False
    """Whether the last column says in words what the row is."""
