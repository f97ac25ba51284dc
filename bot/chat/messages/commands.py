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
    QUESTIONS = "questions"
    TAKE = "take"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    SAVE_TEST = "save-test"
    SAVE_CONVERSATION = "save-conversation"
    SAVE_LABELLED = "save-labelled"
    REPLAY = "replay"
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
    WATCH = "watch"
    UNWATCH = "unwatch"
    WATCHES = "watches"
    PRIVACY = "privacy"
    EXPORT_DATA = "export-data"
    DELETE_DATA = "delete-data"
    """Asks whether all is to be deleted."""
    ERASE_DATA = "erase-data"
    """Deletes it."""


ANSWER_VIEWS = (Command.ANSWER, Command.CONTEXT, Command.SOURCES)
"""Views of one answer: to who asked they come in each other's place."""
CONTINUATIONS = (*ANSWER_VIEWS, Command.MORE)
"""What its author goes on with in place; what any other button brings only the clicker sees."""
PRIVACY = (Command.PRIVACY, Command.EXPORT_DATA, Command.DELETE_DATA, Command.ERASE_DATA)
"""About what is kept of who asks."""
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
INBOX_CHANGES = (Command.TAKE, Command.RESOLVE, Command.REOPEN)
"""What is done with a question of the inbox, by a click alone."""
TEST_SAVING = (Command.SAVE_TEST, Command.SAVE_CONVERSATION, Command.SAVE_LABELLED)
"""The steps in which an exchange is saved as a test, by clicks alone."""
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
    Command.QUESTIONS,
    Command.REPLAY,
    *DECISIONS,
    *INBOX_CHANGES,
    *TEST_SAVING,
    *ARTICLE_CHANGES,
)
"""What only moderators may do."""
NEEDS_NO_ARTICLES = (
    Command.HELP,
    Command.WATCHES,
    Command.UNWATCH,
    *PRIVACY,
    *MODERATION,
)
"""What may be done while there are no articles."""
