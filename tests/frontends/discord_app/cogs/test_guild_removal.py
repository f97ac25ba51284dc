"""Of a server that the bot was removed from nothing is kept, whether it heard of that or not."""

from __future__ import annotations

import asyncio
import gc
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace

import discord
import pytest
from simcord.backend.serializers import guild_create_payload
from simcord.gateway import FakeGateway

from bot.chat.i18n import translations
from bot.frontends.discord_app.cogs.guild_removal import GuildRemoval
from bot.frontends.discord_app.delivery.retry import MAX_ATTEMPTS
from bot.frontends.discord_app.state.guilds import Guilds
from bot.frontends.discord_app.state.seen_messages import load_state
from bot.store.store import Store
from tests.discord_driver import press
from tests.frontends.discord_app.conftest import SERVER, events_handled
from tests.frontends.discord_app.test_follow_ups import CORRECTED, WHO, RealDesk, correct

STRANGER = translations()("discord.stranger")


@pytest.fixture
def store(tmp_path: Path):
    with closing(Store.open(tmp_path / "data" / "store.db", partial(next, count(5000.0)))) as made:
        yield made


@pytest.fixture
def desk(folder: Path, store: Store) -> RealDesk:
    return RealDesk(folder, store)


@pytest.fixture
async def other(world):
    """Another server, where ben asked, and voted."""
    guild = world.env.create_guild("Elsewhere")
    channel = guild.create_text_channel("news")
    there = SimpleNamespace(
        guild=guild, channel=channel, ben=guild.add_member(world.env.create_user("ben"))
    )
    await asks(world, there.ben, channel)
    # And in a thread, where it hears who goes on.
    made = await world.bot.get_channel(channel.id).create_thread(
        name="lamps", type=discord.ChannelType.public_thread
    )
    await there.ben.send(
        next(one for one in channel.threads if one.id == made.id), f"{world.mention} {WHO}"
    )
    return there


async def asks(world, person, channel):
    await person.send(channel, f"{world.mention} {WHO}")
    await press(person, channel.last_message, "Right")
    # A private one too.
    await person.slash(channel, "ask", question=WHO, private=True)


async def kept(store: Store, world) -> dict[str, set[str]]:
    """The servers of which each table holds something, and the file of what was seen."""

    def look(connection):
        return {
            table: {
                server
                for (server,) in connection.exec_driver_sql(f"SELECT DISTINCT server FROM {table}")  # noqa: S608 - of our own
            }
            for table in ("answers", "votes", "servers")
        }

    found = await store.database.read(look, {})
    await world.messages.seen_writer.save_next()
    found["seen"] = set(map(str, load_state(world.seen_file).servers))
    return found


def all_of(*servers: int) -> dict[str, set[str]]:
    return {place: set(map(str, servers)) for place in ("answers", "votes", "servers", "seen")}


FOREIGN = ("discord", "simcord", "asyncio", "concurrent", "sqlite3", "logging", "threading")
"""Modules whose objects are none of ours."""


def remembered(world, guild: int) -> list[object]:
    """What is left in memory of a server: its id, wherever our objects still reach it.

    That the bot was removed from it has to be known.
    """
    world.desk.heard.clear()
    found, seen = [], set()
    reached: list[object] = [world.bot.service, *world.bot.cogs.values(), world.desk]
    while reached:
        item = reached.pop()
        if type(item) in (int, str) and item in (guild, str(guild)):
            found.append(item)
        if id(item) in seen or isinstance(
            item, type | ModuleType | FunctionType | Store | Guilds | GuildRemoval
        ):
            continue
        seen.add(id(item))
        if type(item).__module__.split(".")[0] not in FOREIGN and not isinstance(
            item, discord.Client
        ):
            reached += gc.get_referents(item)
    return found


async def corrected() -> None:
    await asyncio.gather(
        *(task for task in asyncio.all_tasks() if task.get_name() == "corrections")
    )


def untold_of_removals(monkeypatch):
    """Discord tells nothing of servers that the bot was removed from."""
    feed = FakeGateway.feed
    monkeypatch.setattr(
        FakeGateway,
        "feed",
        lambda self, event, payload: (
            None if event == "GUILD_DELETE" else feed(self, event, payload)
        ),
    )


async def reconnected(world):
    ready = asyncio.create_task(world.bot.wait_for("ready"))
    await world.bot.get_shard(0).reconnect()
    await ready
    await settled(world)


async def settled(world):
    await events_handled()
    await world.env.settle()


async def test_a_server_that_the_bot_is_removed_from_is_forgotten(
    world, general, ana, other, store
):
    await asks(world, ana, general)
    assert await kept(store, world) == all_of(SERVER, other.guild.id)
    assert len(remembered(world, other.guild.id)) >= 8
    world.env.backend.remove_guild(other.guild.id)
    await settled(world)
    assert await kept(store, world) == all_of(SERVER)
    assert remembered(world, other.guild.id) == []
    await other.ben.user.send_dm("who?")
    assert world.shown(other.ben.user.dm_channel.last_message) == STRANGER


async def test_one_that_it_was_removed_from_while_it_was_off_is_forgotten_at_the_next_start(
    world, general, ana, other, store
):
    await asks(world, ana, general)
    await world.bot.get_shard(0).disconnect()
    world.env.backend.remove_guild(other.guild.id)
    assert (await kept(store, world))["answers"] == {str(SERVER), str(other.guild.id)}
    await world.restart()
    await world.bot.ready_to_answer()
    await settled(world)
    assert await kept(store, world) == all_of(SERVER)


async def test_one_that_a_new_session_does_not_tell_of_is_forgotten(
    world, general, ana, other, store, monkeypatch
):
    await asks(world, ana, general)
    untold_of_removals(monkeypatch)
    await world.bot.get_shard(0).disconnect()
    world.env.backend.remove_guild(other.guild.id)
    await reconnected(world)
    assert (await kept(store, world))["answers"] == {str(SERVER)}
    assert remembered(world, other.guild.id) == []
    # discord.py still knows it.
    assert [one.id for one in world.bot.service.guilds.all] == [SERVER]
    assert len(world.bot.guilds) == 2


@pytest.mark.parametrize("restart", [False, True], ids=["new session", "new process"])
async def test_servers_that_the_bot_is_still_on_are_kept(
    world, general, ana, other, store, restart
):
    await asks(world, ana, general)
    for _ in range(2):
        if restart:
            await world.restart()
            await world.bot.ready_to_answer()
        else:
            await world.bot.get_shard(0).disconnect()
            await reconnected(world)
        await settled(world)
    assert await kept(store, world) == all_of(SERVER, other.guild.id)


async def test_while_discord_does_not_say_it_is_kept(
    world, general, ana, other, store, monkeypatch, caplog
):
    await asks(world, ana, general)
    untold_of_removals(monkeypatch)
    await world.bot.get_shard(0).disconnect()
    world.env.backend.remove_guild(other.guild.id)
    world.env.inject_error("GET", f"/guilds/{other.guild.id}", status=500, times=5 * MAX_ATTEMPTS)
    await reconnected(world)
    assert "does not say whether" in caplog.text
    assert (await kept(store, world))["answers"] == {str(SERVER), str(other.guild.id)}


async def test_a_start_that_tells_of_no_server_at_all_is_not_believed(
    world, general, ana, store, monkeypatch
):
    await asks(world, ana, general)
    monkeypatch.setattr(type(world.bot), "guilds", ())
    await world.bot.ready_to_answer()
    assert (await kept(store, world))["answers"] == {str(SERVER)}


async def test_a_server_that_discord_has_lost_for_a_while_is_kept(
    world, general, ana, other, store
):
    await asks(world, ana, general)
    world.env._gateway_feed("GUILD_DELETE", {"id": str(other.guild.id), "unavailable": True})
    await settled(world)
    await world.bot.ready_to_answer()
    assert (await kept(store, world))["answers"] == {str(SERVER), str(other.guild.id)}


async def test_the_servers_of_another_bot_are_its_own(world, general, ana, store):
    store.servers.add("5", ["800000000000000000"])
    await asks(world, ana, general)
    await world.bot.ready_to_answer()
    assert await store.servers.of_bot("5") == ("800000000000000000",)


async def test_a_question_under_way_leaves_nothing(world, general, ana, other, store):
    await asks(world, ana, general)
    world.desk.meanwhile = partial(
        world.env._gateway_feed, "GUILD_DELETE", {"id": str(other.guild.id)}
    )
    await other.ben.send(other.channel, f"{world.mention} who keeps the lighthouse?")
    await settled(world)
    assert world.desk.meanwhile is None
    assert await kept(store, world) == all_of(SERVER)
    assert remembered(world, other.guild.id) == []


async def test_a_server_that_invites_it_again_is_served(world, other, store):
    world.env._gateway_feed("GUILD_DELETE", {"id": str(other.guild.id)})
    await settled(world)
    assert (await kept(store, world))["answers"] == set()
    world.env._gateway_feed(
        "GUILD_CREATE",
        guild_create_payload(world.env.backend, world.env.backend.guilds[other.guild.id]),
    )
    await asks(world, other.ben, other.channel)
    assert str(other.guild.id) in (await kept(store, world))["answers"]
    assert other.guild.id in {one.id for one in world.bot.service.guilds.all}


async def test_who_left_is_told_of_no_correction_directly(world, ana, folder):
    ben = world.person("ben")
    for person in (ana, ben):
        await person.send_dm(WHO)
    world.env.guild.remove_member(ben)
    world.clock.seconds += 301
    correct(folder)
    world.desk.library.reload()
    world.desk.corrections.note_reload()
    world.corrections.start_if_pending()
    await corrected()
    told = [world.shown(person.user.dm_channel.last_message) for person in (ana, ben)]
    assert [CORRECTED in one for one in told] == [True, False]


def client(shards, guilds):
    return SimpleNamespace(
        shard_count=shards,
        guilds=[
            SimpleNamespace(id=number, shard_id=number % 2, unavailable=False) for number in guilds
        ],
    )


def test_all_servers_are_known_when_every_shard_has_named_its_own():
    servers = Guilds(client(2, [1]))
    assert not servers.is_complete
    servers.shard_connected(1)
    assert not servers.is_complete
    servers.shard_connected(0)
    assert servers.is_complete
    assert not Guilds(client(None, [])).is_complete


def test_a_session_of_one_shard_says_nothing_of_the_others_servers():
    servers = Guilds(client(2, [1, 2, 3]))
    for server in (1, 2, 3):
        servers.note_present(server)
    assert servers.unconfirmed == []
    servers.shard_connected(1)
    assert servers.unconfirmed == [1, 3]
    servers.note_present(1)
    servers.note_removed(3)
    assert servers.unconfirmed == []
    assert [one.id for one in servers.all] == [1, 2]
    servers.note_present(3)
    assert [one.id for one in servers.all] == [1, 2, 3]
