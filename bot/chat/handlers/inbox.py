"""The inbox: questions that were not answered or voted wrong, for moderators."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.chat.handlers.context import RequestContext
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import inbox_replies
from bot.chat.rendering.answer_replies import text_reply
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library
from bot.moderation.inbox_reader import InboxReader
from bot.store.records import InboxState

_STATES = {
    Command.TAKE: InboxState.TAKEN,
    Command.RESOLVE: InboxState.RESOLVED,
    Command.REOPEN: InboxState.OPEN,
}


@dataclass(frozen=True, slots=True)
class InboxHandler:
    """Replies to QUESTIONS and INBOX_CHANGES."""

    library: Library
    executor: FairExecutor
    reader: InboxReader

    async def reply(self, context: RequestContext) -> Reply:
        """Show a question, after what a moderator makes of it; raises StoreUnavailable."""
        request, tr = context.request, context.tr
        view = await self.reader.read()
        known = {entry.key for entry in view.entries}
        if request.text and request.text not in known:
            return text_reply(tr("inbox.gone"), private=True, error=True)
        if state := _STATES.get(request.command):
            await self.reader.set_state(request.text, state, request.author)
            view = await self.reader.read()
        wanted = [entry for entry in view.entries if entry.key == request.text]
        entries = wanted if request.text else view.open
        if not entries:
            return inbox_replies.empty_reply(tr, view)
        return await self.executor.run_detached(
            partial(
                inbox_replies.question_reply,
                tr,
                view,
                entries[0],
                request.author,
                self.library.snapshot,
            )
        )
