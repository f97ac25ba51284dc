"""The inbox as the store has it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import StoreUnavailable
from bot.moderation.inbox import (
    InboxEntry,
    asked_text,
    goes_on,
    group_questions,
    is_public,
    open_entries,
)
from bot.store.opening import OpenStore
from bot.store.records import InboxState

MAX_QUESTIONS = 2_000
"""Questions that are looked at, the newest ones."""


@dataclass(frozen=True, slots=True)
class InboxView:
    """The questions of the inbox as they are at a moment."""

    entries: tuple[InboxEntry, ...]
    """Also those that are resolved."""
    private_count: int
    """How many more were asked by people alone, which are theirs."""

    @property
    def open(self) -> tuple[InboxEntry, ...]:
        """Those that are not resolved."""
        return open_entries(self.entries)


@dataclass(frozen=True, slots=True)
class InboxReader:
    """Reads questions with what moderators have made of them, and changes that."""

    open_store: OpenStore

    async def read(self) -> InboxView:
        """Return all questions that everybody saw asked; raises StoreUnavailable."""
        store = self.open_store()
        logged = await store.answers.unresolved(MAX_QUESTIONS)
        if logged is None:
            raise StoreUnavailable
        public = [question for question in logged if is_public(question.answer)]
        short = {question.answer.follows for question in public if goes_on(question.answer)}
        earlier = {}
        for follows in sorted(short):
            if (record := await store.answers.by_question(follows)) is not None:
                earlier[follows] = asked_text(record)
        entries = group_questions(public, await store.inbox.items(), earlier)
        return InboxView(entries, len(logged) - len(public))

    async def set_state(self, key: str, state: InboxState, person: str) -> None:
        """Change how far a question is, in a moderator's name; raises StoreUnavailable."""
        if not await self.open_store().inbox.set_state([key], state, person):
            raise StoreUnavailable
