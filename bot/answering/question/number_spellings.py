"""A number of a question in the other ways in which texts write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import product

from bot.text.language import languages
from bot.text.language_tables import QUANTITY_LANGUAGES, language_table
from bot.text.tokens import Token

MAX_TOKENS = 3
"""A number has at most so many words: "twenty five million"."""
_MIN_SCALE = Decimal(1000)
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_TENS = range(20, 100, 10)


@dataclass(frozen=True, slots=True)
class _NumberTerms:
    """How a language writes numbers, in terms."""

    values: Mapping[str, Decimal]
    """Of number words."""
    scales: Mapping[str, Decimal]


@lru_cache(maxsize=len(QUANTITY_LANGUAGES))
def _number_terms(code: str) -> _NumberTerms:
    table, analyzer = language_table(f"quantities-{code}"), languages().get(code).analyzer
    scales = [*table.get("scales", {}).items(), *table.get("money_scales", {}).items()]

    def terms(rows: Sequence[tuple[str, str]]) -> dict[str, Decimal]:
        return {
            term: Decimal(value)
            for value, words in rows
            for term in analyzer.terms_by_word(words.split()).values()
        }

    return _NumberTerms(
        terms(list(table.get("words", {}).items())),
        {term: value for term, value in terms(scales).items() if value >= _MIN_SCALE},
    )


def number_spellings(
    tokens: Sequence[Token], code: str
) -> list[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """Find numbers, each with its other spellings, in terms; English and Ukrainian."""
    if code not in QUANTITY_LANGUAGES:
        return []
    known = _number_terms(code)
    found: list[tuple[tuple[str, ...], list[tuple[str, ...]]]] = []
    start = 0
    while start < len(tokens):
        first = tokens[start].term
        if first not in known.values and not first[:1].isdigit():
            start += 1
            continue
        for end in range(min(len(tokens), start + MAX_TOKENS), start, -1):
            terms = tuple(token.term for token in tokens[start:end])
            value = None if any(token.stop for token in tokens[start:end]) else _value(terms, known)
            if value is not None:
                spelled = [item for item in _spellings(value, known) if item != terms]
                if not (len(terms) == 1 and terms[0].isdigit() and _is_year(value)):
                    found.append((terms, spelled))
                start = end
                break
        else:
            start += 1
    return found


def is_number(term: str, code: str) -> bool:
    """Tell whether a term is a number, or a word of one, in the language of that code."""
    if term[:1].isdigit() or code not in QUANTITY_LANGUAGES:
        return term[:1].isdigit()
    known = _number_terms(code)
    return term in known.values or term in known.scales


def _is_year(value: Decimal) -> bool:
    return _FIRST_YEAR <= value <= _LAST_YEAR


def _value(terms: Sequence[str], known: _NumberTerms) -> Decimal | None:
    """Return the number that these terms are, all of them."""
    *before, last = terms
    if last in known.scales:
        amount = _value(before, known) if before else None
        return amount * known.scales[last] if amount is not None else None
    if len(terms) == 1:
        return known.values.get(last, _digits(last))
    tens, ones = (known.values.get(term) for term in terms[:2])
    if len(terms) == 2 and tens in _TENS and ones is not None and 0 < ones < min(_TENS[0] // 2, 10):
        return tens + ones if tens is not None else None
    return None


def _digits(term: str) -> Decimal | None:
    if not term[:1].isdigit():
        return None
    try:
        return Decimal(term)
    except InvalidOperation:
        return None


def _spellings(value: Decimal, known: _NumberTerms) -> list[tuple[str, ...]]:
    return _plain(value, known) + [
        (*amount, term)
        for term, scale in known.scales.items()
        if 1 <= value / scale < _MIN_SCALE and (value / scale * 1000) % 1 == 0
        for amount in _plain(value / scale, known)
    ]


def _plain(value: Decimal, known: _NumberTerms) -> list[tuple[str, ...]]:
    """Return a number in digits and in words, without a scale."""
    found: list[tuple[str, ...]] = [(f"{value.normalize():f}",)]
    found += [(term,) for term, own in known.values.items() if own == value]
    if value % 1 == 0 and _TENS[0] < value < 100 and value % 10:
        tens, ones = (
            [term for term, own in known.values.items() if own == part]
            for part in (value - value % 10, value % 10)
        )
        found += list(product(tens, ones))
    return found
