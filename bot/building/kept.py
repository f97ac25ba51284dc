"""Work that is kept where it can be: a disk that is full or can't be written costs time at the next start, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from bot.building.slot import Slot

Result = TypeVar("Result")


class Kept:
    """A slot that may fail."""

    def __init__(self, slot: Slot | None) -> None:
        """Take a slot; None where nothing is to be kept."""
        self._slot = slot
        self.trouble = ""
        """Why work can't be kept, in the system's words."""

    def attempt(self, does: Callable[[Slot], Result | None]) -> Result | None:
        """What comes of it; None where there is no slot, or it failed, now or before."""
        if self._slot is None or self.trouble:
            return None
        try:
            return does(self._slot)
        except OSError as error:
            self.trouble = error.strerror or str(error)
            return None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes out where that can be."""
        with ExitStack() as stack:
            self.attempt(lambda slot: stack.enter_context(slot.alone()))
            yield
