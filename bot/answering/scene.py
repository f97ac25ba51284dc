"""A question and its candidates side by side, as matrices: what all evidence is read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.answering.question import Asked
from bot.answering.reading import Reading
from bot.answering.thesaurus.thesaurus import Near
from bot.index.forward import NOWHERE, Numbers, Ragged

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of all candidates, one behind the other. A row a sentence, a column a term of the question."""

    numbers: Numbers
    """Among all sentences of the corpus."""
    candidate: Numbers
    """Whose sentence it is."""
    first: Numbers
    """By candidate, the row of its first sentence."""
    own: Flags
    """It has the term itself."""
    near: Flags
    """It has a synonym of the term."""
    narrow: Flags
    """It has a more exact word for the term."""
    akin: Flags
    """It has a word that begins like the term."""
    counts: NDArray[np.int64]
    """How many times it has the term."""
    pairs: Flags
    """It has two neighbouring words of the question as neighbours, in order: a column each of `Scene.pairs`."""
    lent: Flags
    """It has the term that earlier turns lend: a column each of those."""
    told: Vector
    """1 where it holds the kind of thing asked for, and not only from the question."""
    length: Numbers
    """How many informative terms it has."""

    def with_before(self, flags: Flags) -> Flags:
        """By sentence, what it or the one before it in its passage has."""
        before = np.zeros_like(flags)
        before[1:] = flags[:-1]
        before[self.first] = False
        return flags | before

    def any_of(self, flags: Flags) -> Flags:
        """By candidate, what any of its sentences has."""
        return np.logical_or.reduceat(flags, self.first) if len(self.first) else np.zeros((0, flags.shape[1]), bool)

    def sum_of(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """By candidate, the sum over its sentences."""
        return np.add.reduceat(values, self.first) if len(self.first) else values[:0]

    def best_of(self, values: Vector) -> Vector:
        """By candidate, the highest value of its sentences."""
        return np.maximum.reduceat(values, self.first) if len(self.first) else values[:0]


@dataclass(frozen=True, slots=True)
class Scene:
    """A question and its candidates. A row a candidate, a column a term of the question."""

    asked: Asked
    passages: Numbers
    articles: Numbers
    """By candidate, the number of its article."""
    mass: Vector
    """By term, its weight times its informativeness."""
    lent_mass: Vector
    """The same by term that earlier turns lend."""
    pairs: tuple[tuple[int, int], ...]
    """Neighbouring words of the question, by the columns of their terms, in order."""
    sentences: Sentences
    own: Flags
    """The passage has the term."""
    held: Flags
    """The passage, its heading or its title has it."""
    title: Flags
    lead: Flags
    """The first passage of the article has the term."""
    window: Flags
    """A row a sentence: it or the one before has the term, or a synonym."""
    implied: Flags
    """A row a sentence: it has the last word of a name or phrase that its article has in full elsewhere."""

    def share(self, flags: Flags) -> Vector:
        """By row, how much of the question's mass these terms make up."""
        return _share(flags, self.mass)

    def pair_share(self, flags: Flags) -> Vector:
        """By row, how much these pairs make up of the mass of all neighbours."""
        return _share(flags, np.array([self.mass[a] + self.mass[b] for a, b in self.pairs]))

    def lent_share(self, flags: Flags) -> Vector:
        """By row, how much these terms make up of the mass of all that is lent."""
        return _share(flags, self.lent_mass)


def set_scene(asked: Asked, lent: Mapping[str, float], passages: Numbers, reading: Reading) -> Scene:
    """Lay the candidates beside the question; `lent` are terms of earlier turns with their weights."""
    articles = np.array([reading.corpus.article_of(int(one)) for one in passages], dtype=np.int64)
    terms = list(asked.terms)
    keys = _numbers(terms, reading)
    mass = np.array([weight * reading.index.idf(term) for term, weight in asked.terms.items()], dtype=np.float64)
    columns = {term: column for column, term in enumerate(terms)}
    pairs = tuple(dict.fromkeys((columns[a], columns[b]) for a, b in pairwise(asked.order) if a != b))
    firsts = np.array([reading.corpus.passages_of(int(one))[0] for one in articles], dtype=np.int64)
    sentences = _sentences(asked, lent, passages, keys, pairs, reading)
    own = sentences.any_of(sentences.own)
    title = _texts(reading.titles.cut(articles).terms, len(articles), keys)
    heading = _texts(reading.headings.cut(passages).terms, len(passages), keys)
    return Scene(
        asked=asked,
        passages=passages,
        articles=articles,
        mass=mass,
        lent_mass=np.array([weight * reading.index.idf(term) for term, weight in lent.items()], dtype=np.float64),
        pairs=pairs,
        sentences=sentences,
        own=own,
        held=own | title | heading,
        title=title,
        lead=_lead(firsts, keys, reading),
        window=sentences.with_before(sentences.own | sentences.near),
        implied=_implied(sentences, articles, pairs),
    )


def _sentences(
    asked: Asked,
    lent: Mapping[str, float],
    passages: Numbers,
    keys: Numbers,
    pairs: Sequence[tuple[int, int]],
    reading: Reading,
) -> Sentences:
    cut = reading.passages.cut(passages)
    size = len(cut.sentences)
    counts = _counts(cut.terms, size, keys)
    own = counts > 0
    near_flags = _standing_in(asked.near, asked, cut.terms, size, reading) & ~own
    narrow = _standing_in(asked.narrower, asked, cut.terms, size, reading) & ~own & ~near_flags
    beginnings = Ragged(reading.beginnings[cut.terms.values], cut.terms.row)
    akin = (_counts(beginnings, size, np.array([reading.beginning(term) for term in asked.terms], dtype=np.int64)) > 0) & ~own & ~near_flags & ~narrow
    return Sentences(
        numbers=cut.sentences,
        candidate=cut.text,
        first=cut.first,
        own=own,
        near=near_flags,
        narrow=narrow,
        akin=akin,
        counts=counts,
        pairs=_pairs(pairs, cut.terms, size, keys),
        lent=_counts(cut.terms, size, _numbers(list(lent), reading)) > 0,
        told=reading.telling.told(asked.kind, cut.sentences, keys),
        length=np.bincount(cut.terms.row, minlength=size),
    )


def _standing_in(like: Near, asked: Asked, terms: Ragged, rows: int, reading: Reading) -> Flags:
    """By row and term, whether one of the words that may stand for it is there."""
    pairs = [(number, column) for column, term in enumerate(asked.terms) for number in _known(like.get(term, ()), reading)]
    if not pairs:
        return np.zeros((rows, len(asked.terms)), bool)
    others = sorted({number for number, _ in pairs})
    means = np.zeros((len(others), len(asked.terms)), bool)
    for number, column in pairs:
        means[others.index(number), column] = True
    has = _counts(terms, rows, np.array(others, dtype=np.int64)) > 0
    return has @ means


def _known(terms: Sequence[str], reading: Reading) -> list[int]:
    return [number for term in terms if (number := reading.vocabulary.number(term)) is not None]


def _numbers(terms: Sequence[str], reading: Reading) -> Numbers:
    numbers = (reading.vocabulary.number(term) for term in terms)
    return np.array([NOWHERE if number is None else number for number in numbers], dtype=np.int64)


def _counts(terms: Ragged, rows: int, keys: Numbers) -> NDArray[np.int64]:
    """How often each row has each key."""
    counts = np.zeros((rows, len(keys)), dtype=np.int64)
    if len(keys) and len(terms.values):
        order = np.argsort(keys)
        ordered = keys[order]
        places = np.minimum(np.searchsorted(ordered, terms.values), len(keys) - 1)
        hit = ordered[places] == terms.values
        np.add.at(counts, (terms.row[hit], order[places[hit]]), 1)
    return counts


def _texts(terms: Ragged, rows: int, keys: Numbers) -> Flags:
    return _counts(terms, rows, keys) > 0


def _lead(firsts: Numbers, keys: Numbers, reading: Reading) -> Flags:
    unique, back = np.unique(firsts, return_inverse=True)
    cut = reading.passages.cut(unique)
    text = Ragged(cut.terms.values, cut.text[cut.terms.row])
    return _texts(text, len(unique), keys)[back]


def _pairs(pairs: Sequence[tuple[int, int]], terms: Ragged, rows: int, keys: Numbers) -> Flags:
    found = np.zeros((rows, len(pairs)), bool)
    here = (terms.row[:-1] == terms.row[1:]).nonzero()[0]
    for place, (a, b) in enumerate(pairs):
        hit = here[(terms.values[here] == keys[a]) & (terms.values[here + 1] == keys[b])]
        found[terms.row[hit], place] = True
    return found


def _implied(sentences: Sentences, articles: Numbers, pairs: Sequence[tuple[int, int]]) -> Flags:
    """Terms that a sentence lacks, but has the words that they go with: "the mine" where the article speaks of "the copper mine"."""
    held = sentences.own.copy()
    _, article = np.unique(articles[sentences.candidate], return_inverse=True)
    full = np.zeros((int(article.max(initial=-1)) + 1, len(pairs)), bool)
    np.logical_or.at(full, article, sentences.pairs)
    # From the end, so that a phrase of three words is had by its last one too.
    for place in reversed(range(len(pairs))):
        a, b = pairs[place]
        held[:, a] |= held[:, b] & full[article, place]
    return held & ~sentences.own


def _share(flags: Flags, mass: Vector) -> Vector:
    total = float(mass.sum())
    shares: Vector = flags @ mass / (total or 1.0)
    return shares
