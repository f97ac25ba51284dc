"""Redirects: from ids that articles had before their files were moved to those that they have."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

MAX_REDIRECTS = 100_000
"""Redirects kept; the oldest go first. Buttons may be as old as the server, so no age ends one."""
MAX_REDIRECTS_PER_ID = 8
"""Redirects kept of one id: a file that is put into an archive every day leaves one each time."""


class RedirectTable:
    """A table of pairs of id hashes: of the id that an article had, and of the one that it has."""

    def __init__(self, pairs: NDArray[np.uint64] | None = None) -> None:
        """Take the pairs as rows of an array, the oldest first; None for none."""
        self.pairs = np.zeros((0, 2), np.uint64) if pairs is None else pairs
        self._order = np.argsort(self.pairs[:, 0], kind="stable")
        self._sources = self.pairs[self._order, 0]

    def targets(self, id_hash: int) -> list[int]:
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

    def with_moves(self, moves: Mapping[int, int]) -> RedirectTable:
        """Return the table after articles were moved on, each from one id hash to another."""
        pairs = [(source, moves.get(target, target)) for source, target in self.pairs.tolist()]
        return _build_table([*pairs, *moves.items()])

    def merged_with(self, newer: RedirectTable) -> RedirectTable:
        """Return the table with the pairs of another one, which count as newer."""
        return _build_table([*self.pairs.tolist(), *newer.pairs.tolist()])


def _build_table(pairs: list[tuple[int, int]]) -> RedirectTable:
    """Make a table of pairs, each once and none that leads nowhere else, within the bounds."""
    kept: list[tuple[int, int]] = []
    seen: set[tuple[int, int]] = set()
    often: dict[int, int] = {}
    for source, target in reversed(pairs):
        if (
            source == target
            or (source, target) in seen
            or often.get(source, 0) == MAX_REDIRECTS_PER_ID
        ):
            continue
        if len(kept) == MAX_REDIRECTS:
            break
        seen.add((source, target))
        often[source] = often.get(source, 0) + 1
        kept.append((source, target))
    return RedirectTable(np.array(kept[::-1], np.uint64).reshape(-1, 2))
