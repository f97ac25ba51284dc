"""The forms of outlets' names in languages that decline them, by the endings in `declension/`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

_CASES = 5


class Declension:
    """Declines names by a language's endings: adjectives that lead, then the first noun; what follows stays."""

    def __init__(self, adjectives: str, nouns: str, still: frozenset[str]) -> None:
        self._adjectives = _Endings(adjectives)
        self._nouns = _Endings(nouns)
        self._still = still

    def forms(self, name: str) -> tuple[str, ...]:
        """Every form of a name but the one given; none where nothing is known of its endings."""
        words = name.split(" ")
        cases: list[list[list[str]]] = []
        for place, word in enumerate(words):
            if word in self._still:
                cases.append([[word]] * _CASES)
                continue
            adjective = place < len(words) - 1 and self._adjectives.declined(word)
            if adjective:
                cases.append(adjective)
                continue
            cases.append(self._nouns.declined(word) or [[word]] * _CASES)
            break
        tail = words[len(cases) :]
        found: dict[str, None] = {}
        for number in range(_CASES):
            for form in _combined([case[number] for case in cases]):
                found[" ".join([*form, *tail])] = None
        found.pop(name, None)
        return tuple(found)


class _Endings:
    """Endings of words, each with what stands for it in the other cases."""

    def __init__(self, lines: str) -> None:
        self._cases = {line.split()[0]: [form.split("/") for form in line.split()[1:]] for line in lines.strip().splitlines()}
        self._longest = max(map(len, self._cases))

    def declined(self, word: str) -> list[list[str]]:
        """The word in each case; empty where no ending is its own."""
        if word.isupper() and len(word) > 1:
            return []
        for many in range(min(self._longest, len(word)), 0, -1):
            if cases := self._cases.get(word[-many:]):
                return [[word[:-many] + form for form in case] for case in cases]
        return []


def _combined(words: list[list[str]]) -> Iterator[list[str]]:
    if not words:
        yield []
        return
    for form in words[0]:
        for rest in _combined(words[1:]):
            yield [form, *rest]


@cache
def declension(code: str) -> Declension:
    """How a language declines names."""
    table = tomllib.loads(resources.files("bot.attribution").joinpath(f"declension/{code}.toml").read_text(encoding="utf-8"))
    return Declension(table["adjectives"], table["nouns"], frozenset(table["still"].split()))
