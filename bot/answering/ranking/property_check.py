"""Whether a passage tells the property asked for: an age, a size, an owner, a name."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.answering.question.answer_type import AnswerType
from bot.answering.question.parsing import ParsedQuestion
from bot.answering.ranking.passage_features import answer_type_elsewhere, has_answer_type
from bot.answering.ranking.ranking_context import RankingContext
from bot.text.tokens import Token

UNTOLD_FACTOR = 0.4
"""What is left of the chance that a passage answers which does not tell the property."""
APPOSITION_DISTANCE = 5
"""So many words behind a noun its name may stand, after a comma."""
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")
_HOW = re.compile(r"\bhow\s+\w+", re.IGNORECASE)
_DOES_OWN = re.compile(
    r"\bd(?:o|oes|id)\b.*(?<!\bmy)(?<!\b(?:his|her|its|our))(?<!your)(?<!their)(?<!['’]s)\s+own\b",
    re.IGNORECASE,
)
"""A question for what somebody owns; "own" is no word to search for, as in "on its own"."""
_NAME_OF = re.compile(
    r"\bnames?\s+of\s+(?:the\s+|an?\s+)?((?:[\w’'-]+\s+){0,3}?[\w-]+)(?=\s+(?:that|who|which|whose|from|in|of|on|at)\b|\s*[?.!,]|\s*$)"
    r"|(\w+)['’]s\s+names?\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d[\d.,]*")
_YEARS = re.compile(r"\d[\w\s-]{0,12}\byears?\b", re.IGNORECASE)
_NAMING = frozenset({"named", "called", "dubbed", "is", "was"})
"""Words between a noun and its name."""


def tells_property(context: RankingContext, row: int, text: str) -> bool:
    """Tell whether a candidate, by its row, tells the property asked for; true where none is."""
    query = context.table.query
    properties = query.language.property_terms
    asked = {
        name: columns
        for name, terms in properties.items()
        if (columns := [place for place, term in enumerate(query.terms) if term in terms])
    }
    if "age" in asked and query.answer_type is AnswerType.AGE:
        return (
            _has_figure(context, row)
            or bool(_YEARS.search(text))
            or _has_words(context, row, asked["age"])
        )
    if "size" in asked and query.answer_type is AnswerType.NUMBER and _HOW.search(query.text):
        return (_has_figure(context, row) and not _has_only_ages(text, query)) or _has_words(
            context, row, asked["size"]
        )
    question = query.text.casefold()
    if "owner" in asked or ("own" in question and _DOES_OWN.search(query.text)):
        told = query.language.property_terms["owned"]
        return not told.isdisjoint(query.language.analyzer.terms(text))
    if "name" in question and (found := _NAME_OF.search(query.text)):
        named = properties["named"]
        # "The name of the dog found in Holt": what has a name stands before what tells of it.
        noun = next(
            (
                word
                for word in (found[1] or found[2]).split()
                if not named.isdisjoint(query.language.analyzer.terms(word))
            ),
            None,
        )
        return noun is None or _is_named(noun, text, query)
    return True


def has_quotations(question: str, texts: Collection[str]) -> bool:
    """Tell whether all that the question has in quotation marks stands in one of the texts.

    A single word in quotation marks may be a nickname or a doubt, and is no quotation.
    """
    quoted = [
        phrase for phrase in map(_squashed, _QUOTED.findall(question)) if " " in phrase.strip()
    ]
    if not quoted:
        return True
    squashed = [_squashed(text) for text in texts]
    return all(any(phrase in text for text in squashed) for phrase in quoted)


def _squashed(text: str) -> str:
    """Only the words, in small letters, with a space on either side."""
    return " " + " ".join(_WORD.findall(text.casefold())) + " "


def _has_figure(context: RankingContext, row: int) -> bool:
    return bool(has_answer_type(context)[row] or answer_type_elsewhere(context)[row])


def _has_words(context: RankingContext, row: int, columns: Collection[int]) -> bool:
    matches = context.table.matches
    found = context.table.in_context | matches.synonym | matches.hyponym | matches.same_prefix
    return bool(found[row][list(columns)].any())


def _has_only_ages(text: str, query: ParsedQuestion) -> bool:
    """Tell whether all figures of a text are ages."""
    ages = query.language.answer_patterns.get(AnswerType.AGE)
    found = len(ages.findall(text)) if ages else 0
    return 0 < found >= len(_FIGURE.findall(text))


def _is_named(noun: str, text: str, query: ParsedQuestion) -> bool:
    """Tell whether a name stands beside the noun, or the text lacks the noun altogether."""
    terms = query.language.analyzer.terms(noun)
    tokens = query.language.analyzer.tokens(text)

    def is_name(token: Token) -> bool:
        return text[token.start].isupper() and not token.stop

    places = [place for place, token in enumerate(tokens) if token.term in terms]
    for place in places:
        before = [token for token in tokens[max(0, place - 2) : place] if not token.stop]
        after = [token for token in tokens[place + 1 : place + 4] if token.text not in _NAMING]
        if any(map(is_name, before[-1:])) or any(map(is_name, after[:1])):
            return True
        # "The horse of the constable, Bamse".
        if any(
            is_name(token) and text[: token.start].rstrip().endswith(",")
            for token in tokens[place + 1 : place + 1 + APPOSITION_DISTANCE]
        ):
            return True
    return not places
