"""A figure that a sentence gives in answer to a question, and how it compares with another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Span
from bot.text.quantities.date_expression import DateExpression
from bot.text.quantities.quantity import Quantity

DATE = "date"
"""The kind of figures that are dates."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that answers."""

    sentence: Span
    """Offsets into the passage."""
    span: Span
    """The same of the figure itself."""
    kind: str
    """What it measures or counts: figures of other kinds can't be compared."""
    value: Quantity | DateExpression
    previous: Sequence[Quantity | DateExpression]
    """What the sentence says it was before."""
    is_update: bool
    """Whether the sentence says that it takes an earlier one's place."""
    times: Sequence[DateExpression]
    """The years and months that the sentence speaks of."""
    year: int | None
    """Of the article."""
    is_specific: bool = False
    """Whether what is asked of can be told from others like it; else nothing contradicts it."""

    def agrees_with(self, other: Figure) -> bool:
        """Tell whether both may be the same."""
        return _agree(self.value, other.value)

    def replaces(self, other: Figure) -> bool:
        """Tell whether its sentence says that it was the other one before."""
        return any(
            type(previou) is type(other.value) and _agree(previou, other.value)
            for previou in self.previous
        )

    def is_comparable_with(self, other: Figure) -> bool:
        """Tell whether both are of one kind, and neither is of another time than the other."""
        if self.kind != other.kind:
            return False
        return self.kind == DATE or (self._may_share_time(other) and other._may_share_time(self))

    def _may_share_time(self, other: Figure) -> bool:
        """Tell whether the times of both may be the same, or lie in the year of an article."""
        if not self.times:
            return True
        if other.times:
            return any(time.agrees_with(another) for time in self.times for another in other.times)
        years = [year for year in (self.year, other.year) if year]
        return all(time.may_be_in(years) for time in self.times)


def _agree(one: Quantity | DateExpression, other: Quantity | DateExpression) -> bool:
    if isinstance(one, DateExpression) and isinstance(other, DateExpression):
        return one.agrees_with(other)
    return isinstance(one, Quantity) and isinstance(other, Quantity) and one.agrees_with(other)
