"""Questions that somebody wants to be told of when they can be answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.watches import WatchChecker
from bot.chat.handlers.context import RequestContext
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import watch_replies
from bot.chat.rendering.answer_replies import text_reply
from bot.store.opening import OpenStore
from bot.store.records import MAX_WATCHES, AnswerRecord, Watch


@dataclass(frozen=True, slots=True)
class WatchHandler:
    """Replies to WATCH, UNWATCH and WATCHES."""

    history: AnswerHistory
    checker: WatchChecker
    open_store: OpenStore

    async def reply(self, context: RequestContext) -> Reply:
        """Do what somebody wants to be done with what they wait for."""
        match context.request.command:
            case Command.WATCH:
                return await self._add(context)
            case Command.UNWATCH:
                return await self._remove(context)
            case _:
                return await self._list(context)

    async def _add(self, context: RequestContext) -> Reply:
        request, tr = context.request, context.tr
        record = await self._abstention(context)
        if record is None:
            return text_reply(tr("watch.too-old"), private=True, error=True)
        if (answer := await self.checker.find_answer(record.question_text)) is not None:
            reply = await self.checker.render(answer, tr.language, private=True)
            return replace(reply, private=True, repeated_question=record.question_text)
        watch = Watch(
            person=request.author,
            server=request.server,
            channel=record.channel,
            message=record.messages[0],
            question=record.question_text,
            language=tr.language,
            private=record.private,
            asked=record.question,
            asker=record.author,
        )
        store = self.open_store()
        result = await store.watches.add(watch)
        return watch_replies.added_reply(tr, result, store.retention.watches, MAX_WATCHES)

    async def _abstention(self, context: RequestContext) -> AnswerRecord | None:
        """Return the abstention below which somebody clicked, as far as they may see it."""
        request = context.request
        record = (
            await self.history.find_by_message(request.clicked.key) if request.clicked else None
        )
        if record is None or not (record.abstained and record.question_text and record.messages):
            return None
        return None if record.private and record.author != request.author else record

    async def _remove(self, context: RequestContext) -> Reply:
        request, tr = context.request, context.tr
        number = int(request.text) if request.text.isascii() and request.text.isdigit() else 0
        removed = await self.open_store().watches.remove(number, request.author)
        if removed is None:
            return text_reply(tr("watch.not-removed"), private=True, error=True)
        return await self._list(context, tr("watch.removed" if removed else "watch.gone"))

    async def _list(self, context: RequestContext, note: str = "") -> Reply:
        store = self.open_store()
        watches = await store.watches.of(context.request.author)
        return watch_replies.list_reply(context.tr, watches, store.retention.watches, note)
