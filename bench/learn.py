"""Learn the weights of `bot/answering/ranking/weights.toml` from labelled question sets.

    python -m bench.learn SET_DIR... [--among SET_DIR...]... [--check SET_DIR...] [--anew] [--write]

Weights are learned towards those that ship, with --anew towards those of the step before, in
`bench/prior.toml`. Each --among is one corpus of large sets, into which
the others are mixed: weights learned on small corpora alone lose on large ones.

Figures stand beside those of the shipped weights: after the arrow on articles held out, in five
folds; in brackets by weights learned without the set and its kin. Sets to check are not learned
from. See docs/weights.md.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from bench.choices import AMONG, GONE, UNANSWERED, choices_of, set_of
from bench.fit import Array, Choice, Fit, Prior, conditional_logit, held_out, logistic
from bench.labelled import Labelled, load
from bench.weights_file import PRIOR, SHIPPED, TABLES, missing_sets, set_sizes, written
from bot.answering.ranking.confidence import probability
from bot.answering.ranking.weights import Weights, feature_names, read_weights
from bot.evaluation.metrics import calibration_bins, calibration_error
from bot.library import Snapshot

OF_A_SET = 300.0
"""What all questions of a set weigh together where weights are learned anew, at most."""
OF_A_QUESTION = 4.0
"""What a single one weighs at most: a set may have hardly any that a table learns from."""
COUNTS = {
    "newsroom": 3.0,
    "newsroom_a": 1.5,
    "rtqa_news": 3.0,
    "xquad_en": 1.5,
    "squad2": 1.5,
    "canard_followup": 0.1,
}
"""Sets like what teams have count more, turns that hardly a passage answers less. Others: 1."""
ALONE, MIXED = 2.0, 1.0
"""What a set counts in a corpus of its own, and in each that it is mixed into."""
QUESTIONS, MIXED_QUESTIONS = 500, 100
"""So many questions of a set are asked at most, and where it is mixed into others."""
KIN = {
    "newsroom_a": "newsroom",
    "newsroom_turns": "newsroom",
    "squad2": "xquad_en",
    "reader_business": "reader_war",
    "news_hand": "wikinews_qamr",
    "news_quiz": "wikinews_qamr",
}
"""Sets that were made alike are left out together, by one of them."""
PRIOR_STRENGTH = 20.0
"""The prior's strength around weights that were learned before. Two hundred questions whose
candidates differ in a feature by a standard deviation of 0.3 tell about as much of its weight."""
NEW_STRENGTH = 1.0
"""The same of features that the prior does not know."""
STEPS = (("sentence",), ("ranking", "ranking_follow_up"), ("confidence",))
FIXED_STRENGTH = 1e6
FIXED = {
    ("ranking", "in_period"): 0.5,
    ("ranking_follow_up", "in_period"): 0.5,
    ("ranking", "missing_names"): -0.2,
    ("ranking_follow_up", "missing_names"): -0.7,
    ("ranking", "asks_itself"): -8.0,
    ("ranking_follow_up", "asks_itself"): -8.0,
    ("sentence", "history_overlap"): 0.3,
    ("sentence", "marked_before"): -1.5,
}
"""What no set has questions for: dates, passages that only ask, and real chats, in which an answer
is a passage; and that a missing name speaks for no passage."""
ERROR = ", calibration error"
"""Ends the name of a figure of a group."""
MIN_CONFIDENCE = 0.4
"""From here on the bot answers, unless the settings say otherwise."""


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
RAISED = 0.4
"""What the confidence's bias gains: to refuse what is told costs more than a near miss."""
MADE_TO_MISLEAD = {"squad2"}


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are asked of one corpus."""

    name: str
    """Of their set, with that of the one that it is mixed into."""
    snapshot: Snapshot
    asked: Sequence[Labelled]


def first_right(choices: Sequence[Choice], scores: Sequence[Array]) -> dict[str, float]:
    """Give the share of choices whose best row is right, by group."""
    groups: dict[str, list[bool]] = {}
    for choice, score in zip(choices, scores, strict=True):
        groups.setdefault(choice.group, []).append(bool(choice.right[int(np.argmax(score))]))
    return {group: float(np.mean(right)) for group, right in groups.items()}


def calibration(choices: Sequence[Choice], scores: Sequence[Array]) -> dict[str, float]:
    """Give the share answered by group, and the calibration error in ten bins."""
    sure: dict[str, list[tuple[float, bool]]] = {}
    for choice, score in zip(choices, scores, strict=True):
        pair = probability(score, np.ones(1)), bool(choice.right[0])
        sure.setdefault(choice.group, []).append(pair)
        if not choice.group.endswith(GONE):
            sure.setdefault(choice.group.removesuffix(UNANSWERED) + ERROR, []).append(pair)
    return {
        group: calibration_error(calibration_bins(found))
        if group.endswith(ERROR)
        else float(np.mean([p >= MIN_CONFIDENCE for p, _ in found]))
        for group, found in sure.items()
    }


def question_weights(
    choices: Sequence[Choice], of_a_set: Callable[[str], float], mix: Mix
) -> Array:
    """Give how many questions each choice counts for; all of a set count `of_a_set` together."""
    sizes = Counter(choice.group for choice in choices)
    shares = {corpus: MIXED if AMONG in corpus else ALONE for corpus in map(_corpus_of, sizes)}
    of_set = Counter[str]()
    for corpus, share in shares.items():
        of_set[set_of(corpus)] += share
    counts: dict[str, float] = {}
    for group, size in sizes.items():
        name, share = set_of(group), shares[_corpus_of(group)]
        of_one = of_a_set(name) * share / of_set[name] / size
        counts[group] = min(of_one, OF_A_QUESTION) * _count(group, mix)
    return np.array([counts[choice.group] for choice in choices])


def _corpus_of(group: str) -> str:
    return group.partition(",")[0]


def _count(group: str, mix: Mix) -> float:
    if group.endswith(UNANSWERED):
        return mix.near_misses if set_of(group) in MADE_TO_MISLEAD else mix.others
    return mix.gone if group.endswith(GONE) else 1.0


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
    as_asked = question_weights(choices, of_a_set, AS_ASKED).tolist()
    bias, slope = logistic(scores, as_asked, Prior(np.array([0.0, 1.0]), np.full(2, NEW_STRENGTH)))
    beta = beta * slope
    beta[0] += bias + RAISED
    return beta


class Learner:
    """The sets, and what was found out so far."""

    def __init__(
        self,
        learned: Sequence[Path],
        among: Sequence[Sequence[Path]],
        checked: Sequence[Path],
        *,
        anew: bool,
    ) -> None:
        """Load the sets, each alone and `among` large ones; learn `anew` or towards what ships."""
        self.anew = anew
        self.shipped = read_weights()
        self.prior = read_weights(PRIOR.read_text(encoding="utf-8")) if anew else self.shipped
        self.checked = {folder.name for folder in checked}
        self.lines: list[str] = []
        self.groups: list[Group] = []
        self.sizes: dict[str, tuple[int, int]] = {}
        for folder in (*learned, *checked):
            self._add(*load([folder]), "")
        for large in among:
            names = {folder.name for folder in large}
            snapshot, asked = load([*large, *learned, *checked])
            strange = AMONG + large[0].name
            self._add(snapshot, {name: asked[name] for name in names}, "")
            rest = {name: some for name, some in asked.items() if name not in names}
            self._add(snapshot, rest, strange)

    def _add(self, snapshot: Snapshot, sets: Mapping[str, Sequence[Labelled]], among: str) -> None:
        for name, asked in sets.items():
            some = _some(asked, MIXED_QUESTIONS if among else QUESTIONS)
            self.groups.append(Group(name + among, snapshot, some))
            if not among and name not in self.checked:
                self.sizes[name] = (len(asked), len(snapshot.corpus))

    def choices(self, tables: Sequence[str], weights: Weights) -> dict[str, list[Choice]]:
        """Give the choices of every group, by table."""
        found: dict[str, list[Choice]] = {table: [] for table in tables}
        for group in self.groups:
            # Which sentence answers does not depend on the corpus.
            wanted = [table for table in tables if table != "sentence" or AMONG not in group.name]
            if wanted:
                own = choices_of(group.name, group.snapshot, group.asked, weights, wanted)
                for table, choices in own.items():
                    found[table] += choices
        return found

    def learn(self, table: str, choices: Sequence[Choice], weights: Weights) -> Weights:
        """Replace the weights of a table by learned ones, and note figures of both."""
        prior, fit = self._prior(table), self._fit(table)
        inside = [choice for choice in choices if set_of(choice.group) not in self.checked]
        counts = question_weights(inside, self._of_a_set, TO_TELL_APART if self.anew else AS_ASKED)
        beta = fit(inside, counts.tolist(), prior)
        own = [choice.rows @ beta for choice in choices if set_of(choice.group) in self.checked]
        checked = [choice for choice in choices if set_of(choice.group) in self.checked]
        scores = held_out(inside, counts, fit, prior, lambda choice: choice.fold)
        without = held_out(inside, counts, fit, prior, lambda choice: _kin(choice.group))
        figures = calibration if table == "confidence" else first_right
        before = figures(
            choices, [choice.rows @ getattr(self.shipped, table) for choice in choices]
        )
        after, left_out = figures(inside, scores), figures(inside, without)
        self.lines += ["", f"# {table}: by the weights before -> by these (without the set)"]
        self.lines += [
            f"#   {group}: {before[group]:.3f} -> {figure:.3f} ({left_out[group]:.3f})"
            for group, figure in after.items()
        ]
        self.lines += [
            f"#   {group} (not learned from): {before[group]:.3f} -> {figure:.3f}"
            for group, figure in figures(checked, own).items()
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
        mean = getattr(self.prior, table)
        strength = np.where(mean == 0, NEW_STRENGTH, PRIOR_STRENGTH)
        is_fixed = ~np.isnan(fixed)
        return Prior(np.where(is_fixed, fixed, mean), np.where(is_fixed, FIXED_STRENGTH, strength))


def _kin(group: str) -> str:
    return KIN.get(set_of(group), set_of(group))


def _some(asked: Sequence[Labelled], limit: int) -> Sequence[Labelled]:
    """Take questions from all over a set."""
    return asked[:: max(1, -(-len(asked) // limit))]


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn the tables one after the other, print them, and write them where that is wanted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--among", nargs="+", type=Path, action="append", default=[])
    parser.add_argument("--check", nargs="*", type=Path, default=[])
    parser.add_argument("--anew", action="store_true", help="towards bench/prior.toml")
    parser.add_argument("--tables", default=",".join(TABLES), help="which to learn, with commas")
    parser.add_argument("--write", action="store_true", help="write over the shipped weights")
    given = parser.parse_args(arguments)
    shipped = SHIPPED.read_text(encoding="utf-8")
    names = [
        folder.name for folder in (*given.sets, *(item for some in given.among for item in some))
    ]
    missing = missing_sets(shipped, names)
    if given.write and given.anew and missing:
        parser.error(
            f"the shipped weights were learned from {', '.join(missing)} too. Without these, "
            "learn towards the shipped weights (leave out --anew), or write nothing."
        )
    learner = Learner(given.sets, given.among, given.check, anew=given.anew)
    weights = learner.shipped
    # What is learned first is known to the next ones: rankings choose sentences before.
    for step in STEPS:
        tables = [table for table in step if table in given.tables.split(",")]
        for table, choices in learner.choices(tables, weights).items():
            weights = learner.learn(table, choices, weights)
    sizes = learner.sizes if given.anew else set_sizes(shipped) | learner.sizes
    text = written(weights, sizes, learner.lines)
    sys.stdout.write(text)
    if given.write:
        SHIPPED.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
