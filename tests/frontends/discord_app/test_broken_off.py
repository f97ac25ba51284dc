"""A question over which the process ended twice is not taken up a third time.

One that an ordinary stop breaks off is.
"""

from __future__ import annotations

import asyncio
import json

import pytest
from discord.utils import snowflake_time

from bot.chat.i18n import translations
from bot.chat.messages.request_reply import Line, Reply
from bot.frontends.discord_app.state.seen_messages import (
    MAX_ABORTS,
    MAX_SAVED,
    Claim,
    SavedState,
    SeenMessages,
    load_state,
)
from bot.frontends.discord_app.state.seen_messages_writer import SeenMessagesWriter
from tests.frontends.discord_app.cogs.test_backlog import answers, ask
from tests.frontends.discord_app.conftest import events_handled

LATER = snowflake_time(20)
"""When the questions of these tests have just been asked."""
BROKE_DOWN = translations()("discord.broke-down")


@pytest.fixture
def seen_file(synced_file):
    return synced_file.with_name("seen.json")


@pytest.fixture
def desk(desk, seen_file):
    """A desk that some questions break off for good, as the end of the process does.

    Each finds written down that it is being answered.
    """

    def says(message):
        if "poison" in message.text:
            assert int(message.id) in load_state(seen_file).under_way
            raise asyncio.CancelledError
        return Reply((Line(f"heard: {message.text}"),))

    desk.says = says
    return desk


async def end(world, *, unclean):
    await world.restart(crash=unclean)
    await events_handled()


async def test_after_two_ends_it_is_not_taken_up_again_and_who_asked_is_told(world, general, ana):
    await ask(world, ana, general, "poison?")
    for times in (1, 2):
        assert [message.text for message in world.desk.heard] == ["poison?"] * times
        assert answers(world, general) == []
        await end(world, unclean=True)
    assert len(world.desk.heard) == MAX_ABORTS
    assert answers(world, general) == [BROKE_DOWN]
    await ask(world, ana, general, "who?")
    await end(world, unclean=True)
    assert answers(world, general) == [BROKE_DOWN, "heard: who?"]


async def test_an_ordinary_stop_does_not_count(world, general, ana):
    await ask(world, ana, general, "poison?")
    for _ in range(MAX_ABORTS + 1):
        await end(world, unclean=False)
    assert len(world.desk.heard) == MAX_ABORTS + 2
    assert answers(world, general) == []


async def test_asked_in_other_words_it_is_answered(world, general, ana):
    question = await ask(world, ana, general, "poison?")
    for _ in range(MAX_ABORTS):
        await end(world, unclean=True)
    await ana.edit(question, f"{world.mention} who?")
    await events_handled()
    assert "heard: who?" in answers(world, general)


async def test_others_that_were_under_way_once_are_taken_up(tmp_path):
    file = tmp_path / "seen.json"
    file.write_text(
        json.dumps(
            {"mark": 1, "answered": [], "direct": [], "ends": [[11, 1]], "under_way": [11, 12]}
        )
    )
    keeper = SeenMessagesWriter(SeenMessages(load_state(file)), file, lambda: LATER)
    taken = []
    for question in (11, 12, 13):
        async with keeper.claim(question) as how:
            taken.append(how)
    assert taken == [Claim.ABORTED_TOO_OFTEN, Claim.NEW, Claim.NEW]
    keeper.save()
    assert load_state(file) == SavedState(1, (11, 12, 13), (), (0, 0, 0))


async def test_those_that_come_together_are_written_down_together(tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(
        "bot.frontends.discord_app.state.seen_messages_writer.save_state",
        lambda _, state: written.append(state.under_way),
    )
    keeper = SeenMessagesWriter(SeenMessages(SavedState()), tmp_path / "seen.json", lambda: LATER)

    async def asked(question):
        async with keeper.claim(question):
            assert question in written[-1]

    await asyncio.gather(*map(asked, range(50)))
    assert len(written) <= 3


async def test_when_a_question_is_answered_it_is_no_longer_written_down(tmp_path):
    keeper = SeenMessagesWriter(SeenMessages(SavedState()), tmp_path / "seen.json", lambda: LATER)
    for question in (11, 12):
        async with keeper.claim(question):
            pass
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
    assert load_state(tmp_path / "seen.json") == SavedState(0, (11, 12), (), (0, 0))


async def test_what_is_written_on_leaving_stays(tmp_path):
    keeper = SeenMessagesWriter(SeenMessages(SavedState()), tmp_path / "seen.json", lambda: LATER)
    with pytest.raises(asyncio.CancelledError):
        async with keeper.claim(11):
            raise asyncio.CancelledError
    async with keeper.claim(12):
        pass
    keeper.save()
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
    assert load_state(tmp_path / "seen.json") == SavedState(0, (12,), (), (0,))


async def test_what_can_not_be_written_is_said_once_and_holds_up_nobody(tmp_path, caplog):
    keeper = SeenMessagesWriter(SeenMessages(SavedState()), tmp_path / "file" / "seen.json")
    (tmp_path / "file").write_text("no folder")
    for question in range(3):
        async with keeper.claim(question) as taken:
            assert taken is Claim.NEW
    assert len(caplog.records) == 1


def test_of_many_that_are_never_asked_again_few_are_kept():
    seen = SeenMessages(SavedState(ends=tuple((question, 1) for question in range(2 * MAX_SAVED))))
    assert len(seen.to_save().ends) == MAX_SAVED
