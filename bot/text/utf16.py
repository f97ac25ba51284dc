"""How long programs count a text that is kept in UTF-16."""

from __future__ import annotations


def utf16_length(text: str) -> int:
    """UTF-16 units: one more than code points for each sign beyond the basic plane."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
