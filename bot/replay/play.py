"""Plays conversation files on a copy of their corpus and reports what differs."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.chat.conversation.service import ChatService
from bot.replay.conversation import Conversation, FileChange
from bot.replay.conversation_reader import read_conversation
from bot.replay.drivers import Driver, ServiceDriver, TerminalDriver
from bot.replay.expectations import find_mismatches

EMBEDDED_DRIVERS: tuple[type[ServiceDriver | TerminalDriver], ...] = (ServiceDriver, TerminalDriver)

ServiceFactory = Callable[[Path, dt.date], ChatService]
"""Makes a chat service over the corpus in a folder, on a day."""


async def replay(
    files: Sequence[Path], make_service: ServiceFactory, shipped: Path, out: TextIO
) -> bool:
    """Play every file with every driver that can; returns whether all went as expected.

    Raises Faults for broken files.
    """
    conversations = [read_conversation(file) for file in files]
    good = True
    for conversation in conversations:
        for kind in EMBEDDED_DRIVERS:
            if not kind.plays(conversation):
                out.write(f"-    {conversation.path.name} ({kind.name} can't play it)\n")
                continue
            with corpus_copy(conversation, shipped) as folder:
                wrong = await play(
                    conversation, kind(make_service(folder, conversation.today)), folder
                )
            out.write(
                f"{'BAD ' if wrong else 'ok  '} {conversation.path.name} ({kind.name}): "
                f"{conversation.title}\n"
            )
            for line in wrong:
                out.write(f"     {line}\n")
            good = good and not wrong
    return good


async def play(conversation: Conversation, driver: Driver, folder: Path) -> list[str]:
    """Play one conversation; returns what differs, with file and line."""
    wrong = []
    for position, step in enumerate(conversation.steps, 1):
        for swap in conversation.swaps:
            if swap.before == position:
                _change_file(swap, folder)
        outcome = await driver.play(step)
        shown = step.says or step.clicks or (step.does.value if step.does else "what stands there")
        wrong += [
            f"{conversation.path}:{step.line}: {step.author}: {shown!r}: {item}"
            for item in find_mismatches(step.expected, outcome)
        ]
    return wrong


@contextmanager
def corpus_copy(conversation: Conversation, shipped: Path) -> Iterator[Path]:
    """Yield a copy of the conversation's corpus that swaps may change."""
    source = conversation.path.parent / conversation.corpus if conversation.corpus else shipped
    with tempfile.TemporaryDirectory() as base:
        yield Path(shutil.copytree(source, Path(base, "corpus")))


def _change_file(swap: FileChange, folder: Path) -> None:
    file = folder / swap.file
    if swap.content is None:
        file.unlink()
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(swap.content)
