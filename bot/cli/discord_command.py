"""The command `discord`: the bot on Discord."""

from __future__ import annotations

import argparse
import os
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.cli.wiring import (
    build_bot_library,
    build_chat_service,
    read_settings,
)
from bot.errors import DiscordFailure, DiscordUnavailable

if TYPE_CHECKING:
    from bot.chat.conversation.service import ChatService
    from bot.chat.scheduling.executor import FairExecutor
    from bot.indexing.pipeline import ProgressCallback

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
    from bot.cli.corpus_wiring import build_records  # noqa: PLC0415 - it imports asyncio
    from bot.cli.replay_wiring import build_saved_tests  # noqa: PLC0415 - the same
    from bot.frontends.discord_app import app  # noqa: PLC0415 - 0.5 s that only Discord needs
    from bot.frontends.discord_app.access.settings import DiscordSettings  # noqa: PLC0415 - the same
    from bot.frontends.shutdown import run_until_done  # noqa: PLC0415 - it imports asyncio
    from bot.moderation.reload_requests import ReloadRequests  # noqa: PLC0415 - the same
    from bot.store.records import DEFAULT_RETENTION  # noqa: PLC0415 - with what follows
    from bot.store.store import Store  # noqa: PLC0415 - it imports the database library

    settings = DiscordSettings(
        frozenset(config.servers),
        config.message_content,
        frozenset(config.listen),
        frozenset(config.threads),
        config.log_channel,
        config.digest_channel,
        config.time_zone,
    )
    rate_limiter = RateLimiter(config.person_per_minute, config.channel_per_minute, time.monotonic)

    retention = DEFAULT_RETENTION.at_most(config.data_days)
    requests = ReloadRequests(config.data)
    with (
        closing(Store.open(config.data / "store.db", time.time, retention)) as store,
        requests.serving(),
    ):

        def build_service(progress: ProgressCallback, executor: FairExecutor) -> ChatService:
            library = build_bot_library(arguments, config, progress)
            records = replace(
                build_records(library, config, lambda: store),
                tests=build_saved_tests(library, config, executor),
            )
            return build_chat_service(
                library, config, executor, rate_limiter, lambda: store, records=records
            )

        def serve_on_discord(executor: FairExecutor) -> None:
            late = StartupGate(
                lambda progress: build_service(progress, executor),
                executor,
                rate_limiter=rate_limiter,
            )
            app.run(
                late,
                token,
                moderator_roles=config.moderator_roles,
                data=config.data,
                settings=settings,
                requests=requests,
            )

        return run_until_done(serve_on_discord)
