"""Work that is kept where it can be: a disk that is full or can't be written costs time at the next start, and nothing else."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TypeVar

from bot.building.slot import Slot
from bot.compact.bundle import Torn

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
        except Torn:
            # The disk took it, and gave back something else.
            self.trouble = os.strerror(errno.EIO)
        return None

    def spare(self, does: Callable[[Slot], None]) -> None:
        """Do what would save the next start some time, unless others work there; whether it can be done is no trouble."""
        if self._slot is not None and not self.trouble:
            with suppress(OSError), self._slot.alone(wait=False):
                does(self._slot)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes out where that can be."""
        with ExitStack() as stack:
            self.attempt(lambda slot: stack.enter_context(slot.alone()))
            yield
