"""Units of measure: what stands behind a number, or as a currency's sign before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.text.quantities.numerals import Numeral

COUNT = ""
"""The measure of what is merely counted."""
AGE, DURATION, MONEY, SHARE, TEMPERATURE = "age", "duration", "money", "share", "temperature"
_CURRENCY_SIGNS = {
    "$": "usd",
    "€": "eur",
    "£": "gbp",
    "¥": "jpy",
    "₴": "uah",
    "₽": "rub",
    "₹": "inr",
}
_CURRENCY_BEFORE = re.compile(rf"(?:\b(?:US|A|C|AU|CA|NZ|HK))?([{''.join(_CURRENCY_SIGNS)}])\s?$")
_CURRENCY_AFTER = re.compile(rf"\s?([{''.join(_CURRENCY_SIGNS)}])")
_SEPARATOR = r"[\s\u00a0\u202f]*[-\u2011]?"
_NAME_BEFORE = re.compile(r"[^\W\d_a-z][^\W\d_]+,\s$")
_PLAUSIBLE_AGES = range(5, 115)
_LOOKBEHIND_CHARS = 40


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The unit of a number."""

    start: int
    end: int
    """The span of number and unit."""
    measure: str
    """What it measures, with currency and base of a rate: "length", "money eur/month"."""
    factor: float = 1.0
    """What one of it is worth, in the unit that its measure is compared by."""
    scale: float = 1.0
    """What a letter between number and unit multiplies: "$5m"."""


class UnitParser:
    """The units of one language; never changed once built."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        """Take a language's table of quantities."""
        units = [
            (measure, float(factor), pattern)
            for measure, item in known["units"].items()
            for factor, pattern in item.items()
        ]
        money = [
            (f"{MONEY} {currency}", 1.0, pattern) for currency, pattern in known["money"].items()
        ]
        self._units = _compile_alternatives(units, "")
        self._money = _compile_alternatives(money, r"(?:[\s\u00a0-]?[^\W\d_]+)?")
        scales = {
            word: float(scale)
            for scale, words in known["money_scales"].items()
            for word in words.split()
        }
        self._scales = scales
        self._scale = (
            re.compile(
                rf"\s?({'|'.join(sorted(scales, key=len, reverse=True))})(?!\w)", re.IGNORECASE
            )
            if scales
            else None
        )
        around = known["around"]
        self._per = re.compile(rf"{_SEPARATOR}\s*(?:{around['per']})", re.IGNORECASE)
        self._age_after = re.compile(
            rf"{_SEPARATOR}\s*(?:{around['age_after']})(?!\w)", re.IGNORECASE
        )
        self._age_before = re.compile(rf"(?<!\w)(?:{around['age_before']})\s+$", re.IGNORECASE)
        self._age_is = re.compile(rf"(?<!\w)(?:{around['age_is']})\s+$", re.IGNORECASE)
        self._minus = re.compile(rf"(?:(?<![\w)])[-−–]|\b(?:{around['minus']})\s)$", re.IGNORECASE)
        self._minus_after = re.compile(rf"\s*(?:{around['minus_after']})(?!\w)", re.IGNORECASE)

    def parse(self, text: str, number: Numeral) -> UnitMatch:
        """Return the unit of a number in a text; that of a mere count where there is none."""
        before = text[max(0, number.start - _LOOKBEHIND_CHARS) : number.start]
        age = self._parse_age(text, before, number)
        if age is not None:
            return age
        sign = _CURRENCY_BEFORE.search(before)
        unit = (
            self._with_currency_sign(text, number, number.start - len(sign[0]), sign[1])
            if sign
            else self._parse_after(text, number)
        )
        if unit is None:
            return UnitMatch(number.start, number.end, COUNT)
        if unit.measure == TEMPERATURE and (
            self._minus.search(before) or self._minus_after.match(text, unit.end)
        ):
            return UnitMatch(unit.start, unit.end, unit.measure, -unit.factor)
        if (per := self._per.match(text, unit.end)) is not None:
            rate = next(part for part in per.groups() if part)
            return UnitMatch(
                unit.start, per.end(), f"{unit.measure}/{rate.casefold()}", unit.factor, unit.scale
            )
        return unit

    def _parse_age(self, text: str, before: str, number: Numeral) -> UnitMatch | None:
        if (after := self._age_after.match(text, number.end)) is not None:
            return UnitMatch(number.start, after.end(), AGE)
        if number.value not in _PLAUSIBLE_AGES or number.resolution:
            return None
        # "Joren Staub, 44, said", "who is 44."
        alone = (
            number.is_digits
            and text[number.end : number.end + 1] in {",", "."}
            and (_NAME_BEFORE.search(before) or self._age_is.search(before))
        )
        is_stated = self._age_before.search(before) or alone
        return UnitMatch(number.start, number.end, AGE) if is_stated else None

    def _with_currency_sign(self, text: str, number: Numeral, start: int, sign: str) -> UnitMatch:
        """Read a sum with the sign of its currency before it."""
        scale, end = self._parse_scale_letter(text, number)
        return UnitMatch(start, end, f"{MONEY} {_CURRENCY_SIGNS[sign]}", scale=scale)

    def _parse_after(self, text: str, number: Numeral) -> UnitMatch | None:
        """Read a unit behind a number."""
        if (sign := _CURRENCY_AFTER.match(text, number.end)) is not None:
            return UnitMatch(number.start, sign.end(), f"{MONEY} {_CURRENCY_SIGNS[sign[1]]}")
        scale, end = self._parse_scale_letter(text, number)
        money = self._match(self._money, text, end)
        if money is None or end == number.end:
            # "5m euros" is money, and "5m long" is none.
            unit = self._match(self._units, text, number.end)
            if unit is not None:
                return UnitMatch(number.start, unit.end, unit.measure, unit.factor)
        return UnitMatch(number.start, money.end, money.measure, scale=scale) if money else None

    def _parse_scale_letter(self, text: str, number: Numeral) -> tuple[float, int]:
        """Return what a letter behind a number multiplies, and where it ends."""
        found = self._scale.match(text, number.end) if self._scale and number.scale == 1.0 else None
        return (self._scales[found[1].casefold()], found.end()) if found else (1.0, number.end)

    @staticmethod
    def _match(
        units: tuple[re.Pattern[str], list[tuple[str, float]]], text: str, position: int
    ) -> UnitMatch | None:
        pattern, known = units
        found = pattern.match(text, position)
        if found is None or found.lastindex is None:
            return None
        measure, factor = known[found.lastindex - 1]
        return UnitMatch(position, found.end(), measure, factor)


def _compile_alternatives(
    units: list[tuple[str, float, str]], between: str
) -> tuple[re.Pattern[str], list[tuple[str, float]]]:
    """Return a pattern with a group for each unit, after `between`; and the units."""
    groups = "|".join(f"({pattern})" for _, _, pattern in units)
    return re.compile(
        rf"{_SEPARATOR}\s*{between}{_SEPARATOR}\s*(?:{groups})(?!\w)", re.IGNORECASE
    ), [(measure, factor) for measure, factor, _ in units]


def dimension(measure: str) -> str:
    """Return a measure without currency and base of a rate: "money" of "money eur/month"."""
    return measure.partition("/")[0].partition(" ")[0]
