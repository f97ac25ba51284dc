"""Why a change of the articles is refused; nothing was changed then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import BylineError


class Refusal(StrEnum):
    """Every reason; `chat.rendering.article_changes` words it."""

    NO_NAME = "no-name"
    OUTSIDE = "outside"
    HIDDEN = "hidden"
    UNSEEN_SIGN = "unseen-sign"
    FORBIDDEN_SIGN = "forbidden-sign"
    NAME_ENDS = "name-ends"
    DEVICE = "device"
    LONG_NAME = "long-name"
    OTHER_FORMAT = "other-format"
    FORMAT_DIFFERS = "format-differs"
    TOO_LARGE = "too-large"
    NOT_DOWNLOADED = "not-downloaded"
    NO_CONTENT = "no-content"
    NOT_TEXT = "not-text"
    ALIASES = "aliases"
    WRONG_DATE = "wrong-date"
    WRONG_ADDRESS = "wrong-address"
    NO_TITLE = "no-title"
    EXISTS = "exists"
    LOOKS_LIKE = "looks-like"
    SAME_TEXT = "same-text"
    UNCHANGED = "unchanged"
    LAST_ARTICLE = "last-article"
    LONG_TEXT = "long-text"
    NO_WINDOW = "no-window"
    CHANGED_SINCE = "changed-since"
    LAPSED = "lapsed"
    LINK = "link"
    NO_FOLDER = "no-folder"
    NOT_READ = "not-read"
    NOT_WRITTEN = "not-written"
    NOT_NOTED = "not-noted"
    TOO_OFTEN = "too-often"
    EXPORT_TOO_LARGE = "export-too-large"


@dataclass
class ChangeRefused(BylineError):
    """Something that a moderator wants of the articles is not done."""

    reason: Refusal
    name: str = ""
    """The file or name concerned, where there is one."""
    detail: str = ""
    """The other file concerned, a limit, or what the system says."""
    number: int = 0
    """Seconds to wait, or characters there are, where its sentence counts."""
