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
import stamina

from bot.chat.i18n import translations
from bot.errors import DiscordFailure, DiscordUnavailable
from bot.frontends.discord_app.access.settings import DEFAULTS, DiscordSettings
from bot.frontends.discord_app.client import BylineClient
from bot.frontends.discord_app.delivery.retry import log_retry
from bot.frontends.discord_app.log_redaction import LogRedaction
from bot.frontends.discord_app.terminal_reloads import TerminalReloads

if TYPE_CHECKING:
    from bot.chat.scheduling.startup import StartupGate
    from bot.moderation.reload_requests import ReloadRequests

_log = logging.getLogger(__name__)

_FINISH_SECONDS = 0.8
"""Seconds for answers under way."""
_NOTIFY_SECONDS = 0.6
"""Seconds to tell who still waits that there will be none."""
_CLOSE_SECONDS = 0.6
"""Seconds to say good-bye to Discord."""
_POLL_SECONDS = 0.02
_INTERRUPTED = 130
_REFUSED_TOKEN = 4004


def run(
    service: StartupGate,
    token: str,
    *,
    moderator_roles: Sequence[str],
    data: Path,
    settings: DiscordSettings = DEFAULTS,
    requests: ReloadRequests | None = None,
) -> None:
    """Serve on Discord until SIGTERM (returns) or Ctrl-C (raises KeyboardInterrupt).

    SIGHUP reloads the articles, and so do `requests` of other processes.

    Either takes at most 2 seconds. The articles are loaded while the bot connects.

    `moderator_roles` are names or ids; `data` is the folder for what must outlive a restart.
    Raises DiscordUnavailable when there is no token, or Discord refuses it or the intent that
    `settings` need, or can't be reached;
    and what the service raises that can't open.
    """
    if not token:
        raise DiscordUnavailable(DiscordFailure.MISSING)
    if not token.isascii() or not token.isprintable() or " " in token:
        # It would not even make a request.
        raise DiscordUnavailable(DiscordFailure.REFUSED)
    for handler in logging.getLogger().handlers:
        handler.addFilter(LogRedaction(token))
    stamina.instrumentation.set_on_retry_hooks([log_retry])
    # The bot never speaks aloud; discord.py would warn of libraries that it would need for that.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    asyncio.run(_run_client(service, token, moderator_roles, data, settings, requests))


async def _run_client(
    service: StartupGate,
    token: str,
    moderator_roles: Sequence[str],
    data: Path,
    settings: DiscordSettings,
    requests: ReloadRequests | None,
) -> None:
    client = BylineClient(
        service,
        moderator_roles,
        data / "discord-commands",
        data / "discord-seen.json",
        settings=settings,
    )
    terminated = asyncio.Event()
    with suppress(NotImplementedError):
        # Windows has no SIGTERM to wait for.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, terminated.set)
    reloads = TerminalReloads(client.service, requests)
    reloads.start()
    serving = asyncio.create_task(_connect_and_load(client, token, service))
    leaving = asyncio.create_task(terminated.wait())
    try:
        await asyncio.wait({serving, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            await serving
    finally:
        reloads.stop()
        await _shut_down(client, serving, exit_code=0 if terminated.is_set() else _INTERRUPTED)


async def _connect_and_load(client: BylineClient, token: str, service: StartupGate) -> None:
    await asyncio.gather(_connect(client, token), _load_corpus(client, service))


async def _load_corpus(client: BylineClient, service: StartupGate) -> None:
    await service.open()
    # What is loaded by now stays: collecting garbage in it would hold up an answer now and then.
    gc.freeze()
    await client.ready_to_answer()


async def _connect(client: BylineClient, token: str) -> None:
    try:
        await client.login(token)
        await client.connect()
    except discord.LoginFailure as error:
        raise DiscordUnavailable(DiscordFailure.REFUSED) from error
    except discord.PrivilegedIntentsRequired as error:
        raise DiscordUnavailable(DiscordFailure.INTENT) from error
    except discord.ConnectionClosed as error:
        refused = error.code == _REFUSED_TOKEN
        raise DiscordUnavailable(
            DiscordFailure.REFUSED if refused else DiscordFailure.UNREACHABLE
        ) from error
    except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        raise DiscordUnavailable(DiscordFailure.UNREACHABLE) from error


async def _shut_down(client: BylineClient, serving: asyncio.Task[None], *, exit_code: int) -> None:
    """Finish what is under way, within limits, and close the connection."""
    await _wait_until_idle(client, _FINISH_SECONDS)
    if client.service.active_requests:
        _log.warning(
            "Shutting down with %s unfinished",
            translations().count("answer", client.service.active_requests),
        )
        client.service.abandon_requests()
        await _wait_until_idle(client, _NOTIFY_SECONDS)
    serving.cancel()
    with suppress(TimeoutError):
        async with asyncio.timeout(_CLOSE_SECONDS):
            await client.close()
    if client.service.active_requests:
        # A reload in its thread can't be broken off, and Python would wait for it; it only reads.
        logging.shutdown()
        os._exit(exit_code)


async def _wait_until_idle(client: BylineClient, seconds: float) -> None:
    """Wait until nothing is under way, for so many seconds at most."""
    for _ in range(int(seconds / _POLL_SECONDS)):
        if not client.service.active_requests:
            return
        await asyncio.sleep(_POLL_SECONDS)
