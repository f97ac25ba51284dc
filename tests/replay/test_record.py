from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Line, Reply, Request
from bot.replay.record import Recorder


def test_what_a_click_shows_or_a_bot_keeps_is_left_out_as_nothing_could_replay_it(
    tmp_path: Path,
) -> None:
    recorder = Recorder(tmp_path / "chat.toml", dt.date(2025, 3, 4))
    for verb, text in (
        (Command.LIST, ""),
        (Command.LIST, "200"),
        (Command.SHOW, "0123456789abcdef"),
        (Command.PREVIEW, ""),
        (Command.APPLY, "0123456789ab"),
    ):
        recorder.observe(
            Request("you", "console", text, verb, is_moderator=True),
            Reply((Line(f"{verb} {text}"),)),
        )
    written = tomllib.loads((tmp_path / "chat.toml").read_text(encoding="utf-8"))
    assert written["today"] == dt.date(2025, 3, 4)
    assert written["turn"] == [
        {"author": "you", "moderator": True, "does": "list", "reply": "list "}
    ]
