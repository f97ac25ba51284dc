"""What weights are learned from: the choices that labelled questions have, a list a table."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np

from bench.fit import FOLDS, Array, Choice
from bench.labelled import Labelled
from bot.answering.ranking.ranker import Ranking
from bot.answering.ranking.weights import Weights
from bot.library import Snapshot

UNANSWERED = ", nothing answers"
"""Ends the name of the group of a set's questions that have no answer."""
GONE = ", article gone"
"""The same of questions whose article was left out."""
AMONG = " among "
"""In the name of a group, between the set and the strange one that it is mixed into."""


def set_of(group: str) -> str:
    """Give the name of the set that a group is of."""
    return group.partition(",")[0].partition(AMONG)[0]


def choices_of(
    name: str,
    snapshot: Snapshot,
    asked: Sequence[Labelled],
    weights: Weights,
    tables: Sequence[str],
) -> dict[str, list[Choice]]:
    """Give the choices of a group of that `name`, by the tables that learn from them.

    For `sentence` they are the sentences of the passage that answers, for `ranking` and, after
    other turns, `ranking_follow_up` the candidates, for `confidence` the first candidate alone,
    once more with the articles that answer left out.
    """
    found: dict[str, list[Choice]] = {table: [] for table in tables}
    for labelled in asked:
        ranked, corpus_query = snapshot.answerer.training_features(labelled.question, weights)
        right, fold = _right(ranked, snapshot, labelled), _fold(name, labelled)
        ranking = "ranking_follow_up" if ranked.context.table.is_follow_up else "ranking"
        # Where an outlet is asked for, what does not cite it comes behind, whatever its score.
        rows = ranked.cites_requested if ranked.cites_requested.any() else np.ones_like(right)
        if ranking in tables and right[rows].any():
            found[ranking].append(Choice(ranked.features[rows], right[rows], name, fold))
        if "sentence" in tables and right.any():
            found["sentence"] += [
                Choice(*item, name, fold)
                for item in _sentence_choices(ranked, snapshot, labelled, right)
            ]
        if "confidence" in tables:
            articles = {*ranked.context.table.articles[right].tolist()}
            for gone in [set[int](), articles] if labelled.gold else [set[int]()]:
                group = name + (GONE if gone else "" if labelled.gold else UNANSWERED)
                if first := snapshot.answerer.confidence_features(ranked, corpus_query, gone):
                    row, values = first
                    found["confidence"].append(
                        Choice(values[None, :], right[row : row + 1], group, fold)
                    )
    return found


def _right(ranked: Ranking, snapshot: Snapshot, labelled: Labelled) -> np.ndarray:
    passages = ranked.context.table.passages.tolist()
    return np.array([snapshot.corpus[item].id in labelled.gold for item in passages], dtype=bool)


def _sentence_choices(
    ranked: Ranking, snapshot: Snapshot, labelled: Labelled, right: np.ndarray
) -> Iterator[tuple[Array, np.ndarray]]:
    """Give the sentences of the first right passage, where some of them answer and some don't."""
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
    if answers.any() and not answers.all():
        yield ranked.sentence_features[rows], answers


def _fold(name: str, labelled: Labelled) -> int:
    # By article, and the same in whatever corpus it stands.
    article = min(labelled.gold, default="").rpartition("#")[0]
    return zlib.crc32((set_of(name) + (article or labelled.question.text)).encode()) % FOLDS


def _loose(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold()).strip()


def _holds(text: str, answers: Sequence[str]) -> bool:
    sentence = _loose(text)
    return any(
        _loose(answer) in sentence or (len(sentence) > 20 and sentence in _loose(answer))
        for answer in answers
    )
