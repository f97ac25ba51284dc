"""Commands, options and context menus in the languages that the bot speaks."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.chat.i18n import DEFAULT_LANGUAGE, LANGUAGES, translations

_NAMES = frozenset({Location.command_name, Location.group_name, Location.parameter_name})


class CommandTranslator(app_commands.Translator):
    """Translates names of commands and options by `name.` keys, the rest by its English text."""

    def __init__(self) -> None:
        self._keys = {
            said: key
            for key, said in translations(DEFAULT_LANGUAGE).messages.items()
            if key.startswith("command.")
        }

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContext[Any, Any],
    ) -> str | None:
        """Return the text in another language; None where we don't speak it, or have none."""
        language = str(locale)
        if language not in LANGUAGES:
            return None
        # The name of a context menu is no identifier, and stands among the sentences.
        named = context.location in _NAMES and not isinstance(
            context.data, app_commands.ContextMenu
        )
        key = f"name.{string.message}" if named else self._keys.get(string.message, "")
        message = translations(language).messages.get(key)
        return message if isinstance(message, str) else None
