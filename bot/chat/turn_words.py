"""What the bot says to turns that act on the last answer: more of it, its source, a bare "why?"."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.message import Action, Line, Post, Reply, Style, Verb
from bot.chat.speech import Speech, speech
from bot.chat.trail import Trail
from bot.chat.words import about
from bot.corpus.corpus import Corpus
from bot.model import Article


def more(say: Speech, rest: Trail, corpus: Corpus) -> tuple[Action, ...]:
    """The button for what comes next, where anything does."""
    text = rest.write(corpus)
    return (Action(say("button.more"), Verb.MORE, text),) if text else ()


def pointing(reply: Reply, link: str) -> Reply:
    """In place of an answer that stands in sight: a line that leads to it."""
    return replace(reply, blocks=(Line(speech(reply.language)("answer.given-before"), url=link),), actions=(), again=None)


def posted(say: Speech, verb: Verb, post: Post) -> Reply:
    """Said to who clicks a button that has posted before what it brings."""
    key = "card.shared-before" if verb is Verb.SHARE else "more.posted"
    return Reply((Line(say(key)),), private=True, posted=post)


def linked(reply: Reply, link: str) -> Reply:
    """A reply of one line that leads to a message."""
    return replace(reply, blocks=(Line(reply.text, url=link),))


def fact_source(say: Speech, article: Article) -> Reply:
    """Where a fact about an article comes from."""
    return Reply((Line(say("source.fact")), *about(say, article), Line(article.path, Style.NOTE)))
