"""Learn the weights of `bot/answering/ranking/weights.toml` from labelled question sets, and write them there with the figures that chose them.

    python -m bench.learn SET_DIR... [--check SET_DIR...] [--dry]

Every set weighs the same, whatever its size. The figures are on articles held out in five folds; sets to check are not learned from.
"""

from __future__ import annotations

import argparse
import re
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.fit import FOLDS, Array, Choice, Fit, conditional_logit, held_out, logistic
from bench.labelled import Labelled, load
from bot.answering.ranking import confidence, passage_features, sentence_features
from bot.answering.ranking import weights as module
from bot.answering.ranking.confidence import probability
from bot.answering.ranking.ranker import Ranking
from bot.answering.ranking.weights import Weights, feature_names, read_weights
from bot.evaluation.metrics import calibration_bins, calibration_error
from bot.library import Snapshot

OF_A_SET = 300.0
"""What all questions of a set weigh together."""
COUNTS = {
    "newsroom": 1.5,
    "newsroom_a": 1.5,
    "xquad_en": 1.5,
    "squad2": 1.5,
    "canard_followup": 0.1,
}
"""Turns that hardly a passage answers count less. All others: 1."""
FIXED = {("ranking", "in_period"): 0.5, ("sentence", "history_overlap"): 0.3}
"""No set has questions that would teach these: of dates, and of real chats, in which an answer is a passage."""


@dataclass(frozen=True, slots=True)
class Mix:
    """What questions without an answer count beside those of their set that have one."""

    gone: float
    """Their article was left out."""
    near_misses: float
    """The set is made of them for half."""
    others: float


TO_TELL_APART = Mix(gone=0.3, near_misses=0.5, others=0.8)
"""So that grounds are learned that tell answers from near misses."""
AS_ASKED = Mix(gone=0.1, near_misses=0.04, others=0.3)
"""What a team asks: few questions are made to mislead, most are about what is there. This mix decides how sure the bot is overall."""
MADE_TO_MISLEAD = {"squad2"}
UNANSWERED = ", nothing answers"


def choices_of(
    name: str, snapshot: Snapshot, asked: Sequence[Labelled], weights: Weights
) -> tuple[list[Choice], list[Choice], list[Choice]]:
    """For sentences: those of the passage that answers; for ranking: the candidates; for the confidence: the first candidate."""
    sentence, ranking, sure = [], [], []
    for labelled in asked:
        ranked, grounds = snapshot.answerer.training_features(labelled.question, weights)
        table = ranked.context.table
        right = np.array(
            [snapshot.corpus[int(passage)].id in labelled.gold for passage in table.passages],
            dtype=bool,
        )
        fold = _fold(name + (_article(labelled) or labelled.question.text))
        if grounds is not None:
            group = name if labelled.gold or "," in name else f"{name}{UNANSWERED}"
            sure.append(Choice(grounds[None, :], right[ranked.order[:1]], group, fold))
        if right.any() and not right.all():
            ranking.append(Choice(ranked.features, right, name, fold))
        if right.any() and (item := _sentence_choice(ranked, snapshot, labelled, right)):
            sentence.append(Choice(*item, name, fold))
    return sentence, ranking, sure


def _sentence_choice(
    ranked: Ranking, snapshot: Snapshot, labelled: Labelled, right: np.ndarray
) -> tuple[Array, np.ndarray] | None:
    table = ranked.context.table
    row = next(int(row) for row in ranked.order if right[row])
    passage = snapshot.corpus[int(table.passages[row])].text
    rows = np.flatnonzero(table.sentences.candidate_rows == row)
    spans = [
        snapshot.answerer.corpus_analysis.passages.sentence_span(int(table.sentences.ids[row]))
        for row in rows
    ]
    told = np.array(
        [_holds(passage[span.start : span.end], labelled.answers) for span in spans], dtype=bool
    )
    return (ranked.sentence_features[rows], told) if told.any() and not told.all() else None


def _fold(article: str) -> int:
    return zlib.crc32(article.encode()) % FOLDS


def _article(labelled: Labelled) -> str:
    return min(labelled.gold, default="").rpartition("#")[0]


def _loose(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold()).strip()


def _holds(text: str, answers: Sequence[str]) -> bool:
    sentence = _loose(text)
    return any(
        _loose(answer) in sentence or (len(sentence) > 20 and sentence in _loose(answer))
        for answer in answers
    )


def first_right(choices: Sequence[Choice], scores: Sequence[Array]) -> dict[str, str]:
    """The share of choices whose best row is right, by set."""
    groups: dict[str, list[bool]] = {}
    for choice, score in zip(choices, scores, strict=True):
        groups.setdefault(choice.group, []).append(bool(choice.right[int(np.argmax(score))]))
    return {group: f"{np.mean(right):.3f}" for group, right in groups.items()}


def calibration(choices: Sequence[Choice], scores: Sequence[Array]) -> dict[str, str]:
    """By set: mean confidence, share right, calibration error in ten bins."""
    said: dict[str, str] = {}
    pairs: dict[str, list[tuple[float, bool]]] = {}
    for choice, score in zip(choices, scores, strict=True):
        pairs.setdefault(choice.group.removesuffix(UNANSWERED), []).append(
            (probability(score, np.ones(1)), bool(choice.right[0]))
        )
    for group, found in pairs.items():
        sure, right = np.mean(found, axis=0)
        said[group] = (
            f"sure {sure:.3f}, right {right:.3f}, calibration error {calibration_error(calibration_bins(found)):.3f}"
        )
    return said


def _weight(choices: Sequence[Choice], mix: Mix = TO_TELL_APART) -> Array:
    sizes = Counter(choice.group for choice in choices)
    return np.array(
        [OF_A_SET * _count(choice.group, mix) / sizes[choice.group] for choice in choices]
    )


def _count(group: str, mix: Mix) -> float:
    name, _, rest = group.partition(",")
    if group.endswith(UNANSWERED):
        return mix.near_misses if name in MADE_TO_MISLEAD else mix.others
    return COUNTS.get(name, 1.0) * (mix.gone / 2 if rest else 1.0)


def calibrated(choices: Sequence[Choice], weight: Sequence[float], fixed: Array) -> Array:
    """A logistic regression that tells answers from near misses, then set to questions as they are asked.

    Platt, "Probabilistic outputs for support vector machines", 1999, for the second step.
    """
    beta = logistic(choices, weight, fixed)
    scores = [
        replace(choice, rows=np.array([[1.0, float(choice.rows[0] @ beta)]])) for choice in choices
    ]
    bias, slope = logistic(scores, _weight(choices, AS_ASKED).tolist(), fixed[:2])
    beta = beta * slope
    beta[0] += bias
    return beta


class Learner:
    """The sets, and what was found out so far."""

    def __init__(self, learned: Sequence[Path], checked: Sequence[Path]) -> None:
        self.sets = {folder.name: load(folder) for folder in [*learned, *checked]}
        self.gone = {
            f"{folder.name}, article gone {without}": load(folder, without)
            for folder in [*learned, *checked]
            for without in (0, 1)
        }
        self.checked = {folder.name for folder in checked}
        self.lines: list[str] = []

    def choices(self, which: int, weights: Weights) -> list[Choice]:
        """Of every set; those of articles left out only for the confidence."""
        sets = self.sets | self.gone if which == 2 else self.sets
        return [
            choice
            for name, (snapshot, asked) in sets.items()
            for choice in choices_of(name, snapshot, asked, weights)[which]
        ]

    def learn(self, which: int, weights: Weights, fit: Fit, fixed: Array, what: str) -> Array:
        """The weights of one table, with figures on what was held out."""
        choices = self.choices(which, weights)
        inside = [
            choice for choice in choices if choice.group.partition(",")[0] not in self.checked
        ]
        outside = [choice for choice in choices if choice.group.partition(",")[0] in self.checked]
        scores = held_out(inside, _weight(inside), fit, fixed)
        beta = fit(inside, _weight(inside).tolist(), fixed)
        figures = calibration if which == 2 else first_right
        self.lines += ["", f"# {what}, on articles held out:"]
        self.lines += [f"#   {name}: {figure}" for name, figure in figures(inside, scores).items()]
        if outside:
            self.lines += ["# and on sets that nothing was learned from:"]
            self.lines += [
                f"#   {name}: {figure}"
                for name, figure in figures(
                    outside, [choice.rows @ beta for choice in outside]
                ).items()
            ]
        return beta


def main() -> None:
    """Learn all three and write them."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("sets", nargs="+", type=Path)
    arguments.add_argument("--check", nargs="*", type=Path, default=[])
    arguments.add_argument(
        "--tables",
        default="sentence,ranking,confidence",
        help="which tables to learn anew, with commas",
    )
    arguments.add_argument("--dry", action="store_true", help="print, but write nothing")
    given = arguments.parse_args()
    learner = Learner(given.sets, given.check)
    weights = read_weights()
    steps = (
        (
            "sentence",
            conditional_logit,
            sentence_features.FEATURES,
            "the right sentence of the right passage",
        ),
        (
            "ranking",
            conditional_logit,
            passage_features.FEATURES,
            "the right passage among the candidates",
        ),
        ("confidence", calibrated, confidence.FEATURES, "the confidence"),
    )
    for which, (table, fit, pieces, what) in enumerate(steps):
        if table in given.tables.split(","):
            fixed = np.array([FIXED.get((table, name), np.nan) for name in feature_names(pieces)])
            weights = replace(weights, **{table: learner.learn(which, weights, fit, fixed, what)})
    text = _written(weights, learner.lines)
    sys.stdout.write(text)
    if not given.dry:
        Path(module.__file__).with_name(module.FILE).write_text(text, encoding="utf-8")


def _written(weights: Weights, lines: Sequence[str]) -> str:
    text = [
        "# How much each piece of evidence counts, as learned by `python -m bench.learn`.",
        *lines,
    ]
    for title, values, table in (
        ("ranking", weights.ranking, passage_features.FEATURES),
        ("sentence", weights.sentence, sentence_features.FEATURES),
        ("confidence", weights.confidence, confidence.FEATURES),
    ):
        text += [
            "",
            f"[{title}]",
            *(
                f"{name} = {value:.2f}"
                for name, value in zip(feature_names(table), values, strict=True)
            ),
        ]
    return "\n".join(text) + "\n"


if __name__ == "__main__":
    main()
