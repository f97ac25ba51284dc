from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.errors import Fault, FaultKind, Faults
from bot.replay.conversation_reader import read_conversation


def write(folder: Path, turn: str) -> Path:
    file = folder / "chitchat.toml"
    file.write_text(f'title = "a talk"\n\n[[turn]]\nauthor = "ana"\n{turn}\n', encoding="utf-8")
    return file


def test_options_of_a_question(tmp_path: Path) -> None:
    [step] = read_conversation(
        write(tmp_path, 'via = "slash"\nsays = "who?"\noutlet = "Reuters"\nsince = "last week"')
    ).steps
    assert (step.outlet, step.since) == ("Reuters", "last week")


@pytest.mark.parametrize(
    "turn",
    ['says = "who?"\noutlet = "Reuters"', 'via = "direct"\nsays = "who?"\nsince = "last week"'],
)
def test_only_a_command_has_options(tmp_path: Path, turn: str) -> None:
    file = write(tmp_path, turn)
    with pytest.raises(Faults) as broken:
        read_conversation(file)
    assert broken.value.faults == (
        Fault(
            str(file),
            3,
            FaultKind.WRONG_VALUE,
            key="via",
            detail="'slash' where outlet or since is given",
        ),
    )


@pytest.mark.parametrize(
    ("line", "today"), [("", dt.date(2025, 6, 15)), ("today = 2024-02-29\n", dt.date(2024, 2, 29))]
)
def test_the_day_on_which_a_conversation_takes_place(
    tmp_path: Path, line: str, today: dt.date
) -> None:
    file = write(tmp_path, 'says = "who?"')
    file.write_text(line + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_conversation(file).today == today


@pytest.mark.parametrize("written", ['"2024-02-29"', "2024-02-29T12:00:00", "20240229"])
def test_a_day_is_a_date_of_toml(tmp_path: Path, written: str) -> None:
    file = write(tmp_path, 'says = "who?"')
    file.write_text(f"today = {written}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(Faults) as broken:
        read_conversation(file)
    [fault] = broken.value.faults
    assert (fault.kind, fault.key, fault.detail) == (
        FaultKind.WRONG_VALUE,
        "today",
        "a date such as 2025-06-15, without quotation marks",
    )
