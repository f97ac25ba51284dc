"""The corpus as it is served: built aside, swapped whole, and compared with the one before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.attribution.attribute import Attributor
from bot.corpus.corpus import Corpus
from bot.corpus.read import read_corpus
from bot.errors import Fault, Faults, NothingToServe, NotVerbatim, ReloadRunning
from bot.index.rank_bm25 import RankBM25Index
from bot.model import Answer, Article, Attribution, Passage, Question


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One reading of the corpus with all that answers from it; never changed once built."""

    corpus: Corpus
    attributions: tuple[Attribution, ...]
    """By passage number."""
    answerer: Answerer
    faults: tuple[Fault, ...]
    """What could not be read and is therefore not served."""


@dataclass(frozen=True, slots=True)
class Diff:
    """What a reload changed."""

    added: tuple[Article, ...]
    changed: tuple[Article, ...]
    removed: tuple[Article, ...]
    passages_added: int
    passages_removed: int
    articles: int
    passages: int


def build_snapshot(folder: Path, attributor: Attributor, min_confidence: float) -> Snapshot:
    """Read and index a corpus; raises NothingToServe when no article can be read."""
    corpus, faults = read_corpus(folder)
    if not corpus.article_count:
        raise NothingToServe(str(folder), faults)
    attributions = tuple(attribute(corpus, attributor))
    answerer = Answerer(corpus, attributions, attributor, RankBM25Index, min_confidence)
    return Snapshot(corpus, attributions, answerer, faults)


def attribute(corpus: Corpus, attributor: Attributor) -> Iterator[Attribution]:
    """What each passage leans on, in their order; outlets that any article presents are known in all."""
    presented = attributor.presented(corpus[passage] for passage in range(len(corpus)))
    for article in range(corpus.article_count):
        yield from attributor.attribute(corpus.article(article), [corpus[passage] for passage in corpus.passages_of(article)], presented)


class Library:
    """Serves the newest good snapshot; may be used by several threads."""

    def __init__(self, build: Callable[[], Snapshot]) -> None:
        self._build = build
        self._snapshot = build()
        self._reloading = threading.Lock()

    @property
    def snapshot(self) -> Snapshot:
        """What is served now."""
        return self._snapshot

    def ask(self, question: Question) -> Answer:
        """Answer from one snapshot; raises NotVerbatim rather than give a passage that is not what the file says."""
        snapshot = self._snapshot
        answer = snapshot.answerer.answer(question)
        for candidate in answer.candidates:
            check_verbatim(candidate.passage, snapshot.corpus)
        return answer

    def reload(self) -> Diff:
        """Read the corpus anew and serve it from then on; returns what changed.

        Raises ReloadRunning while another one runs, NothingToServe, or Faults when any file is broken: the corpus
        served before then stays.
        """
        if not self._reloading.acquire(blocking=False):
            raise ReloadRunning
        try:
            fresh = self._build()
            if fresh.faults:
                raise Faults(fresh.faults)
            diff = compare(self._snapshot.corpus, fresh.corpus)
            self._snapshot = fresh
            return diff
        finally:
            self._reloading.release()


def check_verbatim(passage: Passage, corpus: Corpus) -> None:
    """Raise NotVerbatim for a passage that is not what its article says."""
    article = corpus.find_article(passage.article.id)
    if article is None or corpus.stored_text(article)[passage.start : passage.end] != passage.text:
        raise NotVerbatim(passage.id)


def compare(old: Corpus, new: Corpus) -> Diff:
    """What became of the articles of `old` in `new`, by id and content."""
    before = {old.article(number).id: number for number in range(old.article_count)}
    added, changed = [], []
    passages_added = passages_removed = 0
    for number in range(new.article_count):
        article = new.article(number)
        earlier = before.pop(article.id, None)
        texts = _texts(new, number)
        if earlier is None:
            added.append(article)
            passages_added += len(texts)
        elif old.article(earlier) != article or old.stored_text(earlier) != new.stored_text(number):
            changed.append(article)
            gone = _texts(old, earlier)
            passages_added += len(texts - gone)
            passages_removed += len(gone - texts)
    removed = tuple(old.article(number) for number in before.values())
    passages_removed += sum(len(_texts(old, number)) for number in before.values())
    return Diff(tuple(added), tuple(changed), removed, passages_added, passages_removed, new.article_count, len(new))


def _texts(corpus: Corpus, article: int) -> set[str]:
    return {corpus[passage].text for passage in corpus.passages_of(article)}
