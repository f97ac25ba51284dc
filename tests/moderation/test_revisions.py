"""Changes of the corpus, taken back: the good way, refusals, faults, and a restart in between."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import EmptyCorpus, NothingToUndo, PreviewOutdated, ReloadInProgress, WriteFailed
from bot.library import Library
from bot.moderation import undo_plan
from bot.moderation.changes import CommittedChange, CorpusAction
from bot.moderation.recovery import Recovery, recover
from bot.moderation.revision_store import MAX_REVISIONS, RevisionStore
from bot.moderation.revisions import Revisions
from bot.question_answer import Question
from bot.snapshot_builder import SnapshotBuilder
from tests.conftest import ATTRIBUTOR

KITE, BOAT = "The kite festival of Sollen drew nine thousand visitors.", "A boat race is next."


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Desk:
    """A corpus with what is kept of it, by a process that may be started again."""

    root: Path
    data: Path | None = None
    now: float = 1_000.0
    revisions: Revisions = field(init=False)
    library: Library = field(init=False)
    recovery: Recovery | None = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    @property
    def folder(self) -> Path:
        return self.root / "corpus"

    def start(self) -> None:
        self.store = RevisionStore(self.root / "data" / "revisions")
        self.recovery = recover(self.folder, self.store, self.clock)
        build = SnapshotBuilder(self.folder, ATTRIBUTOR, 0.4, self.data).build
        self.library = Library(build, may_be_empty=True)
        self.revisions = Revisions(self.folder, self.store, self.library, self.clock)
        self.revisions.begin()

    def clock(self) -> float:
        self.now += 1
        return self.now

    def write(self, **files: str | None) -> None:
        for name, text in files.items():
            file = self.folder / f"{name}.md"
            if text is None:
                file.unlink()
            else:
                file.write_text(text, encoding="utf-8")

    def reload(self, **files: str | None) -> CommittedChange:
        self.write(**files)
        return self.revisions.reload("ana")

    def undo(self) -> CommittedChange:
        return self.revisions.undo("ana", self.revisions.plan_undo())

    @property
    def texts(self) -> dict[str, str]:
        return {file.stem: file.read_text(encoding="utf-8") for file in self.folder.iterdir()}

    @property
    def served(self) -> dict[str, str]:
        corpus = self.library.snapshot.corpus
        return {
            corpus.article(number).id: corpus.stored_text(number)
            for number in range(corpus.article_count)
        }

    @property
    def log(self) -> list[tuple[str, str]]:
        return [(change.actor, change.action) for change in self.revisions.unlogged()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "kite.md").write_text(KITE, encoding="utf-8")
    return Desk(tmp_path)


def test_an_undo_brings_back_files_and_answers_and_is_told(desk: Desk) -> None:
    desk.reload(kite="The festival was cancelled.", boat=BOAT)
    assert set(desk.served) == {"kite", "boat"}
    undone = desk.undo()
    assert desk.texts == desk.served == {"kite": KITE}
    assert [article.id for article in undone.diff.removed] == ["boat"]
    assert desk.library.ask(Question("who visited the kite festival of Sollen?")).answered
    assert desk.log == [("ana", "reload"), ("ana", "undo")]
    assert undone.change.detail["changed"] == ["kite"]


def test_five_states_are_brought_back_one_by_one_and_no_sixth(desk: Desk) -> None:
    for number in range(MAX_REVISIONS + 2):
        desk.reload(boat=f"Boat race number {number} is next.")
    for number in reversed(range(1, MAX_REVISIONS + 1)):
        desk.undo()
        assert desk.texts["boat"] == f"Boat race number {number} is next."
    with pytest.raises(NothingToUndo):
        desk.undo()
    kept = {place.name for place in (desk.store.folder / "contents").glob("*/*")}
    states = [desk.store.revision(number) for number in desk.store.revisions()]
    assert kept == {file.digest for state in states if state for file in state.files.values()}


def test_after_an_undo_the_next_change_is_undone_first(desk: Desk) -> None:
    desk.reload(boat="one")
    desk.reload(boat="two")
    desk.undo()
    desk.reload(boat="three")
    desk.undo()
    assert desk.texts["boat"] == "one"
    desk.undo()
    assert "boat" not in desk.texts


def test_files_removed_and_moved_come_back(desk: Desk) -> None:
    desk.reload(boat=BOAT)
    (desk.folder / "kite.md").rename(desk.folder / "flag.md")
    desk.reload(boat=None)
    assert set(desk.texts) == {"flag"}
    desk.undo()
    assert desk.texts == {"kite": KITE, "boat": BOAT}


def test_a_file_changed_on_the_disk_since_is_named_and_left(desk: Desk) -> None:
    desk.reload(kite="The festival was cancelled.", boat=BOAT)
    desk.write(kite="Typed at the disk.")
    plan = desk.revisions.plan_undo()
    assert plan.left == ("kite.md",)
    done = desk.undo()
    assert done.left == ("kite.md",)
    assert done.change.detail["left"] == ["kite.md"]
    assert desk.texts == desk.served == {"kite": "Typed at the disk."}


def test_where_all_was_changed_since_nothing_is_undone(desk: Desk) -> None:
    desk.reload(kite="The festival was cancelled.")
    desk.write(kite="Typed at the disk.")
    with pytest.raises(NothingToUndo) as refused:
        desk.undo()
    assert refused.value.left == ("kite.md",)
    assert desk.texts == {"kite": "Typed at the disk."}


def test_what_was_shown_is_what_is_undone(desk: Desk) -> None:
    desk.reload(boat=BOAT, kite="The festival was cancelled.")
    shown = desk.revisions.plan_undo()
    desk.write(kite="Typed at the disk.")
    with pytest.raises(PreviewOutdated):
        desk.revisions.undo("ana", shown)
    assert set(desk.texts) == {"kite", "boat"}


def test_a_state_is_staged_without_touching_the_folder(desk: Desk) -> None:
    desk.reload(boat=BOAT)
    plan = desk.revisions.plan_undo()
    with desk.revisions.staged(plan) as place:
        prepared = desk.library.prepare(stand_in=place)
    assert [article.id for article in prepared.diff.removed] == ["boat"]
    assert set(desk.texts) == set(desk.served) == {"kite", "boat"}
    assert not place.exists()


def test_a_change_of_files_is_committed_after_what_was_found_on_the_disk(desk: Desk) -> None:
    desk.write(flag="Found on the disk.")
    done = desk.revisions.commit("bo", "add", "boat", lambda: desk.write(boat=BOAT))
    assert {article.id for article in done.diff.added} == {"boat", "flag"}
    assert desk.log == [("", CorpusAction.FOUND), ("bo", "add")]
    desk.undo()
    assert set(desk.texts) == {"kite", "flag"}


def refuse(code: int) -> Callable[..., None]:
    def write(file: Path, *_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code), str(file))

    return write


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_where_files_cannot_be_written_an_undo_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    desk.reload(oar="An oar.")
    desk.reload(boat=BOAT, kite="The festival was cancelled.", oar=None)
    before, write = desk.texts, undo_plan.write_whole

    def write_all_but_one(file: Path, *more: object) -> None:
        (refuse(code) if file.stem == "oar" else write)(file, *more)

    with monkeypatch.context() as patch:
        patch.setattr(undo_plan, "write_whole", write_all_but_one)
        with pytest.raises(WriteFailed) as failed:
            desk.undo()
    assert failed.value == WriteFailed(str(desk.folder / "oar.md"), os.strerror(code))
    # What was written before the one that failed was taken back.
    assert desk.texts == desk.served == before
    assert desk.log == [("ana", "reload"), ("ana", "reload")]
    assert desk.store.unfinished() is None
    desk.undo()
    assert desk.texts == {"kite": KITE, "oar": "An oar."}


@pytest.mark.parametrize("what", ["manifest", "revision_store"])
def test_where_nothing_can_be_kept_a_reload_goes_on_and_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(f"bot.moderation.{what}.write_whole", refuse(errno.ENOSPC))
    done = desk.reload(boat=BOAT)
    assert done.trouble == os.strerror(errno.ENOSPC)
    assert set(desk.served) == {"kite", "boat"}
    with pytest.raises(WriteFailed):
        desk.revisions.commit("bo", "add", "flag", lambda: desk.write(flag="Never."))
    assert set(desk.texts) == {"kite", "boat"}


def test_where_the_folder_is_gone_nothing_is_lost(desk: Desk) -> None:
    desk.reload(boat=BOAT)
    served = desk.served
    desk.folder.rename(desk.root / "elsewhere")
    with pytest.raises(EmptyCorpus):
        desk.revisions.reload("ana")
    with pytest.raises(WriteFailed):
        desk.revisions.plan_undo()
    with pytest.raises(WriteFailed):
        desk.revisions.commit("bo", "add", "flag", lambda: desk.write(flag="Never."))
    assert desk.served == served
    (desk.root / "elsewhere").rename(desk.folder)
    desk.undo()
    assert desk.texts == {"kite": KITE}


def test_a_change_that_leaves_no_article_is_taken_back(desk: Desk) -> None:
    with pytest.raises(EmptyCorpus):
        desk.revisions.commit("bo", "remove", "kite", lambda: desk.write(kite=None))
    assert desk.texts == desk.served == {"kite": KITE}
    assert desk.log == []
    assert desk.store.unfinished() is None


def test_a_change_that_fails_is_no_change(desk: Desk) -> None:
    def fail() -> None:
        raise WriteFailed("kite.md", "no")

    with pytest.raises(WriteFailed):
        desk.revisions.commit("bo", "edit", "kite", fail)
    assert desk.log == []
    assert desk.store.unfinished() is None


def test_a_second_change_at_the_same_time_is_refused(desk: Desk) -> None:
    desk.reload(boat=BOAT)
    with desk.store.lock():
        for change in (
            lambda: desk.revisions.reload("bo"),
            desk.undo,
            lambda: desk.revisions.commit("bo", "add", "flag", lambda: desk.write(flag="no")),
        ):
            with pytest.raises(ReloadInProgress):
                change()
    assert set(desk.texts) == {"kite", "boat"}


def test_what_was_changed_while_the_bot_was_off_is_found_and_can_be_undone(desk: Desk) -> None:
    desk.write(boat=BOAT)
    desk.start()
    assert desk.log == [("", CorpusAction.FOUND)]
    desk.start()
    assert desk.log == [("", CorpusAction.FOUND)]
    desk.undo()
    assert desk.texts == {"kite": KITE}


def test_an_undo_that_was_broken_off_is_finished_at_the_next_start(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.reload(boat=BOAT, kite="The festival was cancelled.")
    write = undo_plan.write_whole

    def break_off(file: Path, content: bytes, *_: object) -> None:
        file.with_name(f"{file.name}.{os.getpid()}.new").write_bytes(content[:5])
        raise Killed

    monkeypatch.setattr(undo_plan, "write_whole", break_off)
    with pytest.raises(Killed):
        desk.undo()
    assert set(desk.texts) == {"kite", "boat", f"kite.md.{os.getpid()}"}
    monkeypatch.setattr(undo_plan, "write_whole", write)
    desk.start()
    assert desk.recovery is not None
    assert desk.recovery.done
    assert desk.recovery.change.action == CorpusAction.UNDO
    assert desk.texts == desk.served == {"kite": KITE}
    assert desk.log == [("ana", "reload"), ("ana", "undo")]
    assert desk.store.unfinished() is None
    with pytest.raises(NothingToUndo):
        desk.undo()


def test_what_was_broken_off_and_changed_since_is_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.reload(boat=BOAT, kite="The festival was cancelled.")

    def break_off(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(undo_plan, "write_whole", break_off)
        with pytest.raises(Killed):
            desk.undo()
    desk.write(kite="Typed at the disk.")
    desk.start()
    assert desk.texts == {"kite": "Typed at the disk."}


def test_an_undo_that_cannot_be_finished_yet_is_said_and_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.reload(kite="The festival was cancelled.")

    def break_off(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(undo_plan, "write_whole", break_off)
        with pytest.raises(Killed):
            desk.undo()
        patch.setattr(undo_plan, "write_whole", refuse(errno.EROFS))
        desk.start()
        assert desk.recovery is not None
        assert not desk.recovery.done
        assert os.strerror(errno.EROFS) in desk.recovery.trouble
        with pytest.raises(WriteFailed):
            desk.revisions.commit("bo", "add", "boat", lambda: desk.write(boat=BOAT))
        assert desk.revisions.reload("bo").trouble
    desk.revisions.reload("bo")
    assert desk.texts == {"kite": KITE}
    assert ("ana", "undo") in desk.log


def test_a_change_that_was_broken_off_is_logged_where_it_was_done(desk: Desk) -> None:
    def broken_off(**files: str) -> None:
        def change() -> None:
            desk.write(**files)
            raise Killed

        with pytest.raises(Killed):
            desk.revisions.commit("bo", "add", "boat", change)
        desk.start()

    broken_off()
    assert desk.log == []
    broken_off(boat=BOAT)
    assert desk.log == [("bo", "add")]
    desk.undo()
    assert desk.texts == {"kite": KITE}


def test_a_damaged_state_or_content_is_never_brought_back(desk: Desk) -> None:
    desk.reload(kite="The festival was cancelled.")
    place = desk.store.contents._place(desk.revisions.plan_undo().steps[0].after)
    place.write_bytes(b"something else")
    with pytest.raises(WriteFailed):
        desk.undo()
    assert desk.texts == {"kite": "The festival was cancelled."}
    place.unlink()
    with pytest.raises(NothingToUndo):
        desk.undo()
    for state in (desk.store.folder / "states").iterdir():
        state.write_bytes(b"{")
    with pytest.raises(NothingToUndo):
        desk.undo()
    assert desk.reload(boat=BOAT).trouble == ""


def test_what_is_kept_is_closed_to_others(desk: Desk) -> None:
    desk.reload(boat=BOAT)
    kept = list((desk.root / "data").rglob("*"))
    assert len(kept) > 8
    assert not [place for place in kept if place.stat().st_mode & 0o077]


@settings(max_examples=8, deadline=None)
@given(
    states=st.lists(
        st.dictionaries(
            st.sampled_from(["a", "b", "sub/c", "d"]), st.sampled_from(["x", "y", "z"]), min_size=1
        ),
        min_size=1,
        max_size=MAX_REVISIONS,
    )
)
def test_whatever_was_done_undoing_goes_back_through_the_same_states(
    tmp_path_factory: pytest.TempPathFactory, states: list[dict[str, str]]
) -> None:
    root = tmp_path_factory.mktemp("states")
    (root / "corpus").mkdir()
    (root / "corpus" / "keep.md").write_text(KITE, encoding="utf-8")
    desk = Desk(root)

    def files() -> dict[str, str]:
        found = (file for file in desk.folder.rglob("*.md") if file.stem != "keep")
        return {
            str(file.relative_to(desk.folder).with_suffix("")): file.read_text() for file in found
        }

    seen = [files()]
    for state in states:
        for name in files().keys() - state.keys():
            (desk.folder / f"{name}.md").unlink()
        for name, text in state.items():
            file = desk.folder / f"{name}.md"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        desk.revisions.reload("ana")
        if state != seen[-1]:
            seen.append(state)
    for state in reversed(seen[:-1]):
        desk.undo()
        assert files() == state
