"""What an answer quotes, kept without its text: enough to see later whether the articles still say the same, and what they say instead."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from heapq import nsmallest

from bot.chat.message import Quote, Reply
from bot.chat.names import title_of
from bot.corpus.corpus import Corpus
from bot.model import Article, Fact, Field, Span
from bot.store.answers import Quoted
from bot.text.digest import digest
from bot.text.sentences import sentences

LOOKED_AT = 20_000
"""Characters of a passage whose words count for what is like it."""
_CHECK, _WORD = 8, 4
"""Bytes that stand for a text, and for a word."""
_WORDS = 32
"""Words that a sketch holds: the same ones of texts that share most of theirs."""
_ALIKE = 0.25
"""Share of those words by which a passage is the same one, rewritten."""


def quoted(reply: Reply, corpus: Corpus) -> tuple[Quoted, ...]:
    """What a reply shows of the articles; a passage that is gone already cannot be kept true, and is left to be found so."""
    fact = reply.answer.fact if reply.answer and reply.answer.answered else None
    return (*((quoted_fact(fact),) if fact else ()), *_passages(reply, corpus))


def quoted_fact(fact: Fact) -> Quoted:
    """A fact about an article."""
    return Quoted(fact.article.id, title_of(fact.article), check(fact.text), field=fact.field.value)


def quoted_passage(passage: str, title: str, text: str, mark: Span | None) -> Quoted:
    """A passage, with its marked sentence."""
    start, end = (mark.start, mark.end) if mark else (0, 0)
    sentence = check(text[start:end].strip()) if mark else b""
    return Quoted(passage, title, check(text), start, end, sentence, _sketch(text))


def check(text: str) -> bytes:
    """Stands for a text."""
    return digest(text, _CHECK)


def now_at(one: Quoted, corpus: Corpus) -> int | None:
    """The number of the passage that says by now what this one said, or says instead; None where there is none any more."""
    number = _unchanged(one, corpus)
    if number is not None:
        return number
    passages = [(place, corpus[place].text) for place in _beside(one, corpus)]
    for place, text in passages:
        if one.sentence and find_sentence(text, one.sentence):
            return place
    share, place = max(((_shared(one.sketch, _sketch(text)), -place) for place, text in passages), default=(0.0, 0))
    return -place if share >= _ALIKE else None


def find_sentence(text: str, wanted: bytes) -> Span | None:
    """Where a text holds a sentence, by what stands for it."""
    return next((span for span in sentences(text[:LOOKED_AT]) if check(text[span.start : span.end].strip()) == wanted), None)


def sentence_at(text: str, place: int) -> Span | None:
    """The sentence of a text in which a place lies."""
    return next((span for span in sentences(text) if span.start <= place < span.end), None)


def fact_now(one: Quoted, corpus: Corpus) -> Fact | None:
    """What an article's own file says by now; None where it says nothing on that, or is gone."""
    field = Field(one.field)
    articles = [corpus.article(number) for number in corpus.find_articles(one.passage)]
    facts = [Fact(field, _fact_text(article, field), article) for article in articles]
    same = next((fact for fact in facts if check(fact.text) == one.check), None)
    return same or next((fact for fact in facts[:1] if fact.text), None)


def stands(one: Quoted, corpus: Corpus) -> bool:
    """Whether the articles still say what an answer shows; or still don't, where it says that something was withdrawn."""
    if one.field:
        fact = fact_now(one, corpus)
        return one.check == (check(fact.text) if fact else b"")
    return (_unchanged(one, corpus) is not None) if one.check else (now_at(one, corpus) is None)


def _unchanged(one: Quoted, corpus: Corpus) -> int | None:
    """The number of the passage, wherever in its article it stands; None where no passage says just that."""
    places = (*corpus.find_passages(one.passage), *_beside(one, corpus))
    return next((place for place in places if check(corpus[place].text) == one.check), None)


def _beside(one: Quoted, corpus: Corpus) -> list[int]:
    """The passages of its article, wherever that was moved."""
    articles = corpus.find_articles(one.passage.rpartition("#")[0])
    return [place for article in articles for place in corpus.passages_of(article)]


def _fact_text(article: Article, field: Field) -> str:
    value = getattr(article, field.value)
    return value.isoformat() if isinstance(value, dt.date) else value or ""


def _passages(reply: Reply, corpus: Corpus) -> Iterator[Quoted]:
    seen = set()
    for block in reply.blocks:
        if isinstance(block, Quote) and block.passage is not None and block.passage not in seen:
            seen.add(block.passage)
            article = block.passage.rpartition("#")[0]
            number = corpus.find_article(article)
            title = title_of(corpus.article(number)) if number is not None else article
            yield quoted_passage(block.passage, title, block.text, block.mark)


def _sketch(text: str) -> bytes:
    words = {digest(word, _WORD) for word in re.findall(r"\w+", text[:LOOKED_AT].casefold())}
    return b"".join(nsmallest(_WORDS, words))


def _shared(one: bytes, other: bytes) -> float:
    """The share of words that two texts have in common, judged by the smallest of what stands for them."""
    first, second = (frozenset(sketch[place : place + _WORD] for place in range(0, len(sketch), _WORD)) for sketch in (one, other))
    smallest = nsmallest(_WORDS, first | second)
    return len(first.intersection(second, smallest)) / len(smallest) if smallest else 0.0
