"""The same question, asked again in the same place a moment later: whose answer can be pointed at instead of repeated."""

from __future__ import annotations

import re
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass

from bot.chat.messages.request_reply import Reply, Request
from bot.text.digest import digest

WINDOW_SECONDS = 60.0
"""Seconds for which an answer counts as just given: it still stands in sight."""
MAX_ANSWERS = 5_000
"""Answers remembered."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _AnsweredQuestion:
    """An answer that stands in a channel."""

    id: str
    """Of the message that it was given to."""
    at: float
    server: str


@dataclass(frozen=True, slots=True)
class _DuplicateKey:
    """What two questions must have in common."""

    channel: str
    words: str
    loaded_at: float
    """When the articles were read that the answer is from."""
    answer_digest: bytes
    """A digest of all that was said."""


class DuplicateQuestions:
    """Remembers what was answered in the last minute for all to see."""

    def __init__(self) -> None:
        self._answers: OrderedDict[_DuplicateKey, _AnsweredQuestion] = OrderedDict()
        self._key_of_message: dict[str, _DuplicateKey] = {}
        """By the id of the message, those of `_answers`."""

    def find_duplicate(
        self, request: Request, reply: Reply, loaded_at: float, now: float
    ) -> str | None:
        """The id of the message that got the same answer a moment ago; None makes this one the first.

        What a question means may hang on what was said before it, so the answers are compared too, and not the words alone.
        """
        # A question that was edited has another answer by now.
        self.forget(request.id)
        words = fold_words(request.text)
        answered = reply.answer is not None and reply.answer.answered
        if not (answered and words and request.id and request.channel) or request.private:
            return None
        answer_digest = digest(reply.text, 16)
        key = _DuplicateKey(request.channel, words, loaded_at, answer_digest)
        while self._answers and now - next(iter(self._answers.values())).at > WINDOW_SECONDS:
            self._forget_oldest()
        if (given := self._answers.get(key)) is not None:
            return given.id
        self._answers[key] = _AnsweredQuestion(request.id, now, request.server)
        self._key_of_message[request.id] = key
        if len(self._answers) > MAX_ANSWERS:
            self._forget_oldest()
        return None

    def forget(self, message: str) -> None:
        """Forget the answer to a message."""
        if message in self._key_of_message:
            del self._answers[self._key_of_message.pop(message)]

    def forget_server(self, server: str) -> None:
        """Forget what was answered on a server."""
        for given in [answer for answer in self._answers.values() if answer.server == server]:
            self.forget(given.id)

    def _forget_oldest(self) -> None:
        _, given = self._answers.popitem(last=False)
        del self._key_of_message[given.id]


def fold_words(text: str) -> str:
    """The words of a text without case, punctuation and ways of writing a letter."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
