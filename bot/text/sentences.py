"""Where the sentences of a passage begin and end."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from bot.model import Span
from bot.text.invisible import INVISIBLE, INVISIBLE_SIGNS
from bot.text.language_tables import LANGUAGE_CODES, language_table
from bot.text.unspaced import sentence_ends

_UNSEEN = rf"*_{INVISIBLE}"
"""What may stand between a mark and a quote without being seen: Markdown's signs, too."""
_OPENING = rf"\"'“‘«„(\[—–{_UNSEEN}-"
# A closing mark with the quotes and brackets behind it, then white space, then whatever may open a
# sentence. The Greek question mark looks like a semicolon. Of marks in a row the first begins: from
# each other one the same would be found, or nothing again.
_BOUNDARY = re.compile(
    r"(?:(?<![.!?…])[.!?…]|[。؟\u037e]|(?<=[\u0370-\u03ff\u1f00-\u1fff]);)[.!?…]*"
    rf"[\"'”’“‘»)\]{_UNSEEN}]*(?:[ \u00a0\u202f]»)?(\s+)(?=[{_OPENING}]*\s?[¿¡]*[^\W_])"
)
_ANNOUNCED_QUOTE = re.compile(r"[:,]\s*[\"“‘«„']")
_MAX_QUOTE_CHARS = 400
"""Characters before the end of a quotation where it may be announced: "She asked: “Why?”"."""
_CLOSING_QUOTE = re.compile(r"[\"'”’“‘»]")
_LIST_ITEM = re.compile(r"(?:^|(?<=[\r\n]))[ \t]*(?:[-*+•▪►‣◦·]|\d{1,3}[.)])[ \t]+(?=\S)")
_ITEM_NUMBER = re.compile(r"\d{1,3}")
_MIN_LIST_ITEMS = 2
"""Lines that open as an item of a list does, where they are ones."""
_OPENING_SIGNS = "\"'“‘«„([—–-¿¡ *_" + INVISIBLE_SIGNS
_UNSEEN_SIGNS = re.compile(f"[{_UNSEEN}]+")
_CAPITAL_WORD = r"(?=[^\W\d_a-zа-яёіїєґß-öø-ÿ])[\w'’.-]+"
_SPEAKER = (
    rf"{_CAPITAL_WORD}(?:(?:\s+[^\W\d_]+){{1,2}}(?=\s+{_CAPITAL_WORD}))?"
    rf"(?:\s+(?:of|the|for|from|in|de|van|von|bin|al|and|&|{_CAPITAL_WORD})){{0,7}}"
    r"(?:,[^.!?;:“”\"«»\r\n]{1,80},)?"
)
"""Who says something: a name with an office, and what is told of them between commas."""
_MAX_CLOSING_MARKS = 2
"""Behind more marks and quotes than these, a full stop is no abbreviation's."""
_LOOKBEHIND_CHARS = 12
"""Characters before a full stop that tell an abbreviation's; all abbreviations are shorter."""
_MAX_ORDINAL_CHARS = 2
"""A number or initial before a full stop has at most so many letters or digits."""
_BLANK = r"\s?"
_INITIALS = r"[A-ZА-ЯІЇЄҐ](?:\.[A-ZА-ЯІЇЄҐ])*"


class _AbbreviationRules(NamedTuple):
    """What tells whether an abbreviation ends its sentence."""

    at_end: re.Pattern[str]
    """An abbreviation at the end of a text."""
    may_end: re.Pattern[str]
    """One at the end of a text that may end its sentence."""
    opener: re.Pattern[str]
    """What then begins the next one."""

    def ends_sentence(self, before: str, text: str, following: int) -> bool:
        """Tell whether a sentence ends with the abbreviation."""
        return bool(self.may_end.search(before) and self.opener.match(text, following))


@cache
def _english() -> _AbbreviationRules:
    item = language_table("en")["sentences"]
    return _AbbreviationRules(
        re.compile(
            r"(?:^|[\s(\"“‘«„—-])"
            rf"(?:{_any_of([*item['abbreviations'], *item['may_end']])}|{_INITIALS})\.$"
        ),
        re.compile(rf"(?:{_any_of(item['may_end'])})\.$"),
        re.compile(rf"[\"'“‘«„(\[]*(?:{item['openers']})\b"),
    )


@cache
def _other_languages() -> _AbbreviationRules:
    openers = "|".join(item["openers"] for item in _other_tables())
    return _AbbreviationRules(
        re.compile(
            rf"(?<![^\W_])(?:{_any_of(_words_of_others('abbreviations', 'may_end'), _BLANK)})\.$"
        ),
        re.compile(rf"(?<![^\W_])(?:{_any_of(_words_of_others('may_end'), _BLANK)})\.$"),
        re.compile(rf"[\"'“‘«„(\[—–¿¡-]*\s?(?:{openers})(?![^\W_])"),
    )


@cache
def _spaced() -> re.Pattern[str]:
    """Abbreviations such as "z. B.": the first full stop is inside."""
    spaced = [word for word in _words_of_others("abbreviations", "may_end") if " " in word]
    return re.compile(rf"(?<![^\W_])(?:{_any_of(spaced)})\b")


@cache
def _ordinals() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Compile a number at the end of a text, what it counts, and what shows that it counts."""
    counted = "|".join(item["ordinals"] for item in _other_tables() if "ordinals" in item)
    return (
        re.compile(r"(?<!\w)\d{1,2}\.$"),
        re.compile(rf"(?:{counted})\b"),
        # Where April follows, which is English too, a German word must stand before.
        re.compile(
            r"\b(?:(?<!I )[Aa]m|[Aa]b|[Bb]is|[Ss]eit|[Vv]om|[Zz]um|[Dd](?:er|es|em|en|ie|as)"
            r"|[Ii]m|[Bb]eim|[Ee]in(?:e[mnr]?)?)\s+\d{1,2}\.$"
        ),
    )


@cache
def _abbreviation_parts() -> frozenset[str]:
    """The letters between the marks of every abbreviation: a full stop behind others is none's."""
    every = [
        *language_table("en")["sentences"]["abbreviations"],
        *language_table("en")["sentences"]["may_end"],
        *_words_of_others("abbreviations", "may_end", "last_words"),
    ]
    return frozenset(
        part
        for word in every
        for spelt in (word, word.replace(" ", ""))
        for part in re.findall(r"[^\W_]+", spelt)
    )


@cache
def _other_tables() -> Sequence[Mapping[str, Any]]:
    return [language_table(code)["sentences"] for code in LANGUAGE_CODES if code != "en"]


def _words_of_others(*keys: str) -> list[str]:
    """Return abbreviations as they stand in a table, and as they open a sentence."""
    words = [word for item in _other_tables() for key in keys for word in item.get(key, ())]
    return [*words, *(word[0].upper() + word[1:] for word in words if word[1:2].islower())]


@cache
def _before_figures() -> re.Pattern[str]:
    """Words that are abbreviations before a figure alone: "No. 5", "Hafenstr. 5"."""
    tables = (language_table("en")["sentences"], *_other_tables())
    return re.compile(
        "|".join(item["before_figures"] for item in tables if "before_figures" in item)
    )


@cache
def _last_words() -> re.Pattern[str]:
    """Abbreviations behind which a sentence goes on in small letters or not at all: "etc."."""
    return re.compile(rf"(?<![^\W_])(?:{_any_of(_words_of_others('last_words'), _BLANK)})\.$")


def _any_of(words: Iterable[str], space: str = " ") -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", space) for word in sorted(words, key=len, reverse=True)
    )


@cache
def _speech() -> re.Pattern[str]:
    """Return what goes on with a quotation behind its mark: "“Never!” Ida Berg shouted"."""
    verbs = "|".join(
        item["speech"]
        for item in (language_table("en")["sentences"], *_other_tables())
        if "speech" in item
    )
    openers = language_table("en")["sentences"]["openers"]
    return re.compile(
        rf"(?:[—–-]\s+)?(?:I|(?!(?:{openers})\b){_SPEAKER})\s+"
        rf"(?:(?:had|has|have|then|also|later|reportedly)\s+)?(?:{verbs})(?!\w)"
    )


def split_sentences(text: str) -> list[Span]:
    """Return the sentences in order, without the white space around them.

    Abbreviations, initials, decimals, a closing mark before a small letter, and one inside a
    quotation that its speaker follows do not end a sentence; an item of a list is one.
    """
    spans: list[Span] = []
    start = 0
    for end, following in _boundaries(text):
        _append_span(spans, text, start, end)
        start = following
    _append_span(spans, text, start, len(text))
    return spans


def _boundaries(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a sentence ends and where the next one begins."""
    items = deque(_list_items(text))
    start = 0
    for match in _BOUNDARY.finditer(text):
        while items and items[0].start() <= match.start():
            item = items.popleft()
            if item.start() > start:
                yield item.start(), item.start()
            start = max(start, item.start())
            if match.start() < item.end():
                # The full stop of its number.
                break
        else:
            if _ends_sentence(text, start, match):
                yield match.start(1), match.end()
                start = match.end()
    for item in items:
        if item.start() > start:
            yield item.start(), item.start()


def _list_items(text: str) -> list[re.Match[str]]:
    """Return the openings of the items of a list; none where only one line looks like an item."""
    if "\n" not in text and "\r" not in text:
        return []
    items = list(_LIST_ITEM.finditer(text))
    return items if len(items) >= _MIN_LIST_ITEMS else []


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    mark, following = match.span()
    opening = text[following]
    if not opening.isalnum():
        opening = text[following : following + 40].lstrip(_OPENING_SIGNS)[:1]
    if opening.islower():
        return False
    closing = text[mark : match.start(1)]
    if text[mark] != "." and _CLOSING_QUOTE.search(closing):
        announced = _ANNOUNCED_QUOTE.search(text, max(start, mark - _MAX_QUOTE_CHARS), mark)
        if not announced and _speech().match(text, following):
            return False
    if not closing.isascii() or "*" in closing or "_" in closing:
        closing = _UNSEEN_SIGNS.sub("", closing)
    if text[mark] != "." or len(closing) > _MAX_CLOSING_MARKS:
        return True
    return _ends_at_full_stop(text, start, mark, following)


def _ends_at_full_stop(text: str, start: int, mark: int, following: int) -> bool:
    begin = max(start, mark - _LOOKBEHIND_CHARS)
    word = mark
    while word > begin and text[word - 1].isalnum():
        word -= 1
    name = text[word:mark]
    if text[following].isdigit():
        if _before_figures().fullmatch(name):
            return False
    elif _ITEM_NUMBER.fullmatch(name) and not text[start:word].strip(_OPENING_SIGNS):
        return False
    if mark - word > _MAX_ORDINAL_CHARS and name not in _abbreviation_parts():
        return True
    return _ends_abbreviated(text, begin, mark, following)


def _ends_abbreviated(text: str, begin: int, mark: int, following: int) -> bool:
    """Tell whether a sentence ends with a full stop that may be an abbreviation's or a number's."""
    before = text[begin : mark + 1]
    if _last_words().search(before):
        return not text[following].isdigit()
    english, elsewhere = _english(), _other_languages()
    if english.at_end.search(before):
        return english.ends_sentence(before, text, following) or elsewhere.ends_sentence(
            before, text, following
        )
    ordinal, counted, counting = _ordinals()
    if ordinal.search(before):
        return not (counted.match(text, following) or counting.search(before))
    if any(
        item.start() < mark < item.end() - 1
        for item in _spaced().finditer(text, begin, following + _LOOKBEHIND_CHARS)
    ):
        return False
    return not elsewhere.at_end.search(before) or elsewhere.ends_sentence(before, text, following)


def _append_span(spans: list[Span], text: str, start: int, end: int) -> None:
    """Add a stretch of text without the white space around it, split where sentences touch."""
    ends = sentence_ends(text[start:end])
    for begin, stop in pairwise((start, *(start + place for place in ends), end)):
        stripped = text[begin:stop].strip()
        if stripped:
            first = text.index(stripped[0], begin)
            spans.append(Span(first, first + len(stripped)))
