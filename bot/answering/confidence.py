"""The chance that the first candidate answers: a logistic model over a table of grounds, each with its weight in `weights.toml`."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.answering import evidence
from bot.answering.evidence import Case
from bot.answering.scene import Vector
from bot.answering.sought import Flags

_COLUMNS = {piece: column for column, piece in enumerate(evidence.TABLE)}
LONE_LEAD = 10.0
"""How far ahead a candidate counts that is the only one."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known of the first candidate and of the question."""

    case: Case
    row: int
    """The first candidate's."""
    scores: Vector
    """Of all candidates."""
    values: Vector
    """The first candidate's evidence."""
    unknown: Flags
    """By term, that neither it nor a synonym stands in any article."""
    wanted: bool
    """It cites an outlet that the question asks for."""
    negated: bool
    """The question denies and the sentence does not."""
    contrary: bool
    """The sentence has a word that says the contrary of one of the question that it lacks."""
    figured: bool = False
    """The passage was found to give the figure asked for, in whatever words."""


# Each takes the grounds and gives a value, from 0 to 1 or little more. What was tried and left out: the shares of missing words, of the
# rarest of them, of sentence, window, pairs and title; none made held-out articles likelier once these stood.


def always(_: Grounds) -> float:
    """Always 1: its weight is the bias."""
    return 1.0


def understood(grounds: Grounds) -> float:
    """The share of the question's mass that the passage has in whatever words, times the share of all chance that the ranking gives it."""
    scores = grounds.scores
    ahead = float(1 / np.exp(np.minimum(0.0, scores - scores[grounds.row])).sum())
    return _value(grounds, evidence.meant) * ahead


def lead(grounds: Grounds) -> float:
    """How far the next candidate's score is behind; towards 1 where it is far."""
    scores, row = grounds.scores, grounds.row
    others = np.concatenate((scores[:row], scores[row + 1 :]))
    return math.tanh(float(scores[row] - others.max() if len(others) else LONE_LEAD) / 2)


def beyond(grounds: Grounds) -> float:
    """The square of the share that the passage has of what title and first passage of its article lack."""
    return _value(grounds, evidence.beyond) ** 2


def around(grounds: Grounds) -> float:
    """The share of the mass in passage, heading, title and the first passage of the article."""
    return _value(grounds, evidence.around)


def often(grounds: Grounds) -> float:
    """In terms that the passage has more than once."""
    return _value(grounds, evidence.often)


def article(grounds: Grounds) -> float:
    """BM25+ of the whole article over the mass, at most 2, halved."""
    return min(2.0, _value(grounds, evidence.article)) / 2


def length(grounds: Grounds) -> float:
    """Logarithm of the passage's number of terms, over 5."""
    return _value(grounds, evidence.length)


def unknown(grounds: Grounds) -> float:
    """The share of the mass in words that no article holds."""
    return float(grounds.case.scene.share(grounds.unknown[None, :])[0])


def names(grounds: Grounds) -> float:
    """The share of the question's names and numbers that passage, heading and title lack."""
    return _value(grounds, evidence.lacking)


def wordy(grounds: Grounds) -> float:
    """How many informative words the question has, at most 10, over 10."""
    return min(10, len(grounds.case.scene.mass)) / 10


def informative(grounds: Grounds) -> float:
    """Logarithm of the question's mass, over 5."""
    return float(np.log1p(grounds.case.scene.mass.sum())) / 5


def untold(grounds: Grounds) -> float:
    """1 where the kind of thing asked for can be told and the answering sentence holds none."""
    scene = grounds.case.scene
    telling = scene.asked.kind in scene.asked.language.holds
    return float(telling and not grounds.figured and not scene.sentences.told[grounds.case.chosen[grounds.row]])


def uncounted(grounds: Grounds) -> float:
    """1 where the question counts something that the answering sentence and the one before it lack, in whatever words."""
    scene = grounds.case.scene
    if scene.asked.counted is None or grounds.figured:
        return 0.0
    column = list(scene.asked.terms).index(scene.asked.counted)
    row = grounds.case.chosen[grounds.row]
    said = scene.window[row] | scene.sentences.words.narrow[row] | scene.sentences.words.akin[row]
    return float(not said[column])


def wanted(grounds: Grounds) -> float:
    """1 where the passage cites an outlet that the question asks for."""
    return float(grounds.wanted)


def negated(grounds: Grounds) -> float:
    """1 where the question denies and the sentence does not."""
    return float(grounds.negated)


def contrary(grounds: Grounds) -> float:
    """1 where the sentence has a word that says the contrary of one of the question that it lacks."""
    return float(grounds.contrary)


def follows(grounds: Grounds) -> float:
    """1 where turns came before, less where the question could stand alone."""
    return grounds.case.leaning * float(len(grounds.case.scene.lent_part) > 0)


def followed(grounds: Grounds) -> float:
    """The share of the mass that the passage has in whatever words, where turns came before: then it proves less."""
    return follows(grounds) * _value(grounds, evidence.meant)


def lent(grounds: Grounds) -> float:
    """The share of what earlier turns lend."""
    return _value(grounds, evidence.lent)


TABLE: tuple[Callable[[Grounds], float], ...] = (
    always,
    understood,
    lead,
    beyond,
    around,
    often,
    article,
    length,
    unknown,
    names,
    wordy,
    informative,
    untold,
    uncounted,
    wanted,
    negated,
    contrary,
    follows,
    followed,
    lent,
)

UNCITED = 0.3
"""What is left of the chance where the passage does not cite the outlet asked for."""
ABOUT_IT = 2.0
"""A passage that has the half of what earlier turns lend is about it."""
OUTLET_ALONE = 0.8
"""The chance where nothing but the outlet is asked for, and the passage cites it."""


def outlet_alone(case: Case, row: int) -> float:
    """The chance where nothing but the outlet is asked for: in a follow-up the passage must be about what was asked before."""
    if not len(case.scene.lent_part):
        return OUTLET_ALONE
    return OUTLET_ALONE * min(1.0, ABOUT_IT * float(evidence.lent(case)[row]))


def values(grounds: Grounds) -> Vector:
    """The values of the table."""
    return np.array([one(grounds) for one in TABLE])


def chance(values: Vector, weights: Vector) -> float:
    """A logistic model over the values (a probability)."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, float(values @ weights)))))


def _value(grounds: Grounds, piece: Callable[[Case], Vector]) -> float:
    return float(grounds.values[_COLUMNS[piece]])
