"""The file of the shipped weights: the sets that it names, and how it is written."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.answering.ranking import confidence, passage_features, sentence_features
from bot.answering.ranking import weights as module
from bot.answering.ranking.weights import LEARNED_FROM, Weights, feature_names

SHIPPED = Path(module.__file__).with_name(module.FILE)
PRIOR = Path(__file__).with_name("prior.toml")
"""The weights of the step before."""
TABLES: Mapping[str, Sequence[Callable[[Any], Any]]] = {
    "sentence": sentence_features.FEATURES,
    "ranking": passage_features.FEATURES,
    "ranking_follow_up": passage_features.FOLLOW_UP_FEATURES,
    "confidence": confidence.FEATURES,
}
"""In the order in which they are learned: which sentence answers is known to the next ones."""


def set_sizes(text: str) -> dict[str, tuple[int, int]]:
    """Give the sets that weights were learned from, each with its questions and passages."""
    sizes: dict[str, list[int]] = tomllib.loads(text).get(LEARNED_FROM, {})
    return {name: (questions, passages) for name, (questions, passages) in sizes.items()}


def missing_sets(text: str, given: Collection[str]) -> list[str]:
    """Give the names of sets that the text names and that are not given."""
    return [name for name in set_sizes(text) if name not in given]


def written(weights: Weights, sizes: Mapping[str, tuple[int, int]], figures: Sequence[str]) -> str:
    """Write weights with the sets that they were learned from, and lines of figures above."""
    text = [
        "# How much each feature counts, learned by `python -m bench.learn`; see docs/weights.md.",
        *figures,
        "",
        "# The number of questions and of passages of each set.",
        f"[{LEARNED_FROM}]",
        *(f"{name} = [{questions}, {passages}]" for name, (questions, passages) in sizes.items()),
    ]
    for table, features in TABLES.items():
        values = zip(feature_names(features), getattr(weights, table), strict=True)
        text += ["", f"[{table}]", *(f"{name} = {value:.2f}" for name, value in values)]
    return "\n".join(text) + "\n"
