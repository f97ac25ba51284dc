"""Other ways in which texts write what a question says: accents, hyphens, digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.analysis.folded_terms import folded_forms
from bot.answering.question.number_spellings import number_spellings
from bot.answering.question.parsing import ParsedQuestion, Variant
from bot.answering.question.synonyms.equivalents import equivalents
from bot.text.tokens import Token

MAX_JOINED_LETTERS = 6
"""So many letters may stand before the digits of one name: F16, Covid19."""
_JOINED = re.compile(rf"([^\W\d_]{{1,{MAX_JOINED_LETTERS}}})(\d+[^\W\d_]?)")
_TWO_PARTS = re.compile(r"([^\W\d_]{1,3}\d+)([^\W\d_]{1,3}\d+)")
_HYPHEN = re.compile(r"[-\u2010\u2011]")

Spelling = tuple[tuple[str, ...], tuple[str, ...]]
"""Terms of a question, and the terms that texts may have for them."""


def with_variants(query: ParsedQuestion, analyzed: AnalyzedCorpus) -> ParsedQuestion:
    """Add the other spellings of its terms that articles hold."""
    tokens = query.tokens
    informative = [token for token in tokens if not token.stop]
    known = analyzed.has_term
    variants: dict[Variant, None] = {}
    for terms, written in (
        *_folded(informative, query, analyzed),
        *_joined(tokens, query.text),
        *_numbers(tokens, query),
        *_equivalent([token.term for token in informative], query),
    ):
        own = frozenset(term for term in terms if term in query.terms)
        if own and written != terms and all(map(known, written)):
            variants[Variant(own, written)] = None
    return replace(query, variants=tuple(variants)) if variants else query


def _folded(
    tokens: Iterable[Token], query: ParsedQuestion, analyzed: AnalyzedCorpus
) -> Iterator[Spelling]:
    """José for Jose and Jose for José; and the same word as other languages stem it."""
    forms_of = [(token, folded_forms(token.text)) for token in tokens]
    typed = [(token, form) for token, forms in forms_of for form in (token.text, *sorted(forms))]
    found = analyzed.folded_terms.term_ids([form for _, form in typed])
    for (token, _), numbers in zip(typed, found, strict=True):
        for number in numbers:
            yield (token.term,), (analyzed.vocabulary.term(number),)
    for token, forms in forms_of:
        for term in query.language.analyzer.terms_by_word(forms).values():
            yield (token.term,), (term,)


def _joined(tokens: Sequence[Token], text: str) -> Iterator[Spelling]:
    """F16 for F 16, and the other way round."""
    for token in tokens:
        if not token.text.isalpha() and (
            found := _JOINED.fullmatch(token.text) or _TWO_PARTS.fullmatch(token.text)
        ):
            yield (token.term,), (found[1], found[2])
    for one, other in pairwise(tokens):
        joint = text[one.end : other.start]
        if (
            _JOINED.fullmatch(one.text + other.text)
            if joint == " " and one.text.isalpha() and not other.text.isalpha()
            else _HYPHEN.fullmatch(joint)
        ):
            yield (one.term, other.term), (one.text + other.text,)


def _numbers(tokens: Sequence[Token], query: ParsedQuestion) -> Iterator[Spelling]:
    for terms, spellings in number_spellings(tokens, query.language.code):
        for written in spellings:
            yield terms, written


def _equivalent(terms: Sequence[str], query: ParsedQuestion) -> Iterator[Spelling]:
    """Britain for British, Kyiv for Kiev."""
    table = equivalents(query.language.code)
    for start in range(len(terms)):
        if terms[start] not in table.first_terms:
            continue
        for end in range(start + 1, min(len(terms), start + table.longest) + 1):
            own = tuple(terms[start:end])
            for written in table.others(own):
                yield own, written
