"""The titles of a corpus, found by what they begin with or hold, while somebody types."""

from __future__ import annotations

import datetime as dt
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, islice

from bot.corpus.corpus import Corpus

_SEPARATOR = "\n"


class TitleIndex:
    """Titles, each once, of the newest article first; never changed once built. May be used by several threads."""

    def __init__(self, corpus: Corpus) -> None:
        """Go through all articles, which takes a while where there are many."""
        dated: dict[str, dt.date] = {}
        for number in range(corpus.article_count):
            article = corpus.article(number)
            # Of no article do we know that it is older.
            when = article.date or dt.date.min
            if article.title and when >= dated.get(article.title, dt.date.min):
                dated[article.title] = when
        self._titles = sorted(dated, key=lambda title: -dated[title].toordinal())
        folded = [fold_line(title) for title in self._titles]
        # One text that is searched at once is far quicker than so many small ones.
        self._text = _SEPARATOR + "".join(title + _SEPARATOR for title in folded)
        self._starts = list(accumulate((len(title) + 1 for title in folded), initial=1))

    def complete(self, typed: str, limit: int) -> list[str]:
        """At most so many titles: those that begin with what is typed, those with a word that does, then those that hold it."""
        wanted = fold_line(typed)
        if not wanted:
            return self._titles[:limit]
        if wanted not in self._text:
            return []
        found: dict[int, None] = {}
        for before in (_SEPARATOR, " ", ""):
            found |= dict.fromkeys(islice(self._titles_with(before + wanted), limit))
        return [self._titles[number] for number in islice(found, limit)]

    def _titles_with(self, wanted: str) -> Iterator[int]:
        position = self._text.find(wanted)
        while position >= 0:
            number = bisect_right(self._starts, position + (wanted[0] == _SEPARATOR)) - 1
            yield number
            position = self._text.find(wanted, self._starts[number + 1] - 1)


def fold_line(text: str) -> str:
    """A text without what people leave out while they type: capitals, accents, white space but for single spaces."""
    plain = (
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    return " ".join("".join(plain).split())
