"""Commands that somebody types as a message: "/corpus reload", "!help", "/ask who won?"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.chat.i18n import LANGUAGES, translations
from bot.chat.messages.commands import DECISIONS, INBOX_CHANGES, MODERATION, TEST_SAVING, Command

_COMMANDS = (
    Command.ASK,
    Command.HELP,
    Command.ARTICLES,
    Command.ARTICLE,
    Command.OUTLETS,
    Command.WATCHES,
    Command.PRIVACY,
)
_CLICKED = (*DECISIONS, *INBOX_CHANGES, *TEST_SAVING, Command.SHOW_CHANGE)
"""What only buttons do, and nobody types."""
_TYPED = re.compile(r"[/!](?P<words>\w.*)", re.DOTALL)


def parse_typed_command(text: str) -> tuple[Command, str] | None:
    """Return the command that a message begins with, by its name in any language, and the rest.

    Returns None where it begins with none.
    """
    typed = _TYPED.fullmatch(text)
    if typed is None:
        return None
    words = f"{typed['words']} "
    for name, command in _commands_by_name().items():
        if words.casefold().startswith(f"{name} "):
            return command, words[len(name) :].strip()
    return None


@cache
def _commands_by_name() -> dict[str, Command]:
    return dict(_named_commands())


def _named_commands() -> Iterator[tuple[str, Command]]:
    for tr in map(translations, LANGUAGES):
        yield from ((tr(f"name.{command}"), command) for command in _COMMANDS)
        group = tr("name.corpus")
        for command in MODERATION:
            if command not in _CLICKED:
                name = tr(f"name.{command.removesuffix('-article')}")
                yield f"{group} {name}", command
