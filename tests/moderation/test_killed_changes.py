"""The process is killed while it changes articles: each file is as it was or as it was to be."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from bot.corpus.folder import is_leftover, list_article_files
from bot.moderation.article_input import OutsideFile
from tests.moderation.changing import VERSIONS, content, start

ROOT = Path(__file__).parents[2]
KILLS = 20
MOST_SECONDS = 0.6
"""Seconds in which a process is killed."""


def killed(root: Path, seed: int, seconds: float) -> None:
    command = [sys.executable, "-m", "tests.moderation.changing", str(root), str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()


@pytest.mark.slow
def test_articles_are_whole_whenever_the_process_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "first.md").write_text("The lamp of Orrin is lit.", encoding="utf-8")
    chance = random.Random(16)  # noqa: S311 - a test
    finished, changed = 0, set()
    for seed in range(KILLS):
        killed(tmp_path, seed, chance.uniform(0, MOST_SECONDS))
        editor, revisions, recovery = start(tmp_path)
        finished += recovery is not None
        listing = list_article_files(folder)
        assert not listing.faults
        for file in listing.files:
            name, held = file.path.removesuffix(".md"), (folder / file.path).read_bytes()
            assert name == "first" or held in [content(name, item) for item in range(VERSIONS)]
        assert not [path for path in folder.rglob("*") if is_leftover(path.name)]
        newest = revisions._store.newest()
        assert newest is not None
        assert set(newest.files) == {file.path for file in listing.files}
        assert editor.prepare_new("ana", [OutsideFile("next.md", b"The quay is closed.")]).id
        changed.add(frozenset(newest.files))
    assert finished > 0
    assert len(changed) > KILLS // 3
