"""Answers, buttons and lists lead to where an article was moved, also while the bot was off."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from bot.chat.conversation.service import ChatService
from bot.store.store import Store
from tests.conftest import make_desk, make_library
from tests.discord_driver import press

WHO = "who will repair the lighthouse of Orrin?"


@pytest.fixture
def store(tmp_path: Path):
    with closing(Store.open(tmp_path / "data" / "store.db", partial(next, count(5000.0)))) as made:
        yield made


@pytest.fixture
def new_desk(folder: Path, store: Store, tmp_path: Path):
    """Makes the desk of a bot that is started."""

    def make() -> ChatService:
        library = make_library(folder, data=tmp_path / "data")
        clock = partial(next, count(0.0, 100.0))
        return make_desk(library, dt.date(2025, 6, 15), clock, store=store)

    return make


@pytest.fixture
def desk(new_desk):
    return new_desk()


@pytest.fixture
def move(folder: Path):
    def moves(before: str, after: str) -> None:
        (folder / after).parent.mkdir(exist_ok=True)
        (folder / before).rename(folder / after)

    return moves


def edits(world) -> list[str]:
    return [
        call.path
        for call in world.env.http_requests
        if call.method == "PATCH" and call.path.startswith("/channels")
    ]


async def test_moved_while_the_bot_was_off(world, general, ana, new_desk, move):
    await ana.send(general, f"{world.mention} {WHO}")
    public, before = general.last_message, world.shown(general.last_message)
    private = (await ana.slash(general, "ask", question=WHO, private=True)).response
    move("repair.md", "2025/repair.md")
    move("storm.md", "2025/coast.md")
    world.desk = new_desk()
    await world.restart()
    assert edits(world) == []
    assert world.shown(public) == before
    ben = world.person("ben")
    source = (await ben.click(public, label="Source")).response
    assert "2025/repair.md, passage 1" in world.shown(source)
    assert "The town council chose them" in world.shown(
        (await press(ana, private, "Context")).response
    )
    await ana.click(public, label="More")
    assert "masons from Velden" in world.shown(general.last_message)
    await ben.send(general, f"{world.mention} source?", reply_to=public)
    assert "2025/repair.md, passage 1" in world.shown(general.last_message)


async def test_moved_twice_with_a_restart_in_between(world, general, ana, new_desk, move):
    await ana.send(general, f"{world.mention} {WHO}")
    public = general.last_message
    for number in (1, 2):
        move("repair.md" if number == 1 else "1/repair.md", f"{number}/repair.md")
        world.desk = new_desk()
        await world.restart()
    assert edits(world) == []
    result = await world.person("ben").click(public, label="Source")
    assert "2/repair.md, passage 1" in world.shown(result.response)


async def test_a_list_that_stands_opens_what_was_moved(world, general, ana, new_desk, move):
    listed = (await ana.slash(general, "articles")).response
    [choices] = [part for part in world.parts(listed) if part["type"] == 3]
    [repair] = [option["value"] for option in choices["options"] if "lighthouse" in option["label"]]
    move("repair.md", "2025/repair.md")
    world.desk = new_desk()
    await world.restart()
    opened = (await ana.select(listed, [repair])).response
    assert "Ada Finch" in world.shown(opened)
