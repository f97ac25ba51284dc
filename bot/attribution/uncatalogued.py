"""Outlets that are cited and that the gazetteer does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.model import Attribution


def uncatalogued_outlets(attributions: Iterable[Attribution]) -> list[tuple[str, str, int]]:
    """Kind and name of each such outlet and how many passages cite it, the most cited first."""
    counts = Counter(
        (citation.kind, citation.outlet)
        for given in attributions
        for citation in given.citations
        if citation.outlet and citation.outlet_id is None
    )
    return [(kind, name, count) for (kind, name), count in counts.most_common()]
