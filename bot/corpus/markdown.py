"""Articles in `.md` files: front matter, headings, and every other block a passage."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

import yaml

from bot.corpus.blocks import split_blocks
from bot.corpus.records import PassageSpan, StoredArticle
from bot.errors import Fault, FaultKind, InvalidDate, Notice, NoticeKind
from bot.model import Article
from bot.text.dates import read_period
from bot.text.display import is_visible, shorten, without_surrogates
from bot.text.web_address import UnlinkableReason, why_unlinkable

_FRONT_MATTER = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(.*?)(?:(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)",
    re.DOTALL,
)
_FRONT_MATTER_START = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+|\Z)")
_MAX_DAYS_OF_DATE = 31
"""Days of the longest period that is a date: of a month the first day counts."""
# Takes every scalar for the text that it is: `On`, `no` and `1984` are titles. The same in C, wherever the package was built with it.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULL_SPELLINGS = {"", "~", "null", "Null", "NULL"}
_TEXT_TAGS = (":str", ":int", ":float", ":bool", ":timestamp")
"""Ends of the tags of a scalar that is its own text."""
_TEXT_KEYS = ("title", "author", "publisher", "url", "language")
_MAX_NAMED_UTF16_UNITS = 80
"""UTF-16 units of what is named in a fault."""
_NOTICE_OF_REASON = {
    UnlinkableReason.TOO_LONG: NoticeKind.LONG_ADDRESS,
    UnlinkableReason.USER_INFORMATION: NoticeKind.USER_IN_ADDRESS,
    UnlinkableReason.NOT_HTTP: NoticeKind.OTHER_ADDRESS,
    UnlinkableReason.MALFORMED: NoticeKind.MALFORMED_ADDRESS,
}


@dataclass(frozen=True, slots=True)
class _FrontMatter:
    """What front matter comes to."""

    article: Article
    """With what it says."""
    body_start: int
    """Where the text behind it begins."""
    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()


def read_markdown(
    text: str, article_id: str, path: str, display_path: str
) -> tuple[StoredArticle, tuple[Fault, ...]]:
    """Read an article; faults are those of its front matter, with `display_path` as the file's name."""
    front = _parse_front_matter(text, Article(article_id, path), display_path)
    article, heading = front.article, None
    passages = []
    for block in split_blocks(text, front.body_start):
        rest = list(block.line_spans)
        while rest and _HEADING.match(line := text[rest[0][0] : rest[0][1]]):
            name = _parse_heading(line)
            if article.title is None:
                article = replace(article, title=name)
            else:
                heading = name
            rest.pop(0)
        if rest:
            passages.append(PassageSpan(rest[0][0], rest[-1][1], heading))
    return StoredArticle(article, text, tuple(passages), front.notices), front.faults


def _parse_heading(line: str) -> str | None:
    """What a line with `#` before it says, without those that may close it; None where nobody can see that it says anything."""
    sentence = line.lstrip("#").strip(" \t")
    bare = sentence.rstrip("#")
    # Where letters stand before them, they belong to the word.
    sentence = bare.rstrip(" \t") if bare.endswith((" ", "\t")) else sentence
    return sentence if is_visible(sentence) else None


def _parse_front_matter(text: str, article: Article, display_path: str) -> _FrontMatter:
    opened = _FRONT_MATTER_START.match(text)
    if not opened:
        return _FrontMatter(article, 0)
    found = _FRONT_MATTER.match(text)
    body = (found or opened).end()

    def broken(line: int, detail: str) -> _FrontMatter:
        return _FrontMatter(
            article, body, (Fault(display_path, line, FaultKind.FRONT_MATTER, detail=detail),)
        )

    if not found:
        return broken(1, "it is not closed by a line ---")
    try:
        node = yaml.compose(found[1], Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return broken(
            error.problem_mark.line + 2 if error.problem_mark else 1,
            shorten(error.problem or "", _MAX_NAMED_UTF16_UNITS),
        )
    except yaml.YAMLError as error:
        return broken(1, shorten(str(error).partition("\n")[0], _MAX_NAMED_UTF16_UNITS))
    if node is None:
        return _FrontMatter(article, body)
    if not isinstance(node, yaml.MappingNode):
        return broken(2, "it is not a list of keys and values")
    values, faults, notices = _parse_values(node, display_path, article.path)
    extra = tuple(
        (key, str(value)) for key, value in values.items() if key not in (*_TEXT_KEYS, "date")
    )
    known = {key: value for key, value in values.items() if key in (*_TEXT_KEYS, "date")}
    article = replace(article, **known, extra=extra)  # type: ignore[arg-type]  # checked in _values
    return _FrontMatter(article, body, faults, notices)


def _parse_values(
    node: yaml.MappingNode, display_path: str, path: str
) -> tuple[dict[str, str | dt.date], tuple[Fault, ...], tuple[Notice, ...]]:
    values: dict[str, str | dt.date] = {}
    faults, notices = [], []
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 2
        if key in seen:
            faults.append(
                Fault(
                    display_path,
                    line,
                    FaultKind.DUPLICATE,
                    key=shorten(key, _MAX_NAMED_UTF16_UNITS),
                )
            )
            continue
        seen.add(key)
        if _is_null(value_node):
            continue
        if key in _TEXT_KEYS:
            if not isinstance(value_node, yaml.ScalarNode) or not value_node.tag.endswith(
                _TEXT_TAGS
            ):
                faults.append(
                    Fault(display_path, line, FaultKind.WRONG_TYPE, key=key, detail="a text")
                )
            elif is_visible(value_node.value):
                values[key] = text = without_surrogates(value_node.value).strip()
                if key == "url" and (reason := why_unlinkable(text)) is not None:
                    notices.append(Notice(path, line, _NOTICE_OF_REASON[reason]))
        elif key == "date":
            date = _parse_date(value_node)
            if date is None:
                faults.append(
                    Fault(
                        display_path,
                        line,
                        FaultKind.WRONG_DATE,
                        key=key,
                        detail=shorten(_plain_scalar(value_node), _MAX_NAMED_UTF16_UNITS),
                    )
                )
            else:
                values[key] = date
        else:
            values[key] = _plain_scalar(value_node)
    return values, tuple(faults), tuple(notices)


def _is_null(node: yaml.Node) -> bool:
    plain = isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULL_SPELLINGS
    return plain or node.tag.endswith(":null")


def _plain_scalar(node: yaml.Node) -> str:
    return without_surrogates(
        node.value if isinstance(node, yaml.ScalarNode) else yaml.serialize(node).strip()
    )


def _parse_date(node: yaml.Node) -> dt.date | None:
    if not isinstance(node, yaml.ScalarNode):
        return None
    try:
        period = read_period(node.value, None)
    except InvalidDate:
        return None
    is_date = (period.last - period.first).days < _MAX_DAYS_OF_DATE
    return period.first if is_date else None
