"""The values that pass between packages; nothing here does I/O or imports another of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points, `start` included and `end` not."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """What is known of an article apart from its text."""

    id: str
    """The file's path under the corpus, with `/`, without its suffix."""
    path: str
    """The file's path under the corpus, with `/`."""
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: dt.date | None = None
    url: str | None = None
    language: str | None = None
    """ISO 639-1 code, when the article gives one."""
    extra: tuple[tuple[str, str], ...] = ()
    """Front-matter keys that we have no use for, as written."""
    byline: str | None = None
    """The line that names the author, where it says more: an outlet, an office."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of an article: the unit that is indexed and answered with."""

    id: str
    """`<article id>#<number>`."""
    article: Article
    number: int
    """Counts the passages of the article from 0."""
    heading: str | None
    """The heading that the passage stands under."""
    start: int
    end: int
    """Offsets into the article's stored text: `stored[start:end] == text`."""
    text: str


class CitationMode(StrEnum):
    """How a passage leans on an outlet."""

    NAMED = "named"
    CONTINUED = "continued"


class ChainKind(StrEnum):
    """What a cited outlet itself leans on."""

    OUTLET = "outlet"
    PERSON = "person"
    ORGANISATION = "organisation"
    OFFICIALS = "officials"
    DOCUMENT = "document"
    STATE_MEDIA = "state media"
    SOCIAL_MEDIA = "social media"


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One source of a cited outlet, in the words of the passage."""

    kind: ChainKind
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage leans on an outlet."""

    outlet: str | None
    """Canonical name; None where the text leaves the outlet unnamed ("state media")."""
    outlet_id: str | None
    """The gazetteer's id; None for an outlet that the gazetteer does not know."""
    kind: str
    """agency, newspaper, broadcaster, magazine, site, state ..."""
    mode: CitationMode
    surface: str
    """The outlet as the text writes it."""
    passage: str
    """Id of the passage that names it: another one when `mode` is continued."""
    start: int
    end: int
    """Where `surface` stands in the text of that passage."""
    chain: tuple[ChainLink, ...] = ()

    @property
    def key(self) -> str:
        """What tells the outlet from others: its id, else its name; empty for an unnamed one."""
        return self.outlet_id or self.outlet or ""


@dataclass(frozen=True, slots=True)
class NearestOutlet:
    """The outlet cited last before a passage that cites none."""

    outlet: str
    passage: str
    distance: int
    """How many passages back it is cited; at least 1."""
    after: bool
    """Whether the next passage cites the same outlet again."""


class OriginKind(StrEnum):
    """By what a passage says where it comes from."""

    DATELINE = "dateline"
    BYLINE = "byline"
    CREDIT = "credit"
    PUBLISHER = "publisher"


@dataclass(frozen=True, slots=True)
class Origin:
    """The outlet whose own report a passage is, beside what it cites."""

    outlet: str
    """Canonical name."""
    outlet_id: str | None
    """The gazetteer's id; None for an outlet that the gazetteer does not know."""
    kind: OriginKind
    passage: str | None = None
    """Id of the passage that says so; None where the article's metadata do."""
    start: int | None = None
    end: int | None = None
    """Where the outlet stands in the text of that passage."""

    @property
    def key(self) -> str:
        """Tells the outlet from others, as a citation's does."""
        return self.outlet_id or self.outlet


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a passage leans on: citations in the order of the text, or else the nearest outlet."""

    citations: tuple[Citation, ...] = ()
    nearest: NearestOutlet | None = None
    origin: Origin | None = None
    """Where the passage itself comes from."""
    unsure: bool = False
    """It names no source that we can tell, yet may name one, or its language has no rules."""
