"""What weights are learned from: the choices that labelled questions have, a list a table."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from bench.fit import FOLDS, Array, Choice
from bench.labelled import Labelled
from bot.answering.ranking.ranker import Ranking
from bot.answering.ranking.weights import Weights
from bot.library import Snapshot

UNANSWERED = ", nothing answers"
"""Ends the name of the group of a set's questions that have no answer."""


def choices_of(
    name: str, snapshot: Snapshot, asked: Sequence[Labelled], weights: Weights
) -> dict[str, list[Choice]]:
    """Give the choices of a set of that `name`, by the table that learns from them.

    For `sentence` they are the sentences of the passage that answers, for `ranking` and, after
    other turns, `ranking_follow_up` the candidates, for `confidence` the first candidate alone.
    """
    found: dict[str, list[Choice]] = {
        "sentence": [],
        "ranking": [],
        "ranking_follow_up": [],
        "confidence": [],
    }
    for labelled in asked:
        ranked, grounds = snapshot.answerer.training_features(labelled.question, weights)
        right = np.array(
            [
                snapshot.corpus[int(passage)].id in labelled.gold
                for passage in ranked.context.table.passages
            ],
            dtype=bool,
        )
        fold = _fold(name + (_article(labelled) or labelled.question.text))
        if grounds is not None:
            group = name if labelled.gold or "," in name else f"{name}{UNANSWERED}"
            found["confidence"].append(
                Choice(grounds[None, :], right[ranked.order[:1]], group, fold)
            )
        if right.any() and not right.all():
            is_follow_up = ranked.context.table.is_follow_up
            ranking = "ranking_follow_up" if is_follow_up else "ranking"
            found[ranking].append(Choice(ranked.features, right, name, fold))
        if right.any() and (item := _sentence_choice(ranked, snapshot, labelled, right)):
            found["sentence"].append(Choice(*item, name, fold))
    return found


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
    answers = np.array(
        [_holds(passage[span.start : span.end], labelled.answers) for span in spans], dtype=bool
    )
    if not answers.any() or answers.all():
        return None
    return ranked.sentence_features[rows], answers


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
