"""What is asked, with the turns before it, and what is answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Article, Attribution, Passage, Span


@dataclass(frozen=True, slots=True)
class HistoryTurn:
    """An earlier question of a conversation and what was answered."""

    question: str
    answer: str
    passage: str | None = None
    """Id of the passage that answered; None where no passage did."""
    sentence: Span | None = None
    """What was marked of the passage; None where that is not known."""


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
