"""Which sentence of a passage answers."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

from bot.answering.evidence import Match, Weighing
from bot.answering.question import Kind


class SentenceEvidence(NamedTuple):
    """What speaks for a sentence, in shares of the question's mass unless said otherwise."""

    own: float = 0.0
    synonyms: float = 0.0
    lent: float = 0.0
    pairs: float = 0.0
    before: float = 0.0
    """What the sentence before it has: an answer often stands behind the sentence that names its subject."""
    after: float = 0.0
    first: float = 0.0
    """1 for the first sentence of its passage."""
    telling: float = 0.0
    """1 where it holds the kind of thing asked for, when that is a date, a number, money, a length of time, a share or a quotation."""
    named: float = 0.0
    """The same for a person or a place."""
    reason: float = 0.0
    """The same for a reason."""


_NAMED = {Kind.PERSON, Kind.PLACE}


def evidence(matches: Sequence[Match], weighing: Weighing) -> list[SentenceEvidence]:
    """What speaks for each sentence."""
    kind = weighing.asked.kind
    shares = [weighing.share(one.own) for one in matches]
    found = []
    for place, (one, own) in enumerate(zip(matches, shares, strict=True)):
        found.append(
            SentenceEvidence(
                own=own,
                synonyms=weighing.share(one.near),
                lent=one.lent,
                pairs=one.pairs,
                before=shares[place - 1] if place else 0.0,
                after=shares[place + 1] if place + 1 < len(shares) else 0.0,
                first=float(place == 0),
                telling=one.kind if kind not in _NAMED and kind is not Kind.REASON else 0.0,
                named=one.kind if kind in _NAMED else 0.0,
                reason=one.kind if kind is Kind.REASON else 0.0,
            )
        )
    return found


def best(found: Sequence[SentenceEvidence], weights: SentenceEvidence) -> int:
    """The place of the sentence with the highest weighted sum, the earlier on ties."""
    scores = [sum(map(mul, weights, one)) for one in found]
    return max(range(len(scores)), key=lambda place: (scores[place], -place))
