"""Questions as people type them, against small corpora: `typed/*.toml`, a table a kind."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.question_answer import Question
from tests.answering.corpora import answerer

TABLES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).with_name("typed").glob("*.toml"))
}


@pytest.fixture(scope="module")
def answerers(tmp_path_factory: pytest.TempPathFactory) -> Any:
    @cache
    def of_kind(kind: str) -> Answerer:
        articles = {name: text.lstrip() for name, text in TABLES[kind]["articles"].items()}
        return answerer(tmp_path_factory.mktemp(kind), articles)

    return of_kind


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        pytest.param(kind, case, id=f"{kind}: {case['ask']}")
        for kind, table in TABLES.items()
        for case in table["case"]
    ],
)
def test_a_typed_question_is_understood(kind: str, case: dict[str, Any], answerers: Any) -> None:
    answer = answerers(kind).answer(Question(case["ask"]))
    found = answer.best.passage.id if answer.answered and answer.best else None
    assert found == case.get("passage"), f"{answer.confidence:.2f} {answer.best}"
    if "sentence" in case:
        sentence = answer.best.sentence
        assert case["sentence"] in answer.best.passage.text[sentence.start : sentence.end]
