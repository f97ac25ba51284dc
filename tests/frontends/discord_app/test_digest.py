"""The week in figures comes once to its channel, whenever the bot is stopped."""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import simcord

from bot.frontends.discord_app.access.settings import DiscordSettings
from bot.frontends.discord_app.cogs.digest import DigestTask
from bot.moderation.audit_writer import AuditWriter
from bot.moderation.corpus_records import CorpusRecords
from bot.moderation.digest_reader import DigestReader
from bot.store.digests import DigestLog
from bot.store.records import AnswerRecord, QuotedPassage, Vote
from bot.store.store import Store
from tests.conftest import make_desk, make_library
from tests.discord_driver import OverheardDesk
from tests.frontends.discord_app.conftest import SERVER, Clock, World

KYIV = ZoneInfo("Europe/Kyiv")
MONDAY = dt.datetime(2025, 3, 10, 9, 5, tzinfo=KYIV)
HEADING = "The week from 3 March 2025 to 10 March 2025"
QUIET = "A quiet week: nobody asked anything from 3 March 2025 to 10 March 2025."


@pytest.fixture
def doors() -> DiscordSettings:
    return DiscordSettings(digest_channel="newsroom", time_zone="Europe/Kyiv")


class SetClock(Clock):
    """The time of day that a test says."""

    at = MONDAY

    def now(self) -> dt.datetime:
        return self.at


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    file = tmp_path / "data" / "store.db"
    with closing(Store.open(file, lambda: clock.now().timestamp())) as made:
        yield made


@pytest.fixture
def desk(folder: Path, store: Store, clock: Clock) -> OverheardDesk:
    library = make_library(folder)
    records = CorpusRecords(
        AuditWriter(lambda: store, None),
        lambda: clock.now().timestamp(),
        digests=DigestReader(library, lambda: store),
    )
    return OverheardDesk(make_desk(library, store=store, records=records))


@pytest.fixture
def newsroom(world: World) -> simcord.ChannelHandle:
    return world.env.guild.create_text_channel("newsroom")


async def look(world: World) -> None:
    """Do what is done every few minutes."""
    cog = world.bot.get_cog("DigestTask")
    assert isinstance(cog, DigestTask)
    await cog.post_if_due()


async def broken_off(
    world: World, monkeypatch: pytest.MonkeyPatch, where: object, step: str
) -> None:
    """Do what is done every few minutes until a step, at which the process ends."""

    async def end(*_: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr(where, step, end)
        with pytest.raises(asyncio.CancelledError):
            await look(world)


def asked(store: Store, question: str, text: str, at: dt.datetime, **changes: object) -> None:
    values = {
        "author": "1",
        "conversation": "general:1",
        "channel": "general",
        "server": str(SERVER),
        "question_text": text,
        "latency_seconds": 0.25,
    }
    store.answers.record(AnswerRecord(question, text=text, at=at.timestamp(), **values | changes))


def fill(store: Store) -> None:
    """A week in which ten questions were asked."""
    day = dt.datetime(2025, 3, 5, 12, tzinfo=KYIV)
    quoted = (QuotedPassage("repair#0", "Repair", b"1"),)
    for number in range(4):
        asked(store, f"1{number}", "Who repairs the lighthouse?", day, quoted=quoted)
    for number in range(3):
        later = day + dt.timedelta(days=1)
        asked(store, f"2{number}", "When does the ferry run?", later, abstained=True)
    asked(store, "30", "Who keeps the lamp?", day + dt.timedelta(days=1), latency_seconds=2.5)
    asked(store, "31", "A secret?", day, private=True)
    asked(store, "32", "A secret!", day, private=True)


async def test_the_figures_of_a_week_come_on_monday_morning(world, newsroom, store):
    fill(store)
    await store.feedback.vote(Vote("m", "1", right=True, question="q", passage="", asked="10"))
    await look(world)
    [message] = newsroom.history()
    said = world.shown(message)
    for part in (
        HEADING,
        "10 questions asked, 7 answered (70%).",
        "Votes: 1 right, 0 wrong.",
        "Asked most: “Who repairs the lighthouse?” (4) and “When does the ferry run?” (3).",
        "Cited most: Reuters (4).",
        "5 March 2025: 6 questions; half answered within 0.25 s, the slowest in 0.25 s.",
        "6 March 2025: 4 questions; half answered within 0.25 s, the slowest in 2.5 s.",
    ):
        assert part in said, part
    assert "secret" not in said
    [sent] = world.sent("POST", f"/channels/{newsroom.id}/messages")
    assert sent["allowed_mentions"] == {"parse": []}


async def test_a_picture_goes_with_it_where_it_can_be_drawn(world, newsroom, store):
    fill(store)
    await look(world)
    [message] = newsroom.history()
    [picture] = message.attachments
    assert picture.filename == "week.png"
    assert [part["type"] for part in world.parts(message)].count(12) == 1


async def test_without_the_extra_there_are_figures_alone(world, newsroom, store, monkeypatch):
    monkeypatch.delitem(sys.modules, "bot.evaluation.plot", raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    fill(store)
    await look(world)
    [message] = newsroom.history()
    assert HEADING in world.shown(message)
    assert not message.attachments


async def test_a_quiet_week_is_one_line(world, newsroom):
    await look(world)
    [message] = newsroom.history()
    assert world.shown(message) == QUIET


@pytest.mark.parametrize(
    ("now", "comes"),
    [
        (dt.datetime(2025, 3, 10, 8, 59, tzinfo=KYIV), False),
        (dt.datetime(2025, 3, 10, 9, 0, 30, tzinfo=KYIV), True),
        (dt.datetime(2025, 3, 11, 8, 59, tzinfo=KYIV), True),
        (dt.datetime(2025, 3, 11, 9, 0, 30, tzinfo=KYIV), False),
    ],
)
async def test_it_is_due_for_a_day_from_nine_on_monday(world, newsroom, clock, now, comes):
    clock.at = now
    await look(world)
    assert bool(newsroom.history()) is comes


async def test_it_comes_once_a_week_over_restarts(world, newsroom, clock):
    for _ in range(2):
        await look(world)
        await look(world)
        await world.restart()
    assert len(newsroom.history()) == 1
    clock.at = MONDAY + dt.timedelta(days=7)
    await look(world)
    await world.restart()
    await look(world)
    first, second = newsroom.history()
    assert world.shown(second) == QUIET.replace("3 March", "10 March", 1).replace(
        "to 10 March", "to 17 March"
    )
    assert first.id != second.id


async def test_broken_off_before_it_was_sent_it_comes_after_the_restart(
    world, newsroom, monkeypatch
):
    await broken_off(world, monkeypatch, DigestTask, "_send")
    assert newsroom.history() == []
    await world.restart(crash=True)
    await look(world)
    await look(world)
    assert [world.shown(message) for message in newsroom.history()] == [QUIET]


@pytest.mark.parametrize("quiet", [True, False])
async def test_broken_off_before_it_was_noted_it_comes_no_second_time(
    world, newsroom, store, monkeypatch, quiet
):
    if not quiet:
        fill(store)

    await broken_off(world, monkeypatch, DigestLog, "record")
    assert len(newsroom.history()) == 1
    await world.restart(crash=True)
    await look(world)
    [message] = newsroom.history()
    record = await store.digests.find("2025-W10")
    assert record is not None
    assert record.message == str(message.id)


async def test_what_cannot_be_looked_for_is_not_posted_again(world, newsroom, monkeypatch, caplog):
    await broken_off(world, monkeypatch, DigestLog, "record")
    await world.restart(crash=True)
    world.env.inject_error("GET", "/channels/*/messages", status=403, code=50001)
    await look(world)
    assert len(newsroom.history()) == 1
    assert "The digest could not be posted" in caplog.text


async def test_a_channel_that_is_gone_is_logged_and_it_comes_when_there_is_one(
    world, store, caplog
):
    await look(world)
    assert "There is no channel newsroom to post the digest to" in caplog.text
    assert await store.digests.find("2025-W10") is None
    newsroom = world.env.guild.create_text_channel("newsroom")
    await look(world)
    assert [world.shown(message) for message in newsroom.history()] == [QUIET]


async def test_a_channel_that_is_closed_is_logged_and_tried_again(world, newsroom, caplog):
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await look(world)
    assert "The digest could not be posted" in caplog.text
    await look(world)
    assert [world.shown(message) for message in newsroom.history()] == [QUIET]


async def test_without_a_store_it_is_not_posted(world, newsroom, monkeypatch, caplog):
    async def nothing(*_: object) -> None:
        return None

    monkeypatch.setattr(DigestLog, "begin", nothing)
    await look(world)
    assert newsroom.history() == []
    assert "The digest is not posted, because that could not be kept" in caplog.text


async def test_it_speaks_the_language_of_the_server(world, newsroom):
    world.env.backend.get_guild(world.env.guild.id).preferred_locale = "uk"
    await world.restart()
    await look(world)
    [message] = newsroom.history()
    assert world.shown(message).startswith("Тихий тиждень")


async def test_the_bot_looks_by_itself_once_the_articles_are_read(world, newsroom):
    waiting = asyncio.Event()

    async def wait(_seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    world.bot.service.sleep = wait
    await world.bot.ready_to_answer()
    await waiting.wait()
    assert [world.shown(message) for message in newsroom.history()] == [QUIET]
