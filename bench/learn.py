"""Learn the weights of `bot/answering/ranking/weights.toml` from labelled question sets.

    python -m bench.learn SET_DIR... [--check SET_DIR...] [--write]     towards the shipped weights
    python -m bench.learn SET_DIR... [--check SET_DIR...] --anew        from nothing

Figures stand beside those of the shipped weights. Those of the sets that are learned from are on
articles held out, in five folds; sets to check are not learned from. See docs/weights.md.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from bench.choices import UNANSWERED, choices_of
from bench.fit import Array, Choice, Fit, Prior, conditional_logit, held_out, logistic
from bench.labelled import load
from bench.weights_file import SHIPPED, TABLES, missing_sets, set_sizes, written
from bot.answering.ranking.confidence import probability
from bot.answering.ranking.weights import Weights, feature_names, read_weights
from bot.evaluation.metrics import calibration_bins, calibration_error

OF_A_SET = 300.0
"""What all questions of a set weigh together where weights are learned anew."""
COUNTS = {
    "newsroom": 1.5,
    "newsroom_a": 1.5,
    "xquad_en": 1.5,
    "squad2": 1.5,
    "canard_followup": 0.1,
}
"""Turns that hardly a passage answers count less. All others: 1."""
RIDGE = 1.0
"""The prior's strength around nothing."""
BIAS_RIDGE = 0.02
"""The same of the confidence's bias, which is always large."""
SHIPPED_STRENGTH = 20.0
"""The prior's strength around the shipped weights. Two hundred questions whose candidates differ
in a feature by a standard deviation of 0.3 tell about as much of its weight."""
FIXED_STRENGTH = 1e6
FIXED = {
    ("ranking", "in_period"): 0.5,
    ("ranking_follow_up", "in_period"): 0.5,
    ("sentence", "history_overlap"): 0.3,
    ("sentence", "marked_before"): -1.5,
}
"""What no set has questions for: dates, and real chats, in which an answer is a passage."""


@dataclass(frozen=True, slots=True)
class Mix:
    """What questions without an answer count beside those of their set that have one."""

    gone: float
    """Their article was left out."""
    near_misses: float
    """The set is made of them for half."""
    others: float


TO_TELL_APART = Mix(gone=0.3, near_misses=0.5, others=0.8)
"""So that features are learned that tell answers from near misses."""
AS_ASKED = Mix(gone=0.1, near_misses=0.04, others=0.3)
"""What a team asks: mostly what is there. This mix decides how sure the bot is overall."""
MADE_TO_MISLEAD = {"squad2"}


def first_right(choices: Sequence[Choice], scores: Sequence[Array]) -> dict[str, str]:
    """Give the share of choices whose best row is right, by set."""
    groups: dict[str, list[bool]] = {}
    for choice, score in zip(choices, scores, strict=True):
        groups.setdefault(choice.group, []).append(bool(choice.right[int(np.argmax(score))]))
    return {group: f"{np.mean(right):.3f} of {len(right)}" for group, right in groups.items()}


def calibration(choices: Sequence[Choice], scores: Sequence[Array]) -> dict[str, str]:
    """Give mean confidence, share right, log loss and calibration error in ten bins, by set."""
    pairs: dict[str, list[tuple[float, bool]]] = {}
    for choice, score in zip(choices, scores, strict=True):
        pairs.setdefault(choice.group.removesuffix(UNANSWERED), []).append(
            (probability(score, np.ones(1)), bool(choice.right[0]))
        )
    return {group: _calibration(found) for group, found in pairs.items()}


def _calibration(found: Sequence[tuple[float, bool]]) -> str:
    sure, right = np.mean(found, axis=0)
    loss = -np.mean([np.log(p if is_right else 1 - p) for p, is_right in found])
    error = calibration_error(calibration_bins(found))
    return f"sure {sure:.3f}, right {right:.3f}, log loss {loss:.3f}, calibration error {error:.3f}"


def _question_weights(
    choices: Sequence[Choice], of_a_set: Callable[[str], float], mix: Mix
) -> Array:
    """Give how many questions each choice counts for; all of a set count `of_a_set` together."""
    sizes = Counter(choice.group for choice in choices)
    return np.array(
        [
            of_a_set(_set_of(choice.group)) * _count(choice.group, mix) / sizes[choice.group]
            for choice in choices
        ]
    )


def _set_of(group: str) -> str:
    return group.partition(",")[0]


def _count(group: str, mix: Mix) -> float:
    name, _, rest = group.partition(",")
    if group.endswith(UNANSWERED):
        return mix.near_misses if name in MADE_TO_MISLEAD else mix.others
    return mix.gone / 2 if rest else 1.0


def calibrated(
    choices: Sequence[Choice],
    weight: Sequence[float],
    prior: Prior,
    of_a_set: Callable[[str], float],
) -> Array:
    """Fit what tells answers from near misses, then set it to questions as they are asked.

    Platt, "Probabilistic outputs for support vector machines", 1999, for the second step.
    """
    beta = logistic(choices, weight, prior)
    scores = [
        replace(choice, rows=np.array([[1.0, float(choice.rows[0] @ beta)]])) for choice in choices
    ]
    as_asked = _question_weights(choices, of_a_set, AS_ASKED).tolist()
    bias, slope = logistic(
        scores, as_asked, Prior(np.array([0.0, 1.0]), np.array([BIAS_RIDGE, RIDGE]))
    )
    beta = beta * slope
    beta[0] += bias
    return beta


class Learner:
    """The sets, and what was found out so far."""

    def __init__(
        self, learned: Sequence[Path], checked: Sequence[Path], tables: Sequence[str], *, anew: bool
    ) -> None:
        """Load the sets for the `tables` that are learned, `anew` or towards the shipped weights."""
        self.anew = anew
        self.shipped = read_weights()
        self.sets = {folder.name: load(folder) for folder in [*learned, *checked]}
        self.without_articles = {
            f"{folder.name}, article gone {without}": load(folder, without)
            for folder in [*learned, *checked]
            for without in (0, 1)
            if "confidence" in tables
        }
        self.checked = {folder.name for folder in checked}
        self.lines: list[str] = []
        self.sizes = {
            name: (len(asked), len(snapshot.corpus))
            for name, (snapshot, asked) in self.sets.items()
            if name not in self.checked
        }

    def choices(self, table: str, weights: Weights) -> list[Choice]:
        """Give the choices of every set; those of articles left out only for the confidence."""
        sets = self.sets | (self.without_articles if table == "confidence" else {})
        return [
            choice
            for name, (snapshot, asked) in sets.items()
            for choice in choices_of(name, snapshot, asked, weights)[table]
        ]

    def learn(self, table: str, weights: Weights) -> Weights:
        """Replace the weights of a table by learned ones, and note figures of both."""
        prior = self._prior(table)
        choices, now = self.choices(table, weights), self.choices(table, self.shipped)
        is_checked = [_set_of(choice.group) in self.checked for choice in choices]
        inside = [c for c, checked in zip(choices, is_checked, strict=True) if not checked]
        mix = TO_TELL_APART if self.anew else AS_ASKED
        counts = _question_weights(inside, self._of_a_set, mix)
        beta = self._fit(table)(inside, counts.tolist(), prior)
        scores = iter(held_out(inside, counts, self._fit(table), prior))
        learned = [
            choice.rows @ beta if checked else next(scores)
            for choice, checked in zip(choices, is_checked, strict=True)
        ]
        figures = calibration if table == "confidence" else first_right
        before = figures(now, [choice.rows @ getattr(self.shipped, table) for choice in now])
        after = figures(choices, learned)
        self.lines += ["", f"# {table}, by the weights before -> by those learned:"]
        self.lines += [
            f"#   {group}{' (not learned from)' if _set_of(group) in self.checked else ''}: "
            f"{before.get(group, '-')} -> {figure}"
            for group, figure in after.items()
        ]
        return replace(weights, **{table: beta})

    def _of_a_set(self, name: str) -> float:
        return OF_A_SET * COUNTS.get(name, 1.0) if self.anew else float(self.sizes[name][0])

    def _fit(self, table: str) -> Fit:
        if table != "confidence":
            return conditional_logit
        return partial(calibrated, of_a_set=self._of_a_set) if self.anew else logistic

    def _prior(self, table: str) -> Prior:
        names = feature_names(TABLES[table])
        fixed = np.array([FIXED.get((table, name), np.nan) for name in names])
        if not self.anew:
            mean = getattr(self.shipped, table)
            strength = np.full(len(names), SHIPPED_STRENGTH)
        else:
            mean = np.nan_to_num(fixed)
            strength = np.array([BIAS_RIDGE if name == "bias" else RIDGE for name in names])
        return Prior(mean, np.where(np.isnan(fixed), strength, FIXED_STRENGTH))


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn the tables one after the other, print them, and write them where that is wanted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--check", nargs="*", type=Path, default=[])
    parser.add_argument("--anew", action="store_true", help="from nothing")
    parser.add_argument("--tables", default=",".join(TABLES), help="which to learn, with commas")
    parser.add_argument("--write", action="store_true", help="write over the shipped weights")
    given = parser.parse_args(arguments)
    shipped = SHIPPED.read_text(encoding="utf-8")
    missing = missing_sets(shipped, [folder.name for folder in given.sets])
    if given.write and given.anew and missing:
        parser.error(
            f"the shipped weights were learned from {', '.join(missing)} too. Without these, "
            "learn towards the shipped weights (leave out --anew), or write nothing."
        )
    tables = given.tables.split(",")
    learner = Learner(given.sets, given.check, tables, anew=given.anew)
    weights = learner.shipped
    for table in TABLES:
        if table in tables:
            weights = learner.learn(table, weights)
    sizes = learner.sizes if given.anew else set_sizes(shipped) | learner.sizes
    text = written(weights, sizes, learner.lines)
    sys.stdout.write(text)
    if given.write:
        SHIPPED.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
