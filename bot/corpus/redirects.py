"""Redirects: from ids that articles had before their files were moved to those that they have."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

MOST = 100_000
"""Redirects kept; the oldest go first. Buttons may be as old as the server, so no age ends one."""
MOST_OF_ONE_ID = 8
"""Redirects kept of one id: a file that is put into an archive every day leaves one each time."""


class Redirects:
    """A table of pairs of id hashes: of the id that an article had, and of the one that it has."""

    def __init__(self, pairs: NDArray[np.uint64] | None = None) -> None:
        """Take the pairs as rows of an array, the oldest first; None for none."""
        self.pairs = np.zeros((0, 2), np.uint64) if pairs is None else pairs
        self._order = np.argsort(self.pairs[:, 0], kind="stable")
        self._sources = self.pairs[self._order, 0]

    def of(self, id_hash: int) -> list[int]:
        """Return the hashes of the ids that an id leads to, the newest first."""
        wanted = np.uint64(id_hash)
        first, last = (int(self._sources.searchsorted(wanted, side)) for side in ("left", "right"))
        targets: list[int] = self.pairs[self._order[first:last], 1].tolist()
        return targets[::-1]

    def source_below(self, key: int) -> int | None:
        """Return the source nearest to a key and not above it; the last of all where none is."""
        if not len(self._sources):
            return None
        return int(self._sources[int(self._sources.searchsorted(np.uint64(key), "right")) - 1])

    def followed(self, moved: Mapping[int, int]) -> Redirects:
        """Return the table after articles were moved on, each from one id hash to another."""
        pairs = [(source, moved.get(target, target)) for source, target in self.pairs.tolist()]
        return _table([*pairs, *moved.items()])

    def joined(self, newer: Redirects) -> Redirects:
        """Return the table with the pairs of another one, which count as newer."""
        return _table([*self.pairs.tolist(), *newer.pairs.tolist()])


def _table(pairs: list[tuple[int, int]]) -> Redirects:
    """Make a table of pairs, each once and none that leads nowhere else, within the bounds."""
    kept: list[tuple[int, int]] = []
    seen: set[tuple[int, int]] = set()
    often: dict[int, int] = {}
    for source, target in reversed(pairs):
        if source == target or (source, target) in seen or often.get(source, 0) == MOST_OF_ONE_ID:
            continue
        if len(kept) == MOST:
            break
        seen.add((source, target))
        often[source] = often.get(source, 0) + 1
        kept.append((source, target))
    return Redirects(np.array(kept[::-1], np.uint64).reshape(-1, 2))
