"""What the bot says to turns that act on the last answer: more of it, its source, a bare "why?"."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.i18n import Translations, translations
from bot.chat.messages.commands import Command
from bot.chat.messages.passage_ref import ResultCursor
from bot.chat.messages.reply_refs import PostedReply
from bot.chat.messages.request_reply import Action, Line, Reply, Style
from bot.chat.rendering.passage_blocks import article_lines
from bot.corpus.corpus import Corpus
from bot.model import Article


def more_action(tr: Translations, next_results: ResultCursor, corpus: Corpus) -> tuple[Action, ...]:
    """Return the button for what comes next, where anything does."""
    text = next_results.encode(corpus)
    return (Action(tr("button.more"), Command.MORE, text),) if text else ()


def duplicate_reply(reply: Reply, link: str) -> Reply:
    """Return a line that leads to the same answer, which stands in sight."""
    return replace(
        reply,
        blocks=(Line(translations(reply.language)("answer.given-before"), url=link),),
        actions=(),
        reload_action=None,
    )


def already_posted_reply(tr: Translations, command: Command, post: PostedReply) -> Reply:
    """Say that a button has posted before what it brings."""
    key = "card.shared-before" if command is Command.SHARE else "more.posted"
    return Reply((Line(tr(key)),), private=True, posted_before=post)


def with_link(reply: Reply, link: str) -> Reply:
    """Return a reply of one line that leads to a message."""
    return replace(reply, blocks=(Line(reply.text, url=link),))


def fact_source_reply(tr: Translations, article: Article) -> Reply:
    """Show where a fact about an article comes from."""
    return Reply(
        (Line(tr("source.fact")), *article_lines(tr, article), Line(article.path, Style.NOTE))
    )
