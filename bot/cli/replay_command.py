"""The command `replay`: conversation files played, and compared with what they say."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.cli.exit_codes import FAILED, OK
from bot.cli.wiring import build_chat_service
from bot.config import read_config
from bot.library import Library
from bot.snapshot_builder import SnapshotBuilder

if TYPE_CHECKING:
    from bot.chat.conversation.service import ChatService

ABOUT = "play conversation files and show what differs; exit 0, or 1 if anything does"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `replay` takes besides the options of all commands."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="conversation files")


def run(arguments: argparse.Namespace) -> int:
    """Play the files, and print what differs."""
    import asyncio  # noqa: PLC0415 - 7 MB that `ask` does without

    from bot.chat.scheduling.executor import FairExecutor  # noqa: PLC0415 - it imports asyncio
    from bot.replay.play import replay  # noqa: PLC0415 - only here

    executor = FairExecutor()
    config = read_config(arguments.config)
    attributor = Attributor(load_gazetteer(config.outlets))

    def make_service(folder: Path, today: dt.date) -> ChatService:
        source = SnapshotBuilder(folder, attributor, config.min_confidence, engine=config.engine)
        library = Library(source.build, may_be_empty=True)
        return build_chat_service(library, config, executor, today=lambda: today)

    all_as_written = asyncio.run(replay(arguments.files, make_service, config.corpus, sys.stdout))
    return OK if all_as_written else FAILED
