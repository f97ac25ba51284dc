"""The newest on a matter: what is shown of it at once, and what "more" shows next."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat import browse_words, words
from bot.chat.message import Reply
from bot.chat.speech import Speech
from bot.chat.trail import Spot, Trail
from bot.chat.worthwhile import rest_of
from bot.library import Library
from bot.model import Question

AT_ONCE = 3
"""Passages shown at once."""


@dataclass(frozen=True, slots=True)
class Latest:
    """A reply with what it leaves for later."""

    reply: Reply
    spot: Spot | None
    """The newest passage; None where nothing was found."""
    rest: Trail


def newest(library: Library, question: Question, say: Speech) -> Latest | None:
    """The newest on what a question names; None where it names nothing to look for."""
    found, corpus = library.latest(question), library.snapshot.corpus
    if found is None:
        return None
    if not found.answered:
        return Latest(words.answer(say, found, corpus), None, rest_of(found))
    spots = tuple(map(Spot.of, found.candidates))
    rest = Trail(spots[AT_ONCE:], len(spots[AT_ONCE:]))
    return Latest(browse_words.latest(say, found, question.text, AT_ONCE, rest, corpus), spots[0], rest)
