"""What is kept of somebody: told, exported and deleted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat.conversation.data_removal import DataRemoval
from bot.chat.handlers.context import RequestContext
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import privacy_replies
from bot.chat.rendering.answer_replies import text_reply
from bot.store.opening import OpenStore


@dataclass(frozen=True, slots=True)
class PrivacyHandler:
    """Replies to PRIVACY, EXPORT_DATA, DELETE_DATA and ERASE_DATA: each about who asks alone."""

    data_removal: DataRemoval
    open_store: OpenStore

    async def reply(self, context: RequestContext) -> Reply:
        """Tell, export or delete what is kept of who asks."""
        tr, person = context.tr, context.request.author
        if context.request.command is Command.ERASE_DATA:
            posted = await self.data_removal.remove_person(person)
            if posted is None:
                return text_reply(tr("privacy.not-deleted"), private=True, error=True)
            return replace(privacy_replies.deleted_reply(tr, len(posted)), withdrawn=posted)
        store = self.open_store()
        data = await store.personal_data(person)
        if data is None:
            return text_reply(tr("privacy.unreadable"), private=True, error=True)
        match context.request.command:
            case Command.EXPORT_DATA:
                return privacy_replies.export_reply(tr, data)
            case Command.DELETE_DATA:
                return privacy_replies.confirmation_reply(tr, data)
            case _:
                return privacy_replies.overview_reply(tr, data, store.retention)
