"""Names of article files that come from outside: none leaves the folder, or misleads in it."""

from __future__ import annotations

import re
import unicodedata

from bot.corpus.folder import article_id_of, is_leftover
from bot.corpus.suffixes import ARTICLE_SUFFIXES, suffix_of
from bot.moderation.refusals import ChangeRefused, Refusal

MAX_NAME_BYTES = 200
"""Bytes of a file's name in UTF-8: most systems take 255, of which a part is for its writing."""
MAX_PATH_BYTES = 600
_DRIVE = re.compile(r"[A-Za-z]:")
_FORBIDDEN_SIGNS = re.compile(r'[<>:"\\|?*]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])\Z", re.I)
_UNSEEN_CATEGORIES = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_TITLE_CHARS = 60
"""Characters of a title that its file is called by."""
# Cyrillic and Greek letters, and the Latin ones that they look like.
_LOOKALIKES = str.maketrans(
    "авеѕіїјкмнорстухһԁԛԝѵӏαβεζηικμνορτυχγ", "abesiïjkmhopctyxhdqwvlabezhikmvoptuxy"
)


def check_article_path(name: str) -> str:
    """Return the path under the corpus that a name from outside stands for.

    Raises ChangeRefused where it would leave the folder, or no system or reader could do with it.
    """
    path = unicodedata.normalize("NFC", name).strip(" ")
    if not path:
        raise ChangeRefused(Refusal.NO_NAME)
    if any(unicodedata.category(sign) in _UNSEEN_CATEGORIES for sign in path):
        raise ChangeRefused(Refusal.UNSEEN_SIGN, path)
    parts = path.split("/")
    if "\\" in path or _DRIVE.match(path) or any(part in {"", ".", ".."} for part in parts):
        raise ChangeRefused(Refusal.OUTSIDE, path)
    for part in parts:
        _check_part(part, path)
    if suffix_of(path) not in ARTICLE_SUFFIXES:
        raise ChangeRefused(Refusal.OTHER_FORMAT, path)
    if len(path.encode()) > MAX_PATH_BYTES:
        raise ChangeRefused(Refusal.LONG_NAME, path)
    return path


def _check_part(part: str, path: str) -> None:
    """Check the name of a folder or file on the way to a path; raises ChangeRefused."""
    if found := _FORBIDDEN_SIGNS.search(part):
        raise ChangeRefused(Refusal.FORBIDDEN_SIGN, path, found[0])
    if is_leftover(part):
        raise ChangeRefused(Refusal.HIDDEN, path)
    if _DEVICE.match(unicodedata.normalize("NFKC", part.partition(".")[0]).rstrip()):
        raise ChangeRefused(Refusal.DEVICE, path)
    if part != part.strip() or part.endswith("."):
        raise ChangeRefused(Refusal.NAME_ENDS, path)
    if len(part.encode()) > MAX_NAME_BYTES:
        raise ChangeRefused(Refusal.LONG_NAME, path)


def lookalike_key(path: str) -> str:
    """Return what is the same for paths of articles that a person can't tell apart.

    Their formats, capitals, ways to write an accent, and letters of other alphabets don't count.
    """
    folded = unicodedata.normalize("NFKC", article_id_of(path)).casefold()
    return unicodedata.normalize("NFC", folded.translate(_LOOKALIKES))


def name_of_title(title: str) -> str:
    """Return the name, without its suffix, of the file of an article with a title."""
    signs = unicodedata.normalize("NFKC", title)
    spaced = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in signs)
    words = "-".join(spaced.split())
    while len(words) > _TITLE_CHARS and "-" in words[1:]:
        words = words.rpartition("-")[0]
    name = words[:_TITLE_CHARS].strip("-")
    try:
        return check_article_path(f"{name}.md").removesuffix(".md")
    except ChangeRefused:
        return f"article-{name}".rstrip("-") if name.isascii() and name else "article"
