"""Pairs of articles with figures: what of them is told. See figures.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.question_answer import Answer, Question
from bot.snapshot_builder import SnapshotBuilder
from tests.answering.corpora import ATTRIBUTOR

FILES = ("figures", "figures-later")
SETS: Mapping[str, Mapping[str, list[dict[str, Any]]]] = {
    name: tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
    for name in FILES
}
CASES = [
    (name, kind, case) for name in FILES for kind, cases in SETS[name].items() for case in cases
]


@pytest.fixture(scope="module")
def answerers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Answerer]:
    """One corpus for each file: every case is asked among the articles of all others."""
    found = {}
    for name, kinds in SETS.items():
        folder = tmp_path_factory.mktemp(name)
        for kind, cases in kinds.items():
            for number, case in enumerate(cases):
                for place, article in enumerate(case["articles"]):
                    known = {"language": "en"} | {
                        key: value for key, value in article.items() if key != "text"
                    }
                    front = "".join(
                        f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
                        for key, value in known.items()
                    )
                    (folder / f"{kind}-{number}-{place}.md").write_text(
                        f"---\n{front}---\n\n{article['text']}\n", encoding="utf-8"
                    )
        found[name] = SnapshotBuilder(folder, ATTRIBUTOR, 0.4).build().answerer
    return found


def shown(found: Answer) -> list[str]:
    """The marked sentences of the answer and of what gives another figure."""
    assert found.best
    return [
        one.passage.text[one.sentence.start : one.sentence.end]
        for one in (found.best, *found.conflicting)
    ]


def test_there_are_enough_of_each_kind() -> None:
    assert [[len(cases) for cases in SETS[name].values()] for name in FILES] == [
        [15, 15, 11],
        [20, 20, 9],
    ]


@pytest.mark.parametrize(("name", "kind", "case"), CASES, ids=[case["ask"] for _, _, case in CASES])
def test_what_is_told_of_two_figures(
    answerers: Mapping[str, Answerer], name: str, kind: str, case: dict[str, Any]
) -> None:
    found = answerers[name].answer(Question(case["ask"], k=20))
    told = case.get("told", [])
    match kind:
        case "contradiction":
            assert len(shown(found)) == len(told)
            assert all(any(figure in sentence for sentence in shown(found)) for figure in told)
        case "update":
            assert len(shown(found)) == len(told)
            assert all(
                figure in sentence for figure, sentence in zip(told, shown(found), strict=True)
            )
            assert found.superseded == found.conflicting
        case _:
            assert found.answered
            assert found.conflicting == ()
