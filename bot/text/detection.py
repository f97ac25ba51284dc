"""Which language a text is in, by its function words and letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.text.remembered import Remembered
from bot.text.tokens import APOSTROPHES, bare, words_of

LOOKED_AT = 400
"""How many characters of a text decide its language."""
LEAST = 0.1
"""The share of telling words below which a text is in none of the languages."""
LEAD = 1.3
"""By how much the best language must be ahead of the next."""
PLAINLY = 2
"""So many telling words put a question in another language than the articles'; a word that asks counts twice."""

Codes = frozenset[str]
NONE: Codes = frozenset()


class Detector:
    """Tells languages apart; each word is looked up once, however many languages there are."""

    def __init__(self, words: Mapping[str, Iterable[str]], asking: Mapping[str, Iterable[str]], letters: Mapping[str, str], known: Iterable[str]) -> None:
        """Take by language its function words, those that only ask, and the letters that few others have.

        A text in a language that is not among those `known` is in none.
        """
        self._known = frozenset(known)
        self._words = _by_word(words, lambda word: {word, bare(word)})
        self._asking = _by_word(asking, lambda word: {word})
        self._letters = _by_word(letters, lambda letter: {letter})
        self._marks = [letter for letter in self._letters if not letter.isalpha()]
        self._telling = Remembered(self._told)

    def of(self, text: str) -> str | None:
        """The language of a text; None where its words don't tell it."""
        words = self._words_of(text)
        shares = Counter(code for word in words for code in self._telling[word])
        best, second = [*shares.most_common(2), ("", 0), ("", 0)][:2]
        return best[0] if best[0] in self._known and best[1] >= max(LEAST * len(words), LEAD * second[1]) else None

    def of_question(self, text: str, spoken: Sequence[str]) -> list[str]:
        """The language of a question; or those of the articles' languages between which it does not tell, in the order of `spoken`.

        A question is in a language of the articles unless it is plainly in another: a name or a loan word proves nothing.
        """
        told = [codes for word in self._words_of(text) for codes in (self._telling[word], self._asking.get(word, NONE)) if codes]
        home = frozenset(spoken)
        abroad = Counter(code for codes in told if home.isdisjoint(codes) for code in codes & self._known)
        for best, theirs in abroad.most_common(1):
            ours = sum(best not in codes for codes in told if not home.isdisjoint(codes))
            if theirs >= PLAINLY and theirs > ours:
                return [best]
        votes = Counter(code for codes in told for code in codes)
        most = max((votes[code] for code in spoken), default=0)
        return [code for code in spoken if votes[code] == most]

    def _words_of(self, text: str) -> list[str]:
        """The words that are no part of a name, in small letters; and marks that only some languages have."""
        text = text[:LOOKED_AT]
        words = words_of(text.translate(APOSTROPHES))
        if not text.isupper():
            capital = [False, *(word[0].isupper() for word in words), False]
            named = (here and (before or after) for before, here, after in zip(capital, capital[1:], capital[2:], strict=False))
            words = [word for word, name in zip(words, named, strict=True) if not name]
        return [word.lower() for word in words if not word[0].isdigit()] + [mark for mark in self._marks for _ in range(text.count(mark))]

    def _told(self, word: str) -> Codes:
        """The languages that a word speaks for."""
        codes = self._words.get(word) or self._words.get(bare(word))
        if codes:
            return codes
        before, apostrophe, after = word.partition("'")
        if apostrophe and (codes := self._words.get(before + apostrophe) or self._words.get(after)):
            return codes
        return NONE if word.isascii() else NONE.union(*(self._letters.get(letter, NONE) for letter in word))


def _by_word(table: Mapping[str, Iterable[str]], forms: Callable[[str], set[str]]) -> dict[str, Codes]:
    found: dict[str, set[str]] = {}
    for code, words in table.items():
        for word in words:
            for form in forms(word):
                found.setdefault(form, set()).add(code)
    return {form: frozenset(codes) for form, codes in found.items()}
