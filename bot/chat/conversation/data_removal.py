"""What is kept of questions is forgotten: with a question that was deleted, or with a server."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.chat.conversation.duplicate_questions import DuplicateQuestions
from bot.chat.conversation.history import ConversationHistory, ConversationKey
from bot.chat.conversation.suggestions import Suggestions
from bot.store.answer_log import AnswerRecord
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class DataRemoval:
    """Knows all that a desk keeps of what was asked."""

    conversations: ConversationHistory
    suggestions: Suggestions
    duplicates: DuplicateQuestions
    store: Store

    async def remove_question(self, question: str) -> AnswerRecord | None:
        """Forget a question, its answer and the votes on it.

        Returns the answer, for its messages to be deleted.
        """
        # Where it was a post of a button, that button may post again.
        self.store.posts.forget(question)
        record = await self.store.answers.by_question(question)
        self.store.forget(question)
        self.duplicates.forget(question)
        if record is not None:
            alone = record.author if record.private else None
            self.conversations.forget(
                ConversationKey(record.conversation, alone, record.server), question
            )
            self.suggestions.forget(record.author, record.question_text)
        return record

    def remove_server(self, server: str) -> None:
        """Forget all that was said on a server."""
        self.store.forget_server(server)
        self.duplicates.forget_server(server)
        self.conversations.forget_server(server)
        self.suggestions.forget_server(server)

    async def known_servers(self, bot: str) -> tuple[str, ...]:
        """The servers that a bot was on when that was noted last."""
        return await self.store.servers.of_bot(bot)

    def add_servers(self, bot: str, servers: Collection[str]) -> None:
        """Note servers that a bot is on."""
        self.store.servers.add(bot, servers)
