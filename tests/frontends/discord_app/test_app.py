from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import discord
import pytest

from bot.chat.i18n import translations
from bot.chat.rendering.error_messages import error_text
from bot.chat.scheduling.executor import FairExecutor
from bot.chat.scheduling.startup import StartupGate
from bot.errors import DiscordFailure, DiscordUnavailable
from bot.frontends.discord_app import app
from bot.frontends.discord_app.app import run
from bot.frontends.discord_app.log_redaction import LogRedaction

TOKEN = "a.very.secret-token"


def start(tmp_path: Path, token: str = TOKEN) -> None:
    run(StartupGate(lambda _: None, FairExecutor()), token, moderator_roles=[], data=tmp_path)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], int]], None]]:
    """A Discord that does something, and then answers every request with a status."""
    servers, over = [], Event()

    def serve(answers: Callable[[], int]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = json.dumps({"message": "no", "code": 0}).encode()
                status = answers()
                if not status:
                    over.wait(5)
                    return
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setattr(
            discord.http.Route, "BASE", f"http://127.0.0.1:{server.server_address[1]}"
        )

    yield serve
    over.set()
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("token", "trouble"),
    [
        ("", DiscordFailure.MISSING),
        ("two words", DiscordFailure.REFUSED),
        ("line\nend", DiscordFailure.REFUSED),
    ],
)
def test_a_token_that_is_none(tmp_path, token, trouble):
    with pytest.raises(DiscordUnavailable) as refused:
        start(tmp_path, token)
    assert refused.value.failure is trouble


def test_a_refused_token(tmp_path, api):
    api(lambda: 401)
    with pytest.raises(DiscordUnavailable) as refused:
        start(tmp_path)
    assert refused.value.failure is DiscordFailure.REFUSED


def test_message_content_that_discord_refuses(tmp_path, monkeypatch):
    async def login(client: discord.Client, *_: object) -> None:
        await client._async_setup_hook()

    async def connect(*_: object) -> None:
        raise discord.PrivilegedIntentsRequired(None)

    monkeypatch.setattr(discord.Client, "login", login)
    monkeypatch.setattr(discord.AutoShardedClient, "connect", connect)
    with pytest.raises(DiscordUnavailable) as refused:
        start(tmp_path)
    assert refused.value.failure is DiscordFailure.INTENT
    assert "Message Content Intent" in error_text(translations(), refused.value)


def test_no_network(tmp_path, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{port}")
    with pytest.raises(DiscordUnavailable) as refused:
        start(tmp_path)
    assert refused.value.failure is DiscordFailure.UNREACHABLE


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_leaves_when_told(tmp_path, api, told):
    def answers() -> int:
        os.kill(os.getpid(), told)
        return 0

    api(answers)
    if told is signal.SIGINT:
        with pytest.raises(KeyboardInterrupt):
            start(tmp_path)
    else:
        start(tmp_path)


class Requests:
    """Some answers under way, which are broken off when the bot leaves."""

    def __init__(self, busy: int, did: list[str]) -> None:
        self.active_requests = busy
        self._did = did

    def abandon_requests(self) -> None:
        self._did.append("leave")
        self.active_requests = 0


class Leaving:
    """A bot in the middle of some answers."""

    def __init__(self, busy: int) -> None:
        self.did: list[str] = []
        self.service = Requests(busy, self.did)

    async def close(self) -> None:
        self.did.append("close")


@pytest.mark.parametrize(
    ("busy", "said"),
    [
        (1, "Shutting down with 1 answer unfinished"),
        (2, "Shutting down with 2 answers unfinished"),
        (0, None),
    ],
)
async def test_what_is_broken_off_is_said_and_counted(busy, said, caplog, monkeypatch):
    exits: list[int] = []
    monkeypatch.setattr(app, "_FINISH_SECONDS", 0.02)
    monkeypatch.setattr(app.os, "_exit", exits.append)
    client, serving = Leaving(busy), asyncio.create_task(asyncio.Event().wait())
    await app._shut_down(client, serving, exit_code=0)
    assert client.did == (["leave", "close"] if busy else ["close"])
    assert not exits
    assert [record.getMessage() for record in caplog.records] == ([said] if said else [])


def test_no_secret_reaches_the_log():
    def written(message: str, *arguments: object, error: Exception | None = None) -> str:
        trouble = (type(error), error, None) if error else None
        record = logging.LogRecord("x", logging.ERROR, "x", 1, message, arguments, trouble)
        assert LogRedaction(TOKEN).filter(record)
        return logging.Formatter().format(record)

    assert TOKEN not in written("token %s", TOKEN)
    assert TOKEN not in written("failed", error=ValueError(TOKEN))
    address = (
        "POST https://discord.com/api/v10/webhooks/12/aW50ZXJhY3Rpb24/messages/@original "
        "responded with 429"
    )
    assert "aW50ZXJhY3Rpb24" not in written("%s", address)
    assert "/webhooks/12/[hidden]/messages/@original responded" in written("%s", address)
    person = "GET https://discord.com/api/v10/guilds/7/members/80123 responded with 503"
    assert "80123" not in written("%s", person)
