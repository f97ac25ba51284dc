"""How much each piece of evidence counts: `weights.toml`, written by `python -m bench.learn`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from bot.answering import choice, confidence, evidence
from bot.answering.scene import Vector

FILE = "weights.toml"


@dataclass(frozen=True, slots=True)
class Weights:
    """All that is learned, in the order of the tables that they belong to."""

    ranking: Vector
    sentence: Vector
    confidence: Vector


def read_weights(text: str | None = None) -> Weights:
    """The weights of a file's text, by default the one that comes with the bot; evidence that is not in it counts nothing."""
    if text is None:
        text = resources.files("bot.answering").joinpath(FILE).read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return Weights(
        _vector(tables["ranking"], evidence.TABLE),
        _vector(tables["sentence"], choice.TABLE),
        _vector(tables["confidence"], confidence.TABLE),
    )


def names(table: Sequence[Callable[[Any], Any]]) -> list[str]:
    """What the pieces of evidence of a table are called."""
    return [one.__name__ for one in table]


def _vector(values: Mapping[str, float], table: Sequence[Callable[[Any], Any]]) -> Vector:
    return np.array([values.get(name, 0.0) for name in names(table)])
