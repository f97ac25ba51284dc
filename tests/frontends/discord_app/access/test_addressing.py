from __future__ import annotations

from unittest import mock

import discord
import pytest
from simcord.backend.models.message import AllowedMentions

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.frontends.discord_app.access.addressing import Addressing, AddressingFilter
from bot.frontends.discord_app.access.settings import DiscordSettings
from bot.frontends.discord_app.state.throttle import MAX_KEYS, Throttle
from tests.frontends.discord_app.conftest import SERVER, Clock

OPEN = DiscordSettings(message_content=True, listen_channels=frozenset({"desk"}))
CLOSED = DiscordSettings()
WITHHELD = translations()("discord.withheld")
QUOTED_WITHHELD = translations()("discord.quoted-withheld")
DAY = 24 * 3600


@pytest.fixture(params=[OPEN])
def doors(request) -> DiscordSettings:
    return request.param


def heard(world):
    return [message.text for message in world.desk.heard]


async def thread_of(world, channel, name="about it"):
    made = await world.bot.get_channel(channel.id).create_thread(
        name=name, type=discord.ChannelType.public_thread
    )
    return next(thread for thread in channel.threads if thread.id == made.id)


async def say_without_ping(world, person, channel, text, to):
    """A reply with its ping switched off."""
    backend = world.env.backend
    reference = backend.normalize_message_reference(
        channel.id, {"channel_id": str(channel.id), "message_id": str(to.id)}
    )
    backend.create_message(
        channel.id,
        person.id,
        text,
        reference=reference,
        allowed_mentions=AllowedMentions(replied_user=False),
    )
    await world.env.settle()


def a_thread(number):
    return mock.Mock(spec=discord.Thread, id=number, owner_id=2, parent=None)


def a_message(channel, text):
    message = mock.Mock(
        spec=discord.Message,
        channel=channel,
        content=text,
        type=discord.MessageType.default,
        reference=None,
        webhook_id=None,
    )
    message.author.bot = message.mention_everyone = False
    message.mentions = message.role_mentions = message.channel_mentions = []
    return message


async def test_questions_are_heard_where_it_listens(world, ana):
    desk, other = (
        world.env.guild.create_text_channel("desk"),
        world.env.guild.create_text_channel("other"),
    )
    for channel in (desk, other):
        for said in ("who led it?", "how many were there", "I see.", "thanks", "🎣?", "more"):
            await ana.send(channel, said)
    assert heard(world) == ["who led it?", "how many were there"]


async def test_where_it_listens_may_be_given_by_id(world, general, ana):
    world.doors = DiscordSettings(
        message_content=True, listen_channels=frozenset({str(general.id)})
    )
    await world.restart()
    await ana.send(general, "who led it?")
    assert heard(world) == ["who led it?"]


async def test_what_is_said_to_somebody_else_is_not_heard(world, ana):
    desk = world.env.guild.create_text_channel("desk")
    ben, role, mo = (
        world.person("ben"),
        world.env.guild.create_role("Readers"),
        world.person("mo", mention_everyone=True),
    )
    first = await ben.send(desk, "Hello.")
    for said in (
        f"{ben.mention} who led it?",
        f"{role.mention} who led it?",
        "@everyone who led it?",
    ):
        await mo.send(desk, said)
    await say_without_ping(world, ana, desk, "who led it?", first)
    assert heard(world) == []


async def test_threads_of_a_channel_where_it_listens(world, ana):
    desk = world.env.guild.create_text_channel("desk")
    thread = await thread_of(world, desk)
    # Somebody else made it.
    world.bot.get_channel(thread.id).owner_id = ana.id
    await ana.send(thread, "who led it?")
    assert heard(world) == ["who led it?"]


async def test_a_thread_that_it_made(world, general, ana):
    mine = await thread_of(world, general)
    for said in ("who led it?", "I see.", "more", "source", "ok"):
        await ana.send(mine, said)
    assert heard(world) == ["who led it?", "more", "source"]


def test_a_thread_of_somebody_else_once_it_has_answered_there():
    ears, thread = AddressingFilter(OPEN), a_thread(5)
    assert ears.classify(a_message(thread, "who led it?"), 1) is Addressing.NOTHING
    ears.note_answered_thread(thread)
    assert ears.classify(a_message(thread, "who led it?"), 1) is Addressing.QUESTION


async def test_a_thread_of_somebody_else_is_remembered_by_answering(world, general, ana):
    thread = await thread_of(world, general)
    world.bot.get_channel(thread.id).owner_id = ana.id
    await ana.send(thread, "who led it?")
    await ana.send(thread, f"{world.mention} who led it?")
    await ana.send(thread, "and where?")
    assert heard(world) == ["who led it?", "and where?"]


def test_threads_are_remembered_within_bounds():
    ears = AddressingFilter(OPEN, max_threads=3)
    for number in range(4):
        ears.note_answered_thread(a_thread(number))
    assert ears.classify(a_message(a_thread(0), "who led it?"), 1) is Addressing.NOTHING
    assert ears.classify(a_message(a_thread(1), "who led it?"), 1) is Addressing.QUESTION


async def test_replies_that_do_not_ping_are_heard(world, general, ana):
    await ana.send(general, f"{world.mention} who led it?")
    world.desk.heard.clear()
    await say_without_ping(world, ana, general, "and where", general.last_message)
    assert heard(world) == ["and where"]


@pytest.mark.parametrize("doors", [CLOSED], indirect=True)
async def test_without_the_text_of_messages_nothing_is_overheard(world, ana):
    desk = world.env.guild.create_text_channel("desk")
    await ana.send(desk, "who led it?")
    assert heard(world) == []


@pytest.mark.parametrize(
    "doors", [DiscordSettings(guild_ids=frozenset({SERVER + 1}))], indirect=True
)
async def test_a_reply_elsewhere_is_told_nothing(world, general, ana):
    mine = await world.bot.get_channel(general.id).send("Hello.")
    await say_without_ping(world, ana, general, "and where?", mine)
    assert general.last_message.author.id == ana.id


@pytest.mark.parametrize(
    ("stickers", "heard"), [([], Addressing.CONTENT_HIDDEN), ([mock.Mock()], Addressing.NOTHING)]
)
def test_a_sticker_holds_no_text_that_could_be_kept_back(stickers, heard):
    mine = mock.Mock(spec=discord.Message)
    mine.author.id = 1
    message = a_message(mock.Mock(spec=discord.TextChannel), "")
    message.reference, message.stickers = mock.Mock(resolved=mine), stickers
    assert AddressingFilter(CLOSED).classify(message, 1) is heard
    assert AddressingFilter(OPEN).classify(message, 1) is Addressing.NOTHING


@pytest.mark.parametrize("doors", [CLOSED], indirect=True)
async def test_a_reply_that_is_kept_back_is_told_how_to_ask_once_a_day(world, general, ana):
    ben = world.person("ben")
    await ana.send(general, f"{world.mention} who led it?")
    answer = general.last_message

    async def said(person) -> str:
        await say_without_ping(world, person, general, "and where?", answer)
        return (
            world.shown(general.last_message)
            if general.last_message.author.id == world.bot.user.id
            else ""
        )

    assert [await said(ana), await said(ana), await said(ben)] == [WITHHELD, "", WITHHELD]
    world.clock.seconds = DAY - 1
    assert await said(ana) == ""
    world.clock.seconds = DAY
    assert await said(ana) == WITHHELD
    assert heard(world) == ["who led it?"]


def test_who_was_told_is_remembered_within_bounds():
    once = Throttle(10, Clock())
    assert [once.is_due(number) for number in range(MAX_KEYS + 1)] == [True] * (MAX_KEYS + 1)
    assert not once.is_due(1)
    assert once.is_due(0)


async def reply_to(world, person, channel, text, to):
    """A reply that mentions the bot."""
    backend = world.env.backend
    reference = backend.normalize_message_reference(
        channel.id, {"channel_id": str(channel.id), "message_id": str(to.id)}
    )
    backend.create_message(
        channel.id, person.id, f"{world.mention} {text}".strip(), reference=reference
    )
    await world.env.settle()


@pytest.mark.parametrize("text", ["", "can you answer this?", "any ideas?", "а на це?"])
async def test_a_mention_that_replies_to_a_colleagues_question_hands_it_on(
    world, general, ana, text
):
    ben = world.person("ben")
    asked = await ben.send(general, "Morning. Who led the delegation?")
    await reply_to(world, ana, general, text, asked)
    assert [(message.command, message.text) for message in world.desk.heard] == [
        (Command.ABOUT, "Morning. Who led the delegation?")
    ]
    assert world.desk.heard[0].author == str(ana.id)


async def test_a_mention_that_asks_itself_hands_nothing_on(world, general, ana):
    ben = world.person("ben")
    asked = await ben.send(general, "Who led the delegation?")
    await reply_to(world, ana, general, "and when was that?", asked)
    assert heard(world) == ["and when was that?"]


async def test_a_mention_that_replies_to_an_answer_hands_nothing_on(world, general, ana):
    await ana.send(general, f"{world.mention} who led it?")
    await reply_to(world, ana, general, "", general.last_message)
    assert {message.command for message in world.desk.heard} == {Command.ASK}


@pytest.mark.parametrize("doors", [CLOSED], indirect=True)
async def test_a_question_that_is_kept_back_is_not_handed_on_but_said_so(world, general, ana):
    ben = world.person("ben")
    asked = await ben.send(general, "Who led the delegation?")
    for _ in range(2):
        await reply_to(world, ana, general, "can you answer this?", asked)
        assert world.shown(general.last_message) == QUOTED_WITHHELD
    assert heard(world) == []


@pytest.mark.parametrize("doors", [CLOSED], indirect=True)
async def test_a_question_that_mentions_the_bot_is_not_kept_back(world, general, ana):
    ben = world.person("ben")
    asked = await ben.send(general, f"{world.mention} who led the delegation?")
    await reply_to(world, ana, general, "please", asked)
    assert heard(world) == ["who led the delegation?", "who led the delegation?"]
