"""The head of an article without markup: kicker, title, deck, byline and date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.corpus.article_date import read_article_date
from bot.corpus.blocks import TextBlock, line_number
from bot.corpus.bylines import Byline, is_office, parse_bare_byline, parse_byline
from bot.corpus.scaffolding import is_no_text, leads_elsewhere
from bot.corpus.text_layout import ends_sentence, goes_on
from bot.text.display import is_visible
from bot.text.invisible import without_meaningless

_MAX_TITLE_CHARS = 250
"""Characters of a line that ends as a sentence does and may be a title all the same."""
_MAX_DECK_CHARS = 250
_MAX_DATE_CHARS = 60
_HEAD_PARAGRAPHS = 8
"""Paragraphs among which the head ends."""
_MIN_DECK_WORDS = 4
_MIN_LEAD_WORDS = 8
"""Words of a first line with a full stop that is the beginning of the text as well."""
_MAX_KICKER_WORDS = 2
_MIN_TITLE_WORDS = 3
_LINES_OF_NEIGHBOURS = 2
_KICKER = re.compile(
    r"(?:exclusive|breaking(?:\s+news)?|just\s+in|live(?:\s+(?:updates?|blog))?|updated?|developing"
    r"|analysis|opinion|comment(?:ary)?|editorial|column|interview|feature|explainer|explained"
    r"|investigation|special\s+report|watch|video|photos?|gallery|in\s+pictures|review|obituary"
    r"|profile|long\s+read|fact[\s-]check|news|world|politics|business|sport|sports|culture|local"
    r"|science|health|technology|top\s+stor(?:y|ies)|featured|premium|sponsored"
    r"|ексклюзив|терміново|блискавка|оновлено|аналітика|аналіз|думка|колонка|інтерв['’ʼ]ю"
    r"|репортаж|розслідування|пояснення|пояснюємо|новини|світ|політика|економіка|бізнес|спорт"
    r"|культура|суспільство|війна|відео|фото|наживо|огляд|головне)"
    r"(?:\s*[|/:·•]\s*[\w &]{1,30})?\s*[:!|]?",
    re.IGNORECASE,
)
_DATE_CUE = re.compile(
    r"(?:(?:first\s+)?(?:published|posted|updated|last\s+updated|date|issued|created|modified)"
    r"|опубліковано|оновлено|дата"
    r"|опубликовано|обновлено|veröffentlicht|stand|publié|mis\s+à\s+jour)"
    r"(?:\s+(?:on|at|am|le))?[ \t]*:?[ \t]+",
    re.IGNORECASE,
)
# A number alone is a title, a page or a year.
_MAY_BE_DATE = re.compile(r"\d.*[^\W\d]|[^\W\d].*\d|\d\W+\d")
_PARTS = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
_READING_TIME = re.compile(
    r"\d+\s*(?:-\s*)?(?:min(?:ute)?s?|хв\w*)\.?(?:\s+(?:read|читання))?", re.I
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass
class TextHead:
    """What stands above the text of an article."""

    title: str | None = None
    author: str | None = None
    byline: str | None = None
    date: dt.date | None = None
    decks: list[TextBlock] = field(default_factory=list)
    """What tells more below the title: passages."""
    length: int = 0
    """How many paragraphs it takes."""


def read_head(text: str, paragraphs: Sequence[TextBlock], title: str | None) -> TextHead:
    """Read the head of a text.

    Args:
        text: The stored text.
        paragraphs: Its paragraphs; the last one is never part of the head.
        title: The title, where front matter gives it.
    """
    head = TextHead(title=title)
    lines = [_line(text, paragraph) for paragraph in paragraphs[: _HEAD_PARAGRAPHS + 2]]
    last = min(len(paragraphs) - 1, _HEAD_PARAGRAPHS)
    while head.length < last:
        at = head.length
        line, following = lines[at], lines[at + 1 : at + 3]
        if line is None:
            break
        if is_no_text(line) or leads_elsewhere([line]) or _READING_TIME.fullmatch(line):
            pass
        elif head.title is None:
            if not _take_above_title(head, line, following):
                if not _may_be_title(line, tight=_is_tight(text, paragraphs, at + 1)):
                    break
                head.title = without_meaningless(line) if is_visible(line) else None
                if line.endswith(".") and len(_WORD.findall(line)) >= _MIN_LEAD_WORDS:
                    head.decks.append(paragraphs[at])
        elif not (
            _take_below_title(head, line)
            or (_is_tight(text, paragraphs, at) and _take_office(head, line))
        ):
            if head.decks or not _is_deck(line, following, named=head.author is not None):
                break
            head.decks.append(paragraphs[at])
        head.length += 1
    return head


def _line(text: str, paragraph: TextBlock) -> str | None:
    """Return a paragraph as a line, where it is one or a title that was wrapped."""
    lines = [text[start:end] for start, end in paragraph.line_spans]
    if len(lines) == 1:
        return lines[0]
    if len(lines) == 2 and goes_on(*lines) and not ends_sentence(lines[1]):
        return " ".join(lines)
    return None


def _is_tight(text: str, paragraphs: Sequence[TextBlock], at: int) -> bool:
    """Tell whether a paragraph stands right below the one before, with no blank line between."""
    between = text[paragraphs[at - 1].end : paragraphs[at].start] if at else ""
    return line_number(between, len(between)) == _LINES_OF_NEIGHBOURS


def _may_be_title(line: str, *, tight: bool) -> bool:
    if tight and line.endswith("."):
        return False
    return len(line) <= _MAX_TITLE_CHARS or not ends_sentence(line)


def _take_above_title(head: TextHead, line: str, following: Sequence[str | None]) -> bool:
    """Take a kicker, a date or a byline that stands above the title."""
    below = following[0] if following else None
    if below is None or ends_sentence(below):
        return False
    if (date := _read_date(line)) is not None and len(_WORD.findall(below)) >= _MIN_TITLE_WORDS:
        head.date = date
        return True
    if (byline := parse_byline(line)) is not None:
        _take_byline(head, line, byline)
        return True
    return _is_kicker(line, below)


def _is_kicker(line: str, below: str) -> bool:
    if parse_byline(below) or _read_date(below):
        return False
    if _KICKER.fullmatch(line):
        # "Analysis" above a name is the title.
        return len(_WORD.findall(below)) >= _MIN_TITLE_WORDS or not parse_bare_byline(below)
    words = _WORD.findall(line)
    return (
        line.isupper()
        and 0 < len(words) <= _MAX_KICKER_WORDS
        and not below.isupper()
        and len(_WORD.findall(below)) > _MIN_TITLE_WORDS
        and parse_bare_byline(below) is None
        and not ends_sentence(line)
    )


def _take_below_title(head: TextHead, line: str) -> bool:
    """Take a byline or a date below the title."""
    byline = None
    if head.author is None:
        byline = parse_byline(line) or parse_bare_byline(line)
        if byline and byline.author == line and _is_in_title(head, line):
            byline = None
    if byline is not None:
        _take_byline(head, line, byline)
        return True
    date = _read_date(line)
    if date is None or (head.date is not None and not _DATE_CUE.match(line)):
        return False
    head.date = head.date or date
    return True


def _is_in_title(head: TextHead, name: str) -> bool:
    """Tell whether a name alone is that of somebody whom the title tells of."""
    return not set(_WORD.findall(head.title or "")).isdisjoint(_WORD.findall(name))


def _take_office(head: TextHead, line: str) -> bool:
    """Take what stands right below a name: the outlet or the office of its bearer."""
    if head.author is None or head.byline is not None or not is_office(line):
        return False
    head.byline = f"{head.author}, {line}"
    return True


def _take_byline(head: TextHead, line: str, byline: Byline) -> None:
    head.author = without_meaningless(byline.author)
    if byline.rest:
        head.byline = line
    if head.date is None:
        head.date = next(filter(None, map(_read_date, _date_parts(line, byline))), None)


def _date_parts(line: str, byline: Byline) -> list[str]:
    return [*_PARTS.split(line)[1:], ", ".join(byline.rest), *byline.rest]


def _is_deck(line: str, following: Sequence[str | None], *, named: bool) -> bool:
    """Whether a line tells more of the title: a byline follows it, or its full stop is left out."""
    if len(line) > _MAX_DECK_CHARS:
        return False
    below = following[0] if following else None
    if below is not None and (
        parse_byline(below) or _read_date(below) or (not named and _is_person(below))
    ):
        return True
    words = line.split()
    is_sentence = len(words) >= _MIN_DECK_WORDS and any(word.islower() for word in words)
    return is_sentence and not ends_sentence(line) and not named


def _is_person(line: str) -> bool:
    byline = parse_bare_byline(line)
    return byline is not None and " " in byline.author


def _read_date(line: str) -> dt.date | None:
    """Return the date of a line that says no more than that, perhaps twice."""
    if len(line) > _MAX_DATE_CHARS or not _MAY_BE_DATE.search(line):
        return None
    parts = [_DATE_CUE.sub("", part.strip()) for part in _PARTS.split(line.strip(" *_()"))]
    return next(filter(None, map(read_article_date, [_DATE_CUE.sub("", line), *parts])), None)
