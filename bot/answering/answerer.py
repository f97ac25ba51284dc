"""From a question to an answer: candidates, sentence, confidence, and silence where the corpus has none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.answering.alternatives import MAX_CANDIDATES, AlternativeFinder
from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.latest import LatestSearch, with_date_restriction
from bot.answering.metadata_answers import MetadataAnswerer
from bot.answering.question.chatter import strip_chatter
from bot.answering.question.foreign_names import with_foreign_names
from bot.answering.question.parsing import ParsedQuestion, antonyms, parse_question
from bot.answering.question.stop_names import with_stop_names, without_unknown_faint_terms
from bot.answering.question.synonyms.synonym_map import synonym_map
from bot.answering.question.variants import with_variants
from bot.answering.ranking.candidate_table import Vector
from bot.answering.ranking.confidence import (
    UNCITED_FACTOR,
    ConfidenceInput,
    feature_values,
    outlet_only_probability,
    probability,
)
from bot.answering.ranking.filters import PassageFilter
from bot.answering.ranking.property_check import UNTOLD_FACTOR, tells_property
from bot.answering.ranking.ranker import RankedPassage, Ranker, Ranking
from bot.answering.ranking.variant_terms import VARIANT_DOUBT
from bot.answering.ranking.weights import Weights, read_weights
from bot.answering.reprints import find_reprints
from bot.attribution.attribution_store import AttributionStore
from bot.attribution.attributor import Attributor
from bot.model import Answer, Candidate, Question, Reprint, SpellingCorrection
from bot.text.language import UNKNOWN_LANGUAGE, Language, languages


@dataclass(frozen=True, slots=True)
class _CorrectedQuery:
    """A question as it is understood, with slips of the pen."""

    query: ParsedQuestion
    unknown_terms: frozenset[str]
    """Terms that stand in no article, nor does a synonym."""
    corrections: tuple[SpellingCorrection, ...]
    """What was taken for a slip."""
    suggestions: tuple[SpellingCorrection, ...]
    """What was near where more than one word was."""


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
        self._attributor = attributor
        self._min_confidence = min_confidence
        self._languages = languages()
        self._synonyms = synonym_map()
        self._antonyms = antonyms()
        self._weights = read_weights()
        self._ranker = Ranker(self.corpus_analysis, attributions, self._weights)
        self._metadata_answerer = MetadataAnswerer(self.corpus_analysis, self._synonyms)
        self.passage_filter = PassageFilter(analyzed, attributions, attributor)
        self._latest_search = LatestSearch(self.corpus_analysis, attributions)

    def answer(self, question: Question) -> Answer:
        """The answer, or an abstention with the candidates that came nearest."""
        asked = replace(question, text=strip_chatter(question.text, self._language_of))
        return replace(self._answer(asked), question=question)

    def _answer(self, question: Question) -> Answer:
        language = self._language_of(question.text)
        allowed = self.passage_filter.apply(question.answer_filter)
        metadata_answer = self._metadata_answerer.answer(
            question, language.analyzer, self._min_confidence, allowed
        )
        if metadata_answer is not None and metadata_answer.fact is None:
            return metadata_answer
        corrected = self._correct_spelling(self._parse(question, language))
        query = corrected.query
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
        confidence, uncited_outlets = self._confidence(corrected, ranking, ranked, reprint_rows)
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
            uncited_outlets=uncited_outlets,
            query_term_count=len(query.informative_terms) + bool(query.requested_outlets),
            unknown_words=tuple(
                word for term, word in query.word_of_term.items() if term in corrected.unknown_terms
            ),
            missing_words=tuple(
                word
                for term, word in query.word_of_term.items()
                if term not in corrected.unknown_terms
                and ranked
                and term in ranked[0].missing_terms
            ),
            corrections=corrected.corrections,
            suggestions=corrected.suggestions,
            foreign_language=foreign_language,
            allowed_passages=None if allowed is None else len(allowed.passages),
            excludes_undated=self.passage_filter.excludes_undated(question.answer_filter),
            reprints=self._to_reprints(reprinted),
        )
        return (
            self._with_alternatives(answer, corrected, ranking, ranked, reprinted, reprint_rows)
            if answered
            else answer
        )

    def _with_alternatives(
        self,
        answer: Answer,
        corrected: _CorrectedQuery,
        ranking: Ranking,
        ranked: Sequence[RankedPassage],
        reprinted: Mapping[int, int],
        reprint_rows: Sequence[int],
    ) -> Answer:
        """An answer with what else answers; where another figure takes the place of its own, with that one first."""

        def probabilities(rows: Sequence[int], said: Collection[str]) -> list[float]:
            with_implied = self._ranker.with_matched_terms(ranking, rows, said)
            by_row = dict(zip(ranking.order.tolist(), ranked, strict=False))
            grounds = (
                self._confidence_input(
                    with_implied,
                    row,
                    by_row[row],
                    corrected,
                    (*rows, *reprint_rows),
                    has_figure=True,
                )
                for row in rows
            )
            return [
                probability(feature_values(ground), self._weights.confidence) for ground in grounds
            ]

        def to_candidate(ranked: RankedPassage) -> Candidate:
            figure = answers.figures.get(ranked.passage)
            return replace(self._to_candidate(ranked), figure=figure.span if figure else None)

        finder = AlternativeFinder(
            corrected.query, ranking, ranked, self.corpus_analysis, self._attributions, reprinted
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
        """The newest passages on what the question names, one of each article, or the ordinary abstention; None where it names nothing."""
        text = strip_chatter(question.text, self._language_of)
        corrected = self._correct_spelling(
            self._parse(replace(question, text=text), self._language_of(text))
        )
        query = with_date_restriction(corrected.query)
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
            corrections=corrected.corrections,
        )

    def outlet_keys(self, text: str) -> tuple[str, ...]:
        """The keys of the outlets that a text names, for `AttributionStore.passages_citing`."""
        return tuple(
            outlet.key
            for outlet in self._attributor.find_requested_outlets(
                text, self._attributions.uncatalogued
            )
        )

    def training_features(
        self, question: Question, weights: Weights
    ) -> tuple[Ranking, Vector | None]:
        """The candidates with all their evidence, and the grounds of the confidence in the first: what weights are learned from."""
        corrected = self._correct_spelling(self._parse(question, self._language_of(question.text)))
        ranker = Ranker(self.corpus_analysis, self._attributions, weights)
        ranking = ranker.rank(corrected.query, question)
        first = ranker.top(ranking, 1)
        return ranking, feature_values(
            self._confidence_input(ranking, int(ranking.order[0]), first[0], corrected)
        ) if first else None

    def _confidence(
        self,
        corrected: _CorrectedQuery,
        ranking: Ranking,
        ranked: Sequence[RankedPassage],
        reprint_rows: Sequence[int],
    ) -> tuple[float, tuple[str, ...]]:
        """The chance that the first candidate answers; and the outlets asked for that it does not cite."""
        query = corrected.query
        # A text that stands in several files is as likely as one.
        inputs = (
            self._confidence_input(
                ranking, int(ranking.order[0]), ranked[0], corrected, reprint_rows
            )
            if ranked
            else None
        )
        confidence = (
            probability(feature_values(inputs), self._weights.confidence) if inputs else 0.0
        )
        if ranked and not tells_property(
            ranking.context, int(ranking.order[0]), self._corpus[ranked[0].passage].text
        ):
            confidence *= UNTOLD_FACTOR
        if ranked:
            doubt = float(ranking.variant_penalties[ranking.order[0]]) * VARIANT_DOUBT
            confidence *= 1 - doubt
        uncited_outlets = tuple(
            outlet.name
            for outlet in query.requested_outlets
            if not (ranked and self._cites(ranked[0].passage, outlet.key))
        )
        if query.requested_outlets and len(uncited_outlets) == len(query.requested_outlets):
            return confidence * UNCITED_FACTOR, uncited_outlets
        if ranked and query.requested_outlets and not query.terms:
            return outlet_only_probability(ranking.context, int(ranking.order[0])), uncited_outlets
        return confidence, uncited_outlets

    def _parse(self, question: Question, language: Language) -> ParsedQuestion:
        """The question taken apart, without the words of its time that no article has in its text but one has as its date."""
        query = parse_question(
            question.text,
            language,
            self._attributor,
            self._synonyms,
            self._attributions.uncatalogued,
            question.today,
        )
        query = with_stop_names(
            without_unknown_faint_terms(query, self.corpus_analysis), self.corpus_analysis
        )
        query = with_variants(query, self.corpus_analysis)
        query = with_foreign_names(query, self.corpus_analysis)
        period = query.period
        unknown_terms = (
            {
                term
                for term in language.analyzer.terms(period.text)
                if not self.corpus_analysis.has_term(term)
            }
            if period
            else set()
        )
        if period and unknown_terms and period.mask(self.corpus_analysis.date_ordinals).any():
            return query.without_terms(unknown_terms)
        return query

    def _language_of(self, text: str) -> Language:
        """The language of a question: one of the articles' unless it is plainly another; where it does not tell, the one that knows most of its words."""

        def known(language: Language) -> int:
            # What is a stop word in one of them is none of the others' names.
            return sum(
                token.text not in stops and self.corpus_analysis.has_term(token.term)
                for token in language.analyzer.tokens(text)
            )

        corpus_languages = [code for code in self.corpus_analysis.languages if code]
        candidates = (
            self._languages.detect_question(text, corpus_languages)
            if corpus_languages
            else [self._languages.get(UNKNOWN_LANGUAGE)]
        )
        if len(candidates) == 1:
            return candidates[0]
        stops = {
            token.text
            for language in candidates
            for token in language.analyzer.tokens(text)
            if token.stop
        }
        return max(candidates, key=known)

    def _correct_spelling(self, query: ParsedQuestion) -> _CorrectedQuery:
        """The question with words that no article holds read as the one that is near."""
        unknown_terms = self._unknown_terms(query)
        corrections: dict[str, str] = {}
        corrected: list[SpellingCorrection] = []
        suggestions: list[SpellingCorrection] = []
        for term, word in query.word_of_term.items():
            spellings = (
                self.corpus_analysis.spell_checker.suggest(word) if term in unknown_terms else ()
            )
            if len(spellings) == 1:
                [(other, corrections[term])] = spellings
                if other != word.casefold():
                    corrected.append(SpellingCorrection(word, self._surface_form(*spellings[0])))
            else:
                suggestions += [
                    SpellingCorrection(word, self._surface_form(*spelling))
                    for spelling in spellings
                ]
        if corrections:
            query = query.with_corrections(corrections, self._synonyms)
            unknown_terms = self._unknown_terms(query)
        return _CorrectedQuery(query, unknown_terms, tuple(corrected), tuple(suggestions))

    def _unknown_terms(self, query: ParsedQuestion) -> frozenset[str]:
        known = self.corpus_analysis.has_term
        return frozenset(
            term
            for term in query.terms
            if not known(term)
            and term not in query.terms_with_variants
            and not any(map(known, query.synonyms.get(term, ())))
        )

    def _surface_form(self, word: str, term: str) -> str:
        """A word as the first passage that holds it writes it; of a word that only titles hold, case-folded."""
        for hit in self.corpus_analysis.passage_index.search({term: 1.0}, 1):
            code = self.corpus_analysis.language_of(hit.doc)
            text = self._corpus[hit.doc].text
            for token in self._languages.get(code).analyzer.tokens(text):
                if token.term == term:
                    return text[token.start : token.end]
        return word

    def _sentence_text(self, ranked: RankedPassage) -> str:
        return self._corpus[ranked.passage].text[ranked.sentence.start : ranked.sentence.end]

    def _to_candidate(self, ranked: RankedPassage) -> Candidate:
        return Candidate(
            self._corpus[ranked.passage],
            ranked.score,
            ranked.sentence,
            self._attributions[ranked.passage],
            ranked.matched_terms,
            ranked.matched_terms_with_title,
        )

    def _cites(self, passage: int, outlet: str) -> bool:
        return any(citation.key == outlet for citation in self._attributions[passage].citations)

    def _confidence_input(
        self,
        ranking: Ranking,
        row: int,
        ranked: RankedPassage,
        corrected: _CorrectedQuery,
        excluded_rows: Sequence[int] = (),
        *,
        has_figure: bool = False,
    ) -> ConfidenceInput:
        """Of the candidate of a row, were it not for those of some other rows; whether it was found to give the figure asked for."""
        query = ranking.context.table.query
        scores = ranking.scores.copy()
        scores[[other for other in excluded_rows if other != row]] = -np.inf
        sentence = self._sentence_text(ranked)
        sentence_terms = set(query.language.analyzer.terms(sentence))
        has_negation = query.language.negation.search
        return ConfidenceInput(
            ranking.context,
            row,
            scores,
            ranking.features[row],
            unknown_terms=np.array(
                [term in corrected.unknown_terms for term in query.terms], dtype=bool
            ),
            cites_requested=ranked.cites_requested,
            negation_differs=bool(has_negation(query.text)) and not has_negation(sentence),
            has_figure=has_figure,
            has_antonym=query.language.code == "en"
            and self._antonyms.contradicts(set(query.terms) - sentence_terms, sentence_terms),
        )
