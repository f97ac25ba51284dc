"""Candidates for a question, best first, with what speaks for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.question.follow_up import context_dependence, history_terms
from bot.answering.question.foreign_names import holds_any
from bot.answering.question.parsing import ParsedQuestion
from bot.answering.ranking import passage_features, sentence_features
from bot.answering.ranking.candidate_table import Matrix, Vector, build_candidate_table
from bot.answering.ranking.filters import AllowedPassages
from bot.answering.ranking.passage_features import RankingContext
from bot.answering.ranking.term_matches import BoolArray
from bot.answering.ranking.variant_terms import variant_penalties, variant_weights
from bot.answering.ranking.weights import Weights
from bot.arrays.ragged import IntArray
from bot.attribution.attribution_store import AttributionStore
from bot.model import Question, Span

POOL_SIZE = 30
"""How many passages of the index are looked at closely."""
POOL_ARTICLES = 3
"""Of how many articles all passages are looked at, whatever words they share with the question."""
MAX_PASSAGES_PER_ARTICLE = 12
"""How many passages of such an article."""
SYNONYM_WEIGHT = 0.3
"""The weight of a synonym in the search."""
HYPONYM_WEIGHT = 0.15
"""The weight of a more exact word."""
NAMED_OUTLET_BONUS = 1.0
"""What naming an outlet adds to the score where it is asked for, beside passages that merely go on from it."""
MAX_ARTICLE_HITS = 120
"""How many articles are searched for."""


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
    """How many informative terms of the question passage and heading have, and of the outlets asked for it cites."""
    matched_terms_with_title: int
    """The same with the title."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates of a question with their evidence; vectors and matrices have a row a candidate, or a sentence of one."""

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

    def rank(
        self, query: ParsedQuestion, question: Question, allowed: AllowedPassages | None = None
    ) -> Ranking:
        """The candidates with what speaks for them; in the order are only those that are `allowed`, when that is given."""
        analyzed = self._analyzed
        history = history_terms(query, question.history)
        weighted_terms = dict(history)
        for related, weight in ((query.hyponyms, HYPONYM_WEIGHT), (query.synonyms, SYNONYM_WEIGHT)):
            for term, others in related.items():
                for other in others:
                    weighted_terms[other] = max(
                        weighted_terms.get(other, 0.0), weight * query.terms[term]
                    )
        weighted_terms |= variant_weights(query)
        articles = {
            hit.doc: hit.score
            for hit in analyzed.article_index.search(weighted_terms, MAX_ARTICLE_HITS)
        }
        if allowed is not None:
            articles |= {
                hit.doc: hit.score
                for hit in analyzed.article_index.search(
                    weighted_terms, MAX_ARTICLE_HITS, allowed.articles
                )
            }
        of_requested_outlets = _restrict(self._passages_of_requested_outlets(query), allowed)
        passages = self._in_language(
            self._candidate_pool(query, weighted_terms, articles, of_requested_outlets, allowed),
            query,
        )
        table = build_candidate_table(query, history, passages, analyzed)
        choices = sentence_features.feature_matrix(table)
        shown_passages = [
            number
            for turn in question.history
            if turn.passage and (number := analyzed.corpus.find_passage(turn.passage)) is not None
        ]
        context = RankingContext(
            table,
            answer_sentences=sentence_features.choose_sentences(
                table, _weighted_sums(choices, self._weights.sentence)
            ),
            article_bm25=np.array(
                [articles.get(article, 0.0) for article in table.articles.tolist()]
            ),
            has_citation=self._attributions.has_citation[passages],
            in_period=self._in_period(query, table.articles),
            shown_before=_is_in(passages, shown_passages),
            same_article=table.articles
            == (analyzed.corpus.article_of(shown_passages[-1]) if shown_passages else -1),
            context_dependence=context_dependence(query),
        )
        features = passage_features.feature_matrix(context)
        scores = _weighted_sums(features, self._weights.ranking)
        penalties = variant_penalties(table, analyzed)
        scores -= penalties
        cites_requested = np.isin(passages, of_requested_outlets)
        names_requested = self._attributions.names_outlet[passages] & cites_requested
        # Whoever asks for an outlet wants what it says, before all that others say, and rather where it is named.
        order = np.lexsort(
            (passages, -scores - NAMED_OUTLET_BONUS * names_requested, ~cites_requested)
        )
        if allowed is not None:
            # The others stay beside them: whatever is far behind one of those is hardly the answer.
            order = order[np.isin(passages[order], allowed.passages)]
        return Ranking(context, choices, features, scores, penalties, cites_requested, order)

    def with_matched_terms(
        self, ranking: Ranking, rows: Sequence[int], terms: Collection[str]
    ) -> Ranking:
        """The same candidates, where those of some rows and their answering sentences count as having some terms."""
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
            scores=_weighted_sums(table, self._weights.ranking),
        )

    def top(self, ranking: Ranking, limit: int) -> list[RankedPassage]:
        """The first candidates."""
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

    def _passages_of_requested_outlets(self, query: ParsedQuestion) -> IntArray:
        """Passages that cite an outlet that the question asks for, or come from it."""
        found = [
            self._attributions.passages_of_outlet(outlet.key) for outlet in query.requested_outlets
        ]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def _candidate_pool(
        self,
        query: ParsedQuestion,
        weighted_terms: Mapping[str, float],
        articles: Mapping[int, float],
        of_requested_outlets: IntArray,
        allowed: AllowedPassages | None,
    ) -> IntArray:
        """Passages that share words with the question, and all of the articles that share most."""
        analyzed = self._analyzed
        pool = {hit.doc for hit in analyzed.passage_index.search(weighted_terms, POOL_SIZE)}
        if allowed is not None:
            pool |= {
                hit.doc
                for hit in analyzed.passage_index.search(
                    weighted_terms, POOL_SIZE, within=allowed.passages
                )
            }
        for article in sorted(articles, key=lambda item: (-articles[item], item))[:POOL_ARTICLES]:
            pool.update(analyzed.corpus.passages_of(article)[:MAX_PASSAGES_PER_ARTICLE])
        if len(of_requested_outlets):
            pool |= {
                hit.doc
                for hit in analyzed.passage_index.search(
                    weighted_terms, POOL_SIZE, within=of_requested_outlets
                )
            }
            # The words asked for may stand in the title alone.
            in_found_articles = np.isin(
                analyzed.corpus.articles_of(of_requested_outlets), list(articles)
            ) | (not query.terms)
            pool.update(of_requested_outlets[in_found_articles][:POOL_SIZE].tolist())
        return np.array(sorted(pool), dtype=np.int64)

    def _in_language(self, passages: IntArray, query: ParsedQuestion) -> IntArray:
        """Those that are in the question's language, as far as languages are known."""
        analyzed = self._analyzed
        if not query.language.code or len(analyzed.language_codes) == 1:
            return passages
        in_language = np.array(
            [code in {"", query.language.code} for code in analyzed.language_codes], dtype=bool
        )
        fits = in_language[analyzed.language_ids[analyzed.corpus.articles_of(passages)]]
        kept: IntArray = passages[fits | holds_any(query.foreign_names, passages, analyzed)]
        return kept

    def _in_period(self, query: ParsedQuestion, articles: IntArray) -> BoolArray:
        if query.period is None:
            return np.zeros(len(articles), dtype=bool)
        return query.period.mask(self._analyzed.date_ordinals[articles])


def _is_in(passages: IntArray, some: Collection[int]) -> BoolArray:
    return np.isin(passages, list(some)) if some else np.zeros(len(passages), dtype=bool)


def _with_columns(
    flags: BoolArray, rows: Sequence[int] | IntArray, columns: Sequence[int]
) -> BoolArray:
    credited = flags.copy()
    credited[np.asarray(rows)[:, None], columns] = True
    return credited


def _restrict(passages: IntArray, allowed: AllowedPassages | None) -> IntArray:
    kept: IntArray = passages if allowed is None else passages[np.isin(passages, allowed.passages)]
    return kept


def _weighted_sums(table: Matrix, weights: Vector) -> Vector:
    """The weighted sums, rounded: a product of matrices may differ in the last digit between rows that are the same."""
    sums: Vector = table.dot(weights).round(9)
    return sums
