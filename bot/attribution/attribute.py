"""Which outlets passages lean on, and which a question asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from bot.attribution.gazetteer import Gazetteer, Spelling
from bot.attribution.presented import Names, Presented
from bot.attribution.source_question import NamedOutlet, asks_for_source
from bot.model import Article, Attribution, Passage


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
        """The outlets that a question asks for, in any case of letters.

        `uncatalogued` are those that only the corpus knows.
        """
        known = [self._gazetteer, *filter(None, [uncatalogued])]

        def asked(named: Iterable[tuple[int, int, Spelling]], *, folded: bool) -> list[tuple[int, int, Spelling]]:
            names = ((one, NamedOutlet(one[0], one[1], one[2].sureness, folded)) for one in named)
            return [one for one, name in names if asks_for_source(question, name)]

        found = asked((one for names in known for one in names.find_in_question(question)), folded=False)
        found = found or asked((one for names in known for one in names.find_folded(question)), folded=True)
        longest: list[tuple[int, int, Spelling]] = []
        for one in sorted(found, key=lambda one: one[0] - one[1]):
            if not any(one[0] < other[1] and other[0] < one[1] for other in longest):
                longest.append(one)
        return tuple(AskedOutlet(spelling.outlet.name, spelling.outlet.id, start, end) for start, end, spelling in sorted(longest, key=itemgetter(0)))
