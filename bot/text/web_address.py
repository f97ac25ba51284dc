"""Which web addresses of articles are served as links, and why the others are not."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from bot.text.utf16 import utf16_length

MAX_URL_UTF16_UNITS = 512
"""UTF-16 units of an address that is served as a link; some programs cut longer ones."""

_ENDS = re.compile(r"[\s<>]")


class UnlinkableReason(StrEnum):
    """Why an address is served as no link."""

    TOO_LONG = "too long"
    USER_INFORMATION = "user information"
    NOT_HTTP = "not http"
    MALFORMED = "malformed"


def why_unlinkable(url: str) -> UnlinkableReason | None:
    """Say why an address is not served as a link; None where it is.

    An address with user information (`https://reuters.com@evil.example/`) seems to lead elsewhere.
    """
    if utf16_length(url) > MAX_URL_UTF16_UNITS:
        return UnlinkableReason.TOO_LONG
    parts = _split(url)
    if parts is None:
        return UnlinkableReason.MALFORMED
    if parts.scheme not in {"http", "https"}:
        return UnlinkableReason.NOT_HTTP
    if "@" in parts.netloc:
        return UnlinkableReason.USER_INFORMATION
    return None if _has_host(parts) else UnlinkableReason.MALFORMED


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address; None where it holds what no address holds."""
    if not url.isprintable() or _ENDS.search(url):
        # It holds spaces, controls, signs without a width or lone surrogates, or what ends a link.
        return None
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _has_host(parts: SplitResult) -> bool:
    # Browsers end the host at a backslash and decode what is encoded in it: it may lead elsewhere.
    if not parts.hostname or any(sign in "\\%" for sign in parts.netloc):
        return False
    try:
        return parts.port != 0
    except ValueError:
        return False
