"""What people write around a question in a chat: greetings, thanks, links, signs, second lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import NamedTuple

from bot.text.language import Language
from bot.text.sentences import split_sentences

MIN_TERMS_TO_STAND_ALONE = 2
"""With fewer informative terms a question leans on the sentence before it."""
# Addresses, Discord's times, mentions, channels and emoji of its own.
_MARKUP = re.compile(r"(?:https?://|www\.)[^\s<>]+|<(?:t:-?\d+(?::\w)?|a?:\w+:\d+|[@#][!&]?\d+)>")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3\U000e0020-\U000e007f]+"
    r"|(?<!\w):\w{2,32}:(?!\w)|(?<!\S)[:;=]-?[)(DPpO/|\\]+(?!\S)"
)
_MARKS = r"[\s,.:;!?…()*~–—-]"
_QUESTION_MARKS = "?？؟;"
_ENDS_LIKE_QUESTION = re.compile(r"[?？؟;][\s\"'”’»)*_~|`]*$")
_BEHIND_QUESTION_MARK = re.compile(r"(?<=[?？؟])\s+")
_BLANKS = re.compile(r"[^\S\n]+")


class _Chatter(NamedTuple):
    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    opening: re.Pattern[str]
    asker: re.Pattern[str]
    before_opening: re.Pattern[str]
    """The blanks behind a full stop that a question follows in small letters."""


@cache
def _chatter() -> _Chatter:
    table = tomllib.loads(
        resources.files("bot.answering.question")
        .joinpath("chatter.toml")
        .read_text(encoding="utf-8")
    )
    leading, trailing, apart = (
        "|".join(table[key]) for key in ("leading", "trailing", "trailing_apart")
    )
    opening = rf"(?:{table['opening']})(?!\w)"
    return _Chatter(
        re.compile(
            rf"{_MARKS}*(?:{leading})(?!\w)"
            rf"(?:(?:\s*[,.:;!?…–—]|\s+-+\s){_MARKS}*"
            rf"|\s+(?=(?:{leading})(?!\w)|{opening}|but\s|але\s)|\s*$)(?:(?:but|але)\s+)?",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?:(?<=\s)|^)(?:{trailing}){_MARKS}*$|(?:^|(?<=[,.:;!?…–—)-]))\s*(?:{apart}){_MARKS}*$",
            re.IGNORECASE,
        ),
        re.compile(rf"\W*{opening}", re.IGNORECASE),
        re.compile(table["asker"]),
        re.compile(rf"(?<=\w\w\w\.)\s+(?={opening})", re.IGNORECASE),
    )


def strip_chatter(text: str, language_of: Callable[[str], Language]) -> str:
    """Reduce a message to what it asks.

    Where one or several of its sentences ask, those are left out that speak of the asker, but for
    the one before a question that leans on it (behind it, where it comes first). A message of which
    no informative word would be left stays as it is.
    """
    plain = _EMOJI.sub(" ", _MARKUP.sub(" ", text))
    sentences = [found for line in plain.splitlines() for found in _sentences(line)]
    stripped = [item for sentence in sentences if (item := _strip(sentence)) is not None]
    if stripped == [text]:
        return text
    asking = {place for place, item in enumerate(stripped) if _asks(item)}
    if asking and len(stripped) > 1:
        leant_on = {
            place - 1 if place else 1 for place in asking if _leans(stripped[place], language_of)
        }
        stripped = [
            item
            for place, item in enumerate(stripped)
            if place in asking | leant_on or not _is_about_asker(item, language_of)
        ]
    asked = " ".join(stripped)
    return asked if language_of(asked).analyzer.terms(asked) else text


def _sentences(line: str) -> list[str]:
    """Return the sentences of a line, where they begin with small letters too."""
    known = _chatter()
    found: list[str] = []
    for piece in _BEHIND_QUESTION_MARK.split(_BLANKS.sub(" ", line.strip())):
        for part in known.before_opening.split(piece):
            found += [part[span.start : span.end] for span in split_sentences(part)]
    return found


def _strip(sentence: str) -> str | None:
    """Return a sentence without what is around its question; None where it is nothing else."""
    known = _chatter()
    rest = sentence
    while found := known.leading.match(rest):
        rest = rest[found.end() :]
    while found := known.trailing.search(rest):
        mark = (
            "?" if _ENDS_LIKE_QUESTION.search(found[0]) or found[0][:1] in _QUESTION_MARKS else ""
        )
        rest = rest[: found.start()].rstrip(" ,;:–—-") + mark
    return rest if any(sign.isalnum() for sign in rest) else None


def _leans(sentence: str, language_of: Callable[[str], Language]) -> bool:
    """Tell whether only what stands beside it can explain a question."""
    language = language_of(sentence)
    return bool(
        language.anaphora.search(sentence)
        or len(language.analyzer.terms(sentence)) < MIN_TERMS_TO_STAND_ALONE
    )


def _is_about_asker(sentence: str, language_of: Callable[[str], Language]) -> bool:
    """Tell whether a sentence speaks of who asks or who is asked, or says next to nothing."""
    terms = language_of(sentence).analyzer.terms(sentence)
    return bool(_chatter().asker.search(sentence) or len(set(terms)) < MIN_TERMS_TO_STAND_ALONE)


def _asks(sentence: str) -> bool:
    return bool(_ENDS_LIKE_QUESTION.search(sentence) or _chatter().opening.match(sentence))
