from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.cell import Measured, measure, percentile
from bench.compare import cell, write
from bench.corpora import write_corpus
from bench.prepared import Facts, prepare, read_questions, read_texts
from bench.table import Cell, Results, growth, number, passages_of, ratio, tables

INSTALLED = ("rank-bm25", "fts5", "byline-rank-bm25", "byline")
"""Engines that need nothing that the tests do not have."""


def measured(p50: float, memory: int = 100_000_000, timed: int = 500) -> Measured:
    return Measured(2.0, memory, 2 * memory, timed, p50, 2 * p50, 0.75)


def results() -> Results:
    cells = [
        *(Cell("rank-bm25", size, measured(p50)) for size, p50 in (("1k", 0.001), ("10k", 0.02))),
        Cell("rank-bm25", "1M", None, "over the time limit"),
        *(
            Cell("bm25s", size, measured(p50, 50_000_000))
            for size, p50 in (("1k", 0.0001), ("10k", 0.001), ("1M", 0.008))
        ),
        Cell("byline", "1k", measured(0.004, timed=7)),
    ]
    return Results(
        {"cores": "2"},
        {size: Facts(passages_of(size), 5000, 500, 450, 1.0) for size in ("1k", "10k", "1M")},
        cells,
    )


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.99, 1.0)] == [
        1.0,
        50.0,
        99.0,
        100.0,
    ]
    assert percentile([3.0], 0.5) == percentile([3.0], 0.99) == 3.0
    assert percentile([1.0, 2.0, 9.0], 0.5) == 2.0


def test_ratios_need_both_figures() -> None:
    assert ratio(3.0, 2.0) == 1.5
    assert ratio(None, 2.0) is ratio(2.0, None) is ratio(2.0, 0.0) is None


def test_growth_is_from_ten_thousand_passages_on() -> None:
    assert growth(results(), "bm25s") == 8.0
    assert growth(results(), "rank-bm25") is growth(results(), "byline") is None


def test_figures_have_three_digits_that_count() -> None:
    assert [number(value) for value in (1234.5, 123.4, 12.34, 1.234, 0.1234, 0.01234)] == [
        "1,234",
        "123",
        "12.3",
        "1.23",
        "0.123",
        "0.0123",
    ]
    assert number(None) == ""
    assert number(0.0012, 1e3) == "1.20"


def test_the_table_shows_ratios_growth_and_what_could_not_be_measured() -> None:
    lines = tables(results()).splitlines()
    assert (
        "| bm25s, numpy | 2.00 | 50.0 | 100 | 0.100 | 0.200 | 0.750 | 1.00 | 0.100 | 1.00 |"
        in lines
    )
    assert any(
        line.startswith("| Byline's whole answer | 2.00 |")
        and "4.00 (7*)" in line
        and "| 40.0 | 4.00 | 2.00 |" in line
        for line in lines
    )
    assert any(line.startswith("| rank-bm25 (BM25Plus) | over the time limit |") for line in lines)
    assert "| bm25s, numpy | 0.100 | 1.00 | 8.00 | 8.00 times |" in lines
    assert "| rank-bm25 (BM25Plus) | 1.00 | 20.0 | over the time limit |  |" in lines
    widths = {line.count("|") for line in lines if line.startswith("| rank-bm25")}
    assert len(widths) == 2


def test_sizes_are_counted_in_thousands_and_millions() -> None:
    assert [passages_of(size) for size in ("7", "10k", "2M")] == [7, 10_000, 2_000_000]
    with pytest.raises(ValueError, match="10G"):
        passages_of("10G")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder, prepared = tmp_path_factory.mktemp("made") / "60", tmp_path_factory.mktemp("prepared")
    write_corpus(folder, 60, 1)
    questions = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "questions.jsonl").write_text("".join(questions[:50]), encoding="utf-8")
    prepare(folder, prepared)
    return folder, prepared


def test_engines_get_every_passage_and_question(folders: tuple[Path, Path]) -> None:
    assert len(list(read_texts(folders[1]))) == 60
    questions = read_questions(folders[1])
    assert len(questions) == 50
    assert sum(not one.gold for one in questions) == 5
    assert all(one.asked.terms for one in questions)


@pytest.mark.parametrize("name", INSTALLED)
def test_every_engine_finds_the_passages_that_questions_were_made_of(
    name: str, folders: tuple[Path, Path]
) -> None:
    found = measure(name, *folders, seconds=120)
    assert found.timed == 200
    assert found.right_first is not None
    assert found.right_first > 0.95
    assert 0 < found.p50 <= found.p99


def test_an_engine_without_time_is_asked_once(folders: tuple[Path, Path]) -> None:
    assert measure("fts5", *folders, seconds=0).timed == 1


def test_what_is_not_installed_is_said(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "tantivy.py").write_text("import nothing_of_that_name", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}")
    assert cell("tantivy", "60", list(map(str, folders)), 60, 4) == Cell(
        "tantivy", "60", None, "not installed: nothing_of_that_name"
    )


def test_a_cell_is_stopped_at_its_limits(folders: tuple[Path, Path]) -> None:
    assert cell("byline", "60", list(map(str, folders)), 0, 4).why == "over the time limit"
    assert cell("byline", "60", list(map(str, folders)), 60, 0.001).why == "over 0.001 GB"


def test_a_cell_that_fails_says_why(tmp_path: Path) -> None:
    assert cell("fts5", "60", [str(tmp_path), str(tmp_path)], 60, 4).why.startswith(
        "failed: FileNotFoundError"
    )


def test_everything_is_written(tmp_path: Path) -> None:
    write(results(), tmp_path)
    assert (tmp_path / "table.md").read_text(encoding="utf-8") == tables(results())
    assert len(json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["cells"]) == len(
        results().cells
    )
    assert b"<svg" in (tmp_path / "compared.svg").read_bytes()
