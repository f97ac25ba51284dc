"""Quantities in texts: a number with its unit, how exact it is, and what part it plays."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from bot.text.measures import COUNT, DURATION, MONEY, SHARE, TEMPERATURE, Measures, Unit, base
from bot.text.moments import Moment
from bot.text.numerals import Numeral, Numerals, numerals
from bot.text.tables import QUANTIFIED, table

CHANGING = {COUNT, MONEY, SHARE, TEMPERATURE, "points"}
"""What rises and falls by figures."""
LOOSE = 0.05
"""How much of a figure that is "about" right it may be off."""
BELOW = 0.999
"""A figure in the next place is another one: this much of a step towards it is not."""
_LOOKED_BACK = 60
_NAME = re.compile(r"[^\W\d_][-–]$|[#№]\s?$")
_NO_NUMBER = re.compile(r"[^\W\d_]|[:.]\d\d|/\d")
_DASH = re.compile(r"\s?[-–—]\s?")
_TWO_PARTS = re.compile(r"[\s\u00a0]*(?:,\s*)?")


class Role(StrEnum):
    """What a quantity is besides the plain figure of its clause."""

    PLAIN = "plain"
    FORMER = "former"
    """What the figure was before."""
    ADDED = "added"
    """What comes on top of another."""
    PART = "part"
    """A part of another."""
    WHOLE = "whole"
    """What another is a part of."""
    CHANGED = "changed"
    """By how much something changed."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit."""

    start: int
    end: int
    """The span of number and unit."""
    measure: str
    """As `Unit` has it; empty for what is merely counted."""
    value: float
    low: float
    high: float
    """What it may be: a range, or how far "about" and "at least" reach."""
    unit: float = 1.0
    """What one of its unit is worth."""
    grain: float = 1.0
    """What one more in the last place that is written would add."""
    role: Role = Role.PLAIN

    def meets(self, other: Moment) -> bool:
        """Whether it shares letters with a date."""
        return self.start < other.end and other.start < self.end

    def agrees(self, other: Quantity) -> bool:
        """Whether both may be the same figure; they are of one measure."""
        # Of figures in different units the coarser one was rounded.
        loose = max(self.grain, other.grain) / 2 if self.unit != other.unit else 0.0
        slack = loose + 1e-9 * max(abs(self.value), abs(other.value), 1.0)
        return self.low - slack <= other.high and other.low - slack <= self.high


class Quantities:
    """Finds quantities in texts of one language; never changed once built."""

    def __init__(self, known: Mapping[str, Any], numbers: Numerals) -> None:
        """Take a language's table of quantities, and what finds its numbers."""
        self._numbers, self._measures = numbers, Measures(known)
        bounds, roles, around = known["bounds"], known["roles"], known["around"]
        self._bounds = {name: _before(bounds[name]) for name in ("about", "least", "most")}
        self._bounds_after = {name: _after(bounds[f"{name}_after"]) for name in ("about", "least")}
        self._roles = {Role(name): _before(roles[name]) for name in ("former", "added", "part", "whole", "changed")}
        self._roles_after = {Role(name): _after(roles[f"{name}_after"]) for name in ("added", "part", "changed")}
        self._by, self._changing = _before(roles["by"]), re.compile(rf"\b(?:{roles['changing']})\b", re.IGNORECASE)
        self._from, self._to = _before(roles["from"]), _after(rf"(?:[^\W\d_]+\s+){{0,3}}(?:{roles['to']})")
        self._between = re.compile(rf"\s+(?:{bounds['range']})\s+", re.IGNORECASE)
        self._and = re.compile(rf"\s*(?:,\s*)?(?:(?:{bounds['range']})\s+)?", re.IGNORECASE)
        self._named, self._clock = _before(around["named"]), _after(around["clock"])
        self._nobody = re.compile(rf"\b(?:{around['none']})\b", re.IGNORECASE)

    def find(self, text: str) -> list[Quantity]:
        """All quantities of a text, in order; numbers that are a name's, a time's or an ordinal's are none."""
        read = [(number, self._measures.of(text, number)) for number in self._numbers.find(text)]
        plain = [self._quantity(text, number, unit) for number, unit in read if self._counts(text, number, unit)]
        ranged = list(self._joined(text, plain))
        nobody = [Quantity(one.start(), one.end(), COUNT, 0.0, 0.0, 0.0) for one in self._nobody.finditer(text)]
        return sorted([*(self._playing(text, one) for one in ranged), *nobody], key=lambda one: one.start)

    def _counts(self, text: str, number: Numeral, unit: Unit) -> bool:
        before = text[max(0, number.start - _LOOKED_BACK) : number.start]
        if unit.measure != COUNT:
            # "2027 рік" is no length of time.
            return not (number.bare and unit.measure == DURATION)
        if number.digits and (_NO_NUMBER.match(text, number.end) or text[number.start - 1 : number.start] == ":"):
            return False
        return not (_NAME.search(before) or self._named.search(before) or self._clock.match(text, number.end))

    def _quantity(self, text: str, number: Numeral, unit: Unit) -> Quantity:
        factor, scale = unit.factor, unit.scale
        value = number.value * scale * factor
        step = (number.step or float(scale > 1)) * scale * abs(factor)
        before = text[max(0, unit.start - _LOOKED_BACK) : unit.start]
        low, high = value - BELOW * step / 2, value + BELOW * step / 2
        coarse = _place(number.value / number.scale) * number.scale * scale * abs(factor)
        if self._bounds["least"].search(before) or self._bounds_after["least"].match(text, unit.end):
            low, high = value, value + BELOW * coarse
        elif self._bounds["most"].search(before):
            low, high = value - BELOW * coarse, value
        elif self._bounds["about"].search(before) or self._bounds_after["about"].match(text, unit.end):
            off = max(BELOW * coarse / 2, LOOSE * abs(value))
            low, high = value - off, value + off
        return Quantity(unit.start, unit.end, unit.measure, value, low, high, abs(factor), step or number.scale * scale * abs(factor))

    def _joined(self, text: str, found: list[Quantity]) -> Iterator[Quantity]:
        """Ranges and sums of two units as one: "10 to 12 people", "two hours and ten minutes"."""
        place = 0
        while place < len(found):
            one, place = found[place], place + 1
            if place < len(found) and self._score(text, one, found[place]):
                place += 1
                continue
            while place < len(found):
                both = self._both(text, one, found[place])
                if both is None:
                    break
                one, place = both, place + 1
            yield one

    def _score(self, text: str, one: Quantity, other: Quantity) -> bool:
        """Whether two counts are the result of a game or a vote: "3-1"."""
        counts = one.measure == other.measure == COUNT
        return counts and one.value >= other.value and bool(_DASH.fullmatch(text[one.end : other.start]))

    def _both(self, text: str, one: Quantity, other: Quantity) -> Quantity | None:
        gap = text[one.end : other.start]
        if len(gap) > _LOOKED_BACK or (one.measure != other.measure and one.measure != COUNT):
            return None
        if one.measure == other.measure != COUNT and other.unit < one.unit and self._and.fullmatch(gap):
            value = one.value + other.value
            return replace(one, end=other.end, value=value, low=value, high=value, grain=other.grain)
        if not (_DASH.fullmatch(gap) or self._between.fullmatch(gap)) or self._from.search(text[max(0, one.start - _LOOKED_BACK) : one.start]):
            return None
        # "2 to 3 million euros": the scale and the unit of both stand behind the second.
        times = other.unit if one.measure == COUNT else 1.0
        scale = other.grain / (one.grain * times) if one.grain * times < other.grain <= other.value else 1.0
        low = one.low * times * scale
        return replace(other, start=one.start, low=low, value=(low + other.high) / 2) if low < other.low else None

    def _playing(self, text: str, one: Quantity) -> Quantity:
        """The quantity with its role."""
        before = text[max(0, one.start - _LOOKED_BACK) : one.start]
        for name in ("about", "least", "most"):
            if (hedge := self._bounds[name].search(before)) is not None:
                before = before[: hedge.start()]
        if self._from.search(before) and self._to.match(text, one.end):
            return replace(one, role=Role.FORMER)
        if self._by.search(before) and self._changing.search(before):
            return replace(one, role=Role.CHANGED)
        for role, pattern in self._roles.items():
            # A mountain that rises 2,000 metres changes nothing.
            if pattern.search(before) and (role is not Role.CHANGED or base(one.measure) in CHANGING):
                return replace(one, role=role)
        # "61 percent of them" is no part of a greater figure.
        after = self._roles_after if one.measure == COUNT else {Role.CHANGED: self._roles_after[Role.CHANGED]}
        return next((replace(one, role=role) for role, pattern in after.items() if pattern.match(text, one.end)), one)


def _before(pattern: str) -> re.Pattern[str]:
    """A pattern for what stands right before something."""
    return re.compile(rf"(?<!\w)(?:{pattern})\s*$", re.IGNORECASE)


def _after(pattern: str) -> re.Pattern[str]:
    """A pattern for what stands right behind something."""
    return re.compile(rf"[\s\u00a0-]*(?:{pattern})(?!\w)", re.IGNORECASE)


def _place(value: float) -> float:
    """The place of the last digit that is no zero: 100 of 6,300."""
    place = 1.0
    while value and value % (place * 10) == 0:
        place *= 10
    return place if value == int(value) else 10.0 ** math.floor(math.log10(abs(value)) - 1)


@cache
def quantities(code: str) -> Quantities | None:
    """Finds quantities in texts of a language; None where there is no table of them."""
    return Quantities(table(f"quantities-{code}"), numerals(code)) if code in QUANTIFIED else None
