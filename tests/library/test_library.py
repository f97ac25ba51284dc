from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import EmptyCorpus, FaultKind, NotVerbatim, ReloadInProgress
from bot.library import Library, Snapshot
from bot.question_answer import Question
from bot.snapshot_builder import SnapshotBuilder
from tests.conftest import ATTRIBUTOR


def library(folder: Path) -> Library:
    return Library(SnapshotBuilder(folder, ATTRIBUTOR, 0.5).build)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "kite.md").write_text(
        "The kite festival of Sollen drew nine thousand visitors.\n\nRain ended it early.",
        encoding="utf-8",
    )
    return tmp_path / "corpus"


def test_a_reload_serves_the_new_text_and_says_what_changed(folder: Path) -> None:
    served = library(folder)
    (folder / "kite.md").write_text(
        "The kite festival of Sollen was cancelled.\n\nRain ended it early.", encoding="utf-8"
    )
    (folder / "boat.md").write_text("A boat race is next.", encoding="utf-8")
    diff = served.reload()
    assert (
        [article.id for article in diff.added],
        [article.id for article in diff.changed],
        diff.removed,
    ) == (["boat"], ["kite"], ())
    assert (diff.passages_added, diff.passages_removed, diff.articles, diff.passages) == (
        2,
        1,
        2,
        3,
    )
    assert (
        served.ask(Question("was the kite festival of Sollen cancelled?"))
        .candidates[0]
        .passage.text.endswith("cancelled.")
    )


def named(served: Library) -> list[tuple[str, bool]]:
    report = served.snapshot.report
    return [(Path(one.path).name, one.path in report.kept_paths) for one in report.faults]


def test_a_broken_file_stays_as_it_was_and_the_rest_is_applied(folder: Path) -> None:
    (folder / "boat.md").write_text("A boat race is next.", encoding="utf-8")
    served = library(folder)
    (folder / "kite.md").write_bytes(b"\xff")
    (folder / "boat.md").write_text("A boat race was last.", encoding="utf-8")
    diff = served.reload()
    assert (diff.added, [article.id for article in diff.changed], diff.removed) == (
        (),
        ["boat"],
        (),
    )
    assert named(served) == [("kite.md", True)]
    assert (
        served.ask(Question("who visited the kite festival of Sollen?")).candidates[0].passage.id
        == "kite#0"
    )
    assert served.reload().changed == ()
    assert named(served) == [("kite.md", True)]
    (folder / "kite.md").unlink()
    assert [article.id for article in served.reload().removed] == ["kite"]
    assert named(served) == []


def test_a_large_corpus_is_read_by_a_process_of_its_own_and_keeps_a_broken_file_too(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path_factory.mktemp("data")
    served = Library(SnapshotBuilder(folder, ATTRIBUTOR, 0.5, data).build)
    monkeypatch.setattr("bot.snapshot_builder.MIN_BACKGROUND_BUILD_BYTES", 10)
    monkeypatch.delattr("bot.snapshot_builder.build")
    (folder / "kite.md").write_bytes(b"\xff")
    (folder / "new.md").write_text("A new one.", encoding="utf-8")
    diff = served.reload()
    assert ([article.id for article in diff.added], diff.changed, diff.removed) == (["new"], (), ())
    assert named(served) == [("kite.md", True)]


@pytest.mark.parametrize("becomes", ["missing", "empty"])
def test_where_no_article_is_left_those_from_before_stay_and_why_is_known(
    folder: Path, becomes: str
) -> None:
    served = library(folder)
    before = served.snapshot
    assert served.last_failure is None
    (folder / "kite.md").rename(folder / "kite.pdf")
    if becomes == "missing":
        folder.rename(folder.parent / "aside")
    with pytest.raises(EmptyCorpus):
        served.reload()
    assert served.snapshot is before
    assert isinstance(served.last_failure, EmptyCorpus)
    assert [one.kind for one in served.last_failure.report.faults] == (
        [FaultKind.MISSING] if becomes == "missing" else []
    )
    if becomes == "missing":
        (folder.parent / "aside").rename(folder)
    (folder / "kite.pdf").rename(folder / "kite.md")
    assert served.reload().articles == 1
    assert served.last_failure is None


def test_a_second_reload_is_refused(folder: Path) -> None:
    inside, go = threading.Event(), threading.Event()
    first = SnapshotBuilder(folder, ATTRIBUTOR, 0.5).build()
    slow = iter([lambda: first, lambda: (inside.set(), go.wait(10), first)[2]])

    def build(*_: object) -> Snapshot:
        return next(slow)()

    served = Library(build)
    thread = threading.Thread(target=served.reload)
    thread.start()
    assert inside.wait(10)
    with pytest.raises(ReloadInProgress):
        served.reload()
    go.set()
    thread.join()


def test_nothing_to_serve(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\xff")
    with pytest.raises(EmptyCorpus):
        library(tmp_path)
    with pytest.raises(EmptyCorpus):
        library(tmp_path / "missing")


def test_what_may_be_empty_serves_articles_once_they_are_there(tmp_path: Path) -> None:
    served = Library(SnapshotBuilder(tmp_path / "corpus", ATTRIBUTOR, 0.5).build, may_be_empty=True)
    assert not served.ask(Question("who visited the kite festival of Sollen?")).answered
    with pytest.raises(EmptyCorpus):
        served.reload()
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "kite.md").write_text(
        "The kite festival of Sollen drew nine thousand visitors.", encoding="utf-8"
    )
    assert [article.id for article in served.reload().added] == ["kite"]
    assert served.ask(Question("how many visitors came to the kite festival of Sollen?")).answered


def test_the_readable_rest_is_served_from_the_start(folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"\xff")
    served = library(folder)
    assert len(served.snapshot.corpus) == 2
    assert named(served) == [("bad.md", False)]


def test_what_is_known_of_an_article_that_is_not_served(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.md").write_bytes(b"\xff")
    (folder / "sub").symlink_to(".")
    snapshot = library(folder).snapshot
    assert {
        name: snapshot.is_unreadable(name)
        for name in ("kite", "bad", "ba", "sub/boat", "subway", "gone")
    } == {
        "kite": False,
        "bad": True,
        "ba": False,
        "sub/boat": True,
        "subway": False,
        "gone": False,
    }
    nothing = SnapshotBuilder(tmp_path / "none", ATTRIBUTOR, 0.5).build()
    assert nothing.is_unreadable("kite")


def test_a_passage_that_is_not_verbatim_is_never_given(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = library(folder)
    corpus = type(served.snapshot.corpus)
    right = corpus.__getitem__

    def shifted(self: object, number: int) -> object:
        passage = right(self, number)  # type: ignore[arg-type]
        return replace(passage, start=passage.start + 1)

    monkeypatch.setattr(corpus, "__getitem__", shifted)
    with pytest.raises(NotVerbatim):
        served.ask(Question("who visited the kite festival of Sollen?"))
