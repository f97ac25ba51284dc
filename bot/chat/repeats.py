"""The same question, asked again in the same place a moment later: whose answer can be pointed at instead of repeated."""

from __future__ import annotations

import re
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass

from bot.chat.message import Message, Reply
from bot.text.digest import digest

WINDOW = 60.0
"""Seconds for which an answer counts as just given: it still stands in sight."""
MOST = 5_000
"""Answers remembered."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Given:
    """An answer that stands in a channel."""

    id: str
    """Of the message that it was given to."""
    at: float
    server: str


@dataclass(frozen=True, slots=True)
class _Same:
    """What two questions must have in common."""

    channel: str
    words: str
    loaded_at: float
    """When the articles were read that the answer is from."""
    answer: bytes
    """A digest of all that was said."""


class Repeats:
    """Remembers what was answered in the last minute for all to see."""

    def __init__(self) -> None:
        self._given: OrderedDict[_Same, _Given] = OrderedDict()
        self._answered: dict[str, _Same] = {}
        """By the id of the message, those of `_given`."""

    def earlier(self, message: Message, reply: Reply, loaded_at: float, now: float) -> str | None:
        """The id of the message that got the same answer a moment ago; None makes this one the first.

        What a question means may hang on what was said before it, so the answers are compared too, and not the words alone.
        """
        # A question that was edited has another answer by now.
        self.forget(message.id)
        words = folded(message.text)
        answered = reply.answer is not None and reply.answer.answered
        if not (answered and words and message.id and message.channel) or message.private:
            return None
        said = digest(reply.text, 16)
        same = _Same(message.channel, words, loaded_at, said)
        while self._given and now - next(iter(self._given.values())).at > WINDOW:
            self._forget_oldest()
        if (given := self._given.get(same)) is not None:
            return given.id
        self._given[same] = _Given(message.id, now, message.server)
        self._answered[message.id] = same
        if len(self._given) > MOST:
            self._forget_oldest()
        return None

    def forget(self, message: str) -> None:
        """Forget the answer to a message."""
        if message in self._answered:
            del self._given[self._answered.pop(message)]

    def forget_server(self, server: str) -> None:
        """Forget what was answered on a server."""
        for given in [one for one in self._given.values() if one.server == server]:
            self.forget(given.id)

    def _forget_oldest(self) -> None:
        _, given = self._given.popitem(last=False)
        del self._answered[given.id]


def folded(text: str) -> str:
    """The words of a text without case, punctuation and ways of writing a letter."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
