"""What is kept of questions is forgotten: with a deleted question, a server or a person."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection

from cachetools import TTLCache

from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.duplicate_questions import DuplicateQuestions
from bot.chat.conversation.suggestions import Suggestions
from bot.chat.messages.reply_refs import PostedReply
from bot.moderation.corpus_records import CorpusRecords
from bot.store.opening import OpenStore
from bot.store.records import AnswerRecord

_IN_FLIGHT_SECONDS = 3600.0
"""Seconds that an answer may be on its way to who was forgotten meanwhile."""
_MAX_REMOVED = 10_000
"""People of whom that is known."""


class DataRemoval:
    """Knows all that the service keeps of what was asked."""

    def __init__(
        self,
        history: AnswerHistory,
        suggestions: Suggestions,
        duplicates: DuplicateQuestions,
        open_store: OpenStore,
        records: CorpusRecords,
        clock: Callable[[], float],
    ) -> None:
        """Take all that keeps something, and what counts seconds."""
        self._history = history
        self._suggestions = suggestions
        self._duplicates = duplicates
        self._open_store = open_store
        self._records = records
        self._clock = clock
        self._removed_at: TTLCache[str, float] = TTLCache(
            _MAX_REMOVED, _IN_FLIGHT_SECONDS, timer=clock
        )

    async def remove_question(self, question: str) -> AnswerRecord | None:
        """Forget a question, its answer, the votes on it, and who waits for it.

        Returns the answer, for its messages to be deleted.
        """
        self._duplicates.forget(question)
        record = await self._history.forget(question)
        if record is not None:
            self._suggestions.forget(record.author, record.question_text)
        return record

    async def remove_person(self, person: str) -> tuple[PostedReply, ...] | None:
        """Forget all that is kept of a person, who is somebody new from then on.

        Returns the messages with answers to them, for these to be deleted; None where anything
        stays, because the store can't be read or written.
        """
        data = await self._open_store().personal_data(person)
        if data is None or not await self._leave_files(person):
            return None
        self._removed_at[person] = self._clock()
        self.forget_in_memory(person)
        for record in data.answers:
            self._history.forget_turns(record)
        if not await self._open_store().forget_person(person):
            return None
        return tuple(
            PostedReply(record.channel, message)
            for record in data.answers
            for message in record.messages
        )

    async def _leave_files(self, person: str) -> bool:
        """Take a person out of the files beside the store; returns whether that is done."""
        # What waits for its entry in the log names who did it; the log knows a mark alone.
        if not await self._records.audit.write():
            return False
        if self._records.pending is not None:
            try:
                await asyncio.to_thread(self._records.pending.forget_person, person)
            except OSError:
                return False
        return True

    def forget_in_memory(self, person: str) -> None:
        """Forget what is known of a person without the store."""
        self._history.forget_person(person)
        self._suggestions.forget_person(person)
        self._duplicates.forget_person(person)

    def was_removed_since(self, person: str, asked_at: float) -> bool:
        """Tell whether a person was forgotten since a time, in seconds of the clock.

        What was asked before is not to be kept, though it is answered only now.
        """
        return self._removed_at.get(person, asked_at - 1) >= asked_at

    def remove_server(self, server: str) -> None:
        """Forget all that was said on a server."""
        self._history.forget_server(server)
        self._duplicates.forget_server(server)
        self._suggestions.forget_server(server)

    async def known_servers(self, bot: str) -> tuple[str, ...]:
        """Return the servers that a bot was on when that was noted last."""
        return await self._open_store().servers.of_bot(bot)

    def add_servers(self, bot: str, servers: Collection[str]) -> None:
        """Note servers that a bot is on."""
        self._open_store().servers.add(bot, servers)
