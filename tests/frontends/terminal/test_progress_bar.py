from __future__ import annotations

import asyncio
import io
import re

import pytest

from bot.chat.messages.request_reply import Line, ProgressCallback, Reply, Request
from bot.frontends.terminal.chat import TerminalChat
from bot.frontends.terminal.progress_bar import ProgressBar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def shown(out: io.StringIO) -> list[str]:
    """What was said, each once, without the bar."""
    return list(dict.fromkeys(re.findall(r"Reading: [^.]*\.", out.getvalue())))


def told(out: io.StringIO, *steps: tuple[int, int]) -> io.StringIO:
    with ProgressBar(out) as bar:
        for done, whole in steps:
            bar(done, whole)
    return out


def test_it_says_how_far_it_is_and_vanishes():
    out = told(Terminal(), (0, 10_000), (1200, 10_000), (10_000, 10_000))
    assert shown(out) == [
        "Reading: 1,200 of 10,000 articles.",
        "Reading: 10,000 of 10,000 articles.",
    ]
    # The line is cleared and the cursor shown again.
    assert out.getvalue().endswith(("\x1b[1A\x1b[2K", "\x1b[2K"))
    assert out.getvalue().rindex("\x1b[?25h") > out.getvalue().rindex("\x1b[?25l")


def test_it_goes_on_from_what_is_kept():
    assert shown(told(Terminal(), (9000, 10_000), (9500, 10_000))) == [
        "Reading: 9,500 of 10,000 articles."
    ]


@pytest.mark.parametrize("steps", [[], [(3, 3)], [(0, 3), (3, 3)]])
def test_what_takes_no_time_shows_none(steps):
    assert told(Terminal(), *steps).getvalue() == ""


def test_where_there_is_no_terminal_it_says_nothing():
    assert told(io.StringIO(), (0, 10), (4, 10), (10, 10)).getvalue() == ""


def test_it_vanishes_when_reading_fails():
    def read(out: Terminal) -> None:
        with ProgressBar(out) as bar:
            bar(0, 10)
            bar(4, 10)
            raise ZeroDivisionError

    out = Terminal()
    with pytest.raises(ZeroDivisionError):
        read(out)
    assert "\x1b[?25h" in out.getvalue()


class ReadingDesk:
    async def handle(self, request: Request, progress: ProgressCallback) -> Reply:
        for done in (0, 4, 10):
            progress(done, 10)
        return Reply((Line(f"done: {request.command}"),))


def test_a_reload_in_the_chat_shows_it_beside_the_reply():
    out, err = io.StringIO(), Terminal()
    asyncio.run(TerminalChat(ReadingDesk(), out, err).handle_line(":reload"))
    assert out.getvalue() == "done: reload\n"
    assert shown(err) == ["Reading: 4 of 10 articles.", "Reading: 10 of 10 articles."]
