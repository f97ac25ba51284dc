"""Which words say the contrary of one another."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from importlib import resources

from bot.text.language import languages
from bot.text.tokens import Analyzer

NEGATIVE_PREFIXES = ("un", "non", "in", "im", "ir", "dis", "de", "anti", "mis")
"""Beginnings that turn a word into its contrary."""


class Antonyms:
    """The table of words that say the contrary of one another, in terms; English only."""

    def __init__(self, analyzer: Analyzer) -> None:
        table = tomllib.loads(
            resources.files("bot.answering.question")
            .joinpath("antonyms.toml")
            .read_text(encoding="utf-8")
        )
        self._antonyms_of: dict[str, set[str]] = {}
        for sides in table["pairs"]:
            terms = [{term for word in side for term in analyzer.terms(word)} for side in sides]
            for position, side in enumerate(terms):
                others = set().union(*terms[:position], *terms[position + 1 :])
                for term in side:
                    self._antonyms_of.setdefault(term, set()).update(others - side)

    def contradicts(self, missing: Collection[str], present: Collection[str]) -> bool:
        """Tell whether a text that holds these terms says the contrary of a term that it lacks."""
        return any(
            not self._antonyms_of.get(term, set()).isdisjoint(present) or _is_negated(term, present)
            for term in missing
        )


def _is_negated(term: str, present: Collection[str]) -> bool:
    return any(
        term.removeprefix(prefix) in present
        if term.startswith(prefix)
        else prefix + term in present
        for prefix in NEGATIVE_PREFIXES
    )


@cache
def antonyms() -> Antonyms:
    """Return the table that comes with the bot; read once."""
    return Antonyms(languages().get("en").analyzer)
