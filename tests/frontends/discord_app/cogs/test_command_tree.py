from __future__ import annotations

from pathlib import Path

import discord
import pytest
import simcord

from bot.frontends.discord_app.client import BylineClient
from bot.frontends.discord_app.cogs.browse import BrowseCommands
from bot.frontends.discord_app.cogs.command_tree import (
    fingerprint,
    load_fingerprint,
    save_fingerprint,
)
from tests.frontends.discord_app.conftest import ScriptedDesk, no_pause


def syncs(world):
    return len(world.sent("PUT", "/commands"))


async def test_commands_are_registered_once(world):
    assert syncs(world) == 1
    await world.restart()
    assert syncs(world) == 1


@pytest.mark.parametrize(
    ("roles", "shown_to"),
    [([], discord.Permissions(manage_guild=True).value), (["Newsroom"], None)],
)
async def test_members_see_no_moderators_commands_unless_a_role_may_give_them(
    roles, shown_to, tmp_path
):
    bot = BylineClient(ScriptedDesk(), roles, tmp_path / "commands", sleep=no_pause)
    async with simcord.run(bot, approved_intents=discord.Intents.none(), shard_count=1) as env:
        [call] = [call for call in env.http_requests if call.method == "PUT"]
        found = {
            command["name"]: command.get("default_member_permissions") for command in call.json
        }
    for name in ("corpus", "Add to articles", "Save as test"):
        assert found.pop(name) == shown_to
    assert set(found.values()) == {None}


async def test_commands_are_registered_again_when_they_change(world, monkeypatch):
    monkeypatch.setattr(BrowseCommands.help, "description", "Something else")
    await world.restart()
    assert syncs(world) == 2


async def test_another_application_gets_its_own(world):
    mine = await fingerprint(world.bot.tree, 1)
    assert await fingerprint(world.bot.tree, 2) != mine
    assert await fingerprint(world.bot.tree, 1) == mine


async def test_a_failed_registration_is_tried_again_at_the_next_start(world, general, ana, caplog):
    world.synced_file.unlink()
    world.env.inject_error("PUT", "/applications/*/commands", status=403, code=50001)
    await world.restart()
    assert "could not be registered" in caplog.text
    await ana.send(general, f"{world.mention} who?")
    assert world.shown(general.last_message) == "heard: who?"
    await world.restart()
    assert syncs(world) == 3


async def test_nothing_is_needed_to_write_down_what_was_registered(world, caplog):
    world.synced_file.unlink()
    world.synced_file.parent.rmdir()
    world.synced_file.parent.write_text("a file where the folder should be")
    await world.restart()
    assert "could not be registered" in caplog.text


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"something else\n"])
def test_a_broken_note_means_nothing(tmp_path: Path, content: bytes):
    file = tmp_path / "note"
    file.write_bytes(content)
    assert load_fingerprint(file) != "abc"
    save_fingerprint(file, "abc")
    assert load_fingerprint(file) == "abc"
    assert [one.name for one in tmp_path.iterdir()] == ["note"]


def test_there_may_be_no_note(tmp_path: Path):
    assert load_fingerprint(tmp_path / "none") == ""


async def test_a_command_that_we_no_longer_have_is_answered(world, general, ana):
    world.bot.tree.remove_command("help", type=discord.AppCommandType.chat_input)
    result = await ana.slash(general, "help")
    assert result.response.ephemeral
    assert "went wrong" in world.shown(result.response)
    with pytest.raises(ExceptionGroup):
        world.env.raise_errors()
