"""A question over which the process ended twice is not taken up a third time; one that an ordinary stop breaks off is."""

from __future__ import annotations

import asyncio
import json

import pytest
from discord.utils import snowflake_time

from bot.chat.message import Line, Reply
from bot.chat.speech import speech
from bot.frontends.discord_app.seen import ENDS, KEPT, Keeper, Kept, Seen, Taken, read_kept
from tests.frontends.discord_app.conftest import events_handled
from tests.frontends.discord_app.test_missed import answers, ask

LATER = snowflake_time(20)
"""When the questions of these tests have just been asked."""
BROKE_DOWN = speech()("discord.broke-down")


@pytest.fixture
def seen_file(synced_file):
    return synced_file.with_name("seen.json")


@pytest.fixture
def desk(desk, seen_file):
    """A desk that some questions break off for good, as the end of the process does; each finds written down that it is being answered."""

    def says(message):
        if "poison" in message.text:
            assert int(message.id) in read_kept(seen_file).under_way
            raise asyncio.CancelledError
        return Reply((Line(f"heard: {message.text}"),))

    desk.says = says
    return desk


async def end(world, *, unclean):
    if unclean:
        # Nothing that was due to be written is.
        world.bot._keeper._file = None
    else:
        await world.bot.close()
    await world.restart()
    await events_handled()


async def test_after_two_ends_it_is_not_taken_up_again_and_who_asked_is_told(world, general, ana):
    await ask(world, ana, general, "poison?")
    for times in (1, 2):
        assert [message.text for message in world.desk.heard] == ["poison?"] * times
        assert answers(world, general) == []
        await end(world, unclean=True)
    assert len(world.desk.heard) == ENDS
    assert answers(world, general) == [BROKE_DOWN]
    await ask(world, ana, general, "who?")
    await end(world, unclean=True)
    assert answers(world, general) == [BROKE_DOWN, "heard: who?"]


async def test_an_ordinary_stop_does_not_count(world, general, ana):
    await ask(world, ana, general, "poison?")
    for _ in range(ENDS + 1):
        await end(world, unclean=False)
    assert len(world.desk.heard) == ENDS + 2
    assert answers(world, general) == []


async def test_asked_in_other_words_it_is_answered(world, general, ana):
    question = await ask(world, ana, general, "poison?")
    for _ in range(ENDS):
        await end(world, unclean=True)
    await ana.edit(question, f"{world.mention} who?")
    await events_handled()
    assert "heard: who?" in answers(world, general)


async def test_others_that_were_under_way_once_are_taken_up(tmp_path):
    file = tmp_path / "seen.json"
    file.write_text(json.dumps({"mark": 1, "answered": [], "direct": [], "ends": [[11, 1]], "under_way": [11, 12]}))
    keeper = Keeper(Seen(read_kept(file)), file, lambda: LATER)
    taken = []
    for question in (11, 12, 13):
        async with keeper.take(question) as how:
            taken.append(how)
    assert taken == [Taken.TOO_OFTEN, Taken.FRESH, Taken.FRESH]
    keeper.keep()
    assert read_kept(file) == Kept(1, (11, 12, 13), (), (0, 0, 0))


async def test_those_that_come_together_are_written_down_together(tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr("bot.frontends.discord_app.seen.write_note", lambda _, text: written.append(json.loads(text)["under_way"]))
    keeper = Keeper(Seen(Kept()), tmp_path / "seen.json", lambda: LATER)

    async def asked(question):
        async with keeper.take(question):
            assert question in written[-1]

    await asyncio.gather(*map(asked, range(50)))
    assert len(written) <= 3


async def test_when_a_question_is_answered_it_is_no_longer_written_down(tmp_path):
    keeper = Keeper(Seen(Kept()), tmp_path / "seen.json", lambda: LATER)
    for question in (11, 12):
        async with keeper.take(question):
            pass
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
    assert read_kept(tmp_path / "seen.json") == Kept(0, (11, 12), (), (0, 0))


async def test_what_is_written_on_leaving_stays(tmp_path):
    keeper = Keeper(Seen(Kept()), tmp_path / "seen.json", lambda: LATER)
    with pytest.raises(asyncio.CancelledError):
        async with keeper.take(11):
            raise asyncio.CancelledError
    async with keeper.take(12):
        pass
    keeper.keep()
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
    assert read_kept(tmp_path / "seen.json") == Kept(0, (12,), (), (0,))


async def test_what_can_not_be_written_is_said_once_and_holds_up_nobody(tmp_path, caplog):
    keeper = Keeper(Seen(Kept()), tmp_path / "file" / "seen.json")
    (tmp_path / "file").write_text("no folder")
    for question in range(3):
        async with keeper.take(question) as taken:
            assert taken is Taken.FRESH
    assert len(caplog.records) == 1


def test_of_many_that_are_never_asked_again_few_are_kept():
    seen = Seen(Kept(ends=tuple((question, 1) for question in range(2 * KEPT))))
    assert len(seen.kept().ends) == KEPT
