"""Front matter: the keys and values that stand before an article, however they are fenced.

Between lines `---` stand lines `key: value` (YAML, read line by line, so that a `#` or a colon in
a title spoils nothing), between lines `+++` TOML; a first block of known keys needs no fence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

import yaml

from bot.corpus.blocks import line_number, line_spans, split_blocks
from bot.errors import FaultKind

Value = str | tuple["Value", ...] | Mapping[str, "Value"] | None
"""What stands behind a key: a text, a list, keys with values of their own, or nothing."""

_BLANK = re.compile(r"(?:[\s\ufeff]*[\r\n])?[ \t\ufeff]*")
# Some editors make one dash of several.
_DASHES = ("---", "—", "—-", "——", "–-")
_FENCE = re.compile(rf"({'|'.join(_DASHES)}|\+\+\+)[ \t]*(?=[\r\n])")
_PANDOC_LINE = re.compile(r"%[ \t]+(.*)")
_PANDOC_KEYS = ("title", "author", "date")
_ENTRY = re.compile(r"([\"']?)([^\W\d][^:\"'\[\]{}|>]{0,60}?)\1[ \t]*:(?:[ \t]+(.*)|)", re.DOTALL)
_TIGHT_ENTRY = re.compile(r"([^\W\d][\w -]{0,30}):([^\s/].*)", re.DOTALL)
_COMMENT = re.compile(r"(?:\A|[ \t]+)#(?:[ \t].*|)\Z")
_BLOCK_TEXT = re.compile(r"[|>][+-]?\d?[+-]?[ \t]*\Z")
_SIMPLE_QUOTED = re.compile(r"([\"'])([^\"'\\]*)\1")
_NULL_SPELLINGS = {"", "~", "null", "Null", "NULL"}
_NULL_TAG = ":null"
_TOML_LINE = re.compile(r"\(at line (\d+)")
_PROSE_CHARS = 100
"""Characters that a line of prose has at the least."""
_MAX_DEPTH, _MAX_ITEMS = 3, 200
"""How deep values are looked into, and how many of a list count."""
# Takes every scalar for the text that it is: `On`, `no` and `1984` are titles.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value."""

    key: str
    """As it is written."""
    value: Value
    source: str
    """The value as it is written."""
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before an article."""

    entries: tuple[Entry, ...] = ()
    body_start: int = 0
    faults: tuple[tuple[int, FaultKind, str], ...] = ()
    """Line, kind and detail of each."""


def normalize_key(key: str) -> str:
    """Return a key without what people vary: capitals, spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", key).casefold()


def read_front_matter(text: str, known: Mapping[str, str]) -> FrontMatter:
    """Read the front matter of a text.

    Args:
        text: The stored text of the article.
        known: The keys that mean something, as `normalize_key` has them, with their fields.
    """
    blank = _BLANK.match(text)
    start = blank.end() if blank else 0
    fence = _FENCE.match(text, start)
    if fence is None:
        return _read_unfenced(text, start, known)
    first_line = line_number(text, start)
    closers = ("+++",) if fence[1] == "+++" else (*_DASHES, "...")
    inside, body = [], None
    for number, (begin, end) in enumerate(line_spans(text, start), first_line):
        line = text[begin:end]
        if number > first_line and line.startswith(closers) and line.rstrip() in closers:
            body = end
            break
        inside.append((number, line))
    del inside[0]
    if fence[1] != "+++" and _is_rule(inside, known, closed=body is not None):
        return FrontMatter(body_start=start)
    if body is None:
        return FrontMatter((), fence.end(), ((first_line, FaultKind.OPEN_FRONT_MATTER, fence[1]),))
    if fence[1] == "+++":
        return _read_toml(inside, body)
    return _read_lines(inside, known, body)


def _is_rule(inside: list[tuple[int, str]], known: Container[str], *, closed: bool) -> bool:
    """Tell a rule that happens to open the text, with prose below it, from front matter."""
    for _, line in inside:
        found = _ENTRY.fullmatch(line.strip()) or _TIGHT_ENTRY.fullmatch(line.strip())
        if found and (normalize_key(found[found.lastindex or 0]) in known or _is_bare_entry(line)):
            return False
        first = line.split(maxsplit=1)[:1]
        if first and normalize_key(first[0]) in known:
            return False
    prose = any(len(line) >= _PROSE_CHARS or line.rstrip().endswith(".") for _, line in inside)
    return prose or not closed


def _is_bare_entry(line: str) -> bool:
    found = _ENTRY.fullmatch(line.strip())
    return found is not None and " " not in found[2]


def _read_lines(inside: list[tuple[int, str]], known: Container[str], body: int) -> FrontMatter:
    entries: list[Entry] = []
    faults: list[tuple[int, FaultKind, str]] = []
    indent = next((len(line) - len(line.lstrip()) for _, line in inside if line.strip()), 0)
    key, first, rest, number = "", "", list[str](), 0

    def close() -> None:
        if key:
            entries.append(_entry(key, first, rest, number))

    for at, raw in inside:
        line = raw[indent:] if not raw[:indent].strip() else raw
        found = None if line[:1].isspace() else _entry_match(line.rstrip(), known)
        if found is not None:
            close()
            (key, first), rest, number = found, [], at
        elif not line.strip() or line.startswith("#"):
            rest.append("")
        elif key and (line[0].isspace() or line.startswith(("- ", "]", "}"))):
            rest.append(line)
        else:
            faults.append((at, FaultKind.NO_KEY, line.strip()))
    close()
    return FrontMatter(tuple(entries), body, tuple(faults))


def _entry_match(line: str, known: Container[str]) -> tuple[str, str] | None:
    """Return the key and the value of a line, where it has them."""
    if found := _ENTRY.fullmatch(line):
        return found[2].strip(), (found[3] or "").strip()
    # Of what has no space behind the colon only known keys are meant.
    found = _TIGHT_ENTRY.fullmatch(line)
    if found and normalize_key(found[1]) in known:
        return found[1].strip(), found[2].strip()
    return None


def _entry(key: str, first: str, rest: list[str], line: int) -> Entry:
    while rest and not rest[-1].strip():
        rest.pop()
    source = "\n".join([first, *rest]) if rest else first
    return Entry(key, _read_value(first, rest), source, line)


def _read_value(first: str, rest: list[str]) -> Value:
    """Return what a value says; what is no list and in no quotes is the text as it stands there."""
    is_list = first.startswith(("[", "{")) and (first.endswith(("]", "}")) or bool(rest))
    if not first or first[0] in "\"'" or is_list or first.startswith("!!"):
        structured = True
    else:
        structured = bool(_BLOCK_TEXT.match(first))
    if not first and not rest:
        return None
    if not rest and (quoted := _SIMPLE_QUOTED.fullmatch(first)):
        return quoted[2]
    plain = " ".join(line.strip() for line in (first, *rest) if line.strip())
    if not structured:
        return None if plain in _NULL_SPELLINGS else plain
    source = "\n".join([f"v: {first}", *(f" {line}" for line in rest)])
    try:
        # What is repeated by reference may be without end.
        if "*" in source and any(
            isinstance(event, yaml.AliasEvent) for event in yaml.parse(source, _LOADER)
        ):
            return plain
        node = yaml.compose(source, _LOADER)
    except (yaml.YAMLError, RecursionError):
        return plain
    return plain if node is None else _value_of(node.value[0][1], 0)


def _value_of(node: yaml.Node, depth: int) -> Value:
    if isinstance(node, yaml.ScalarNode):
        is_null = node.tag.endswith(_NULL_TAG) or (not node.style and node.value in _NULL_SPELLINGS)
        return None if is_null else node.value
    if depth == _MAX_DEPTH:
        return ()
    if isinstance(node, yaml.SequenceNode):
        return tuple(_value_of(item, depth + 1) for item in node.value[:_MAX_ITEMS])
    return {str(key.value): _value_of(value, depth + 1) for key, value in node.value[:_MAX_ITEMS]}


def _read_toml(inside: list[tuple[int, str]], body: int) -> FrontMatter:
    first = inside[0][0] if inside else 1
    try:
        table = tomllib.loads("\n".join(line for _, line in inside))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = _TOML_LINE.search(str(error))
        line = inside[min(int(at[1]), len(inside)) - 1][0] if at and inside else first
        return FrontMatter((), body, ((line, FaultKind.TOML, ""),))
    lines = {
        found[1]: number
        for number, line in reversed(inside)
        if (found := re.match(r"[ \t\[]*[\"']?([\w-]+)", line))
    }
    return FrontMatter(
        tuple(
            Entry(key, _toml_value(value), str(value), lines.get(key, first))
            for key, value in table.items()
        ),
        body,
    )


def _toml_value(value: object) -> Value:
    if isinstance(value, list):
        return tuple(map(_toml_value, value))
    if isinstance(value, dict):
        return {key: _toml_value(item) for key, item in value.items()}
    return str(value)


def _read_unfenced(text: str, start: int, known: Mapping[str, str]) -> FrontMatter:
    """Read the first blocks of a text as long as all that they hold are known keys."""
    entries: list[Entry] = []
    body = start
    for block in split_blocks(text, start):
        if block.start == start and (entries := _pandoc_entries(text, block.line_spans)):
            return FrontMatter(tuple(entries), block.end)
        found = list(_unfenced_entries(text, block.line_spans, known))
        if None in found:
            break
        entries += [entry for entry in found if entry is not None]
        body = block.end
    is_titled = any(known[normalize_key(entry.key)] == "title" for entry in entries)
    return FrontMatter(tuple(entries), body) if is_titled else FrontMatter(body_start=start)


def _pandoc_entries(text: str, spans: tuple[tuple[int, int], ...]) -> list[Entry]:
    """Read lines "% title", "% authors" and "% date"; none where there are others."""
    lines = [_PANDOC_LINE.fullmatch(text, begin, end) for begin, end in spans]
    return [
        Entry(key, line[1], line[1], line_number(text, line.start()))
        for key, line in zip(_PANDOC_KEYS, lines, strict=False)
        if line and 1 < len(lines) <= len(_PANDOC_KEYS) and None not in lines
    ]


def _unfenced_entries(
    text: str, spans: tuple[tuple[int, int], ...], known: Container[str]
) -> Iterator[Entry | None]:
    for begin, end in spans:
        found = _entry_match(text[begin:end], known)
        if found is None or normalize_key(found[0]) not in known or not found[1]:
            yield None
            return
        value = _read_value(found[1], [])
        yield Entry(found[0], value, found[1], line_number(text, begin))
