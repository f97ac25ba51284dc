"""What the store takes and gives: plain values, which need no database library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from enum import StrEnum

DAY_SECONDS = 24 * 3600.0
MAX_WATCHES = 20
"""Questions that a person may wait for."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Days that each kind of record is kept."""

    answers: float = 7
    """Answers given, the posts of buttons, and copies of the store from before an upgrade."""
    votes: float = 90
    audit: float = 365
    """The audit log, and states of the corpus that can be brought back."""
    inbox: float = 90
    watches: float = 90
    """A season: who waits longer for news has forgotten having asked."""

    def at_most(self, days: float) -> Retention:
        """Return the retention that keeps nothing longer than so many days."""
        return Retention(*(min(value, days) for value in astuple(self)))


DEFAULT_RETENTION = Retention()


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """What an answer shows of an article: a passage, or a fact about it.

    Without its text, but enough to see whether it still says the same.
    """

    passage: str
    """Id of the passage; of the article for a fact about it."""
    title: str
    """Of the article, for when that is gone."""
    checksum: bytes
    """Stands for the text that is shown; empty where a message says that it was withdrawn."""
    start: int = 0
    end: int = 0
    """Offsets of the marked sentence in the passage; where both are the same, none is marked."""
    sentence_checksum: bytes = b""
    """Stands for the text of that sentence."""
    minhash: bytes = b""
    """Stands for the words of the passage: a passage that was rewritten is like it."""
    field: str = ""
    """Which fact it is; empty for a passage."""


class AbstentionReason(StrEnum):
    """Why a question was not answered."""

    NONE = ""
    """It was answered, or it was kept before version 3."""
    FOREIGN_LANGUAGE = "foreign-language"
    """No article is written in its language."""
    UNKNOWN_WORDS = "unknown-words"
    """It has words that no article holds."""
    MISSING_WORDS = "missing-words"
    """The closest passage lacks some of its words."""
    NO_CANDIDATE = "no-candidate"
    """No passage has anything to do with it."""
    LOW_CONFIDENCE = "low-confidence"
    """A passage has its words, but hardly answers it."""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """An answer that was given."""

    question: str
    """Id of the message or command that asked; one has one answer."""
    author: str
    """Who asked."""
    conversation: str
    text: str
    """What was said, as it was said."""
    at: float
    """Unix time."""
    channel: str = ""
    """Where the answer stands; empty until it does."""
    messages: tuple[str, ...] = ()
    """Ids of the messages that answer, in order; none until they stand there."""
    question_text: str = ""
    """The question that it answers, an earlier one for "more"; empty where none can go on."""
    quoted: tuple[QuotedPassage, ...] = ()
    private: bool = False
    """Only who asked sees it."""
    abstained: bool = False
    is_weak_match: bool = False
    """What it shows only comes near, and is said to."""
    language: str = ""
    follows: str = ""
    """The question that this one went on from; empty for none."""
    next_results: str = ""
    """What "more" shows next, as a button carries it."""
    server: str = ""
    """On which server it was given; empty in a direct message, or before version 2."""
    root: str = ""
    """The question that it shows more on; empty where it answers one of its own."""
    reason: AbstentionReason = AbstentionReason.NONE
    missing_words: tuple[str, ...] = ()
    """Words of the question, as asked, that no article or not the closest passage holds."""
    closest_passage: str = ""
    """Id of the passage that came nearest to answering; empty where it was answered."""
    latency_seconds: float = 0.0
    """From the question's arrival until the answer was ready to be sent."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody says of an answer."""

    answer: str
    """Key of the reply that gave it."""
    person: str
    right: bool
    question: str
    """As far as it is known."""
    passage: str
    """Id of the passage that answered; empty where none did."""
    server: str = ""
    """On which server it was given; empty in a direct message, or before version 2."""
    asked: str = ""
    """Id of the message that asked, with which it is forgotten; empty where it is not known."""
    asker: str = ""
    """Who asked, with whom it is forgotten; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class VoteResult:
    """A vote that is kept."""

    previous: bool | None
    """What the same person said of the same answer before; None: nothing."""


@dataclass(frozen=True, slots=True)
class StoredPost:
    """Where it stands."""

    channel: str
    message: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that a moderator did to the corpus."""

    id: int
    at: float
    """Unix time."""
    actor_mark: str
    """The person's random mark; empty where the bot acted by itself."""
    actor: str
    """The person's id; empty where the bot acted by itself, or the person was forgotten."""
    action: str
    subject: str
    """Path of the article, or what else was acted on."""
    detail: Mapping[str, object] = field(default_factory=dict)
    """What JSON can hold."""
    snapshot_before: int | None = None
    snapshot_after: int | None = None
    """Numbers of the revisions before and after it; None where there is none."""


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which entries of the audit log are wanted; what is empty leaves all in."""

    actor: str = ""
    """A person's id."""
    subject: str = ""
    """Part of a subject, in any case of ASCII letters."""
    action: str = ""


class InboxState(StrEnum):
    """How far a question of the inbox is."""

    OPEN = "open"
    TAKEN = "taken"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class InboxItem:
    """What moderators have made of a question, by its normalised wording."""

    key: str
    state: InboxState
    taken_by_mark: str
    taken_by: str
    """The id of the person who changed it last; empty where that person was forgotten."""
    at: float
    """Unix time of the last change."""


@dataclass(frozen=True, slots=True)
class DigestRecord:
    """The digest of a week, which is posted once."""

    week: str
    channel: str
    message: str
    """The post; empty until it is known to stand there."""
    at: float
    """Unix time of when its posting began."""


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """An answer of the log, with what was voted on it."""

    answer: AnswerRecord
    right_votes: int
    wrong_votes: int


@dataclass(frozen=True, slots=True)
class Watch:
    """A question whose asker is told when it can be answered."""

    person: str
    server: str
    """Empty in a direct message."""
    channel: str
    message: str
    """The abstention, where the person asked to be told."""
    question: str
    language: str
    private: bool = False
    """Whether only the person sees the abstention."""
    asked: str = ""
    """Id of the message or command that asked, with which it is forgotten."""
    asker: str = ""
    """Who asked, with whom it is forgotten; mostly the same person."""
    id: int = 0
    """0 until it is kept."""
    at: float = 0.0
    """Unix time."""


class WatchResult(StrEnum):
    """What came of asking to be told."""

    ADDED = "added"
    KNOWN = "known"
    """The same person waits for the same question in this channel already."""
    FULL = "full"
    """The person waits for as many questions as one may."""
    FAILED = "failed"
    """It can't be kept."""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """All that is kept of a person."""

    answers: tuple[AnswerRecord, ...] = ()
    votes: tuple[tuple[Vote, float], ...] = ()
    """Each with its unix time."""
    watches: tuple[Watch, ...] = ()
    mark: str = ""
    """The person's mark in the audit log; empty where there is none."""
