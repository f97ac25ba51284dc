"""Who keeps nothing imports no database library: `ask` and the chat in the terminal start as before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from bot.cli.main import main
status = main(sys.argv[1:])
found = sorted({name.split(".")[0] for name in sys.modules} & {"sqlalchemy", "alembic", "mako", "sqlite3"})
print("imported:", *found)
sys.exit(status)
"""


def run(folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    config = folder / "config.toml"
    config.write_text('[corpus]\npath = "corpus"\n', encoding="utf-8")
    (folder / "corpus").mkdir()
    (folder / "corpus/snow.md").write_text(
        "Snow fell on Brandel for six days.\n\nThe road was shut.", encoding="utf-8"
    )
    command = [sys.executable, "-c", PROGRAM, "--config", str(config), *arguments]
    return subprocess.run(  # noqa: S603 - our own Python
        command, cwd=ROOT, input=typed, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_single_question(tmp_path: Path) -> None:
    done = run(tmp_path, "ask", "how long did snow fall on Brandel?")
    assert "six days" in done.stdout
    assert done.stdout.splitlines()[-1] == "imported:"


def test_a_chat_in_the_terminal(tmp_path: Path) -> None:
    lines = (
        "how long did snow fall on Brandel?",
        "more",
        "source?",
        "who keeps bees?",
        ":list",
        ":reload",
        ":status",
    )
    done = run(tmp_path, "chat", typed="\n".join(lines))
    assert "six days" in done.stdout
    assert done.stdout.splitlines()[-1] == "imported:"
