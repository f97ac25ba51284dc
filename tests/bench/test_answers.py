from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from bench import answers
from bench.latency import BenchLimits
from bench.latency_report import STAGES
from bench.stages import Stage

ARTICLES = Path(__file__).parents[1] / "conversations" / "harbour"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with articles, where few answers are measured."""
    shutil.copytree(ARTICLES, tmp_path / "corpus")
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bench(*arguments: str) -> int:
    return answers.main(arguments, BenchLimits(answers=24, profiled_answers=6))


def unnumbered(text: str) -> list[str]:
    """The lines without their numbers, and without what only lays them out."""
    lines = (
        re.sub(r"\s+", " ", re.sub(r"\d[\d,]*(?:\.\d+)?", "N", line)).strip()
        for line in text.splitlines()
    )
    return [line for line in lines if line.strip("─ ")]


@pytest.mark.usefixtures("place")
def test_what_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.answers.memory_use", lambda: None)
    assert bench() == 0
    out, err = capsys.readouterr()
    assert err == "Asking, for 20 seconds at most.\n"
    assert max(map(len, map(str.rstrip, out.splitlines()))) <= 80
    assert unnumbered(out) == [
        "N articles, N passages, searched by rank-bmN.",
        "Ready after N s: built, N articles worked out.",
        "This system does not tell how much memory that takes.",
        "N questions made from the articles; the first answer took N ms.",
        "Time of an answer",
        "asking at once half within N in N N in N answers a second measured",
        "N N ms N ms N ms N N",
        "N N ms N ms N ms N N",
        "Where it goes, in N answers",
        "stage share median what it is",
        *(f"{name} N% N ms {meaning}".strip() for name, meaning in STAGES.values()),
    ]


@pytest.mark.usefixtures("place")
def test_the_same_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench("--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == [
        *(
            "articles",
            "passages",
            "engine",
            "ready_ms",
            "opened",
            "worked_out",
            "memory",
            "memory_own",
            "questions",
            "made",
        ),
        *("first_ms", "loads", "watched", "stages"),
    ]
    articles = len(list(ARTICLES.iterdir()))
    assert (found["articles"], found["worked_out"], found["opened"]) == (articles, articles, False)
    assert articles < found["passages"]
    assert (found["questions"], found["made"], found["watched"]) == (1000, True, 6)
    assert [(one["askers"], one["answers"]) for one in found["loads"]] == [(1, 24), (8, 24)]
    assert all(
        0 < one["p50_ms"] <= one["p90_ms"] <= one["p99_ms"] and one["per_second"] > 0
        for one in found["loads"]
    )
    assert [one["stage"] for one in found["stages"]] == list(Stage)
    assert sum(one["share"] for one in found["stages"]) == pytest.approx(1, abs=0.01)
    assert found["memory"] is None or found["memory"] >= found["memory_own"] > 1_000_000


def test_questions_of_a_team(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "own.jsonl").write_text(
        '{"text": "what will the bridge cost?"}\n{"text": "how do I cook borscht?"}\n',
        encoding="utf-8",
    )
    assert bench("--questions", "own.jsonl", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["questions"], found["made"], found["loads"][0]["answers"]) == (2, False, 24)
    assert bench("--questions", "own.jsonl") == 0
    assert "\n2 questions from the file; the first answer took " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "own.jsonl"),
        ("", "own.jsonl: the file is empty"),
        ('{"text": "x"}\n{}\n', "Line 2 is not a question"),
    ],
    ids=["missing", "empty", "broken"],
)
def test_broken_questions_leave_with_2_before_anything_is_asked(
    place: Path, capsys: pytest.CaptureFixture[str], content: str | None, said: str
) -> None:
    if content is not None:
        (place / "own.jsonl").write_text(content, encoding="utf-8")
    assert bench("--questions", "own.jsonl") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Asking" not in err


@pytest.mark.usefixtures("place")
def test_no_articles(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench("--corpus", "nowhere") == 2
    assert "No article could be read from nowhere." in capsys.readouterr().err


def test_what_was_kept_is_opened_at_the_next_start(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.snapshot_builder.MIN_BACKGROUND_BUILD_BYTES", 0)
    (place / "own.jsonl").write_text('{"text": "what will the bridge cost?"}', encoding="utf-8")
    for how in ("built, 2 articles worked out", "what was kept was opened"):
        assert bench("--questions", "own.jsonl") == 0
        assert f"s: {how}.\n" in capsys.readouterr().out
