"""Which outlets passages lean on, and which a question asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from bot.attribution.discovered_outlets import DiscoveredOutlets, OutletNames
from bot.attribution.gazetteer import Ambiguity, Gazetteer, OutletSpelling
from bot.model import Article, Attribution, Passage


@dataclass(frozen=True, slots=True)
class RequestedOutlet:
    """An outlet that a question names."""

    name: str
    id: str | None
    start: int
    end: int
    """Where it stands in the question."""
    is_ambiguous: bool = False
    """The name is a plain word, a person or another body as well."""

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

    def discover_outlets(self, passages: Iterable[Passage]) -> OutletNames:
        """Return what one article presents as outlets, from its passages in order."""
        from bot.attribution.outlet_discovery import discover_outlets  # noqa: PLC0415 - its patterns cost 20 ms that a known corpus does without

        return discover_outlets([passage.text for passage in passages], self._gazetteer)

    def attribute(
        self,
        article: Article,
        passages: Sequence[Passage],
        discovered: DiscoveredOutlets | None = None,
        own: OutletNames | None = None,
    ) -> tuple[Attribution, ...]:
        """What each passage of the article cites, or else the outlet named nearest before it.

        `discovered` is what the whole corpus presents as outlets; without it the article stands
        alone. `own` is what the article itself presents, where that is known already.
        """
        from bot.attribution.cite_passages import cite_passages  # noqa: PLC0415 - the same, 100 ms

        if own is None:
            own = self.discover_outlets(passages)
        return cite_passages(
            article, passages, self._gazetteer, discovered or DiscoveredOutlets.merge([own]), own
        )

    def find_requested_outlets(
        self, question: str, uncatalogued: Gazetteer | None = None
    ) -> tuple[RequestedOutlet, ...]:
        """Return the outlets that a question asks for, in any case of letters.

        `uncatalogued` are those that only the corpus knows.
        """
        known = [self._gazetteer, *filter(None, [uncatalogued])]

        def asked(
            named: Sequence[tuple[int, int, OutletSpelling]], *, folded: bool
        ) -> list[tuple[int, int, OutletSpelling]]:
            if not named:
                return []
            from bot.attribution.outlet_request import NameInQuestion, asks_for_outlet  # noqa: PLC0415 - its patterns cost 5 ms that most questions do without

            names = (
                (item, NameInQuestion(item[0], item[1], item[2].ambiguity, folded))
                for item in named
            )
            return [item for item, name in names if asks_for_outlet(question, name)]

        found = asked(
            [item for names in known for item in names.find_in_question(question)], folded=False
        )
        found = found or asked(
            [item for names in known for item in names.find_ignoring_case(question)], folded=True
        )
        longest: list[tuple[int, int, OutletSpelling]] = []
        for item in sorted(found, key=lambda item: item[0] - item[1]):
            if not any(item[0] < other[1] and other[0] < item[1] for other in longest):
                longest.append(item)
        return tuple(
            RequestedOutlet(
                spelling.outlet.name,
                spelling.outlet.id,
                start,
                end,
                spelling.ambiguity is not Ambiguity.NONE,
            )
            for start, end, spelling in sorted(longest, key=itemgetter(0))
        )
