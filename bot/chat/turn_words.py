"""What the bot says to turns that act on the last answer: more of it, its source, a bare "why?"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.message import Action, Line, Quote, Reply, Shown, Style, Verb
from bot.chat.trail import Trail
from bot.chat.words import about, evidence_action, outlet_line, passage_blocks, show_action
from bot.corpus.corpus import Corpus
from bot.model import Article, Attribution, Passage, Span

MORE = "More"
NO_QUESTION = "There is no question yet in this conversation that I could show more on."
NO_MORE = "I have no further passage on that. Ask in other words, or more closely, to find others."
NO_MORE_OF_A_FACT = "There is no more to that: it is what the article's own file says about it."
NOTHING_NEAR = "I have no passage that comes near that."
CHANGED = "What came next has changed, or is served no more. Please ask again."
TOO_OLD = "That button is too old for me to know what came next. Please ask again."
CLOSEST = "The closest passage, which I don't take for an answer:"
NEXT_CLOSEST = "The next closest passage, which may not answer that:"

NOTHING_SHOWN = "There is no answer yet in this conversation to tell the source of."
NO_SOURCE = "I had no answer to that, so there is no source to tell. “More” shows the closest passage."
NO_SOURCE_NEAR = "I had no answer to that, so there is no source to tell."
GONE = "What I showed last has changed, or is served no more."
FACT_SOURCE = "That is what the article's own file says about it, not one of its passages."

WHAT_ABOUT = "What does “{asked}” refer to? There is no answer yet in this conversation: please ask the whole question."
NO_ANSWER_BEFORE = "I had no answer to the question before, so I don't know what “{asked}” refers to: please ask the whole question."


def further(passage: Passage, attribution: Attribution, sentence: Span | None, corpus: Corpus, caveat: str | None) -> Reply:
    """The next passage; under a caveat where it may not stand as an answer."""
    blocks = passage_blocks(passage, attribution, sentence)
    if caveat:
        blocks = (Line(caveat), *blocks)
    elsewhere = evidence_action(passage, attribution, corpus)
    mark = sentence or Span(0, 0)
    return Reply(
        blocks,
        (elsewhere,) if elsewhere else (),
        shown=None if caveat else Shown(passage, attribution),
        again=show_action("", corpus, passage.id, mark.start, mark.end),
    )


def more(rest: Trail, corpus: Corpus) -> tuple[Action, ...]:
    """The button for what comes next, where anything does."""
    text = rest.write(corpus)
    return (Action(MORE, Verb.MORE, text),) if text else ()


def source(passage: Passage, attribution: Attribution, evidence: Sequence[Quote]) -> Reply:
    """Where a passage comes from."""
    place = Line(f"{passage.article.path}, passage {passage.number + 1}, characters {passage.start} to {passage.end}", Style.NOTE)
    return Reply((Line(outlet_line(attribution), Style.OUTLET), *evidence, *about(passage.article), place))


def fact_source(article: Article) -> Reply:
    """Where a fact about an article comes from."""
    return Reply((Line(FACT_SOURCE), *about(article), Line(article.path, Style.NOTE)))
