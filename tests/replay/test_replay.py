"""A conversation goes alike on whatever day it is played."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.cli.main import main
from tests.conftest import ROOT

DATED = (
    "asked-for-a-month",
    "asked-for-this-month",
    "corrected-answer",
    "since-a-day",
    "withdrawn-answer",
)
QUESTION = "how many tickets did the museum of Ebbing sell this month?"


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch):
    """Sets the clock."""

    def set_clock(day: dt.date) -> None:
        class Clock(dt.datetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
                return dt.datetime.combine(day, dt.time(12), tz or dt.UTC)

        monkeypatch.setattr("bot.cli.wiring.dt", SimpleNamespace(datetime=Clock, date=dt.date))

    monkeypatch.chdir(ROOT)
    return set_clock


@pytest.mark.parametrize("day", [dt.date(2025, 6, 15), dt.date(2026, 6, 15), dt.date(2031, 1, 1)])
def test_conversations_go_alike_on_any_day(
    on, day: dt.date, capsys: pytest.CaptureFixture[str]
) -> None:
    on(day)
    exit_code = main(["replay", *(f"tests/conversations/{name}.toml" for name in DATED)])
    assert exit_code == 0, capsys.readouterr().out


def test_a_recorded_chat_takes_place_on_its_day_when_it_is_replayed_a_year_later(
    on, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text('[corpus]\npath = "museum"\n', encoding="utf-8")
    (tmp_path / "museum").symlink_to(ROOT / "tests" / "conversations" / "museum")
    settings, record = ["--config", str(tmp_path / "config.toml")], tmp_path / "chat.toml"
    monkeypatch.setattr("sys.stdin", io.StringIO(QUESTION + "\n"))
    on(dt.date(2025, 7, 20))
    assert main(["chat", "--record", str(record), *settings]) == 0
    assert "7,000 tickets" in capsys.readouterr().out
    on(dt.date(2026, 7, 20))
    assert main(["replay", str(record), *settings]) == 0, capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(QUESTION + "\n"))
    on(dt.date(2025, 6, 20))
    assert main(["chat", *settings]) == 0
    assert "4,000 tickets" in capsys.readouterr().out
