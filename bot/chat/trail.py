"""Passages shown, or to be shown next: kept so that a reload can't make them say something else, and small enough for a button."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.corpus.corpus import Corpus
from bot.model import Candidate, Passage, Span
from bot.text.digest import digest

CARRIED = 4
"""How many spots a button carries: Discord leaves it 100 characters, and each takes 20."""
_KEY, _CHECK, _START, _LENGTH = 8, 2, 3, 2
"""Bytes of a spot in a button."""
ENTRY = 20
"""Characters of a spot in a button."""
_WRITTEN = re.compile(rf"(\d)((?:[\w-]{{{ENTRY}}})+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage with its answering sentence, without its text."""

    passage: str
    """Its id."""
    check: bytes
    """Tells whether the passage still says the same."""
    sentence: Span | None

    @staticmethod
    def of(candidate: Candidate) -> Spot:
        """Where a candidate stands."""
        return Spot.at(candidate.passage, candidate.sentence)

    @staticmethod
    def at(passage: Passage, sentence: Span | None) -> Spot:
        """A passage, with a sentence of it."""
        return Spot(passage.id, digest(passage.text, _CHECK), sentence)

    def served(self, corpus: Corpus) -> int | None:
        """The number of the passage, wherever its article stands; None where it is gone or changed."""
        return _saying(corpus.find_passages(self.passage), self.check, corpus)

    def now(self, corpus: Corpus) -> Spot:
        """The same by the id that its passage has by now."""
        number = self.served(corpus)
        return self if number is None else replace(self, passage=corpus[number].id)


@dataclass(frozen=True, slots=True)
class Trail:
    """What comes next to one question, best first."""

    spots: tuple[Spot, ...] = ()
    answering: int = 0
    """How many of them, from the first on, may stand as answers; the others only come close."""

    def start_at(self, place: int) -> Trail:
        """The trail without what stands before a place."""
        return Trail(self.spots[place:], max(0, self.answering - place))

    def start_at_spot(self, spot: Spot) -> Trail | None:
        """The same without what stands before a spot; None where the spot is not on the trail."""
        places = (place for place, one in enumerate(self.spots) if (one.passage, one.check) == (spot.passage, spot.check))
        place = next(places, None)
        return None if place is None else self.start_at(place)

    def now(self, corpus: Corpus) -> Trail:
        """The same by the ids that its passages have by now."""
        return replace(self, spots=tuple(spot.now(corpus) for spot in self.spots))

    def write(self, corpus: Corpus) -> str:
        """The first of what is still served, for a button; empty where nothing is."""
        found = ((place, spot, spot.served(corpus)) for place, spot in enumerate(self.spots))
        served = list(islice(((place, spot, number) for place, spot, number in found if number is not None), CARRIED))
        answering = sum(place < self.answering for place, _, _ in served)
        return f"{answering}{''.join(packed(spot, corpus.passage_key(number)) for _, spot, number in served)}" if served else ""

    @staticmethod
    def read(text: str, corpus: Corpus) -> Trail | None:
        """What a button carries, without passages that are gone; None where no button wrote it."""
        written = _WRITTEN.fullmatch(text)
        if not written:
            return None
        spots = [unpacked(entry, corpus) for entry in entries(written[2])]
        answering = sum(spot is not None for spot in spots[: int(written[1])])
        return Trail(tuple(spot for spot in spots if spot is not None), answering)


END = Trail()
"""Nothing comes next."""


def entries(text: str) -> list[str]:
    """The spots of a button, one by one."""
    return [text[place : place + ENTRY] for place in range(0, len(text), ENTRY)]


def packed(spot: Spot, key: str) -> str:
    """A spot for a button, in `ENTRY` characters, by the key of its passage."""
    start, length = (spot.sentence.start, spot.sentence.end - spot.sentence.start) if spot.sentence else (0, 0)
    if start >= 256**_START or length >= 256**_LENGTH:
        # So far into a passage a button can't point: the passage comes without its sentence marked.
        start = length = 0
    raw = bytes.fromhex(key) + spot.check + start.to_bytes(_START) + length.to_bytes(_LENGTH)
    return base64.urlsafe_b64encode(raw).decode()


def unpacked(entry: str, corpus: Corpus) -> Spot | None:
    """The spot again; None where its passage is gone."""
    raw = base64.urlsafe_b64decode(entry)
    numbers = corpus.find_keys(raw[:_KEY].hex())
    if not numbers:
        return None
    check, rest = raw[_KEY : _KEY + _CHECK], raw[_KEY + _CHECK :]
    number = _saying(numbers, check, corpus)
    passage = corpus[numbers[0] if number is None else number].id
    start, length = int.from_bytes(rest[:_START]), int.from_bytes(rest[_START:])
    return Spot(passage, check, Span(start, start + length) if length else None)


def _saying(passages: Sequence[int], check: bytes, corpus: Corpus) -> int | None:
    """Which of some passages says what a check stands for."""
    said = ((number, digest(corpus[number].text, _CHECK)) for number in passages)
    return next((number for number, its_check in said if its_check == check), None)
