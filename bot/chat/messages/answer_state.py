"""An answer as its buttons carry it: which passage it shows, and what others say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from bot.chat.messages.passage_ref import REF_CHARS, PassageRef, decode_ref, encode_ref, split_refs
from bot.corpus.corpus import Corpus
from bot.question_answer import Answer, Candidate

MAX_ENCODED_OTHERS = 2
"""Other passages on a button: with the answer's own they take 60 of its 100 characters."""
_MAX_COUNT = 9
# The three counts in the middle are not on buttons of an earlier version.
_ENCODED = re.compile(
    rf"(?P<caveat>[0-2])(?P<differing>\d)(?P<alike>\d)(?:(?P<older>\d)(?P<reprints>\d)(?P<copies>\d))?"
    rf"(?P<own>[\w-]{{{REF_CHARS}}})(?P<others>(?:[\w-]{{{REF_CHARS}}}){{0,{MAX_ENCODED_OTHERS}}})",
    re.ASCII,
)


class MatchQuality(IntEnum):
    """Whether a passage may stand as an answer."""

    ANSWER = 0
    CLOSEST = 1
    """It is only the closest passage to a question that has no answer."""
    NEXT_CLOSEST = 2
    """It only comes close, after passages that answer."""


@dataclass(frozen=True, slots=True)
class AnswerState:
    """What an answer shows."""

    ref: PassageRef
    quality: MatchQuality = MatchQuality.ANSWER
    conflicting: tuple[PassageRef, ...] = ()
    """Passages that give another figure."""
    agreeing: tuple[PassageRef, ...] = ()
    """Passages that say the same."""
    agreeing_count: int = 0
    """How many of those there were, carried by a button or not."""
    superseded_count: int = 0
    """How many of the other figures, from the first on, are older ones."""
    reprint_count: int = 0
    """How many other articles have the same text."""
    agreeing_reprint_count: int = 0
    """How many have that of the first passage that says the same."""

    @staticmethod
    def from_answer(best: Candidate, answer: Answer) -> AnswerState:
        """Make the state of an answer that shows a passage."""
        shown = {candidate.passage.id for candidate in answer.conflicting}
        alike = [
            alternative
            for alternative in answer.alternatives
            if alternative.passage.id not in shown
        ]
        return AnswerState(
            PassageRef.from_candidate(best),
            MatchQuality.ANSWER,
            tuple(map(PassageRef.from_candidate, answer.conflicting)),
            tuple(map(PassageRef.from_candidate, alike)),
            len(alike),
            len(answer.superseded),
            _count_reprints(answer, best),
            _count_reprints(answer, alike[0]) if alike else 0,
        )

    def encode(self, corpus: Corpus) -> str:
        """Encode the state for a button; empty where its passage is not served."""
        own = self.ref.resolve(corpus)
        if own is None:
            return ""
        conflicting = self.conflicting[:MAX_ENCODED_OTHERS]
        resolved = [
            (ref, ref.resolve(corpus))
            for ref in (*conflicting, *self.agreeing)[:MAX_ENCODED_OTHERS]
        ]
        others = [
            encode_ref(ref, corpus.passage_key(number))
            for ref, number in resolved
            if number is not None
        ]
        if len(others) < len(resolved):
            # All are served by the snapshot that answered, but for a reload in this moment.
            return AnswerState(self.ref, self.quality).encode(corpus)
        counts = (
            self.quality.value,
            len(conflicting),
            self.agreeing_count,
            min(self.superseded_count, len(conflicting)),
            self.reprint_count,
            self.agreeing_reprint_count,
        )
        return (
            "".join(str(min(count, _MAX_COUNT)) for count in counts)
            + encode_ref(self.ref, corpus.passage_key(own))
            + "".join(others)
        )

    @staticmethod
    def decode(text: str, corpus: Corpus) -> AnswerState | None:
        """Read what a button carries, without other passages that are gone.

        None where its own passage is gone, or says something else by now.
        """
        match = _ENCODED.fullmatch(text)
        own = decode_ref(match["own"], corpus) if match else None
        if match is None or own is None or own.resolve(corpus) is None:
            return None
        decoded = [decode_ref(entry, corpus) for entry in split_refs(match["others"])]
        resolved = [ref if ref and ref.resolve(corpus) is not None else None for ref in decoded]
        first, older = int(match["differing"]), int(match["older"] or 0)
        conflicting, agreeing = (
            tuple(ref for ref in some if ref) for some in (resolved[:first], resolved[first:])
        )
        lost = len(resolved[first:]) - len(agreeing)
        agreeing_total = max(len(agreeing), int(match["alike"]) - lost)
        return AnswerState(
            own,
            MatchQuality(int(match["caveat"])),
            conflicting,
            agreeing,
            agreeing_total,
            sum(ref is not None for ref in resolved[:older]),
            int(match["reprints"] or 0),
            int(match["copies"] or 0) if agreeing and not lost else 0,
        )


def _count_reprints(answer: Answer, candidate: Candidate) -> int:
    """Return how many articles of an answer's candidates repeat a passage of another one."""
    articles = {
        reprint.passage.rpartition("#")[0]
        for reprint in answer.reprints
        if reprint.of == candidate.passage.id
    }
    return len(articles - {candidate.passage.article.id})
