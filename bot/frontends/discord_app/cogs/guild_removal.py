"""Of a server that the bot was removed from, nothing is kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial

import aiohttp
import discord

from bot.frontends.discord_app.delivery.retry import with_retries
from bot.frontends.discord_app.service import BylineService

_log = logging.getLogger(__name__)

ForgetGuild = Callable[[int], object]


class GuildRemoval:
    """Has servers forgotten: when the bot is removed, and when it learns that it was."""

    def __init__(
        self,
        client: discord.Client,
        service: BylineService,
        forget_callbacks: Sequence[ForgetGuild],
    ) -> None:
        """Take the callbacks that forget a server, by its id, besides the chat's own."""
        self._client = client
        self._service = service
        self._guilds = service.guilds
        self._forget_callbacks = forget_callbacks
        self._forget_again: set[int] = set()
        """Servers whose questions may still be under way."""

    def guild_joined(self, server: int) -> None:
        """Note that the bot is on a server, for when it is not any more."""
        self._guilds.note_present(server)
        if self._service.chat.data_removal:
            self._service.chat.data_removal.add_servers(
                str(self._client.application_id), [str(server)]
            )

    def guild_removed(self, server: int) -> None:
        """Forget a server."""
        _log.info("The bot has left server %d, and its data is deleted", server)
        self._guilds.note_removed(server)
        self._forget_again.add(server)
        self._forget(server)

    def on_request_finished(self) -> None:
        """Forget what questions have left that were under way when a server was left."""
        while self._forget_again and not self._service.active_requests:
            self._forget(self._forget_again.pop())

    async def find_removed(self) -> None:
        """Find out which servers the bot was removed from while it did not hear of that."""
        if not self._guilds.is_complete:
            return
        bot, forgetting = str(self._client.application_id), self._service.chat.data_removal
        before = await forgetting.known_servers(bot) if forgetting else ()
        here = {item.id for item in self._guilds.all}
        missing = {*map(int, before)} - here
        for server in missing | {*self._guilds.unconfirmed}:
            # What is forgotten does not come back, so Discord is asked where it has not told:
            # of no server at all may be a mishap.
            if (here and server in missing) or await self._was_removed(server):
                self.guild_removed(server)
        if forgetting:
            forgetting.add_servers(bot, [str(item.id) for item in self._guilds.all])

    async def _was_removed(self, server: int) -> bool:
        fetch = partial(self._client.fetch_guild, server, with_counts=False)
        try:
            await with_retries(fetch)
        except (discord.NotFound, discord.Forbidden):
            return True
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.warning("Discord does not say whether the bot is on server %d: %s", server, error)
        return False

    def _forget(self, server: int) -> None:
        for forget in self._forget_callbacks:
            forget(server)
        if self._service.chat.data_removal:
            self._service.chat.data_removal.remove_server(str(server))
