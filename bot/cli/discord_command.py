"""The command `discord`: the bot on Discord."""

from __future__ import annotations

import argparse
import os
from contextlib import closing
from typing import TYPE_CHECKING

from bot.cli.wiring import build_bot_library, build_chat_service, read_settings
from bot.errors import DiscordFailure, DiscordUnavailable

if TYPE_CHECKING:
    from bot.chat.scheduling.executor import FairExecutor

ABOUT = "run the bot on Discord; needs DISCORD_TOKEN"
TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the name of the variable, not a token


def run(arguments: argparse.Namespace) -> int:
    """Serve on Discord until the process is told to end; raises DiscordUnavailable."""
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise DiscordUnavailable(DiscordFailure.MISSING)
    import time  # noqa: PLC0415 - with what follows

    config = read_settings(arguments)
    from bot.chat.scheduling.rate_limits import RateLimiter  # noqa: PLC0415 - a terminal has no crowd
    from bot.chat.scheduling.startup import StartupGate  # noqa: PLC0415 - it imports asyncio
    from bot.frontends.discord_app import app  # noqa: PLC0415 - 0.5 s that only Discord needs
    from bot.frontends.discord_app.access.settings import DiscordSettings  # noqa: PLC0415 - the same
    from bot.frontends.shutdown import run_until_done  # noqa: PLC0415 - it imports asyncio
    from bot.store.records import DEFAULT_RETENTION  # noqa: PLC0415 - with what follows
    from bot.store.store import Store  # noqa: PLC0415 - it imports the database library

    settings = DiscordSettings(
        frozenset(config.servers),
        config.message_content,
        frozenset(config.listen),
        frozenset(config.threads),
    )
    rate_limiter = RateLimiter(config.person_per_minute, config.channel_per_minute, time.monotonic)

    retention = DEFAULT_RETENTION.at_most(config.data_days)
    with closing(Store.open(config.data / "store.db", time.time, retention)) as store:

        def serve_on_discord(executor: FairExecutor) -> None:
            late = StartupGate(
                lambda progress: build_chat_service(
                    build_bot_library(arguments, config, progress),
                    config,
                    executor,
                    rate_limiter,
                    lambda: store,
                ),
                executor,
                rate_limiter=rate_limiter,
            )
            app.run(
                late,
                token,
                moderator_roles=config.moderator_roles,
                data=config.data,
                settings=settings,
            )

        return run_until_done(serve_on_discord)
