"""The words of a text that are searched: without what a reader of the page doesn't see."""

from __future__ import annotations

import html
import re

from bot.text.tokens import unbroken

_TARGET = r"\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)"
_UNSEARCHED = re.compile(
    rf"<!--.{{0,2000}}?-->|!\[[^\]\n]{{0,300}}\]{_TARGET}|(?<=\]){_TARGET}|\]\[[^\]\n]{{0,100}}\](?!\()"
    r"|<?(?:https?://|www\.)[^\s<>\])]+>?|</?[A-Za-z][\w-]{0,60}(?:\s[^<>\n]{0,300})?/?>"
    r"|\[\^[^\]\s]{1,30}\]",
    re.DOTALL | re.IGNORECASE,
)
_SIGNS = ("[", "<", "://", "www.", "WWW.")
_EMPHASIS_IN_WORD = re.compile(r"(?<=[^\W_])(?:\*{1,3}|\\(?=[-_.'’]))(?=[^\W_])")


def blank_unsearched(text: str) -> str:
    """Return a text with spaces in place of addresses, comments, images and tags."""
    if not any(sign in text for sign in _SIGNS):
        return text
    return _UNSEARCHED.sub(lambda found: " " * len(found[0]), text)


def searchable(text: str) -> str:
    """Return a piece of such a text as it is read: words whole, entities as characters."""
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if "*" in text:
        text = _EMPHASIS_IN_WORD.sub("", text)
    return unbroken(text)
