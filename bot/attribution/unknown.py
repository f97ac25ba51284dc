"""Outlets that are cited and that the gazetteer does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.model import Attribution


def unknown_outlets(attributions: Iterable[Attribution]) -> list[tuple[str, str, int]]:
    """Kind and name of each such outlet and how many passages cite it, the most cited first."""
    counts = Counter((one.kind, one.outlet) for given in attributions for one in given.citations if one.outlet and one.outlet_id is None)
    return [(kind, name, many) for (kind, name), many in counts.most_common()]
