"""Questions without ornament, and whether they have words in a script of the articles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from bot.chat.messages.request_reply import Request
from bot.text.display import without_surrogates
from bot.text.language import UNKNOWN_LANGUAGE

# Lines through letters, and signs on or below them in numbers: no known language writes so.
_STRIKETHROUGH = re.compile("[\u0334-\u0338\u20d2\u20d3\u20e5\u20e6\u20ea\u20eb]")
_STACKED_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]{2,}"
)
# Turns the direction of writing, or takes no space at all.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SCRIPTS = {"uk": "CYRILLIC", "ru": "CYRILLIC", "el": "GREEK", "ar": "ARABIC"}
"""By language; all others that we know are written in Latin letters."""


def clean_text(text: str) -> str:
    """Return a text with one accent a letter at most, and nothing that can't be seen."""
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", _STRIKETHROUGH.sub("", text)))
    return _STACKED_MARKS.sub("", plain).strip()


def sanitize_request(request: Request) -> Request:
    """Return a request whose texts have no lone surrogates.

    Clients that cut texts short leave half an emoji, and a byte may be no UTF-8.
    """
    clicked = request.clicked and replace(
        request.clicked, question=without_surrogates(request.clicked.question)
    )
    text, outlet, since, name = map(
        without_surrogates, (request.text, request.outlet, request.since, request.author_name)
    )
    return replace(
        request,
        text=text,
        outlet=outlet,
        since=since,
        author_name=name,
        clicked=clicked,
        article=request.article and request.article.without_surrogates(),
    )


def has_words(text: str) -> bool:
    """Return whether a text has a letter or a digit."""
    return any(sign.isalnum() for sign in text)


def is_foreign_script(text: str, languages: Collection[str]) -> bool:
    """Return whether a text has letters, but none of a script of these languages."""
    letters = [sign for sign in text if sign.isalpha()]
    scripts = tuple({_SCRIPTS.get(language, "LATIN") for language in languages})
    return (
        bool(letters)
        and UNKNOWN_LANGUAGE not in languages
        and not any(unicodedata.name(letter, "").startswith(scripts) for letter in letters)
    )
