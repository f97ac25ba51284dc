"""What commands and components may ask of the client, so that they need not import it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypedDict, Unpack

import discord

from bot.chat.browsing import Field
from bot.chat.message import Action, Message, Verb
from bot.frontends.discord_app.locales import Locales


class Options(TypedDict, total=False):
    """What may be said of a question besides."""

    outlet: str
    since: str
    """What alone may answer."""
    after: str
    """A message of ours that it goes on from."""


class AccessCheck(Protocol):
    """Decides who may use commands and components."""

    async def lets_in(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether an interaction may go on; tell who acts why not."""


class ClickHandler(Protocol):
    """Runs what buttons carry."""

    async def acted(
        self,
        interaction: discord.Interaction[Any],
        action: Action,
        owner: int,
    ) -> None:
        """Run the action of a button below a reply to the user `owner`."""

    async def asked_on(
        self,
        interaction: discord.Interaction[Any],
        message: discord.Message,
        *,
        private: bool,
    ) -> None:
        """Open a window to ask on from a message of the bot."""

    async def turned(
        self,
        interaction: discord.Interaction[Any],
        again: Action,
        number: int,
        owner: int,
        language: str | None,
    ) -> None:
        """Show page `number`, counted from 0, of the reply that `again` brings back."""


class BylineService(discord.AutoShardedClient, ABC):
    """The client as commands and components see it."""

    admission: AccessCheck
    clicks: ClickHandler
    locales: Locales

    @abstractmethod
    async def asked(
        self,
        interaction: discord.Interaction[Any],
        verb: Verb,
        text: str = "",
        *,
        private: bool = False,
        **options: Unpack[Options],
    ) -> None:
        """Answer a command or a click, to its author alone when `private`."""

    @abstractmethod
    async def gone(self, interaction: discord.Interaction[Any]) -> None:
        """Say that what was clicked or chosen is no longer on offer."""

    @abstractmethod
    async def suggest(
        self,
        interaction: discord.Interaction[Any],
        typed: str,
        *,
        outlets: bool = False,
    ) -> tuple[str, ...]:
        """Return completions for a question, or else for the name of one of the `outlets`."""

    @abstractmethod
    async def offered(self, field: Field, typed: str) -> tuple[tuple[str, str], ...]:
        """Return completions for a name: each as it is shown, and as it is to be given back."""

    @abstractmethod
    def message(
        self,
        interaction: discord.Interaction[Any],
        verb: Verb,
        text: str,
        *,
        private: bool,
    ) -> Message:
        """Return what a command or a click says to the desk."""

    @abstractmethod
    def at_work(self) -> AbstractContextManager[None]:
        """Count a request as active until it is answered."""
