"""A simulated Discord with one server, and a desk that says what a test wants said."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import discord
import pytest
import pytest_asyncio
import simcord
import stamina

from bot.chat.conversation.data_removal import DataRemoval
from bot.chat.messages.request_reply import Line, ProgressCallback, Reply, Request, ignore_progress
from bot.frontends.discord_app.access.settings import DEFAULTS, DiscordSettings
from bot.frontends.discord_app.client import BylineClient
from bot.frontends.discord_app.cogs.corrections import CorrectionTask
from bot.frontends.discord_app.cogs.message_events import MessageEvents
from bot.frontends.discord_app.components.markdown import unescape
from bot.frontends.discord_app.delivery.retry import MAX_ATTEMPTS
from tests.discord_driver import PATIENCE

Sent = discord.Message | simcord.ResponseMessage
MODERATOR_ROLE = "Newsroom"
SERVER = 700_000_000_000_000_001
LONG_PASSAGE = "A zebra sleeps in the lighthouse of Orrin. " + "Stone upon stone was laid. " * 440
"""Takes more than two pages; few words of it differ, so that the answer is a sure one."""
LONG_QUESTION = "where does the zebra sleep in Orrin?"


async def no_pause(_seconds: float) -> None:
    return


async def events_handled() -> None:
    """Whatever Discord told is dealt with."""
    while handlers := [
        task for task in asyncio.all_tasks() if task.get_name().startswith("discord.py: on_")
    ]:
        await asyncio.wait(handlers)


@dataclass
class Clock:
    seconds: float = 0.0

    later: dt.timedelta = dt.timedelta()
    """How much later the time of day is than it really is."""

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> dt.datetime:
        return discord.utils.utcnow() + self.later


@pytest.fixture(autouse=True)
def retries_without_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=MAX_ATTEMPTS):
        yield


class NoAmendments:
    has_pending = False


@dataclass
class ScriptedDesk:
    says: Callable[[Request], Reply] = lambda message: Reply(
        (Line(f"heard: {message.text}"),), private=message.private
    )
    heard: list[Request] = field(default_factory=list)
    corrections: type[NoAmendments] = NoAmendments
    watch_checker: None = None
    data_removal: DataRemoval | None = None
    audit: None = None

    def record_delivery(
        self, question: str, channel: str, messages: Sequence[str], *, is_pointer: bool = False
    ) -> None:
        del question, channel, messages, is_pointer

    def record_view(self, message: str, reply: Reply) -> None:
        del message, reply

    async def find_answer(self, question: str) -> None:
        del question

    async def forget(self, question: str) -> None:
        del question

    async def handle(self, request: Request, progress: ProgressCallback = ignore_progress) -> Reply:
        del progress
        self.heard.append(request)
        return self.says(request)

    async def complete_question(
        self, author: str, typed: str, *, outlets: bool = False
    ) -> tuple[str, ...]:
        return (f"{author} typed {typed}", f"outlets: {outlets}")


@dataclass
class World:
    env: simcord.Env
    desk: ScriptedDesk
    synced_file: Path
    doors: DiscordSettings = DEFAULTS
    clock: Clock = field(default_factory=Clock)

    @property
    def bot(self) -> BylineClient:
        return self.env.bot

    @property
    def messages(self) -> MessageEvents:
        return self.bot.get_cog("MessageEvents")

    @property
    def corrections(self) -> CorrectionTask:
        return self.bot.get_cog("CorrectionTask")

    @property
    def seen_file(self) -> Path:
        return self.synced_file.with_name("seen.json")

    @property
    def mention(self) -> str:
        return f"<@{self.bot.user.id}>"

    def person(self, name: str, **permissions: bool) -> simcord.MemberActor:
        guild = self.env.guild
        roles = (
            [guild.create_role(f"{name}'s", permissions=discord.Permissions(**permissions))]
            if permissions
            else []
        )
        return guild.add_member(self.env.create_user(name), roles=roles)

    @staticmethod
    def texts(message: Sent) -> list[str]:
        """The texts of a message, as Discord gets them."""
        return [part["content"] for part in _walk(_components(message)) if part["type"] == 10]

    @staticmethod
    def parts(message: Sent) -> list[dict]:
        """All components of a message."""
        return _walk(_components(message))

    @classmethod
    def shown(cls, message: Sent) -> str:
        """What a reader sees of them, but for headings and the like."""
        return unescape("\n".join(cls.texts(message)))

    @staticmethod
    def buttons(message: Sent) -> dict[str, dict]:
        return {part["label"]: part for part in _walk(_components(message)) if part["type"] == 2}

    async def restart(self, *, crash: bool = False) -> None:
        """Start another process; after a `crash`, which saves nothing of what was due."""
        left = self.seen_file.read_bytes() if crash and self.seen_file.exists() else None
        await self.bot.close()
        if crash:
            self.seen_file.unlink(missing_ok=True)
            if left is not None:
                self.seen_file.write_bytes(left)
        await self.env.restart_bot(new_bot(self.desk, self.synced_file, self.doors, self.clock))

    def sent(self, method: str, path_end: str) -> list[dict]:
        return [
            call.json
            for call in self.env.http_requests
            if call.method == method and call.path.endswith(path_end)
        ]


def _components(message: Sent) -> list[dict]:
    return [part if isinstance(part, dict) else part.to_dict() for part in message.components]


def _walk(parts: list[dict]) -> list[dict]:
    return [found for part in parts for found in (part, *_walk(part.get("components", [])))]


def new_bot(
    desk: ScriptedDesk, synced_file: Path, doors: DiscordSettings, clock: Clock
) -> BylineClient:
    return BylineClient(
        desk,
        [MODERATOR_ROLE],
        synced_file,
        synced_file.with_name("seen.json"),
        sleep=no_pause,
        now=clock.now,
        settings=doors,
        clock=clock,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(
            Path(__file__).parents[2] / "conversations" / "lighthouse", tmp_path / "corpus"
        )
    )


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture
def synced_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "commands"


@pytest.fixture
def doors() -> DiscordSettings:
    return DEFAULTS


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def env(
    desk: ScriptedDesk, synced_file: Path, doors: DiscordSettings, clock: Clock
) -> AsyncIterator[simcord.Env]:
    approved = (
        discord.Intents(message_content=True) if doors.message_content else discord.Intents.none()
    )
    # simcord.run would have to end in the context that it began in, which a fixture does not.
    env = simcord.Env(
        new_bot(desk, synced_file, doors, clock),
        approved_intents=approved,
        shard_count=1,
        settle_timeout=PATIENCE,
    )
    await env.start()
    yield env
    await env.shutdown()
    # What a test has looked at itself is not raised again.
    env._raise_errors_since(env._errors_acknowledged)


@pytest.fixture
def world(
    env: simcord.Env, desk: ScriptedDesk, synced_file: Path, doors: DiscordSettings, clock: Clock
) -> World:
    env.create_guild(id=SERVER)
    return World(env, desk, synced_file, doors, clock)


@pytest.fixture
def general(world: World) -> simcord.ChannelHandle:
    return world.env.guild.create_text_channel("general")


@pytest.fixture
def ana(world: World) -> simcord.MemberActor:
    return world.person("ana")
