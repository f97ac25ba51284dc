from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.attribution.gazetteer_loader import load_gazetteer
from bot.corpus.corpus import Corpus
from bot.corpus.loader import read_corpus
from bot.errors import Fault, FaultKind, Faults
from bot.evaluation.labelled import LabelledQuestion, read_labelled
from bot.model import Span
from bot.question_answer import HistoryTurn

SPELLINGS = load_gazetteer().spellings
GOLD = {"article": "salt", "paragraph": 0}
GOOD = {"text": "who sells salt?", "gold": [GOLD]}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "salt.md").write_text(
        "Ina Holt sells  salt.\n\nIt is grey.", encoding="utf-8"
    )
    (tmp_path / "corpus" / "copy.md").write_text(
        "It is white.\n\nIna Holt sells\nsalt.", encoding="utf-8"
    )
    return read_corpus(tmp_path / "corpus")[0]


def read(
    corpus: Corpus, tmp_path: Path, *lines: dict[str, Any] | str | bytes
) -> tuple[LabelledQuestion, ...]:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(
        b"\n".join(
            line
            if isinstance(line, bytes)
            else (line if isinstance(line, str) else json.dumps(line)).encode()
            for line in lines
        )
    )
    return read_labelled(file, corpus, SPELLINGS)


def faults(
    corpus: Corpus, tmp_path: Path, *lines: dict[str, Any] | str | bytes
) -> list[tuple[int | None, FaultKind, str]]:
    with pytest.raises(Faults) as caught:
        read(corpus, tmp_path, *lines)
    assert {fault.path for fault in caught.value.faults} == {str(tmp_path / "questions.jsonl")}
    return [(fault.line, fault.kind, fault.key) for fault in caught.value.faults]


def test_a_whole_line(corpus: Corpus, tmp_path: Path) -> None:
    line = GOOD | {
        "id": "a",
        "kind": "who",
        "answers": ["Ina Holt"],
        "outlets": ["the BBC", "AP", "Salt Post"],
        "origin": "AFP",
        "history": [
            {"question": "q", "answer": "Ina Holt sells salt."},
            {
                "question": "r",
                "answer": "it is",
                "passage": "salt#1",
                "sentence": {"start": 0, "end": 5},
            },
        ],
        "note": "columns of the team's own are left alone",
    }
    (found,) = read(corpus, tmp_path, line)
    assert (found.name, found.kind, found.question.text, found.answers, found.about_article) == (
        "a",
        "who",
        "who sells salt?",
        ("Ina Holt",),
        False,
    )
    assert found.outlets == ("BBC", "Associated Press", "Salt Post")
    assert found.origin == "AFP"
    assert found.question.history == (
        HistoryTurn("q", "Ina Holt sells salt.", "copy#1"),
        HistoryTurn("r", "it is", "salt#1", Span(0, 5)),
    )


def test_a_passage_that_says_the_same_word_for_word_is_right_too(
    corpus: Corpus, tmp_path: Path
) -> None:
    assert read(corpus, tmp_path, GOOD)[0].gold == {"salt#0", "copy#1"}


def test_a_short_line_and_an_unanswerable_one(corpus: Corpus, tmp_path: Path) -> None:
    one, two = read(
        corpus,
        tmp_path,
        GOOD | {"answers": None, "history": None},
        "  ",
        {"text": "why?", "gold": []},
    )
    assert (one.name, one.kind, one.answers, one.outlets, one.question.history) == (
        "who sells salt?",
        "",
        (),
        (),
        (),
    )
    assert two.gold == frozenset()


def test_other_line_ends_of_unicode_stay_within_their_line(corpus: Corpus, tmp_path: Path) -> None:
    assert (
        read(corpus, tmp_path, '\ufeff{"text": "a\u2028b", "gold": []}\r', GOOD)[0].question.text
        == "a\u2028b"
    )


@pytest.mark.parametrize(
    ("line", "kind", "key"),
    [
        ("{", FaultKind.SYNTAX, ""),
        ("[" * 100_000, FaultKind.SYNTAX, ""),
        (
            '{"text": "x", "gold": [{"article": "salt", "paragraph": ' + "9" * 5000 + "}]}",
            FaultKind.SYNTAX,
            "",
        ),
        ("[]", FaultKind.WRONG_TYPE, ""),
        ({"gold": []}, FaultKind.MISSING_KEY, "text"),
        ({"text": "x"}, FaultKind.MISSING_KEY, "gold"),
        (GOOD | {"text": " "}, FaultKind.WRONG_TYPE, "text"),
        (GOOD | {"text": "\ud800"}, FaultKind.WRONG_TYPE, "text"),
        (GOOD | {"gold": None}, FaultKind.WRONG_TYPE, "gold"),
        (GOOD | {"gold": ["salt#0"]}, FaultKind.WRONG_TYPE, "gold"),
        (GOOD | {"gold": [{"article": "salt", "paragraph": True}]}, FaultKind.WRONG_TYPE, "gold"),
        (GOOD | {"gold": [{"article": "salt", "paragraph": 2}]}, FaultKind.NOT_IN_CORPUS, "gold"),
        (GOOD | {"gold": [{"article": "salt", "paragraph": -1}]}, FaultKind.NOT_IN_CORPUS, "gold"),
        (
            GOOD | {"gold": [{"article": "salt.md", "paragraph": 0}]},
            FaultKind.NOT_IN_CORPUS,
            "gold",
        ),
        (GOOD | {"answers": "Ina Holt"}, FaultKind.WRONG_TYPE, "answers"),
        (GOOD | {"answers": [""]}, FaultKind.WRONG_TYPE, "answers"),
        (GOOD | {"outlets": [1]}, FaultKind.WRONG_TYPE, "outlets"),
        (GOOD | {"history": [{"question": "q"}]}, FaultKind.WRONG_TYPE, "history"),
        (
            GOOD | {"history": [{"question": "q", "answer": "a", "sentence": {"start": 3}}]},
            FaultKind.WRONG_TYPE,
            "history",
        ),
        (
            GOOD | {"history": [{"question": "q", "answer": "a", "passage": 1}]},
            FaultKind.WRONG_TYPE,
            "history",
        ),
        (GOOD | {"kind": 1}, FaultKind.WRONG_TYPE, "kind"),
        (GOOD | {"id": 1}, FaultKind.WRONG_TYPE, "id"),
        (GOOD | {"outlet": ["BBC"]}, FaultKind.UNKNOWN_KEY, "outlet"),
        (GOOD | {"Answers": ["x"]}, FaultKind.UNKNOWN_KEY, "Answers"),
        ({"text": "who?", "gold": [], "kind": "metadata"}, FaultKind.MISSING_KEY, "answers"),
        (
            {"text": "who?", "gold": [], "kind": "metadata", "answers": []},
            FaultKind.MISSING_KEY,
            "answers",
        ),
        (b"\xff", FaultKind.NOT_UTF8, ""),
    ],
)
def test_a_bad_line_is_named(
    corpus: Corpus, tmp_path: Path, line: dict[str, Any] | str | bytes, kind: FaultKind, key: str
) -> None:
    assert faults(corpus, tmp_path, GOOD, line) == [(2, kind, key)]


def test_every_fault_at_once_in_the_order_of_lines(corpus: Corpus, tmp_path: Path) -> None:
    found = faults(
        corpus,
        tmp_path,
        GOOD | {"id": "a", "kind": 2, "answers": 3},
        "",
        "x",
        GOOD | {"id": "a", "gold": [{"article": "pepper", "paragraph": 0}]},
    )
    assert found == [
        (1, FaultKind.WRONG_TYPE, "answers"),
        (1, FaultKind.WRONG_TYPE, "kind"),
        (3, FaultKind.SYNTAX, ""),
        (4, FaultKind.NOT_IN_CORPUS, "gold"),
        (4, FaultKind.DUPLICATE, "id"),
    ]


def test_a_file_that_is_missing_empty_or_no_file(corpus: Corpus, tmp_path: Path) -> None:
    assert faults(corpus, tmp_path, "\n") == [(None, FaultKind.EMPTY, "")]
    for name, kind in (("nowhere.jsonl", FaultKind.MISSING), ("corpus", FaultKind.UNREADABLE)):
        with pytest.raises(Faults) as caught:
            read_labelled(tmp_path / name, corpus, SPELLINGS)
        assert [fault.kind for fault in caught.value.faults] == [kind]


def test_a_fault_says_what_is_expected(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(Faults) as caught:
        read(
            corpus,
            tmp_path,
            GOOD | {"gold": [{"article": "pepper", "paragraph": 3}], "outlett": []},
        )
    assert caught.value.faults == (
        Fault(str(tmp_path / "questions.jsonl"), 1, FaultKind.NOT_IN_CORPUS, "gold", "pepper#3"),
        Fault(str(tmp_path / "questions.jsonl"), 1, FaultKind.UNKNOWN_KEY, "outlett", "outlets?"),
    )
