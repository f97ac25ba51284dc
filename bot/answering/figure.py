"""A figure that a sentence gives in answer to a question, and how it compares with another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Span
from bot.text.moments import Moment
from bot.text.quantities import Quantity

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
    value: Quantity | Moment
    former: Sequence[Quantity | Moment]
    """What the sentence says it was before."""
    updating: bool
    """Whether the sentence says that it takes an earlier one's place."""
    times: Sequence[Moment]
    """The years and months that the sentence speaks of."""
    year: int | None
    """Of the article."""
    of_one_event: bool = False
    """Whether what the question asks of can be told from others like it: only then another figure is a contradiction."""

    def agrees(self, other: Figure) -> bool:
        """Whether both may be the same."""
        return _agree(self.value, other.value)

    def replaces(self, other: Figure) -> bool:
        """Whether its sentence says that it was the other one before."""
        return any(type(one) is type(other.value) and _agree(one, other.value) for one in self.former)

    def comparable(self, other: Figure) -> bool:
        """Whether both are of one kind, and neither is of another time than the other."""
        if self.kind != other.kind:
            return False
        return self.kind == DATE or (self._may_be_of_the_time_of(other) and other._may_be_of_the_time_of(self))

    def _may_be_of_the_time_of(self, other: Figure) -> bool:
        """Whether a time that its sentence speaks of may be the other's, or else lies in the year of an article."""
        if not self.times:
            return True
        if other.times:
            return any(time.agrees(another) for time in self.times for another in other.times)
        years = [year for year in (self.year, other.year) if year]
        return all(time.may_be_in(years) for time in self.times)


def _agree(one: Quantity | Moment, other: Quantity | Moment) -> bool:
    if isinstance(one, Moment) and isinstance(other, Moment):
        return one.agrees(other)
    return isinstance(one, Quantity) and isinstance(other, Quantity) and one.agrees(other)
