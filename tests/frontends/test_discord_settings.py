from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.chat.messages.request_reply import Request
from bot.chat.scheduling.startup import StartupGate
from bot.cli.main import main
from bot.config import read_config
from bot.errors import FaultKind, Faults
from bot.frontends.discord_app import app
from bot.frontends.discord_app.access.settings import DEFAULTS, DiscordSettings

LARGEST = 2**63 - 1


def settings(folder: Path, discord: str) -> Path:
    file = folder / "config.toml"
    file.write_text(f"[discord]\n{discord}\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("discord", "doors"),
    [
        ("", DEFAULTS),
        (
            f"servers = [123456789012345678, {LARGEST}]",
            DiscordSettings(frozenset({123456789012345678, LARGEST})),
        ),
        ('servers = ["123456789012345678"]', DiscordSettings(frozenset({123456789012345678}))),
        ("message_content = true", DiscordSettings(message_content=True)),
        (
            'message_content = true\nlisten = ["newsdesk", "123456789012345678"]',
            DiscordSettings(frozenset(), True, frozenset({"newsdesk", "123456789012345678"})),
        ),
    ],
)
def test_what_is_set_reaches_the_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, discord: str, doors: DiscordSettings
) -> None:
    given = []
    monkeypatch.setenv("DISCORD_TOKEN", "a.token")
    monkeypatch.setattr(app, "run", lambda *_, **named: given.append(named["settings"]))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/snow.md").write_text("Snow fell on Brandel for six days.", encoding="utf-8")
    assert main(["--config", str(settings(tmp_path, discord)), "discord"]) == 0
    assert given == [doors]


def test_a_bot_without_articles_stays_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    async def open_and_ask(desk: StartupGate) -> None:
        await desk.open()
        said.append((await desk.handle(Request("ana", "general", "who?"))).text)

    monkeypatch.setenv("DISCORD_TOKEN", "a.token")
    monkeypatch.setattr(app, "run", lambda desk, *_, **__: asyncio.run(open_and_ask(desk)))
    assert main(["--config", str(settings(tmp_path, "")), "discord"]) == 0
    assert said == [
        "I have no articles to answer from at the moment. /corpus status tells moderators why."
    ]


@pytest.mark.parametrize(
    ("discord", "line", "key"),
    [
        ("servers = 123456789012345678", 2, "discord.servers"),
        ("servers = [12]", 2, "discord.servers"),
        ('servers = ["newsroom"]', 2, "discord.servers"),
        ("servers = [true]", 2, "discord.servers"),
        ('message_content = "yes"', 2, "discord.message_content"),
        ('message_content = true\nlisten = "newsdesk"', 3, "discord.listen"),
        ("message_content = true\nlisten = [12]", 3, "discord.listen"),
        # Nothing would be heard there.
        ('listen = ["newsdesk"]', 2, "discord.listen"),
        ('listen = ["newsdesk"]\nmessage_content = false', 2, "discord.listen"),
    ],
)
def test_what_is_set_wrongly_is_named(tmp_path: Path, discord: str, line: int, key: str) -> None:
    with pytest.raises(Faults) as broken:
        read_config(settings(tmp_path, discord))
    [fault] = broken.value.faults
    assert (fault.line, fault.key, fault.kind) == (line, key, FaultKind.WRONG_VALUE)
    assert fault.detail


def test_nowhere_to_listen_needs_nothing(tmp_path: Path) -> None:
    assert read_config(settings(tmp_path, "listen = []")).listen == ()
