"""The help, and questions to try the bot with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.chat.browsing.catalog import SnapshotCache
from bot.chat.handlers.context import RequestContext
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering.answer_replies import help_reply
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library, example_questions

MAX_SAMPLE_QUESTIONS = 3
"""Questions that the help gives as examples."""


class HelpHandler:
    """Replies to HELP."""

    def __init__(self, library: Library, executor: FairExecutor) -> None:
        self._library = library
        self._executor = executor
        self._cache = SnapshotCache(partial(example_questions, limit=MAX_SAMPLE_QUESTIONS))

    async def help(self, context: RequestContext) -> Reply:
        """Say what the bot can do."""
        return help_reply(context.tr, await self.sample_questions())

    async def sample_questions(self) -> Sequence[str]:
        """Return questions that the articles surely answer."""
        return await self._executor.run_detached(partial(self._cache.get, self._library.snapshot))
