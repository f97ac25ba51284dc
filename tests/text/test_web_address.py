from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.utf16 import utf16_length
from bot.text.web_address import MAX_URL_UTF16_UNITS, UnlinkableReason, why_unlinkable

SHORT = "https://harbour.example/"


@pytest.mark.parametrize(
    "url",
    [
        "https://harbour.example/bridge",
        "HTTP://Harbour.Example:8080/bridge?by=ana@harbour.example#costs",
        "https://harbour.example/@ana",
        "https://гавань.example/міст",
        "https://[::1]/bridge",
        SHORT + "x" * (MAX_URL_UTF16_UNITS - len(SHORT)),
        SHORT + "\U0001f309" * ((MAX_URL_UTF16_UNITS - len(SHORT)) // 2),
    ],
)
def test_web_addresses_are_linked(url: str) -> None:
    assert why_unlinkable(url) is None


@pytest.mark.parametrize(
    ("reason", "url"),
    [
        (UnlinkableReason.TOO_LONG, SHORT + "x" * (MAX_URL_UTF16_UNITS + 1 - len(SHORT))),
        (
            UnlinkableReason.TOO_LONG,
            SHORT + "\U0001f309" * ((MAX_URL_UTF16_UNITS - len(SHORT)) // 2 + 1),
        ),
        (UnlinkableReason.USER_INFORMATION, "https://harbour.example@evil.example/"),
        (UnlinkableReason.USER_INFORMATION, "https://harbour.example:8080@evil.example"),
        (UnlinkableReason.USER_INFORMATION, "https://@evil.example/"),
        (UnlinkableReason.USER_INFORMATION, r"https://evil.example\@harbour.example/"),
        (UnlinkableReason.NOT_HTTP, "ftp://harbour.example/bridge"),
        (UnlinkableReason.NOT_HTTP, "javascript:alert(1)"),
        (UnlinkableReason.NOT_HTTP, "mailto:ana@harbour.example"),
        (UnlinkableReason.NOT_HTTP, "harbour.example/bridge"),
        (UnlinkableReason.NOT_HTTP, ""),
        (UnlinkableReason.MALFORMED, "https://harbour.example/the bridge"),
        (UnlinkableReason.MALFORMED, "https://harbour.example/\tbridge"),
        (UnlinkableReason.MALFORMED, "https://harbour.example/\u2003bridge"),
        (UnlinkableReason.MALFORMED, "https://harbour.example/\u202ebridge"),
        (UnlinkableReason.MALFORMED, "https://harbour\u200b.example/"),
        (UnlinkableReason.MALFORMED, "https://harbour.example/\ud800"),
        (UnlinkableReason.MALFORMED, "https://harbour.example/<bridge>"),
        (UnlinkableReason.MALFORMED, "https:///harbour.example/"),
        (UnlinkableReason.MALFORMED, "https://"),
        (UnlinkableReason.MALFORMED, "https://[::1"),
        (UnlinkableReason.MALFORMED, "https://harbour.example:99999/"),
        (UnlinkableReason.MALFORMED, "https://harbour.example%40evil.example/"),
        (UnlinkableReason.MALFORMED, "https://harbour.example\uff20evil.example/"),
        (UnlinkableReason.MALFORMED, r"https://harbour.example\.evil.example/"),
    ],
)
def test_what_leads_elsewhere_or_nowhere_is_not_linked(reason: UnlinkableReason, url: str) -> None:
    assert why_unlinkable(url) is reason


@given(
    st.text(st.characters(), max_size=2 * MAX_URL_UTF16_UNITS).map(
        lambda text: "https://harbour.example/" + text
    )
)
def test_what_is_linked_is_short_and_in_one_piece(url: str) -> None:
    if why_unlinkable(url) is None:
        assert utf16_length(url) <= MAX_URL_UTF16_UNITS
        assert url.split() == [url]
        assert "@" not in url.removeprefix("https://").partition("/")[0]
