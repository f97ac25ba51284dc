"""Articles in `.md` files: front matter, headings, and every other block a passage."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import yaml

from bot.corpus.blocks import blocks
from bot.corpus.packed import Block, StoredArticle
from bot.errors import Fault, FaultKind
from bot.model import Article
from bot.text.display import sendable, short, visible

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


def read_markdown(text: str, article_id: str, path: str, shown: str) -> tuple[StoredArticle, tuple[Fault, ...]]:
    """Read an article; faults are those of its front matter, with `shown` as the file's name."""
    article, body, faults = _front_matter(text, Article(article_id, path), shown)
    heading = None
    passages = []
    for block in blocks(text, body):
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
    return StoredArticle(article, text, tuple(passages)), faults


def _heading(line: str) -> str | None:
    """What a line with `#` before it says, without those that may close it; None where nobody can see that it says anything."""
    said = line.lstrip("#").strip(" \t")
    bare = said.rstrip("#")
    # Where letters stand before them, they belong to the word.
    said = bare.rstrip(" \t") if bare.endswith((" ", "\t")) else said
    return said if visible(said) else None


def _front_matter(text: str, article: Article, shown: str) -> tuple[Article, int, tuple[Fault, ...]]:
    """The article with what its front matter says, where the body begins, and what is wrong."""
    opened = _OPENS.match(text)
    if not opened:
        return article, 0, ()
    found = _FRONT.match(text)
    if not found:
        return (
            article,
            opened.end(),
            (Fault(shown, 1, FaultKind.FRONT_MATTER, detail="it is not closed by a line ---"),),
        )
    try:
        node = yaml.compose(found[1], Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        return article, found.end(), (Fault(shown, line, FaultKind.FRONT_MATTER, detail=short(error.problem or "", _NAMED)),)
    except yaml.YAMLError as error:
        return article, found.end(), (Fault(shown, 1, FaultKind.FRONT_MATTER, detail=short(str(error).partition("\n")[0], _NAMED)),)
    if node is None:
        return article, found.end(), ()
    if not isinstance(node, yaml.MappingNode):
        return (
            article,
            found.end(),
            (Fault(shown, 2, FaultKind.FRONT_MATTER, detail="it is not a list of keys and values"),),
        )
    values, faults = _values(node, shown)
    extra = tuple((key, str(value)) for key, value in values.items() if key not in (*_TEXTS, "date"))
    known = {key: value for key, value in values.items() if key in (*_TEXTS, "date")}
    return replace(article, **known, extra=extra), found.end(), faults  # type: ignore[arg-type]  # checked in _values


def _values(node: yaml.MappingNode, shown: str) -> tuple[dict[str, str | dt.date], tuple[Fault, ...]]:
    values: dict[str, str | dt.date] = {}
    faults = []
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
                values[key] = sendable(value_node.value).strip()
        elif key == "date":
            date = _date(value_node)
            if date is None:
                faults.append(Fault(shown, line, FaultKind.WRONG_DATE, key=key, detail=short(_written(value_node), _NAMED)))
            else:
                values[key] = date
        else:
            values[key] = _written(value_node)
    return values, tuple(faults)


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
