"""Words that newsrooms use for one another; English only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources

from bot.text.language import languages
from bot.text.tokens import Analyzer, Token

Near = dict[str, tuple[str, ...]]
LONGEST = 5
"""Words of a phrase."""
MOST_KEPT = 4096
"""Of how many terms lately asked about the answer is kept."""


class Thesaurus:
    """Three tables in terms: groups of words, narrower words of a general one, and words for phrases."""

    language = "en"

    def __init__(self, analyzer: Analyzer) -> None:
        groups = [line.split() for line in _lines("groups.txt")]
        narrower, phrases = list(_pairs("narrower.txt")), [(phrase.split(), words) for phrase, words in _pairs("phrases.txt")]
        term = analyzer.plain_terms(set().union(*groups, *(row for pair in phrases for row in pair)))
        term |= analyzer.plain_terms({word for general, words in narrower for word in (general, *words)})
        self._groups: dict[str, list[list[str]]] = defaultdict(list)
        for group in groups:
            terms = list(map(term.__getitem__, group))
            for one in terms:
                self._groups[one].append(terms)
        self._narrower: dict[str, set[str]] = defaultdict(set)
        for general, words in narrower:
            self._narrower[term[general]].update(term[word] for word in words)
        self._phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
        for phrase, words in phrases:
            # "Go on" and "going on" are one phrase in terms.
            key = tuple(term[word] for word in phrase)
            self._phrases[key] = (*self._phrases.get(key, ()), *(term[word] for word in words))
        self._openings = {key[0] for key in self._phrases}
        self.near = lru_cache(MOST_KEPT)(self._near)
        """What else a term may be written as."""
        self.narrower = lru_cache(MOST_KEPT)(self._exact)
        """What may stand for it where the text is more exact."""

    def _near(self, term: str) -> tuple[str, ...]:
        return tuple(sorted({other for group in self._groups.get(term, ()) for other in group} - {term}))

    def _exact(self, term: str) -> tuple[str, ...]:
        return tuple(sorted(self._narrower.get(term, set()) - {term, *self.near(term)}))

    def phrased(self, tokens: Sequence[Token]) -> Near:
        """For the first informative term of each phrase among the words of a question, what else the phrase may be written as."""
        found: Near = {}
        terms = tuple(token.term for token in tokens)
        for start in range(len(tokens)):
            if terms[start] not in self._openings:
                continue
            for end in range(start + 2, min(len(tokens), start + LONGEST) + 1):
                others = self._phrases.get(terms[start:end])
                if not others:
                    continue
                term = next((token.term for token in tokens[start:end] if not token.stop), None)
                if term:
                    found[term] = (*found.get(term, ()), *(one for one in others if one != term))
        return found


def _lines(name: str) -> Iterator[str]:
    text = resources.files("bot.answering.thesaurus").joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _pairs(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in _lines(name):
        left, _, right = line.partition(":")
        yield left, right.split()


@cache
def thesaurus() -> Thesaurus:
    """The one that comes with the bot; read once, as a reload changes nothing of it."""
    return Thesaurus(languages().of(Thesaurus.language).analyzer)
