"""Words of a text as the index and the questions see them: one analysis for both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

# A number with its groups and decimals, an abbreviation with dots, or a word of any script with apostrophes inside.
_WORD = re.compile(
    r"\d{1,3}(?:(?:,|[ \u00a0\u202f])\d{3})+(?:\.\d+)?(?!\d)"
    r"|\d+(?:[.,]\d+)+"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f])*(?:['’ʼ‘`´](?:[^\W_]|[\u0300-\u036f])+)*"
)
APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´", "'"))
_GROUPS = re.compile(r"(?<=\d)[, \u00a0\u202f](?=\d{3})")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text."""

    start: int
    end: int
    """Offsets in code points."""
    text: str
    """The word case-folded, without its possessive."""
    term: str
    """What is indexed: the stem, or the common form of an irregular word."""
    stop: bool
    """Whether the word says too little to be searched for."""


class Analyzer:
    """Turns text of one language into words; may be used by several threads."""

    def __init__(
        self,
        stop: Iterable[str] = (),
        irregular: Mapping[str, str] | None = None,
        stem: Callable[[str], str] = str,
        folds: Mapping[str, str] | None = None,
        apostrophe: str = "within",
    ) -> None:
        """Take the tables of a language.

        `apostrophe` says which part of a word with one inside counts: "before" it, "after" it, both without it ("within"), or
        both with it for the stemmer ("keep").
        """
        self._folds = str.maketrans(dict(folds or {}))
        self._apostrophe = apostrophe
        self._stem = stem
        self._irregular = irregular or {}
        self._stop = frozenset(self._fold(word) for word in stop)
        self._known: dict[str, tuple[str, bool]] = {}

    def tokens(self, text: str) -> list[Token]:
        """Every word of the text, in order."""
        found = []
        for match in _WORD.finditer(text):
            folded = self._fold(match[0])
            if folded:
                term, stop = self._term(folded)
                found.append(Token(match.start(), match.end(), folded, term, stop))
        return found

    def terms(self, text: str) -> list[str]:
        """The informative terms of the text, in order: what is indexed and searched for."""
        return [term for word in map(self._fold, _WORD.findall(text)) if word for term, stop in (self._term(word),) if not stop]

    def vocabulary(self) -> dict[str, str]:
        """Every informative word met so far, case-folded, with its term."""
        return {word: term for word, (term, stop) in self._known.items() if not stop}

    def _term(self, word: str) -> tuple[str, bool]:
        known = self._known.get(word)
        if known is None:
            known = (self._stem(self._irregular.get(word, word)).replace("'", ""), word in self._stop)
            self._known[word] = known
        return known

    def _fold(self, word: str) -> str:
        word = unicodedata.normalize("NFKC", word).translate(APOSTROPHES).translate(self._folds)
        if word[0].isdigit():
            return _GROUPS.sub("", word).casefold()
        # "US" is a country and "us" is a word: capitals keep the abbreviation apart from the stop word.
        if word.replace(".", "") == "US":
            return "u.s"
        word = word.casefold()
        if "'" in word:
            word = self._without_apostrophe(word)
        return word.replace(".", "")

    def _without_apostrophe(self, word: str) -> str:
        match self._apostrophe:
            case "before":
                return word.partition("'")[0] or word
            case "after":
                return word.rpartition("'")[2]
            case "keep":
                return word
        return (word[:-2] if word.endswith("'s") else word).replace("'", "")


def words_of(text: str) -> list[str]:
    """The words of a text of any language, as they are written."""
    return _WORD.findall(text)
