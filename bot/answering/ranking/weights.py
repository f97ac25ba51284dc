"""How much each piece of evidence counts: `weights.toml`, written by `python -m bench.learn`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from bot.answering.ranking import confidence, passage_features, sentence_features
from bot.answering.ranking.candidate_sentences import Vector

FILE = "weights.toml"
LEARNED_FROM = "learned_from"
"""The table of the file that names the sets, each with its number of questions and passages."""


@dataclass(frozen=True, slots=True)
class Weights:
    """All that is learned, in the order of the tables that they belong to."""

    ranking: Vector
    ranking_follow_up: Vector
    """For questions to which earlier turns lend something."""
    sentence: Vector
    confidence: Vector


def read_weights(text: str | None = None) -> Weights:
    """Read weights, by default those that come with the bot; a feature without one counts 0."""
    if text is None:
        text = resources.files("bot.answering.ranking").joinpath(FILE).read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return Weights(
        _vector(tables["ranking"], passage_features.FEATURES),
        _vector(tables["ranking_follow_up"], passage_features.FOLLOW_UP_FEATURES),
        _vector(tables["sentence"], sentence_features.FEATURES),
        _vector(tables["confidence"], confidence.FEATURES),
    )


def feature_names(features: Sequence[Callable[[Any], Any]]) -> list[str]:
    """Return what the pieces of evidence of a table are called."""
    return [feature.__name__ for feature in features]


def _vector(values: Mapping[str, float], features: Sequence[Callable[[Any], Any]]) -> Vector:
    return np.array([values.get(name, 0.0) for name in feature_names(features)])
