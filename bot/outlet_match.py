"""Whether an answer has to do with the outlets that its question asks for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Attribution, Origin
from bot.question_answer import Answer


@dataclass(frozen=True, slots=True)
class OutletMatch:
    """An outlet that a question asks for, and the passage found first."""

    name: str
    cited: bool
    """The passage cites it."""
    origin: Origin | None
    """Where the passage comes from, if that is this outlet."""

    @property
    def holds(self) -> bool:
        """Whether the passage cites the outlet or comes from it."""
        return self.cited or self.origin is not None


def outlet_matches(answer: Answer) -> tuple[OutletMatch, ...]:
    """Compare the outlets asked for with the first candidate; there may be none of either."""
    attribution = answer.candidates[0].attribution if answer.candidates else Attribution()
    return tuple(
        OutletMatch(name, cites(attribution, key), _origin_of(attribution, key))
        for key, name in answer.requested_outlets
    )


def cites(attribution: Attribution, key: str) -> bool:
    """Return whether a passage cites an outlet, given by its key."""
    return any(citation.key == key for citation in attribution.citations)


def is_from_or_cites(attribution: Attribution, key: str) -> bool:
    """Return whether a passage cites an outlet or comes from it, given by its key."""
    return cites(attribution, key) or _origin_of(attribution, key) is not None


def _origin_of(attribution: Attribution, key: str) -> Origin | None:
    origin = attribution.origin
    return origin if origin is not None and origin.key == key else None
