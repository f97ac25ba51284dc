"""Where a passage comes from, beside what it cites: its dateline, byline or credit, else its publisher."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.attribution.gazetteer import Gazetteer, Spelling, Sureness
from bot.model import Article, Origin, OriginKind, Passage

_OPENING = 110
_CLOSING = 60
"""How many characters of a passage, from its beginning and its end, may say where it comes from."""
_LINE = 120
"""A line that only names the source of an article is no longer."""

Found = Sequence[tuple[int, int, Spelling]]


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: OriginKind
    before: re.Pattern[str]
    after: re.Pattern[str]
    sure: bool
    """Whether the name may mean nothing but the outlet."""


def origins(article: Article, passages: Sequence[Passage], texts: Sequence[str], known: Sequence[Found], gazetteer: Gazetteer) -> list[Origin | None]:
    """Where each passage comes from; what one passage says of the whole article holds for the others.

    `texts` are the passages as they are read, with `known` names in them.
    """
    own = [_told(text, found, passage) for text, found, passage in zip(texts, known, passages, strict=True)]
    shared = _of_the_article(own, texts) or _byline(article, gazetteer)
    publisher = _publisher(article, gazetteer)
    return [here or shared or publisher for here in own]


def _of_the_article(own: Sequence[Origin | None], texts: Sequence[str]) -> Origin | None:
    """What is said at the beginning, or at the end below everything else: a brief among others speaks for itself alone."""
    told = [one for one in own if one is not None]
    if len({one.key for one in told}) != 1:
        return None
    first = next(number for number, one in enumerate(own) if one is not None)
    if own[first].kind is not OriginKind.CREDIT or len(texts[first]) <= _LINE or first == len(own) - 1:  # type: ignore[union-attr]
        return told[0]
    return None


def _told(text: str, found: Found, passage: Passage) -> Origin | None:
    for start, end, spelling in found:
        if start > _OPENING and end < len(text) - _CLOSING:
            continue
        before, after = text[:start] if start <= _OPENING else text[start - _CLOSING : start], text[end : end + _CLOSING]
        for pattern in _patterns():
            if pattern.sure and spelling.sureness is not Sureness.SAFE:
                continue
            if pattern.before.search(before) and pattern.after.search(after):
                outlet = spelling.outlet
                return Origin(outlet.name, outlet.id, pattern.kind, passage.id, start, end)
    return None


def _byline(article: Article, gazetteer: Gazetteer) -> Origin | None:
    """Jane Doe, Reuters; Reuters Staff: who wrote the article writes for an outlet."""
    author = article.author or ""
    for start, end, spelling in gazetteer.find(author):
        before, after = author[:start].strip(), author[end:].strip()
        apart = not before or before[-1] in ",/|–-(" or before.casefold() in {"the", "by"}
        if apart and (not after or after[0] in ",/|–-)" or after.casefold() in {"staff", "writer", "staff writer", "reporter"}):
            return Origin(spelling.outlet.name, spelling.outlet.id, OriginKind.BYLINE)
    return None


def _publisher(article: Article, gazetteer: Gazetteer) -> Origin | None:
    if not article.publisher:
        return None
    for start, end, spelling in gazetteer.find(article.publisher):
        if not article.publisher[end:].strip() and article.publisher[:start].strip().casefold() in {"", "the"}:
            return Origin(article.publisher, spelling.outlet.id, OriginKind.PUBLISHER)
    return Origin(article.publisher, None, OriginKind.PUBLISHER)


@cache
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(_read())


def _read() -> Iterator[_Pattern]:
    table = tomllib.loads(resources.files("bot.attribution").joinpath("rules/origin.toml").read_text(encoding="utf-8"))
    for name, one in table.items():
        yield _Pattern(OriginKind(name.partition("_")[0]), re.compile(one["before"]), re.compile(one["after"]), one.get("sure", False))
