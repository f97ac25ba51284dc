"""Words that newsrooms use for one another; English only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources

from bot.text.language import languages
from bot.text.tokens import Analyzer, Token

TermsByTerm = dict[str, tuple[str, ...]]
MAX_PHRASE_WORDS = 5
"""Words of a phrase."""
MAX_CACHED_TERMS = 4096
"""Of how many terms lately asked about the answer is kept."""


class SynonymMap:
    """Tables in terms: groups of words, narrower words of a general one, words for phrases."""

    language = "en"

    def __init__(self, analyzer: Analyzer) -> None:
        groups = [line.split() for line in _read_lines("groups.txt")]
        narrower, phrases = (
            list(_read_pairs("narrower.txt")),
            [(phrase.split(), words) for phrase, words in _read_pairs("phrases.txt")],
        )
        term = analyzer.terms_by_word(
            set().union(*groups, *(row for pair in phrases for row in pair))
        )
        term |= analyzer.terms_by_word(
            {word for general, words in narrower for word in (general, *words)}
        )
        self._groups: dict[str, list[list[str]]] = defaultdict(list)
        for group in groups:
            terms = list(map(term.__getitem__, group))
            for item in terms:
                self._groups[item].append(terms)
        self._hyponyms: dict[str, set[str]] = defaultdict(set)
        for general, words in narrower:
            self._hyponyms[term[general]].update(term[word] for word in words)
        self._phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
        for phrase, words in phrases:
            # "Go on" and "going on" are one phrase in terms.
            key = tuple(term[word] for word in phrase)
            self._phrases[key] = (*self._phrases.get(key, ()), *(term[word] for word in words))
        self._first_terms = {key[0] for key in self._phrases}
        self.synonyms = lru_cache(MAX_CACHED_TERMS)(self._find_synonyms)
        """What else a term may be written as."""
        self.hyponyms = lru_cache(MAX_CACHED_TERMS)(self._find_hyponyms)
        """What may stand for it where the text is more exact."""

    def _find_synonyms(self, term: str) -> tuple[str, ...]:
        return tuple(
            sorted({other for group in self._groups.get(term, ()) for other in group} - {term})
        )

    def _find_hyponyms(self, term: str) -> tuple[str, ...]:
        return tuple(sorted(self._hyponyms.get(term, set()) - {term, *self.synonyms(term)}))

    def phrase_synonyms(self, tokens: Sequence[Token]) -> TermsByTerm:
        """Give, by the first informative term of each phrase, what else it may be written as."""
        found: TermsByTerm = {}
        terms = tuple(token.term for token in tokens)
        for start in range(len(tokens)):
            if terms[start] not in self._first_terms:
                continue
            for end in range(start + 2, min(len(tokens), start + MAX_PHRASE_WORDS) + 1):
                others = self._phrases.get(terms[start:end])
                if not others:
                    continue
                term = next((token.term for token in tokens[start:end] if not token.stop), None)
                if term:
                    found[term] = (
                        *found.get(term, ()),
                        *(other for other in others if other != term),
                    )
        return found


def _read_lines(name: str) -> Iterator[str]:
    text = (
        resources.files("bot.answering.question.synonyms")
        .joinpath(name)
        .read_text(encoding="utf-8")
    )
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _read_pairs(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in _read_lines(name):
        left, _, right = line.partition(":")
        yield left, right.split()


@cache
def synonym_map() -> SynonymMap:
    """Return the one that comes with the bot; read once, as a reload changes nothing of it."""
    return SynonymMap(languages().get(SynonymMap.language).analyzer)
