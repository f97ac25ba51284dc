"""What an answer quotes, kept without its text: enough to see what the articles say later."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from heapq import nsmallest

from bot.chat.messages.request_reply import Quote, Reply
from bot.chat.rendering.labels import article_label
from bot.corpus.corpus import Corpus
from bot.model import Article, Span
from bot.question_answer import Fact, FactField
from bot.store.records import QuotedPassage
from bot.text.digest import digest
from bot.text.sentences import split_sentences

MAX_CHARS = 20_000
"""Characters of a passage whose words count for what is like it."""
_CHECKSUM_BYTES, _WORD_HASH_BYTES = 8, 4
"""Bytes that stand for a text, and for a word."""
_MINHASH_SIZE = 32
"""Words that a sketch holds: the same ones of texts that share most of theirs."""
_MIN_SIMILARITY = 0.25
"""Share of those words by which a passage is the same one, rewritten."""


def quoted_passages(reply: Reply, corpus: Corpus) -> tuple[QuotedPassage, ...]:
    """Return what a reply shows of the articles.

    A passage that is gone already is left to be found so.
    """
    fact = reply.answer.fact if reply.answer and reply.answer.answered else None
    return (*((quoted_fact(fact),) if fact else ()), *_quoted_blocks(reply, corpus))


def quoted_fact(fact: Fact) -> QuotedPassage:
    """Return a fact about an article."""
    return QuotedPassage(
        fact.article.id, article_label(fact.article), checksum(fact.text), field=fact.field.value
    )


def quoted_passage(passage: str, title: str, text: str, sentence: Span | None) -> QuotedPassage:
    """Return a passage, with its marked sentence."""
    start, end = (sentence.start, sentence.end) if sentence else (0, 0)
    sentence_checksum = checksum(text[start:end].strip()) if sentence else b""
    return QuotedPassage(
        passage, title, checksum(text), start, end, sentence_checksum, _minhash(text)
    )


def checksum(text: str) -> bytes:
    """Return the bytes that stand for a text."""
    return digest(text, _CHECKSUM_BYTES)


def find_current(quoted: QuotedPassage, corpus: Corpus) -> int | None:
    """Return the number of the passage that says by now what was quoted, or says instead.

    None where there is none any more.
    """
    number = _find_unchanged(quoted, corpus)
    if number is not None:
        return number
    passages = [
        (position, corpus[position].text) for position in _passages_of_article(quoted, corpus)
    ]
    for position, text in passages:
        if quoted.sentence_checksum and find_sentence(text, quoted.sentence_checksum):
            return position
    share, position = max(
        (
            (_minhash_similarity(quoted.minhash, _minhash(text)), -position)
            for position, text in passages
        ),
        default=(0.0, 0),
    )
    return -position if share >= _MIN_SIMILARITY else None


def find_sentence(text: str, wanted: bytes) -> Span | None:
    """Return where a text holds the sentence of a checksum; None where it does not."""
    return next(
        (
            span
            for span in split_sentences(text[:MAX_CHARS])
            if checksum(text[span.start : span.end].strip()) == wanted
        ),
        None,
    )


def current_fact(quoted: QuotedPassage, corpus: Corpus) -> Fact | None:
    """Return what an article's file says by now; None where it says nothing, or is gone."""
    field = FactField(quoted.field)
    articles = [corpus.article(number) for number in corpus.find_articles(quoted.passage)]
    facts = [Fact(field, _fact_text(article, field), article) for article in articles]
    same = next((fact for fact in facts if checksum(fact.text) == quoted.checksum), None)
    return same or next((fact for fact in facts[:1] if fact.text), None)


def is_current(quoted: QuotedPassage, corpus: Corpus) -> bool:
    """Return whether the articles still say what an answer shows.

    Where it says that something was withdrawn: whether they still don't say it.
    """
    if quoted.field:
        fact = current_fact(quoted, corpus)
        return quoted.checksum == (checksum(fact.text) if fact else b"")
    return (
        (_find_unchanged(quoted, corpus) is not None)
        if quoted.checksum
        else (find_current(quoted, corpus) is None)
    )


def _find_unchanged(quoted: QuotedPassage, corpus: Corpus) -> int | None:
    """Return the number of the passage of just that text; None where no passage says it."""
    places = (*corpus.find_passages(quoted.passage), *_passages_of_article(quoted, corpus))
    return next(
        (position for position in places if checksum(corpus[position].text) == quoted.checksum),
        None,
    )


def _passages_of_article(quoted: QuotedPassage, corpus: Corpus) -> list[int]:
    """Return the passages of its article, wherever that was moved."""
    articles = corpus.find_articles(quoted.passage.rpartition("#")[0])
    return [position for article in articles for position in corpus.passages_of(article)]


def _fact_text(article: Article, field: FactField) -> str:
    value = getattr(article, field.value)
    return value.isoformat() if isinstance(value, dt.date) else value or ""


def _quoted_blocks(reply: Reply, corpus: Corpus) -> Iterator[QuotedPassage]:
    seen = set()
    for block in reply.blocks:
        if isinstance(block, Quote) and block.passage is not None and block.passage not in seen:
            seen.add(block.passage)
            article = block.passage.rpartition("#")[0]
            number = corpus.find_article(article)
            title = article_label(corpus.article(number)) if number is not None else article
            yield quoted_passage(block.passage, title, block.text, block.mark)


def _minhash(text: str) -> bytes:
    words = {
        digest(word, _WORD_HASH_BYTES) for word in re.findall(r"\w+", text[:MAX_CHARS].casefold())
    }
    return b"".join(nsmallest(_MINHASH_SIZE, words))


def _minhash_similarity(minhash: bytes, other_minhash: bytes) -> float:
    """Return the share of words that two texts have in common, judged by the smallest hashes."""
    first, second = (
        frozenset(
            sketch[position : position + _WORD_HASH_BYTES]
            for position in range(0, len(sketch), _WORD_HASH_BYTES)
        )
        for sketch in (minhash, other_minhash)
    )
    smallest = nsmallest(_MINHASH_SIZE, first | second)
    return len(first.intersection(second, smallest)) / len(smallest) if smallest else 0.0
