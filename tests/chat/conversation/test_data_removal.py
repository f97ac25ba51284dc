"""What a desk keeps of a question goes with it, and what it keeps of a server goes with that."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.chat.browsing.service import BrowsingService
from bot.chat.conversation.suggestions import Suggestions
from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.reply_refs import ClickedReply
from bot.chat.messages.request_reply import Reply, Request
from bot.chat.scheduling.executor import FairExecutor
from bot.moderation.audit_writer import AuditWriter
from bot.moderation.corpus_records import CorpusRecords
from bot.moderation.pending_changes import ChangeAction, PendingChanges
from bot.moderation.revision_store import RevisionStore
from bot.moderation.revisions import Revisions
from bot.store.records import AuditQuery
from bot.store.store import Store
from tests.conftest import Tracked, make_desk, make_library

LIGHTHOUSE = Path(__file__).parents[2] / "conversations" / "lighthouse"
WHO = "who will repair the lighthouse of Orrin?"
MONA, BEN = "123456789012345678", "223456789012345678"
NOTHING_BEFORE = translations()("more.no-question")


class Room:
    """A desk whose store can be looked into, for people on several servers."""

    def __init__(self, folder: Path) -> None:
        self.now = 0.0
        self.store = Store.open(None, lambda: self.now)
        self.library = make_library(folder)
        self.desk = make_desk(
            self.library, dt.date(2025, 6, 15), lambda: self.now, store=self.store
        )
        self._ids = 0

    async def say(
        self,
        text: str,
        server: str = "7",
        author: str = "ana",
        verb: Command = Command.ASK,
        below: str = "",
    ) -> tuple[str, Reply]:
        """The id of what was said, and the reply, which stands in a message whose id ends in m."""
        self._ids += 1
        question = str(self._ids)
        clicked = ClickedReply(below) if below else None
        message = Request(
            author,
            f"{server}/{author}",
            text,
            verb,
            id=question,
            channel=server,
            server=server,
            clicked=clicked,
        )
        reply = await self.desk.handle(message)
        self.desk.record_delivery(question, server, [f"{question}m"])
        return question, reply

    async def rows(self, query: str, *values: str) -> list[tuple]:
        return await self.store.database.read(
            lambda connection: connection.exec_driver_sql(query, values).all(), []
        )

    async def offered(self) -> list[str]:
        return [one for one in await self.desk.complete_question("ana", "") if one == WHO]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(Path(shutil.copytree(LIGHTHOUSE, tmp_path / "corpus")))


def button(reply: Reply, verb: Command) -> str:
    return next(action.text for action in reply.actions if action.command is verb)


async def test_a_vote_knows_its_question_and_server(room):
    question, reply = await room.say(WHO)
    more, further = await room.say("more")
    for author, answer, its in ("ben", question, reply), ("cleo", more, further):
        await room.say(
            button(its, Command.RIGHT), author=author, verb=Command.RIGHT, below=f"{answer}m"
        )
    assert await room.rows("SELECT person, asked, server FROM votes ORDER BY person") == [
        ("ben", question, "7"),
        ("cleo", question, "7"),
    ]


async def test_a_deleted_question_leaves_nothing_behind(room):
    question, reply = await room.say(WHO)
    more, further = await room.say("more")
    for author, answer, its in ("ben", question, reply), ("cleo", more, further):
        await room.say(
            button(its, Command.RIGHT), author=author, verb=Command.RIGHT, below=f"{answer}m"
        )
    assert await room.offered() == [WHO]
    assert (await room.desk.forget(question)).question == question
    assert await room.offered() == []
    assert await room.rows("SELECT * FROM votes") == []
    assert await room.rows("SELECT question FROM answers WHERE ? IN (text, about)", WHO) == []
    assert (await room.say("more"))[1].text == NOTHING_BEFORE
    # Nobody is pointed at an answer that is gone.
    assert (await room.say(WHO, author="ben"))[1].duplicate_of is None


async def test_other_questions_stay(room):
    await room.say("who is the keeper of the lighthouse?")
    question, _ = await room.say(WHO)
    await room.desk.forget(question)
    assert "who is the keeper of the lighthouse?" in await room.desk.complete_question("ana", "")
    assert (await room.say("more"))[1].text != NOTHING_BEFORE
    assert len(await room.rows("SELECT * FROM answers WHERE text LIKE '%keeper%'")) == 1


async def test_nothing_of_a_server_stays(room):
    for server in "78":
        question, reply = await room.say(WHO, server)
        await room.say(button(reply, Command.WRONG), server, "ben", Command.WRONG, f"{question}m")
    room.desk.data_removal.remove_server("7")
    assert await room.rows(
        "SELECT DISTINCT server FROM answers UNION SELECT server FROM votes"
    ) == [("8",)]
    assert (await room.say("more", "7"))[1].text == NOTHING_BEFORE
    assert (await room.say("more", "8"))[1].text != NOTHING_BEFORE
    assert (await room.say(WHO, "7", "ben"))[1].duplicate_of is None
    assert (await room.say(WHO, "8", "ben"))[1].duplicate_of is not None


async def test_what_somebody_asked_on_a_server_is_offered_no_more(room):
    await room.say(WHO, "7")
    assert await room.offered() == [WHO]
    room.desk.data_removal.remove_server("8")
    assert await room.offered() == [WHO]
    room.desk.data_removal.remove_server("7")
    assert await room.offered() == []


async def test_ones_own_questions_are_offered_for_a_week(room):
    browsing = BrowsingService(lambda: dt.date(2025, 6, 15))
    offers = Suggestions(FairExecutor(), lambda: room.now, browsing.catalog)
    tracked, week = Tracked(WHO), 7 * 24 * 3600
    offers.remember("ana", tracked.text())
    room.now = week - 1
    assert WHO in await offers.questions("ana", "", room.library.snapshot)
    room.now = week
    assert WHO not in await offers.questions("ana", "", room.library.snapshot)
    # Somebody else who asks sweeps it out.
    offers.remember("ben", "who else?")
    assert not tracked.is_kept


async def test_what_is_forgotten_twice_is_forgotten(room):
    question, _ = await room.say(WHO)
    assert await room.desk.forget(question) is not None
    assert await room.desk.forget(question) is None
    assert await room.desk.forget("none") is None


async def test_of_a_person_nothing_stays_in_memory_either(room):
    question, _ = await room.say(WHO)
    await room.say("who is the keeper of the lighthouse?", author="ben")
    assert await room.offered() == [WHO]
    reply = await room.desk.handle(Request("ana", "7/ana", "", Command.ERASE_DATA))
    assert not reply.error
    assert [post.message for post in reply.withdrawn] == [f"{question}m"]
    assert await room.offered() == []
    assert (await room.say(WHO, author="carl"))[1].duplicate_of is None
    assert (await room.say("more"))[1].text == NOTHING_BEFORE
    assert (await room.say("more", author="ben"))[1].text != NOTHING_BEFORE


async def test_it_is_told_and_deleted_while_there_are_no_articles(tmp_path):
    desk = make_desk(tmp_path)
    for command in (Command.PRIVACY, Command.EXPORT_DATA, Command.ERASE_DATA, Command.WATCHES):
        reply = await desk.handle(Request("ana", "7/ana", "", command))
        assert reply.private
        assert not reply.error


@pytest.fixture
def kept(tmp_path):
    """A folder of data in which a moderator's changes wait: one for the log, one to be confirmed.

    With a service over it, and its store.
    """
    folder, data = tmp_path / "articles", tmp_path / "data"
    shutil.copytree(LIGHTHOUSE, folder)
    library = make_library(folder)
    revisions = Revisions(folder, RevisionStore.for_folder(data, folder), library, time.time)
    changed = next(folder.glob("*.md"))
    revisions.commit(MONA, "edit", changed.stem, lambda: changed.write_text("Changed."))
    pending = PendingChanges(data / "pending", time.time)
    for author in (MONA, BEN):
        pending.add(author, ChangeAction.REMOVE, ())
    with closing(Store.open(data / "store.db", time.time)) as store:
        records = CorpusRecords(
            AuditWriter(lambda: store, revisions), time.time, revisions, pending=pending
        )
        yield data, store, make_desk(library, clock=time.time, store=store, records=records)


def files_with(folder, text):
    return {
        file.suffix for file in folder.rglob("*") if file.is_file() and text in file.read_bytes()
    }


async def test_what_a_moderator_has_waiting_goes_with_them(kept):
    data, store, desk = kept
    assert {".json", ".change"} <= files_with(data, MONA.encode())
    reply = await desk.handle(Request(MONA, "7/mona", "", Command.ERASE_DATA))
    assert not reply.error
    assert files_with(data, MONA.encode()) == set()
    assert files_with(data, BEN.encode()) == {".change"}
    [entry] = await store.audit.entries(AuditQuery(action="edit"))
    assert (entry.actor, bool(entry.actor_mark)) == ("", True)


async def test_where_what_waits_cannot_be_deleted_it_says_so(kept, monkeypatch):
    data, _, desk = kept

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    reply = await desk.handle(Request(MONA, "7/mona", "", Command.ERASE_DATA))
    assert reply.error
    assert ".change" in files_with(data, MONA.encode())
