"""What can be asked of the service, and which commands belong together."""

from __future__ import annotations

from enum import StrEnum


class Command(StrEnum):
    """What a request wants of the service."""

    ASK = "ask"
    ABOUT = "about"
    RELOAD = "reload"
    LIST = "list"
    STATUS = "status"
    PREVIEW = "preview"
    UNDO = "undo"
    APPLY = "apply"
    CANCEL = "cancel"
    LOG = "log"
    SOURCES = "sources"
    MORE = "more"
    SHOW = "show"
    ANSWER = "answer"
    MENU = "menu"
    CONTEXT = "context"
    FILE = "file"
    FOLLOW = "follow"
    SHARE = "share"
    RIGHT = "right"
    WRONG = "wrong"
    LATEST = "latest"
    ARTICLES = "articles"
    ARTICLE = "article"
    OUTLETS = "outlets"
    HELP = "help"
    ADD_ARTICLE = "add-article"
    EDIT_ARTICLE = "edit-article"
    REMOVE_ARTICLE = "remove-article"
    RENAME_ARTICLE = "rename-article"
    EXPORT = "export"
    SHOW_CHANGE = "show-change"
    APPLY_CHANGE = "apply-change"
    CANCEL_CHANGE = "cancel-change"


ANSWER_VIEWS = (Command.ANSWER, Command.CONTEXT, Command.SOURCES)
"""Views of one answer: to who asked they come in each other's place."""
CONTINUATIONS = (*ANSWER_VIEWS, Command.MORE)
"""What its author goes on with in place; what any other button brings only the clicker sees."""

ARTICLE_CHANGES = (
    Command.ADD_ARTICLE,
    Command.EDIT_ARTICLE,
    Command.REMOVE_ARTICLE,
    Command.RENAME_ARTICLE,
    Command.EXPORT,
    Command.SHOW_CHANGE,
    Command.APPLY_CHANGE,
    Command.CANCEL_CHANGE,
)
"""What is done to single articles: shown first, then decided on."""
DECISIONS = (Command.APPLY, Command.CANCEL, Command.APPLY_CHANGE, Command.CANCEL_CHANGE)
"""What is done with a preview, by a click alone: it comes in its place, and only once."""
READINGS = (
    Command.RELOAD,
    Command.PREVIEW,
    Command.UNDO,
    Command.APPLY,
    Command.APPLY_CHANGE,
)
"""What may read all articles before there is a reply."""
MODERATION = (
    Command.RELOAD,
    Command.LIST,
    Command.STATUS,
    Command.PREVIEW,
    Command.UNDO,
    Command.LOG,
    *DECISIONS,
    *ARTICLE_CHANGES,
)
"""What only moderators may do."""
NEEDS_NO_ARTICLES = (Command.HELP, *MODERATION)
"""What there is a reply to while there are no articles."""
