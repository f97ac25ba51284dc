"""Candidates for a question, best first, with what speaks for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.question.follow_up import context_dependence, history_terms
from bot.answering.question.parsing import ParsedQuestion
from bot.answering.ranking import passage_features, sentence_features
from bot.answering.ranking.candidate_retrieval import CandidateRetriever
from bot.answering.ranking.candidate_sentences import Matrix, Vector
from bot.answering.ranking.candidate_table import build_candidate_table
from bot.answering.ranking.filters import AllowedPassages
from bot.answering.ranking.ranking_context import RankingContext
from bot.answering.ranking.term_matches import BoolArray
from bot.answering.ranking.variant_terms import variant_penalties
from bot.answering.ranking.weights import Weights
from bot.arrays.ragged import IntArray, is_in
from bot.attribution.attribution_store import AttributionStore
from bot.model import Span
from bot.question_answer import Question

NAMED_OUTLET_BONUS = 1.0
"""What naming the outlet asked for adds to the score, beside passages that merely go on."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A candidate."""

    passage: int
    score: float
    sentence: Span
    coverage: float
    """The share of the question's mass in passage, heading and title."""
    has_answer_type: bool
    """Its sentence holds the kind of thing asked for."""
    missing_terms: frozenset[str]
    """Terms of the question that neither passage nor heading nor title has, nor a synonym."""
    has_citation: bool
    """It cites an outlet."""
    cites_requested: bool
    """It cites an outlet that the question asks for."""
    matched_terms: int
    """How many informative terms passage and heading have, and outlets asked for it cites."""
    matched_terms_with_title: int
    """The same with the title."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates of a question with their features, a row a candidate or sentence of one."""

    context: RankingContext
    sentence_features: Matrix
    """What speaks for each sentence."""
    features: Matrix
    scores: Vector
    variant_penalties: Vector
    """What the scores have lost for variants in place of the exact terms."""
    cites_requested: BoolArray
    """It cites an outlet that the question asks for."""
    order: IntArray
    """The candidates' rows, best first; without those that may not answer."""


class Ranker:
    """Ranks the passages of one corpus."""

    def __init__(
        self, analyzed: AnalyzedCorpus, attributions: AttributionStore, weights: Weights
    ) -> None:
        self._analyzed = analyzed
        self._weights = weights
        self._attributions = attributions
        self._retriever = CandidateRetriever(analyzed, attributions)

    def rank(
        self, query: ParsedQuestion, question: Question, allowed: AllowedPassages | None = None
    ) -> Ranking:
        """Rank the candidates; in the order stand only those `allowed`, if that is given."""
        analyzed = self._analyzed
        history = history_terms(query, question.history, analyzed.idf)
        pool = self._retriever.retrieve(query, history, allowed)
        passages = pool.passages
        shown = self._shown(query, question)
        table = build_candidate_table(query, history, passages, analyzed, shown)
        choices = sentence_features.feature_matrix(table)
        sentence_scores = _weighted_sums(choices, self._weights.sentence)
        answer_sentences = sentence_features.choose_sentences(table, sentence_scores)
        shown_whole = [passage for passage, sentence in shown if sentence is None]
        context = RankingContext(
            table,
            answer_sentences=answer_sentences,
            article_bm25=np.array(
                [pool.article_scores.get(article, 0.0) for article in table.articles.tolist()]
            ),
            has_citation=self._attributions.has_citation[passages],
            in_period=self._in_period(query, table.articles),
            shown_before=is_in(passages, shown_whole)
            | table.sentences.was_marked[answer_sentences],
            same_article=table.articles
            == (analyzed.corpus.article_of(shown[-1][0]) if shown else -1),
            context_dependence=context_dependence(query),
        )
        features = passage_features.feature_matrix(context)
        penalties = variant_penalties(table, analyzed)
        scores = self._scores(context, features) - penalties
        cites_requested = is_in(passages, pool.of_requested_outlets)
        names_requested = self._attributions.names_outlet[passages] & cites_requested
        # Whoever asks for an outlet wants what it says first, and rather where it is named.
        order = np.lexsort(
            (passages, -scores - NAMED_OUTLET_BONUS * names_requested, ~cites_requested)
        )
        if allowed is not None:
            # The others stay beside them: whatever is far behind one of those is hardly the answer.
            order = order[np.isin(passages[order], allowed.passages)]
        context = replace(
            context,
            answer_sentences=sentence_features.choose_marked(
                table, sentence_scores, answer_sentences
            ),
        )
        return Ranking(context, choices, features, scores, penalties, cites_requested, order)

    def _shown(self, query: ParsedQuestion, question: Question) -> list[tuple[int, Span | None]]:
        """Give the passages that earlier turns showed, each with what was marked of it.

        Whoever asks the same again wants the same answer: what such a turn showed is left out.
        """
        terms_of, find = query.language.analyzer.terms, self._analyzed.corpus.find_passage
        return [
            (number, turn.sentence)
            for turn in question.history
            if turn.passage
            and (number := find(turn.passage)) is not None
            and not (query.terms and set(query.terms) <= set(terms_of(turn.question)))
        ]

    def with_matched_terms(
        self, ranking: Ranking, rows: Sequence[int], terms: Collection[str]
    ) -> Ranking:
        """Count some rows and their answering sentences as having some terms; rank all again."""
        context, scene = ranking.context, ranking.context.table
        columns = [column for column, term in enumerate(scene.query.terms) if term in terms]
        sentences, words, chosen = scene.sentences, scene.matches, context.answer_sentences[rows]
        scene = replace(
            scene,
            in_context=_with_columns(scene.in_context, rows, columns),
            matches=replace(words, exact=_with_columns(words.exact, rows, columns)),
            sentences=replace(
                sentences,
                matches=replace(
                    sentences.matches, exact=_with_columns(sentences.matches.exact, chosen, columns)
                ),
            ),
            in_window=_with_columns(scene.in_window, chosen, columns),
        )
        context = replace(context, table=scene)
        table = passage_features.feature_matrix(context)
        return replace(
            ranking,
            context=context,
            features=table,
            scores=self._scores(context, table),
        )

    def _scores(self, context: RankingContext, features: Matrix) -> Vector:
        weights = self._weights
        is_follow_up = context.table.is_follow_up
        return _weighted_sums(
            features, weights.ranking_follow_up if is_follow_up else weights.ranking
        )

    def top(self, ranking: Ranking, limit: int) -> list[RankedPassage]:
        """Return the first candidates."""
        context, table = ranking.context, ranking.context.table
        terms, span = list(table.query.terms), self._analyzed.passages.sentence_span
        rows = ranking.order[:limit]
        sentences, in_context, cites_requested = (
            context.answer_sentences[rows],
            table.in_context[rows],
            ranking.cites_requested[rows],
        )
        informative = np.array(
            [term in table.query.informative_terms for term in terms], dtype=bool
        )
        columns = (
            table.passages[rows],
            ranking.scores[rows],
            table.sentences.ids[sentences],
            table.weighted_share(in_context),
            table.sentences.has_answer_type[sentences] > 0,
            ~(in_context | table.matches.synonym[rows]),
            context.has_citation[rows],
            cites_requested,
            table.in_passage[rows][:, informative].sum(axis=1) + cites_requested,
            in_context[:, informative].sum(axis=1) + cites_requested,
        )
        return [
            RankedPassage(
                passage,
                score,
                span(sentence),
                coverage,
                has_answer_type,
                frozenset(compress(terms, is_missing)),
                *others,
            )
            for passage, score, sentence, coverage, has_answer_type, is_missing, *others in zip(
                *(column.tolist() for column in columns), strict=True
            )
        ]

    def _in_period(self, query: ParsedQuestion, articles: IntArray) -> BoolArray:
        if query.period is None:
            return np.zeros(len(articles), dtype=bool)
        return query.period.mask(self._analyzed.date_ordinals[articles])


def _with_columns(
    flags: BoolArray, rows: Sequence[int] | IntArray, columns: Sequence[int]
) -> BoolArray:
    credited = flags.copy()
    credited[np.asarray(rows)[:, None], columns] = True
    return credited


def _weighted_sums(table: Matrix, weights: Vector) -> Vector:
    """Give weighted sums, rounded: in a product of matrices rows alike may differ in a digit."""
    sums: Vector = table.dot(weights).round(9)
    return sums
