from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main

HERE = Path(__file__).parents[0]
ARTICLES = HERE.parent / "conversations" / "harbour"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where indexes are kept, so that the same articles are indexed once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def place(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with labelled questions beside their articles, and settings that name another corpus."""
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "corpus").symlink_to(ARTICLES)
    shutil.copy(HERE / "harbour.jsonl", tmp_path / "set" / "questions.jsonl")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "salt.md").write_text("Ina Holt sells salt.", encoding="utf-8")
    (tmp_path / "config.toml").write_text(
        f'[corpus]\npath = "other"\n[data]\npath = "{data}"\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def measured(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["eval", "set", "--json", *arguments]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.usefixtures("place")
def test_the_figures_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(capsys)
    assert found["questions"] == 12
    assert found["of"] == {
        "R@1": 8,
        "R@5": 8,
        "MRR": 8,
        "sentence": 8,
        "cites": 3,
        "facts": 2,
        "keep": 8,
        "reject": 2,
        "right": round(8 * found["keep"]) + round(2 * (1 - found["reject"])),
        "calibration_error": 10,
    }
    assert (found["R@5"], found["facts"], found["reject"]) == (1, 1, 1)
    assert found["R@1"] >= 7 / 8
    assert 0 < found["median_ms"] <= found["p99_ms"]
    assert sum(one["questions"] for one in found["reliability"]) == 10
    assert [one["question"] for one in found["outcomes"]][-1] == "airport"
    assert (found["baseline"], found["worse"]) == (None, None)


@pytest.mark.usefixtures("place")
def test_plain_bm25_beside(capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(capsys, "--baseline")
    assert list(found["baseline"]) == ["R@1", "R@5", "MRR"]
    assert 0 < found["baseline"]["R@1"] <= min(found["baseline"]["MRR"], found["baseline"]["R@5"])


@pytest.mark.usefixtures("place")
def test_the_figures_for_reading(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "set", "--baseline"]) == 0
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "12 questions"
    assert lines[2].split("  ")[-1] == "what it is"
    rows = {line[:20].strip(): line[20:].split() for line in lines}
    assert rows["reject"][:2] == ["1.000", "2"]
    assert len(rows["R@1"]) == len([*rows["keep"], "plain BM25"]) + 1
    assert "0.3 to 0.4" in "\n".join(lines)
    assert max(map(len, lines)) <= 80


def test_the_examples_of_the_readme_are_read_and_answered(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (HERE.parents[1] / "README.md").read_text(encoding="utf-8")
    (place / "set" / "questions.jsonl").write_text(
        readme.split("```json\n")[1].split("```")[0], encoding="utf-8"
    )
    found = measured(capsys)
    assert (found["questions"], found["R@5"], found["facts"], found["reject"]) == (4, 1, 1, 1)


def test_the_configured_articles_answer_where_none_are_beside(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "set" / "questions.jsonl").write_text(
        '{"text": "Who sells salt?", "gold": [{"article": "salt", "paragraph": 0}]}',
        encoding="utf-8",
    )
    assert main(["eval", "set", "--json"]) == 2
    assert (
        capsys.readouterr().err
        == "set/questions.jsonl:1: gold: the articles have no such passage (salt#0)\n"
    )
    assert measured(capsys, "--corpus", "other")["R@1"] == 1
    (place / "set" / "corpus").unlink()
    assert measured(capsys)["R@1"] == 1


def test_bad_lines_are_told_all_at_once_and_nothing_is_measured(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (place / "set" / "questions.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"text": 1, "gold": []}\n\n{"text": "x", "gold": [], "outlet": []}\nnonsense\n')
    assert main(["eval", "set", "--save", "run.json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "set/questions.jsonl:13: text: wrong type of value, expected the question",
        "set/questions.jsonl:15: outlet: unknown key (outlets?)",
        "set/questions.jsonl:16: it has a syntax error (Expecting value)",
    ]
    assert not (place / "run.json").exists()


@pytest.mark.usefixtures("place")
def test_no_questions_no_articles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "nowhere"]) == 2
    assert capsys.readouterr().err == "nowhere/questions.jsonl: there is no such file or folder\n"
    assert main(["eval", "set", "--corpus", "nowhere"]) == 2
    assert "No article could be read from nowhere." in capsys.readouterr().err


def test_a_run_is_as_good_as_itself(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "set", "--save", "run.json"]) == 0
    assert json.loads((place / "run.json").read_text(encoding="utf-8"))["questions"] == 12
    capsys.readouterr()
    assert main(["eval", "set", "--against", "run.json", "--save", "run.json"]) == 0
    assert capsys.readouterr().out.endswith("No figure got worse.\n")


def test_a_regression_exits_with_1_and_says_what_got_worse(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "set", "--save", "run.json"]) == 0
    kept = json.loads((place / "run.json").read_text(encoding="utf-8"))["keep"]
    (place / "config.toml").write_text("[answer]\nmin_confidence = 1\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["eval", "set", "--against", "run.json"]) == 1
    out = capsys.readouterr().out
    assert f"Worse: keep fell from {kept:.3f} to 0.000.\n" in out
    assert "Worse: R@1" not in out
    assert "Right before and no longer:\n  weeks\n" in out
    assert main(["eval", "set", "--against", "run.json", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [one["figure"] for one in found["worse"]] == ["facts", "keep"]
    assert {"author", "weeks"} <= set(found["lost"])


def test_a_slower_run_is_no_worse(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "set", "--save", "run.json"]) == 0
    saved = json.loads((place / "run.json").read_text(encoding="utf-8"))
    (place / "run.json").write_text(
        json.dumps(saved | {"median_ms": 0.001, "p99_ms": 0.001}), encoding="utf-8"
    )
    assert main(["eval", "set", "--against", "run.json"]) == 0
    assert "0.0 ms" in capsys.readouterr().out


def test_other_questions_than_before_are_told(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "set", "--save", "run.json"]) == 0
    lines = (place / "set" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    (place / "set" / "questions.jsonl").write_text(
        "\n".join([*lines[2:], '{"text": "who is the mayor", "gold": []}']), encoding="utf-8"
    )
    main(["eval", "set", "--against", "run.json"])
    assert (
        "The saved run had different questions: 1 of these are new, 2 of those are gone.\n"
        in capsys.readouterr().out
    )


def test_a_saved_run_that_is_none(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "run.json").write_text("{}", encoding="utf-8")
    assert main(["eval", "set", "--against", "run.json"]) == 2
    assert capsys.readouterr() == (
        "",
        "run.json: wrong type of value, expected a run that eval --save wrote\n",
    )


@pytest.mark.usefixtures("place")
def test_a_place_that_can_not_be_written_costs_no_figures(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["eval", "set", "--json", "--save", "nowhere/run.json"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["questions"] == 12
    assert err == "nowhere/run.json can't be written: No such file or directory.\n"


@pytest.mark.parametrize(("name", "start"), [("plot.png", b"\x89PNG\r\n"), ("plot.SVG", b"<?xml")])
def test_the_diagram_is_drawn(place: Path, name: str, start: bytes) -> None:
    pytest.importorskip("matplotlib")
    assert main(["eval", "set", "--plot", name]) == 0
    assert (place / name).read_bytes().startswith(start)
    assert "matplotlib.pyplot" not in sys.modules


def test_without_matplotlib_the_error_says_how_to_get_it(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bot.evaluation.plot", raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    assert main(["eval", "set", "--plot", "plot.png"]) == 2
    assert capsys.readouterr() == (
        "",
        "Drawing a picture needs matplotlib, which is not installed: python -m pip install matplotlib\n",
    )
    assert not (place / "plot.png").exists()
    assert main(["eval", "set"]) == 0


@pytest.mark.usefixtures("place")
def test_a_picture_is_png_or_svg(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["eval", "set", "--plot", "plot.gif"])
    assert left.value.code == 2
    assert "the file name must end in .png or .svg" in capsys.readouterr().err
