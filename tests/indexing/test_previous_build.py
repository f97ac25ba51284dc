"""A file that can't be read stays as it was, whatever else changes and however the rest is come by."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.corpus.corpus import Corpus
from bot.corpus.folder import ArticleFile
from bot.errors import Fault, FaultKind
from bot.indexing.background_build import build_in_subprocess
from bot.indexing.pipeline import BuildResult, build, ignore_progress
from tests.indexing.test_pipeline import TEXTS, cited, plan, same, write

BROKEN = "---\ntitle: The dam\ndate: 30 February\n---\nThe dam broke."


def texts(built: BuildResult) -> dict[str, str]:
    corpus = Corpus(built.bundle.arrays)
    return {
        corpus.article(number).path: corpus.stored_text(number)
        for number in range(corpus.article_count)
    }


def named(built: BuildResult) -> list[tuple[str, bool]]:
    """The files with a fault, and whether their versions from before are served."""
    return [
        (Path(one.path).name, one.path in built.report.kept_paths) for one in built.report.faults
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", {"a.md": TEXTS[0], "b.md": TEXTS[1], "sub/c.md": TEXTS[2]})
    return tmp_path / "corpus"


STATES = st.dictionaries(
    st.sampled_from(["0.md", "1.md", "sub/2.md"]),
    st.sampled_from([None, BROKEN, BROKEN + "!", *TEXTS]),
    min_size=3,
)


@settings(max_examples=25)
@given(rounds=st.lists(STATES, min_size=2, max_size=5), restarts=st.booleans())
def test_a_broken_file_is_what_it_was_and_all_else_what_it_is(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[dict[str, str | None]], restarts: bool
) -> None:
    place = tmp_path_factory.mktemp("breaking")
    kept, model, before = (
        plan(place / "corpus", place / "data" if restarts else None),
        place / "model",
        None,
    )
    for folder in (place / "corpus", model):
        folder.mkdir()
    for state in rounds:
        for name, text in state.items():
            if text is None:
                (place / "corpus" / name).unlink(missing_ok=True)
                (model / name).unlink(missing_ok=True)
            else:
                write(place / "corpus", {name: text})
                if not text.startswith(BROKEN):
                    write(model, {name: text})
        built, right = build(kept, ignore_progress, before), build(plan(model), ignore_progress)
        assert texts(built) == texts(right)
        same(replace(built.bundle, metadata={**built.bundle.metadata, "faults": []}), right.bundle)
        there = sorted(name for name, text in state.items() if text and text.startswith(BROKEN))
        assert named(built) == [(Path(name).name, (model / name).exists()) for name in there]
        # A restart knows only what is kept on the disk.
        before = None if restarts else built.bundle


def test_a_file_that_was_never_read_is_not_served(folder: Path, tmp_path: Path) -> None:
    write(folder, {"b.md": BROKEN})
    built = build(plan(folder, tmp_path / "data"), ignore_progress)
    assert named(built) == [("b.md", False)]
    assert set(texts(built)) == {"a.md", "sub/c.md"}


def unread(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a folder unreadable, for whoever runs this."""
    scandir = os.scandir

    def refused(where: Any) -> Any:
        if str(where) == str(path):
            raise PermissionError(13, os.strerror(13), str(where))
        return scandir(where)

    monkeypatch.setattr("os.scandir", refused)


def test_all_below_a_folder_that_cannot_be_read_stays(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = plan(folder, tmp_path / "data")
    whole = texts(build(kept, ignore_progress))
    unread(folder / "sub", monkeypatch)
    for _ in range(2):
        built = build(kept, ignore_progress)
        assert named(built) == [("sub", True)]
        assert texts(built) == whole
    monkeypatch.undo()
    assert not build(kept, ignore_progress).report.faults


@pytest.mark.parametrize("becomes", ["link", "pipe", "gone"])
def test_a_file_that_is_none_any_more_stays_and_one_that_is_removed_does_not(
    folder: Path, tmp_path: Path, becomes: str
) -> None:
    kept = plan(folder, tmp_path / "data")
    whole = texts(build(kept, ignore_progress))
    (folder / "b.md").rename(tmp_path / "outside.md")
    if becomes == "link":
        (folder / "b.md").symlink_to(tmp_path / "outside.md")
    elif becomes == "pipe":
        os.mkfifo(folder / "b.md")
    built = build(kept, ignore_progress)
    assert texts(built) == (
        {"a.md": whole["a.md"], "sub/c.md": whole["sub/c.md"]} if becomes == "gone" else whole
    )
    assert named(built) == ([] if becomes == "gone" else [("b.md", True)])
    (folder / "b.md").unlink(missing_ok=True)
    assert set(texts(build(kept, ignore_progress))) == {"a.md", "sub/c.md"}


def test_a_broken_file_of_another_ending_takes_no_place(folder: Path, tmp_path: Path) -> None:
    kept = plan(folder, tmp_path / "data")
    shutil.move(folder / "b.md", folder / "b.txt")
    whole = texts(build(kept, ignore_progress))
    write(folder, {"b.md": BROKEN})
    built = build(kept, ignore_progress)
    assert texts(built) == whole
    assert named(built) == [("b.md", False), ("b.txt", True)]
    write(folder, {"b.md": TEXTS[3]})
    built = build(kept, ignore_progress)
    assert set(texts(built)) == {"a.md", "b.md", "sub/c.md"}
    assert named(built) == [("b.txt", False)]


def test_other_outlets_lose_nothing_of_a_broken_file(folder: Path, tmp_path: Path) -> None:
    kept = plan(folder, tmp_path / "data")
    write(folder, {"b.md": "\ufeffThe Lamp Post reported that the dam held."})
    whole = texts(build(kept, ignore_progress))
    write(folder, {"b.md": BROKEN})
    (tmp_path / "outlets.toml").write_text(
        '[newspaper]\nlamp = { name = "The Lamp Post" }\n', encoding="utf-8"
    )
    other = replace(kept, attributor=Attributor(load_gazetteer(tmp_path / "outlets.toml")))
    for _ in range(2):
        built = build(other, ignore_progress)
        assert named(built) == [("b.md", True)]
        assert texts(built) == whole
        assert cited(built, "b") == ["The Lamp Post"]
    assert texts(build(kept, ignore_progress)) == whole


@pytest.mark.parametrize("build_it", [build, build_in_subprocess])
def test_what_is_served_stays_though_others_cleared_it_away(
    folder: Path, tmp_path: Path, build_it: Any
) -> None:
    kept = plan(folder, tmp_path / "data")
    served = build(kept, ignore_progress)
    write(folder, {"b.md": BROKEN, "d.md": TEXTS[3]})
    # A command with other outlets makes the folder's index its own.
    (tmp_path / "outlets.toml").write_text(
        '[newspaper]\nlamp = { name = "The Lamp Post" }\n', encoding="utf-8"
    )
    build(
        replace(kept, attributor=Attributor(load_gazetteer(tmp_path / "outlets.toml"))),
        ignore_progress,
    )
    built = build_it(kept, ignore_progress, served.bundle)
    assert named(built) == [("b.md", True)]
    assert texts(built) == texts(served) | {"d.md": TEXTS[3]}
    assert texts(build(kept, ignore_progress)) == texts(built)


def test_an_index_of_the_same_files_without_the_one_from_before_is_not_taken(
    folder: Path, tmp_path: Path
) -> None:
    kept = plan(folder, tmp_path / "data")
    served = build(kept, ignore_progress)
    shutil.rmtree(tmp_path / "data")
    write(folder, {"b.md": BROKEN})
    assert named(build(kept, ignore_progress)) == [("b.md", False)]
    assert named(build(kept, ignore_progress, served.bundle)) == [("b.md", True)]
    write(folder, {"b.md": TEXTS[4]})
    newer = build(plan(folder), ignore_progress)
    write(folder, {"b.md": BROKEN})
    assert texts(build(kept, ignore_progress, newer.bundle)) == texts(newer)


def test_a_reload_apart_keeps_what_is_served_in_memory_alone(folder: Path, tmp_path: Path) -> None:
    served = build(plan(folder), ignore_progress)
    write(folder, {"b.md": BROKEN})
    built = build_in_subprocess(plan(folder, tmp_path / "data"), ignore_progress, served.bundle)
    assert named(built) == [("b.md", True)]
    assert texts(built) == texts(served)


@pytest.mark.parametrize("becomes", ["missing", "empty"])
def test_a_folder_that_holds_nothing_does_not_cost_what_is_kept(
    folder: Path, tmp_path: Path, becomes: str
) -> None:
    kept = plan(folder, tmp_path / "data")
    build(kept, ignore_progress)
    folder.rename(tmp_path / "aside")
    if becomes == "empty":
        folder.mkdir()
    assert texts(build(kept, ignore_progress)) == {}
    if becomes == "empty":
        folder.rmdir()
    (tmp_path / "aside").rename(folder)
    left: list[int] = []
    build(kept, lambda done, whole: left.append(whole - done))
    assert left == []


def test_what_was_worked_out_but_never_served_is_not_from_before(
    folder: Path, tmp_path: Path
) -> None:
    kept = plan(folder, tmp_path / "data")
    build(kept, ignore_progress)
    write(folder, {"b.md": TEXTS[4]})

    def stop(done: int, whole: int) -> None:
        if done == whole:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(kept, stop)
    assert list((tmp_path / "data").rglob("*.set"))
    write(folder, {"b.md": BROKEN})
    assert texts(build(kept, ignore_progress))["b.md"] == TEXTS[1]


def test_files_that_can_not_be_read_are_told_from_one_another(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = plan(folder, tmp_path / "data")
    whole = texts(build(kept, ignore_progress))

    def refused(file: ArticleFile) -> tuple[bytes | None, tuple[Fault, ...]]:
        if file.path != "sub/c.md":
            return None, (Fault(file.display_path, None, FaultKind.UNREADABLE),)
        return Path(file.display_path).read_bytes(), ()

    monkeypatch.setattr("bot.indexing.folder_state.read_file_bytes", refused)
    monkeypatch.setattr("bot.corpus.loader.read_file_bytes", refused)
    (folder / "a.md").touch()
    (folder / "b.md").unlink()
    assert texts(build(kept, ignore_progress)) == {
        "a.md": whole["a.md"],
        "sub/c.md": whole["sub/c.md"],
    }
    (folder / "a.md").rename(folder / "b.md")
    assert texts(build(kept, ignore_progress)) == {"sub/c.md": whole["sub/c.md"]}


@pytest.mark.parametrize("text", TEXTS[2:])
def test_the_newest_of_what_is_kept_counts(folder: Path, tmp_path: Path, text: str) -> None:
    """A process that is killed may leave an older index beside it."""
    kept = plan(folder, tmp_path / "data")
    build(kept, ignore_progress)
    [older] = (place.parent for place in (tmp_path / "data").rglob("articles"))
    shutil.copytree(older, tmp_path / "aside")
    write(folder, {"b.md": text})
    build(kept, ignore_progress)
    (tmp_path / "aside").rename(older)
    write(folder, {"b.md": BROKEN})
    assert texts(build(kept, ignore_progress))["b.md"] == text
