"""Short turns that act on what was said last: more of it, its source, a bare "why?".

The tables have phrases in English and Ukrainian. In a phrase `/` parts words of which any will do,
and `?` ends a word that may be left out. Case and punctuation don't count, nor do the words of
`_LEADING_WORDS` and `TRAILING_WORDS` around a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache


class Intent(StrEnum):
    """What a short turn wants."""

    MORE = "more"
    """The next passage."""
    SOURCE = "source"
    """Where the last answer comes from."""
    ELLIPTICAL_QUESTION = "bare"
    """A question that only the last answer completes."""


_LEADING_WORDS = "and but so or ok okay then well hm hmm um oh please а і й та але ну то добре так"
TRAILING_WORDS = (
    "please",
    "then",
    "though",
    "exactly",
    "precisely",
    "thanks",
    "будь",
    "ласка",
    "саме",
    "ж",
    "же",
    "тоді",
)

_PHRASES: dict[Intent, tuple[str, ...]] = {
    Intent.MORE: (
        "some/any/even/anything/something/one? more",
        "more of that/this/it/those/these/them/the? same?",
        "some/any? more info/information/details/passages/answers/results/articles",
        (
            "can/could/may? you/i? show/give/tell/get/see/have me/us? some/any/one? more "
            "passages/answers/results?"
        ),
        (
            "show/give me/us? the/an? next/another/other/others "
            "one/ones/passage/passages/answer/answers/result/results?"
        ),
        "the? next/other/others/another one/ones/passage/passages/answer/answers/result/results?",
        "any other/others one/ones/passages/answers/results?",
        "any/some/one other passage/passages/answer/answers",
        "anything/something/what else",
        "what else is/was there",
        "what else do/does you/it have/say",
        "is/are there any/anything/something? more/else/others",
        "do you have any/anything/something? more/else/others",
        "is that/this/it all/everything",
        "go/carry on",
        "keep going",
        "continue",
        (
            "покажи/покажіть/дай/дайте/давай/розкажи/розкажіть мені/нам? "
            "ще/більше/далі/інше/інший/іншу щось/уривок/відповідь/один/одну?"
        ),
        "ще щось/більше/один/одну/одне/уривок/відповідь/відповіді?",
        "щось/що ще",
        "чи? є ще щось?",
        "більше/далі",
        "наступний/наступна/наступне/наступну/наступні уривок/відповідь/абзац?",
        "інший/інша/інше/інші/іншу уривок/відповідь/відповіді?",
        "це все",
        "продовжуй/продовжуйте/продовжити/продовжуємо",
    ),
    Intent.SOURCE: (
        "the/your/its/any/which/what? source/sources/citation/citations/reference/references",
        "what/what's/whats is/are/was/were? the/your/its? source/sources of/for? that/this/it?",
        "who says/said/claims/claimed/reports/reported/writes that/so/this/it",
        "says/said who/whom",
        "according to who/whom/what",
        "where is/was/does/did that/this from/come/taken from?",
        "where's/wheres that/this from",
        "where did/do you get/have/take/read/find that/this/it from?",
        (
            "which/what outlet/outlets/agency/paper/newspaper "
            "says/said/reports/reported that/so/this/it"
        ),
        "how do/would you know that/this/it?",
        "яке/які/твоє/ваше/вкажи/дай? джерело/джерела",
        "хто це/так каже/сказав/сказала/стверджує/пише/повідомив/повідомляє",
        "хто каже/сказав/стверджує/пише/повідомив/повідомляє це/так/про? це?",
        "звідки ця/такі/ці? це/інформація/дані",
        "звідки це? ти/ви/вам/тобі? це? знаєш/знаєте/взяв/взяла/взяли/взято/відомо це?",
        "за чиїми словами/даними",
        "за словами/даними кого",
        "чиї це слова/дані",
    ),
    Intent.ELLIPTICAL_QUESTION: (
        (
            "why/how/when/where/who/whom/whose/what/which is/was/are/were? "
            "that/this/it/these/those/they/he/she?"
        ),
        "why not/so",
        "how so/come",
        (
            "how many/much/long/often/far/big/old/soon is/was/are/were? "
            "that/this/it/they/he/she/of? them?"
        ),
        "which one/ones",
        "for how long",
        "since/until/till/by/from/before/after when",
        "at/by? what time",
        "what/which day/date/year/month",
        "where to/from",
        "from/to where",
        "to/by/with/for/from/of whom/what",
        "who with/to/for/by/from",
        "what for",
        "how/why did/do/does that/this/it happen",
        "чому/навіщо/як/коли/де/куди/звідки/хто/що/скільки/чий/чия/чиє/чиї це/то/так?",
        "кого/кому/ким/чого/чому/чим/який/яка/яке/які/котрий/котра",
        "чому/навіщо ні/так",
        "для чого",
        "через що",
        "як довго/часто/далеко/багато/так",
        "скільки разів/часу/їх/людей/днів/років?",
        "відколи/доки",
        "з/до/від якого часу",
        "о котрій годині?",
        "якого числа/дня/року",
    ),
}
WORD = re.compile(r"[\w'’ʼ]+")
_MAX_CHARS = 60
"""Characters of the longest short turn."""


def detect_intent(text: str) -> Intent | None:
    """Return what a text wants as a short turn; None for anything else."""
    if len(text) > _MAX_CHARS:
        return None
    words = "".join(f"{normalize_word(word)} " for word in WORD.findall(text))
    return next(
        (intent for intent, pattern in _patterns().items() if pattern.fullmatch(words)), None
    )


def normalize_word(word: str) -> str:
    """Return a word as the tables write it."""
    return word.casefold().replace("’", "'").replace("ʼ", "'")


def phrase_pattern(table: Iterable[str], *, after: bool = True) -> str:
    """Compile a pattern for plain words, each with a space behind it.

    It fits any phrase of a table with what may stand before it and, unless it goes on, `after` it.
    """
    before, behind = (
        f"(?:(?:{'|'.join(words)}) )*" for words in (_LEADING_WORDS.split(), TRAILING_WORDS)
    )
    return f"{before}(?:{'|'.join(map(_one_phrase_pattern, table))}){behind if after else ''}"


def _one_phrase_pattern(phrase: str) -> str:
    return "".join(
        f"(?:(?:{word.rstrip('?').replace('/', '|')}) ){'?' if word.endswith('?') else ''}"
        for word in phrase.split()
    )


@cache
def _patterns() -> dict[Intent, re.Pattern[str]]:
    """Compile the tables when a turn is first looked at: a single question is none."""
    return {wants: re.compile(phrase_pattern(table)) for wants, table in _PHRASES.items()}
