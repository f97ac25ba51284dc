"""From a question to the query of one corpus: its language, its terms, and slips of the pen."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.question.foreign_names import with_foreign_names
from bot.answering.question.parsing import ParsedQuestion, parse_question
from bot.answering.question.stop_names import (
    with_stop_names,
    without_unknown_faint_terms,
)
from bot.answering.question.synonyms.synonym_map import SynonymMap
from bot.answering.question.variants import with_variants
from bot.attribution.attribution_store import AttributionStore
from bot.attribution.attributor import Attributor
from bot.question_answer import Question, SpellingCorrection
from bot.text.language import UNKNOWN_LANGUAGE, Language, languages


@dataclass(frozen=True, slots=True)
class CorpusQuery:
    """A question as it is understood over one corpus."""

    parsed: ParsedQuestion
    unknown_terms: frozenset[str]
    """Terms that stand in no article, nor does a synonym."""
    corrections: tuple[SpellingCorrection, ...]
    """What was taken for a slip."""
    suggestions: tuple[SpellingCorrection, ...]
    """What was near where more than one word was."""


class QueryBuilder:
    """Reads questions in the languages and with the words of one corpus."""

    def __init__(
        self,
        analyzed: AnalyzedCorpus,
        attributor: Attributor,
        attributions: AttributionStore,
        synonym_map: SynonymMap,
    ) -> None:
        """Take the corpus, what finds outlets, those that the corpus has, and synonyms."""
        self._analyzed = analyzed
        self._attributor = attributor
        self._attributions = attributions
        self._synonyms = synonym_map
        self._languages = languages()

    def build(self, question: Question, language: Language) -> CorpusQuery:
        """Parse a question, and read words that no article holds as the one that is near."""
        return self._correct_spelling(self._parse(question, language))

    def _parse(self, question: Question, language: Language) -> ParsedQuestion:
        """Take a question apart.

        Words of its time that no article has in its text are left out where one has it as its date.
        """
        query = parse_question(
            question.text,
            language,
            self._attributor,
            self._synonyms,
            self._attributions.uncatalogued,
            question.today,
            lambda outlet: len(self._attributions.passages_of_outlet(outlet.key)) > 0,
        )
        query = with_stop_names(without_unknown_faint_terms(query, self._analyzed), self._analyzed)
        query = with_foreign_names(with_variants(query, self._analyzed), self._analyzed)
        period = query.period
        unknown_terms = (
            {
                term
                for term in language.analyzer.terms(period.text)
                if not self._analyzed.has_term(term)
            }
            if period
            else set()
        )
        if period and unknown_terms and period.mask(self._analyzed.date_ordinals).any():
            return query.without_terms(unknown_terms)
        return query

    def language_of(self, text: str) -> Language:
        """Tell the language of the text of a question.

        It is one of the articles' unless it is plainly another; where the question does not
        tell, the one that knows most of its words.
        """

        def known(language: Language) -> int:
            # What is a stop word in one of them is none of the others' names.
            return sum(
                token.text not in stops and self._analyzed.has_term(token.term)
                for token in language.analyzer.tokens(text)
            )

        corpus_languages = [code for code in self._analyzed.languages if code]
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

    def _correct_spelling(self, query: ParsedQuestion) -> CorpusQuery:
        """Read words that no article holds as the one that is near."""
        unknown_terms = self._unknown_terms(query)
        corrections: dict[str, str] = {}
        corrected: list[SpellingCorrection] = []
        suggestions: list[SpellingCorrection] = []
        for term, word in query.word_of_term.items():
            spellings = self._analyzed.spell_checker.suggest(word) if term in unknown_terms else ()
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
        return CorpusQuery(query, unknown_terms, tuple(corrected), tuple(suggestions))

    def _unknown_terms(self, query: ParsedQuestion) -> frozenset[str]:
        known = self._analyzed.has_term
        return frozenset(
            term
            for term in query.terms
            if not known(term)
            and term not in query.terms_with_variants
            and not any(map(known, query.synonyms.get(term, ())))
        )

    def _surface_form(self, word: str, term: str) -> str:
        """Write a word as the first passage that holds it does, case-folded if only titles do."""
        for hit in self._analyzed.passage_index.search({term: 1.0}, 1):
            code = self._analyzed.language_of(hit.doc)
            text = self._analyzed.corpus[hit.doc].text
            for token in self._languages.get(code).analyzer.tokens(text):
                if token.term == term:
                    return text[token.start : token.end]
        return word
