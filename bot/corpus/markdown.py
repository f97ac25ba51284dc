"""Articles in `.md` files: front matter, headings, and every other block a passage."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

import yaml

from bot.corpus.blocks import blocks
from bot.corpus.packed import Block, StoredArticle
from bot.errors import Fault, FaultKind, Notice, NoticeKind
from bot.model import Article
from bot.text.display import sendable, short, visible
from bot.text.web_address import UnlinkableReason, unlinkable

_FRONT = re.compile(r"---[ \t]*(?:\r\n|\r|\n)(.*?)(?:(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL)
_OPENS = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+|\Z)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
# Takes every scalar for the text that it is: `On`, `no` and `1984` are titles. The same in C, wherever the package was built with it.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_OF_TEXT = (":str", ":int", ":float", ":bool", ":timestamp")
"""Ends of the tags of a scalar that is its own text."""
_TEXTS = ("title", "author", "publisher", "url", "language")
_NAMED = 80
"""UTF-16 units of what is named in a fault."""
_NO_LINK = {
    UnlinkableReason.TOO_LONG: NoticeKind.LONG_ADDRESS,
    UnlinkableReason.USER_INFORMATION: NoticeKind.USER_IN_ADDRESS,
    UnlinkableReason.NOT_HTTP: NoticeKind.OTHER_ADDRESS,
    UnlinkableReason.MALFORMED: NoticeKind.MALFORMED_ADDRESS,
}


@dataclass(frozen=True, slots=True)
class _Front:
    """What front matter comes to."""

    article: Article
    """With what it says."""
    body: int
    """Where the text behind it begins."""
    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()


def read_markdown(text: str, article_id: str, path: str, shown: str) -> tuple[StoredArticle, tuple[Fault, ...]]:
    """Read an article; faults are those of its front matter, with `shown` as the file's name."""
    front = _front_matter(text, Article(article_id, path), shown)
    article, heading = front.article, None
    passages = []
    for block in blocks(text, front.body):
        rest = list(block.spans)
        while rest and _HEADING.match(line := text[rest[0][0] : rest[0][1]]):
            name = _heading(line)
            if article.title is None:
                article = replace(article, title=name)
            else:
                heading = name
            rest.pop(0)
        if rest:
            passages.append(Block(rest[0][0], rest[-1][1], heading))
    return StoredArticle(article, text, tuple(passages), front.notices), front.faults


def _heading(line: str) -> str | None:
    """What a line with `#` before it says, without those that may close it; None where nobody can see that it says anything."""
    said = line.lstrip("#").strip(" \t")
    bare = said.rstrip("#")
    # Where letters stand before them, they belong to the word.
    said = bare.rstrip(" \t") if bare.endswith((" ", "\t")) else said
    return said if visible(said) else None


def _front_matter(text: str, article: Article, shown: str) -> _Front:
    opened = _OPENS.match(text)
    if not opened:
        return _Front(article, 0)
    found = _FRONT.match(text)
    body = (found or opened).end()

    def broken(line: int, detail: str) -> _Front:
        return _Front(article, body, (Fault(shown, line, FaultKind.FRONT_MATTER, detail=detail),))

    if not found:
        return broken(1, "it is not closed by a line ---")
    try:
        node = yaml.compose(found[1], Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return broken(error.problem_mark.line + 2 if error.problem_mark else 1, short(error.problem or "", _NAMED))
    except yaml.YAMLError as error:
        return broken(1, short(str(error).partition("\n")[0], _NAMED))
    if node is None:
        return _Front(article, body)
    if not isinstance(node, yaml.MappingNode):
        return broken(2, "it is not a list of keys and values")
    values, faults, notices = _values(node, shown, article.path)
    extra = tuple((key, str(value)) for key, value in values.items() if key not in (*_TEXTS, "date"))
    known = {key: value for key, value in values.items() if key in (*_TEXTS, "date")}
    article = replace(article, **known, extra=extra)  # type: ignore[arg-type]  # checked in _values
    return _Front(article, body, faults, notices)


def _values(node: yaml.MappingNode, shown: str, path: str) -> tuple[dict[str, str | dt.date], tuple[Fault, ...], tuple[Notice, ...]]:
    values: dict[str, str | dt.date] = {}
    faults, notices = [], []
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 2
        if key in seen:
            faults.append(Fault(shown, line, FaultKind.DUPLICATE, key=short(key, _NAMED)))
            continue
        seen.add(key)
        if _is_null(value_node):
            continue
        if key in _TEXTS:
            if not isinstance(value_node, yaml.ScalarNode) or not value_node.tag.endswith(_OF_TEXT):
                faults.append(Fault(shown, line, FaultKind.WRONG_TYPE, key=key, detail="a text"))
            elif visible(value_node.value):
                values[key] = text = sendable(value_node.value).strip()
                if key == "url" and (reason := unlinkable(text)) is not None:
                    notices.append(Notice(path, line, _NO_LINK[reason]))
        elif key == "date":
            date = _date(value_node)
            if date is None:
                faults.append(Fault(shown, line, FaultKind.WRONG_DATE, key=key, detail=short(_written(value_node), _NAMED)))
            else:
                values[key] = date
        else:
            values[key] = _written(value_node)
    return values, tuple(faults), tuple(notices)


def _is_null(node: yaml.Node) -> bool:
    plain = isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS
    return plain or node.tag.endswith(":null")


def _written(node: yaml.Node) -> str:
    return sendable(node.value if isinstance(node, yaml.ScalarNode) else yaml.serialize(node).strip())


def _date(node: yaml.Node) -> dt.date | None:
    if not isinstance(node, yaml.ScalarNode) or not _DATE.match(node.value):
        return None
    try:
        return dt.date.fromisoformat(node.value)
    except ValueError:
        return None
