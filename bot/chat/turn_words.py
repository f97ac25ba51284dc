"""What the bot says to turns that act on the last answer: more of it, its source, a bare "why?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.fragment import opened_at
from bot.chat.message import Action, Line, Quote, Reply, Shown, Style, Verb
from bot.chat.speech import Speech, speech
from bot.chat.trail import Trail
from bot.chat.words import about, evidence_action, outlet_line, passage_blocks, show_action
from bot.corpus.corpus import Corpus
from bot.model import Article, Attribution, Passage, Span


def further(say: Speech, passage: Passage, attribution: Attribution, sentence: Span | None, corpus: Corpus, caveat: str | None) -> Reply:
    """The next passage; under a caveat where it may not stand as an answer."""
    blocks = passage_blocks(say, passage, attribution, sentence, corpus)
    if caveat:
        blocks = (Line(caveat), *blocks)
    elsewhere = evidence_action(say, passage, attribution, corpus)
    mark = sentence or Span(0, 0)
    return Reply(
        blocks,
        (elsewhere,) if elsewhere else (),
        shown=None if caveat else Shown(passage, attribution),
        again=show_action("", corpus, passage.id, mark.start, mark.end),
    )


def more(say: Speech, rest: Trail, corpus: Corpus) -> tuple[Action, ...]:
    """The button for what comes next, where anything does."""
    text = rest.write(corpus)
    return (Action(say("button.more"), Verb.MORE, text),) if text else ()


def pointing(reply: Reply, link: str) -> Reply:
    """In place of an answer that stands in sight: a line that leads to it."""
    return replace(reply, blocks=(Line(speech(reply.language)("answer.given-before"), url=link),), actions=(), again=None)


def source(say: Speech, passage: Passage, attribution: Attribution, evidence: Sequence[Quote], corpus: Corpus) -> Reply:
    """Where a passage comes from; the article opens where the evidence stands."""
    cited = corpus.find(attribution.citations[0].passage) if attribution.citations else None
    shown = passage if cited is None else corpus[cited]
    link = opened_at(shown, evidence[0].mark, corpus) if shown.text == evidence[0].text else None
    place = Line(say("source.place", path=passage.article.path, number=passage.number + 1, start=str(passage.start), end=str(passage.end)), Style.NOTE)
    return Reply((Line(outlet_line(say, attribution), Style.OUTLET), *evidence, *about(say, passage.article, link), place))


def fact_source(say: Speech, article: Article) -> Reply:
    """Where a fact about an article comes from."""
    return Reply((Line(say("source.fact")), *about(say, article), Line(article.path, Style.NOTE)))
