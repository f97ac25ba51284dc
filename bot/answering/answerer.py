"""From a question to an answer, or to silence where the corpus has none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from bot.answering.alternatives import MAX_CANDIDATES, AlternativeFinder
from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.latest import LatestSearch, with_date_restriction
from bot.answering.metadata_answers import MetadataAnswerer
from bot.answering.question.chatter import strip_chatter
from bot.answering.question.query_builder import CorpusQuery, QueryBuilder
from bot.answering.question.synonyms.synonym_map import synonym_map
from bot.answering.ranking.candidate_sentences import Vector
from bot.answering.ranking.confidence import feature_values
from bot.answering.ranking.confidence_estimator import ConfidenceEstimator
from bot.answering.ranking.filters import PassageFilter
from bot.answering.ranking.ranker import RankedPassage, Ranker, Ranking
from bot.answering.ranking.weights import Weights, read_weights
from bot.answering.reprints import find_reprints
from bot.attribution.attribution_store import AttributionStore
from bot.attribution.attributor import Attributor
from bot.question_answer import Answer, Candidate, Question, Reprint
from bot.text.language import UNKNOWN_LANGUAGE


class Answerer:
    """Answers from one corpus; never changed once built, so that threads may share it."""

    def __init__(
        self,
        analyzed: AnalyzedCorpus,
        attributions: AttributionStore,
        attributor: Attributor,
        min_confidence: float,
    ) -> None:
        self.corpus_analysis = analyzed
        self._corpus = analyzed.corpus
        self._attributions = attributions
        self.attributor = attributor
        self._min_confidence = min_confidence
        synonyms, weights = synonym_map(), read_weights()
        self._query_builder = QueryBuilder(analyzed, attributor, attributions, synonyms)
        self._ranker = Ranker(analyzed, attributions, weights)
        self._confidence = ConfidenceEstimator(self._corpus, attributions, weights)
        self._metadata_answerer = MetadataAnswerer(analyzed, synonyms)
        self.passage_filter = PassageFilter(analyzed, attributions, attributor)
        self._latest_search = LatestSearch(analyzed, attributions)

    def answer(self, question: Question) -> Answer:
        """Answer, or abstain with the candidates that came nearest."""
        return replace(self._answer(self._without_chatter(question)), question=question)

    def _without_chatter(self, question: Question) -> Question:
        return replace(question, text=strip_chatter(question.text, self._query_builder.language_of))

    def _answer(self, question: Question) -> Answer:
        language = self._query_builder.language_of(question.text)
        allowed = self.passage_filter.apply(question.answer_filter)
        metadata_answer = self._metadata_answerer.answer(
            question, language.analyzer, self._min_confidence, allowed
        )
        if metadata_answer is not None and metadata_answer.fact is None:
            return metadata_answer
        corpus_query = self._query_builder.build(question, language)
        query = corpus_query.parsed
        ranking = self._ranker.rank(query, question, allowed)
        ranked = self._ranker.top(ranking, max(question.k, MAX_CANDIDATES))
        candidates = tuple(map(self._to_candidate, ranked[: question.k]))
        if metadata_answer is not None:
            return replace(metadata_answer, candidates=candidates)
        reprinted = find_reprints(
            [ranked.passage for ranked in ranked], self.corpus_analysis, self._attributions
        )
        reprint_rows = [
            row
            for row, ranked in zip(ranking.order.tolist(), ranked, strict=False)
            if ranked.passage in reprinted
        ]
        confidence = self._confidence.estimate(corpus_query, ranking, ranked, reprint_rows)
        answered = bool(ranked) and confidence >= self._min_confidence
        foreign_language = (
            None
            if not language.code
            or language.code in self.corpus_analysis.languages
            or UNKNOWN_LANGUAGE in self.corpus_analysis.languages
            else language.code
        )
        answer = Answer(
            question,
            answered,
            confidence,
            candidates,
            requested_outlets=tuple(
                (outlet.key, outlet.name)
                for outlet in (*query.requested_outlets, *query.ignored_outlets)
            ),
            query_term_count=len(query.informative_terms) + bool(query.requested_outlets),
            unknown_words=tuple(
                word
                for term, word in query.word_of_term.items()
                if term in corpus_query.unknown_terms
            ),
            missing_words=tuple(
                word
                for term, word in query.word_of_term.items()
                if term not in corpus_query.unknown_terms
                and ranked
                and term in ranked[0].missing_terms
            ),
            corrections=corpus_query.corrections,
            suggestions=corpus_query.suggestions,
            foreign_language=foreign_language,
            allowed_passages=None if allowed is None else len(allowed.passages),
            excludes_undated=self.passage_filter.excludes_undated(question.answer_filter),
            reprints=self._to_reprints(reprinted),
        )
        return (
            self._with_alternatives(answer, corpus_query, ranking, ranked, reprinted, reprint_rows)
            if answered
            else answer
        )

    def _with_alternatives(
        self,
        answer: Answer,
        corpus_query: CorpusQuery,
        ranking: Ranking,
        ranked: Sequence[RankedPassage],
        reprinted: Mapping[int, int],
        reprint_rows: Sequence[int],
    ) -> Answer:
        """Add what else answers; a figure that takes the place of the answer's own comes first."""

        def probabilities(rows: Sequence[int], said: Collection[str]) -> list[float]:
            with_implied = self._ranker.with_matched_terms(ranking, rows, said)
            by_row = dict(zip(ranking.order.tolist(), ranked, strict=False))
            return [
                self._confidence.probability(
                    with_implied,
                    row,
                    by_row[row],
                    corpus_query,
                    (*rows, *reprint_rows),
                    has_figure=True,
                )
                for row in rows
            ]

        def to_candidate(ranked: RankedPassage) -> Candidate:
            figure = answers.figures.get(ranked.passage)
            return replace(self._to_candidate(ranked), figure=figure.span if figure else None)

        finder = AlternativeFinder(
            corpus_query.parsed,
            ranking,
            ranked,
            self.corpus_analysis,
            self._attributions,
            reprinted,
        )
        answers = finder.find(probabilities, self._min_confidence)
        candidates = answer.candidates
        if answers.answer is not ranked[0]:
            first = to_candidate(answers.answer)
            candidates = (
                first,
                *(
                    candidate
                    for candidate in candidates
                    if candidate.passage.id != first.passage.id
                ),
            )[: answer.question.k]
        return replace(
            answer,
            confidence=answer.confidence if answers.confidence is None else answers.confidence,
            candidates=candidates,
            alternatives=tuple(map(to_candidate, answers.alternatives)),
            conflicting=tuple(map(to_candidate, answers.conflicting)),
            superseded=tuple(map(to_candidate, answers.superseded)),
            reprints=self._to_reprints(answers.reprints),
        )

    def _to_reprints(self, reprints: Mapping[int, int]) -> tuple[Reprint, ...]:
        return tuple(
            Reprint(self._corpus[item].id, self._corpus[other].id)
            for item, other in reprints.items()
        )

    def latest(self, question: Question) -> Answer | None:
        """Find the newest passages on what the question names, one of each article.

        Gives the ordinary abstention where there are none, and None where it names nothing.
        """
        asked = self._without_chatter(question)
        corpus_query = self._query_builder.build(asked, self._query_builder.language_of(asked.text))
        query = with_date_restriction(corpus_query.parsed)
        if not query.terms and not query.requested_outlets and not query.period:
            return None
        allowed = self.passage_filter.apply(question.answer_filter)
        passages = self._latest_search.find(
            query, question.k, None if allowed is None else allowed.passages
        )
        if not passages:
            return replace(
                self.answer(question), answered=False, fact=None, alternatives=(), conflicting=()
            )
        candidates = tuple(
            Candidate(
                self._corpus[passage.passage],
                passage.score,
                passage.sentence,
                self._attributions[passage.passage],
            )
            for passage in passages
        )
        return Answer(
            question,
            answered=True,
            confidence=1.0,
            candidates=candidates,
            corrections=corpus_query.corrections,
        )

    def is_context_dependent(self, text: str) -> bool:
        """Tell whether a question names something by a word that only earlier turns explain."""
        return self._query_builder.language_of(text).anaphora.search(text) is not None

    def outlet_keys(self, text: str) -> tuple[str, ...]:
        """The keys of the outlets that a text names, for `AttributionStore.passages_citing`."""
        return tuple(
            outlet.key
            for outlet in self.attributor.find_requested_outlets(
                text, self._attributions.uncatalogued
            )
        )

    def training_features(
        self, question: Question, weights: Weights
    ) -> tuple[Ranking, CorpusQuery]:
        """Give what weights of ranking are learned from: the candidates with all their features."""
        question = self._without_chatter(question)
        corpus_query = self._query_builder.build(
            question, self._query_builder.language_of(question.text)
        )
        ranker = Ranker(self.corpus_analysis, self._attributions, weights)
        return ranker.rank(corpus_query.parsed, question), corpus_query

    def confidence_features(
        self, ranking: Ranking, corpus_query: CorpusQuery, without: Collection[int] = ()
    ) -> tuple[int, Vector] | None:
        """Give the row of the first candidate with what weights of the confidence are learned from.

        As if articles of the numbers `without` were not there; None where no candidate is left.
        """
        is_gone = np.isin(ranking.context.table.articles, list(without))
        ranking = replace(ranking, order=ranking.order[~is_gone[ranking.order]])
        first = self._ranker.top(ranking, 1)
        if not first:
            return None
        row = int(ranking.order[0])
        gone = np.flatnonzero(is_gone).tolist()
        inputs = self._confidence.inputs(ranking, row, first[0], corpus_query, gone)
        return row, feature_values(inputs)

    def _to_candidate(self, ranked: RankedPassage) -> Candidate:
        return Candidate(
            self._corpus[ranked.passage],
            ranked.score,
            ranked.sentence,
            self._attributions[ranked.passage],
            ranked.matched_terms,
            ranked.matched_terms_with_title,
        )
