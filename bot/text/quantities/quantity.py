"""A number with its unit, as a text gives it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.text.quantities.date_expression import DateExpression


class QuantityRole(StrEnum):
    """What a quantity is besides the plain figure of its clause."""

    PLAIN = "plain"
    PREVIOUS = "former"
    """What the figure was before."""
    ADDITIONAL = "added"
    """What comes on top of another."""
    PART = "part"
    """A part of another."""
    WHOLE = "whole"
    """What another is a part of."""
    CHANGE = "changed"
    """By how much something changed."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit."""

    start: int
    end: int
    """The span of number and unit."""
    measure: str
    """As `UnitMatch` has it; empty for what is merely counted."""
    value: float
    low: float
    high: float
    """What it may be: a range, or how far "about" and "at least" reach."""
    unit_value: float = 1.0
    """What one of its unit is worth."""
    resolution: float = 1.0
    """What one more in the last place that is written would add."""
    role: QuantityRole = QuantityRole.PLAIN

    def overlaps(self, other: DateExpression) -> bool:
        """Tell whether it shares letters with a date."""
        return self.start < other.end and other.start < self.end

    def agrees_with(self, other: Quantity) -> bool:
        """Tell whether both may be the same figure; they are of one measure."""
        # Of figures in different units the coarser one was rounded.
        loose = (
            max(self.resolution, other.resolution) / 2
            if self.unit_value != other.unit_value
            else 0.0
        )
        tolerance = loose + 1e-9 * max(abs(self.value), abs(other.value), 1.0)
        return self.low - tolerance <= other.high and other.low - tolerance <= self.high
