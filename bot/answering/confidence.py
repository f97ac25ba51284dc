"""The chance that the first candidate answers: a logistic model over a table of grounds, each with its weight in `weights.toml`."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.answering import evidence
from bot.answering.evidence import Case
from bot.answering.question import Kind
from bot.answering.scene import Flags, Vector


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
    negated: bool
    """The question denies and the sentence does not."""
    contrary: bool
    """The sentence has a word that says the contrary of one of the question that it lacks."""


# Each takes the grounds and gives a value from 0 to 1.


def always(_: Grounds) -> float:
    """Always 1: its weight is the bias."""
    return 1.0


def unknown(grounds: Grounds) -> float:
    """The share of the question's mass in words that no article holds."""
    return float(grounds.case.scene.share(grounds.unknown[None, :])[0])


def missing(grounds: Grounds) -> float:
    """The share in words that passage, heading and title lack, synonyms or not."""
    return 1 - _value(grounds, evidence.covered)


def rarest(grounds: Grounds) -> float:
    """The share in the most informative of them."""
    mass = grounds.case.scene.mass
    lacks = mass[~evidence.held(grounds.case.scene)[grounds.row]]
    return float(lacks.max() / mass.sum()) if len(lacks) and mass.sum() else 0.0


def names(grounds: Grounds) -> float:
    """The share of the question's names and numbers that are among them."""
    return _value(grounds, evidence.lacking)


def sentence(grounds: Grounds) -> float:
    """The share of the question's mass in the answering sentence."""
    return _value(grounds, evidence.sentence)


def window(grounds: Grounds) -> float:
    """In the answering sentence and the one before."""
    return _value(grounds, evidence.window)


def synonyms(grounds: Grounds) -> float:
    """In synonyms alone."""
    return _value(grounds, evidence.synonyms)


def pairs(grounds: Grounds) -> float:
    """In neighbouring words that are neighbours there."""
    return _value(grounds, evidence.pairs)


def article(grounds: Grounds) -> float:
    """BM25+ of the whole article over the mass, at most 2, halved."""
    return min(2.0, _value(grounds, evidence.article)) / 2


def title(grounds: Grounds) -> float:
    """The share in the article's title."""
    return _value(grounds, evidence.title)


def ahead(grounds: Grounds) -> float:
    """The first candidate's share of the chance, by the ranking's own model."""
    scores = grounds.scores
    return float(1 / np.exp(np.minimum(0.0, scores - scores[grounds.row])).sum())


def untold(grounds: Grounds) -> float:
    """1 where the kind of thing asked for can be told and the answering sentence holds none."""
    scene = grounds.case.scene
    telling = scene.asked.kind in scene.asked.language.holds
    return float(telling and not scene.sentences.told[grounds.case.chosen[grounds.row]])


def negated(grounds: Grounds) -> float:
    """1 where the question denies and the sentence does not."""
    return float(grounds.negated)


def contrary(grounds: Grounds) -> float:
    """1 where the sentence has a word that says the contrary of one of the question that it lacks."""
    return float(grounds.contrary)


def wordy(grounds: Grounds) -> float:
    """How many informative words the question has, at most 10, over 10."""
    return min(10, len(grounds.case.scene.mass)) / 10


def follows(grounds: Grounds) -> float:
    """1 where turns came before, less where the question could stand alone."""
    return grounds.case.leaning * float(len(grounds.case.scene.lent_mass) > 0)


def open_ended(grounds: Grounds) -> float:
    """1 where nothing tells what kind of thing is asked for."""
    return float(grounds.case.scene.asked.kind is Kind.OTHER)


TABLE: tuple[Callable[[Grounds], float], ...] = (
    always,
    unknown,
    missing,
    rarest,
    names,
    sentence,
    window,
    synonyms,
    pairs,
    article,
    title,
    ahead,
    untold,
    negated,
    contrary,
    wordy,
    follows,
    open_ended,
)

UNCITED = 0.3
"""What is left of the chance where the passage does not cite the outlet asked for."""


def values(grounds: Grounds) -> Vector:
    """The values of the table."""
    return np.array([one(grounds) for one in TABLE])


def chance(values: Vector, weights: Vector) -> float:
    """A logistic model over the values (a probability)."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, float(values @ weights)))))


def _value(grounds: Grounds, piece: Callable[[Case], Vector]) -> float:
    return float(grounds.values[evidence.TABLE.index(piece)])
