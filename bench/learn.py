"""Learn the weights of `bot/answering/weights.py` from labelled question sets, and write them there with the figures that chose them.

    python -m bench.learn SET_DIR...

Sentence and ranking weights are conditional logits: the chance that a candidate is the right one among all candidates of its
question (McFadden, "Conditional logit analysis of qualitative choice behavior", 1974). The confidence is a logistic regression over
what the first candidate covers. Every set weighs the same, whatever its size; the figures are on articles held out in five folds.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.labelled import Labelled, load
from bot.answering import weights as module
from bot.answering.choice import SentenceEvidence
from bot.answering.confidence import Coverage
from bot.answering.evidence import Evidence
from bot.answering.weights import WEIGHTS, Weights
from bot.library import Snapshot
from bot.text.sentences import sentences

FOLDS = 5
RIDGE = 1.0
OF_A_SET = 300.0
"""What all questions of a set weigh together."""
NEWS = {"article": 2.0}
"""Held: on news the whole article says more than the encyclopedic sets, whose articles are long, would have it; they lose nothing by it."""
COUNTS = {"newsroom": 1.5, "canard_followup": 0.1}
"""News counts more than its size; turns that hardly a passage answers count less. All others: 1."""
MISLEADING = {"squad2", "canard_followup"}
"""Sets made to have no right answer half the time, or hardly ever."""
OTHER_MATTERS = 0.25
"""What questions about other matters count there."""
STRANGERS = 120
"""How many questions of each other set are asked of a corpus that does not answer them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Candidates of a question, a row each, and which are right."""

    rows: np.ndarray
    right: np.ndarray
    group: str
    fold: int


def conditional_logit(choices: Sequence[Choice], weight: Sequence[float], size: int, held: dict[int, float]) -> np.ndarray:
    """The weights that make the right candidates most likely, by Newton's method with a small ridge."""
    prior, ridge = np.zeros(size), np.full(size, RIDGE)
    for place, value in held.items():
        prior[place], ridge[place] = value, 1e6
    beta = prior.copy()
    for _ in range(30):
        slope, curve = -ridge * (beta - prior), np.diag(ridge)
        for one, factor in zip(choices, weight, strict=True):
            scores = one.rows @ beta
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            wanted = chance * one.right + 1e-12 * one.right
            wanted /= wanted.sum()
            mean = chance @ one.rows
            slope += factor * (wanted @ one.rows - mean)
            curve += factor * ((one.rows * chance[:, None]).T @ one.rows - np.outer(mean, mean))
        step = np.linalg.solve(curve, slope)
        longest = np.abs(step).max()
        beta += step * min(1.0, 3 / longest)
        if longest < 1e-3:
            break
    return beta


def logistic(choices: Sequence[Choice], weight: Sequence[float], size: int, held: dict[int, float]) -> np.ndarray:
    """Logistic regression with a small ridge; each choice has one row, whose first value is 1.

    How many questions a set answers says nothing of how evidence counts, so each set has a bias of its own while that is learned;
    the bias that is kept is then fitted to the sets whose questions are as people ask them.
    """
    del held
    sets = [one.group.partition(",")[0] for one in choices]
    names = sorted(set(sets))
    rows = np.concatenate([one.rows for one in choices])
    x = np.c_[rows[:, 1:], np.array([[float(one == name) for name in names] for one in sets])]
    y = np.concatenate([one.right for one in choices]).astype(float)
    factor = np.array(weight) * np.array([OTHER_MATTERS if "," in one.group else 1.0 for one in choices])
    beta, ridge = np.zeros(x.shape[1]), np.full(x.shape[1], RIDGE)
    ridge[size - 1 :] = 0.02
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ beta))
        curve = (x * (factor * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        beta += np.linalg.solve(curve, x.T @ (factor * (y - p)) - ridge * beta)
    score, bias = rows[:, 1:] @ beta[: size - 1], 0.0
    factor = factor * np.array([one not in MISLEADING for one in sets])
    for _ in range(40):
        p = 1 / (1 + np.exp(-score - bias))
        bias += (factor * (y - p)).sum() / (factor * p * (1 - p)).sum()
    return np.concatenate([[bias], beta[: size - 1]])


Fit = Callable[[Sequence[Choice], Sequence[float], int, dict[int, float]], np.ndarray]


def learn(choices: Sequence[Choice], names: Sequence[str], fit: Fit, held: dict[str, float]) -> tuple[np.ndarray, list[np.ndarray]]:
    """The weights over all choices, and the scores of each choice's rows by weights learned without its fold."""
    sizes = {group: sum(one.group == group for one in choices) for group in {one.group for one in choices}}
    weight = np.array([OF_A_SET * COUNTS.get(one.group, 1.0) / sizes[one.group] for one in choices])
    fixed = {names.index(name): value for name, value in held.items() if name in names}
    scores: list[np.ndarray] = [np.zeros(0)] * len(choices)
    for fold in range(FOLDS):
        inside = [place for place, one in enumerate(choices) if one.fold != fold]
        beta = fit([choices[place] for place in inside], weight[inside].tolist(), len(names), fixed)
        for place, one in enumerate(choices):
            if one.fold == fold:
                scores[place] = one.rows @ beta
    return fit(choices, weight.tolist(), len(names), fixed), scores


def _fold(article: str) -> int:
    return zlib.crc32(article.encode()) % FOLDS


def _article(labelled: Labelled) -> str:
    return min(labelled.gold).rpartition("#")[0]


def _loose(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold()).strip()


def _holds(text: str, answers: Sequence[str]) -> bool:
    said = _loose(text)
    return any(_loose(answer) in said or (len(said) > 20 and said in _loose(answer)) for answer in answers)


def choices_of(name: str, snapshot: Snapshot, asked: Sequence[Labelled], weights: Weights) -> tuple[list[Choice], list[Choice]]:
    """For ranking: the candidates of each question; for sentences: those of the passage that answers it."""
    ranking, sentence = [], []
    for labelled in asked:
        ranked, _ = snapshot.answerer.examine(labelled.question, weights)
        right = np.array([snapshot.corpus[one.passage].id in labelled.gold for one in ranked])
        if not labelled.gold or not right.any():
            continue
        group = (name, _fold(name + _article(labelled)))
        if not right.all():
            ranking.append(Choice(np.array([one.evidence for one in ranked]), right, *group))
        best = ranked[int(np.argmax(right))]
        passage = snapshot.corpus[best.passage].text
        spans = sentences(passage)
        told = np.array([_holds(passage[span.start : span.end], labelled.answers) for span in spans])
        if told.any() and not told.all():
            sentence.append(Choice(np.array(best.choices), told, *group))
    return ranking, sentence


def coverage_of(name: str, snapshot: Snapshot, asked: Sequence[Labelled], strangers: Sequence[Labelled], weights: Weights) -> list[Choice]:
    """Coverage of every question, and whether the first candidate is right; a stranger's never is."""
    found = []
    for place, labelled in enumerate([*asked, *strangers]):
        ranked, coverage = snapshot.answerer.examine(labelled.question, weights)
        if coverage is None:
            continue
        first = snapshot.corpus[ranked[0].passage]
        own = place < len(asked)
        right = own and first.id in labelled.gold
        group = name if own else f"{name}, other matters"
        article = _article(labelled) if own and labelled.gold else first.article.id if own else str(place)
        found.append(Choice(np.array([coverage]), np.array([right]), group, _fold(name + article)))
    return found


def first_right(choices: Sequence[Choice], scores: Sequence[np.ndarray]) -> dict[str, float]:
    """The share of choices whose best row is right, by set."""
    groups: dict[str, list[bool]] = {}
    for one, score in zip(choices, scores, strict=True):
        groups.setdefault(one.group, []).append(bool(one.right[int(np.argmax(score))]))
    return {group: float(np.mean(right)) for group, right in groups.items()}


def calibration(choices: Sequence[Choice], scores: Sequence[np.ndarray]) -> dict[str, str]:
    """By set: mean confidence, share right, calibration error in ten bins."""
    said: dict[str, str] = {}
    for group in dict.fromkeys(one.group for one in choices):
        p = np.array([1 / (1 + np.exp(-score[0])) for one, score in zip(choices, scores, strict=True) if one.group == group])
        y = np.array([bool(one.right[0]) for one in choices if one.group == group])
        bins = np.minimum(9, (p * 10).astype(int))
        error = sum(abs((p[bins == b] - y[bins == b]).sum()) for b in range(10)) / len(p)
        said[group] = f"sure {p.mean():.3f}, right {y.mean():.3f}, calibration error {error:.3f}"
    return said


def main() -> None:
    """Learn all three and write them."""
    folders = [Path(name) for name in sys.argv[1:]]
    sets = {folder.name: load(folder) for folder in folders}
    lines: list[str] = []

    def note(what: str, figures: dict[str, str]) -> None:
        lines.extend(["", f"# {what}, on articles held out:", *(f"#   {name}: {figure}" for name, figure in figures.items())])

    def relearn(which: int, weights: Weights, names: Sequence[str], held: dict[str, float], what: str) -> list[float]:
        choices = [one for name, (snapshot, asked) in sets.items() for one in choices_of(name, snapshot, asked, weights)[which]]
        beta, scores = learn(choices, names, conditional_logit, held)
        note(what, {name: f"{share:.3f}" for name, share in first_right(choices, scores).items()})
        return [float(one) for one in beta]

    weights = WEIGHTS
    weights = replace(weights, sentence=SentenceEvidence(*relearn(1, weights, SentenceEvidence._fields, {}, "the right sentence of the right passage")))
    weights = replace(weights, ranking=Evidence(*relearn(0, weights, Evidence._fields, NEWS, "the right passage among the candidates")))
    chance = np.random.default_rng(7)
    covered: list[Choice] = []
    for name, (snapshot, asked) in sets.items():
        others = [one for other, (_, theirs) in sets.items() if not _alike(name, other) for one in _some(theirs, chance)]
        covered += coverage_of(name, snapshot, asked, others, weights)
    beta, scores = learn(covered, Coverage._fields, logistic, {})
    note("the confidence", calibration(covered, scores))
    _write(replace(weights, confidence=Coverage(*map(float, beta))), lines)


def _alike(one: str, other: str) -> bool:
    # Of sets with the same beginning of their names one may answer what the other asks.
    return one == other or {one, other} <= {"squad2", "xquad_en"}


def _some(asked: Sequence[Labelled], chance: np.random.Generator) -> list[Labelled]:
    alone = [one for one in asked if not one.question.history]
    return [alone[place] for place in chance.choice(len(alone), min(len(alone), STRANGERS), replace=False)]


def _write(weights: Weights, lines: Sequence[str]) -> None:
    values = []
    for one in (weights.ranking, weights.sentence, weights.confidence):
        inside = "".join(f"        {name}={value:.2f},\n" for name, value in one._asdict().items())
        values.append(f"    {type(one).__name__}(\n{inside}    ),\n")
    path = Path(module.__file__)
    head = path.read_text(encoding="utf-8").partition("\n# ")[0].rstrip() + "\n"
    text = "\n".join(lines) + "\nWEIGHTS = Weights(\n" + "".join(values) + ")\n"
    path.write_text(head + text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
