from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.attribution.attribute import Attributor
from bot.attribution.gazetteer import load_gazetteer
from bot.errors import Faults, NothingToServe, NotVerbatim, ReloadRunning
from bot.library import Library, Snapshot, Source
from bot.model import Question

ATTRIBUTOR = Attributor(load_gazetteer())


def library(folder: Path) -> Library:
    return Library(Source(folder, ATTRIBUTOR, 0.5).snapshot)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kite.md").write_text("The kite festival of Sollen drew nine thousand visitors.\n\nRain ended it early.", encoding="utf-8")
    return tmp_path


def test_a_reload_serves_the_new_text_and_says_what_changed(folder: Path) -> None:
    served = library(folder)
    (folder / "kite.md").write_text("The kite festival of Sollen was cancelled.\n\nRain ended it early.", encoding="utf-8")
    (folder / "boat.md").write_text("A boat race is next.", encoding="utf-8")
    diff = served.reload()
    assert ([article.id for article in diff.added], [article.id for article in diff.changed], diff.removed) == (["boat"], ["kite"], ())
    assert (diff.passages_added, diff.passages_removed, diff.articles, diff.passages) == (2, 1, 2, 3)
    assert served.ask(Question("was the kite festival of Sollen cancelled?")).candidates[0].passage.text.endswith("cancelled.")


def test_a_fault_keeps_the_old_corpus(folder: Path) -> None:
    served = library(folder)
    before = served.snapshot
    (folder / "bad.md").write_bytes(b"\xff")
    with pytest.raises(Faults) as caught:
        served.reload()
    assert caught.value.faults[0].path.endswith("bad.md")
    assert served.snapshot is before
    (folder / "bad.md").unlink()
    assert served.reload().articles == 1


def test_a_second_reload_is_refused(folder: Path) -> None:
    inside, go = threading.Event(), threading.Event()
    first = Source(folder, ATTRIBUTOR, 0.5).snapshot()
    slow = iter([lambda: first, lambda: (inside.set(), go.wait(10), first)[2]])

    def build(*_: object) -> Snapshot:
        return next(slow)()

    served = Library(build)
    thread = threading.Thread(target=served.reload)
    thread.start()
    assert inside.wait(10)
    with pytest.raises(ReloadRunning):
        served.reload()
    go.set()
    thread.join()


def test_nothing_to_serve(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\xff")
    with pytest.raises(NothingToServe):
        library(tmp_path)
    with pytest.raises(NothingToServe):
        library(tmp_path / "missing")


def test_the_readable_rest_is_served_from_the_start(folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"\xff")
    snapshot = library(folder).snapshot
    assert (len(snapshot.corpus), len(snapshot.faults)) == (2, 1)


def test_a_passage_that_is_not_verbatim_is_never_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = library(folder)
    corpus = type(served.snapshot.corpus)
    right = corpus.__getitem__

    def shifted(self: object, number: int) -> object:
        passage = right(self, number)  # type: ignore[arg-type]
        return replace(passage, start=passage.start + 1)

    monkeypatch.setattr(corpus, "__getitem__", shifted)
    with pytest.raises(NotVerbatim):
        served.ask(Question("who visited the kite festival of Sollen?"))
