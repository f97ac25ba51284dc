"""What speaks for a passage: a table of evidence, each with its weight in `weights.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.answering.question import Kind
from bot.answering.scene import Matrix, Scene, Vector
from bot.answering.sought import Flags
from bot.compact.rows import Numbers


@dataclass(frozen=True, slots=True)
class Case:
    """A scene with what is known of its candidates besides their words; vectors have a value a candidate."""

    scene: Scene
    chosen: Numbers
    """The row of the answering sentence."""
    article_bm25: Vector
    """BM25+ of the whole article."""
    citing: Flags
    """It cites an outlet."""
    dated: Flags
    """Its article is of the time that the question names."""
    shown: Flags
    """It was shown in this conversation before."""
    home: Flags
    """It is of the article that the last answer came from."""
    leaning: float
    """How much the question leans on the turns before."""


# Each takes a case and gives a value for every candidate: a share of the question's mass (the informativeness of its terms), unless
# said otherwise.


def article(case: Case) -> Vector:
    """BM25+ of the whole article over the mass: about 1 where every term stands once."""
    return _over_mass(case, case.article_bm25)


def title(case: Case) -> Vector:
    """In the article's title."""
    return case.scene.share(case.scene.title)


def covered(case: Case) -> Vector:
    """In the passage, its heading and its title."""
    return case.scene.share(case.scene.held)


def meant(case: Case) -> Vector:
    """The same in whatever words: synonyms, more exact ones, or akin."""
    words = case.scene.words
    return case.scene.share(case.scene.held | words.near | words.narrow | words.akin)


def around(case: Case) -> Vector:
    """In these and the first passage of the article: what the whole article is about need not be said again."""
    return case.scene.share(case.scene.held | case.scene.lead)


def beyond(case: Case) -> Vector:
    """Of what the article's title and first passage do not have, the share in the passage: what sets it apart within its article."""
    scene = case.scene
    rest = ~(scene.title | scene.lead)
    left = rest.dot(scene.mass)
    own = (scene.words.own & rest).dot(scene.mass)
    near = (scene.words.near & rest).dot(scene.mass)
    share: Vector = np.where(left > 0, (own + 0.5 * near) / np.maximum(left, 1e-9), 1.0)
    return share


def often(case: Case) -> Vector:
    """In terms that the passage has more than once: 1/2 of a term that it has twice, 2/3 of one that it has three times ..."""
    return _over_mass(case, (1 - 1 / np.maximum(case.scene.words.counts, 1)) @ case.scene.mass)


def sentence(case: Case) -> Vector:
    """In the answering sentence."""
    return case.scene.share(case.scene.sentences.words.own[case.chosen])


def window(case: Case) -> Vector:
    """In the answering sentence and the one before it, synonyms too."""
    return case.scene.share(case.scene.window[case.chosen])


def implied(case: Case) -> Vector:
    """In terms that the answering sentence and the one before lack, but have the last word of: "the mine" for "the copper mine"."""
    scene = case.scene
    return scene.share(scene.sentences.with_before(scene.implied)[case.chosen] & ~scene.words.own)


def pairs(case: Case) -> Vector:
    """In neighbouring words of the question that are neighbours, in order, in one sentence."""
    return case.scene.sentences.best_of(case.scene.pair_share(case.scene.sentences.pairs))


def akin(case: Case) -> Vector:
    """In words of the passage that begin like terms that it lacks."""
    return case.scene.share(case.scene.words.akin)


def lent(case: Case) -> Vector:
    """The share of what earlier turns lend."""
    return case.scene.lent_share(case.scene.words.lent)


def told(case: Case) -> Vector:
    """1 where the answering sentence holds the kind of thing asked for, and not only from the question."""
    return case.scene.sentences.told[case.chosen]


def elsewhere(case: Case) -> Vector:
    """1 where only another sentence does."""
    return case.scene.sentences.best_of(case.scene.sentences.told) * (1 - told(case))


def lacking(case: Case) -> Vector:
    """The share of the question's names and numbers that passage, heading and title lack."""
    asked = case.scene.asked
    wanted = [float(term in asked.names or term in asked.numbers) for term in asked.terms]
    share: Vector = (~case.scene.held).dot(np.array(wanted)) / max(1.0, sum(wanted))
    return share


def length(case: Case) -> Vector:
    """Logarithm of the passage's number of terms, over 5."""
    return np.log1p(case.scene.length) / 5


def cites(case: Case) -> Vector:
    """1 where the question asks for an outlet and the passage cites one."""
    return case.citing.astype(float) * (case.scene.asked.kind is Kind.OUTLET)


def dated(case: Case) -> Vector:
    """1 where the article is of the time that the question names."""
    return case.dated.astype(float)


def same(case: Case) -> Vector:
    """1 where a follow-up's passage is of the article that the last answer came from, less where the question could stand alone."""
    return case.home.astype(float) * case.leaning


def shown(case: Case) -> Vector:
    """1 where the passage was shown before, less what its answering sentence covers."""
    return case.shown.astype(float) * (1 - sentence(case))


TABLE: tuple[Callable[[Case], Vector], ...] = (
    article,
    title,
    covered,
    meant,
    around,
    beyond,
    often,
    sentence,
    window,
    implied,
    pairs,
    akin,
    lent,
    told,
    elsewhere,
    lacking,
    length,
    cites,
    dated,
    same,
    shown,
)


def evidence(case: Case) -> Matrix:
    """A row a candidate, a column a piece of evidence."""
    return np.array([one(case) for one in TABLE]).T


def _over_mass(case: Case, scores: Vector) -> Vector:
    share: Vector = scores / float(case.scene.mass.sum() or 1.0)
    return share
