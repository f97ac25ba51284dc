"""Quantities in texts: a number with its unit, how exact it is, and what part it plays."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from bot.text.language_tables import QUANTITY_LANGUAGES, language_table
from bot.text.quantities.numerals import Numeral, NumeralParser, numeral_parser
from bot.text.quantities.quantity import Quantity, QuantityRole
from bot.text.quantities.unit_parser import (
    COUNT,
    DURATION,
    MONEY,
    SHARE,
    TEMPERATURE,
    UnitMatch,
    UnitParser,
    dimension,
)

CHANGING = {COUNT, MONEY, SHARE, TEMPERATURE, "points"}
"""What rises and falls by figures."""
APPROXIMATE_TOLERANCE = 0.05
"""How much of a figure that is "about" right it may be off."""
RESOLUTION_TOLERANCE = 0.999
"""A figure in the next place is another one: this much of a step towards it is not."""
_LOOKBEHIND_CHARS = 60
_NAME = re.compile(r"[^\W\d_][-–]$|[#№]\s?$")
_NOT_A_NUMBER = re.compile(r"[^\W\d_]|[:.]\d\d|/\d")
_DASH = re.compile(r"\s?[-–—]\s?")


class QuantityParser:
    """Finds quantities in texts of one language; never changed once built."""

    def __init__(self, known: Mapping[str, Any], numbers: NumeralParser) -> None:
        """Take a language's table of quantities, and what finds its numbers."""
        self._numbers, self._measures = numbers, UnitParser(known)
        bounds, roles, around = known["bounds"], known["roles"], known["around"]
        self._bounds = {name: _compile_before(bounds[name]) for name in ("about", "least", "most")}
        self._bounds_after = {
            name: _compile_after(bounds[f"{name}_after"]) for name in ("about", "least")
        }
        self._roles = {
            QuantityRole(name): _compile_before(roles[name])
            for name in ("former", "added", "part", "whole", "changed")
        }
        self._roles_after = {
            QuantityRole(name): _compile_after(roles[f"{name}_after"])
            for name in ("added", "part", "changed")
        }
        self._by, self._changing = (
            _compile_before(roles["by"]),
            re.compile(rf"\b(?:{roles['changing']})\b", re.IGNORECASE),
        )
        self._from, self._to = (
            _compile_before(roles["from"]),
            _compile_after(rf"(?:[^\W\d_]+\s+){{0,3}}(?:{roles['to']})"),
        )
        self._between = re.compile(rf"\s+(?:{bounds['range']})\s+", re.IGNORECASE)
        self._and = re.compile(rf"\s*(?:,\s*)?(?:(?:{bounds['range']})\s+)?", re.IGNORECASE)
        self._named, self._clock = _compile_before(around["named"]), _compile_after(around["clock"])
        self._not_counted = re.compile(rf"\b(?:{around['none']})\b", re.IGNORECASE)

    def find(self, text: str) -> list[Quantity]:
        """Return the quantities of a text in order, but for those of names, times, ordinals."""
        read = [(number, self._measures.parse(text, number)) for number in self._numbers.find(text)]
        plain = [
            self._to_quantity(text, number, unit)
            for number, unit in read
            if self._is_quantity(text, number, unit)
        ]
        ranged = list(self._merge_adjacent(text, plain))
        nobody = [
            Quantity(item.start(), item.end(), COUNT, 0.0, 0.0, 0.0)
            for item in self._not_counted.finditer(text)
        ]
        return sorted(
            [*(self._with_role(text, quantity) for quantity in ranged), *nobody],
            key=lambda quantity: quantity.start,
        )

    def _is_quantity(self, text: str, number: Numeral, unit: UnitMatch) -> bool:
        before = text[max(0, number.start - _LOOKBEHIND_CHARS) : number.start]
        if unit.measure != COUNT:
            # "2027 рік" is no length of time.
            return not (number.looks_like_year and unit.measure == DURATION)
        if number.is_digits and (
            _NOT_A_NUMBER.match(text, number.end) or text[number.start - 1 : number.start] == ":"
        ):
            return False
        return not (
            _NAME.search(before)
            or self._named.search(before)
            or self._clock.match(text, number.end)
        )

    def _to_quantity(self, text: str, number: Numeral, unit: UnitMatch) -> Quantity:
        factor, scale = unit.factor, unit.scale
        value = number.value * scale * factor
        step = (number.resolution or float(scale > 1)) * scale * abs(factor)
        before = text[max(0, unit.start - _LOOKBEHIND_CHARS) : unit.start]
        low, high = value - RESOLUTION_TOLERANCE * step / 2, value + RESOLUTION_TOLERANCE * step / 2
        coarse = _last_digit_place(number.value / number.scale) * number.scale * scale * abs(factor)
        if self._bounds["least"].search(before) or self._bounds_after["least"].match(
            text, unit.end
        ):
            low, high = value, value + RESOLUTION_TOLERANCE * coarse
        elif self._bounds["most"].search(before):
            low, high = value - RESOLUTION_TOLERANCE * coarse, value
        elif self._bounds["about"].search(before) or self._bounds_after["about"].match(
            text, unit.end
        ):
            off = max(RESOLUTION_TOLERANCE * coarse / 2, APPROXIMATE_TOLERANCE * abs(value))
            low, high = value - off, value + off
        return Quantity(
            unit.start,
            unit.end,
            unit.measure,
            value,
            low,
            high,
            abs(factor),
            step or number.scale * scale * abs(factor),
        )

    def _merge_adjacent(self, text: str, found: list[Quantity]) -> Iterator[Quantity]:
        """Ranges and sums of two units as one: "10 to 12 people", "two hours and ten minutes"."""
        position = 0
        while position < len(found):
            quantity, position = found[position], position + 1
            if position < len(found) and self._is_score(text, quantity, found[position]):
                position += 1
                continue
            while position < len(found):
                both = self._merge(text, quantity, found[position])
                if both is None:
                    break
                quantity, position = both, position + 1
            yield quantity

    def _is_score(self, text: str, quantity: Quantity, other: Quantity) -> bool:
        """Tell whether two counts are the result of a game or a vote: "3-1"."""
        counts = quantity.measure == other.measure == COUNT
        return (
            counts
            and quantity.value >= other.value
            and bool(_DASH.fullmatch(text[quantity.end : other.start]))
        )

    def _merge(self, text: str, quantity: Quantity, other: Quantity) -> Quantity | None:
        gap = text[quantity.end : other.start]
        if len(gap) > _LOOKBEHIND_CHARS or (
            quantity.measure != other.measure and quantity.measure != COUNT
        ):
            return None
        if (
            quantity.measure == other.measure != COUNT
            and other.unit_value < quantity.unit_value
            and self._and.fullmatch(gap)
        ):
            value = quantity.value + other.value
            return replace(
                quantity,
                end=other.end,
                value=value,
                low=value,
                high=value,
                resolution=other.resolution,
            )
        if not (_DASH.fullmatch(gap) or self._between.fullmatch(gap)) or self._from.search(
            text[max(0, quantity.start - _LOOKBEHIND_CHARS) : quantity.start]
        ):
            return None
        # "2 to 3 million euros": the scale and the unit of both stand behind the second.
        times = other.unit_value if quantity.measure == COUNT else 1.0
        scale = (
            other.resolution / (quantity.resolution * times)
            if quantity.resolution * times < other.resolution <= other.value
            else 1.0
        )
        low = quantity.low * times * scale
        return (
            replace(other, start=quantity.start, low=low, value=(low + other.high) / 2)
            if low < other.low
            else None
        )

    def _with_role(self, text: str, quantity: Quantity) -> Quantity:
        """Return the quantity with its role."""
        before = text[max(0, quantity.start - _LOOKBEHIND_CHARS) : quantity.start]
        for name in ("about", "least", "most"):
            if (hedge := self._bounds[name].search(before)) is not None:
                before = before[: hedge.start()]
        if self._from.search(before) and self._to.match(text, quantity.end):
            return replace(quantity, role=QuantityRole.PREVIOUS)
        if self._by.search(before) and self._changing.search(before):
            return replace(quantity, role=QuantityRole.CHANGE)
        for role, pattern in self._roles.items():
            # A mountain that rises 2,000 metres changes nothing.
            if pattern.search(before) and (
                role is not QuantityRole.CHANGE or dimension(quantity.measure) in CHANGING
            ):
                return replace(quantity, role=role)
        # "61 percent of them" is no part of a greater figure.
        after = (
            self._roles_after
            if quantity.measure == COUNT
            else {QuantityRole.CHANGE: self._roles_after[QuantityRole.CHANGE]}
        )
        return next(
            (
                replace(quantity, role=role)
                for role, pattern in after.items()
                if pattern.match(text, quantity.end)
            ),
            quantity,
        )


def _compile_before(pattern: str) -> re.Pattern[str]:
    """Return a pattern for what stands right before something."""
    return re.compile(rf"(?<!\w)(?:{pattern})\s*$", re.IGNORECASE)


def _compile_after(pattern: str) -> re.Pattern[str]:
    """Return a pattern for what stands right behind something."""
    return re.compile(rf"[\s\u00a0-]*(?:{pattern})(?!\w)", re.IGNORECASE)


def _last_digit_place(value: float) -> float:
    """Return the place of the last digit that is no zero: 100 of 6,300."""
    place = 1.0
    while value and value % (place * 10) == 0:
        place *= 10
    return place if value == int(value) else 10.0 ** math.floor(math.log10(abs(value)) - 1)


@cache
def quantity_parser(code: str) -> QuantityParser | None:
    """Finds quantities in texts of a language; None where there is no table of them."""
    return (
        QuantityParser(language_table(f"quantities-{code}"), numeral_parser(code))
        if code in QUANTITY_LANGUAGES
        else None
    )
