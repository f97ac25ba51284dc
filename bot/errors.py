"""What can go wrong, as values; `chat.rendering.error_messages` says it in the user's language.

BylineError
├── Faults               config, corpus, outlets or conversation files are broken: one Fault a place
├── EmptyCorpus          no article of the corpus can be read
├── NothingLoaded        somebody asks while there are no articles to answer from
├── ReloadInProgress     a second reload at the same time
├── PreviewOutdated      the articles were reloaded since a preview of a reload was made
├── PreviewInProgress    somebody else is having a preview of a reload made
├── PreviewGone          a preview of a reload that is to be applied does not wait any more
├── NoPreviousReading    nothing is kept that a reload could be compared with
├── NothingToUndo        no earlier state of the articles can be brought back
├── QueueFull            more is asked than can be answered soon
├── RateLimited          somebody asks more in a minute than one may, or all in a channel do
├── ModeratorsOnly       a member asked for what moderators may do
├── AmbiguousServer      somebody would moderate on one of several servers, and none is named
├── BuildStopped         a process that works out articles was ended from outside
├── NotFound             an article or passage that the corpus does not hold
├── UnknownOutlet        an outlet to answer from that neither the gazetteer nor the corpus knows
├── InvalidDate          a day to answer from on that can't be understood
├── LayoutTimeout        a reply that can't be cut into pages soon
├── NotVerbatim          a passage is not what its article says there
├── InvalidBatchLine     a line of a batch that is no question
├── ChangeRefused        a change of the articles that is not made (bot/moderation/refusals.py)
├── WriteFailed          a file of results can't be written
├── PlottingUnavailable  pictures are asked for, and what draws them is not installed
└── DiscordUnavailable   no token, a refused token or intent, no network
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """Every way in which a file can be broken; `chat.rendering.error_messages` words it."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    NOT_UTF8 = "not utf-8"
    EMPTY = "empty"
    SYNTAX = "syntax"
    OTHER_ENCODING = "other encoding"
    OPEN_FRONT_MATTER = "open front matter"
    NO_KEY = "no key"
    TOML = "toml"
    NOT_TEXT = "not text"
    WRONG_TYPE = "wrong type"
    WRONG_DATE = "wrong date"
    WRONG_VALUE = "wrong value"
    UNKNOWN_KEY = "unknown key"
    MISSING_KEY = "missing key"
    DUPLICATE = "duplicate"
    NOT_IN_CORPUS = "not in corpus"
    LINK_OUTSIDE = "link out"
    LINK_TO_FOLDER = "link to folder"
    BROKEN_LINK = "link to nothing"
    LINK_LOOP = "link loop"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong at one place of a file."""

    path: str
    line: int | None
    """Counted from 1; None where the whole file is meant."""
    kind: FaultKind
    key: str = ""
    """The key concerned, where there is one."""
    detail: str = ""
    """The offending value, what was expected, or the other file concerned."""


class NoticeKind(StrEnum):
    """Everything that a team should know of a file that is served all the same."""

    NO_ARTICLES = "no articles"
    LONG_ADDRESS = "long address"
    USER_IN_ADDRESS = "user in address"
    OTHER_ADDRESS = "other address"
    MALFORMED_ADDRESS = "malformed address"
    COPY = "copy"
    UNKNOWN_KEY = "unknown key"
    MISSPELT_KEY = "misspelt key"
    UNKNOWN_LANGUAGE = "unknown language"
    NO_PASSAGES = "no passages"
    LONG_PASSAGE = "long passage"
    ONE_LINE = "one line"
    OTHER_FORMAT = "other format"
    OTHER_FORMATS = "other formats"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a team should know of one place of a file, which is served all the same."""

    path: str
    line: int | None
    """Counted from 1; None where the whole file is meant."""
    kind: NoticeKind
    values: tuple[tuple[str, str], ...] = ()
    """What its sentence names, each by the word that stands for it there."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What is to be said of one reading of the articles."""

    faults: tuple[Fault, ...] = ()
    kept_paths: frozenset[str] = frozenset()
    """The paths among those of the faults whose version from before is served."""
    notices: tuple[Notice, ...] = ()
    cache_error: str = ""
    """Why what was computed could not be kept, in the system's words; empty where it was."""


class BylineError(Exception):
    """Anything that Byline itself raises."""


@dataclass
class Faults(BylineError):
    """Files are broken; all faults at once, in the order of their places."""

    faults: tuple[Fault, ...]


@dataclass
class EmptyCorpus(BylineError):
    """No article can be read from the corpus."""

    path: str
    report: LoadReport = LoadReport()


class NothingLoaded(BylineError):
    """There are no articles to answer from: the folder is missing or empty since the start."""


class ReloadInProgress(BylineError):
    """A reload is under way already."""


class PreviewOutdated(BylineError):
    """What was read aside was compared with articles that are no longer the ones served."""


@dataclass
class PreviewInProgress(BylineError):
    """A preview of a reload is being made for another moderator."""

    maker: str
    """The moderator's name."""


class PreviewGone(BylineError):
    """A preview was applied or cancelled, has lapsed, or is of an earlier process."""


@dataclass
class NoPreviousReading(BylineError):
    """Nothing is kept of a folder of articles that it could be compared with."""

    path: str


@dataclass
class NothingToUndo(BylineError):
    """No state from before is kept, or nothing of it can be brought back."""

    left: tuple[str, ...] = ()
    """Files that stand in its way, because they were changed on the disk since."""


class QueueFull(BylineError):
    """Too many questions wait to be answered, of everybody or of who asks."""


@dataclass
class RateLimited(BylineError):
    """More is asked than may be asked in a minute, by one person or in one channel."""

    retry_after: float
    """Until they may ask again."""
    is_channel_limit: bool
    already_notified: bool
    """Whether they were told of this wait before."""


class BuildStopped(BylineError):
    """A process of a build was ended from outside: most likely the system ran out of memory."""


class ModeratorsOnly(BylineError):
    """Only moderators may do this."""


@dataclass(frozen=True, slots=True)
class DiscordServer:
    """A Discord server."""

    id: str
    name: str
    """Empty where it is not known."""


@dataclass
class AmbiguousServer(BylineError):
    """The bot is on several servers, and the settings don't say which of them moderate it."""

    servers: tuple[DiscordServer, ...]


@dataclass
class NotFound(BylineError):
    """The corpus holds no such article or passage."""

    name: str


@dataclass
class UnknownOutlet(BylineError):
    """Neither the gazetteer nor the corpus knows such an outlet."""

    name: str
    similar: tuple[str, ...] = ()
    """Outlets of the corpus with names that come near."""


@dataclass
class InvalidDate(BylineError):
    """What should say a day does not."""

    text: str


class LayoutTimeout(BylineError):
    """To cut a reply into pages takes more work or time than it may."""


@dataclass
class NotVerbatim(BylineError):
    """A passage differs from the stored text of its article at its offsets: a mistake of ours."""

    passage: str


@dataclass
class InvalidBatchLine(BylineError):
    """A line of a batch is not a question."""

    line: int
    detail: str


@dataclass
class WriteFailed(BylineError):
    """A file that we were told to write can't be written."""

    path: str
    detail: str
    """What the system says to it; empty where it says nothing."""


class PlottingUnavailable(BylineError):
    """The package that draws pictures is not installed."""


class DiscordFailure(StrEnum):
    """Why Discord can't be used."""

    MISSING = "no token"
    REFUSED = "bad token"
    INTENT = "no message content"
    UNREACHABLE = "no network"


@dataclass
class DiscordUnavailable(BylineError):
    """Discord can't be reached or refuses us."""

    failure: DiscordFailure
