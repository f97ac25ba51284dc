"""News that nobody wrote.

Passages with names, figures, dates, quotations and outlets cited, about as often as news has them.
"""

from __future__ import annotations

import calendar
import datetime as dt
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.words import Strings, Vocabulary, Words, vocabulary_size

WORDS_A_PASSAGE = 100
PASSAGES_AN_ARTICLE = 10
_FEWEST, _MOST = 6, 16
"""Units a sentence: a word or a name with the function words before it, nearly two words each."""
_TOPICS, _CAST = 24, 5
_OF_TOPIC, _SPECIAL, _COMMA = 0.2, 0.13, 0.06
_CITING, _QUOTING, _UNKNOWN_OUTLET = 0.09, 0.12, 0.06
_RARE = 0.35
"""What an article is about are none of the commonest words, which make up so much of any text."""
_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_LEADS = ["", *(f"{words} " for words in _TABLES["leads"])]
_LEAD_SHARES = np.array([1000 - sum(_TABLES["leads"].values()), *_TABLES["leads"].values()]) / 1000
FUNCTION_WORDS = frozenset(" ".join(_LEADS).split())
_FIRST, _BODIES, _OUTLETS, _PAPERS = (
    _TABLES["names"][key] for key in ("first", "bodies", "outlets", "papers")
)
_CITES, _QUOTES = _TABLES["forms"]["cites"], _TABLES["forms"]["quotes"]
_MONTHS = calendar.month_name[1:]
_PAPER_COUNT = 200
_PLAIN, _CITED, _QUOTED = range(3)


@dataclass(frozen=True, slots=True)
class Written:
    """An article."""

    title: str
    author: str
    publisher: str
    date: dt.date
    passages: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who and what an article keeps coming back to."""

    topics: Sequence[int]
    people: Sequence[str]
    places: Sequence[str]


class Writer:
    """Writes batches of articles, the same for a seed and a batch; more text has more words."""

    def __init__(self, seed: int, passages: int) -> None:
        self._seed = seed
        self.words = Words(seed)
        self.vocabulary = Vocabulary(self.words, vocabulary_size(passages * WORDS_A_PASSAGE))
        self._leads: Strings = np.array(_LEADS, dtype=object)
        self._lead_shares = np.cumsum(_LEAD_SHARES)
        self._papers = [
            f"{self._name(number)} {_PAPERS[number % len(_PAPERS)]}"
            for number in range(_PAPER_COUNT)
        ]

    def batch(self, number: int, passages: int) -> Iterator[Written]:
        """So many passages as articles, with nothing kept between batches."""
        rng = np.random.default_rng([self._seed, 1, number])
        lengths = _lengths(rng, passages)
        casts = [self._cast(rng) for _ in lengths]
        texts = self._passages(rng, casts, lengths)
        start = 0
        for cast, length in zip(casts, lengths, strict=True):
            yield self._article(rng, cast, texts[start : start + length])
            start += length

    def _article(self, rng: np.random.Generator, cast: _Cast, passages: Sequence[str]) -> Written:
        about = [
            self.vocabulary.base(rank)
            for rank in rng.choice(cast.topics, int(rng.integers(3, 7)), replace=False)
        ]
        title = _capital(f"{' '.join(about)} in {cast.places[0]}")
        date = dt.date(2015, 1, 1) + dt.timedelta(days=int(rng.integers(4000)))
        return Written(title, cast.people[-1], _capital(self._outlet(rng)), date, passages)

    def _name(self, number: int) -> str:
        """A name that is no word of the text: those stand behind all words."""
        return self.words.word(self.vocabulary.size + number).capitalize()

    def _cast(self, rng: np.random.Generator) -> _Cast:
        # Names are as unequal as words are: some are in the news every day.
        names = [
            self._name(_PAPER_COUNT + int(rank))
            for rank in self.vocabulary.ranks(rng, 2 * _CAST) // 4
        ]
        people = [
            f"{_FIRST[first]} {name}"
            for first, name in zip(rng.integers(len(_FIRST), size=_CAST), names, strict=False)
        ]
        return _Cast(self.vocabulary.ranks(rng, _TOPICS, _RARE).tolist(), people, names[_CAST:])

    def _outlet(self, rng: np.random.Generator) -> str:
        if rng.random() < _UNKNOWN_OUTLET:
            return f"the newspaper {self._papers[int(_PAPER_COUNT * rng.random() ** 2)]}"
        return str(_OUTLETS[int(len(_OUTLETS) * rng.random() ** 2)])

    def _passages(
        self, rng: np.random.Generator, casts: Sequence[_Cast], lengths: Sequence[int]
    ) -> list[str]:
        article = np.repeat(np.arange(len(lengths)), lengths)
        per_passage = rng.integers(3, 7, len(article))
        article = np.repeat(article, per_passage)
        units = rng.integers(_FEWEST, _MOST + 1, len(article))
        ends = np.cumsum(units)
        pieces = self._pieces(rng, casts, np.repeat(article, units), ends)
        kinds = np.searchsorted([1 - _CITING - _QUOTING, 1 - _QUOTING], rng.random(len(article)))
        told = [
            self._sentence(rng, kind, " ".join(pieces[end - length : end]), casts[which])
            for kind, end, length, which in zip(
                kinds.tolist(), ends.tolist(), units.tolist(), article.tolist(), strict=True
            )
        ]
        bounds = [0, *np.cumsum(per_passage).tolist()]
        return [" ".join(told[start:end]) for start, end in pairwise(bounds)]

    def _pieces(
        self,
        rng: np.random.Generator,
        casts: Sequence[_Cast],
        article: np.ndarray,
        ends: np.ndarray,
    ) -> list[str]:
        """Draw the units of many sentences; `article` is by unit, `ends` by sentence."""
        count = len(article)
        ranks = self.vocabulary.ranks(rng, count)
        topics = np.array([cast.topics for cast in casts])
        of_topic = np.flatnonzero(rng.random(count) < _OF_TOPIC)
        ranks[of_topic] = topics[article[of_topic], rng.integers(_TOPICS, size=len(of_topic))]
        leads = self._leads[np.searchsorted(self._lead_shares[:-1], rng.random(count))]
        pieces: Strings = leads + self.vocabulary.spelt(ranks, rng)
        special = np.flatnonzero(rng.random(count) < _SPECIAL)
        chances, figures = rng.random(len(special)).tolist(), rng.random(len(special)).tolist()
        for position, which, chance, figure in zip(
            special.tolist(), article[special].tolist(), chances, figures, strict=True
        ):
            pieces[position] = _special(casts[which], chance, figure)
        within = rng.random(count) < _COMMA
        within[ends - 1] = False
        pieces[within] += ","
        found: list[str] = pieces.tolist()
        return found

    def _sentence(self, rng: np.random.Generator, kind: int, body: str, cast: _Cast) -> str:
        if kind == _PLAIN:
            return f"{body[0].upper()}{body[1:]}."
        form = (
            _CITES[int(rng.integers(len(_CITES)))]
            if kind == _CITED
            else _QUOTES[int(rng.integers(len(_QUOTES)))]
        )
        outlet = self._outlet(rng) if kind == _CITED else ""
        if not form.startswith("{body}") and "{body}," in form:
            body = _capital(body)
        return _capital(
            form.format(outlet=outlet, person=cast.people[int(rng.integers(_CAST))], body=body)
        )


def _lengths(rng: np.random.Generator, passages: int) -> list[int]:
    """How many passages each article has: ten in the mean, and all of them together."""
    pairs = rng.integers(-4, 5, passages // PASSAGES_AN_ARTICLE // 2).tolist()
    lengths = [PASSAGES_AN_ARTICLE + length for off in pairs for length in (off, -off)]
    return lengths + [passages - sum(lengths)] * (passages > sum(lengths))


def _special(cast: _Cast, chance: float, figure: float) -> str:
    """A name, a number, a date, a share or a sum of money."""
    which = int(figure * _CAST)
    if chance < 0.3:
        return cast.people[which] if chance < 0.15 else cast.people[which].partition(" ")[2]
    if chance < 0.5:
        return f"in {cast.places[which]}"
    if chance < 0.58:
        return f"the {_BODIES[int(figure * len(_BODIES))]}"
    if chance < 0.75:
        return (
            f"{int(10 ** (1 + figure * 4)):,} people"
            if chance < 0.66
            else f"{2 + int(figure * 90)}"
        )
    if chance < 0.89:
        day = f"{_MONTHS[int(figure * 12)]} {1 + int(figure * 3571) % 28}"
        return f"on {day}" if chance < 0.84 else f"on {day}, {2010 + int(figure * 6007) % 16}"
    if chance < 0.94:
        return f"{int(figure * 1000) / 10} percent"
    currency, size = "$€£"[int(figure * 3)], "million" if chance < 0.98 else "billion"
    return f"{currency}{1 + int(figure * 900)} {size}"


def _capital(text: str) -> str:
    """The text as a sentence begins, also behind a quotation mark."""
    position = 1 if text[0] in '“"' else 0
    return text[:position] + text[position].upper() + text[position + 1 :]
