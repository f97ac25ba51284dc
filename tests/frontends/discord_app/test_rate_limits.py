"""Too much asked, and the same asked again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.chat.messages.request_reply import Audience, Line, Reply, Request, Style
from bot.frontends.discord_app.delivery.channel_queue import ChannelQueue, ChannelQueueFull
from bot.frontends.discord_app.state.recent_answers import RecentAnswers

WAIT = "Please wait 12 seconds."
POINTING = "This was just asked here. See the answer."


def refusing(reach: Audience):
    return lambda _: Reply((Line(WAIT, Style.ERROR),), private=True, error=True, audience=reach)


def from_bot(world, channel):
    return [world.texts(message)[0] for message in channel.history() if message.author.bot]


def answering(first: list[str]):
    """Answers that are the same as what the first message got."""

    def answer(message):
        first.append(message.id)
        return Reply(
            (Line(f"answer for {message.author}"),),
            private=message.private,
            duplicate_of=first[0] if len(first) > 1 else None,
        )

    return answer


async def test_a_refusal_goes_to_who_asked_alone(world, general, ana):
    world.desk.says = refusing(Audience.AUTHOR)
    await ana.send(general, f"{world.mention} who?")
    assert from_bot(world, general) == []
    assert from_bot(world, ana.user.dm_channel) == [WAIT]


async def test_who_takes_no_direct_messages_is_told_in_the_channel(world, general, ana):
    world.desk.says = refusing(Audience.AUTHOR)
    world.env.inject_error(
        "POST", f"/channels/{ana.user.dm_channel.id}/messages", status=403, code=50007
    )
    await ana.send(general, f"{world.mention} who?")
    assert from_bot(world, general) == [WAIT]


async def test_a_refusal_that_can_be_told_nowhere_is_tried_once_in_each_place(world, general, ana):
    world.desk.says = refusing(Audience.AUTHOR)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    await ana.send(general, f"{world.mention} who?")
    assert [
        len(world.sent("POST", f"/channels/{place.id}/messages"))
        for place in (general, ana.user.dm_channel)
    ] == [1, 1]


async def test_in_direct_messages_it_is_said_there(world, ana):
    world.desk.says = refusing(Audience.AUTHOR)
    await ana.send_dm("who?")
    assert from_bot(world, ana.user.dm_channel) == [WAIT]


async def test_who_was_just_told_is_not_told_again(world, general, ana):
    world.desk.says = refusing(Audience.NONE)
    await ana.send(general, f"{world.mention} who?")
    await ana.send_dm("who?")
    assert from_bot(world, general) == []
    assert from_bot(world, ana.user.dm_channel) == []


@pytest.mark.parametrize("reach", [Audience.AUTHOR, Audience.NONE])
async def test_a_command_is_always_answered_privately(world, general, ana, reach):
    world.desk.says = refusing(reach)
    told = (await ana.slash(general, "ask", question="who?")).response
    assert told.ephemeral
    assert world.shown(told) == WAIT
    assert from_bot(world, general) == []


@pytest.mark.parametrize("second", ["mention", "command"])
@pytest.mark.parametrize("first", ["mention", "command"])
async def test_the_same_answer_is_pointed_at(world, general, ana, first, second):
    world.desk.says = answering([])
    ben = world.person("ben")

    async def ask(person, way):
        if way == "command":
            return (await person.slash(general, "ask", question="who?")).response
        await person.send(general, f"{world.mention} who?")
        return general.last_message

    stands = await ask(ana, first)
    link = f"https://discord.com/channels/{general.guild.id}/{general.id}/{stands.id}"
    pointing = await ask(ben, second)
    assert world.texts(pointing) == [f"[{POINTING}](<{link}>)"]
    assert world.buttons(pointing) == {}


@pytest.mark.parametrize("way", ["delete", "edit"])
async def test_an_answer_that_is_gone_or_outdated_is_given_again(world, general, ana, way):
    world.desk.says = answering([])
    question = await ana.send(general, f"{world.mention} who?")
    if way == "delete":
        keeper = world.person("mo", manage_messages=True)
        await keeper.delete(general.last_message)
    else:
        await ana.edit(question, f"{world.mention} who led it?")
    await world.person("ben").send(general, f"{world.mention} who?")
    again = general.last_message
    assert world.shown(again).startswith("answer for")
    await world.person("eve").send(general, f"{world.mention} who?")
    assert str(again.id) in world.texts(general.last_message)[0]


async def test_an_answer_given_again_is_outdated_with_its_own_question(world, general, ana):
    world.desk.says = answering([])
    ben, keeper = world.person("ben"), world.person("mo", manage_messages=True)
    await ana.send(general, f"{world.mention} who?")
    await keeper.delete(general.last_message)
    again = await ben.send(general, f"{world.mention} who?")
    await ben.edit(again, f"{world.mention} who led it?")
    await ana.send(general, f"{world.mention} who?")
    assert world.shown(general.last_message).startswith("answer for")


async def test_what_was_answered_privately_for_lack_of_permission_is_not_pointed_at(
    world, general, ana
):
    world.desk.says = answering([])
    world.env.inject_error("POST", f"/channels/{general.id}/messages", status=403, code=50013)
    await ana.send(general, f"{world.mention} who?")
    await world.person("ben").send(general, f"{world.mention} who?")
    assert world.shown(general.last_message).startswith("answer for")


async def test_where_messages_are_said_and_what_they_are_called(world, general, ana):
    question = await ana.send(general, f"{world.mention} who?")
    await ana.slash(general, "ask", question="who?")
    await ana.send_dm("who?")
    mention, command, direct = world.desk.heard
    assert mention.channel == command.channel == str(general.id)
    assert direct.channel == ""
    assert mention.id == str(question.id)
    assert len({mention.id, command.id, direct.id, ""}) == 4


async def test_that_a_channel_is_overfull_is_said_once_a_person_and_minute(
    world, general, ana, clock, monkeypatch
):
    def full(*_):
        raise ChannelQueueFull(should_notify=True)

    monkeypatch.setattr(ChannelQueue, "slot", full)
    ben = world.person("ben")
    for seconds, person, said in (
        (0, ana, 1),
        (1, ana, 1),
        (2, ben, 2),
        (59, ana, 2),
        (60, ana, 3),
    ):
        clock.seconds = float(seconds)
        await person.send(general, f"{world.mention} who?")
        assert len(from_bot(world, general)) == said


def test_what_stands_is_bounded():
    standing = RecentAnswers()
    for number in range(1, 1102):
        asked = Request("ana", "c", id=str(number), channel="c")
        sent = SimpleNamespace(id=number, guild=SimpleNamespace(id=1), jump_url=f"https://{number}")
        standing.record(asked, Reply(()), [sent])

    def link(name: int) -> str | None:
        reply = Reply((Line("whole"),), duplicate_of=str(name))
        return getattr(standing.shorten_duplicate(reply).blocks[0], "url", None)

    assert link(101) is None
    assert link(102) == "https://102"
    standing.forget_messages([102, 103])
    assert [link(102), link(103), link(104)] == [None, None, "https://104"]
