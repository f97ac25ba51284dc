"""Offsets into the text without its markup, brought back to the text as it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.model import Citation, Origin, Passage
from bot.text.strip_markdown import StrippedText


class StoredOffsets:
    """Knows, for the passages of an article that have markup, where shown letters are stored."""

    def __init__(self, passages: Sequence[Passage], views: Sequence[StrippedText]) -> None:
        self._stored = {
            passage.id: (passage.text, view)
            for passage, view in zip(passages, views, strict=True)
            if view.text != passage.text
        }

    def citation(self, citation: Citation) -> Citation:
        """Return the citation with its offsets and its surface as they are stored."""
        if citation.passage not in self._stored:
            return citation
        start, end = self._span(citation.passage, citation.start, citation.end)
        text = self._stored[citation.passage][0]
        return replace(citation, start=start, end=end, surface=text[start:end])

    def origin(self, origin: Origin | None) -> Origin | None:
        """Return the origin with its offsets as they are stored; None stays None."""
        if (
            origin is None
            or origin.passage not in self._stored
            or origin.start is None
            or origin.end is None
        ):
            return origin
        start, end = self._span(origin.passage, origin.start, origin.end)
        return replace(origin, start=start, end=end)

    def _span(self, passage: str, start: int, end: int) -> tuple[int, int]:
        view = self._stored[passage][1]
        return view.stored(start), view.stored(end - 1) + 1
