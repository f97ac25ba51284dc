"""Where answers of the last minutes stand, to point at instead of giving them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cachetools import FIFOCache

from bot.chat.rendering import intent_replies

if TYPE_CHECKING:
    import discord

    from bot.chat.messages.request_reply import Reply, Request

_MAX_ANSWERS = 1000
"""As many as all channels together can hold of a minute's answers, and then some."""


@dataclass(frozen=True, slots=True)
class _RecentAnswer:
    """An answer."""

    question: str
    """The id of the message that it was given to."""
    answer: int
    """The id of the message that holds it."""
    link: str
    server: int


class RecentAnswers:
    """Knows which message answers which question; bounded."""

    def __init__(self) -> None:
        self._answers: FIFOCache[str, _RecentAnswer] = FIFOCache(_MAX_ANSWERS)

    def shorten_duplicate(self, reply: Reply) -> Reply:
        """Return a line that leads to the same answer while it is in sight; else the reply."""
        recent = self._answers.get(reply.duplicate_of or "")
        return intent_replies.duplicate_reply(reply, recent.link) if recent else reply

    def record(self, request: Request, reply: Reply, sent: Sequence[discord.Message]) -> None:
        """Remember where a public answer stands; a duplicate is kept under its original's id."""
        if request.private or not sent or sent[0].guild is None or not request.id:
            return
        name = reply.duplicate_of or request.id
        if name in self._answers:
            return
        self._answers[name] = _RecentAnswer(
            request.id, sent[0].id, sent[0].jump_url, sent[0].guild.id
        )

    def forget_messages(self, messages: Iterable[int]) -> None:
        """Forget answers that were deleted."""
        ids = set(messages)
        self._forget(lambda recent_answer: recent_answer.answer in ids)

    def forget_question(self, question: int) -> None:
        """Forget the answer to a question that was changed."""
        self._forget(lambda recent_answer: recent_answer.question == str(question))

    def forget_server(self, server: int) -> None:
        """Forget the answers on a server."""
        self._forget(lambda recent_answer: recent_answer.server == server)

    def _forget(self, outdated: Callable[[_RecentAnswer], bool]) -> None:
        for name in [
            name for name, recent_answer in self._answers.items() if outdated(recent_answer)
        ]:
            del self._answers[name]
