"""What goes into the service and what comes out, the same for every front end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.chat.i18n import DEFAULT_LANGUAGE
from bot.chat.messages.commands import NEEDS_NO_ARTICLES, Command
from bot.chat.messages.reply_refs import ClickedReply, PostedReply
from bot.errors import DiscordServer
from bot.model import Attribution, Passage, Span
from bot.moderation.article_input import ArticleInput, ArticleSource
from bot.question_answer import Answer


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody says or clicks something."""

    author: str
    """Stable id of the person."""
    conversation: str
    """Whose earlier turns count: a thread, else a channel and its author.

    Private turns count for private ones of their author alone.
    """
    text: str = ""
    """The question, or what the command acts on: for ABOUT the message that holds a question."""
    command: Command = Command.ASK
    is_moderator: bool = False
    private: bool = False
    outlet: str = ""
    """Whose passages alone may answer a question, as asked; empty: anybody's."""
    since: str = ""
    """From which day on articles may answer, as asked; empty: any."""
    language: str = DEFAULT_LANGUAGE
    """ISO 639-1 code of the language to be answered in; passages stay in their own."""
    id: str = ""
    """The front end's id of the message, the same after an edit; empty where it has none."""
    reply_to: str = ""
    """Id of any message of the answer it goes on from; empty for the newest of the conversation."""
    is_edit: bool = False
    """Whether it was answered before, as it read then."""
    channel: str = ""
    """Where everybody sees what is said; empty where nobody else does."""
    server: str = ""
    """The server that it comes from; empty for direct messages, and where there are none."""
    candidate_servers: tuple[DiscordServer, ...] = ()
    """To who could moderate if a server of these were named in the settings: all of them."""
    clicked: ClickedReply | None = None
    author_name: str = ""
    """How the person is called there, for what is said in public about who acted."""
    article: ArticleInput | None = None
    """What a moderator hands in."""

    @property
    def needs_articles(self) -> bool:
        """Tell whether there is no reply to it while there are no articles."""
        return self.command not in NEEDS_NO_ARTICLES


class Style(StrEnum):
    """What a line is for; a front end decides what that looks like."""

    QUESTION = "asked"
    """About the question, not of the answer."""

    TITLE = "title"
    PLAIN = "plain"
    OUTLET = "outlet"
    NOTE = "note"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the bot's own. Holds no markup: front ends escape all of it."""

    text: str
    style: Style = Style.PLAIN
    url: str | None = None
    person: str = ""
    """Id of a person whom a front end names before the text; empty for none."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage, word for word, with its answering sentence."""

    text: str
    mark: Span | None = None
    passage: str | None = None
    """Its id: an answer is kept true to it for a while; None where it is no passage."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done next with one click."""

    label: str
    command: Command
    text: str = ""
    replaces_message: bool = False
    """Whether what it brings is another part of what is shown, and comes in its place."""
    description: str = ""
    """What it does, where there is room to say so."""


@dataclass(frozen=True, slots=True)
class Choices:
    """A list that something is chosen from: at most 25 are of use."""

    label: str
    actions: tuple[Action, ...]
    origin: str = ""
    """The reply whose menu it is, as a front end knows it; empty where it is a list of its own."""


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage that stands in a reply as an answer."""

    passage: Passage
    attribution: Attribution
    sentence: Span | None = None
    """The answering one; offsets into the passage's text."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a reply."""

    name: str
    """Safe as a file's name on any system."""
    content: bytes
    alt: str = ""
    """What a picture shows, in words; empty for any other file."""


class Audience(StrEnum):
    """Who need hear a reply, for a front end that can choose."""

    CHANNEL = "here"
    """Whoever the question reached."""
    AUTHOR = "aside"
    """Who asked alone, even where everybody heard the question."""
    NONE = "nobody"
    """They were told a moment ago: only front ends that have to say something say it again."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says to one message."""

    blocks: tuple[Line | Quote, ...]
    actions: tuple[Action, ...] = ()
    private: bool = False
    error: bool = False
    language: str = DEFAULT_LANGUAGE
    """That of the message."""
    answer: Answer | None = None
    """What was found, in the reply to a question."""
    shown: ShownPassage | None = None
    choices: Choices | None = None
    repeated_question: str = ""
    """The question, where those who see the answer did not see it: it is repeated above."""
    reload_action: Action | None = None
    """Brings the reply back to turn its pages after a restart; None: its request does."""
    attachment: Attachment | None = None
    is_weak_match: bool = False
    """Whether what it quotes only comes near, and is said to."""
    audience: Audience = Audience.CHANNEL
    duplicate_of: str | None = None
    """The id of a public message with the same answer a moment ago, to point at if it stands."""
    source: ArticleSource | None = None
    """The article to change, for a front end that has windows."""
    withdrawn: tuple[PostedReply, ...] = ()
    """Messages of ours that are to be deleted."""
    posted_before: PostedReply | None = None
    """What the same button brought before, for a front end that can lead there."""

    @property
    def text(self) -> str:
        """Return the reply as plain text: a block a paragraph, the marked sentence in asterisks."""
        asked = [f"“{self.repeated_question}”"] if self.repeated_question else []
        return "\n\n".join([*asked, *map(plain_text, self.blocks)])


ProgressCallback = Callable[[int, int], None]
"""Told, on the event loop, how many articles of how many are read while a reload goes on."""


def ignore_progress(done: int, total: int) -> None:
    """Do nothing, where no progress is shown."""


def plain_text(block: Line | Quote) -> str:
    """Return a block as plain text, the marked sentence in asterisks."""
    if isinstance(block, Line):
        text = f"{block.person}: {block.text}" if block.person else block.text
        return text if block.url is None else f"{text} <{block.url}>"
    if block.mark is None:
        return block.text
    mark = block.mark
    return (
        f"{block.text[: mark.start]}**{block.text[mark.start : mark.end]}**{block.text[mark.end :]}"
    )
