"""Moments by the clock of the machine that the bot runs on."""

from __future__ import annotations

import datetime as dt


def local_time(at: float) -> dt.datetime:
    """Return a moment of unix time in the machine's time zone."""
    return dt.datetime.fromtimestamp(at).astimezone()
