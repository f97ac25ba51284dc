"""Outlets that are cited and that the gazetteer does not know, with the sentences that show it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from bot.attribution.pattern_tables import load_table
from bot.attribution.text_spans import sentence_spans
from bot.model import Attribution, Citation, CitationMode, Passage

MAX_SENTENCES = 2
"""How many sentences show an outlet."""
_SHIP = re.compile(load_table("en")["patterns"]["ship"])


def uncatalogued_outlets(
    attributed: Iterable[tuple[Passage, Attribution]],
) -> list[tuple[str, str, int, tuple[str, ...]]]:
    """Collect such outlets from passages with what they cite, the most cited first.

    Returns of each its kind, its name, how many passages cite it and the sentences that show it.
    A name that one of its sentences gives to a ship is left out.
    """
    counts: Counter[tuple[str, str]] = Counter()
    sentences: dict[str, list[str]] = {}
    ships = set()
    for passage, attribution in attributed:
        for citation in attribution.citations:
            if not citation.outlet or citation.outlet_id is not None:
                continue
            counts[citation.kind, citation.outlet] += 1
            if citation.mode is not CitationMode.NAMED:
                continue
            shown = sentences.setdefault(citation.outlet, [])
            sentence = _sentence(passage, citation)
            if _SHIP.search(sentence):
                ships.add(citation.outlet)
            if sentence not in shown and len(shown) < MAX_SENTENCES:
                shown.append(sentence)
    return [
        (kind, name, count, tuple(sentences.get(name, ())))
        for (kind, name), count in counts.most_common()
        if name not in ships
    ]


def _sentence(passage: Passage, citation: Citation) -> str:
    span = next(
        span for span in sentence_spans(passage.text) if span.start <= citation.start < span.end
    )
    return " ".join(passage.text[span.start : span.end].split())
