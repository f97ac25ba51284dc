"""The tests that a team saved, as its bot saves them and runs them again."""

from __future__ import annotations

import datetime as dt
from functools import partial

from bot.chat.conversation.service import ChatService
from bot.chat.scheduling.executor import FairExecutor
from bot.cli.wiring import build_chat_service
from bot.config import Config
from bot.library import Library
from bot.moderation.saved_tests import SavedTests
from bot.replay.saved_conversations import replay_conversations
from bot.store.opening import OpenStore


def build_saved_tests(library: Library, config: Config, executor: FairExecutor) -> SavedTests:
    """Make what saves tests in the folder of the settings, and plays them on what is served."""

    def make_service(today: dt.date, open_store: OpenStore) -> ChatService:
        return build_chat_service(
            library, config, executor, open_store=open_store, today=lambda: today
        )

    return SavedTests(config.replay, partial(replay_conversations, make_service=make_service))
