"""The tables in `rules/` as patterns: lists of words, and the frames that cite an outlet."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to name a source, with the texts that show it."""

    says: str
    before: re.Pattern[str] | None
    """Found in the words before the name, up to the name."""
    after: re.Pattern[str] | None
    """Found right behind the name."""
    surface: re.Pattern[str] | None
    """How the name must be written: in the dative, say."""
    cites: tuple[str, ...]
    none: tuple[str, ...]

    def found(self, before: str, surface: str, after: str) -> bool:
        """Whether the frame stands around a name."""
        if self.surface is not None and not self.surface.search(surface):
            return False
        return (self.before is None or bool(self.before.search(before))) and (self.after is None or bool(self.after.match(after)))

    @property
    def bound(self) -> bool:
        """Whether it asks for more than the words on one side of a name."""
        return self.surface is not None or (self.before is not None and self.after is not None)


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames of a language."""

    each: tuple[Frame, ...]
    _before: re.Pattern[str]
    _after: re.Pattern[str]
    _bound: tuple[Frame, ...]

    def around(self, before: str, surface: str, after: str) -> bool:
        """Whether any of them stands around a name."""
        return self.beside(before, after) or self.on_both_sides(before, surface, after)

    def beside(self, before: str, after: str) -> bool:
        """Whether one of those stands there that ask for the words on one side alone."""
        return bool(self._before.search(before) or self._after.match(after))

    def on_both_sides(self, before: str, surface: str, after: str) -> bool:
        """Whether one of those stands there that ask for more."""
        return any(frame.found(before, surface, after) for frame in self._bound)


@cache
def rule_table(code: str) -> Mapping[str, Any]:
    """A language's table as it is written."""
    return tomllib.loads(resources.files("bot.attribution").joinpath(f"rules/{code}.toml").read_text(encoding="utf-8"))


def frames_of(table: Mapping[str, Any]) -> Frames:
    """The frames of a table."""
    each = tuple(_frames(table["frame"], filler(table)))
    free = [frame for frame in each if not frame.bound]
    return Frames(each, _joined(frame.before for frame in free), _joined(frame.after for frame in free), tuple(frame for frame in each if frame.bound))


class _Filler:
    """Puts the lists of words where a pattern names them."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words: dict[str, str] = {}
        for name, pattern in words.items():
            self._words[name] = self(pattern)

    def __call__(self, pattern: str) -> str:
        return re.sub(r"\{([a-z]+)\}", lambda found: self._words[found[1]], pattern)


def filler(table: Mapping[str, Any]) -> _Filler:
    """What fills in the words of a table, with what may stand between a frame and a name as {gluing}."""
    words = {name: _any(entries) for name, entries in table["words"].items()}
    return _Filler(words | {"quote": table["patterns"].get("quote", ""), "gluing": table["patterns"]["glue"]})


def _any(entries: str) -> str:
    return "|".join(entry.replace("_", r"\s+") for entry in entries.split())


def _frames(tables: Iterable[Mapping[str, Any]], fill: _Filler) -> Iterator[Frame]:
    for one in tables:
        # A frame that is close to the name lets nothing stand between.
        between = "" if one.get("close") else r"\s+{gluing}"
        before = re.compile(fill(f"(?:{one['before']}){between}$")) if "before" in one else None
        after = re.compile(fill(one["after"])) if "after" in one else None
        surface = re.compile(one["surface"]) if "surface" in one else None
        yield Frame(one["says"], before, after, surface, tuple(one["cites"]), tuple(one.get("not", ())))


def _joined(patterns: Iterable[re.Pattern[str] | None]) -> re.Pattern[str]:
    return re.compile("|".join(one.pattern for one in patterns if one is not None) or r"(?!)")
