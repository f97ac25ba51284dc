"""Lists of articles and outlets."""

from __future__ import annotations

from functools import partial

from bot.chat.browsing.service import BrowsingService
from bot.chat.conversation.executor import FairExecutor
from bot.chat.handlers.context import RequestContext
from bot.chat.messages.request_reply import Reply
from bot.library import Library


class BrowseHandler:
    """Replies to ARTICLES, ARTICLE and OUTLETS."""

    def __init__(self, library: Library, executor: FairExecutor, browsing: BrowsingService) -> None:
        self._library = library
        self._executor = executor
        self._browsing = browsing

    async def browse(self, context: RequestContext) -> Reply:
        """List or open what the request names; raises InvalidDate."""
        return await self._executor.run_fair(
            context.request.author,
            partial(self._browsing.reply, context.request, self._library.snapshot, context.tr),
        )
