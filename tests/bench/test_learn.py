"""Weights are learned towards those that ship, and these are not lost by mistake."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bench.fit import Choice, Fit, Prior, conditional_logit, logistic
from bench.learn import main
from bench.weights_file import SHIPPED, missing_sets, set_sizes, written
from bot.answering.ranking.weights import read_weights

ARTICLES = {
    "bridge": (
        "The bridge",
        [
            "The bridge at Hollin closed on Monday. Cracks were found in its third pillar.",
            "The council asked Veda Lorn, an engineer, for a report. She wants it done by May.",
            "Ferries run every twenty minutes instead.",
        ],
    ),
    "kettles": (
        "Kettles recalled",
        [
            "A maker of kettles called 4,000 of them back on Friday.",
            "Their handles melt. Nobody was hurt, the maker said.",
            "Whoever has one gets the price back, 30 dollars, at any shop.",
        ],
    ),
}
QUESTIONS = [
    ("What was found in the third pillar of the bridge?", "bridge#0", "Cracks"),
    ("Whom did the council ask for a report?", "bridge#1", "Veda Lorn"),
    ("How often do ferries run?", "bridge#2", "every twenty minutes"),
    ("How many kettles were called back?", "kettles#0", "4,000"),
    ("What is wrong with the handles of the kettles?", "kettles#1", "handles melt"),
    ("What does whoever has a kettle get back?", "kettles#2", "30 dollars"),
    ("Who painted the kettles of Hollin?", None, ""),
]


@pytest.fixture
def own_set(tmp_path: Path) -> Path:
    """A team's own labelled folder."""
    folder = tmp_path / "own"
    folder.mkdir()
    passages = [
        {"id": f"{name}#{place}", "doc_id": name, "title": title, "position": place, "text": text}
        for name, (title, texts) in ARTICLES.items()
        for place, text in enumerate(texts)
    ]
    questions = [
        {
            "id": str(number),
            "text": text,
            "gold": [gold] if gold else [],
            "answers": [answer] if answer else [],
        }
        for number, (text, gold, answer) in enumerate(QUESTIONS)
    ]
    for file, rows in (("passages", passages), ("questions", questions)):
        (folder / f"{file}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def choices(count: int) -> list[Choice]:
    """Questions whose right candidate has little of the only feature."""
    return [
        Choice(np.array([[0.2], [0.8]]), np.array([True, False]), "own", number % 5)
        for number in range(count)
    ]


def single(count: int) -> list[Choice]:
    """Questions whose first candidate is always right, and has the feature."""
    return [Choice(np.array([[1.0]]), np.array([True]), "own", 0)] * count


@pytest.mark.parametrize(
    ("fit", "made", "sign"), [(conditional_logit, choices, -1), (logistic, single, 1)]
)
def test_a_few_questions_move_a_weight_little_and_many_much(
    fit: Fit, made: type[list[Choice]], sign: int
) -> None:
    prior = Prior(np.array([2.0]), np.array([20.0]))
    moved = []
    for count in (5, 50, 5000):
        asked = made(count)
        moved.append(sign * (float(fit(asked, [1.0] * count, prior)[0]) - 2.0))
    assert 0 < moved[0] < 0.2 < moved[1] < moved[2]
    assert moved[2] > 2.0


def test_what_ships_names_the_sets_that_it_was_learned_from() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert len(set_sizes(text)) >= 6
    assert "newsroom_a" in set_sizes(text)
    assert missing_sets(text, set_sizes(text)) == []
    assert missing_sets(text, ["newsroom_a", "own"]) == [
        name for name in set_sizes(text) if name != "newsroom_a"
    ]


def test_nothing_is_learned_anew_over_what_ships_without_its_sets(
    own_set: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = SHIPPED.read_bytes()
    with pytest.raises(SystemExit) as left:
        main([str(own_set), "--anew", "--write"])
    assert left.value.code == 2
    assert "learned from newsroom, newsroom_a, " in capsys.readouterr().err
    assert SHIPPED.read_bytes() == before


def test_an_own_set_is_learned_from_towards_what_ships(
    own_set: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = SHIPPED.read_bytes()
    main([str(own_set)])
    text = capsys.readouterr().out
    assert SHIPPED.read_bytes() == before
    learned, shipped = read_weights(text), read_weights()
    moved = {
        table: np.abs(getattr(learned, table) - getattr(shipped, table)).max()
        for table in ("ranking", "sentence", "confidence")
    }
    assert max(moved.values()) < 0.5
    assert moved["sentence"] > 0
    assert moved["confidence"] > 0
    sizes = set_sizes(text)
    assert sizes.pop("own") == (7, 6)
    assert sizes == set_sizes(before.decode("utf-8"))
    lines = [line for line in text.splitlines() if line.startswith("#   own")]
    assert [line.count(" -> ") for line in lines] == [1] * len(lines)
    assert len(lines) == 5  # of each table, and of the confidence with articles left out


def test_anew_quite_other_weights_come_out(
    own_set: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(own_set), "--anew", "--tables", "ranking"])
    text = capsys.readouterr().out
    assert np.abs(read_weights(text).ranking - read_weights().ranking).max() > 1
    assert np.array_equal(read_weights(text).sentence, read_weights().sentence)
    assert set(set_sizes(text)) == {"own"}


def test_what_is_written_is_read_again() -> None:
    weights = read_weights()
    text = written(weights, {"own": (7, 6)}, ["# a figure"])
    again = read_weights(text)
    for table in ("ranking", "ranking_follow_up", "sentence", "confidence"):
        assert np.array_equal(getattr(again, table), getattr(weights, table))
    assert set_sizes(text) == {"own": (7, 6)}
    assert "# a figure" in text
