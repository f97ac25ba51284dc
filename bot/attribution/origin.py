"""Where a passage comes from, beside what it cites: dateline, byline, credit or publisher."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.attribution.gazetteer import Ambiguity, Gazetteer, OutletSpelling
from bot.model import Article, Origin, OriginKind, Passage

_OPENING_CHARS = 110
_CLOSING_CHARS = 60
"""How many characters of a passage, from its beginning and its end, may say where it comes from."""
_MAX_SOURCE_LINE_CHARS = 120
"""A line that only names the source of an article is no longer."""

Matches = Sequence[tuple[int, int, OutletSpelling]]


@dataclass(frozen=True, slots=True)
class _OriginPattern:
    kind: OriginKind
    before: re.Pattern[str]
    after: re.Pattern[str]
    unambiguous_only: bool
    """Whether the name may mean nothing but the outlet."""


def find_origins(
    article: Article,
    passages: Sequence[Passage],
    texts: Sequence[str],
    matches_of_texts: Sequence[Matches],
    gazetteer: Gazetteer,
) -> list[Origin | None]:
    """Tell where each passage comes from; what one says of the whole article holds for the others.

    `texts` are the passages as they are read, with `matches_of_texts` names in them.
    """
    own = [
        _stated_origin(text, found, passage)
        for text, found, passage in zip(texts, matches_of_texts, passages, strict=True)
    ]
    shared = _shared_origin(own, texts) or _byline_origin(article, gazetteer)
    publisher = _publisher_origin(article, gazetteer)
    return [here or shared or publisher for here in own]


def _shared_origin(stated: Sequence[Origin | None], texts: Sequence[str]) -> Origin | None:
    """Return what beginning or end say of all; a brief among others speaks for itself alone."""
    known = [origin for origin in stated if origin is not None]
    if len({origin.key for origin in known}) != 1:
        return None
    place, first = next((at, origin) for at, origin in enumerate(stated) if origin is not None)
    brief = first.kind is OriginKind.CREDIT and len(texts[place]) > _MAX_SOURCE_LINE_CHARS
    return known[0] if not brief or place == len(stated) - 1 else None


def _stated_origin(text: str, matches: Matches, passage: Passage) -> Origin | None:
    for start, end, spelling in matches:
        if start > _OPENING_CHARS and end < len(text) - _CLOSING_CHARS:
            continue
        before, after = (
            text[:start] if start <= _OPENING_CHARS else text[start - _CLOSING_CHARS : start],
            text[end : end + _CLOSING_CHARS],
        )
        for pattern in _patterns():
            if pattern.unambiguous_only and spelling.ambiguity is not Ambiguity.NONE:
                continue
            if pattern.before.search(before) and pattern.after.search(after):
                outlet = spelling.outlet
                return Origin(outlet.name, outlet.id, pattern.kind, passage.id, start, end)
    return None


def _byline_origin(article: Article, gazetteer: Gazetteer) -> Origin | None:
    """Jane Doe, Reuters; Reuters Staff: who wrote the article writes for an outlet."""
    author = article.byline or article.author or ""
    for start, end, spelling in gazetteer.find(author):
        before, after = author[:start].strip(), author[end:].strip()
        is_separate = not before or before[-1] in ",/|–-(" or before.casefold() in {"the", "by"}
        if is_separate and (
            not after
            or after[0] in ",/|–-)"
            or after.casefold() in {"staff", "writer", "staff writer", "reporter"}
        ):
            return Origin(spelling.outlet.name, spelling.outlet.id, OriginKind.BYLINE)
    return None


def _publisher_origin(article: Article, gazetteer: Gazetteer) -> Origin | None:
    if not article.publisher:
        return None
    for start, end, spelling in gazetteer.find(article.publisher):
        if not article.publisher[end:].strip() and article.publisher[:start].strip().casefold() in {
            "",
            "the",
        }:
            return Origin(article.publisher, spelling.outlet.id, OriginKind.PUBLISHER)
    return Origin(article.publisher, None, OriginKind.PUBLISHER)


@cache
def _patterns() -> tuple[_OriginPattern, ...]:
    return tuple(_load_patterns())


def _load_patterns() -> Iterator[_OriginPattern]:
    table = tomllib.loads(
        resources.files("bot.attribution").joinpath("rules/origin.toml").read_text(encoding="utf-8")
    )
    for name, item in table.items():
        yield _OriginPattern(
            OriginKind(name.partition("_")[0]),
            re.compile(item["before"]),
            re.compile(item["after"]),
            item.get("sure", False),
        )
