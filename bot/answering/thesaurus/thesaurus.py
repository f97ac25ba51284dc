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
        near: dict[str, set[str]] = defaultdict(set)
        for line in _lines("groups.txt"):
            terms = {analyzer.term(word) for word in line.split()}
            for term in terms:
                near[term] |= terms
        narrower: dict[str, set[str]] = defaultdict(set)
        for general, words in _pairs("narrower.txt"):
            narrower[analyzer.term(general)].update(map(analyzer.term, words))
        self._near = {term: tuple(sorted(others - {term})) for term, others in near.items()}
        self._narrower = {term: tuple(sorted(others - {term} - near[term])) for term, others in narrower.items()}
        self._phrases: dict[str, tuple[str, ...]] = {}
        for phrase, words in _pairs("phrases.txt"):
            # "Go on" and "going on" are one phrase in terms.
            key = " ".join(map(analyzer.term, phrase.split()))
            self._phrases[key] = (*self._phrases.get(key, ()), *map(analyzer.term, words))

    def near(self, term: str) -> tuple[str, ...]:
        """What else a term may be written as."""
        return self._near.get(term, ())

    def narrower(self, term: str) -> tuple[str, ...]:
        """What may stand for it where the text is more exact."""
        return self._narrower.get(term, ())

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
