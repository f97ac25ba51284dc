"""Of a server that the bot was removed from, nothing is kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.frontends.discord_app.delivery import Pause, deliver
from bot.frontends.discord_app.servers import Servers

if TYPE_CHECKING:
    from bot.chat.late_desk import Handles

_log = logging.getLogger(__name__)

Forget = Callable[[int], object]


class Departures:
    """Has servers forgotten: when the bot is removed, and when it learns that it was."""

    def __init__(
        self,
        client: discord.Client,
        servers: Servers,
        desk: Handles,
        forget: Sequence[Forget],
        pause: Pause,
    ) -> None:
        """Take what forgets a server, by its id, besides the desk."""
        self._client = client
        self._servers = servers
        self._desk = desk
        self._forget_each = forget
        self._pause = pause
        self._again: set[int] = set()
        """Servers whose questions may still be under way."""

    def joined(self, server: int) -> None:
        """Note that the bot is on a server, for when it is not any more."""
        self._servers.here(server)
        if self._desk.forgetting:
            self._desk.forgetting.note_servers(str(self._client.application_id), [str(server)])

    def left(self, server: int) -> None:
        """Forget a server."""
        _log.info("Server %d is left, and what was kept of it is forgotten", server)
        self._servers.left(server)
        self._again.add(server)
        self._forget(server)

    def nothing_under_way(self) -> None:
        """Forget what questions have left that were under way when a server was left."""
        while self._again:
            self._forget(self._again.pop())

    async def look(self) -> None:
        """Find out which servers the bot was removed from while it did not hear of that."""
        if not self._servers.known:
            return
        bot, forgetting = str(self._client.application_id), self._desk.forgetting
        before = await forgetting.servers(bot) if forgetting else ()
        here = {one.id for one in self._servers.all}
        missing = {*map(int, before)} - here
        for server in missing | {*self._servers.doubtful}:
            # What is forgotten does not come back, so Discord is asked where it has not told:
            # of no server at all may be a mishap.
            if (here and server in missing) or await self._is_left(server):
                self.left(server)
        if forgetting:
            forgetting.note_servers(bot, [str(one.id) for one in self._servers.all])

    async def _is_left(self, server: int) -> bool:
        fetch = partial(self._client.fetch_guild, server, with_counts=False)
        try:
            await deliver(fetch, self._pause)
        except (discord.NotFound, discord.Forbidden):
            return True
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.warning("Discord does not say whether the bot is on server %d: %s", server, error)
        return False

    def _forget(self, server: int) -> None:
        for forget in self._forget_each:
            forget(server)
        if self._desk.forgetting:
            self._desk.forgetting.server(str(server))
