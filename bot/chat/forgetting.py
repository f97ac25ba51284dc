"""What is kept of questions is forgotten: with a question that was deleted, or with a server."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.chat.conversations import Conversations, Talk
from bot.chat.repeats import Repeats
from bot.chat.suggestions import Suggestions
from bot.store.answers import Given
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Knows all that a desk keeps of what was asked."""

    conversations: Conversations
    suggestions: Suggestions
    repeats: Repeats
    store: Store

    async def question(self, question: str) -> Given | None:
        """Forget a question, its answer and the votes on it.

        Returns the answer, for its messages to be deleted.
        """
        # Where it was a post of a button, that button may post again.
        self.store.posts.forget(question)
        given = await self.store.answers.to(question)
        self.store.forget(question)
        self.repeats.forget(question)
        if given is not None:
            alone = given.author if given.private else None
            self.conversations.forget(Talk(given.conversation, alone, given.server), question)
            self.suggestions.forget(given.author, given.about)
        return given

    def server(self, server: str) -> None:
        """Forget all that was said on a server."""
        self.store.forget_server(server)
        self.repeats.forget_server(server)
        self.conversations.forget_server(server)
        self.suggestions.forget_server(server)

    async def servers(self, bot: str) -> tuple[str, ...]:
        """The servers that a bot was on when that was noted last."""
        return await self.store.servers.of(bot)

    def note_servers(self, bot: str, servers: Collection[str]) -> None:
        """Note servers that a bot is on."""
        self.store.servers.note(bot, servers)
