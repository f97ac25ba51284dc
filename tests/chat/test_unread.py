"""Answers given stay as they are while the articles behind them can't be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat.browsing.service import NameKind
from bot.chat.i18n import translations
from bot.chat.messages.commands import MODERATION, NEEDS_NO_ARTICLES, Command
from bot.chat.messages.request_reply import Reply, Request
from bot.chat.rendering import corpus_admin
from bot.snapshot_builder import SnapshotBuilder
from bot.store.store import Store
from tests.conftest import ATTRIBUTOR, make_desk

LAMP = "Ada Finch keeps the lamp of Orrin."


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store.open(None, lambda: 0.0)
    yield store
    store.close()


class Run:
    """The bot, started over some articles with what it knew of the answers that it gave."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.desk = make_desk(folder, dt.date(2025, 6, 15), lambda: 0.0, store=store)

    async def say(self, text: str, verb: Command = Command.ASK) -> Reply:
        reply = await self.desk.handle(
            Request("ana", "general/ana", text, verb, is_moderator=True, id=text or verb)
        )
        self.desk.record_delivery(text or verb, "general", [f"answer to {text}"])
        return reply

    async def mark_corrected(self) -> list[str]:
        return [made.reply.text async for made in self.desk.corrections.pending()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "lamp.md").write_text(LAMP, encoding="utf-8")
    (tmp_path / "corpus" / "quay.md").write_text("The quay of Orrin is closed.", encoding="utf-8")
    return tmp_path / "corpus"


def hide(folder: Path, becomes: str) -> None:
    if becomes == "broken":
        (folder / "lamp.md").write_bytes(b"\xff")
        return
    folder.rename(folder.parent / "aside")
    if becomes == "empty":
        folder.mkdir()


def mend(folder: Path, becomes: str, text: str) -> None:
    if becomes == "empty":
        folder.rmdir()
    if becomes != "broken":
        (folder.parent / "aside").rename(folder)
    (folder / "lamp.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("becomes", ["missing", "empty", "broken"])
async def test_a_start_without_an_article_withdraws_no_answer_from_it(
    folder: Path, store: Store, becomes: str
) -> None:
    assert "Ada Finch" in (await Run(folder, store).say("who keeps the lamp of Orrin?")).text
    hide(folder, becomes)
    run = Run(folder, store)
    assert await run.mark_corrected() == []
    mend(folder, becomes, LAMP.replace("keeps", "still keeps"))
    await run.say("", Command.RELOAD)
    [text] = await run.mark_corrected()
    assert "still keeps" in text


async def test_an_article_that_is_gone_is_withdrawn(folder: Path, store: Store) -> None:
    await Run(folder, store).say("who keeps the lamp of Orrin?")
    hide(folder, "broken")
    assert await Run(folder, store).mark_corrected() == []
    (folder / "lamp.md").unlink()
    [text] = await Run(folder, store).mark_corrected()
    assert text == "The article “lamp” was withdrawn on 15 June 2025."


@pytest.mark.parametrize(
    "verb",
    [verb for verb in Command if verb not in {*NEEDS_NO_ARTICLES, *MODERATION}],
)
async def test_whatever_is_asked_of_no_articles_is_told_that_there_are_none(
    tmp_path: Path, store: Store, verb: Command
) -> None:
    reply = await Run(tmp_path, store).say("who keeps the lamp of Orrin?", verb)
    assert (
        reply.text
        == "I have no articles to answer from at the moment. /corpus status tells moderators why."
    )
    assert (reply.private, reply.error) == (True, True)


def test_while_the_first_articles_are_read_nothing_is_said_to_answer(tmp_path: Path) -> None:
    nothing = SnapshotBuilder(tmp_path, ATTRIBUTOR, 0.3).build()
    told = corpus_admin.status_reply(translations(), nothing, 0.0, (3, 10))
    assert [block.text for block in told.blocks[:2]] == [
        f"No article could be read from {tmp_path}, so I have nothing to answer from. Put articles there and reload.",
        "Reading: 3 of 10 articles.",
    ]


async def test_nothing_is_offered_of_no_articles(tmp_path: Path, store: Store) -> None:
    desk = Run(tmp_path, store).desk
    for typed in ("", "lamp"):
        assert await desk.complete_question("ana", typed) == ()
        assert await desk.complete_question("ana", typed, outlets=True) == ()
        assert [await desk.complete_name(field, typed) for field in NameKind] == [()] * 3
