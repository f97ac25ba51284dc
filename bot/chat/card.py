"""An answer as its buttons carry it: which passage it shows, and which others say the same or another figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from bot.chat.trail import ENTRY, Spot, entries, packed, unpacked
from bot.corpus.corpus import Corpus
from bot.model import Answer, Candidate

CARRIED = 2
"""Other passages that a button carries: with the answer's own they take 60 of its 100 characters."""
_MOST = 9
# The three counts in the middle are not on buttons of an earlier version.
_WRITTEN = re.compile(
    rf"(?P<caveat>[0-2])(?P<differing>\d)(?P<alike>\d)(?:(?P<older>\d)(?P<reprints>\d)(?P<copies>\d))?"
    rf"(?P<own>[\w-]{{{ENTRY}}})(?P<others>(?:[\w-]{{{ENTRY}}}){{0,{CARRIED}}})",
    re.ASCII,
)


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
    older: int = 0
    """How many of the other figures, from the first on, are older ones."""
    reprints: int = 0
    """How many other articles have the same text."""
    copies: int = 0
    """How many have that of the first passage that says the same."""

    @staticmethod
    def of(best: Candidate, found: Answer) -> Card:
        """The card of an answer, which shows a passage."""
        shown = {one.passage.id for one in found.differing}
        alike = [one for one in found.others if one.passage.id not in shown]
        return Card(
            Spot.of(best),
            Caveat.NONE,
            tuple(map(Spot.of, found.differing)),
            tuple(map(Spot.of, alike)),
            len(alike),
            len(found.older),
            _reprints(found, best),
            _reprints(found, alike[0]) if alike else 0,
        )

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
        counts = (self.caveat.value, len(differing), self.alike_in_all, min(self.older, len(differing)), self.reprints, self.copies)
        return "".join(str(min(count, _MOST)) for count in counts) + packed(self.spot, corpus.passage_key(own)) + "".join(others)

    @staticmethod
    def read(text: str, corpus: Corpus) -> Card | None:
        """What a button carries, without other passages that are gone; None where its own is, or says something else by now."""
        written = _WRITTEN.fullmatch(text)
        own = unpacked(written["own"], corpus) if written else None
        if written is None or own is None or own.served(corpus) is None:
            return None
        carried = [unpacked(entry, corpus) for entry in entries(written["others"])]
        served = [spot if spot and spot.served(corpus) is not None else None for spot in carried]
        first, older = int(written["differing"]), int(written["older"] or 0)
        differing, alike = (tuple(spot for spot in some if spot) for some in (served[:first], served[first:]))
        gone = len(served[first:]) - len(alike)
        left = max(len(alike), int(written["alike"]) - gone)
        return Card(
            own,
            Caveat(int(written["caveat"])),
            differing,
            alike,
            left,
            sum(spot is not None for spot in served[:older]),
            int(written["reprints"] or 0),
            int(written["copies"] or 0) if alike and not gone else 0,
        )


def _reprints(found: Answer, one: Candidate) -> int:
    """How many articles of an answer's candidates repeat a passage of another one."""
    articles = {reprint.passage.rpartition("#")[0] for reprint in found.reprints if reprint.of == one.passage.id}
    return len(articles - {one.passage.article.id})
