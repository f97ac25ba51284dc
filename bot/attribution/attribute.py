"""Which outlets passages lean on, and which a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from bot.attribution.gazetteer import Gazetteer, Spelling, Sureness
from bot.attribution.presented import Names, Presented
from bot.model import Article, Attribution, Passage

_ASKED_BEFORE = re.compile(
    r"(?:\b(?:did|does|do|has|had|to|per|according to|tell|told|tells|by|in|on|from|citing|cites?|about|and|or)\s+(?:the\s+)?|^\s*(?:the\s+)?)$",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(
    r"(?:['’]s)?\s+(?:reports?|reported|says?|said|writes?|wrote|claims?|claimed|tells?|told|learn(?:s|ed)?|finds?|found|names?|reveals?|revealed|cites?)\b"
    r"|\s*\?*\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedOutlet:
    """An outlet that a question names."""

    name: str
    id: str | None
    start: int
    end: int
    """Where it stands in the question."""

    @property
    def key(self) -> str:
        """What tells it from others: its id, else its name."""
        return self.id or self.name


class Attributor:
    """Finds citations; holds nothing but the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    @property
    def digest(self) -> str:
        """Tells it from every attributor that reads some text otherwise."""
        return self._gazetteer.digest

    def presents(self, passages: Iterable[Passage]) -> Names:
        """What one article presents as outlets, from its passages in order."""
        from bot.attribution.presenting import presents  # noqa: PLC0415 - its patterns cost 20 ms that a known corpus does without

        return presents([passage.text for passage in passages], self._gazetteer)

    def attribute(self, article: Article, passages: Sequence[Passage], presented: Presented | None = None, own: Names | None = None) -> tuple[Attribution, ...]:
        """What each passage of the article cites, or else the outlet named nearest before it.

        `presented` is what the whole corpus presents as outlets; without it the article stands alone. `own` is what the
        article itself presents, where that is known already.
        """
        from bot.attribution.passages import attributions  # noqa: PLC0415 - the same, 100 ms

        if own is None:
            own = self.presents(passages)
        return attributions(article, passages, self._gazetteer, presented or Presented.of([own]), own)

    def asked_outlets(self, question: str, uncatalogued: Gazetteer | None = None) -> tuple[AskedOutlet, ...]:
        """The outlets that a question names, in any case of letters; `uncatalogued` are those that only the corpus knows."""
        known = [self._gazetteer, *filter(None, [uncatalogued])]
        found = [one for names in known for one in names.find_in_question(question) if one[2].sureness is Sureness.SAFE or _asked(question, one[0], one[1])]
        # In small letters a name may be plain words ("union leader"): there only a citing phrase makes it an outlet.
        found = found or [one for names in known for one in names.find_folded(question) if _asked(question, one[0], one[1])]
        longest: list[tuple[int, int, Spelling]] = []
        for one in sorted(found, key=lambda one: one[0] - one[1]):
            if not any(one[0] < other[1] and other[0] < one[1] for other in longest):
                longest.append(one)
        return tuple(AskedOutlet(spelling.outlet.name, spelling.outlet.id, start, end) for start, end, spelling in sorted(longest, key=itemgetter(0)))


def _asked(question: str, start: int, end: int) -> bool:
    return bool(_ASKED_BEFORE.search(question[:start]) or _ASKED_AFTER.match(question[end:]))
