"""The process is killed while it posts digests: each week's stands once, and is known to."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from bot.moderation.digest import due_week
from bot.store.store import Store
from tests.moderation.posting import post, posts, weeks

ROOT = Path(__file__).parents[2]
KILLS = 10
MOST_SECONDS = 1.0
"""Seconds in which a process is killed."""


def killed(root: Path, seconds: float) -> None:
    command = [sys.executable, "-m", "tests.moderation.posting", str(root)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.mark.slow
def test_each_week_is_posted_once_whenever_the_process_is_killed(tmp_path: Path) -> None:
    chance = random.Random(16)  # noqa: S311 - a test
    counts = set()
    for _ in range(KILLS):
        killed(tmp_path, chance.uniform(0, MOST_SECONDS))
        headings = Counter(texts[0].split("\n")[0] for texts in posts(tmp_path / "channel"))
        assert set(headings.values()) <= {1}
        counts.add(len(headings))
    mornings = weeks(max(counts) + 1)
    asyncio.run(post(tmp_path, mornings))
    there = posts(tmp_path / "channel")
    assert len({texts[0] for texts in there}) == len(there) == len(mornings)
    assert len(counts) > KILLS // 3
    assert asyncio.run(noted(tmp_path, mornings)) == list(range(1, len(mornings) + 1))


async def noted(root: Path, mornings: list[dt.datetime]) -> list[int]:
    """What is known of where each digest stands."""
    found = []
    with closing(Store.open(root / "store.db", time.time)) as store:
        for morning in mornings:
            week = due_week(morning, dt.UTC)
            assert week is not None
            record = await store.digests.find(week.key)
            assert record is not None
            found.append(int(record.message))
    return found
