"""A process that posts digests, week after week, until it is killed; see `test_digest_killed.py`."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord

from bot.chat.i18n import translations
from bot.chat.rendering.digest_reply import digest_reply
from bot.frontends.discord_app.access.settings import DiscordSettings
from bot.frontends.discord_app.cogs.digest import DigestTask
from bot.moderation.digest import DayFigures, DigestWeek, WeeklyDigest
from bot.store.store import Store

FIRST = dt.datetime(2025, 3, 10, 9, 5, tzinfo=dt.UTC)
WEEKS = 400


class Channel:
    """A channel whose messages are lines of a file."""

    id, name, me = 8, "newsroom", SimpleNamespace(id=5)

    def __init__(self, file: Path) -> None:
        self._file = file
        self.guild = SimpleNamespace(
            id=7, me=self.me, preferred_locale=discord.Locale.british_english, text_channels=[self]
        )

    @staticmethod
    def permissions_for(_: object) -> discord.Permissions:
        return discord.Permissions.none()

    async def send(self, view: Any, **_: object) -> Any:
        texts = [item.content for item in view.walk_children() if hasattr(item, "content")]
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(texts) + "\n")
            out.flush()
            os.fsync(out.fileno())
        # Discord's answer takes a moment, in which the process may end.
        await asyncio.sleep(0.003)
        return SimpleNamespace(id=len(posts(self._file)))

    async def history(self, **_: object) -> AsyncIterator[Any]:
        for number, texts in enumerate(posts(self._file), 1):
            parts = [
                discord.TextDisplay({"type": 10, "id": place, "content": text})
                for place, text in enumerate(texts)
            ]
            yield SimpleNamespace(id=number, author=self.me, components=parts)


def posts(file: Path) -> list[list[str]]:
    """All messages of a channel."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


class Reader:
    """A week in which something was asked."""

    def __init__(self, store: Store) -> None:
        self.log = store.digests

    @staticmethod
    async def read(week: DigestWeek) -> WeeklyDigest:
        days = (DayFigures(week.start.date(), 3, 0.2, 0.4),)
        return WeeklyDigest(3, 2, 0, 0, (), (), days, None)


def weeks(count: int) -> list[dt.datetime]:
    """The mornings of some weeks."""
    return [FIRST + dt.timedelta(weeks=week) for week in range(count)]


async def post(root: Path, mornings: Sequence[dt.datetime]) -> None:
    """Post the digests of some weeks; those that were posted before are looked at again."""
    with closing(Store.open(root / "store.db", time.time)) as store:
        channel = Channel(root / "channel")
        service = SimpleNamespace(
            settings=DiscordSettings(digest_channel="newsroom", time_zone="UTC"),
            chat=SimpleNamespace(digests=Reader(store)),
            guilds=SimpleNamespace(all=[channel.guild], is_complete=True),
        )
        client: Any = SimpleNamespace(user=channel.me)
        task = DigestTask(client, service)  # type: ignore[arg-type]
        for morning in mornings:
            service.now = lambda morning=morning: morning
            await task.post_if_due()


def main(root: Path) -> None:
    # What loads at first use is no part of what is killed.
    digest = asyncio.run(Reader.read(DigestWeek(FIRST)))
    digest_reply(translations(), DigestWeek(FIRST), digest, with_picture=False)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    asyncio.run(post(root, weeks(WEEKS)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
