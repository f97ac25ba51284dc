"""A slot that others work in, that can't be written, or whose articles change meanwhile."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest

from bot.arrays.bundle import CorruptBundle
from bot.corpus.folder import ArticleFile
from bot.errors import BuildStopped, Fault, FaultKind
from bot.indexing import folder_state
from bot.indexing.background_build import build_in_subprocess
from bot.indexing.cache import IndexCache
from bot.indexing.pipeline import BuildResult, build, ignore_progress
from tests.indexing.harmed import fingerprint, plan
from tests.indexing.test_harm import WHOLE, started
from tests.indexing.test_pipeline import TEXTS, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", {f"{number}.md": text for number, text in enumerate(TEXTS)})
    (tmp_path / "corpus" / "bad.md").write_bytes(b"\xff")
    return tmp_path / "corpus"


def fresh(folder: Path) -> str:
    return fingerprint(build(plan(folder, None), ignore_progress))


def names(data: Path) -> list[str]:
    return sorted(file.name for file in data.rglob("*") if file.is_file())


def left_alone(built: BuildResult, data: Path) -> None:
    assert not built.report.cache_error
    assert names(data) == WHOLE


def test_two_processes_that_build_the_same_at_once_are_not_in_each_others_way(
    folder: Path, tmp_path: Path
) -> None:
    with started("build", folder, tmp_path / "data") as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert not build(plan(folder, tmp_path / "data"), ignore_progress).report.cache_error
        other.communicate()
    assert other.returncode == 0
    built = build(plan(folder, tmp_path / "data"), ignore_progress)
    left_alone(built, tmp_path / "data")
    assert fingerprint(built) == fresh(folder)


def test_a_finished_index_is_served_where_nothing_can_be_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = plan(folder, tmp_path / "data")
    build(kept, ignore_progress)
    (folder / "0.md").touch()

    def refused(*_: object, **__: object) -> None:
        raise OSError(30, os.strerror(30))

    monkeypatch.setattr("bot.indexing.cache.write_bundle", refused)
    monkeypatch.setattr("filelock.FileLock", refused)
    left_alone(build(kept, lambda done, _: pytest.fail(f"{done} worked out")), tmp_path / "data")
    write(folder, {"0.md": "Another."})
    built = build(kept, ignore_progress)
    assert built.report.cache_error == "Read-only file system"
    assert fingerprint(built) == fresh(folder)


def test_a_disk_that_gives_back_something_else_is_a_trouble(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(place: Path) -> None:
        raise CorruptBundle(place)

    monkeypatch.setattr("bot.indexing.cache.open_bundle", torn)
    built = build(plan(folder, tmp_path / "data"), ignore_progress)
    assert built.report.cache_error == "Input/output error"
    assert fingerprint(built) == fresh(folder)


def test_faults_name_the_folder_that_was_asked_for(folder: Path, tmp_path: Path) -> None:
    build(plan(folder, tmp_path / "data"), ignore_progress)
    (tmp_path / "link").symlink_to(folder)
    built = build(plan(tmp_path / "link", tmp_path / "data"), ignore_progress)
    assert [fault.path for fault in built.report.faults] == [str(tmp_path / "link" / "bad.md")]
    left_alone(built, tmp_path / "data")


def test_two_corpora_in_one_data_folder_do_not_mix(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "other", {"0.md": TEXTS[1], "9.md": TEXTS[0]})
    places = (folder, tmp_path / "other")
    first, second = (IndexCache.for_folder(tmp_path / "data", place, "").path for place in places)
    for place in places:
        build(plan(place, tmp_path / "data"), ignore_progress)
    for one, other in ((first, tmp_path / "aside"), (second, first), (tmp_path / "aside", second)):
        one.rename(other)
    for place in places:
        assert fingerprint(build(plan(place, tmp_path / "data"), ignore_progress)) == fresh(place)


@pytest.mark.parametrize("becomes", ["other", "empty", "gone"])
def test_what_changes_while_it_is_read_is_served_as_it_was_read_and_anew_at_the_next_start(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, becomes: str
) -> None:
    kept = plan(folder, tmp_path / "data")
    keys_of = folder_state._content_keys

    def change_behind(files: list[ArticleFile], known: object) -> list[bytes]:
        keys = keys_of(files, known)  # type: ignore[arg-type]
        (folder / "0.md").unlink() if becomes == "gone" else (folder / "0.md").write_text(
            "Another." if becomes == "other" else ""
        )
        return keys

    with monkeypatch.context() as patched:
        patched.setattr(folder_state, "_content_keys", change_behind)
        found = build(kept, ignore_progress)
    kinds = {"other": [], "empty": [FaultKind.EMPTY], "gone": [FaultKind.UNREADABLE]}[becomes]
    assert [fault.kind for fault in found.report.faults] == [*kinds, FaultKind.NOT_UTF8]
    assert fingerprint(build(kept, ignore_progress)) == fresh(folder)


def test_what_could_not_be_read_once_is_read_at_the_next_start(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = plan(folder, tmp_path / "data")
    for file in folder.iterdir():
        os.utime(file, ns=(1, 1))
    # However long ago a file was changed, that it could not be read is not remembered.
    monkeypatch.setattr("bot.indexing.cache.SETTLE_NANOSECONDS", -(10**12))

    def unread(file: ArticleFile) -> tuple[None, tuple[Fault, ...]]:
        return None, (Fault(file.display_path, None, FaultKind.UNREADABLE),)

    with monkeypatch.context() as patched:
        patched.setattr("bot.indexing.folder_state.read_file_bytes", unread)
        patched.setattr("bot.corpus.loader.read_file_bytes", unread)
        assert len(build(kept, ignore_progress).report.faults) == len(TEXTS) + 1
    assert fingerprint(build(kept, ignore_progress)) == fresh(folder)


def test_names_and_texts_may_be_odd(tmp_path: Path) -> None:
    texts = [
        "The dam\0 held.\0\n\n\0",
        "...!?---",
        "# ***\n\n---",
        "\u2028\x85 a \x0b b",
        "\uffff\U0010ffff a" + "\u0301" * 500,
        "\n" * 9000 + "x",
    ]
    odd = [
        "a\nb.txt",
        "\t'\"\\.md",
        "\u202e.txt",
        "x" * 251 + ".txt",
        "/".join(["d" * 200] * 15) + "/\x7f.txt",
        "a.txt/b.txt",
    ]
    write(tmp_path / "corpus", dict(zip(odd, texts, strict=True)))
    kept = plan(tmp_path / "corpus", tmp_path / "data")
    assert {fingerprint(build(one, ignore_progress)) for one in (kept, kept)} == {
        fresh(tmp_path / "corpus")
    }
    (tmp_path / "none").mkdir()
    assert fingerprint(build(replace(kept, folder=tmp_path / "none"), ignore_progress)) == fresh(
        tmp_path / "none"
    )


def builders() -> list[int]:
    return [child.pid for child in active_children() if child.pid is not None]


def test_a_builder_that_is_killed_stops_the_build_and_the_next_one_goes_on(
    folder: Path, tmp_path: Path
) -> None:
    kept = plan(folder, tmp_path / "data")
    with pytest.raises(BuildStopped):
        build_in_subprocess(kept, lambda *_: os.kill(builders()[0], signal.SIGKILL))
    assert builders() == []
    assert fingerprint(build(kept, ignore_progress)) == fresh(folder)
    write(folder, {"0.md": "Another."})
    with pytest.raises(ZeroDivisionError):
        build_in_subprocess(kept, lambda done, _: done // 0)
    assert builders() == []
