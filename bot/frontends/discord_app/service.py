"""What commands and components may ask of the client, so that they need not import it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypedDict, Unpack

import discord

from bot.chat.browsing.service import NameKind
from bot.chat.messages.request_reply import Action, Command, Request
from bot.frontends.discord_app.access.locales import Locales


class Options(TypedDict, total=False):
    """What may be said of a question besides."""

    outlet: str
    since: str
    """What alone may answer."""
    reply_to: str
    """A message of ours that it goes on from."""


class AccessCheck(Protocol):
    """Decides who may use commands and components."""

    async def check_interaction(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether an interaction may go on; tell who acts why not."""


class ClickHandler(Protocol):
    """Runs what buttons carry."""

    async def run_action(
        self,
        interaction: discord.Interaction[Any],
        action: Action,
        owner: int,
    ) -> None:
        """Run the action of a button below a reply to the user `owner`."""

    async def open_follow_up(
        self,
        interaction: discord.Interaction[Any],
        message: discord.Message,
        *,
        private: bool,
    ) -> None:
        """Open a window to ask on from a message of the bot."""

    async def turn_page(
        self,
        interaction: discord.Interaction[Any],
        reload_action: Action,
        page: int,
        owner: int,
        language: str | None,
    ) -> None:
        """Show page `page`, counted from 0, of the reply that `reload_action` brings back."""


class BylineService(discord.AutoShardedClient, ABC):
    """The client as commands and components see it."""

    access: AccessCheck
    button_clicks: ClickHandler
    locales: Locales

    @abstractmethod
    async def answer_interaction(
        self,
        interaction: discord.Interaction[Any],
        command: Command,
        text: str = "",
        *,
        private: bool = False,
        **options: Unpack[Options],
    ) -> None:
        """Answer a command or a click, to its author alone when `private`."""

    @abstractmethod
    async def reply_outdated(self, interaction: discord.Interaction[Any]) -> None:
        """Say that what was clicked or chosen is no longer on offer."""

    @abstractmethod
    async def complete_question(
        self,
        interaction: discord.Interaction[Any],
        typed: str,
        *,
        outlets: bool = False,
    ) -> tuple[str, ...]:
        """Return completions for a question, or else for the name of one of the `outlets`."""

    @abstractmethod
    async def complete_name(self, kind: NameKind, typed: str) -> tuple[tuple[str, str], ...]:
        """Return completions for a name: each as it is shown, and as it is to be given back."""

    @abstractmethod
    def to_request(
        self,
        interaction: discord.Interaction[Any],
        command: Command,
        text: str,
        *,
        private: bool,
    ) -> Request:
        """Return what a command or a click says to the desk."""

    @abstractmethod
    def track_work(self) -> AbstractContextManager[None]:
        """Count a request as active until it is answered."""
