"""When the figures of a week are due, in any time zone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.moderation.digest import due_week

ZONES = ("UTC", "Europe/Kyiv", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu")


@given(
    st.integers(10**9, 4 * 10**9).map(lambda at: dt.datetime.fromtimestamp(at, dt.UTC)),
    st.sampled_from(ZONES),
)
def test_a_week_is_due_on_mondays_from_nine_and_for_a_day(moment: dt.datetime, name: str) -> None:
    zone = ZoneInfo(name)
    week = due_week(moment, zone)
    local = moment.astimezone(zone)
    is_due = (local.weekday(), local.hour >= 9) in {(0, True), (1, False)}
    assert (week is not None) is is_due
    if week is not None:
        assert (week.end.weekday(), week.end.hour, week.end.tzinfo) == (0, 9, zone)
        assert week.start.date() == week.end.date() - dt.timedelta(days=7)
        assert week.end <= local


@pytest.mark.parametrize(
    ("day", "key"),
    [((2025, 3, 10), "2025-W10"), ((2026, 1, 5), "2026-W01"), ((2025, 1, 6), "2025-W01")],
)
def test_a_week_is_known_by_the_calendar(day: tuple[int, int, int], key: str) -> None:
    week = due_week(dt.datetime(*day, 10, tzinfo=dt.UTC), ZoneInfo("UTC"))
    assert week is not None
    assert week.key == key
