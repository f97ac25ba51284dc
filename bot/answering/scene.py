"""A question and its candidates side by side, as matrices: what all evidence is read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.answering.question import Asked
from bot.answering.reading import Reading
from bot.answering.sought import Flags, Sought, Words
from bot.compact.rows import Numbers, Ragged

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of all candidates, one behind the other. A row a sentence, a column a term of the question."""

    numbers: Numbers
    """Among all sentences of the corpus."""
    candidate: Numbers
    """Whose sentence it is."""
    first: Numbers
    """By candidate, the row of its first sentence."""
    words: Words
    pairs: Flags
    """It has two neighbouring words of the question as neighbours, in order: a column each of `Scene.pairs`."""
    told: Vector
    """1 where it holds the kind of thing asked for, and not only from the question."""

    def with_before(self, flags: Flags) -> Flags:
        """By sentence, what it or the one before it in its passage has."""
        both = flags.copy()
        both[1:] |= flags[:-1]
        both[self.first] = flags[self.first]
        return both

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
    part: Vector
    """By term, its part of the whole mass."""
    lent_part: Vector
    """The same by term that earlier turns lend."""
    pair_part: Vector
    """The same by pair."""
    pairs: tuple[tuple[int, int], ...]
    """Neighbouring words of the question, by the columns of their terms, in order."""
    sentences: Sentences
    words: Words
    """What the passage has."""
    length: Numbers
    """How many informative terms it has."""
    body: Flags
    """The passage or its heading has the term."""
    held: Flags
    """The passage, its heading or its title has the term."""
    title: Flags
    lead: Flags
    """The first passage of the article has the term."""
    window: Flags
    """A row a sentence: it or the one before has the term, or a synonym."""
    implied: Flags
    """A row a sentence: it has the last word of a name or phrase that its article has in full elsewhere."""

    def share(self, flags: Flags) -> Vector:
        """By row, how much of the question's mass these terms make up."""
        return _sums(flags, self.part)

    def pair_share(self, flags: Flags) -> Vector:
        """By row, how much these pairs make up of the mass of all neighbours."""
        return _sums(flags, self.pair_part)

    def lent_share(self, flags: Flags) -> Vector:
        """By row, how much these terms make up of the mass of all that is lent."""
        return _sums(flags, self.lent_part)


def set_scene(asked: Asked, lent: Mapping[str, float], passages: Numbers, reading: Reading) -> Scene:
    """Lay the candidates, in their order in the corpus, beside the question; `lent` are terms of earlier turns with their weights."""
    corpus, idf = reading.corpus, reading.index.idf
    articles = corpus.articles_of(passages)
    begins, of = runs(articles)
    columns = {term: column for column, term in enumerate(asked.terms)}
    pairs = tuple(dict.fromkeys((columns[a], columns[b]) for a, b in pairwise(asked.order) if a != b))
    sought = Sought(asked, lent, reading)
    firsts = corpus.firsts(articles[begins])
    sentences, words, length, leads = _texts(asked, sought, passages, firsts, pairs, reading)
    title = sought.held(reading.titles.terms(articles[begins]), len(begins))[of]
    heading = sought.held(reading.headings(passages, articles), len(passages))
    mass = np.array([weight * idf(term) for term, weight in asked.terms.items()], dtype=np.float64)
    return Scene(
        asked=asked,
        passages=passages,
        articles=articles,
        mass=mass,
        part=_parts(mass),
        lent_part=_parts(np.array([weight * idf(term) for term, weight in lent.items()], dtype=np.float64)),
        pair_part=_parts(np.array([mass[a] + mass[b] for a, b in pairs], dtype=np.float64)),
        pairs=pairs,
        sentences=sentences,
        words=words,
        length=length,
        body=words.own | heading,
        held=words.own | title | heading,
        title=title,
        lead=leads[of],
        window=sentences.with_before(sentences.words.own | sentences.words.near),
        implied=_implied(sentences, begins, of, pairs),
    )


def runs(values: Numbers) -> tuple[Numbers, Numbers]:
    """Where each run of equal values begins; and by value, the number of its run."""
    new = np.ones(len(values), dtype=bool)
    new[1:] = values[1:] != values[:-1]
    return np.flatnonzero(new), np.cumsum(new) - 1


def _texts(
    asked: Asked, sought: Sought, passages: Numbers, firsts: Numbers, pairs: Sequence[tuple[int, int]], reading: Reading
) -> tuple[Sentences, Words, Numbers, Flags]:
    """The sentences of the passages, what each passage has as a whole, its length, and which terms the first passages of articles have."""
    cut = reading.passages.cut(np.concatenate((passages, firsts)))
    most = len(passages)
    size = int(np.searchsorted(cut.text, most))
    end = int(np.searchsorted(cut.terms.row, size))
    row, text = cut.terms.row[:end], cut.text[cut.terms.row]
    met = sought.meet(cut.terms.values[:end])
    sentences = Sentences(
        numbers=cut.sentences[:size],
        candidate=cut.text[:size],
        first=cut.first[:most],
        words=sought.words(met, row, size),
        pairs=sought.pairs(met, row, size, pairs),
        told=reading.telling.told(asked.kind, cut.sentences[:size], sought.numbers),
    )
    leads = sought.held(Ragged(cut.terms.values[end:], text[end:] - most), len(firsts))
    text = text[:end]
    return sentences, sought.words(met, text, most), np.bincount(text, minlength=most), leads


def _implied(sentences: Sentences, begins: Numbers, of: Numbers, pairs: Sequence[tuple[int, int]]) -> Flags:
    """Terms that a sentence lacks, but has the words that they go with: "the mine" where the article speaks of "the copper mine"."""
    own = sentences.words.own
    held = own.copy()
    said = np.flatnonzero(sentences.pairs.any(axis=0)).tolist()
    if said:
        full = np.logical_or.reduceat(sentences.pairs, sentences.first[begins])[of[sentences.candidate]]
        # From the end, so that a phrase of three words is had by its last one too.
        for place in reversed(said):
            a, b = pairs[place]
            held[:, a] |= held[:, b] & full[:, place]
    return held & ~own


def _parts(mass: Vector) -> Vector:
    parts: Vector = mass / (float(mass.sum()) or 1.0)
    return parts


def _sums(flags: Flags, parts: Vector) -> Vector:
    sums: Vector = flags.dot(parts)
    return sums
