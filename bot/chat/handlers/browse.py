"""Lists of articles and outlets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.chat.browsing.service import BrowsingService
from bot.chat.handlers.context import RequestContext
from bot.chat.messages.request_reply import Reply
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library


@dataclass(frozen=True, slots=True)
class BrowseHandler:
    """Replies to ARTICLES, ARTICLE and OUTLETS."""

    library: Library
    executor: FairExecutor
    browsing: BrowsingService

    async def browse(self, context: RequestContext) -> Reply:
        """List or open what the request names; raises InvalidDate."""
        return await self.executor.run_fair(
            context.request.author,
            partial(self.browsing.reply, context.request, self.library.snapshot, context.tr),
        )
