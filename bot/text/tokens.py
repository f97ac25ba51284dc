"""Words of a text as the index and the questions see them: one analysis for both."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib import resources

import Stemmer

# A number with its groups and decimals, an abbreviation with dots, or a word of any script with apostrophes inside.
_WORD = re.compile(
    r"\d{1,3}(?:(?:,|[ \u00a0\u202f])\d{3})+(?:\.\d+)?(?!\d)"
    r"|\d+(?:[.,]\d+)+"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f])*(?:['’ʼ‘`´](?:[^\W_]|[\u0300-\u036f])+)*"
)
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´", "'"))
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
    """Turns text into words; may be used by several threads."""

    def __init__(self) -> None:
        tables = tomllib.loads(resources.files("bot.text").joinpath("english.toml").read_text(encoding="utf-8"))
        self._stop = frozenset(word for group in tables["stop"].values() for word in group)
        self._irregular = {form: lemma for lemma, forms in tables["irregular"].items() for form in forms}
        self._stemmer = Stemmer.Stemmer("english", 0)
        self._known: dict[str, tuple[str, bool]] = {}

    def tokens(self, text: str) -> list[Token]:
        """Every word of the text, in order."""
        found = []
        for match in _WORD.finditer(text):
            folded = _fold(match[0])
            if folded:
                term, stop = self._term(folded)
                found.append(Token(match.start(), match.end(), folded, term, stop))
        return found

    def terms(self, text: str) -> list[str]:
        """The informative terms of the text, in order: what is indexed and searched for."""
        return [term for word in map(_fold, _WORD.findall(text)) if word for term, stop in (self._term(word),) if not stop]

    def _term(self, word: str) -> tuple[str, bool]:
        known = self._known.get(word)
        if known is None:
            known = (self._stemmer.stemWord(self._irregular.get(word, word)), word in self._stop)
            self._known[word] = known
        return known


def _fold(word: str) -> str:
    word = unicodedata.normalize("NFKC", word).translate(_APOSTROPHES)
    if word[0].isdigit():
        return _GROUPS.sub("", word).casefold()
    # "US" is a country and "us" is a word: capitals keep the abbreviation apart from the stop word.
    if word.replace(".", "") == "US":
        return "u.s"
    word = word.casefold()
    if word.endswith("'s"):
        word = word[:-2]
    return word.replace(".", "").replace("'", "")
