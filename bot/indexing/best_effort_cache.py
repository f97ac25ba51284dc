"""Work that is kept where it can be: a disk that is full costs time at the next start only."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TypeVar

from bot.arrays.bundle import CorruptBundle
from bot.indexing.cache import IndexCache

Result = TypeVar("Result")


class BestEffortCache:
    """A cache that may fail."""

    def __init__(self, cache: IndexCache | None) -> None:
        """Take a cache; None where nothing is to be kept."""
        self._cache = cache
        self.error = ""
        """Why work can't be kept, in the system's words."""

    def attempt(self, action: Callable[[IndexCache], Result | None]) -> Result | None:
        """Return what comes of it; None without a cache, or where it failed, now or before."""
        if self._cache is None or self.error:
            return None
        try:
            return action(self._cache)
        except OSError as error:
            self.error = error.strerror or str(error)
        except CorruptBundle:
            # The disk took it, and gave back something else.
            self.error = os.strerror(errno.EIO)
        return None

    def attempt_if_free(self, action: Callable[[IndexCache], None]) -> None:
        """Do what would save the next start some time, unless others work there or it fails."""
        if self._cache is not None and not self.error:
            with suppress(OSError), self._cache.lock(wait=False):
                action(self._cache)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes out where that can be."""
        with ExitStack() as stack:
            self.attempt(lambda cache: stack.enter_context(cache.lock()))
            yield
