"""Weights are learned towards those that ship, and these are not lost by mistake."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from bench.choices import GONE
from bench.fit import Choice, Fit, Prior, conditional_logit, held_out, logistic
from bench.labelled import load
from bench.learn import OF_A_QUESTION, Mix, main, question_weights
from bench.weights_file import PRIOR, SHIPPED, missing_sets, set_sizes, written
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
    assert "learned from newsroom, " in capsys.readouterr().err
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
    # Of sentence and ranking; of the confidence with its error, with articles left out, and of what
    # nothing answers.
    assert len(lines) == 6


def test_a_set_is_learned_from_in_a_corpus_of_others_too(
    own_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = shutil.copytree(own_set, tmp_path / "strange")
    passage = {"id": "s", "doc_id": "s", "title": "Snow", "position": 0, "text": "Snow fell."}
    with (strange / "passages.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"\n{json.dumps(passage)}")
    main([str(own_set), "--among", str(strange), "--tables", "ranking"])
    lines = capsys.readouterr().out.splitlines()
    named = [line.split(":")[0] for line in lines if line.startswith("#   ")]
    assert named == ["#   own", "#   strange", "#   own among strange"]
    assert "strange = [7, 7]" in lines  # articles that both have are put in once


def test_what_is_mixed_keeps_its_questions_and_what_answers_them(
    own_set: Path, tmp_path: Path
) -> None:
    strange = shutil.copytree(own_set, tmp_path / "strange")
    snapshot, asked = load([strange, own_set])
    assert len(snapshot.corpus) == 6
    assert asked["own"] == asked["strange"]
    assert [len(labelled.gold) for labelled in asked["own"]] == [1] * 6 + [0]


def test_scores_are_by_weights_that_did_not_see_the_part() -> None:
    asked = [
        Choice(np.array([[1.0]]), np.array([right]), name, 0)
        for name, right in (("good", True), ("bad", False))
        for _ in range(40)
    ]
    prior = Prior(np.array([0.0]), np.array([1.0]))
    scores = held_out(asked, np.ones(80), logistic, prior, lambda choice: choice.group)
    assert all(score < -1 for score in scores[:40])
    assert all(score > 1 for score in scores[40:])


@pytest.mark.parametrize("mixed", [[], ["own among strange"], ["own among a", "own among b"]])
def test_a_set_counts_the_same_in_however_many_corpora_it_is_asked(mixed: list[str]) -> None:
    groups = ["own", "own, article gone", *mixed]
    asked = [Choice(np.ones((1, 1)), np.ones(1, dtype=bool), name, 0) for name in groups * 3]
    counts = question_weights(asked, lambda _: 6.0, Mix(0.5, 0.0, 0.0))
    answered = sum(
        count for choice, count in zip(asked, counts, strict=True) if GONE not in choice.group
    )
    assert answered == pytest.approx(6.0)
    most = question_weights(asked, lambda _: 6000.0, Mix(0.5, 0.0, 0.0))
    assert set(most.tolist()) == {OF_A_QUESTION, OF_A_QUESTION / 2}


def test_anew_weights_start_from_those_of_the_step_before(
    own_set: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(own_set), "--anew", "--tables", "ranking"])
    text = capsys.readouterr().out
    prior = read_weights(PRIOR.read_text(encoding="utf-8"))
    # Those by hand stay away from it.
    moved = np.abs(read_weights(text).ranking - prior.ranking)[prior.ranking != 0]
    assert 0 < moved.max() < 0.5
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
