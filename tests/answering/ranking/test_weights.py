"""The file of weights and the tables that it weighs."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from importlib import resources

import numpy as np
import pytest

from bot.answering.ranking import confidence, passage_features, sentence_features
from bot.answering.ranking.weights import FILE, LEARNED_FROM, feature_names, read_weights

TABLES: dict[str, list[str]] = {
    "ranking": feature_names(passage_features.FEATURES),
    "ranking_follow_up": feature_names(passage_features.FOLLOW_UP_FEATURES),
    "sentence": feature_names(sentence_features.FEATURES),
    "confidence": feature_names(confidence.FEATURES),
}
EMPTY = "[ranking]\n[ranking_follow_up]\n[sentence]\n[confidence]\n"


def wrong(file: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What the file and the tables do not have in common, a line each."""
    lines = [
        f"[{table}] is no table of evidence"
        for table in file
        if table not in TABLES and table != LEARNED_FROM
    ]
    for table, known in TABLES.items():
        weighed = file.get(table, {})
        lines += [
            f"[{table}] weighs {name!r}, which is no evidence: remove it or learn the weights anew"
            for name in weighed
            if name not in known
        ]
        lines += [
            f"[{table}] has no weight for {name!r}: it counts nothing until the weights are learned anew"
            for name in known
            if name not in weighed
        ]
    return lines


def test_the_file_weighs_all_evidence_and_nothing_else() -> None:
    file = tomllib.loads(
        resources.files("bot.answering.ranking").joinpath(FILE).read_text(encoding="utf-8")
    )
    assert not wrong(file), "\n" + "\n".join(wrong(file))


def test_what_is_wrong_is_said() -> None:
    file = {table: dict.fromkeys(known, 1.0) for table, known in TABLES.items()}
    assert wrong(file) == []
    del file["ranking"]["title_match"]
    file["sentence"]["smell"] = 1.0
    file["taste"] = {}
    assert [line.partition(":")[0] for line in wrong(file)] == [
        "[taste] is no table of evidence",
        "[ranking] has no weight for 'title_match'",
        "[sentence] weighs 'smell', which is no evidence",
    ]


@pytest.mark.parametrize(
    "table", [passage_features.FOLLOW_UP_FEATURES, sentence_features.FEATURES, confidence.FEATURES]
)
def test_no_two_pieces_of_evidence_have_one_name(table: tuple[Callable[..., object], ...]) -> None:
    assert len(set(feature_names(table))) == len(table)


@pytest.mark.parametrize("table", TABLES)
def test_each_weight_comes_to_its_own_place(table: str) -> None:
    for place, name in enumerate(TABLES[table]):
        vector = getattr(
            read_weights(EMPTY.replace(f"[{table}]", f"[{table}]\n{name} = -2.5")), table
        )
        assert np.flatnonzero(vector).tolist() == [place]
        assert vector[place] == -2.5


def test_shipped_weights_are_plain_numbers() -> None:
    weights = read_weights()
    for table, known in TABLES.items():
        vector = getattr(weights, table)
        assert vector.shape == (len(known),)
        assert np.isfinite(vector).all()
        assert vector.any()
