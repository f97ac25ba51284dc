"""What is kept of questions is forgotten: with a deleted question, or with a server."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.duplicate_questions import DuplicateQuestions
from bot.chat.conversation.suggestions import Suggestions
from bot.store.opening import OpenStore
from bot.store.records import AnswerRecord


@dataclass(frozen=True, slots=True)
class DataRemoval:
    """Knows all that the service keeps of what was asked."""

    history: AnswerHistory
    suggestions: Suggestions
    duplicates: DuplicateQuestions
    open_store: OpenStore

    async def remove_question(self, question: str) -> AnswerRecord | None:
        """Forget a question, its answer and the votes on it.

        Returns the answer, for its messages to be deleted.
        """
        self.duplicates.forget(question)
        record = await self.history.forget(question)
        if record is not None:
            self.suggestions.forget(record.author, record.question_text)
        return record

    def remove_server(self, server: str) -> None:
        """Forget all that was said on a server."""
        self.history.forget_server(server)
        self.duplicates.forget_server(server)
        self.suggestions.forget_server(server)

    async def known_servers(self, bot: str) -> tuple[str, ...]:
        """Return the servers that a bot was on when that was noted last."""
        return await self.open_store().servers.of_bot(bot)

    def add_servers(self, bot: str, servers: Collection[str]) -> None:
        """Note servers that a bot is on."""
        self.open_store().servers.add(bot, servers)
