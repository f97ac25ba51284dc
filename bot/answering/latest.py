"""The newest on a matter: passages that hold its words, the newest articles first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.question.parsing import ParsedQuestion
from bot.answering.ranking.term_matches import QueryTerms
from bot.answering.ranking.variant_terms import variant_weights
from bot.answering.reprints import find_reprints
from bot.arrays.ragged import IntArray, RaggedValues, expand_ranges
from bot.attribution.attribution_store import AttributionStore
from bot.model import Span

SEARCH_SIZES = (2_000, 20_000)
"""Passages of the newest articles that are searched first, then next, then all.

What many articles speak of is found among the newest.
"""
MAX_HITS = 2_000
"""Of all passages at once, the best so many are looked at."""


@dataclass(frozen=True, slots=True)
class LatestPassage:
    """A passage on the matter, the first one of its article."""

    passage: int
    sentence: Span
    """The one that holds most of the words."""
    score: float


class LatestSearch:
    """Finds them; never changed once built, so that threads may share it."""

    def __init__(self, analyzed: AnalyzedCorpus, attributions: AttributionStore) -> None:
        self._analyzed = analyzed
        self._attributions = attributions

    def find(
        self, query: ParsedQuestion, limit: int, allowed: IntArray | None = None
    ) -> list[LatestPassage]:
        """Find at most one passage of each article and text, of those `allowed` if given.

        It, its heading and its title hold all words that say what is meant, and it cites the
        outlets named.
        """
        cited = self._eligible(query, allowed)
        for few in (*SEARCH_SIZES, None):
            found = self._search(self._newest_passages(few), query, cited)
            if few is None or len(found) >= limit or few >= len(self._analyzed.corpus):
                break
        # What comes next takes the place of reprints.
        looked_at = [passage for passage, _ in found[: 2 * limit]]
        repeated = find_reprints(looked_at, self._analyzed, self._attributions)
        distinct = [
            (passage, score) for passage, score in found[: 2 * limit] if passage not in repeated
        ][:limit]
        return [
            LatestPassage(passage, self._best_sentence(passage, query), score)
            for passage, score in distinct
        ]

    def _newest_passages(self, few: int | None) -> IntArray | None:
        """Return the passages of the newest articles, at least so many; None for all."""
        if few is None or few >= len(self._analyzed.corpus):
            return None
        articles = self._analyzed.newest_first[:few]
        starts = self._analyzed.corpus.first_passages(articles)
        lengths = self._analyzed.corpus.passage_counts(articles)
        enough = int(np.cumsum(lengths).searchsorted(few)) + 1
        return expand_ranges(starts[:enough], lengths[:enough])[0]

    def _search(
        self, within: IntArray | None, query: ParsedQuestion, cited: IntArray | None
    ) -> list[tuple[int, float]]:
        """Passages with their scores, the newest first, of each article the first."""
        if not query.terms:
            every = np.arange(len(self._analyzed.corpus)) if cited is None else cited
            passages = every if within is None else np.intersect1d(every, within)
            scores = np.zeros(len(passages))
        else:
            hits = self._analyzed.passage_index.search(
                variant_weights(query), MAX_HITS, _as_collection(within)
            )
            passages = np.array([hit.doc for hit in hits], dtype=np.int64)
            scores = np.array([hit.score for hit in hits])
            mask = self._contains_all(passages, query)
            if cited is not None:
                mask &= np.isin(passages, cited)
            passages, scores = passages[mask], scores[mask]
        articles = self._analyzed.corpus.articles_of(passages)
        if query.period:
            mask = query.period.mask(self._analyzed.date_ordinals[articles])
            passages, scores, articles = passages[mask], scores[mask], articles[mask]
        # What an article says first on a matter is its news.
        by_position = np.argsort(passages)
        passages, scores, articles = (
            passages[by_position],
            scores[by_position],
            articles[by_position],
        )
        _, first = np.unique(articles, return_index=True)
        newest = first[
            np.argsort(
                -self._analyzed.date_ordinals[articles[first]].astype(np.int64), kind="stable"
            )
        ]
        return list(zip(passages[newest].tolist(), scores[newest].tolist(), strict=True))

    def _eligible(self, query: ParsedQuestion, allowed: IntArray | None) -> IntArray | None:
        """The passages that cite an outlet asked for, or all allowed where none is; None: any."""
        if not query.requested_outlets:
            return allowed
        cited = np.unique(
            np.concatenate(
                [
                    self._attributions.passages_of_outlet(outlet.key)
                    for outlet in query.requested_outlets
                ]
            )
        )
        return cited if allowed is None else np.intersect1d(cited, allowed)

    def _contains_all(self, passages: IntArray, query: ParsedQuestion) -> NDArray[np.bool_]:
        """Mask passages that hold, with heading and title, every word that counts in full."""
        articles = self._analyzed.corpus.articles_of(passages)
        sentences = self._analyzed.passages.sentences_of(passages)
        texts = (
            RaggedValues(sentences.terms.values, sentences.text_of_sentence[sentences.terms.row]),
            self._analyzed.headings(passages, articles),
            self._analyzed.titles.terms_of(articles),
        )
        query_terms = QueryTerms(query, {}, self._analyzed)
        has_term = np.logical_or.reduce(
            [query_terms.contains(text, len(passages))[0] for text in texts]
        )
        weights = np.array(list(query.terms.values()))
        heavy = weights >= 1 if (weights >= 1).any() else np.ones(len(weights), dtype=bool)
        mask: NDArray[np.bool_] = has_term[:, heavy].all(axis=1)
        return mask

    def _best_sentence(self, passage: int, query: ParsedQuestion) -> Span:
        sentences = self._analyzed.passages.sentences_of(np.array([passage]))
        terms = np.unique(self._analyzed.vocabulary.term_ids(query.terms))
        matched = [
            len(np.intersect1d(sentences.terms.values[sentences.terms.row == position], terms))
            for position in range(len(sentences.sentences))
        ]
        return self._analyzed.passages.sentence_span(
            int(sentences.sentences[int(np.argmax(matched))])
        )


def with_date_restriction(query: ParsedQuestion) -> ParsedQuestion:
    """Read "this week" and the like as days alone; any other time is a matter like others."""
    if query.period is None or not query.period.is_relative:
        return replace(query, period=None)
    days = query.period.text.casefold()
    # "This Week" is a programme too.
    outlets = tuple(
        requested_outlet
        for requested_outlet in query.requested_outlets
        if query.text[requested_outlet.start : requested_outlet.end].casefold() not in days
    )
    return replace(
        query.without_terms(query.language.analyzer.terms(days)), requested_outlets=outlets
    )


def _as_collection(within: IntArray | None) -> Collection[int] | None:
    return None if within is None else within.tolist()
