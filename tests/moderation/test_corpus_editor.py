"""Articles changed by moderators: the good way, refusals, faults, and a restart in between."""

from __future__ import annotations

import errno
import io
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotFound, ReloadInProgress, WriteFailed
from bot.library import Library
from bot.moderation import corpus_writer, pending_changes
from bot.moderation.article_draft import MAX_ARTICLE_BYTES, outlets_cited, with_layout_of
from bot.moderation.article_input import ArticleForm, OutsideFile
from bot.moderation.corpus_editor import CorpusEditor, PreparedChange
from bot.moderation.pending_changes import MAX_PENDING, PENDING_SECONDS, PendingChanges
from bot.moderation.refusals import ChangeRefused, Refusal
from bot.moderation.revision_store import RevisionStore
from bot.moderation.revisions import Revisions
from tests.conftest import make_library

LAMP, QUAY = "# The lamp\n\nAda Finch keeps the lamp of Orrin.\n", "The quay of Orrin is closed."
FERRY = "---\ntitle: The ferry\n---\n\nThe ferry of Vell runs, Reuters reported.\n\nIt is slow.\n"


@dataclass
class Newsroom:
    """A corpus whose articles are changed, by a process that may be started again."""

    root: Path
    now: float = 1_000.0
    library: Library = field(init=False)
    editor: CorpusEditor = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        (self.folder / "lamp.md").write_text(LAMP, encoding="utf-8")
        (self.folder / "quay.txt").write_text(QUAY, encoding="utf-8")
        self.start()

    @property
    def folder(self) -> Path:
        return self.root / "corpus"

    @property
    def pending_folder(self) -> Path:
        return self.root / "data" / "pending"

    def start(self) -> None:
        self.library = make_library(self.folder, may_be_empty=True)
        store = RevisionStore(self.root / "data" / "revisions")
        self.revisions = Revisions(self.folder, store, self.library, self.clock)
        self.revisions.begin()
        pending = PendingChanges(self.pending_folder, self.clock)
        self.editor = CorpusEditor(self.library, self.revisions, pending)

    def clock(self) -> float:
        return self.now

    def add(self, *files: tuple[str, str | bytes]) -> PreparedChange:
        return self.editor.prepare_new(
            "ana",
            [
                OutsideFile(name, text.encode() if isinstance(text, str) else text)
                for name, text in files
            ],
        )

    def edit(self, name: str, text: str) -> PreparedChange:
        source = self.editor.source(name)
        return self.editor.prepare_text_edit("ana", f"={source.key}", text, source.digest)

    def confirm(self, prepared: PreparedChange) -> None:
        self.editor.apply("ana", prepared.id)

    @property
    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }

    @property
    def served(self) -> set[str]:
        corpus = self.library.snapshot.corpus
        return {corpus.article(number).path for number in range(corpus.article_count)}


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def refusal(action: Callable[[], object]) -> Refusal:
    with pytest.raises(ChangeRefused) as caught:
        action()
    return caught.value.reason


# The good way


def test_a_file_is_shown_as_it_would_be_and_added_when_it_is_confirmed(room: Newsroom) -> None:
    before = room.files
    prepared = room.add(("ferry.md", FERRY))
    [draft] = prepared.after
    assert draft is not None
    assert (draft.article.title, len(draft.passages)) == ("The ferry", 2)
    assert outlets_cited(draft) == ("Reuters",)
    assert room.files == before
    room.confirm(prepared)
    assert room.files == before | {"ferry.md": FERRY.encode()}
    assert room.served == {"lamp.md", "quay.txt", "ferry.md"}


def test_a_form_becomes_a_file_of_its_own_name(room: Newsroom) -> None:
    form = ArticleForm("The lamp", "Gazette", "4 March 2025", "https://a.example/", "It is new.")
    room.confirm(room.editor.prepare_form("ana", form))
    assert room.files["The-lamp.md"].startswith(b'---\ntitle: "The lamp"\n')
    again = room.editor.prepare_form("ana", ArticleForm("The lamp", "", "", "", "It is newer."))
    assert [draft and draft.path for draft in again.after] == ["The-lamp-2.md"]


def test_an_edit_keeps_what_a_window_changes_by_itself(room: Newsroom) -> None:
    (room.folder / "ferry.md").write_bytes(b"\xef\xbb\xbf" + FERRY.replace("\n", "\r\n").encode())
    text = room.editor.source("ferry").text
    room.confirm(room.edit("ferry", text.strip().replace("\r\n", "\n").replace("slow", "fast")))
    wanted = FERRY.replace("slow", "fast").replace("\n", "\r\n").encode()
    assert room.files["ferry.md"] == b"\xef\xbb\xbf" + wanted


def test_who_may_read_a_file_stays_so(room: Newsroom) -> None:
    (room.folder / "lamp.md").chmod(0o640)
    room.confirm(room.edit("lamp", LAMP.replace("Finch", "Fink")))
    assert (room.folder / "lamp.md").stat().st_mode & 0o777 == 0o640


def test_a_renamed_article_is_led_to(room: Newsroom) -> None:
    room.confirm(room.editor.prepare_renaming("ana", "The lamp", "archive/old lamp"))
    assert set(room.files) == {"archive/old lamp.md", "quay.txt"}
    corpus = room.library.snapshot.corpus
    [number] = corpus.find_articles("lamp")
    assert corpus.article(number).path == "archive/old lamp.md"


def test_only_the_capitals_of_a_name_may_change(room: Newsroom) -> None:
    room.confirm(room.editor.prepare_renaming("ana", "lamp", "Lamp.md"))
    assert set(room.files) == {"Lamp.md", "quay.txt"}


def test_each_change_can_be_taken_back(room: Newsroom) -> None:
    before = room.files
    for prepare in (
        lambda: room.add(("ferry.md", FERRY)),
        lambda: room.edit("lamp", LAMP.replace("Finch", "Fink")),
        lambda: room.editor.prepare_removal("ana", "lamp"),
        lambda: room.editor.prepare_renaming("ana", "lamp", "light"),
    ):
        room.confirm(prepare())
        assert room.files != before
        room.revisions.undo("ben", room.revisions.plan_undo())
        assert room.files == before


def test_a_change_tells_the_log_who_did_what_to_which_article(room: Newsroom) -> None:
    room.confirm(room.editor.prepare_renaming("ana", "lamp", "light"))
    change = room.revisions.unlogged()[-1]
    assert (change.actor, change.action, change.subject) == (
        "ana",
        "rename",
        "lamp.md → light.md",
    )


def test_a_file_that_is_not_served_can_be_mended_and_removed(room: Newsroom) -> None:
    (room.folder / "broken.md").write_text("---\ndate: never\n---\nText.", encoding="utf-8")
    room.library.reload()
    assert "broken.md" not in room.served
    room.confirm(room.edit("broken.md", "---\ndate: 2025-01-02\n---\nText."))
    assert "broken.md" in room.served
    (room.folder / "bad.md").write_bytes(b"\xff\xfe\xff")
    assert refusal(lambda: room.editor.source("bad")) is Refusal.NO_WINDOW
    room.confirm(room.editor.prepare_removal("ana", "bad"))
    assert "bad.md" not in room.files


def test_the_first_article_of_all_may_come_from_a_moderator(room: Newsroom) -> None:
    for file in room.folder.iterdir():
        file.unlink()
    room.start()
    assert room.editor.export("", 1_000)[0] == "articles.zip"
    room.confirm(room.add(("ferry.md", FERRY)))
    assert room.served == {"ferry.md"}


def test_what_is_exported_is_what_is_there(room: Newsroom) -> None:
    name, content = room.editor.export("", 10_000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {item: archive.read(item) for item in archive.namelist()} == room.files
    assert (name, room.editor.export("", 10_000)[1]) == ("articles.zip", content)
    assert room.editor.export("lamp", len(LAMP)) == ("lamp.md", LAMP.encode())
    assert room.editor.export("", len(content))[1] == content
    assert refusal(lambda: room.editor.export("", len(content) - 1)) is Refusal.EXPORT_TOO_LARGE
    assert refusal(lambda: room.editor.export("lamp", len(LAMP) - 1)) is Refusal.EXPORT_TOO_LARGE


# Refusals: nothing is changed, and nothing waits

BOMB = "---\na: &a [x, x]\nb: &b [*a, *a, *a]\ntitle: [*b, *b]\n---\n\nText of the bomb."
FILES: dict[str, tuple[tuple[str, str | bytes], Refusal]] = {
    "too large": (("a.md", b"a" * (MAX_ARTICLE_BYTES + 1)), Refusal.TOO_LARGE),
    "thirty megabytes": (("a.md", b"a" * 30_000_000), Refusal.TOO_LARGE),
    "a picture": (("a.png", b"\x89PNG"), Refusal.OTHER_FORMAT),
    "a zip": (("a.zip", b"PK\x03\x04"), Refusal.OTHER_FORMAT),
    "control characters": (("a.md", b"Text.\x00\x01\x02 More."), Refusal.NOT_TEXT),
    "aliases": (("a.md", BOMB), Refusal.ALIASES),
    "above": (("../a.md", "Text of it."), Refusal.OUTSIDE),
    "absolute": (("/etc/a.md", "Text of it."), Refusal.OUTSIDE),
    "device": (("CON.md", "Text of it."), Refusal.DEVICE),
    "hidden": ((".a.md", "Text of it."), Refusal.HIDDEN),
    "turned around": (("a\u202edm.md", "Text of it."), Refusal.UNSEEN_SIGN),
    "there already": (("lamp.md", "Text of it."), Refusal.EXISTS),
    "the same id": (("lamp.txt", "Text of it."), Refusal.EXISTS),
    "other capitals": (("Lamp.md", "Text of it."), Refusal.LOOKS_LIKE),
    "another alphabet": (("l\u0430mp.md", "Text of it."), Refusal.LOOKS_LIKE),
    "the same text": (("copy.md", f"# Another title\n\n{QUAY}"), Refusal.SAME_TEXT),
}


@pytest.mark.parametrize(("file", "reason"), FILES.values(), ids=FILES)
def test_what_may_not_be_added(
    room: Newsroom, file: tuple[str, str | bytes], reason: Refusal
) -> None:
    before = room.files
    assert refusal(lambda: room.add(file)) is reason
    assert refusal(lambda: room.add(("fine.md", FERRY), file)) is reason
    assert room.files == before
    assert not room.pending_folder.exists()
    assert not [path for path in room.root.iterdir() if path.name not in {"corpus", "data"}]


def test_the_largest_article_is_taken(room: Newsroom) -> None:
    assert room.add(("a.md", b"word " * (MAX_ARTICLE_BYTES // 5))).id


def test_two_files_of_one_message_are_not_in_each_others_way(room: Newsroom) -> None:
    files = (("cafe\u0301.md", "One text."), ("caf\u00e9.md", "Another text."))
    assert refusal(lambda: room.add(*files)) is Refusal.LOOKS_LIKE


def test_a_name_in_another_form_of_unicode_is_the_same(room: Newsroom) -> None:
    room.confirm(room.add(("caf\u00e9.md", "One text.")))
    assert refusal(lambda: room.add(("cafe\u0301.md", "Another."))) is Refusal.EXISTS


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": " "}, Refusal.NO_TITLE),
        ({"text": "\n \u200b"}, Refusal.NO_CONTENT),
        ({"date": "some day"}, Refusal.WRONG_DATE),
        ({"url": "javascript:alert(1)"}, Refusal.WRONG_ADDRESS),
        ({"url": "https://reuters.com@evil.example/"}, Refusal.WRONG_ADDRESS),
        ({"text": "x" * MAX_ARTICLE_BYTES}, Refusal.TOO_LARGE),
    ],
)
def test_what_a_form_may_not_say(room: Newsroom, changes: dict[str, str], reason: Refusal) -> None:
    fields = {"title": "A", "publisher": "", "date": "", "url": "", "text": "Text."} | changes
    assert refusal(lambda: room.editor.prepare_form("ana", ArticleForm(**fields))) is reason


@pytest.mark.parametrize(
    "content",
    [
        b"---\ndate: never\n---\nText.",
        b"---\ntitle: open\n",
        b"\xcf\xf0\xe8\xe2\xb3\xf2, \xf1\xe2\xb3\xf2\xe5",
        b"",
        b"T\x00h\x00e\x00 \x00f\x00e\x00r\x00r\x00y\x00",
    ],
)
def test_what_has_a_fault_is_shown_and_can_not_be_confirmed(room: Newsroom, content: bytes) -> None:
    prepared = room.add(("a.md", content))
    assert prepared.id == ""
    assert prepared.after[0] is not None
    assert prepared.after[0].faults
    assert not room.pending_folder.exists()


def test_what_changes_nothing_or_too_much(room: Newsroom) -> None:
    assert refusal(lambda: room.edit("lamp", LAMP)) is Refusal.UNCHANGED
    assert refusal(lambda: room.edit("lamp", QUAY)) is Refusal.SAME_TEXT
    rename = room.editor.prepare_renaming
    assert refusal(lambda: rename("ana", "lamp", "lamp")) is Refusal.UNCHANGED
    assert refusal(lambda: rename("ana", "lamp", "QUAY")) is Refusal.LOOKS_LIKE
    assert refusal(lambda: rename("ana", "lamp", "quay")) is Refusal.EXISTS
    assert refusal(lambda: rename("ana", "lamp", "../lamp")) is Refusal.OUTSIDE
    assert refusal(lambda: rename("ana", "lamp", "lamp.exe")) is Refusal.OTHER_FORMAT
    file = OutsideFile("quay.md", b"Text.")
    assert (
        refusal(lambda: room.editor.prepare_file_edit("ana", "quay", file))
        is Refusal.FORMAT_DIFFERS
    )
    room.confirm(room.editor.prepare_removal("ana", "quay"))
    assert refusal(lambda: room.editor.prepare_removal("ana", "lamp")) is Refusal.LAST_ARTICLE
    with pytest.raises(NotFound):
        room.editor.prepare_removal("ana", "../../etc/passwd")


def test_two_articles_of_one_title_are_not_guessed_between(room: Newsroom) -> None:
    room.confirm(room.add(("other.md", "# The lamp\n\nAnother lamp.")))
    with pytest.raises(NotFound):
        room.editor.prepare_removal("ana", "The lamp")


def test_what_another_wants_can_not_be_confirmed(room: Newsroom) -> None:
    prepared = room.add(("ferry.md", FERRY))
    for act in (room.editor.apply, room.editor.cancel, room.editor.show):
        assert refusal(lambda act=act: act("ben", prepared.id)) is Refusal.LAPSED
        for forged in ("", "..", "../lamp", "0" * 16, "x" * 16):
            assert refusal(lambda act=act, forged=forged: act("ana", forged)) is Refusal.LAPSED
    room.confirm(prepared)


def test_a_change_lapses(room: Newsroom) -> None:
    prepared = room.add(("ferry.md", FERRY))
    room.now += PENDING_SECONDS - 1
    assert room.editor.show("ana", prepared.id) == prepared
    room.now += 1
    assert refusal(lambda: room.confirm(prepared)) is Refusal.LAPSED
    room.add(("other.md", "Another text."))
    assert len([*room.pending_folder.iterdir()]) == 1
    room.now += PENDING_SECONDS
    room.start()
    assert not [*room.pending_folder.iterdir()]


def test_as_many_changes_wait_as_may(room: Newsroom) -> None:
    waiting = []
    for number in range(MAX_PENDING + 2):
        waiting.append(room.add((f"a{number}.md", f"Text {number}.")))
        room.now += 1
    for lapsed in waiting[:2]:
        assert refusal(lambda lapsed=lapsed: room.confirm(lapsed)) is Refusal.LAPSED
    assert len([*room.pending_folder.iterdir()]) == MAX_PENDING
    room.confirm(waiting[2])


@pytest.mark.parametrize(
    "prepare",
    [
        lambda room: room.edit("lamp", LAMP + "\nMore.\n"),
        lambda room: room.editor.prepare_removal("ana", "lamp"),
        lambda room: room.editor.prepare_renaming("ana", "lamp", "light"),
    ],
    ids=["edit", "remove", "rename"],
)
def test_what_was_changed_on_the_disk_meanwhile_stays(
    room: Newsroom, prepare: Callable[[Newsroom], PreparedChange]
) -> None:
    prepared = prepare(room)
    (room.folder / "lamp.md").write_text("Somebody else was here.", encoding="utf-8")
    before = room.files
    assert refusal(lambda: room.confirm(prepared)) is Refusal.CHANGED_SINCE
    assert room.files == before


def test_a_name_that_was_taken_meanwhile_is_left_alone(room: Newsroom) -> None:
    prepared = room.add(("ferry.md", FERRY), ("boat.md", "A boat race is next."))
    (room.folder / "boat.md").write_text("Somebody else's boat.", encoding="utf-8")
    before = room.files
    assert refusal(lambda: room.confirm(prepared)) is Refusal.EXISTS
    assert room.files == before


# Faults


def test_a_link_is_not_followed(room: Newsroom, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (room.folder / "away").symlink_to(outside)
    (room.folder / "link.md").symlink_to("lamp.md")
    before = room.files
    assert refusal(lambda: room.add(("away/a.md", "Text of it."))) is Refusal.LINK
    assert refusal(lambda: room.editor.prepare_removal("ana", "link")) is Refusal.LINK
    assert refusal(lambda: room.editor.source("link")) is Refusal.LINK
    assert (room.files, [*outside.iterdir()]) == (before, [])


def test_a_folder_that_became_a_link_is_not_followed(room: Newsroom, tmp_path: Path) -> None:
    prepared = room.add(("new/a.md", "Text of it."))
    (tmp_path / "outside").mkdir()
    (room.folder / "new").symlink_to(tmp_path / "outside")
    assert refusal(lambda: room.confirm(prepared)) is Refusal.LINK
    assert not [*(tmp_path / "outside").iterdir()]


def test_a_folder_that_is_gone_is_said_to_be(room: Newsroom) -> None:
    prepared = room.add(("ferry.md", FERRY))
    shutil.rmtree(room.folder)
    assert refusal(lambda: room.add(("boat.md", FERRY))) is Refusal.NO_FOLDER
    assert refusal(lambda: room.editor.export("", 1_000)) is Refusal.NO_FOLDER
    with pytest.raises((ChangeRefused, WriteFailed)):
        room.confirm(prepared)
    assert not room.folder.exists()


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A disk without room for files of these names."""
    names: list[str] = []
    write = corpus_writer.write_whole

    def fail(file: Path, content: bytes, *more: object) -> None:
        if file.name in names:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(file, content, *more)

    monkeypatch.setattr(corpus_writer, "write_whole", fail)
    return names


@pytest.mark.parametrize("full", ["a.md", "b.md"])
def test_on_a_full_disk_nothing_is_changed_and_it_can_be_tried_again(
    room: Newsroom, full_disk: list[str], full: str
) -> None:
    before = room.files
    prepared = room.add(("new/a.md", "One text."), ("new/b.md", "Another text."))
    full_disk.append(full)
    with pytest.raises(ChangeRefused) as caught:
        room.confirm(prepared)
    assert caught.value == ChangeRefused(
        Refusal.NOT_WRITTEN, f"new/{full}", "No space left on device"
    )
    assert room.files == before
    assert not (room.folder / "new").exists()
    assert room.served == set(before)
    full_disk.clear()
    room.confirm(prepared)
    assert room.served == {*before, "new/a.md", "new/b.md"}


def test_a_change_that_can_not_be_kept_is_not_offered(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pending_changes, "write_whole", fail)
    assert refusal(lambda: room.add(("ferry.md", FERRY))) is Refusal.NOT_NOTED


def test_a_folder_that_can_not_be_written_is_said_to_be(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    can = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode: not (mode & os.W_OK and path == room.folder) and can(path, mode),
    )
    before = room.files
    assert refusal(lambda: room.add(("ferry.md", FERRY))) is Refusal.NOT_WRITTEN
    assert refusal(lambda: room.editor.prepare_removal("ana", "lamp")) is Refusal.NOT_WRITTEN
    assert room.files == before


def test_what_comes_while_another_change_is_under_way_can_be_confirmed_later(
    room: Newsroom,
) -> None:
    before, prepared = room.files, room.add(("ferry.md", FERRY))
    with RevisionStore(room.root / "data" / "revisions").lock(), pytest.raises(ReloadInProgress):
        room.confirm(prepared)
    assert room.files == before
    room.confirm(prepared)
    assert "ferry.md" in room.served


# A restart in the middle


def test_what_waits_can_be_confirmed_after_a_restart(room: Newsroom) -> None:
    prepared = room.add(("ferry.md", FERRY))
    room.start()
    assert room.editor.show("ana", prepared.id) == prepared
    room.confirm(prepared)
    assert room.files["ferry.md"] == FERRY.encode()
    room.start()
    assert refusal(lambda: room.confirm(prepared)) is Refusal.LAPSED


def test_what_is_kept_half_is_said_to_have_lapsed(room: Newsroom) -> None:
    prepared = room.add(("ferry.md", FERRY))
    [file] = room.pending_folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_bytes(file.read_bytes()[:-5])
    assert refusal(lambda: room.confirm(prepared)) is Refusal.LAPSED


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["\n", "\r\n"]))
def test_a_text_that_a_window_gave_back_unchanged_is_the_file(text: str, end: str) -> None:
    content = text.replace("\r", "").replace("\n", end).encode()
    shown = content.decode("utf-8-sig").strip().replace("\r\n", "\n")
    assert with_layout_of(shown, content) == content
