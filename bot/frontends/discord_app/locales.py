"""In which language somebody is answered."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from bot.chat.speech import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

MOST = 10_000
"""People whose language is remembered."""


class Locales:
    """Knows from people's commands and clicks what Discord speaks to them: their messages don't tell."""

    def __init__(self, detect: Callable[[str], str | None]) -> None:
        """Take what tells the language of a text, as an ISO 639-1 code."""
        self._detect = detect
        self._known: OrderedDict[int, str] = OrderedDict()

    def of_interaction(self, interaction: discord.Interaction[Any]) -> str:
        """The person's own language, remembered for their messages; else that of the server."""
        person = interaction.user.id
        own = spoken(interaction.locale)
        self._known.pop(person, None)
        if own is None:
            return spoken(interaction.guild_locale) or DEFAULT
        self._known[person] = own
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return own

    def of_message(self, message: discord.Message) -> str:
        """The person's own language where it is known; else that of the server, or in a direct message that of its words."""
        known = self._known.get(message.author.id)
        if known is not None:
            return known
        if message.guild is not None:
            return spoken(message.guild.preferred_locale) or DEFAULT
        told = self._detect(message.content)
        return told if told in LANGUAGES else DEFAULT


def spoken(locale: discord.Locale | None) -> str | None:
    """The language of a locale, if we speak it."""
    language = str(locale).partition("-")[0]
    return language if language in LANGUAGES else None
