"""What Discord takes, and what it would make of a text.

Written from its documentation, not from our own escaping.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import discord
from discord import ui

COMPONENTS, TEXT, CUSTOM_ID, LABEL, ROW, OPTIONS = 40, 4000, 100, 80, 5, 25
OPTION, PLACEHOLDER, TARGET = 100, 150, 512
MARKS = 4
_LINK = re.compile(r"(?<!\\)((?:\\\\)*)\[((?:\\.|[^\[\]\\])*)\]\(<(https?://[^\s<>()]+)>\)")
_ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
_MARKUP = re.compile(
    r"[*_~`|<\[\]@\\]|:(?://|[\w~+-]+:)|^[\s\u200b\ufeff]*(?:#{1,3}\s|-#\s|>|[-+*]\s|\d+[.)]\s)"
)


def walk(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """All components of a payload."""
    return [
        found
        for part in parts
        for found in (
            part,
            *walk(part.get("components", [])),
            *walk([part["accessory"]] if "accessory" in part else []),
        )
    ]


def units(text: str) -> int:
    """UTF-16 units, as JavaScript counts."""
    return len(text.encode("utf-16-le")) // 2


def check_limits(view: ui.LayoutView, files: Iterable[discord.File] = ()) -> list[dict[str, Any]]:
    """All components of a message that Discord takes; fails for one that it does not."""
    payload = view.to_components()
    json.dumps(payload, ensure_ascii=False).encode()
    parts = walk(payload)
    texts = [part["content"] for part in parts if part["type"] == 10]
    given = [part["custom_id"] for part in parts if "custom_id" in part]
    numbers = [part["id"] for part in parts if part.get("id")]
    assert len(parts) <= COMPONENTS
    assert sum(map(units, texts)) <= TEXT
    assert all(text.strip() for text in texts)
    assert len(set(given)) == len(given)
    assert all(1 <= units(one) <= CUSTOM_ID for one in given)
    assert len(set(numbers)) == len(numbers)
    for part in parts:
        if part["type"] == 1:
            assert 1 <= len(part["components"]) <= ROW
        elif part["type"] == 2:
            assert 1 <= units(part["label"]) <= LABEL
            assert part["label"] == " ".join(part["label"].split())
            assert part["label"].isprintable() or not re.search(
                r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", part["label"]
            )
        elif part["type"] == 3:
            assert 1 <= len(part["options"]) <= OPTIONS
            values = [option["value"] for option in part["options"]]
            assert len(set(values)) == len(values)
            for text in (*values, *(option["label"] for option in part["options"])):
                assert text.strip()
                assert 1 <= units(text) <= OPTION
            assert 1 <= units(part["placeholder"]) <= PLACEHOLDER
        elif part["type"] == 10:
            _check_links(part["content"])
        _check_marks(part.get("content") or part.get("label") or "")
    names = {file.filename for file in files}
    assert {
        part["file"]["url"].removeprefix("attachment://") for part in parts if part["type"] == 13
    } <= names
    assert all(
        re.fullmatch(r"[a-z0-9][a-z0-9-]*\.txt", name) and len(name) <= 100 for name in names
    )
    return parts


def check_choices(given: Iterable[discord.app_commands.Choice[str]]) -> None:
    """What is offered to who types."""
    offered = list(given)
    assert len(offered) <= OPTIONS
    for one in offered:
        json.dumps(one.to_dict(), ensure_ascii=False).encode()
        assert one.name.strip()
        assert 1 <= units(one.name) <= OPTION
        assert 1 <= units(one.value) <= OPTION


def _check_links(text: str) -> None:
    """No link of a text is long, or says that it leads where it does not."""
    for _, _, target in _LINK.findall(text):
        # A bracket is written with three signs.
        assert units(re.sub(r"%[0-9A-F]{2}", "_", target)) <= TARGET
        assert "@" not in re.split(r"[/?#]", target.partition("://")[2])[0]


def _check_marks(text: str) -> None:
    """No letter bears more than a few accents."""
    many = 0
    for sign in () if text.isascii() else text:
        many = many + 1 if _is_mark(sign) else 0
        assert many <= MARKS


@lru_cache(None)
def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Me"}


def own_lines(text: str) -> list[str]:
    """The lines of a text that stand outside quotes: the bot's own."""
    return [line for line in text.split("\n") if not line.startswith("> ")]


def markup_of(text: str) -> list[str]:
    """What Discord would read as markup in a text.

    Left out is what the bot itself writes: quotes, titles, small print, bold, links.
    """
    found = []
    for line in text.split("\n"):
        bare = re.sub(r"^(?:> |### |-# )", "", line, count=1)
        bare = _ESCAPED.sub("\u00b7", _LINK.sub(r"\1\2", bare))
        bold = bare.count("**")
        assert bold in {0, 2}, line
        found += [sign for sign in _MARKUP.findall(bare.replace("**", "\u00b7")) if sign]
    return found
