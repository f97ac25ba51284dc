"""What is kept can be read by the account that runs the bot alone."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot import private_files
from bot.cli.main import main
from bot.frontends.discord_app.state.seen_messages import SavedState, save_state
from bot.frontends.terminal.input_history import open_input_history
from bot.private_files import make_private_file, make_private_folder
from bot.store.store import Store

NOW = dt.datetime(2025, 6, 15, 12, 0)  # noqa: DTZ001 - as the history is written


def modes(folder: Path) -> dict[str, int]:
    """Of a folder and all below it, by path."""
    return {
        str(one.relative_to(folder)): stat.S_IMODE(one.stat().st_mode)
        for one in (folder, *folder.rglob("*"))
    }


def open_to_others(folder: Path) -> dict[str, str]:
    """What has other permissions than it should."""
    wanted = {
        name: private_files.FOLDER_MODE if (folder / name).is_dir() else private_files.FILE_MODE
        for name in modes(folder)
    }
    return {name: oct(mode) for name, mode in modes(folder).items() if mode != wanted[name]}


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/snow.md").write_text("Snow fell on Brandel for six days.", encoding="utf-8")
    file = tmp_path / "config.toml"
    file.write_text("", encoding="utf-8")
    return file


@pytest.mark.usefixtures("umask")
async def test_whatever_is_written_is_private_from_the_first(config: Path) -> None:
    data = config.parent / "data"
    assert main(["--config", str(config), "ask", "how long did snow fall on Brandel?"]) == 0
    save_state(data / "discord-seen.json", SavedState())
    open_input_history(data / "history", NOW).store_string("who?")
    with closing(Store.open(data / "store.db", lambda: 0.0)) as store:
        store.answers.record_delivery("1", "2", ["3"])
        assert await store.answers.by_question("1") is None
        assert {
            "store.db",
            "store.db-wal",
            "store.db-shm",
            "history",
            "discord-seen.json",
            "index",
        } <= set(modes(data))
        assert len(modes(data)) > 10
        assert open_to_others(data) == {}


def test_what_was_made_before_becomes_private(config: Path) -> None:
    data = config.parent / "data"
    assert main(["--config", str(config), "ask", "how long did snow fall on Brandel?"]) == 0
    for name in (
        "store.db",
        "store.db-wal",
        "store.db-shm",
        "discord-seen.json",
        "discord-commands",
        "history",
    ):
        (data / name).write_bytes(b"")
    (data / "index" / "older").mkdir()
    ours = modes(data)
    for name in ours:
        (data / name).chmod(0o777 if (data / name).is_dir() else 0o666)
    (data / "a-team's-own").write_text("left as it is")
    (data / "a-team's-own").chmod(0o644)
    outside = config.parent / "outside"
    outside.mkdir(mode=0o755)
    (data / "index" / "elsewhere").symlink_to(outside)
    assert main(["--config", str(config), "ask", "how long did snow fall on Brandel?"]) == 0
    assert open_to_others(data) == {"a-team's-own": "0o644", "index/elsewhere": "0o755"}


def test_a_check_closes_nothing_that_it_does_not_write(config: Path) -> None:
    data = config.parent / "data"
    data.mkdir(mode=0o755)
    assert main(["--config", str(config), "check"]) == 0
    assert modes(data) == {".": 0o755}


def test_what_belongs_to_another_account_is_named(
    config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = config.parent / "data"
    data.mkdir()
    (data / "history").write_text("")
    (data / "history").chmod(0o644)

    def refuse(self: Path, mode: int) -> None:
        raise PermissionError(self, mode)

    monkeypatch.setattr(Path, "chmod", refuse)
    assert main(["--config", str(config), "ask", "how long did snow fall on Brandel?"]) == 0
    said = capsys.readouterr().err
    assert f"{data / 'history'} belongs to another account" in said


@pytest.mark.usefixtures("umask")
def test_folders_above_are_made_and_what_is_there_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    make_private_folder(folder)
    make_private_folder(folder)
    (folder / "c").write_text("kept")
    make_private_file(folder / "c")
    make_private_file(folder / "d")
    assert (folder / "c").read_text() == "kept"
    assert modes(tmp_path / "a") | {"b/c": 0} == {".": 0o700, "b": 0o700, "b/c": 0, "b/d": 0o600}
    with pytest.raises(FileExistsError):
        make_private_folder(folder / "d")


def test_the_lines_of_a_month_are_remembered(tmp_path: Path) -> None:
    file = tmp_path / "history"
    old, new = (
        "\n# 2025-05-16 11:59:59.000001\n+who?\n",
        "\n# 2025-05-16 12:00:00.1\n+when?\n+and where?\n",
    )
    file.write_text(old + new, encoding="utf-8")
    assert list(open_input_history(file, NOW).load_history_strings()) == ["when?\nand where?"]
    assert "who?" not in file.read_text(encoding="utf-8")
    open_input_history(file, NOW).store_string("why?")
    assert list(open_input_history(file, NOW).load_history_strings()) == [
        "why?",
        "when?\nand where?",
    ]
    assert (
        list(open_input_history(file, NOW + dt.timedelta(days=31)).load_history_strings())[1:] == []
    )
    assert [one.name for one in tmp_path.iterdir()] == ["history"]
