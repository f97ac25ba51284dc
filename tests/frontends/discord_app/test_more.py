"""The desk itself behind Discord: more of an answer, by word and by button."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import discord
import pytest

from bot.chat.conversation.history import ConversationHistory
from bot.chat.conversation.service import ChatService
from bot.chat.i18n import translations
from bot.chat.messages.request_reply import ProgressCallback, Reply, Request, ignore_progress
from bot.chat.scheduling.executor import FairExecutor
from bot.frontends.discord_app.components.buttons import MAX_CUSTOM_ID_CHARS
from bot.store.store import Store
from tests.conftest import make_library

WHO = "who will repair the lighthouse of Orrin?"
SECOND = "the lighthouse of Orrin will be repaired by masons from Velden"


class RealDesk(ChatService):
    """A desk that keeps what it hears."""

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        self.library = make_library(folder)
        self.heard: list[Request] = []
        talks, clock = ConversationHistory(900, 6), lambda: float(len(self.heard))
        super().__init__(
            self.library,
            talks,
            FairExecutor(),
            clock,
            lambda: dt.date(2025, 6, 15),
            open_store=store and (lambda: store),
        )

    async def handle(self, request: Request, progress: ProgressCallback = ignore_progress) -> Reply:
        self.heard.append(request)
        return await super().handle(request, progress)


@pytest.fixture
def desk(folder: Path) -> RealDesk:
    return RealDesk(folder)


async def thread_of(world, channel):
    made = await world.bot.get_channel(channel.id).create_thread(
        name="repairs", type=discord.ChannelType.public_thread
    )
    return next(one for one in channel.threads if one.id == made.id)


def told(result):
    return [*([result.response] if result.response else []), *result.followups][-1]


def colour(message):
    box = message.components[0]
    return (box if isinstance(box, dict) else box.to_dict()).get("accent_color")


async def spoken(world, person, way, channel, text):
    """Say something in one of the ways there are, and get what is shown for it."""
    if way == "direct message":
        await person.send_dm(text)
        return person.user.dm_channel.last_message
    if way in {"command", "private command"}:
        return told(
            await person.slash(channel, "ask", question=text, private=way == "private command")
        )
    if way == "reply":
        await person.send(
            channel, text, reply_to=next(one for one in channel.history() if one.author.bot)
        )
    else:
        await person.send(channel, f"{world.mention} {text}")
    return channel.last_message


WAYS = ["mention", "reply", "command", "private command", "direct message"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("more", translations()("more.no-question")),
        ("source?", translations()("source.nothing-shown")),
        ("why", "What does “why” refer to?"),
    ],
)
async def test_nobody_goes_on_from_what_somebody_else_asked(world, general, ana, way, text, answer):
    ben = world.person("ben")
    for asked in ("mention", "command", "private command", "direct message"):
        await spoken(world, ana, asked, general, WHO)
    if way == "reply":
        # Whoever replies to an answer goes on from that one; another message of the bot's leads
        # nowhere.
        await spoken(world, ben, "mention", general, " ")
        await ben.send(general, text, reply_to=general.last_message)
        assert answer in world.shown(general.last_message)
        return
    assert answer in world.shown(await spoken(world, ben, way, general, text))


@pytest.mark.parametrize("way", WAYS[:-1])
async def test_in_a_thread_everybody_goes_on_from_what_was_asked_there(world, general, ana, way):
    ben, thread = world.person("ben"), await thread_of(world, general)
    await spoken(world, ana, "mention", thread, WHO)
    assert SECOND in world.shown(await spoken(world, ben, way, thread, "more"))
    assert translations()("more.no-question") in world.shown(
        await spoken(world, ben, "mention", general, "more")
    )


@pytest.mark.parametrize("way", WAYS[:-1])
async def test_what_is_asked_in_private_in_a_thread_stays_with_who_asked(world, general, ana, way):
    ben, thread = world.person("ben"), await thread_of(world, general)
    await spoken(world, ben, "mention", thread, "   ")
    await spoken(world, ana, "private command", thread, WHO)
    assert translations()("more.no-question") in world.shown(
        await spoken(world, ben, way, thread, "more")
    )
    assert SECOND in world.shown(await spoken(world, ana, "private command", thread, "more"))


async def test_the_button_works_for_others_and_gives_them_no_conversation(world, general, ana):
    ben = world.person("ben")
    await spoken(world, ana, "mention", general, WHO)
    shown = told(await ben.click(general.last_message, label="More"))
    assert shown.ephemeral
    assert SECOND in world.shown(shown)
    assert translations()("more.no-question") in world.shown(
        await spoken(world, ben, "mention", general, "more")
    )
    assert SECOND in world.shown(await spoken(world, ana, "mention", general, "more"))


async def test_a_private_click_in_a_thread_skips_nothing_for_the_others(world, general, ana):
    ben, thread = world.person("ben"), await thread_of(world, general)
    await spoken(world, ana, "mention", thread, WHO)
    await ben.click(thread.last_message, label="More")
    assert SECOND in world.shown(await spoken(world, ben, "mention", thread, "more"))


async def test_after_a_restart_the_button_shows_every_passage_that_came_next(
    world, general, ana, folder
):
    await spoken(world, ana, "mention", general, WHO)
    world.desk = RealDesk(folder)
    await world.restart()
    message, seen = general.last_message, []
    for _ in range(4):
        message = told(await ana.click(message, label="More"))
        seen.append(world.shown(message))
    assert "More" not in world.buttons(message)
    assert SECOND in seen[0]
    assert not seen[0].startswith("The next closest passage")
    assert [text.startswith("The next closest passage") for text in seen[1:]] == [True, True, True]
    assert len(set(seen)) == 4


async def test_only_what_may_stand_as_an_answer_looks_like_one(world, general, ana):
    first, second, third = [
        colour(await spoken(world, ana, "mention", general, text)) for text in (WHO, "more", "more")
    ]
    assert first == second
    assert (first is None, third is None) == (False, True)


async def test_after_a_restart_with_other_articles_the_button_says_that_they_have_changed(
    world, general, ana, folder
):
    await spoken(world, ana, "mention", general, WHO)
    for name in ("storm.md", "visitors.txt"):
        (folder / name).write_text("Another title\n\nAnother text.", encoding="utf-8")
    world.desk = RealDesk(folder)
    await world.restart()
    assert world.shown(told(await ana.click(general.last_message, label="More"))) == translations()(
        "more.changed"
    )


async def test_the_button_keeps_discords_limit_however_much_comes_next(world, general, ana, folder):
    for number in range(30):
        (folder / f"{'a long name ' * 9}{number}.txt").write_text(
            f"Again\n\nAt last the lighthouse of Orrin opens, {number} say.\n\nYes.",
            encoding="utf-8",
        )
    world.desk.library.reload()
    await spoken(world, ana, "mention", general, WHO)
    assert len(world.buttons(general.last_message)["More"]["custom_id"]) <= MAX_CUSTOM_ID_CHARS
    seen = set()
    for _ in range(10):
        await spoken(world, ana, "mention", general, "more")
        assert len(world.buttons(general.last_message)["More"]["custom_id"]) <= MAX_CUSTOM_ID_CHARS
        seen.add(world.shown(general.last_message))
    assert len(seen) == 10
