"""Questions being answered: one edited meanwhile is answered as it reads now, if at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

IsCurrent = Callable[[], bool]
"""Whether nothing has happened to a question since."""


@dataclass(eq=False, slots=True)
class _QuestionState:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    version: int = 0
    waiting: int = 0
    """How many wait for their turn, or have it."""


class InFlightQuestions:
    """Messages whose answers are under way. Holds nothing of the others."""

    def __init__(self) -> None:
        self._states: dict[int, _QuestionState] = {}

    @asynccontextmanager
    async def new_version(self, question: int) -> AsyncIterator[IsCurrent]:
        """Begin a version of a question once earlier ones are over; they are outdated at once."""
        async with self._state_of(question) as state:
            state.version += 1
            version = state.version
            async with state.lock:
                yield lambda: state.version == version

    @asynccontextmanager
    async def hold(self, question: int) -> AsyncIterator[None]:
        """Hold a question without a new version: nothing else is done to its answer meanwhile."""
        async with self._state_of(question) as state, state.lock:
            yield

    @asynccontextmanager
    async def _state_of(self, question: int) -> AsyncIterator[_QuestionState]:
        state = self._states.setdefault(question, _QuestionState())
        state.waiting += 1
        try:
            yield state
        finally:
            state.waiting -= 1
            if not state.waiting:
                del self._states[question]
