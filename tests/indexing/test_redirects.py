"""Where articles were moved outlives the process, and is found out of moves made while none ran."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.corpus.corpus import Corpus
from bot.index.engines import SPARSE
from bot.indexing import cache
from bot.indexing.background_build import build_in_subprocess
from bot.indexing.pipeline import BuildConfig, BuildResult, build, ignore_progress
from tests.conftest import ATTRIBUTOR

QUAY = "The harbour of Velden opens a second quay in May, Reuters reported.\n\nShips from Norland will moor there.\n"
MILL = "The mill of Aldsworth grinds flour for nine villages.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "quay.md").write_text(QUAY, encoding="utf-8")
    (tmp_path / "corpus" / "mill.md").write_text(MILL, encoding="utf-8")
    return tmp_path / "corpus"


@pytest.fixture
def kept(folder: Path, tmp_path: Path) -> BuildConfig:
    return BuildConfig(folder, tmp_path / "data", ATTRIBUTOR, SPARSE, 1)


def move(folder: Path, before: str, after: str) -> None:
    (folder / after).parent.mkdir(exist_ok=True)
    (folder / before).rename(folder / after)


def leads(built: BuildResult, passage: str) -> list[str]:
    """The passages that an id leads to by now."""
    corpus = Corpus(built.bundle.arrays, built.redirects)
    return [corpus[number].id for number in corpus.find_passages(passage)]


def test_a_move_between_two_builds_is_remembered(kept: BuildConfig, folder: Path) -> None:
    build(kept, ignore_progress)
    move(folder, "quay.md", "2024/quay.md")
    assert leads(build(kept, ignore_progress), "quay#1") == ["2024/quay#1"]
    # The index is there already.
    assert leads(build(kept, ignore_progress), "quay#1") == ["2024/quay#1"]
    (folder / "mill.md").write_text(MILL.replace("nine", "ten"), encoding="utf-8")
    move(folder, "2024/quay.md", "archive/quay.md")
    assert (
        leads(build(kept, ignore_progress), "quay#1")
        == leads(build(kept, ignore_progress), "2024/quay#1")
        == ["archive/quay#1"]
    )


def test_a_build_apart_tells_it_too(kept: BuildConfig, folder: Path) -> None:
    build(kept, ignore_progress)
    move(folder, "quay.md", "2024/quay.md")
    assert leads(build_in_subprocess(kept, ignore_progress), "quay#0") == ["2024/quay#0"]


def test_a_move_at_the_same_time_as_new_rules(
    kept: BuildConfig, folder: Path, tmp_path: Path
) -> None:
    build(kept, ignore_progress)
    move(folder, "quay.md", "2024/quay.md")
    (tmp_path / "outlets.toml").write_text(
        '[newspaper]\nlamp = { name = "The Lamp Post" }\n', encoding="utf-8"
    )
    other = replace(kept, attributor=Attributor(load_gazetteer(tmp_path / "outlets.toml")))
    assert leads(build(other, ignore_progress), "quay#0") == ["2024/quay#0"]


def test_an_index_that_cannot_be_read_any_more_stops_nothing(
    kept: BuildConfig,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    build(kept, ignore_progress)
    move(folder, "quay.md", "2024/quay.md")

    def fail(*_: object) -> None:
        raise KeyError("article.digest")

    caplog.set_level("INFO")
    monkeypatch.setattr(cache, "find_redirects", fail)
    assert leads(build(kept, ignore_progress), "2024/quay#0") == ["2024/quay#0"]
    assert "The previous index can't be read" in caplog.text


def test_a_table_that_is_harmed_stops_nothing(
    kept: BuildConfig, folder: Path, tmp_path: Path
) -> None:
    build(kept, ignore_progress)
    move(folder, "quay.md", "2024/quay.md")
    build(kept, ignore_progress)
    [table] = (tmp_path / "data").rglob("redirects")
    table.write_bytes(table.read_bytes()[:-1])
    assert leads(build(kept, ignore_progress), "quay#0") == []
    move(folder, "2024/quay.md", "quay.md")
    assert leads(build(kept, ignore_progress), "2024/quay#0") == ["quay#0"]


def test_nothing_is_kept_where_nothing_was_moved(
    kept: BuildConfig, folder: Path, tmp_path: Path
) -> None:
    build(kept, ignore_progress)
    shutil.copy(folder / "mill.md", folder / "other.md")
    (folder / "quay.md").unlink()
    assert leads(build(kept, ignore_progress), "quay#0") == []
    assert list((tmp_path / "data").rglob("redirects")) == []
