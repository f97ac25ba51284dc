"""What a question asks for: its words with their weights, the kind of answer, the outlet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering.question.answer_type import AnswerType
from bot.answering.question.synonyms.synonym_map import SynonymMap, TermsByTerm
from bot.attribution.attributor import Attributor, RequestedOutlet
from bot.attribution.gazetteer import Gazetteer
from bot.text.dates import find_period
from bot.text.language import Language
from bot.text.period import Period
from bot.text.tokens import Token

MIN_WORDS_OF_REPORT_QUESTION = 3
"""Words beside the outlet of a question that needs no earlier turn: "what did … report"."""
LIGHT_TERM_WEIGHT = 0.3
"""How much a word counts that only says that somebody says something, or is of all work."""
FAINT_TERM_WEIGHT = 0.7
"""How much a word counts that decides nothing by itself."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way in which texts write some terms of a question."""

    terms: frozenset[str]
    written: tuple[str, ...]
    """The terms that texts have for them, as neighbours in this order."""


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question as it is searched for."""

    text: str
    language: Language
    terms: Mapping[str, float]
    """The question's own informative terms with their weights."""
    term_sequence: tuple[str, ...]
    """The same in the order of the question, repeated where repeated."""
    word_of_term: Mapping[str, str]
    """Term -> the word as asked."""
    names: frozenset[str]
    """Terms written with a capital inside the question."""
    numbers: frozenset[str]
    answer_type: AnswerType
    requested_outlets: tuple[RequestedOutlet, ...]
    ignored_outlets: tuple[RequestedOutlet, ...]
    """Those that no article cites or comes from, by names that are plain words as well."""
    is_context_dependent: bool
    """It has a word that only an earlier turn can explain, or next to none of its own."""
    period: Period | None
    """The time that it asks about."""
    counted_term: str | None
    """The term that it counts: soldier, in "how many soldiers"."""
    synonyms: TermsByTerm
    """By term, what else it may be written as."""
    hyponyms: TermsByTerm
    """By term, more exact words that may stand for it."""
    variants: tuple[Variant, ...] = ()
    """Other spellings that articles hold: a text that has one has the terms."""
    tokens: tuple[Token, ...] = ()
    """All its words, in order."""
    foreign_names: frozenset[str] = frozenset()
    """Names as articles of other languages have them, where those of the question's have none."""

    @property
    def terms_with_variants(self) -> frozenset[str]:
        """The terms that texts may write otherwise."""
        return frozenset[str]().union(*(variant.terms for variant in self.variants))

    @property
    def informative_terms(self) -> frozenset[str]:
        """The terms without those that are in most questions, where there are others."""
        terms = frozenset(self.terms)
        return terms - self.language.reporting_terms or terms

    @property
    def names_day_only(self) -> bool:
        """Tell whether it asks what there was on a day, and for nothing else."""
        period = self.period
        return (
            period is not None
            and period.first == period.last
            and not period.is_relative
            and not self.requested_outlets
            and all(weight < 1 for weight in self.terms.values())
        )

    def without_terms(self, terms: Collection[str]) -> ParsedQuestion:
        """Return the same question without some of its terms."""
        return replace(
            self,
            variants=tuple(variant for variant in self.variants if variant.terms.isdisjoint(terms)),
            terms={term: weight for term, weight in self.terms.items() if term not in terms},
            term_sequence=tuple(term for term in self.term_sequence if term not in terms),
            word_of_term={
                term: word for term, word in self.word_of_term.items() if term not in terms
            },
            names=self.names - frozenset(terms),
            numbers=self.numbers - frozenset(terms),
            counted_term=self.counted_term if self.counted_term not in terms else None,
            synonyms={term: others for term, others in self.synonyms.items() if term not in terms},
            hyponyms={term: others for term, others in self.hyponyms.items() if term not in terms},
        )

    def with_corrections(
        self, corrections: Mapping[str, str], synonym_map: SynonymMap
    ) -> ParsedQuestion:
        """Return the same question with some terms read as others."""
        synonyms, hyponyms = synonym_map.synonyms, synonym_map.hyponyms

        def corrected(term: str) -> str:
            return corrections.get(term, term)

        return replace(
            self,
            terms={corrected(term): weight for term, weight in self.terms.items()},
            term_sequence=tuple(map(corrected, self.term_sequence)),
            word_of_term={corrected(term): word for term, word in self.word_of_term.items()},
            tokens=tuple(replace(token, term=corrected(token.term)) for token in self.tokens),
            names=frozenset(map(corrected, self.names)),
            counted_term=corrected(self.counted_term) if self.counted_term else None,
            synonyms={
                corrected(term): synonyms(corrections[term]) if term in corrections else others
                for term, others in self.synonyms.items()
            },
            hyponyms={
                corrected(term): hyponyms(corrections[term]) if term in corrections else others
                for term, others in self.hyponyms.items()
            },
        )


def _counted_term(text: str, language: Language, terms: Container[str]) -> str | None:
    found = language.counted_noun.search(text)
    return (
        next((term for term in language.analyzer.terms(found[1]) if term in terms), None)
        if found
        else None
    )


def _is_plain_word(name: str, language: Language, synonym_map: SynonymMap) -> bool:
    """Return whether a name is made of words that have synonyms: time, nation, post."""
    terms = [token.term for token in language.analyzer.tokens(name) if not token.stop]
    return language.code == synonym_map.language and all(map(synonym_map.synonyms, terms))


def _query_tokens(
    tokens: Iterable[Token],
    kind: AnswerType,
    outlets: Sequence[RequestedOutlet],
    language: Language,
) -> list[Token]:
    """Return the informative words, without outlets and what merely asks for outlets."""
    informative = [
        token
        for token in tokens
        if not token.stop
        and not any(outlet.start <= token.start < outlet.end for outlet in outlets)
    ]
    if outlets:
        # "What did Reuters report?" asks for all that it reports.
        return [token for token in informative if token.term not in language.reporting_terms]
    if kind is AnswerType.OUTLET and any(
        token.term not in language.outlet_terms for token in informative
    ):
        return [token for token in informative if token.term not in language.outlet_terms]
    return informative


def parse_question(
    text: str,
    language: Language,
    attributor: Attributor,
    synonym_map: SynonymMap,
    uncatalogued: Gazetteer | None = None,
    today: dt.date | None = None,
    is_served: Callable[[RequestedOutlet], bool] = lambda _: True,
) -> ParsedQuestion:
    """Take a question apart; `uncatalogued` are outlets that only the corpus knows.

    Names of outlets that are not served, and are plain words as well, restrict nothing.
    """
    tokens = language.analyzer.tokens(text)
    kind = next(
        (
            AnswerType(kind)
            for kind, pattern in language.question_type_patterns
            if pattern.search(text)
        ),
        AnswerType.OTHER,
    )
    outlets = attributor.find_requested_outlets(text, uncatalogued)
    meant = tuple(
        outlet
        for outlet in outlets
        if is_served(outlet)
        or not outlet.is_ambiguous
        or not _is_plain_word(text[outlet.start : outlet.end], language, synonym_map)
    )
    query_tokens = _query_tokens(tokens, kind, outlets, language)
    light_terms = language.reporting_terms | language.light_terms
    # What kind of answer is asked for tells the property better than its word.
    if kind is AnswerType.AGE:
        light_terms |= language.property_terms.get("age", frozenset())
    light_starts = {
        found.start(group)
        for found in language.contextual_terms.finditer(text)
        for group in range(1, language.contextual_terms.groups + 1)
    }
    light_terms |= {token.term for token in query_tokens if token.start in light_starts}
    terms = dict.fromkeys(token.term for token in query_tokens)
    english = language.code == synonym_map.language
    phrase_synonyms = synonym_map.phrase_synonyms(tokens) if english else {}
    return ParsedQuestion(
        text=text,
        tokens=tuple(tokens),
        language=language,
        terms={
            token.term: LIGHT_TERM_WEIGHT
            if token.term in light_terms and len(query_tokens) > 1
            else FAINT_TERM_WEIGHT
            if token.term in language.faint_terms and len(query_tokens) > 1
            else 1.0
            for token in query_tokens
        },
        term_sequence=tuple(token.term for token in query_tokens),
        word_of_term={token.term: text[token.start : token.end] for token in query_tokens},
        names=frozenset(
            token.term
            for token in query_tokens
            if token.start > 0 and text[token.start].isupper() and not text.isupper()
        ),
        numbers=frozenset(token.term for token in query_tokens if token.text[0].isdigit()),
        answer_type=kind,
        requested_outlets=meant,
        ignored_outlets=tuple(outlet for outlet in outlets if outlet not in meant),
        is_context_dependent=bool(language.anaphora.search(text))
        or (len(query_tokens) < 2 and not _asks_for_report(tokens, meant)),
        period=find_period(text, today),
        counted_term=_counted_term(text, language, terms),
        synonyms={
            term: (*synonym_map.synonyms(term), *phrase_synonyms.get(term, ())) for term in terms
        }
        if english
        else {},
        hyponyms={term: synonym_map.hyponyms(term) for term in terms} if english else {},
    )


def _asks_for_report(tokens: Sequence[Token], outlets: Sequence[RequestedOutlet]) -> bool:
    """Tell whether a question for an outlet stands by itself: "what did Reuters report?"."""
    beside = [
        token
        for token in tokens
        if not any(outlet.start <= token.start < outlet.end for outlet in outlets)
    ]
    return bool(outlets) and len(beside) >= MIN_WORDS_OF_REPORT_QUESTION
