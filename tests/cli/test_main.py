from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.errors import BuildStopped, LoadReport
from bot.snapshot_builder import SnapshotBuilder

ARTICLE = """---
title: Snow in Brandel
publisher: Hill Courier
---

Snow fell on Brandel for six days. The Associated Press reported that nine villages were cut off.

The army dropped bread from helicopters.
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "snow.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    return tmp_path


@pytest.mark.usefixtures("place")
def test_an_answer_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "how many villages were cut off?", "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    answer = [
        "id",
        "question",
        "answered",
        "confidence",
        "passage",
        "citations",
        "nearest",
        "origin",
        "candidates",
    ]
    added = ["abstained", "read_as", "asked_outlets"]
    assert list(given) == [*answer, "fact", "also", "differs", "reprints", *added]
    assert [given[key] for key in added] == [None, [], []]
    assert [given[key] for key in ("also", "differs", "reprints")] == [[], [], []]
    passage = given["passage"]
    assert passage["passage"] == "snow#0"
    assert ARTICLE[passage["start"] : passage["end"]] == passage["text"]
    sentence = passage["text"][passage["sentence"]["start"] : passage["sentence"]["end"]]
    assert sentence == "The Associated Press reported that nine villages were cut off."
    assert [
        (one["outlet"], one["id"], one["mode"], one["surface"]) for one in given["citations"]
    ] == [("Associated Press", "ap", "named", "Associated Press")]


WOLVES = """---
title: Wolves near Odrin
publisher: Reuters
date: 2025-03-01
---

Wolves near Odrin killed forty sheep, shepherds said.
"""
BEARS = """---
title: Bears
date: 2025-02-01
---

In the hills above Odrin two bears broke into a bakery and were chased off by its owner.
"""


@pytest.mark.parametrize(
    ("question", "status", "reason", "missing", "read_as", "asked_outlets"),
    [
        ("what did Reuters report about wolves?", 0, None, [], [], [("Reuters", False, True)]),
        (
            "how many villages were cut off, according to AP?",
            0,
            None,
            [],
            [],
            [("Associated Press", True, False)],
        ),
        (
            "what did the BBC report about wolves?",
            3,
            "outlet_missing",
            [],
            [],
            [("BBC", False, False)],
        ),
        ("who poisoned the bears?", 3, "unknown_words", ["poisoned"], [], []),
        (
            "why did the owner of the villages drop sheep?",
            3,
            "missing_words",
            ["owner", "villages", "sheep"],
            [],
            [],
        ),
        ("how many shepp did wolves kill near Odrin?", 0, None, [], [("shepp", "sheep")], []),
        ("zzz?", 3, "nothing_found", ["zzz"], [], []),
    ],
)
def test_why_there_is_no_answer_and_how_the_question_was_read_as_json(
    place: Path,
    capsys: pytest.CaptureFixture[str],
    question: str,
    status: int,
    reason: str | None,
    missing: list[str],
    read_as: list[tuple[str, str]],
    asked_outlets: list[tuple[str, bool, bool]],
) -> None:
    (place / "corpus" / "wolves.md").write_text(WOLVES, encoding="utf-8")
    (place / "corpus" / "bears.md").write_text(BEARS, encoding="utf-8")
    assert main(["ask", question, "--json"]) == status
    given = json.loads(capsys.readouterr().out)
    assert given["abstained"] == (
        None if reason is None else {"reason": reason, "missing": missing}
    )
    assert [(one["asked"], one["read"]) for one in given["read_as"]] == read_as
    assert [
        (one["outlet"], one["cited"], one["published"]) for one in given["asked_outlets"]
    ] == asked_outlets


def test_a_single_answer_ends_with_the_closest_passage_in_place_of_a_button(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "corpus" / "wolves.md").write_text(WOLVES, encoding="utf-8")
    assert main(["ask", "who poisoned the wolves?"]) == 3
    out = capsys.readouterr().out
    assert "Not an answer, but the closest passage:" in out
    assert "**Wolves near Odrin killed forty sheep, shepherds said.**" in out
    assert "[:1]" not in out


def test_the_latest_on_a_topic_by_ask(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "corpus" / "wolves.md").write_text(WOLVES, encoding="utf-8")
    (place / "corpus" / "bears.md").write_text(BEARS, encoding="utf-8")
    assert main(["ask", "latest on Odrin"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("The latest on “Odrin”, newest article first:")
    assert out.index("Wolves near Odrin killed") < out.index("In the hills above Odrin")
    assert main(["ask", "latest on Odrin", "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert given["question"] == "latest on Odrin"
    assert [one["passage"] for one in given["candidates"]] == ["wolves#0", "bears#0"]
    assert main(["ask", "latest on the poison"]) == 3
    assert "The articles don't mention “poison”." in capsys.readouterr().out


def test_what_else_answers_as_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = {
        "a": (
            "2025-01-02",
            "The flood of Tarnby destroyed 900 houses, Bloomberg reported. The town hall is dry.",
        ),
        "b": (
            "2025-01-01",
            "In Tarnby they count. The flood of Tarnby destroyed 1,200 houses, Reuters reported.",
        ),
        "c": (
            "2025-01-01",
            "In Tarnby they count. The flood of Tarnby destroyed 1,200 houses, Reuters reported.",
        ),
        "d": (
            "2025-01-02",
            "Old people wept. The flood of Tarnby destroyed 900 houses, insurers say.",
        ),
    }
    for name, (date, text) in texts.items():
        (place / "corpus" / f"{name}.md").write_text(
            f"---\ndate: {date}\nlanguage: en\n---\n\n{text}\n", encoding="utf-8"
        )
    assert main(["ask", "how many houses did the flood of Tarnby destroy?", "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert given["passage"]["passage"] == "a#0"
    assert [(one["passage"], one["older"], one["reprints"]) for one in given["differs"]] == [
        ("b#0", True, ["c#0"])
    ]
    assert [one["passage"] for one in given["also"]] == ["d#0"]
    for one in (*given["differs"], *given["also"]):
        text = texts[one["passage"][0]][1]
        assert text[one["sentence"]["start"] : one["sentence"]["end"]].startswith(
            "The flood of Tarnby"
        )
        assert text[one["figure"]["start"] : one["figure"]["end"]] in {"1,200", "900"}
    assert [one["outlet"] for one in given["differs"][0]["citations"]] == ["Reuters"]


def test_options_count_before_a_command_and_behind_it(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "corpus").rename(place / "elsewhere")
    for arguments in (
        ["--corpus", "elsewhere", "-k", "1", "ask", "what did the army drop?", "--json"],
        ["ask", "what did the army drop?", "--json", "-k", "1", "--corpus", "elsewhere"],
    ):
        assert main(arguments) == 0
        assert len(json.loads(capsys.readouterr().out)["candidates"]) == 1


@pytest.mark.usefixtures("place")
def test_an_abstention_leaves_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "who painted the ceiling?", "--json"]) == 3
    given = json.loads(capsys.readouterr().out)
    assert (given["answered"], given["passage"], given["fact"]) == (False, None, None)


def test_a_batch_keeps_the_order(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        {"id": "b", "text": "what did the army drop?"},
        {"id": "a", "text": "who?", "history": [{"question": "q", "answer": "a"}]},
    ]
    (place / "in.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["ask", "--batch", "in.jsonl", "--json"]) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["b", "a"]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"text": 1}',
        '{"text": "x", "history": [1]}',
        '{"text": "x", "history": [{"question": "q", "answer": "a", "sentence": {"start": 2}}]}',
    ],
)
def test_a_bad_line_of_a_batch_is_named(
    place: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    (place / "in.jsonl").write_text('{"text": "ok"}\n' + line, encoding="utf-8")
    assert main(["ask", "--batch", "in.jsonl", "--json"]) == 2
    assert "Line 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        rb'{"id": "\ud83d", "text": "what did the ar\udc00my drop\ud83d?"}',
        rb'{"id": "\ud83d", "text": "what did the army drop?", "history": [{"question": "who\ud83d?", "answer": "\udfff"}]}',
        b'{"id": "\\ud83d", "text": "what did the \xf0\x9farmy drop?"}',
    ],
)
def test_half_a_sign_spoils_no_line_of_a_batch(
    place: Path, capsys: pytest.CaptureFixture[str], line: bytes
) -> None:
    (place / "in.jsonl").write_bytes(line)
    assert main(["ask", "--batch", "in.jsonl", "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert (given["id"], given["question"], given["passage"]["passage"]) == (
        "\ud83d",
        "what did the army drop?",
        "snow#1",
    )


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_half_a_sign_spoils_no_question(
    capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    assert main(["ask", "what did the ar\udcf0my drop?", *options]) == 0
    assert "bread" in capsys.readouterr().out


@pytest.mark.usefixtures("place")
def test_half_a_sign_spoils_no_chat(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = io.BytesIO(b"what did the \xf0\x9farmy drop?\n")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(piped, encoding="utf-8"))
    assert main(["chat", "--record", "chitchat.toml"]) == 0
    assert "**The army dropped bread from helicopters.**" in capsys.readouterr().out
    assert 'says = "what did the army drop?"' in Path("chitchat.toml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("place")
def test_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "snow"]) == 0
    assert "Cites Associated Press." in capsys.readouterr().out
    assert main(["show", "--all", "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert [passage["passage"] for passage in given["passages"]] == ["snow#0", "snow#1"]
    assert main(["show", "rain"]) == 2


def test_check_tells_every_fault(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    (place / "config.toml").write_text(
        '[answer]\nmin_confidence = 2\ncolour = "red"\n', encoding="utf-8"
    )
    (place / "corpus" / "bad.txt").write_bytes(b"\xff")
    assert main(["check", "--corpus", "corpus"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[-3:] == [
        "config.toml:2: answer.min_confidence: wrong value, expected a number from 0 to 1",
        "config.toml:3: answer.colour: unknown key",
        "corpus/bad.txt:1: it is not UTF-8 text",
    ]


def test_the_name_that_the_sparse_engine_had_is_a_fault_that_names_the_new_one(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "config.toml").write_text('[index]\nengine = "bm25s"\n', encoding="utf-8")
    assert main(["ask", "what did the army drop?"]) == 2
    assert capsys.readouterr().err == (
        "config.toml:2: index.engine: wrong value, expected 'sparse', which it is called now\n"
    )
    (place / "config.toml").write_text('[index]\nengine = "sparse"\n', encoding="utf-8")
    assert main(["ask", "what did the army drop?"]) == 0


def test_check_tells_notices_which_fail_only_where_they_are_to(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--strict"]) == 0
    assert capsys.readouterr().out == "All is well: 1 article, 2 passages.\n"
    (place / "corpus" / "rain.md").write_text(
        "---\ntitle: Rain\nurl: ftp://hills.example/rain\n---\nIt rained\nin the hills.",
        encoding="utf-8",
    )
    said = (
        "notice: corpus/rain.md:3: the address (url) doesn't start with http:// or https://, so the article is shown without its link\n"
        "No faults, 1 notice: 2 articles, 3 passages.\n"
    )
    for options, code in (([], 0), (["--strict"], 1)):
        assert main(["check", *options]) == code
        assert capsys.readouterr().out == said
    (place / "corpus" / "hail.md").write_bytes(b"\xff")
    assert main(["check"]) == 1
    assert (
        capsys.readouterr().out
        == f"corpus/hail.md:1: it is not UTF-8 text\n{said.splitlines()[0]}\n"
    )


@pytest.mark.parametrize("becomes", ["missing", "empty"])
def test_without_articles_a_command_says_so_and_the_chat_stays(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, becomes: str
) -> None:
    (place / "corpus").rename(place / "aside")
    if becomes == "empty":
        (place / "corpus").mkdir()
    for command in (["ask", "what fell?"], ["show", "--all"]):
        assert main(command) == 2
        out, err = capsys.readouterr()
        assert (out, err.splitlines()[0]) == ("", "No article could be read from corpus.")
    assert main(["check", "--strict"]) == 1
    assert main(["check"]) == (1 if becomes == "missing" else 0)
    what = (
        "there is no such file or folder"
        if becomes == "missing"
        else "there are no articles in this folder: put .txt or .md files there"
    )
    assert what in capsys.readouterr().out.splitlines()[0]
    monkeypatch.setattr("sys.stdin", io.StringIO("what fell?\n:status\n:quit\n"))
    assert main(["chat"]) == 0
    out, err = capsys.readouterr()
    nothing = "No article could be read from corpus, so I have nothing to answer from. Put articles there and reload."
    assert nothing in err.splitlines()
    assert (
        out.splitlines()[0]
        == "I have no articles to answer from at the moment. /corpus status tells moderators why."
    )
    assert nothing in out
    assert what in out


def test_a_start_names_the_files_that_it_can_not_read(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "snow"]) == 0
    assert capsys.readouterr().err == ""
    (place / "corpus" / "snow.md").write_text(
        ARTICLE.replace("title:", "date: soon\ntitle:"), encoding="utf-8"
    )
    (place / "corpus" / "rain.md").write_bytes(b"\xff")
    assert main(["show", "--all"]) == 0
    out, err = capsys.readouterr()
    assert "The army dropped bread from helicopters." in out
    assert err.splitlines() == [
        "left out: corpus/rain.md:1: it is not UTF-8 text",
        "earlier version kept: corpus/snow.md:2: date: this is not a date I can read: write it like 2024-05-06 (soon)",
    ]


@pytest.mark.usefixtures("place")
def test_discord_without_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["discord"]) == 1
    assert capsys.readouterr().err.startswith("There is no Discord token")


def test_check_lists_outlets_that_nobody_knows(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "corpus" / "more.md").write_text(
        "The Marl Bay Gazette reported a flood.\n\nBread is short, the Marl Bay Gazette reported.",
        encoding="utf-8",
    )
    assert main(["check"]) == 0
    pasted = '[newspaper."marl-bay-gazette"]\nname = "Marl Bay Gazette"\n'
    said = capsys.readouterr().out
    assert "# 2 passages: “The Marl Bay Gazette reported a flood.” " in said
    assert pasted in said
    (place / "own.toml").write_text(pasted, encoding="utf-8")
    (place / "config.toml").write_text('[outlets]\npath = "own.toml"\n', encoding="utf-8")
    assert main(["check"]) == 0
    assert "Marl" not in capsys.readouterr().out


@pytest.mark.usefixtures("place")
def test_what_could_not_be_kept_is_said_once_at_the_start(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = SnapshotBuilder.build
    monkeypatch.setattr(
        SnapshotBuilder,
        "build",
        lambda *given: replace(
            whole(*given), report=LoadReport(cache_error="No space left on device")
        ),
    )
    assert main(["ask", "how many villages were cut off?"]) == 0
    assert (
        capsys.readouterr().err
        == "What was read couldn't be saved in the data folder (No space left on device), so the next start will take longer.\n"
    )


@pytest.mark.usefixtures("place")
def test_a_start_that_is_stopped_says_what_happened(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise BuildStopped

    monkeypatch.setattr(SnapshotBuilder, "build", stop)
    assert main(["chat"]) == 1
    assert (
        capsys.readouterr().err
        == "Something outside the bot stopped the reading of the articles; most likely the machine ran out of memory.\n"
    )


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("leaves", ["exit", "Quit", "вихід", ":quit"])
def test_talk_to_the_bot_itself_in_a_chat(
    leaves: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["help", "/corpus reload", "how many articles do you have?", leaves, "never read"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert main(["chat"]) == 0
    out, _ = capsys.readouterr()
    assert "I answer with passages from your team's articles" in out
    assert "In this chat: :more" in out
    assert out.endswith(
        "Reloaded: 1 article, 2 passages.\n\nNothing has changed.\n"
        "I have 1 article, with 2 passages in all.\n"
    )


@pytest.mark.usefixtures("place")
def test_a_chat_ends_with_its_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("what did the army drop?\n:list\n:reload\n:quit\nnever read\n")
    )
    assert main(["chat"]) == 0
    out, err = capsys.readouterr()
    assert "**The army dropped bread from helicopters.**" in out
    assert out.endswith(
        "Snow in Brandel · Hill Courier · 2 passages\nReloaded: 1 article, 2 passages.\n\nNothing has changed.\n"
    )
    assert err == ""
