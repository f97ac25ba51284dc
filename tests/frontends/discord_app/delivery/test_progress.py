from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import threading
from functools import partial
from pathlib import Path
from unittest import mock

import discord
import pytest
import simcord

from bot.chat.i18n import translations
from bot.chat.messages.request_reply import Line, ProgressCallback, Reply, Request
from bot.chat.rendering import corpus_admin
from bot.frontends.discord_app.client import BylineClient
from bot.frontends.discord_app.components.markdown import unescape
from bot.frontends.discord_app.delivery import progress
from bot.frontends.discord_app.delivery.progress import EDIT_INTERVAL_SECONDS, ProgressMessage
from bot.library import Library, Snapshot
from bot.snapshot_builder import SnapshotBuilder
from tests.conftest import ATTRIBUTOR, make_desk
from tests.discord_driver import PATIENCE
from tests.frontends.discord_app.conftest import ScriptedDesk

FIRST, SECOND = "Reading: 1,200 of 10,000 articles.", "Reading: 9,000 of 10,000 articles."
DONE = "Reloaded: 10,000 articles, 40,000 passages."


class Pauses:
    """Time that passes when a test lets it."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._begun = asyncio.Semaphore(0)
        self._over = asyncio.Semaphore(0)

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self._begun.release()
        await self._over.acquire()

    async def begun(self) -> None:
        """When the next pause begins: whatever came before it is done."""
        await self._begun.acquire()

    def end(self) -> None:
        self._over.release()

    async def passes(self) -> None:
        """From one pause to the next."""
        self.end()
        await self.begun()


class Edits(list):
    """Replies that were shown."""

    async def __call__(self, reply: Reply) -> None:
        self.append(reply.text)


async def test_the_newest_is_shown_after_each_pause():
    pauses, edits = Pauses(), Edits()
    async with ProgressMessage(
        partial(corpus_admin.reading_progress, translations()), edits, pauses
    ) as tell:
        tell(0, 10_000)
        await pauses.begun()
        tell(600, 10_000)
        tell(1200, 10_000)
        assert edits == []
        await pauses.passes()
        assert edits == [FIRST]
        tell(9000, 10_000)
        await pauses.passes()
        assert edits == [FIRST, SECOND]
    assert pauses.asked == [EDIT_INTERVAL_SECONDS] * 3


async def test_what_was_shown_is_not_shown_again():
    pauses, edits = Pauses(), Edits()
    async with ProgressMessage(
        partial(corpus_admin.reading_progress, translations()), edits, pauses
    ) as tell:
        tell(1200, 10_000)
        await pauses.begun()
        await pauses.passes()
        pauses.end()
        await asyncio.sleep(0)
        assert edits == [FIRST]
        tell(9000, 10_000)
        await pauses.begun()
    assert edits == [FIRST, SECOND]


async def test_what_is_soon_done_shows_nothing():
    pauses, edits = Pauses(), Edits()
    async with ProgressMessage(
        partial(corpus_admin.reading_progress, translations()), edits, pauses
    ) as tell:
        tell(0, 2)
        await pauses.begun()
        tell(2, 2)
    tell(2, 2)
    await asyncio.sleep(0)
    assert edits == []


async def test_the_result_waits_for_an_edit_under_way():
    order, begun, go = [], asyncio.Event(), asyncio.Event()

    async def edit(_: Reply) -> None:
        begun.set()
        await go.wait()
        order.append("edited")

    async def at_once(_: float) -> None:
        return

    async def reload() -> None:
        async with ProgressMessage(
            partial(corpus_admin.reading_progress, translations()), edit, at_once
        ) as tell:
            tell(1200, 10_000)
            await begun.wait()
        order.append("result")

    reloading = asyncio.create_task(reload())
    await begun.wait()
    await asyncio.sleep(0)
    go.set()
    await reloading
    assert order == ["edited", "result"]


async def test_the_result_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr(progress, "_LAST_EDIT_SECONDS", 0)
    begun = asyncio.Event()

    cancelled = asyncio.Event()

    async def edit(_: Reply) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    async def at_once(_: float) -> None:
        return

    async with ProgressMessage(
        partial(corpus_admin.reading_progress, translations()), edit, at_once
    ) as tell:
        tell(1200, 10_000)
        await begun.wait()
    assert cancelled.is_set()


@pytest.mark.parametrize("error", [ZeroDivisionError("no"), ConnectionResetError()])
async def test_an_edit_that_fails_breaks_nothing(error):
    pauses = Pauses()
    edit = mock.AsyncMock(side_effect=[error, None])
    async with ProgressMessage(
        partial(corpus_admin.reading_progress, translations()), edit, pauses
    ) as tell:
        tell(1200, 10_000)
        await pauses.begun()
        await pauses.passes()
        tell(9000, 10_000)
        await pauses.passes()
    assert [call.args[0].text for call in edit.await_args_list] == [FIRST, SECOND]


def texts(parts: list[dict]) -> list[str]:
    return [
        text
        for part in parts
        for text in ([part["content"]] if part["type"] == 10 else texts(part.get("components", [])))
    ]


class ReadingDesk(ScriptedDesk):
    """Tells how far it is, twice, as time passes."""

    def __init__(self, pauses: Pauses) -> None:
        super().__init__()
        self._pauses = pauses

    async def handle(self, _: Request, progress: ProgressCallback) -> Reply:
        progress(1200, 10_000)
        await self._pauses.begun()
        await self._pauses.passes()
        progress(9000, 10_000)
        await self._pauses.passes()
        return Reply((Line(DONE),))


async def edits_of(client: BylineClient, faults: int = 0) -> tuple[list[str], list[str]]:
    """What a reload's reply was edited to, one after another, and what is shown in the end."""
    env = simcord.Env(
        client, approved_intents=discord.Intents.none(), shard_count=1, settle_timeout=PATIENCE
    )
    await env.start()
    try:
        guild = env.create_guild()
        if faults:
            env.inject_error("PATCH", "/webhooks/*", status=403, code=50013, times=faults)
        keepers = guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
        mo = guild.add_member(env.create_user("mo"), roles=[keepers])
        result = await mo.slash(guild.create_text_channel("general"), "corpus reload", now=True)
        assert result.response.ephemeral
        edits = [
            texts(call.json["components"]) for call in env.http_requests if call.method == "PATCH"
        ]
        env.raise_errors()
        return [text for texts in edits for text in texts], [
            unescape(text)
            for text in texts(
                [
                    part if isinstance(part, dict) else part.to_dict()
                    for part in result.response.components
                ]
            )
        ]
    finally:
        await env.shutdown()


@pytest.mark.parametrize("faults", [0, 2])
async def test_the_reply_to_a_reload_says_how_far_it_is_until_it_is_done(tmp_path, faults):
    pauses = Pauses()
    edits, shown = await edits_of(
        BylineClient(ReadingDesk(pauses), [], tmp_path / "commands", sleep=pauses), faults
    )
    assert [unescape(text) for text in edits] == [FIRST, SECOND, DONE]
    assert shown == [DONE]


async def test_a_reload_of_the_desk_itself_says_how_far_it_is(tmp_path):
    shown = threading.Event()

    class Passing(Pauses):
        async def __call__(self, seconds: float) -> None:
            if self.asked:
                # The second pause begins when the first edit is done.
                shown.set()
            self.end()
            await super().__call__(seconds)

    def build(tell: ProgressCallback, served: Snapshot | None) -> Snapshot:
        if served is not None:
            tell(1200, 10_000)
            assert shown.wait(20)
        return source.build()

    pauses = Passing()
    folder = shutil.copytree(
        Path(__file__).parents[3] / "conversations" / "lighthouse", tmp_path / "corpus"
    )
    source = SnapshotBuilder(Path(folder), ATTRIBUTOR, 0.3)
    desk = make_desk(Library(build), dt.date(2025, 6, 15), lambda: 0.0)
    edits, last = await edits_of(BylineClient(desk, [], tmp_path / "commands", sleep=pauses))
    assert [unescape(text) for text in edits] == [
        FIRST,
        "Reloaded: 3 articles, 8 passages.\nNothing has changed.",
    ]
    assert last == ["Reloaded: 3 articles, 8 passages.\nNothing has changed."]
