"""A bot killed at any moment of a reload, a change or an undo: corpus and log stay whole."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.moderation import killed

ROOT = Path(__file__).parents[2]
KILLS = 100


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_bot_that_is_killed_at_any_moment_leaves_corpus_and_log_whole(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "stays.md").write_text(killed.text(0), "utf-8")
    # Of a process without threads, which may be forked.
    command = [sys.executable, "-m", killed.__name__, str(tmp_path), str(KILLS)]
    done = subprocess.run(  # noqa: S603 - our own Python
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=1700
    )
    assert not done.returncode, done.stderr
    told = re.fullmatch(r"(\d+) killed, (\d+) finished, (\d+) changes\n", done.stdout)
    assert told
    assert int(told[1]) == KILLS
    assert int(told[2]) > KILLS // 20
    assert int(told[3]) > KILLS // 5
