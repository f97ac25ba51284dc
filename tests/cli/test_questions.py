"""The command that prints what was not answered."""

from __future__ import annotations

import csv
import io
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.cli.questions_command import COLUMNS
from bot.store.records import AbstentionReason, AnswerRecord
from bot.store.store import Store


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text('[data]\npath = "data"\n', encoding="utf-8")
    return file


def keep(tmp_path: Path, *texts: str, **changes: object) -> None:
    with closing(Store.open(tmp_path / "data" / "store.db", time.time)) as store:
        for number, text in enumerate(texts):
            values = {
                "channel": "8",
                "messages": ("9",),
                "question_text": text,
                "abstained": True,
                "server": "7",
                "reason": AbstentionReason.UNKNOWN_WORDS,
                "missing_words": ("regatta",),
                "closest_passage": "storm#1",
            } | changes
            record = AnswerRecord(str(number), "1", "8:1", text, time.time(), **values)
            store.answers.record(record)
            store.answers.record_delivery(str(number), "8", [f"9{number}"])


def run(config: Path, *options: str) -> int:
    return main(["questions", "--config", str(config), *options])


def test_what_was_not_answered_is_printed_as_a_table(tmp_path, config, capsys):
    keep(tmp_path, "who won the regatta?", "=1+1 won the “regatta”, who?")
    assert run(config, "--csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["question"] for row in rows] == [
        "'=1+1 won the “regatta”, who?",
        "who won the regatta?",
    ]
    assert rows[1] | {"key": "", "last": ""} == {
        "key": "",
        "question": "who won the regatta?",
        "times": "1",
        "people": "1",
        "last": "",
        "wrong_votes": "0",
        "reason": "unknown-words",
        "missing_words": "regatta",
        "closest_passage": "storm#1",
        "state": "open",
        "taken_by": "",
        "link": "https://discord.com/channels/7/8/90",
    }


def test_it_is_printed_as_text(tmp_path, config, capsys):
    keep(tmp_path, "who won the regatta?", "the regatta: who won")
    assert run(config) == 0
    said = capsys.readouterr().out
    assert said.startswith("“the regatta: who won”\n  asked 2 times by 1 person, last on")
    assert "Not in the articles, or not in the closest passage: “regatta”." in said
    assert "https://discord.com/channels/7/8/90" in said


def test_nothing_to_show_is_said(tmp_path, config, capsys):
    keep(tmp_path)
    keep(tmp_path, "who won?", abstained=False)
    assert run(config) == 0
    assert capsys.readouterr().out == "Every question has been answered or dealt with.\n"


def test_without_a_store_it_says_so_and_makes_none(tmp_path, config, capsys):
    assert run(config, "--csv") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "the bot has not kept any yet" in err
    assert not (tmp_path / "data" / "store.db").exists()


def test_a_store_that_cannot_be_read_is_no_empty_list(tmp_path, config, capsys, caplog):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "store.db").write_bytes(b"no database at all " * 100)
    assert run(config) == 1
    assert capsys.readouterr().out == ""
    assert "file is not a database" in caplog.text
