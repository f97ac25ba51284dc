"""The tables of what is known of each language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

LANGUAGE_CODES = ("en", "uk", "ru", "de", "es", "fr", "el", "ar", "tr")
QUANTITY_LANGUAGES = ("en", "uk")
"""Languages with a table of how they write figures: `quantities-en.toml`."""


@cache
def language_table(name: str) -> Mapping[str, Any]:
    """Return a language's table by its code, or another one that lies beside them."""
    return tomllib.loads(
        resources.files("bot.text").joinpath(f"languages/{name}.toml").read_text(encoding="utf-8")
    )
