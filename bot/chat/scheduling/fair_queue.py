"""People's items in turn: of each person one at a time and in order."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Generic, TypeVar

Item = TypeVar("Item")
Author = TypeVar("Author")


class FairQueue(Generic[Author, Item]):
    """Decides whose item is next; the owner bounds its length. Belongs to one event loop."""

    def __init__(self, max_active: int) -> None:
        """Take the number of people who may have a turn at once."""
        self._max_active = max_active
        self._active: set[Author] = set()
        self._waiting: OrderedDict[Author, deque[Item]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        """Return the number of waiting items."""
        return self._length

    @property
    def is_idle(self) -> bool:
        """Whether no item waits and nobody has a turn."""
        return not self._length and not self._active

    def items(self) -> list[Item]:
        """Return all waiting items."""
        return [item for own in self._waiting.values() for item in own]

    def length_of(self, author: Author) -> int:
        """Return the number of waiting items of one person."""
        return len(self._waiting.get(author, ()))

    def may_start(self, author: Author) -> bool:
        """Return whether an item of somebody could have its turn now."""
        return len(self._active) < self._max_active and author not in self._active

    def put(self, author: Author, item: Item) -> None:
        """Add an item behind those of the same person."""
        self._waiting.setdefault(author, deque()).append(item)
        self._length += 1

    def discard(self, author: Author, item: Item) -> None:
        """Take an item away if it waits."""
        own = self._waiting.get(author, deque())
        if item in own:
            own.remove(item)
            self._length -= 1
            if not own:
                del self._waiting[author]

    def take(self) -> Item | None:
        """Begin a turn: return its item, or None where nobody may have one now."""
        author = next(filter(self.may_start, self._waiting), None)
        if author is None:
            return None
        item = self._waiting[author][0]
        self.discard(author, item)
        self._active.add(author)
        return item

    def finish(self, author: Author) -> None:
        """End a turn; whoever had it comes last."""
        self._active.discard(author)
        if author in self._waiting:
            self._waiting.move_to_end(author)
