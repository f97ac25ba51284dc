"""Passages shown, or to be shown next, without their text.

A reload can't make them say something else, and they are small enough for a button.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.corpus.corpus import Corpus
from bot.model import Passage, Span
from bot.question_answer import Candidate
from bot.text.digest import digest

MAX_ENCODED_REFS = 4
"""How many spots a button carries: Discord leaves it 100 characters, and each takes 20."""
_KEY_BYTES, _CHECKSUM_BYTES, _START_BYTES, _LENGTH_BYTES = 8, 2, 3, 2
"""Bytes of the parts of a ref in a button."""
REF_CHARS = 20
"""Characters of a ref in a button."""
_ENCODED = re.compile(rf"(\d)((?:[\w-]{{{REF_CHARS}}})+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class PassageRef:
    """A passage with its answering sentence, without its text."""

    passage: str
    """Its id."""
    checksum: bytes
    """Tells whether the passage still says the same."""
    sentence: Span | None

    @staticmethod
    def from_candidate(candidate: Candidate) -> PassageRef:
        """Make a ref of a candidate."""
        return PassageRef.to(candidate.passage, candidate.sentence)

    @staticmethod
    def to(passage: Passage, sentence: Span | None) -> PassageRef:
        """Make a ref of a passage, with a sentence of it."""
        return PassageRef(passage.id, digest(passage.text, _CHECKSUM_BYTES), sentence)

    def resolve(self, corpus: Corpus) -> int | None:
        """Return the number of the passage, wherever it stands; None if it is gone or changed."""
        return _find_by_checksum(corpus.find_passages(self.passage), self.checksum, corpus)

    def with_current_id(self, corpus: Corpus) -> PassageRef:
        """Return the ref by the id that its passage has by now."""
        number = self.resolve(corpus)
        return self if number is None else replace(self, passage=corpus[number].id)


@dataclass(frozen=True, slots=True)
class ResultCursor:
    """What comes next to one question, best first."""

    refs: tuple[PassageRef, ...] = ()
    answer_count: int = 0
    """How many of them, from the first on, may stand as answers; the others only come close."""

    def skip(self, count: int) -> ResultCursor:
        """Return the cursor without so many refs at its start."""
        return ResultCursor(self.refs[count:], max(0, self.answer_count - count))

    def skip_to(self, ref: PassageRef) -> ResultCursor | None:
        """Return the cursor from a ref on; None where it does not have the ref."""
        places = (
            position
            for position, passage_ref in enumerate(self.refs)
            if (passage_ref.passage, passage_ref.checksum) == (ref.passage, ref.checksum)
        )
        position = next(places, None)
        return None if position is None else self.skip(position)

    def with_current_ids(self, corpus: Corpus) -> ResultCursor:
        """Return the cursor by the ids that its passages have by now."""
        return replace(self, refs=tuple(ref.with_current_id(corpus) for ref in self.refs))

    def encode(self, corpus: Corpus) -> str:
        """Encode the first refs that are still served for a button; empty where none is."""
        every = ((position, ref, ref.resolve(corpus)) for position, ref in enumerate(self.refs))
        resolved = list(
            islice(
                ((position, ref, number) for position, ref, number in every if number is not None),
                MAX_ENCODED_REFS,
            )
        )
        answering = sum(position < self.answer_count for position, _, _ in resolved)
        return (
            str(answering)
            + "".join(encode_ref(ref, corpus.passage_key(number)) for _, ref, number in resolved)
            if resolved
            else ""
        )

    @staticmethod
    def decode(text: str, corpus: Corpus) -> ResultCursor | None:
        """Decode a button, without passages that are gone; None where no button wrote it."""
        written = _ENCODED.fullmatch(text)
        if not written:
            return None
        refs = [decode_ref(entry, corpus) for entry in split_refs(written[2])]
        answering = sum(ref is not None for ref in refs[: int(written[1])])
        return ResultCursor(tuple(ref for ref in refs if ref is not None), answering)


EMPTY_CURSOR = ResultCursor()
"""Nothing comes next."""


def split_refs(text: str) -> list[str]:
    """Split the refs of a button."""
    return [text[position : position + REF_CHARS] for position in range(0, len(text), REF_CHARS)]


def encode_ref(ref: PassageRef, key: str) -> str:
    """Encode a ref in `REF_CHARS` characters, by the key of its passage."""
    start, length = (
        (ref.sentence.start, ref.sentence.end - ref.sentence.start) if ref.sentence else (0, 0)
    )
    if start >= 256**_START_BYTES or length >= 256**_LENGTH_BYTES:
        # So far into a passage a button can't point: the passage comes without its sentence marked.
        start = length = 0
    raw = (
        bytes.fromhex(key)
        + ref.checksum
        + start.to_bytes(_START_BYTES)
        + length.to_bytes(_LENGTH_BYTES)
    )
    return base64.urlsafe_b64encode(raw).decode()


def decode_ref(entry: str, corpus: Corpus) -> PassageRef | None:
    """Decode a ref; None where its passage is gone."""
    raw = base64.urlsafe_b64decode(entry)
    numbers = corpus.find_passages_by_key(raw[:_KEY_BYTES].hex())
    if not numbers:
        return None
    check, rest = (
        raw[_KEY_BYTES : _KEY_BYTES + _CHECKSUM_BYTES],
        raw[_KEY_BYTES + _CHECKSUM_BYTES :],
    )
    number = _find_by_checksum(numbers, check, corpus)
    passage = corpus[numbers[0] if number is None else number].id
    start, length = int.from_bytes(rest[:_START_BYTES]), int.from_bytes(rest[_START_BYTES:])
    return PassageRef(passage, check, Span(start, start + length) if length else None)


def _find_by_checksum(passages: Sequence[int], checksum: bytes, corpus: Corpus) -> int | None:
    """Return which of some passages has the text of a checksum."""
    said = ((number, digest(corpus[number].text, _CHECKSUM_BYTES)) for number in passages)
    return next((number for number, its_check in said if its_check == checksum), None)
