"""Words of a text as the index and the questions see them: one analysis for both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.text.memo import BoundedMemo
from bot.text.unspaced import FIRST_UNSPACED, is_unspaced, word_spans
from bot.text.word_pattern import NOT_SEEN, SIGNS, has_broken_words, word_pattern

MAX_CACHED_PIECE_CHARS = 20
"""How long the pieces of a text between spaces may be on average, to be remembered."""

APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´", "'"))
_GROUPS = re.compile(r"(?<=\d)[, \u00a0\u2009\u202f](?=\d{3})")
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3})")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_SPACED_NUMBER = re.compile(r"\d \d")
_MARKS_BEHIND_NAMES = ("", *',.:;?!)"”', "'s", "’s")
_INSIDE = (" ", "\u00a0", ", ", "-")
"""What stands before a word inside a sentence."""
_MAX_NAME_WORDS = 3
_TITLE_SHARE = 0.8
"""Of more words than these, so many have capitals in a headline that gives all of them one."""
_HYPHENS = re.compile("[-\u2010\u2011]")
_MANY = re.compile(r"[^\W\d_]+\d+s")
"""Several of a kind: F-16s."""
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
        signs: Mapping[str, str] | None = None,
        names: Iterable[str] = (),
        first_names: Iterable[str] = (),
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
            signs: Words that signs are read as: "%".
            names: Stop words that are names where they have a capital inside a sentence.
            first_names: Those that are also at its beginning, before another name.
        """
        folds = folds or {}
        self._signs = dict(signs or {})
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
        self._names, self._first_names = frozenset(names), frozenset(first_names)
        self._name_pieces = frozenset(
            form + mark
            for name in self._names | self._first_names
            for form in (name.capitalize(), name.upper())
            if len(form) > 1
            for mark in _MARKS_BEHIND_NAMES
        )
        self._word_memo = BoundedMemo(self._analyze_word)
        self._piece_memo = BoundedMemo(self._informative_words)
        self._phrase_memo = BoundedMemo(self._terms)

    def tokens(self, text: str) -> list[Token]:
        """Return every word of the text, in order."""
        found = []
        for match in word_pattern(text).finditer(text):
            if match[0][0] >= FIRST_UNSPACED and is_unspaced(match[0]):
                found += [
                    Token(match.start() + start, match.start() + end, word, word, stop=False)
                    for start, end in word_spans(match[0])
                    for word in [match[0][start:end]]
                ]
                continue
            folded, term, stop = self._word_memo[match[0]]
            if folded:
                found.append(Token(match.start(), match.end(), folded, term, stop))
        return self._with_names(found, text) if self._names else found

    def has_stop_names(self, pieces: Iterable[str]) -> bool:
        """Tell whether one of the pieces of a text may be a name that is a stop word otherwise."""
        return not self._name_pieces.isdisjoint(pieces)

    def _with_names(self, tokens: list[Token], text: str) -> list[Token]:
        """Return the same words, where stop words that are names here are none."""
        for place, token in enumerate(tokens):
            if token.stop and text[token.start].isupper():
                term = self._name_term(tokens, place, text)
                if term:
                    tokens[place] = Token(token.start, token.end, token.text, term, stop=False)
        return tokens

    def _name_term(self, tokens: Sequence[Token], place: int, text: str) -> str:
        """Return the term of a stop word with a capital that is a name; empty where it is none."""
        token = tokens[place]
        written = text[token.start : token.end].translate(APOSTROPHES).partition("'")[0]
        # I'm and can't are no names, Will's is.
        if written.casefold() != token.text or len(written) == 1:
            return ""
        if written.isupper():
            alone = len(tokens) == 1 or not text.isupper()
            return written if alone and token.text in self._names else ""
        if not place:
            follows = place + 1 < len(tokens) and text[token.end : tokens[place + 1].start] == " "
            named = follows and text[tokens[place + 1].start].isupper() and "?" not in text
            return token.text if named and token.text in self._first_names else ""
        if token.text not in self._names:
            return ""
        if text[tokens[place - 1].end : token.start] not in _INSIDE:
            return ""
        capitals = sum(text[other.start].isupper() for other in tokens)
        is_title = len(tokens) > _MAX_NAME_WORDS and capitals > _TITLE_SHARE * len(tokens)
        return "" if is_title else token.text

    def words(self, text: str) -> list[tuple[str, str]]:
        """Return the informative words of the text, in order: each case-folded, with its term."""
        pieces = self.pieces(text)
        if self.has_stop_names(pieces):
            return [(token.text, token.term) for token in self.tokens(text) if not token.stop]
        if len(pieces) == 1:
            return [*self.piece_words(text)]
        return [*chain.from_iterable(map(self._piece_memo.__getitem__, pieces))]

    def pieces(self, text: str) -> list[str]:
        """Return the pieces of a text with all its words: what one held before is remembered."""
        # Pieces that are long are no words that are met again.
        whole = (
            _SPACED_NUMBER.search(text)
            or has_broken_words(text)
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
        if max(text, default="") >= FIRST_UNSPACED:
            return tuple((token.text, token.term) for token in self.tokens(text) if not token.stop)
        return tuple(
            (folded, term)
            for folded, term, stop in map(
                self._word_memo.__getitem__, word_pattern(text).findall(text)
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
        if word in SIGNS:
            return self._signs.get(word, "")
        if not word.isalnum():
            word = NOT_SEEN.sub("", word)
        word = unicodedata.normalize("NFKC", word).translate(APOSTROPHES).translate(self._folds)
        if word[:1].isdigit():
            return self._normalize_number(word.casefold())
        # "US" is a country and "us" a word: capitals keep the abbreviation from the stop word.
        if word.replace(".", "") == "US":
            return "u.s"
        word = word.casefold()
        if "'" in word:
            word = self._without_apostrophe(word)
        word = _HYPHENS.sub("", word.replace(".", ""))
        if _MANY.fullmatch(word):
            word = word[:-1]
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
