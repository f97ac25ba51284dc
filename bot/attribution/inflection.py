"""The forms of outlets' names in languages that decline them, by the endings in `declension/`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

_CASE_COUNT = 5


class NameInflector:
    """Decline names by endings: adjectives that lead, then the first noun; what follows stays."""

    def __init__(self, adjectives: str, nouns: str, indeclinable: frozenset[str]) -> None:
        self._adjectives = _EndingTable(adjectives)
        self._nouns = _EndingTable(nouns)
        self._indeclinable = indeclinable

    def inflect(self, name: str) -> tuple[str, ...]:
        """Every form of a name but the one given; none where nothing is known of its endings."""
        words = name.split(" ")
        cases: list[list[list[str]]] = []
        for position, word in enumerate(words):
            if word in self._indeclinable:
                cases.append([[word]] * _CASE_COUNT)
                continue
            adjective = position < len(words) - 1 and self._adjectives.decline(word)
            if adjective:
                cases.append(adjective)
                continue
            cases.append(self._nouns.decline(word) or [[word]] * _CASE_COUNT)
            break
        tail = words[len(cases) :]
        found: dict[str, None] = {}
        for number in range(_CASE_COUNT):
            for form in _combine([case[number] for case in cases]):
                found[" ".join([*form, *tail])] = None
        found.pop(name, None)
        return tuple(found)


class _EndingTable:
    """Endings of words, each with what stands for it in the other cases."""

    def __init__(self, lines: str) -> None:
        self._forms_by_ending = {
            line.split()[0]: [form.split("/") for form in line.split()[1:]]
            for line in lines.strip().splitlines()
        }
        self._longest = max(map(len, self._forms_by_ending))

    def decline(self, word: str) -> list[list[str]]:
        """Return the word in each case; empty where no ending is its own."""
        if word.isupper() and len(word) > 1:
            return []
        for count in range(min(self._longest, len(word)), 0, -1):
            if cases := self._forms_by_ending.get(word[-count:]):
                return [[word[:-count] + form for form in case] for case in cases]
        return []


def _combine(words: list[list[str]]) -> Iterator[list[str]]:
    if not words:
        yield []
        return
    for form in words[0]:
        for rest in _combine(words[1:]):
            yield [form, *rest]


@cache
def inflector(code: str) -> NameInflector:
    """Tell how a language declines names."""
    table = tomllib.loads(
        resources.files("bot.attribution")
        .joinpath(f"declension/{code}.toml")
        .read_text(encoding="utf-8")
    )
    return NameInflector(table["adjectives"], table["nouns"], frozenset(table["still"].split()))
