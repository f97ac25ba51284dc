"""The command `chat`: a chat in the terminal."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli.wiring import build_bot_library, build_chat_service, local_date, read_settings

ABOUT = "chat in the terminal"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `chat` takes besides the options of all commands."""
    parser.add_argument(
        "--record",
        type=Path,
        default=None,
        metavar="FILE",
        help="save the chat as a conversation file",
    )


def run(arguments: argparse.Namespace) -> int:
    """Chat until the user leaves."""
    import asyncio  # noqa: PLC0415 - 7 MB that `ask` does without

    from bot.cli.corpus_wiring import build_records  # noqa: PLC0415 - the same
    from bot.frontends.shutdown import run_until_done  # noqa: PLC0415 - the same
    from bot.frontends.terminal import chat  # noqa: PLC0415 - the same

    config = read_settings(arguments)
    library = build_bot_library(arguments, config)
    observe, today = None, local_date
    if arguments.record:
        from bot.replay.record import Recorder  # noqa: PLC0415 - only here

        # What is recorded takes place on one day, as it will when it is replayed.
        day = local_date()
        observe, today = Recorder(arguments.record, day).observe, lambda: day
    return run_until_done(
        lambda executor: asyncio.run(
            chat.run(
                build_chat_service(
                    library, config, executor, today=today, records=build_records(library, config)
                ),
                config.data / "history",
                observe,
            )
        )
    )
