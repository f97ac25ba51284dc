"""Words of a text as the index and the questions see them: one analysis for both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from bot.text.invisible import INVISIBLE
from bot.text.memo import BoundedMemo

MAX_CACHED_PIECE_CHARS = 20
"""How long the pieces of a text between spaces may be on average, to be remembered."""

# Accents of Latin and Greek letters, vowels of Arabic ones.
_MARK = "[\u0300-\u036f\u064b-\u065f\u0670]"
# Hyphens and a line end inside a word that was broken there, before a small letter.
_HYPHENS = "\u00ad\u2010-"
_LINE_BREAK = r"[ \t]*(?:\r\n|\r|\n)[ \t]*"
_SMALL = "(?=[a-zß-öø-ÿāăąćčďđēėęěğģīįıķļľłńņňőœřśşšţťūůűųźżžα-ωά-ώа-яёіїєґў])"
_LINE_END_HYPHEN = rf"[{INVISIBLE}]{{0,2}}[{_HYPHENS}][{INVISIBLE}]{{0,2}}{_LINE_BREAK}{_SMALL}"
_APOSTROPHE = "['’ʼ‘`´]"


def _compile_word(inside: str) -> re.Pattern[str]:
    """Compile what a word is: a number, an abbreviation with dots, or letters of any script.

    A number may have groups and decimals; `inside` is what may stand between letters.
    """
    return re.compile(
        r"\d{1,3}(?:(?:,|[ \u00a0\u2009\u202f])\d{3})+(?:[.,]\d+)?(?!\d)"
        r"|\d+(?:[.,]\d+)+"
        r"|(?:[^\W\d_]\.){2,}"
        rf"|[^\W_](?:[^\W_]|{_MARK})*(?:(?:{inside})(?:[^\W_]|{_MARK})+)*"
    )


_WORD = _compile_word(_APOSTROPHE)
_BROKEN_WORD = _compile_word(
    rf"[{INVISIBLE}]{{0,4}}{_APOSTROPHE}[{INVISIBLE}]{{0,4}}|{_LINE_END_HYPHEN}|[{INVISIBLE}]+"
)
APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´", "'"))
_GROUPS = re.compile(r"(?<=\d)[, \u00a0\u2009\u202f](?=\d{3})")
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3})")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_NOT_SEEN = re.compile(rf"{_LINE_END_HYPHEN}|[{INVISIBLE}]")
_MAY_BREAK_WORD = re.compile(rf"[{_HYPHENS}][{INVISIBLE}]{{0,2}}[ \t]*[\r\n]|[{INVISIBLE}]")
_HYPHENATED = re.compile(rf"([^\W\d_]+){_LINE_END_HYPHEN}([^\W\d_]+)")
_SPACED_NUMBER = re.compile(r"\d \d")
_DIGITS = {ord(digit): str(unicodedata.digit(digit)) for digit in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}


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
        *,
        apostrophe: str = "within",
        affixes: Mapping[str, str] | None = None,
        post_stem_folds: Mapping[str, str] | None = None,
        accents: bool = True,
        decimal: str = ".",
    ) -> None:
        """Take the tables of a language.

        Args:
            stop: Words that say too little to be searched for.
            irregular: Forms with the words that they are forms of.
            stem: Cuts the ending of a word.
            folds: Letters that are written for one another.
            apostrophe: Which part of a word with one inside counts: "before" it, "after" it, both
                without it ("within"), or both with it for the stemmer ("keep").
            affixes: Beginnings ("x-") and endings ("-x") to be written otherwise.
            post_stem_folds: Letters that only a stemmer must tell apart.
            accents: Whether accents tell words apart.
            decimal: The sign before decimals.
        """
        folds = folds or {}
        self._folds = str.maketrans(
            {letter.upper(): other for letter, other in folds.items()} | dict(folds)
        )
        self._affixes = tuple(
            (affix.strip("-"), affix.endswith("-"), other)
            for affix, other in (affixes or {}).items()
        )
        self._post_stem_folds = str.maketrans(dict(post_stem_folds or {}))
        self._accents = accents
        self._decimal = decimal
        self._apostrophe = apostrophe
        self._stem = stem
        self._irregular = {
            self._normalize_word(form): self._normalize_word(lemma)
            for form, lemma in (irregular or {}).items()
        }
        stops = frozenset(map(self._normalize_word, stop))
        self._stop = stops if accents else stops.union(map(strip_accents, stops))
        self._word_memo = BoundedMemo(self._analyze_word)
        self._piece_memo = BoundedMemo(self._informative_words)
        self._phrase_memo = BoundedMemo(self._terms)

    def tokens(self, text: str) -> list[Token]:
        """Return every word of the text, in order."""
        found = []
        for match in _word_pattern(text).finditer(text):
            folded, term, stop = self._word_memo[match[0]]
            if folded:
                found.append(Token(match.start(), match.end(), folded, term, stop))
        return found

    def words(self, text: str) -> list[tuple[str, str]]:
        """Return the informative words of the text, in order: each case-folded, with its term."""
        pieces = self.pieces(text)
        if len(pieces) == 1:
            return [*self.piece_words(text)]
        return [*chain.from_iterable(map(self._piece_memo.__getitem__, pieces))]

    def pieces(self, text: str) -> list[str]:
        """Return the pieces of a text with all its words: what one held before is remembered."""
        # Pieces that are long are no words that are met again.
        whole = (
            _SPACED_NUMBER.search(text)
            or _has_broken_words(text)
            or len(text) > MAX_CACHED_PIECE_CHARS * (text.count(" ") + 1)
        )
        return [text] if whole else text.split(" ")

    def piece_words(self, piece: str) -> tuple[tuple[str, str], ...]:
        """Return the informative words of a piece."""
        return (
            self._piece_memo[piece]
            if len(piece) <= MAX_CACHED_PIECE_CHARS
            else self._informative_words(piece)
        )

    def terms(self, text: str) -> list[str]:
        """Return the informative terms of the text, in order: what is indexed and searched for."""
        return [term for _, term in self.words(text)]

    def phrase_terms(self, text: str) -> tuple[str, ...]:
        """Return the same of a name, a date or the like, which are soon met again."""
        return self._phrase_memo[text]

    def terms_by_word(self, words: Collection[str]) -> dict[str, str]:
        """Return the term of each of many plain words; quick for lower case without marks."""
        stem, irregular = self._stem, self._irregular
        return {
            word: stem(irregular.get(word, word))
            if word.isascii() and word.isalpha() and word.islower()
            else self._word_memo[word][1]
            for word in words
        }

    def _terms(self, text: str) -> tuple[str, ...]:
        return tuple(self.terms(text))

    def _informative_words(self, text: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (folded, term)
            for folded, term, stop in map(
                self._word_memo.__getitem__, _word_pattern(text).findall(text)
            )
            if folded and not stop
        )

    def _analyze_word(self, word: str) -> tuple[str, str, bool]:
        """Return a word case-folded, its term (maybe empty), and whether it is a stop word."""
        folded = self._normalize_word(word)
        term = (
            self._normalize_stem(self._stem(self._irregular.get(folded, folded))) if folded else ""
        )
        return folded, term, folded in self._stop

    def _normalize_stem(self, stem: str) -> str:
        return (
            (stem if self._accents else strip_accents(stem))
            .replace("'", "")
            .translate(self._post_stem_folds)
        )

    def _normalize_word(self, word: str) -> str:
        if not word.isalnum():
            word = _NOT_SEEN.sub("", word)
        word = unicodedata.normalize("NFKC", word).translate(APOSTROPHES).translate(self._folds)
        if word[:1].isdigit():
            return self._normalize_number(word.casefold())
        # "US" is a country and "us" a word: capitals keep the abbreviation from the stop word.
        if word.replace(".", "") == "US":
            return "u.s"
        word = word.casefold()
        if "'" in word:
            word = self._without_apostrophe(word)
        word = word.replace(".", "")
        for affix, begins, other in self._affixes:
            if begins and word.startswith(affix) and len(word) > len(affix) + 1:
                word = other + word[len(affix) :]
            elif not begins and word.endswith(affix) and len(word) > len(affix) + 1:
                word = word[: -len(affix)] + other
        return word

    def _normalize_number(self, word: str) -> str:
        word = word.translate(_DIGITS)
        if self._decimal == ".":
            return _GROUPS.sub("", word)
        word = _SPACES.sub("", word)
        if _DOTTED.fullmatch(word):
            word = word.replace(".", "")
        return word.replace(",", "." if word.count(",") == 1 else "")

    def _without_apostrophe(self, word: str) -> str:
        match self._apostrophe:
            case "before":
                return word.partition("'")[0] or word
            case "after":
                return word.rpartition("'")[2]
            case "keep":
                return word
        return (word[:-2] if word.endswith("'s") else word).replace("'", "")


def _has_broken_words(text: str) -> bool:
    """Whether hyphens at line ends or invisible characters may stand inside words."""
    return (not text.isascii() or "\n" in text or "\r" in text) and _MAY_BREAK_WORD.search(
        text
    ) is not None


def _word_pattern(text: str) -> re.Pattern[str]:
    """Return what finds the words of a text: the quick one, where none is broken."""
    return _BROKEN_WORD if _has_broken_words(text) else _WORD


def unbroken(text: str) -> str:
    """Return a text without invisible characters and without the hyphens of broken words."""
    return _NOT_SEEN.sub("", text) if _has_broken_words(text) else text


def broken_parts(text: str) -> list[str]:
    """Return the parts of words with a hyphen at a line end, which may be their own."""
    if not _has_broken_words(text):
        return []
    return [part for found in _HYPHENATED.finditer(text) for part in found.groups()]


def split_words(text: str) -> list[str]:
    """Return the words of a text of any language, as they are written."""
    return _word_pattern(text).findall(text)


def strip_accents(word: str) -> str:
    """Return a word as typed without its language's keyboard; Cyrillic stays, as й is no и."""
    if word.isascii() or "\u0400" <= word[0] <= "\u04ff":
        return word
    return (
        "".join(
            letter
            for letter in unicodedata.normalize("NFD", word)
            if not unicodedata.combining(letter)
        )
        .replace("ı", "i")
        .replace("ß", "ss")
    )
