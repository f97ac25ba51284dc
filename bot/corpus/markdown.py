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
from bot.text.web_address import UnlinkableReason, unlinkable

_FRONT = re.compile(r"---[ \t]*(?:\r\n|\r|\n)(.*?)(?:(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL)
_OPENS = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
# The same in C, wherever the package was built with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXTS = ("title", "author", "publisher", "url", "language")
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
        while rest and (found := _HEADING.match(text[rest[0][0] : rest[0][1]])):
            name = found[1] or None
            if article.title is None:
                article = replace(article, title=name)
            else:
                heading = name
            rest.pop(0)
        if rest:
            passages.append(Block(rest[0][0], rest[-1][1], heading))
    return StoredArticle(article, text, tuple(passages), front.notices), front.faults


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
        return broken(error.problem_mark.line + 2 if error.problem_mark else 1, error.problem or "")
    except yaml.YAMLError as error:
        return broken(1, str(error).partition("\n")[0])
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
            faults.append(Fault(shown, line, FaultKind.DUPLICATE, key=key))
            continue
        seen.add(key)
        if value_node.tag == "tag:yaml.org,2002:null":
            continue
        if key in _TEXTS:
            # A number as a title ("1984") is a plain scalar too: any scalar but a truth value or a date is its own text.
            if not isinstance(value_node, yaml.ScalarNode) or not value_node.tag.endswith((":str", ":int", ":float")):
                faults.append(Fault(shown, line, FaultKind.WRONG_TYPE, key=key, detail="a text"))
            elif value_node.value.strip():
                values[key] = value_node.value.strip()
                if key == "url" and (reason := unlinkable(value_node.value.strip())) is not None:
                    notices.append(Notice(path, line, _NO_LINK[reason]))
        elif key == "date":
            date = _date(value_node)
            if date is None:
                faults.append(Fault(shown, line, FaultKind.WRONG_DATE, key=key, detail=str(getattr(value_node, "value", ""))))
            else:
                values[key] = date
        else:
            values[key] = value_node.value if isinstance(value_node, yaml.ScalarNode) else yaml.serialize(value_node).strip()
    return values, tuple(faults), tuple(notices)


def _date(node: yaml.Node) -> dt.date | None:
    if not isinstance(node, yaml.ScalarNode) or not _DATE.match(node.value):
        return None
    try:
        return dt.date.fromisoformat(node.value)
    except ValueError:
        return None
