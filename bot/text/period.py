"""Periods: the days that a date in a text stands for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends inclusive."""

    first: dt.date
    last: dt.date
    yearly: tuple[int, int | None] | None = None
    """Month and day (None: all of the month) of a date told without a year.

    Its days are then the newest ones that have begun; `mask` takes those of any year.
    """
    is_relative: bool = False
    """Whether it is told from today: "last week"."""
    text: str = ""
    """As the text has it."""

    def mask(self, days: NDArray[Any]) -> NDArray[np.bool_]:
        """Return which days lie in the period; each as `date.toordinal` counts, 0 for none."""
        if self.yearly is None:
            return (days >= self.first.toordinal()) & (days <= self.last.toordinal())
        dates = (days.astype(np.int64) - _EPOCH).astype("datetime64[D]")
        months = dates.astype("datetime64[M]")
        month, day = self.yearly
        mask: NDArray[np.bool_] = (days > 0) & (months.astype(np.int64) % 12 + 1 == month)
        if day is not None:
            mask &= (dates - months).astype(np.int64) + 1 == day
        return mask
