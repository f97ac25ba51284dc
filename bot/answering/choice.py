"""Which sentence of a passage answers: a table of evidence, each with its weight in `weights.toml`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bot.answering.question import Kind
from bot.answering.scene import Matrix, Scene, Vector, runs
from bot.compact.rows import Numbers

# Each takes a scene and gives a value for every sentence, a share from 0 to 1.


def own(scene: Scene) -> Vector:
    """Of the question's mass, in the sentence."""
    return scene.share(scene.sentences.words.own)


def synonyms(scene: Scene) -> Vector:
    """In synonyms, of terms that it lacks."""
    return scene.share(scene.sentences.words.near)


def narrower(scene: Scene) -> Vector:
    """In more exact words, for terms that it lacks."""
    return scene.share(scene.sentences.words.narrow)


def lent(scene: Scene) -> Vector:
    """Of what earlier turns lend."""
    return scene.lent_share(scene.sentences.words.lent)


def implied(scene: Scene) -> Vector:
    """In terms that it lacks, but has the last word of: "the mine" for "the copper mine"."""
    return scene.share(scene.implied)


def pairs(scene: Scene) -> Vector:
    """In neighbouring words of the question that are neighbours, in order."""
    return scene.pair_share(scene.sentences.pairs)


def window(scene: Scene) -> Vector:
    """In the sentence and the one before it, synonyms too: an answer often stands behind the sentence that names its subject."""
    return scene.share(scene.window)


def beyond(scene: Scene) -> Vector:
    """In the sentence, of terms that the title of its article does not have."""
    return scene.share(scene.sentences.words.own & ~scene.title[scene.sentences.candidate])


def after(scene: Scene) -> Vector:
    """In the sentence after."""
    shares = own(scene)
    moved = np.zeros_like(shares)
    moved[:-1] = shares[1:]
    moved[scene.sentences.first[1:] - 1] = 0.0
    return moved


def person(scene: Scene) -> Vector:
    """1 where it names somebody, when that is asked for."""
    return _told(scene, Kind.PERSON)


def place(scene: Scene) -> Vector:
    """The same for a place."""
    return _told(scene, Kind.PLACE)


def organisation(scene: Scene) -> Vector:
    """The same for an organisation."""
    return _told(scene, Kind.ORGANISATION)


def date(scene: Scene) -> Vector:
    """The same for a date."""
    return _told(scene, Kind.DATE)


def number(scene: Scene) -> Vector:
    """The same for a number, money, a length of time or a share."""
    return _told(scene, Kind.NUMBER, Kind.AGE, Kind.MONEY, Kind.DURATION, Kind.SHARE)


def reason(scene: Scene) -> Vector:
    """The same for a reason."""
    return _told(scene, Kind.REASON)


def quotation(scene: Scene) -> Vector:
    """The same for a quotation."""
    return _told(scene, Kind.QUOTATION)


TABLE: tuple[Callable[[Scene], Vector], ...] = (
    own,
    synonyms,
    narrower,
    lent,
    implied,
    pairs,
    window,
    beyond,
    after,
    person,
    place,
    organisation,
    date,
    number,
    reason,
    quotation,
)


def evidence(scene: Scene) -> Matrix:
    """A row a sentence, a column a piece of evidence."""
    return np.array([one(scene) for one in TABLE]).T


def choose(scene: Scene, scores: Vector) -> Numbers:
    """By candidate, the row of the sentence with the highest score, the earlier on ties."""
    sentences = scene.sentences
    rows = np.flatnonzero(sentences.best_of(scores)[sentences.candidate] == scores)
    once, _ = runs(sentences.candidate[rows])
    return rows[once]


def _told(scene: Scene, *kinds: Kind) -> Vector:
    return scene.sentences.told if scene.asked.kind in kinds else np.zeros(len(scene.sentences.told))
