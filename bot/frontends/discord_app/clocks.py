"""What tells and takes time, replaceable in tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

Clock = Callable[[], float]
"""Return seconds that only grow."""
Now = Callable[[], dt.datetime]
"""Return the time of day, with its time zone."""
Sleep = Callable[[float], Awaitable[None]]
"""Wait for a number of seconds."""
