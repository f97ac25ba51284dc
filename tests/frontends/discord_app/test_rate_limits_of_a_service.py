"""The real desk with limits, over Discord."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import DEFAULT_TODAY, make_desk, make_library

LIGHTHOUSE = Path(__file__).parents[2] / "conversations" / "lighthouse"
KEEPER, REPAIR = "who is the keeper of the lighthouse?", "who will repair the lighthouse of Orrin?"
WAIT = "You are asking faster than I can answer. Please wait {}."


@pytest.fixture
def desk(tmp_path, clock):
    folder = Path(shutil.copytree(LIGHTHOUSE, tmp_path / "corpus"))
    return make_desk(make_library(folder), DEFAULT_TODAY, clock, limits=(3, 5))


def said(world, channel):
    return [world.shown(message) for message in channel.history() if message.author.bot]


async def test_one_who_asks_without_end_fills_neither_the_channel_nor_their_own_messages(
    world, general, ana, clock
):
    for second in range(12):
        clock.seconds = float(second)
        await ana.send(general, f"{world.mention} {(KEEPER, REPAIR)[second % 2]}")
    assert len(said(world, general)) == 3
    assert said(world, ana.user.dm_channel) == [WAIT.format("17 seconds")]
    result = await ana.slash(general, "ask", question=KEEPER)
    assert (result.response.ephemeral, world.shown(result.response)) == (
        True,
        WAIT.format("9 seconds"),
    )
    clock.seconds = 20.0
    await ana.send(general, f"{world.mention} {REPAIR}")
    assert len(said(world, general)) == 4


async def test_each_of_a_crowd_is_told_and_a_private_question_is_answered(world, general, clock):
    people = [world.person(f"reader{number}") for number in range(8)]
    for person in people:
        await person.send(general, f"{world.mention} {KEEPER}")
    answer, *pointing = said(world, general)
    assert "Ada Finch" in answer
    assert len(pointing) == 4
    assert all("This was just asked here. See the answer." in one for one in pointing)
    for person in people[5:]:
        [told] = said(world, person.user.dm_channel)
        assert (
            told == "This channel is asking faster than I can answer. "
            "Please wait 15 seconds, or ask me privately."
        )
    result = await people[7].slash(general, "ask", question=KEEPER, private=True)
    assert "Ada Finch" in world.shown(result.response)
    await people[6].send_dm(KEEPER)
    assert "Ada Finch" in said(world, people[6].user.dm_channel)[-1]
    clock.seconds = 15.0
    await people[5].send(general, f"{world.mention} {REPAIR}")
    assert "masons" in said(world, general)[-1]


async def test_clicks_tell_how_long_to_wait_too(world, general, ana):
    await ana.send(general, f"{world.mention} {KEEPER}")
    answer = general.last_message
    for _ in range(8):
        await ana.click(answer, label="More")
    told = (await ana.click(answer, label="More")).response
    assert told.ephemeral
    assert world.shown(told) == WAIT.format("15 seconds")
    # Discord needs no words for a click, and they were told.
    again = await ana.click(answer, label="More")
    assert again.acknowledged
    assert again.response.id == answer.id
    assert not again.followups
