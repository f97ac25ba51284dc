"""Which language a text is in, by its function words and letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.text.memo import BoundedMemo
from bot.text.tokens import APOSTROPHES, strip_accents
from bot.text.word_pattern import split_words

MAX_CHARS = 400
"""How many characters of a text decide its language."""
MIN_WORD_SHARE = 0.1
"""The share of telling words below which a text is in none of the languages."""
MIN_LEAD_RATIO = 1.3
"""By how much the best language must be ahead of the next."""
MIN_FOREIGN_WORDS = 2
"""Telling words of another language than the articles' that decide; asking ones count twice."""

LanguageCodes = frozenset[str]
NO_LANGUAGES: LanguageCodes = frozenset()


class LanguageDetector:
    """Tells languages apart; each word is looked up once, however many languages there are."""

    def __init__(
        self,
        words: Mapping[str, Iterable[str]],
        question_words: Mapping[str, Iterable[str]],
        letters: Mapping[str, str],
        known: Iterable[str],
    ) -> None:
        """Take by language its function words, those that only ask, and its telling letters.

        A text in a language that is not among those `known` is in none.
        """
        self._known = frozenset(known)
        self._words = _by_word(words, lambda word: {word, strip_accents(word)})
        self._question_words = _by_word(question_words, lambda word: {word})
        self._letters = _by_word(letters, lambda letter: {letter})
        self._marks = [letter for letter in self._letters if not letter.isalpha()]
        self._language_memo = BoundedMemo(self._languages_of_word)

    def detect(self, text: str) -> str | None:
        """Return the language of a text; None where its words don't tell it."""
        words = self._telling_words(text)
        shares = Counter(code for word in words for code in self._language_memo[word])
        best, second = [*shares.most_common(2), ("", 0), ("", 0)][:2]
        return (
            best[0]
            if best[0] in self._known
            and best[1] >= max(MIN_WORD_SHARE * len(words), MIN_LEAD_RATIO * second[1])
            else None
        )

    def detect_question(self, text: str, corpus_languages: Sequence[str]) -> list[str]:
        """Return the language of a question, or those of articles between which it does not tell.

        Several are in the order of `corpus_languages`. A question is in a language of the articles
        unless it is plainly in another: a name or a loan word proves nothing.
        """
        codes_by_word = [
            codes
            for word in self._telling_words(text)
            for codes in (self._language_memo[word], self._question_words.get(word, NO_LANGUAGES))
            if codes
        ]
        own = frozenset(corpus_languages)
        foreign = Counter(
            code for codes in codes_by_word if own.isdisjoint(codes) for code in codes & self._known
        )
        for best, theirs in foreign.most_common(1):
            ours = sum(best not in codes for codes in codes_by_word if not own.isdisjoint(codes))
            if theirs >= MIN_FOREIGN_WORDS and theirs > ours:
                return [best]
        votes = Counter(code for codes in codes_by_word for code in codes)
        limit = max((votes[code] for code in corpus_languages), default=0)
        return [code for code in corpus_languages if votes[code] == limit]

    def _telling_words(self, text: str) -> list[str]:
        """Return lower-case words that are no part of a name, and marks of only some languages."""
        text = text[:MAX_CHARS]
        words = split_words(text.translate(APOSTROPHES))
        if not text.isupper():
            capital = [False, *(word[0].isupper() for word in words), False]
            named = (
                here and (before or after)
                for before, here, after in zip(capital, capital[1:], capital[2:], strict=False)
            )
            words = [word for word, name in zip(words, named, strict=True) if not name]
        return [word.lower() for word in words if not word[0].isdigit()] + [
            mark for mark in self._marks for _ in range(text.count(mark))
        ]

    def _languages_of_word(self, word: str) -> LanguageCodes:
        """Return the languages that a word speaks for."""
        codes = self._words.get(word) or self._words.get(strip_accents(word))
        if codes:
            return codes
        before, apostrophe, after = word.partition("'")
        if apostrophe and (codes := self._words.get(before + apostrophe) or self._words.get(after)):
            return codes
        return (
            NO_LANGUAGES
            if word.isascii()
            else NO_LANGUAGES.union(*(self._letters.get(letter, NO_LANGUAGES) for letter in word))
        )


def _by_word(
    table: Mapping[str, Iterable[str]], forms: Callable[[str], set[str]]
) -> dict[str, LanguageCodes]:
    found: dict[str, set[str]] = {}
    for code, words in table.items():
        for word in words:
            for form in forms(word):
                found.setdefault(form, set()).add(code)
    return {form: frozenset(codes) for form, codes in found.items()}
