"""The command `reload`: a running bot told to reload, and a preview of what that would change."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace

import pytest

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Line, Reply, Request
from bot.cli import reload_command
from bot.cli.main import main
from bot.frontends.discord_app import terminal_reloads
from bot.frontends.discord_app.terminal_reloads import TerminalReloads
from bot.moderation.reload_requests import ReloadOutcome, ReloadRequests
from bot.store.records import AnswerRecord
from bot.store.store import Store

ARTICLE = "# Snow in Brandel\n\nSnow fell on Brandel for six days, Reuters reported.\n"
QUESTION = "how long did snow fall on Brandel?"
tr = translations()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "snow.md").write_text(ARTICLE, "utf-8")
    (tmp_path / "config.toml").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    return tmp_path


@pytest.fixture
def requests(place: Path) -> ReloadRequests:
    return ReloadRequests(place / "data")


def test_a_preview_compares_the_folder_with_what_was_read_last(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", QUESTION]) == 0
    with closing(Store.open(place / "data" / "store.db", time.time)) as store:
        store.answers.record(
            AnswerRecord("1", "9", "c", QUESTION, time.time(), question_text=QUESTION, server="1")
        )
    capsys.readouterr()
    assert main(["reload", "--preview"]) == 0
    assert capsys.readouterr().out.strip() == tr("preview.nothing")
    (place / "corpus" / "snow.md").write_text(ARTICLE.replace("six", "nine"), "utf-8")
    for _ in range(2):
        # It changes nothing, also not what it compares with.
        assert main(["reload", "--preview"]) == 0
        lines = capsys.readouterr().out.split("\n\n")
        assert lines[0] == tr("preview.heading")
        assert "Changed: Snow in Brandel." in lines
        assert f"Same passage, different wording: {QUESTION}" in lines
        assert "for six days" in lines[-2]
        assert "for nine days" in lines[-1]
    assert main(["ask", QUESTION]) == 0
    capsys.readouterr()
    main(["reload", "--preview"])
    assert capsys.readouterr().out.strip() == tr("preview.nothing")


def test_without_anything_kept_there_is_nothing_to_compare(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reload", "--preview"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", tr("error.nothing-kept", path="corpus") + "\n")
    assert not list((place / "data").glob("index/*/*/articles"))


def test_a_preview_of_a_folder_that_is_gone_is_a_sentence(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ask", QUESTION])
    (place / "corpus").rename(place / "elsewhere")
    capsys.readouterr()
    assert main(["reload", "--preview"]) == 1
    assert "corpus" in capsys.readouterr().err
    (place / "elsewhere").rename(place / "corpus")
    assert main(["ask", QUESTION]) == 0


def test_where_no_bot_runs_it_says_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["reload"]) == 1
        said = tr("reload.nobody-runs", path="data")
        assert capsys.readouterr().err == said + "\n"
        with ReloadRequests(place / "data").serving():
            # One that has ended leaves its file behind.
            pass


@pytest.fixture
def polling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reload_command, "_POLL_SECONDS", 0.001)


@pytest.mark.usefixtures("polling")
@pytest.mark.parametrize("failed", [False, True])
def test_it_tells_the_running_bot_and_prints_what_came_of_it(
    requests: ReloadRequests, capsys: pytest.CaptureFixture[str], failed: bool
) -> None:
    ready, over = Event(), Event()

    def serve() -> None:
        with requests.serving():
            ready.set()
            while (key := requests.take()) is None:
                assert not over.wait(0.001)
            requests.answer(ReloadOutcome("of another", "no", failed=False))
            requests.answer(ReloadOutcome(key, "Reloaded: much.", failed))
            over.wait(20)

    bot = Thread(target=serve)
    bot.start()
    assert ready.wait(20)
    assert main(["reload"]) == failed
    over.set()
    bot.join()
    assert capsys.readouterr().out == "Reloaded: much.\n"


@pytest.mark.usefixtures("polling")
def test_a_bot_that_ends_meanwhile_keeps_nobody_waiting(
    requests: ReloadRequests, capsys: pytest.CaptureFixture[str]
) -> None:
    ready, over = Event(), Event()

    def serve() -> None:
        with requests.serving():
            ready.set()
            while requests.take() is None:
                assert not over.wait(0.001)

    bot = Thread(target=serve)
    bot.start()
    assert ready.wait(20)
    assert main(["reload"]) == 1
    bot.join()
    assert capsys.readouterr().err.endswith(tr("reload.stopped") + "\n")


def test_only_one_bot_is_asked_and_another_serves_all_the_same(requests: ReloadRequests) -> None:
    with requests.serving(), requests.serving():
        assert requests.is_served()
    assert not requests.is_served()


class Service:
    """A service that reloads."""

    def __init__(self) -> None:
        self.heard: list[Request] = []
        self.reloaded = asyncio.Event()
        self.chat = self
        self.waits: list[float] = []

    def track_request(self) -> SimpleNamespace:
        return closing(SimpleNamespace(close=lambda: None))  # type: ignore[return-value]

    async def handle(self, request: Request) -> Reply:
        self.heard.append(request)
        self.reloaded.set()
        return Reply((Line("Reloaded: much."),))

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def sighup() -> Iterator[None]:
    before = signal.getsignal(signal.SIGHUP)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("sighup")
async def test_sighup_reloads_the_bot(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    service = Service()
    reloads = TerminalReloads(service, None)  # type: ignore[arg-type]
    reloads.start()
    os.kill(os.getpid(), signal.SIGHUP)
    await asyncio.wait_for(service.reloaded.wait(), 20)
    await asyncio.gather(*reloads._tasks)
    asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
    [request] = service.heard
    assert (request.command, request.is_moderator) == (Command.RELOAD, True)
    assert "Told by SIGHUP to reload: Reloaded: much." in caplog.text


@pytest.mark.usefixtures("sighup")
async def test_a_request_of_another_process_is_answered(requests: ReloadRequests) -> None:
    service = Service()
    reloads = TerminalReloads(service, requests)  # type: ignore[arg-type]
    with requests.serving():
        key = requests.ask()
        reloads.start()
        await asyncio.wait_for(service.reloaded.wait(), 20)
        while (outcome := requests.outcome(key)) is None:  # noqa: ASYNC110 - a file tells of it
            await asyncio.sleep(0)
        reloads.stop()
    asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
    assert outcome == ReloadOutcome(key, "Reloaded: much.", failed=False)
    assert set(service.waits) == {terminal_reloads.POLL_SECONDS}


def test_what_was_under_way_when_the_bot_stopped_is_told_at_the_start(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.moderation.changes import UndoStep, UnfinishedChange, new_change  # noqa: PLC0415
    from bot.moderation.revision_store import RevisionStore  # noqa: PLC0415

    states = RevisionStore.for_folder(place / "data", Path("corpus"))
    before = states.contents.keep(ARTICLE.encode())
    after = states.contents.keep(ARTICLE.replace("six", "nine").encode())
    change = new_change("11", "undo", "reload", 0.0)
    states.begin(UnfinishedChange(change, 1, (UndoStep("snow.md", before, after),)))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False, __iter__=iter))
    monkeypatch.setattr("bot.frontends.terminal.chat.run", _nothing)
    assert main(["chat"]) == 0
    assert "Finished a change that was interrupted" in capsys.readouterr().err
    assert "nine" in (place / "corpus" / "snow.md").read_text("utf-8")


async def _nothing(*_: object) -> None:
    return None
