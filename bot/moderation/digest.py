"""The week in figures: what was asked, how much of it was answered, and how quickly."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.library import Snapshot
from bot.moderation.inbox import asked_text, is_public, question_key
from bot.store.records import AnswerRecord, LoggedQuestion

DUE_HOUR = 9
"""The hour of Monday at which the digest of the week before is due."""
CATCH_UP = dt.timedelta(days=1)
"""How long after that it is still posted, where the bot was off."""
MAX_NAMED = 5
"""Questions and outlets that are named."""
_TOLERANCE_SECONDS = 3600.0
"""Seconds at the beginning of a week that need not be told to be missing."""
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DigestWeek:
    """The seven days up to a Monday morning."""

    end: dt.datetime
    """When the digest is due, in the time zone of the team."""

    @property
    def start(self) -> dt.datetime:
        """The same hour of the Monday before."""
        return self.end - _WEEK

    @property
    def key(self) -> str:
        """What it is known by: 2025-W10."""
        year, week, _ = self.start.isocalendar()
        return f"{year}-W{week:02}"


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What was asked on a day."""

    day: dt.date
    questions: int
    median_seconds: float
    slowest_seconds: float
    """Of the answers, both."""


@dataclass(frozen=True, slots=True)
class WeeklyDigest:
    """What the digest of a week tells."""

    questions: int
    answered: int
    right_votes: int
    wrong_votes: int
    most_asked: tuple[tuple[str, int], ...]
    """Questions that everybody saw asked more than once, with how often."""
    most_cited: tuple[tuple[str, int], ...]
    """Outlets, with how many answers cited them."""
    days: tuple[DayFigures, ...]
    """Those on which anything was asked, in order."""
    kept_since: dt.datetime | None
    """From when on answers were kept, where that is later than the beginning of the week."""


def due_week(now: dt.datetime, zone: dt.tzinfo) -> DigestWeek | None:
    """Return the week whose digest is due; None where that was longer ago than a day.

    `now` has a time zone.
    """
    local = now.astimezone(zone)
    monday = local.date() - dt.timedelta(days=local.weekday())
    end = dt.datetime.combine(monday, dt.time(DUE_HOUR), zone)
    return DigestWeek(end) if end <= local < end + CATCH_UP else None


def build_digest(
    logged: Sequence[LoggedQuestion], week: DigestWeek, kept_since: float, snapshot: Snapshot
) -> WeeklyDigest:
    """Count what was asked in a week, as far as it is kept since a unix time.

    Outlets are those that passages cite by now.
    """
    asked = [question for question in logged if question.answer.at < week.end.timestamp()]
    answers = [question.answer for question in asked]
    is_cut = kept_since > week.start.timestamp() + _TOLERANCE_SECONDS
    return WeeklyDigest(
        len(asked),
        sum(not record.abstained for record in answers),
        sum(question.right_votes for question in asked),
        sum(question.wrong_votes for question in asked),
        _most_asked([record for record in answers if is_public(record)]),
        _top(Counter(outlet for record in answers for outlet in _cited(record, snapshot)), 1),
        tuple(_days(answers, week.end.tzinfo)),
        dt.datetime.fromtimestamp(kept_since, week.end.tzinfo) if is_cut else None,
    )


def _most_asked(records: Sequence[AnswerRecord]) -> tuple[tuple[str, int], ...]:
    """Return the newest wordings of what was asked more than once."""
    wordings: dict[str, str] = {}
    times: Counter[str] = Counter()
    for record in records:
        if text := asked_text(record):
            key = question_key(text)
            wordings.setdefault(key, text)
            times[key] += 1
    return tuple((wordings[key], count) for key, count in _top(times, 2))


def _top(counts: Mapping[str, int], least: int) -> tuple[tuple[str, int], ...]:
    """Return what is counted most, each at `least` so often; equal ones by name."""
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(item for item in most if item[1] >= least)[:MAX_NAMED]


def _cited(record: AnswerRecord, snapshot: Snapshot) -> set[str]:
    """Return the outlets that the first passage of an answer cites."""
    first = record.quoted[0] if record.quoted and not record.abstained else None
    if first is None or first.field:
        return set()
    numbers = snapshot.corpus.find_passages(first.passage)
    return {
        citation.outlet
        for number in numbers[:1]
        for citation in snapshot.attributions[number].citations
        if citation.outlet
    }


def _days(records: Sequence[AnswerRecord], zone: dt.tzinfo | None) -> list[DayFigures]:
    by_day: dict[dt.date, list[float]] = defaultdict(list)
    for record in records:
        day = dt.datetime.fromtimestamp(record.at, zone).date()
        by_day[day].append(record.latency_seconds)
    return [
        DayFigures(day, len(seconds), statistics.median(seconds), max(seconds))
        for day, seconds in sorted(by_day.items())
    ]
