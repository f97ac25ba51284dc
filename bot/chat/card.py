"""An answer as its buttons carry it: which passage it shows, and which others say the same or another figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.chat.trail import ENTRY, Spot, entries, packed, unpacked
from bot.corpus.corpus import Corpus
from bot.model import Candidate

CARRIED = 2
"""Other passages that a button carries: with the answer's own they take 60 of its 100 characters."""
_MOST = 9
_WRITTEN = re.compile(rf"([0-2])(\d)(\d)([\w-]{{{ENTRY}}})((?:[\w-]{{{ENTRY}}}){{0,{CARRIED}}})", re.ASCII)


class Caveat(IntEnum):
    """Whether a passage may stand as an answer."""

    NONE = 0
    CLOSEST = 1
    """It is only the closest passage to a question that has no answer."""
    NEXT_CLOSEST = 2
    """It only comes close, after passages that answer."""


@dataclass(frozen=True, slots=True)
class Card:
    """What an answer shows."""

    spot: Spot
    caveat: Caveat = Caveat.NONE
    differing: tuple[Spot, ...] = ()
    """Passages that give another figure."""
    alike: tuple[Spot, ...] = ()
    """Passages that say the same."""
    alike_in_all: int = 0
    """How many of those there were, carried by a button or not."""

    @staticmethod
    def of(best: Candidate, differing: Sequence[Candidate], alike: Sequence[Candidate]) -> Card:
        """The card of an answer."""
        return Card(Spot.of(best), Caveat.NONE, tuple(map(Spot.of, differing)), tuple(map(Spot.of, alike)), len(alike))

    def write(self, corpus: Corpus) -> str:
        """The card for a button; empty where its passage is not served."""
        own = self.spot.served(corpus)
        if own is None:
            return ""
        differing = self.differing[:CARRIED]
        served = [(spot, spot.served(corpus)) for spot in (*differing, *self.alike)[:CARRIED]]
        others = [packed(spot, corpus.passage_key(number)) for spot, number in served if number is not None]
        if len(others) < len(served):
            # Written for the snapshot that answered, it holds them all, but for a reload in this very moment.
            return Card(self.spot, self.caveat).write(corpus)
        counts = f"{self.caveat.value}{len(differing)}{min(self.alike_in_all, _MOST)}"
        return f"{counts}{packed(self.spot, corpus.passage_key(own))}{''.join(others)}"

    @staticmethod
    def read(text: str, corpus: Corpus) -> Card | None:
        """What a button carries, without other passages that are gone; None where its own is, or says something else by now."""
        written = _WRITTEN.fullmatch(text)
        own = unpacked(written[4], corpus) if written else None
        if written is None or own is None or own.served(corpus) is None:
            return None
        carried = [unpacked(entry, corpus) for entry in entries(written[5])]
        served = [spot if spot and spot.served(corpus) is not None else None for spot in carried]
        first = int(written[2])
        differing, alike = (tuple(spot for spot in some if spot) for some in (served[:first], served[first:]))
        gone = len(served[first:]) - len(alike)
        return Card(own, Caveat(int(written[1])), differing, alike, max(len(alike), int(written[3]) - gone))
