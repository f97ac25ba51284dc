"""Where answers of the last minutes stand, to point at instead of giving them again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.chat import turn_words

if TYPE_CHECKING:
    import discord

    from bot.chat.message import Message, Reply

_MOST = 1000
"""As many as all channels together can hold of a minute's answers, and then some."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """An answer."""

    question: str
    """The id of the message that it was given to."""
    answer: int
    """The id of the message that holds it."""
    link: str
    server: int


class Standing:
    """Knows which message answers which question; bounded."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, _Standing] = OrderedDict()

    def shortened(self, reply: Reply) -> Reply:
        """A line that leads to the same answer where it still stands in sight; else the reply itself."""
        stands = self._answers.get(reply.earlier or "")
        return turn_words.pointing(reply, stands.link) if stands else reply

    def note(self, asked: Message, reply: Reply, sent: Sequence[discord.Message]) -> None:
        """Remember where an answer stands that everybody saw; one that others are told to look for, under that name."""
        if asked.private or not sent or sent[0].guild is None or not asked.id:
            return
        name = reply.earlier or asked.id
        if name in self._answers:
            return
        self._answers[name] = _Standing(asked.id, sent[0].id, sent[0].jump_url, sent[0].guild.id)
        if len(self._answers) > _MOST:
            self._answers.popitem(last=False)

    def gone(self, messages: Iterable[int]) -> None:
        """Forget answers that were deleted."""
        ids = set(messages)
        self._forget(lambda one: one.answer in ids)

    def asked_anew(self, question: int) -> None:
        """Forget the answer to a question that was changed."""
        self._forget(lambda one: one.question == str(question))

    def forget_server(self, server: int) -> None:
        """Forget the answers on a server."""
        self._forget(lambda one: one.server == server)

    def _forget(self, outdated: Callable[[_Standing], bool]) -> None:
        for name in [name for name, one in self._answers.items() if outdated(one)]:
            del self._answers[name]
