"""A reload or an undo as moderators see it: shown first, then applied, cancelled or let go."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import shutil
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.scheduling.executor import _WorkerThread
from bot.moderation import reload_preview
from bot.store.store import Store
from tests.moderation.room import BROOK, KEEPER, LIGHTHOUSE, MASONS, TALLOW, Room

tr = translations()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    shutil.copytree(LIGHTHOUSE, tmp_path / "corpus")
    (tmp_path / "saved").mkdir()
    store = Store.open(tmp_path / "store.db", time.time)
    yield Room(tmp_path, store)
    store.close()


async def test_a_preview_shows_what_would_change_and_changes_nothing(room: Room) -> None:
    await room.ask(MASONS)
    await room.ask(KEEPER)
    room.change()
    (room.folder / "new.md").write_text("# A new bell\n\nThe bell rang.", "utf-8")
    reply = await room.do(Command.PREVIEW)
    assert reply.private
    assert not reply.error
    lines = reply.text.split("\n\n")
    assert lines[0] == tr("preview.heading")
    assert "Added: A new bell." in lines
    assert any(line.startswith("Changed: ") for line in lines)
    assert [line for line in lines if line.startswith("Now:") and TALLOW in line and BROOK in line]
    at = lines.index("I asked 2 questions again, and 1 answer would change.")
    assert lines[at + 1] == f"Same passage, different wording: {MASONS}"
    assert TALLOW in lines[at + 2]
    assert "cites Reuters" in lines[at + 2]
    assert BROOK in lines[at + 3]
    assert [action.command for action in reply.actions] == [Command.APPLY, Command.CANCEL]
    assert TALLOW in await room.answered_by()


async def test_applied_it_is_served_and_logged(room: Room) -> None:
    room.change()
    preview = await room.do(Command.PREVIEW)
    done = await room.click(preview, Command.APPLY)
    assert done.text.startswith("Reloaded: ")
    assert BROOK in await room.answered_by()
    [entry] = await room.log()
    assert entry.startswith("reloaded the articles: changed ")
    again = await room.click(preview, Command.APPLY)
    assert (again.text, again.error, again.private) == (tr("error.preview-gone"), True, True)


async def test_what_was_shown_is_what_is_served(room: Room) -> None:
    room.change()
    preview = await room.do(Command.PREVIEW)
    room.change(BROOK, "Nobody")
    await room.click(preview, Command.APPLY)
    assert BROOK in await room.answered_by()


async def test_cancelled_it_is_gone(room: Room) -> None:
    room.change()
    preview = await room.do(Command.PREVIEW)
    assert (await room.click(preview, Command.CANCEL)).text == tr("preview.cancelled")
    for command in (Command.APPLY, Command.CANCEL):
        assert (await room.click(preview, command)).text == tr("error.preview-gone")
    assert TALLOW in await room.answered_by()
    assert await room.log() == [tr("log.empty")]


@pytest.mark.parametrize("by", ["the clock", "the loop", "cancelling"])
async def test_what_was_read_aside_is_let_go(
    room: Room, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    held = []
    prepare = room.library.prepare

    def watched(*given: object) -> object:
        prepared = prepare(*given)  # type: ignore[arg-type]
        held.append(weakref.ref(prepared.fresh.corpus))
        return prepared

    monkeypatch.setattr(room.library, "prepare", watched)
    if by == "the loop":
        monkeypatch.setattr(reload_preview, "LAPSE_SECONDS", 0.0)
    room.change()
    preview = await room.do(Command.PREVIEW)
    if by == "the clock":
        room.now += 601
        assert (await room.click(preview, Command.APPLY)).text == tr("error.preview-gone")
    elif by == "cancelling":
        await room.click(preview, Command.CANCEL)
    for _ in range(3):
        await asyncio.sleep(0)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others)
        del others
    for thread in threading.enumerate():
        if isinstance(thread, _WorkerThread):
            await asyncio.to_thread(thread.join, 20)
    gc.collect()
    assert [one() for one in held] == [None]
    assert TALLOW in await room.answered_by()


async def test_a_second_moderator_sees_whose_preview_is_open(room: Room) -> None:
    room.change()
    first = await room.do(Command.PREVIEW)
    assert first.text.endswith("This preview expires in 10 minutes.")
    room.now += 240
    second = await room.do(Command.PREVIEW, who="12")
    assert second.text.endswith(tr("preview.opened-by", name="Mo 11", minutes="6 minutes"))
    assert second.actions == first.actions
    # Who has it open gets a new one, in place of the old.
    third = await room.do(Command.PREVIEW)
    assert (await room.click(first, Command.APPLY)).text == tr("error.preview-gone")
    await room.click(third, Command.APPLY, who="12")
    [entry] = (await room.do(Command.LOG)).blocks
    assert entry.person == "12"  # type: ignore[union-attr]


async def test_while_one_is_made_another_moderator_is_told_for_whom(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go, prepare = asyncio.Event(), threading.Event(), room.library.prepare
    loop = asyncio.get_running_loop()

    def slow(*given: object) -> object:
        loop.call_soon_threadsafe(begun.set)
        assert go.wait(20)
        return prepare(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(room.library, "prepare", slow)
    room.change()
    making = asyncio.create_task(room.do(Command.PREVIEW))
    await begun.wait()
    refused = await room.do(Command.PREVIEW, who="12")
    go.set()
    await making
    assert refused.text == tr("error.preview-in-progress", name="Mo 11")
    assert refused.error


async def test_a_page_of_it_is_shown_again_without_reading(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.change()
    preview = await room.do(Command.PREVIEW)
    monkeypatch.delattr(type(room.library), "prepare")
    again = preview.reload_action
    assert again is not None
    assert await room.do(again.command, again.text) == preview


async def test_after_a_restart_its_buttons_say_that_it_is_gone(room: Room) -> None:
    room.change()
    preview = await room.do(Command.PREVIEW)
    room.start()
    for command in (Command.APPLY, Command.CANCEL):
        reply = await room.click(preview, command)
        assert (reply.text, reply.error) == (tr("error.preview-gone"), True)
    # The start has read the articles itself.
    assert BROOK in await room.answered_by()
    [entry] = await room.log()
    assert entry.startswith("Files changed on disk: changed ")


async def test_after_another_reload_it_is_outdated(room: Room) -> None:
    room.change()
    preview = await room.do(Command.PREVIEW)
    await room.do(Command.RELOAD, who="12")
    reply = await room.click(preview, Command.APPLY)
    assert (reply.text, reply.error) == (tr("error.preview-outdated"), True)
    assert (await room.click(preview, Command.APPLY)).text == tr("error.preview-gone")


async def test_where_nothing_would_change_there_is_nothing_to_apply(room: Room) -> None:
    for command in (Command.PREVIEW, Command.PREVIEW):
        reply = await room.do(command)
        assert reply.text.startswith(tr("preview.nothing"))
        assert not reply.actions


async def test_files_with_faults_are_shown_before(room: Room) -> None:
    (room.folder / "bad.md").write_bytes(b"\xff\xfe\xff")
    reply = await room.do(Command.PREVIEW)
    assert "bad.md" in reply.text
    assert str(room.root / "data") not in reply.text
    await room.click(reply, Command.APPLY)
    assert "bad.md" in (await room.do(Command.STATUS)).text


async def test_the_worst_change_comes_first_and_tests_are_asked_too(room: Room) -> None:
    await room.ask(KEEPER)
    await room.ask("where is the keeper from?", private=True)
    (room.root / "saved" / "questions.jsonl").write_text(
        f'{{"text": "{MASONS}", "gold": [{{"article": "repair", "paragraph": 0}}]}}\n', "utf-8"
    )
    (room.root / "saved" / "talk.toml").write_text(
        f'title = "x"\n[[turn]]\nauthor = "member1"\nsays = "{KEEPER}"\nabstains = false\n', "utf-8"
    )
    (room.root / "saved" / "broken.toml").write_text("no", "utf-8")
    (room.folder / "repair.md").unlink()
    lines = (await room.do(Command.PREVIEW)).text.split("\n\n")
    kinds = [line.partition(":")[0] for line in lines if line.endswith(("?", "(saved test)"))]
    assert kinds[0] == "No longer right"
    assert f"No longer right: {MASONS} (saved test)" in lines
    assert f"No longer answered: {KEEPER}" in lines
    assert f"No longer answered: {KEEPER} (saved test)" in lines
    # What somebody asked in private is theirs.
    assert "where is the keeper from?" not in "".join(lines)


async def test_now_skips_the_preview(room: Room) -> None:
    room.change()
    assert (await room.do(Command.RELOAD)).text.startswith("Reloaded: ")
    assert BROOK in await room.answered_by()


async def test_an_undo_is_shown_first_and_brings_back_files_and_answers(room: Room) -> None:
    room.change()
    await room.do(Command.RELOAD)
    await room.ask(MASONS)
    preview = await room.do(Command.UNDO)
    assert preview.text.startswith("This would restore the articles as they were on ")
    assert f"Same passage, different wording: {MASONS}" in preview.text
    assert BROOK in await room.answered_by()
    done = await room.click(preview, Command.APPLY)
    assert done.text.startswith("Restored: 3 articles, 8 passages.")
    assert TALLOW in await room.answered_by()
    assert any(TALLOW in file.read_text("utf-8") for file in room.folder.iterdir())
    entries = await room.log()
    assert [entry.partition(":")[0] for entry in entries] == [
        "undid the last change",
        "reloaded the articles",
    ]
    refused = await room.do(Command.UNDO)
    assert (refused.text, refused.error) == (tr("error.nothing-to-undo"), True)


async def test_an_undo_names_what_it_leaves(room: Room) -> None:
    room.change()
    (room.folder / "new.md").write_text("# A new bell\n\nThe bell rang.", "utf-8")
    await room.do(Command.RELOAD)
    (room.folder / "new.md").write_text("# A new bell\n\nThe bell rang twice.", "utf-8")
    preview = await room.do(Command.UNDO)
    assert tr("undo.left", files="new.md") in preview.text
    done = await room.click(preview, Command.APPLY)
    assert tr("undo.left", files="new.md") in done.text
    assert (room.folder / "new.md").exists()


async def test_an_undo_that_brings_back_a_fault_names_its_file(room: Room) -> None:
    (room.folder / "bad.md").write_bytes(b"\xff\xfe\xff")
    await room.do(Command.RELOAD)
    (room.folder / "bad.md").unlink()
    await room.do(Command.RELOAD)
    preview = await room.do(Command.UNDO)
    assert str(room.folder / "bad.md") in preview.text
    assert str(room.root / "data") not in preview.text


async def test_an_undo_of_a_read_only_folder_is_a_sentence(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.change()
    await room.do(Command.RELOAD)
    preview = await room.do(Command.UNDO)

    def refuse(file: Path, *_: object, **__: object) -> None:
        raise PermissionError(30, os.strerror(30), str(file))

    with monkeypatch.context() as patch:
        patch.setattr("bot.moderation.undo_plan.write_whole", refuse)
        reply = await room.click(preview, Command.APPLY)
    assert reply.error
    assert reply.text.endswith(f" can't be written: {os.strerror(30)}.")
    assert BROOK in await room.answered_by()
    # It is open still, and may be tried again.
    await room.click(preview, Command.APPLY)
    assert TALLOW in await room.answered_by()


async def test_where_the_folder_is_gone_each_says_so_and_answers_go_on(room: Room) -> None:
    room.change()
    await room.do(Command.RELOAD)
    room.folder.rename(room.root / "elsewhere")
    for command in (Command.PREVIEW, Command.RELOAD, Command.UNDO):
        reply = await room.do(command)
        assert reply.error
        assert reply.private
        assert str(room.folder) in reply.text
    assert BROOK in await room.answered_by()


async def test_where_the_disk_is_full_a_reload_goes_on_and_says_that_it_cannot_be_undone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: Path, *_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28), str(file))

    monkeypatch.setattr("bot.moderation.manifest.write_whole", refuse)
    room.change()
    preview = await room.do(Command.PREVIEW)
    trouble = tr("undo.not-kept", trouble=os.strerror(28))
    assert trouble in preview.text
    assert trouble in (await room.click(preview, Command.APPLY)).text
    assert BROOK in await room.answered_by()
    assert len(await room.log()) == 1


async def test_where_the_log_cannot_be_written_it_is_said_and_made_up_for(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        return None

    room.change()
    with monkeypatch.context() as patch:
        patch.setattr(room.store.audit, "append", fail)
        assert tr("log.not-kept") in (await room.do(Command.RELOAD)).text
    assert BROOK in await room.answered_by()
    room.start()
    [entry] = await room.log()
    assert entry.startswith("reloaded the articles: changed ")


async def test_where_the_store_is_locked_a_reload_goes_on_and_its_entry_comes_later(
    room: Room,
) -> None:
    room.change()
    await room.log()
    with closing(sqlite3.connect(room.root / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert tr("log.not-kept") in (await room.do(Command.RELOAD)).text
        other.execute("ROLLBACK")
    assert BROOK in await room.answered_by()
    [entry] = await room.log()
    assert entry.startswith("reloaded the articles: changed ")


async def test_an_entry_is_written_once_wherever_a_process_ends(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.change()
    with monkeypatch.context() as patch:
        patch.setattr(room.revisions, "mark_logged", lambda _: None)
        await room.do(Command.RELOAD)
    assert len(room.revisions.unlogged()) == 1
    room.start()
    assert len(await room.log()) == 1
    assert room.revisions.unlogged() == []


async def test_the_log_is_filtered_by_person_article_and_action(room: Room) -> None:
    room.change()
    await room.do(Command.RELOAD)
    (room.folder / "new-bell.md").write_text("# A new bell\n\nThe bell rang.", "utf-8")
    await room.do(Command.RELOAD, who="12")
    await room.click(await room.do(Command.UNDO), Command.APPLY)
    assert len(await room.log()) == 3
    assert len(await room.log("person: 12")) == 1
    assert len(await room.log("action: undo")) == 1
    assert len(await room.log("article: new-bell")) == 2
    assert len(await room.log("person: 12 action: reload article: BELL")) == 1
    assert await room.log("person: 13") == [tr("log.empty")]
    assert await room.log("article: nothing") == [tr("log.empty")]


async def test_the_text_log_has_a_line_too(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    room.change()
    await room.do(Command.RELOAD)
    [line] = [one.message for one in caplog.records if "reloaded the articles" in one.message]
    assert line.startswith("A moderator: reloaded the articles: changed ")
    assert "11: " not in line


@pytest.mark.parametrize(
    "command",
    [Command.PREVIEW, Command.RELOAD, Command.UNDO, Command.APPLY, Command.CANCEL, Command.LOG],
)
async def test_a_member_reaches_none_of_it(room: Room, command: Command) -> None:
    room.change()
    preview = await room.do(Command.PREVIEW)
    reply = await room.do(command, preview.actions[0].text, who="9", moderator=False)
    assert (reply.text, reply.error, reply.private) == (tr("error.moderators-only"), True, True)
    assert TALLOW in await room.answered_by()
    assert await room.log() == [tr("log.empty")]
