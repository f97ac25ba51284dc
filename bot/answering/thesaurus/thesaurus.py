"""Words that newsrooms use for one another; English only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib import resources

from bot.text.tokens import Analyzer, Token

Near = dict[str, tuple[str, ...]]
LONGEST = 5
"""Words of a phrase."""


class Thesaurus:
    """Three tables in terms: groups of words, narrower words of a general one, and words for phrases."""

    language = "en"

    def __init__(self, analyzer: Analyzer) -> None:
        groups = [line.split() for line in _lines("groups.txt")]
        narrower, phrases = list(_pairs("narrower.txt")), [(phrase.split(), words) for phrase, words in _pairs("phrases.txt")]
        term = analyzer.plain_terms({word for words in (*groups, *(row for pair in phrases for row in pair)) for word in words})
        term |= analyzer.plain_terms({word for general, words in narrower for word in (general, *words)})
        self._groups: dict[str, list[list[str]]] = defaultdict(list)
        for group in groups:
            terms = [term[word] for word in group]
            for one in dict.fromkeys(terms):
                self._groups[one].append(terms)
        self._narrower: dict[str, set[str]] = defaultdict(set)
        for general, words in narrower:
            self._narrower[term[general]].update(term[word] for word in words)
        self._phrases: dict[str, tuple[str, ...]] = {}
        for phrase, words in phrases:
            # "Go on" and "going on" are one phrase in terms.
            key = " ".join(term[word] for word in phrase)
            self._phrases[key] = (*self._phrases.get(key, ()), *(term[word] for word in words))

    def near(self, term: str) -> tuple[str, ...]:
        """What else a term may be written as."""
        return tuple(sorted({other for group in self._groups.get(term, ()) for other in group} - {term}))

    def narrower(self, term: str) -> tuple[str, ...]:
        """What may stand for it where the text is more exact."""
        return tuple(sorted(self._narrower.get(term, set()) - {term, *self.near(term)}))

    def phrased(self, tokens: Sequence[Token]) -> Near:
        """For the first informative term of each phrase among the words of a question, what else the phrase may be written as."""
        found: Near = {}
        for start in range(len(tokens)):
            for end in range(start + 2, min(len(tokens), start + LONGEST) + 1):
                others = self._phrases.get(" ".join(token.term for token in tokens[start:end]))
                term = next((token.term for token in tokens[start:end] if not token.stop), None)
                if others and term:
                    found[term] = (*found.get(term, ()), *(one for one in others if one != term))
        return found


def _lines(name: str) -> Iterator[str]:
    text = resources.files("bot.answering.thesaurus").joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _pairs(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in _lines(name):
        left, _, right = line.partition(":")
        yield left, right.split()
