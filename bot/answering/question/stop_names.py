"""What articles tell of words: stop words that are names, words that say nothing."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.question.parsing import ParsedQuestion


def without_unknown_faint_terms(query: ParsedQuestion, analyzed: AnalyzedCorpus) -> ParsedQuestion:
    """Leave out faint words that no article has, where the question has others.

    So is a first word in capitals that is a name elsewhere: "WHO is the keeper?" shouts.
    """
    shouted = {token.term for token in query.tokens[:1] if token.term.isupper()}
    unknown = {
        term
        for term in (query.language.faint_terms | shouted) & query.terms.keys()
        if not analyzed.has_term(term)
    }
    return query.without_terms(unknown) if unknown and len(unknown) < len(query.terms) else query


def with_stop_names(query: ParsedQuestion, analyzed: AnalyzedCorpus) -> ParsedQuestion:
    """Take the stop words that articles have as names for names, where nothing else is asked.

    Of several the first is not meant: "who is will?".
    """
    if query.terms or query.requested_outlets:
        return query
    tokens = query.language.analyzer.tokens(query.text)
    named = [token for token in tokens if token.stop and analyzed.has_term(token.text)]
    named = named[1:] if len(named) > 1 else named
    terms = tuple(token.text for token in named)
    return replace(
        query,
        terms=dict.fromkeys(terms, 1.0),
        term_sequence=terms,
        word_of_term={token.text: query.text[token.start : token.end] for token in named},
        names=frozenset(terms),
    )
