"""What an article itself says of names: its publisher, and what its abbreviations stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.attribution.gazetteer import Ambiguity, Gazetteer, Outlet, OutletSpelling

_WORD = r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ&-]*"
_ABBREVIATED = re.compile(
    rf"\b({_WORD}(?:\s+(?:(?:of|the|and|for|de|la|del|du|des|für|der)\s+){{0,2}}{_WORD}){{1,6}})"
    r"\s+\(([A-Z][A-Z&.-]{1,7})\)"
)
_NEWSROOM_NOUN = re.compile(
    r"\b(?:Broadcast\w*|Television|TV|Radio|News|Press|Newspapers?|Times|Gazette|Media)\b"
)
_BROADCAST_NOUN = re.compile(r"\b(?:Broadcast\w*|Television|TV)\b")
_GENERIC_ENDING = re.compile(
    r"\s+(?:news|online|tv|television|magazine|newspaper|media|digital|website|network)$"
)
_DOMAIN = re.compile(
    r"^(?:https?://)?(?:www\.)?([\w.-]+?)(?:\.(?:com?|org|net|gov))?\.[a-z]{2,6}(?:/.*)?$"
)


@dataclass(frozen=True)
class ArticleNames:
    """The names that mean something else in this article than anywhere."""

    publisher: str
    """As the article gives it; empty where it gives none."""
    publisher_names: frozenset[str]
    """The publisher's own spellings, as `normalize_name` gives them."""
    publisher_short_name: str
    """What the publisher's name is cut to: the Times."""
    abbreviations: Mapping[str, Outlet | None]
    """What a short name stands for here; None where that is no outlet."""

    def is_publisher(self, outlet: Outlet, surface: str = "") -> bool:
        """Tell whether the article is the outlet's own, by its name or as it is written there."""
        if not self.publisher_names:
            return False
        return normalize_name(outlet.name) in self.publisher_names or surface.removeprefix(
            "The "
        ).removeprefix("the ") == (self.publisher_short_name or None)

    def resolve(
        self, found: Iterable[tuple[int, int, OutletSpelling]]
    ) -> list[tuple[int, int, OutletSpelling]]:
        """Return the names of a gazetteer as this article means them."""
        if not self.abbreviations:
            return list(found)
        kept = []
        for start, end, spelling in found:
            if spelling.text not in self.abbreviations:
                kept.append((start, end, spelling))
                continue
            outlet = self.abbreviations[spelling.text]
            if outlet is not None:
                kept.append(
                    (start, end, OutletSpelling(spelling.text, outlet, Ambiguity.NEEDS_CUE))
                )
        return kept


def find_article_names(
    publisher: str | None, texts: Sequence[str], gazetteer: Gazetteer
) -> ArticleNames:
    """Return what an article with these passages and this publisher calls by names of its own."""
    words = (publisher or "").split()
    return ArticleNames(
        (publisher or "").strip(),
        _publisher_names(publisher, gazetteer),
        words[-1] if len(words) > 1 else "",
        _find_abbreviations(texts, gazetteer),
    )


def _publisher_names(publisher: str | None, gazetteer: Gazetteer) -> frozenset[str]:
    if not publisher:
        return frozenset()
    found = {normalize_name(publisher)}
    for start, end, spelling in gazetteer.find(publisher):
        whole = publisher[:start].strip().casefold() in {"", "the"} and not publisher[end:].strip()
        if whole:
            found.add(normalize_name(spelling.outlet.name))
    return frozenset(found)


def normalize_name(name: str) -> str:
    """Return a name without what its spellings differ by: article, domain, "News" at its end."""
    name = " ".join(name.casefold().split())
    if (domain := _DOMAIN.match(name)) and " " not in name:
        name = domain[1]
    shorter = _GENERIC_ENDING.sub("", name.removeprefix("the "))
    squashed = re.sub(r"[\W_]+", "", shorter)
    return (
        squashed.removeprefix("the")
        if squashed.startswith("the") and len(squashed) > 6
        else squashed
    )


def _find_abbreviations(texts: Sequence[str], gazetteer: Gazetteer) -> dict[str, Outlet | None]:
    found: dict[str, Outlet | None] = {}
    for text in texts:
        if ")" not in text:
            continue
        for match in _ABBREVIATED.finditer(text):
            name, short = match[1].removeprefix("The "), match[2]
            known = {spelling.outlet.id for _, _, spelling in gazetteer.find(short)}
            if not known or known & {spelling.outlet.id for _, _, spelling in gazetteer.find(name)}:
                continue
            if short[0] != name[0] or short in found:
                continue
            kind = "tv" if _BROADCAST_NOUN.search(name) else "newspaper"
            found[short] = Outlet(None, name, kind) if _NEWSROOM_NOUN.search(name) else None
    return found
