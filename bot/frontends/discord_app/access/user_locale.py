"""In which language somebody is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from bot.chat.i18n import DEFAULT_LANGUAGE, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

MAX_PEOPLE = 10_000
"""People whose language is remembered."""


class Locales:
    """Remembers people's languages from their commands and clicks: messages don't tell."""

    def __init__(self, detect: Callable[[str], str | None]) -> None:
        """Take what tells the language of a text, as an ISO 639-1 code."""
        self._detect = detect
        self._known: LRUCache[int, str] = LRUCache(MAX_PEOPLE)

    def of_interaction(self, interaction: discord.Interaction[Any]) -> str:
        """The person's own language, remembered for their messages; else that of the server."""
        person = interaction.user.id
        own = supported_language(interaction.locale)
        self._known.pop(person, None)
        if own is None:
            return supported_language(interaction.guild_locale) or DEFAULT_LANGUAGE
        self._known[person] = own
        return own

    def of_message(self, message: discord.Message) -> str:
        """Return the language to answer a message in.

        That is the person's own where it is known, else that of the guild, or of a direct
        message's words.
        """
        known = self._known.get(message.author.id)
        if known is not None:
            return known
        if message.guild is not None:
            return supported_language(message.guild.preferred_locale) or DEFAULT_LANGUAGE
        detected = self._detect(message.content)
        return detected if detected in LANGUAGES else DEFAULT_LANGUAGE


def supported_language(locale: discord.Locale | None) -> str | None:
    """Return the language of a locale, if we speak it."""
    language = str(locale).partition("-")[0]
    return language if language in LANGUAGES else None
