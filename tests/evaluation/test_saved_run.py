from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import FaultKind, Faults, WriteFailed
from bot.evaluation.metrics import Metric, QuestionOutcome, compute_metrics
from bot.evaluation.run import EvaluationRun
from bot.evaluation.saved_run import as_json, compare_runs, load_run, save_file


def run(**right: bool) -> EvaluationRun:
    outcomes = tuple(
        QuestionOutcome(
            name, "", False, True, 1 if good else 2, True, 0.75, good, None, None, 0.002
        )
        for name, good in right.items()
    )
    return EvaluationRun(compute_metrics(outcomes), outcomes)


def write(path: Path, given: object) -> Path:
    path.write_text(json.dumps(given), encoding="utf-8")
    return path


def test_what_is_saved_is_what_is_read(tmp_path: Path) -> None:
    before = run(a=True, b=False, c=True)
    saved = load_run(write(tmp_path / "run.json", as_json(before)))
    assert saved.values == before.metrics.values
    assert (saved.median, saved.p99, saved.right) == (
        0.002,
        0.002,
        {"a": True, "b": False, "c": True},
    )


def test_what_became_of_each_question(tmp_path: Path) -> None:
    saved = load_run(
        write(tmp_path / "run.json", as_json(run(a=True, b=False, c=True, d=True, e=True)))
    )
    found = compare_runs(saved, run(a=False, b=True, c=False, d=True, f=True, g=True))
    assert (found.lost, found.won, found.new, found.gone) == (("a", "c"), ("b",), 2, 1)


def test_a_question_asked_twice_is_right_when_it_always_was(tmp_path: Path) -> None:
    given = as_json(run(a=True))
    given["outcomes"] += [given["outcomes"][0] | {"right": False}, given["outcomes"][0]]
    assert load_run(write(tmp_path / "run.json", given)).right == {"a": False}


def test_a_loss_is_told_to_other_tools(tmp_path: Path) -> None:
    now = run(a=False, b=False, c=True)
    found = as_json(
        now,
        compare_runs(
            load_run(write(tmp_path / "run.json", as_json(run(a=True, b=True, c=True)))), now
        ),
    )
    assert found["worse"][0] == {"figure": "R@1", "before": 1.0, "now": pytest.approx(1 / 3)}
    assert [one["figure"] for one in found["worse"]] == ["R@1", "right"]
    assert found["lost"] == ["a", "b"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"R@1": None}, "R@1"),
        ({"R@1": 1.5}, "R@1"),
        ({"R@1": True}, "R@1"),
        ({"R@1": float("nan")}, "R@1"),
        ({"R@1": 10**400}, "R@1"),
        ({"sentence": 0.5}, "sentence"),
        ({"of": None}, "of.R@1"),
        ({"of": {measure.value: -1 for measure in Metric}}, "of.R@1"),
        ({"median_ms": -1}, "median_ms"),
        ({"p99_ms": 10**400}, "p99_ms"),
        ({"outcomes": [{"question": "a"}]}, "outcomes"),
        ({"outcomes": None}, "outcomes"),
    ],
)
def test_a_saved_run_with_a_wrong_value(tmp_path: Path, change: dict[str, Any], key: str) -> None:
    with pytest.raises(Faults) as caught:
        load_run(write(tmp_path / "run.json", as_json(run(a=True)) | change))
    first = caught.value.faults[0]
    assert (first.path, first.kind, first.key) == (
        str(tmp_path / "run.json"),
        FaultKind.WRONG_VALUE,
        key,
    )


@pytest.mark.parametrize(
    ("content", "line", "kind"),
    [
        (b"", 1, FaultKind.SYNTAX),
        (b"{\n,", 2, FaultKind.SYNTAX),
        (b"[" * 100_000, None, FaultKind.SYNTAX),
        (b"\n\xff", 2, FaultKind.NOT_UTF8),
        (b"[]", None, FaultKind.WRONG_TYPE),
        (b"{}", None, FaultKind.WRONG_TYPE),
        (b'{"format": 2}', None, FaultKind.WRONG_TYPE),
    ],
)
def test_what_is_no_saved_run(
    tmp_path: Path, content: bytes, line: int | None, kind: FaultKind
) -> None:
    (tmp_path / "run.json").write_bytes(content)
    with pytest.raises(Faults) as caught:
        load_run(tmp_path / "run.json")
    assert [(fault.line, fault.kind) for fault in caught.value.faults] == [(line, kind)]


def test_a_saved_run_that_is_not_there(tmp_path: Path) -> None:
    for path, kind in ((tmp_path / "nowhere", FaultKind.MISSING), (tmp_path, FaultKind.UNREADABLE)):
        with pytest.raises(Faults) as caught:
            load_run(path)
        assert [fault.kind for fault in caught.value.faults] == [kind]


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "run.json"
    file.write_bytes(b"older")
    with file.open("rb") as reading:
        save_file(file, b"old")
        assert reading.read() == b"older"
    monkeypatch.setattr(
        "os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    with pytest.raises(WriteFailed) as caught:
        save_file(file, b"new")
    assert (caught.value.path, caught.value.detail) == (str(file), "No space left on device")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("run.json", b"old")]


@pytest.mark.parametrize("name", ["nowhere/run.json", "", "file/run.json", "\0"])
def test_a_place_that_holds_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(WriteFailed):
        save_file(Path(name), b"")
