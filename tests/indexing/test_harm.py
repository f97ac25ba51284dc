"""Whatever harm comes to the storage, a whole corpus is served, and the next start mends what it can."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.indexing.pipeline import build, ignore_progress
from tests.indexing.harmed import fingerprint, plan
from tests.indexing.test_pipeline import TEXTS, write

ROOT = Path(__file__).parents[2]
KILLS = 50
SOON = 30
"""Seconds within which no process may be left of a killed build, however busy the machine is."""
WHOLE = ["articles", "derived", "files", "lock"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(
        tmp_path / "corpus",
        {f"{number}.md": "\n\n".join([text] * 2) for number, text in enumerate(TEXTS)},
    )
    (tmp_path / "corpus" / "bad.md").write_bytes(b"\xff")
    return tmp_path / "corpus"


def started(what: str, folder: Path, data: Path) -> subprocess.Popen[str]:
    # In a session of its own it can be killed with all that it started.
    command = [sys.executable, "-m", "tests.indexing.harmed", what, str(folder), str(data)]
    return subprocess.Popen(  # noqa: S603 - ours
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("what", ["killed", "full"])
def test_wherever_a_build_is_killed_or_finds_no_room_the_next_start_mends_it(
    folder: Path, tmp_path: Path, what: str
) -> None:
    right = fingerprint(build(plan(folder, None), ignore_progress))
    with started(what, folder, tmp_path / "data") as process:
        found = [json.loads(line) for line in process.communicate()[0].splitlines()]
    assert process.returncode == 0
    assert len(found) > 5
    assert {ended for ended, _, _ in found[:-1]} == {-signal.SIGKILL if what == "killed" else 2}
    assert found[-1][0] == 0
    assert {served for _, served, _ in found} == {right}
    assert [left for _, _, left in found if left != WHOLE] == []


@pytest.mark.slow
def test_wherever_a_reload_is_killed_a_file_that_broke_stays_as_it_was(
    folder: Path, tmp_path: Path
) -> None:
    build(plan(folder, tmp_path / "data.before"), ignore_progress)
    write(folder, {"0.md": "---\ndate: soon\n---\nBroken.", "1.md": "Changed.", "new.md": "Added."})
    shutil.copytree(tmp_path / "data.before", tmp_path / "whole")
    built = build(plan(folder, tmp_path / "whole"), ignore_progress)
    assert [
        (Path(one.path).name, one.path in built.report.kept_paths) for one in built.report.faults
    ] == [("0.md", True), ("bad.md", False)]
    with started("killed", folder, tmp_path / "data") as process:
        found = [json.loads(line) for line in process.communicate()[0].splitlines()]
    assert process.returncode == 0
    assert len(found) > 5
    assert {ended for ended, _, _ in found[:-1]} == {-signal.SIGKILL}
    assert {served for _, served, _ in found} == {fingerprint(built)}
    assert [left for _, _, left in found if left != WHOLE] == []


@pytest.mark.slow
def test_no_moment_to_be_killed_harms_a_build_by_several_processes(
    folder: Path, tmp_path: Path
) -> None:
    chance = random.Random(9)  # noqa: S311 - no secret
    data = tmp_path / "data"
    right = fingerprint(build(plan(folder, None), ignore_progress))
    with started("build", folder, data) as process:
        assert process.stdout is not None
        process.stdout.readline()
        begun = time.monotonic()
        process.wait()
    span = time.monotonic() - begun
    for kill in range(KILLS):
        shutil.rmtree(data, ignore_errors=True)
        with started("build", folder, data) as process:
            assert process.stdout is not None
            process.stdout.readline()
            try:
                process.wait(timeout=chance.random() * span)
            except subprocess.TimeoutExpired:
                if kill % 2:
                    process.kill()
                else:
                    os.killpg(process.pid, signal.SIGKILL)
            # Its workers hold the pipe open for as long as they live.
            assert process.communicate(timeout=SOON)[0] == ""
        built = build(plan(folder, data), ignore_progress)
        assert fingerprint(built) == right
        assert not built.report.cache_error
        assert sorted(file.name for file in data.rglob("*") if file.is_file()) == WHOLE


@pytest.mark.slow
def test_ctrl_c_in_the_first_build_leaves_at_once_with_what_is_worked_out_kept(
    tmp_path: Path,
) -> None:
    write(
        tmp_path / "corpus",
        {
            f"{number}.txt": "The dam held.\n" * (1 + 2000 * (number > 1)) + "\n" * 400_000 + "x"
            for number in range(8)
        },
    )
    (tmp_path / "config.toml").write_text('[corpus]\npath = "corpus"\n', encoding="utf-8")
    command = [sys.executable, "-m", "bot", "--config", str(tmp_path / "config.toml")]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=ROOT, text=True, start_new_session=True, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603 - ours
        while not list((tmp_path / "data").rglob("*.set")):
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=0.02)
        os.killpg(process.pid, signal.SIGINT)
        try:
            said = process.communicate(timeout=SOON)[0]
        finally:
            # Python waits for it, however this ends.
            process.kill()
    assert process.returncode == 130
    assert "Traceback" not in said
    assert list((tmp_path / "data").rglob("*.set"))
    assert not list((tmp_path / "data").rglob("*.tmp"))
