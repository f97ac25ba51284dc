"""Runs the bot on Discord until it is told to leave."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.chat.speech import speech
from bot.errors import DiscordTrouble, DiscordUnavailable
from bot.frontends.discord_app.client import BylineClient
from bot.frontends.discord_app.doors import EVERYWHERE, Doors
from bot.frontends.discord_app.secrecy import Redaction

if TYPE_CHECKING:
    from bot.chat.late_desk import LateDesk

_log = logging.getLogger(__name__)

_FINISH = 0.8
"""Seconds for answers under way."""
_TELL = 0.6
"""Seconds to tell who still waits that there will be none."""
_CLOSE = 0.6
"""Seconds to say good-bye to Discord."""
_BEAT = 0.02
_INTERRUPTED = 130
_REFUSED_TOKEN = 4004


def run(desk: LateDesk, token: str, *, moderator_roles: Sequence[str], data: Path, doors: Doors = EVERYWHERE) -> None:
    """Serve on Discord until SIGTERM (returns) or Ctrl-C (raises KeyboardInterrupt), which take at most 2 seconds; the desk opens meanwhile.

    `moderator_roles` are names or ids; `data` is the folder for what must outlive a restart; `doors` say where it hears whom.
    Raises DiscordUnavailable when there is no token, or Discord refuses it or the intent that `doors` need, or can't be reached;
    and what the desk raises that can't open.
    """
    if not token:
        raise DiscordUnavailable(DiscordTrouble.MISSING)
    if not token.isascii() or not token.isprintable() or " " in token:
        # It would not even make a request.
        raise DiscordUnavailable(DiscordTrouble.REFUSED)
    for handler in logging.getLogger().handlers:
        handler.addFilter(Redaction(token))
    # The bot never speaks aloud; discord.py would warn of libraries that it would need for that.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    asyncio.run(_serve(desk, token, moderator_roles, data, doors))


async def _serve(desk: LateDesk, token: str, moderator_roles: Sequence[str], data: Path, doors: Doors) -> None:
    client = BylineClient(desk, moderator_roles, data / "discord-commands", data / "discord-seen.json", doors=doors)
    told = asyncio.Event()
    with suppress(NotImplementedError):
        # Windows has no SIGTERM to wait for.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    serving = asyncio.create_task(_connect_and_open(client, token, desk))
    leaving = asyncio.create_task(told.wait())
    try:
        await asyncio.wait({serving, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            await serving
    finally:
        await _leave(client, serving, exit_code=0 if told.is_set() else _INTERRUPTED)


async def _connect_and_open(client: BylineClient, token: str, desk: LateDesk) -> None:
    await asyncio.gather(_connect(client, token), _open(client, desk))


async def _open(client: BylineClient, desk: LateDesk) -> None:
    await desk.open()
    # What is loaded by now stays: to look it over for what can go would hold up an answer now and then.
    gc.freeze()
    await client.ready_to_answer()


async def _connect(client: BylineClient, token: str) -> None:
    try:
        await client.login(token)
        await client.connect()
    except discord.LoginFailure as error:
        raise DiscordUnavailable(DiscordTrouble.REFUSED) from error
    except discord.PrivilegedIntentsRequired as error:
        raise DiscordUnavailable(DiscordTrouble.INTENT) from error
    except discord.ConnectionClosed as error:
        refused = error.code == _REFUSED_TOKEN
        raise DiscordUnavailable(DiscordTrouble.REFUSED if refused else DiscordTrouble.UNREACHABLE) from error
    except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        raise DiscordUnavailable(DiscordTrouble.UNREACHABLE) from error


async def _leave(client: BylineClient, serving: asyncio.Task[None], *, exit_code: int) -> None:
    """Finish what is under way, within limits, and close the connection."""
    await _finished(client, _FINISH)
    if client.busy:
        _log.warning("Leaving in the middle of %s", speech().count("answer", client.busy))
        client.leave()
        await _finished(client, _TELL)
    serving.cancel()
    with suppress(TimeoutError):
        async with asyncio.timeout(_CLOSE):
            await client.close()
    if client.busy:
        # A reload in its thread can't be broken off, and Python would wait for it; it only reads.
        logging.shutdown()
        os._exit(exit_code)


async def _finished(client: BylineClient, seconds: float) -> None:
    """Wait until nothing is under way, for so many seconds at most."""
    for _ in range(int(seconds / _BEAT)):
        if not client.busy:
            return
        await asyncio.sleep(_BEAT)
