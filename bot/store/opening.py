"""Opens a store when something is to be kept first: whoever keeps nothing imports no database."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.store import Store

OpenStore = Callable[[], "Store"]
"""Returns the same store whenever it is called."""


def in_memory(clock: Callable[[], float]) -> OpenStore:
    """Return what opens a store that lives as long as the process; `clock` counts seconds."""

    @cache
    def open_store() -> Store:
        from bot.store.store import Store  # noqa: PLC0415 - it imports the database library

        return Store.open(None, clock)

    return open_store
