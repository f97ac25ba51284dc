"""Learn the weights of `bot/answering/weights.py:ConfidenceWeights` from labelled question sets.

    python bench/learn_confidence.py SET_DIR...

A set is a folder with questions.jsonl {text, gold, turns?} and passages.jsonl {id, doc_id, title, position, text}, or with
corpus/*.md and questions.jsonl {text, gold [{article, paragraph}], history, kind}. Every set weighs the same, whatever its
size; the fit is a logistic regression by Newton's method, shown with its figures on held-out folds.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from dataclasses import astuple
from pathlib import Path

import numpy as np

from bot.attribution.attribute import Attributor
from bot.attribution.gazetteer import load_gazetteer
from bot.library import build_snapshot
from bot.model import Question, Turn

NAMES = ("bias", "passage", "sentence", "unknown", "names", "margin", "kind")
FOLDS = 5
RIDGE = 1.0


def rows(path: Path) -> list[dict]:
    """The objects of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write_corpus(passages: list[dict], folder: Path) -> dict[str, str]:
    """One file a document; returns {our id: the set's id}."""
    documents = defaultdict(list)
    for passage in passages:
        documents[passage["doc_id"]].append(passage)
    ids = {}
    for number, parts in enumerate(documents.values()):
        parts.sort(key=lambda part: part["position"])
        head = f"---\ntitle: {json.dumps(parts[0].get('title') or '', ensure_ascii=False)}\n---\n\n"
        texts = [" ".join(part["text"].split()).lstrip("# ") for part in parts]
        (folder / f"{number:05d}.md").write_text(head + "\n\n".join(texts) + "\n", encoding="utf-8")
        ids |= {f"{number:05d}#{place}": part["id"] for place, part in enumerate(parts)}
    return ids


def features(folder: Path, strangers: list[Path]) -> tuple[np.ndarray, np.ndarray]:
    """A row of coverage a question, and whether the first candidate is right.

    Questions of other sets are asked too: their subjects are not in this corpus, so nothing answers them.
    """
    questions = [question for question in rows(folder / "questions.jsonl") if question.get("kind") != "metadata"]
    own = len(questions)
    for other in strangers:
        asked = [one for one in rows(other / "questions.jsonl") if not one.get("turns") and not one.get("history") and one.get("kind") != "metadata"]
        picked = np.random.default_rng(7).choice(len(asked), min(len(asked), own // 6), replace=False)
        questions += [{"text": asked[place]["text"], "gold": []} for place in picked]
    with tempfile.TemporaryDirectory() as temporary:
        corpus, ids = folder / "corpus", None
        if not corpus.is_dir():
            corpus = Path(temporary)
            ids = write_corpus(rows(folder / "passages.jsonl"), corpus)
        snapshot = build_snapshot(corpus, Attributor(load_gazetteer()), 0.5)
    found, right = [], []
    for question in questions:
        history = question.get("turns") or [{"q": turn["question"], "a": turn["answer"]} for turn in question.get("history", [])]
        asked = Question(question["text"], tuple(Turn(turn["q"], turn["a"]) for turn in history if turn.get("q") and turn.get("a")), k=1)
        coverage = snapshot.answerer.coverage(asked)
        if coverage is None:
            continue
        best = snapshot.answerer.answer(asked).candidates[0].passage.id
        gold = {one if isinstance(one, str) else f"{one['article']}#{one['paragraph']}" for one in question["gold"]}
        found.append((1.0, *astuple(coverage)[: len(NAMES) - 1]))
        right.append((ids[best] if ids else best) in gold)
    return np.array(found), np.array(right, dtype=float)


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Logistic regression with a small ridge, by Newton's method."""
    beta = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 0
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ beta))
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        beta += np.linalg.solve(hessian, x.T @ (weight * (y - p)) - ridge * beta)
    return beta


def main() -> None:
    """Print what each set says on held-out folds, then the weights over all."""
    folders = [Path(name) for name in sys.argv[1:]]
    sets = {folder.name: features(folder, [other for other in folders if other != folder]) for folder in folders}
    x = np.concatenate([one for one, _ in sets.values()])
    y = np.concatenate([one for _, one in sets.values()])
    weight = np.concatenate([np.full(len(one), 1000 / len(one)) for _, one in sets.values()])
    fold = np.random.default_rng(7).integers(0, FOLDS, len(y))
    p = np.zeros(len(y))
    for held in range(FOLDS):
        beta = fit(x[fold != held], y[fold != held], weight[fold != held])
        p[fold == held] = 1 / (1 + np.exp(-x[fold == held] @ beta))
    start = 0
    for name, (_, labels) in sets.items():
        part = slice(start, start + len(labels))
        bins = np.minimum(9, (p[part] * 10).astype(int))
        error = sum(abs((p[part][bins == b] - y[part][bins == b]).sum()) for b in range(10)) / len(labels)
        print(f"{name:<20} right {y[part].mean():.3f}  mean confidence {p[part].mean():.3f}  calibration error {error:.3f}")
        start += len(labels)
    for name, value in zip(NAMES, fit(x, y, weight), strict=True):
        print(f"    {name}: float = {value:.2f}")


if __name__ == "__main__":
    main()
