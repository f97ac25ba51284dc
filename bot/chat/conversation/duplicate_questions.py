"""The same question again in the same place: a reply may point at the answer in sight."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from cachetools import TTLCache

from bot.chat.messages.request_reply import Reply, Request
from bot.text.digest import digest

WINDOW_SECONDS = 60.0
"""Seconds for which an answer counts as just given: it still stands in sight."""
MAX_ANSWERS = 5_000
"""Answers remembered."""
_DIGEST_BYTES = 16
_WORD = re.compile(r"\w+")


class _DuplicateKey(NamedTuple):
    """What two questions must have in common."""

    channel: str
    words: str
    loaded_at: float
    """When the articles were read that the answer is from, in seconds."""
    answer_digest: bytes
    """Stands for all that was said."""


class DuplicateQuestions:
    """Remembers what was answered in the last minute for all to see."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Take what counts seconds."""
        self._requests: TTLCache[_DuplicateKey, Request] = TTLCache(
            MAX_ANSWERS, WINDOW_SECONDS, timer=clock
        )
        """Those that were answered first."""

    def find_duplicate(self, request: Request, reply: Reply, loaded_at: float) -> str | None:
        """Return the id of the message that got the same answer a moment ago.

        None makes this one the first. What a question means may hang on what was said before it, so
        the answers are compared too, and not the words alone.
        """
        if request.is_edit:
            # The question has another answer by now.
            self.forget(request.id)
        words = fold_words(request.text)
        answered = reply.answer is not None and reply.answer.answered
        if not (answered and words and request.id and request.channel) or request.private:
            return None
        key = _DuplicateKey(request.channel, words, loaded_at, digest(reply.text, _DIGEST_BYTES))
        if (first := self._requests.get(key)) is not None:
            return first.id
        self._requests[key] = request
        return None

    def forget(self, message: str) -> None:
        """Forget the answer to a message."""
        self._remove(lambda request: request.id == message)

    def forget_person(self, person: str) -> None:
        """Forget what a person was answered."""
        self._remove(lambda request: request.author == person)

    def forget_server(self, server: str) -> None:
        """Forget what was answered on a server."""
        self._remove(lambda request: request.server == server)

    def _remove(self, matches: Callable[[Request], bool]) -> None:
        for key in [key for key, request in self._requests.items() if matches(request)]:
            self._requests.pop(key, None)


def fold_words(text: str) -> str:
    """Return the words of a text without case, punctuation and ways of writing a letter."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
