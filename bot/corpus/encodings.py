"""The encoding of a file that is no UTF-8: guessed so that a fault can name it, never applied."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

_SAMPLE_BYTES = 20_000
"""Bytes from the first odd one on that an encoding is guessed from."""
_MIN_SAMPLE_BYTES = 6
"""Bytes that tell an encoding from stray bytes."""
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PREFERRED = (
    "cp1251",
    "koi8_u",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1256",
    "mac_roman",
    "cp866",
    "mac_cyrillic",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "cp1252",
)
"""Encodings that are guessed; of equally good ones the first."""
_NAMES = {
    "koi8_u": "koi8-u",
    "mac_roman": "macintosh",
    "mac_cyrillic": "mac-cyrillic",
    "euc_jp": "euc-jp",
    "euc_kr": "euc-kr",
}
"""Names that conversion programs know, where they differ from Python's."""
_WESTERN = re.compile(
    r"[\x00-\x7f\u00a0-\u00ab\u00ad-\u00b1\u00b4-\u00b8\u00ba-\u00bd\u00c0-\u00d6\u00d8-\u00f6"
    r"\u00f8-\u00ff\u0152\u0153€‚„…‘’“”•–—™‹›]*"
)
# A sign or an accented capital after a small letter: the text was read in another encoding.
_MISREAD = re.compile(r"[a-z\u00df-\u00ff](?:[\u00a0-\u00bf„“•€‚]+[^\W\d_]|[\u00c0-\u00de])")
_ACCENTED = re.compile(r"[\u00c0-\u00ff]")
_LETTER = re.compile(r"[^\W\d_]")
_MIN_LETTERS = 3
"""Letters that tell a text from a stray byte."""
_MAX_ACCENTED_SHARE = 0.3
"""Share of the letters of a text in a Western language that have an accent, at the most."""
_MIN_LETTER_SHARE = 0.6
"""Share of letters and spaces that a text has at the least."""
# Letters of other scripts are what DOS Cyrillic happens to make.
_WHOLE = re.compile(r"[\u0080-\u07ff\u2010-\u20bf]")
_MIN_ODD_PER_WHOLE = 3
"""Bytes that are no UTF-8 for each character that is, in a file of another encoding."""
_EQUAL_MESS = 0.05
"""Difference in disorder, from 0 to 1, below which two guesses are equally good."""


def guess_encoding(content: bytes) -> str | None:
    """Guess the encoding of what is no UTF-8, by the name for `iconv`; None where nothing fits."""
    for mark, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return name
    return guess_unmarked_utf16(content) or (
        None if _is_mixed(content) else _guess_single_byte(content)
    )


def guess_unmarked_utf16(content: bytes) -> str | None:
    """Guess the byte order of UTF-16 without a mark; None where it is something else."""
    sample = content[: _SAMPLE_BYTES - _SAMPLE_BYTES % 2]
    if len(content) % 2 or not _CONTROLS.search(sample.decode("latin-1")):
        return None
    for name in ("utf-16le", "utf-16be"):
        try:
            text = sample.decode(name, "strict" if len(content) < _SAMPLE_BYTES else "ignore")
        except UnicodeDecodeError:
            continue
        # Read in the wrong order, Latin and Cyrillic letters are Chinese ones and spaces none.
        common = sum(sign < "\u2000" and (sign.isalpha() or sign.isspace()) for sign in text)
        if common >= _MIN_LETTER_SHARE * len(text) and not _CONTROLS.search(text):
            return name
    return None


def _guess_single_byte(content: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, seldom needed

    start = next((at for at, byte in enumerate(content) if byte > 0x7F), 0)
    first = max(0, start - 200)
    sample = content[first : first + _SAMPLE_BYTES]
    if b"\x00" in sample or len(sample) < _MIN_SAMPLE_BYTES:
        return None
    for encoding, name in (("cp1252", "windows-1252"), ("mac_roman", "macintosh")):
        if _is_western(sample.decode(encoding, "replace")):
            return name
    found = list(from_bytes(sample, cp_isolation=list(_PREFERRED), threshold=0.4))
    if not found:
        return None
    breaks = [_count_case_breaks(str(match)) for match in found]
    found = [match for match, many in zip(found, breaks, strict=True) if many == min(breaks)]
    least = min(match.chaos for match in found)
    best = min(
        (match.encoding for match in found if match.chaos <= least + _EQUAL_MESS),
        key=_PREFERRED.index,
    )
    return _NAMES.get(best, best.replace("cp125", "windows-125"))


def _count_case_breaks(text: str) -> int:
    """Count capitals right behind small letters: KOI8 read as Windows-1251 is full of them."""
    return sum(left.islower() and right.isupper() for left, right in pairwise(text))


def _is_mixed(content: bytes) -> bool:
    """Tell whether a file is UTF-8 in part: to convert all of it would spoil that part."""
    text = content.decode("utf-8", "replace")
    return len(_WHOLE.findall(text)) * _MIN_ODD_PER_WHOLE >= text.count("\ufffd")


def _is_western(text: str) -> bool:
    letters = len(_LETTER.findall(text))
    return (
        letters >= _MIN_LETTERS
        and bool(_WESTERN.fullmatch(text))
        and not _MISREAD.search(text)
        and len(_ACCENTED.findall(text)) <= max(1, _MAX_ACCENTED_SHARE * letters)
    )
