"""Plays the conversation files of a folder against the articles that are served."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.chat.conversation.service import ChatService
from bot.chat.messages.commands import MODERATION
from bot.errors import Faults
from bot.moderation.replay_report import ReplayedTest, ReplayFailure
from bot.replay.conversation import Conversation, Step
from bot.replay.conversation_reader import read_conversation
from bot.replay.drivers import ServiceDriver
from bot.replay.expectations import StepOutcome, find_mismatches
from bot.store.opening import OpenStore

MakeService = Callable[[dt.date, OpenStore], ChatService]
"""Makes a chat service over the articles that are served, on a day."""


async def replay_conversations(folder: Path, make_service: MakeService) -> tuple[ReplayedTest, ...]:
    """Play every file; what has articles of its own, or changes them, is left out."""
    files = await asyncio.to_thread(lambda: sorted(folder.glob("*.toml")))
    return tuple([await _replay(file, make_service) for file in files])


async def _replay(file: Path, make_service: MakeService) -> ReplayedTest:
    from bot.store.store import Store  # noqa: PLC0415 - it imports the database library

    try:
        conversation = read_conversation(file)
    except Faults as faults:
        return ReplayedTest(file.name, faults=faults.faults)
    if _needs_own_articles(conversation):
        return ReplayedTest(file.name, is_left_out=True)
    failures: list[ReplayFailure] = []
    with closing(Store.open(None, time.monotonic)) as store:
        driver = ServiceDriver(make_service(conversation.today, lambda: store))
        for step in conversation.steps:
            failures += _failures(step, await driver.play(step))
    return ReplayedTest(file.name, tuple(failures))


def _needs_own_articles(conversation: Conversation) -> bool:
    return (
        conversation.corpus is not None
        or bool(conversation.swaps)
        or any(step.does in MODERATION for step in conversation.steps)
    )


def _failures(step: Step, outcome: StepOutcome) -> list[ReplayFailure]:
    wrong = find_mismatches(step.expected, outcome)
    if not wrong:
        return []
    asked = step.says or step.clicks or (step.does or "")
    shown = outcome.reply.shown.passage.id if outcome.reply and outcome.reply.shown else None
    expected = step.expected
    if expected.passage is not None and shown != expected.passage:
        return [ReplayFailure(asked, (expected.passage,), shown)]
    if expected.abstains and shown is not None:
        return [ReplayFailure(asked, (), shown)]
    return [ReplayFailure(asked, detail="; ".join(wrong))]
