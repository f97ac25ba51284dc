"""Characters that nobody sees: soft hyphens, spaces and joiners without width, byte-order marks."""

from __future__ import annotations

import re

INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""A set of characters, as it stands between the brackets of a pattern."""
INVISIBLE_SIGNS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""The commonest of them, for `str.strip`."""
_MEANINGLESS = re.compile("[\u00ad\u200b\u2060\ufeff]+")


def without_meaningless(text: str) -> str:
    """Return a text without invisible characters; joiners that shape letters and emoji stay."""
    return text if text.isascii() else _MEANINGLESS.sub("", text)
