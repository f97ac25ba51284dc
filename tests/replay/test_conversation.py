from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import Fault, FaultKind, Faults
from bot.replay.conversation import read_conversation


def write(folder: Path, turn: str) -> Path:
    file = folder / "talk.toml"
    file.write_text(f'title = "a talk"\n\n[[turn]]\nauthor = "ana"\n{turn}\n', encoding="utf-8")
    return file


def test_options_of_a_question(tmp_path: Path) -> None:
    [step] = read_conversation(write(tmp_path, 'via = "slash"\nsays = "who?"\noutlet = "Reuters"\nsince = "last week"')).steps
    assert (step.outlet, step.since) == ("Reuters", "last week")


@pytest.mark.parametrize("turn", ['says = "who?"\noutlet = "Reuters"', 'via = "direct"\nsays = "who?"\nsince = "last week"'])
def test_only_a_command_has_options(tmp_path: Path, turn: str) -> None:
    file = write(tmp_path, turn)
    with pytest.raises(Faults) as broken:
        read_conversation(file)
    assert broken.value.faults == (Fault(str(file), 3, FaultKind.WRONG_VALUE, key="via", detail="'slash' where outlet or since is given"),)
