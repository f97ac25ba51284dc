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
    """It cites none that we can tell, yet may name an outlet, or its language has no rules."""


@dataclass(frozen=True, slots=True)
class HistoryTurn:
    """An earlier question of a conversation and what was answered."""

    question: str
    answer: str
    passage: str | None = None
    """Id of the passage that answered; None where no passage did."""


@dataclass(frozen=True, slots=True)
class AnswerFilter:
    """Which passages may answer a question; what is None leaves all in."""

    outlet: str | None = None
    """The outlet that they cite, by its name."""
    outlet_key: str | None = None
    """The same by what tells it from others: the gazetteer's id, else the name."""
    since: dt.date | None = None
    """The day that their article is from, or a later one; articles without a date are left out."""


NO_FILTER = AnswerFilter()
"""No passage is left out."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, with the turns before it, oldest first."""

    text: str
    history: tuple[HistoryTurn, ...] = ()
    k: int = 5
    """How many candidates to return."""
    id: str | None = None
    today: dt.date | None = None
    """The asker's day, for "last week"; None where nobody knows."""
    answer_filter: AnswerFilter = NO_FILTER


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer, with its answering sentence."""

    passage: Passage
    score: float
    sentence: Span
    """Offsets into the passage's text."""
    attribution: Attribution
    matched_terms: int = 0
    """How many informative words of the question it holds, and outlets asked for it cites."""
    matched_terms_with_title: int = 0
    """The same with the title of its article."""
    figure: Span | None = None
    """Where the figure asked for stands in the passage's text, when it was compared with others."""


class FactField(StrEnum):
    """What can be asked about an article itself."""

    AUTHOR = "author"
    PUBLISHER = "publisher"
    DATE = "date"
    TITLE = "title"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Fact:
    """A question about an article itself, answered from its metadata."""

    field: FactField
    text: str
    """Dates as YYYY-MM-DD."""
    article: Article


@dataclass(frozen=True, slots=True)
class SpellingCorrection:
    """A word of the question that no article holds, read as one that they do."""

    original: str
    corrected: str


@dataclass(frozen=True, slots=True)
class Reprint:
    """A passage repeats the text of another one, with small changes or none."""

    passage: str
    of: str
    """Ids of passages."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the corpus says to a question: a passage, a fact, or (abstained) neither."""

    question: Question
    answered: bool
    confidence: float
    """Probability, 0 to 1, that the first candidate or the fact answers; also when abstained."""
    candidates: tuple[Candidate, ...] = ()
    """Best first, also when abstained."""
    fact: Fact | None = None
    requested_outlets: tuple[tuple[str, str], ...] = ()
    """Outlets that the question asks for: of each its key, as a citation has it, and its name."""
    alternatives: tuple[Candidate, ...] = ()
    """Passages of other articles or outlets that answer too, the newest first."""
    conflicting: tuple[Candidate, ...] = ()
    """Those of them that give another figure than the first, older ones first."""
    superseded: tuple[Candidate, ...] = ()
    """Those of them whose figure that of the first takes the place of."""
    reprints: tuple[Reprint, ...] = ()
    """Candidates that repeat the text of another one."""
    query_term_count: int = 0
    """How many informative words the question has, and outlets that it asks for."""
    unknown_words: tuple[str, ...] = ()
    """Informative words of the question that the corpus does not hold, as asked."""
    missing_words: tuple[str, ...] = ()
    """Known informative words of the question, as asked, that the first candidate lacks.

    Its heading and its title lack them too.
    """
    corrections: tuple[SpellingCorrection, ...] = ()
    """Words that were taken for misspelt."""
    suggestions: tuple[SpellingCorrection, ...] = ()
    """Words that may be misspelt, where more than one other was near: one entry a near word."""
    foreign_language: str | None = None
    """ISO 639-1 code of the question's language, when no article is written in it."""
    allowed_passages: int | None = None
    """How many passages might have answered, where the question leaves some out."""
    excludes_undated: bool = False
    """Whether articles were left out because they have no date."""

    @property
    def best(self) -> Candidate | None:
        """The answering passage; None when abstained or when a fact answers."""
        return self.candidates[0] if self.answered and self.fact is None else None
