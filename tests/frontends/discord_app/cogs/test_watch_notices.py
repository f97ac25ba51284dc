"""Who waits for an answer is told once, when there is one, and nobody else is."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import discord
import pytest
from simcord.http import router

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Request
from bot.frontends.discord_app.cogs import watch_notices
from bot.frontends.discord_app.cogs.watch_notices import WatchNotices
from bot.store.records import DAY_SECONDS, Watch, WatchResult
from bot.store.store import Store
from tests.frontends.discord_app.conftest import events_handled
from tests.frontends.discord_app.lossy import Lossy
from tests.frontends.discord_app.test_follow_ups import RealDesk
from tests.frontends.discord_app.test_more import told

SAY = translations()
WATCH = SAY("button.watch")
GLAZING = "who glazed the lantern of Brandel?"
LANTERN = "Ottoline Marsh glazed the lantern of Brandel, the Coast Gazette reported."
NEAR_MISS = "The lantern of Brandel was glazed long ago. Nobody remembers by whom."
TOLD = "The articles now answer this:"


class Clock:
    now = 1_750_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def unix_clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, unix_clock: Clock):
    with closing(Store.open(tmp_path / "data" / "store.db", unix_clock)) as made:
        yield made


@pytest.fixture
def desk(folder: Path, store: Store) -> RealDesk:
    return RealDesk(folder, store)


@pytest.fixture
def add_article(folder: Path):
    def add(text: str, name: str = "lantern.md") -> None:
        (folder / name).write_text(f"---\ntitle: The lantern\n---\n\n{text}\n", encoding="utf-8")

    return add


async def reload(world, channel):
    mo = world.person("mo", manage_guild=True)
    await mo.slash(channel, "corpus reload", now=True)
    await checked(world)


async def checked(world):
    """Whatever people wait for was asked anew."""
    notices = world.bot.get_cog("WatchNotices")
    notices.start_if_pending()
    if notices._task is not None:
        await notices._task
    await world.env.settle()


async def waits(world, person, channel, question=GLAZING):
    """Ask what is not answered, and want to be told."""
    await person.send(channel, f"{world.mention} {question}")
    abstention = channel.last_message
    result = told(await person.click(abstention, label=WATCH))
    assert result.ephemeral
    return world.shown(result), abstention


def direct(world, person):
    """What somebody was told directly."""
    channel = person.user.dm_channel
    messages = channel.history() if channel else []
    return [world.shown(message) for message in messages if message.author.bot]


def posted(channel):
    return [message for message in channel.history() if message.author.bot]


async def test_who_waits_is_told_directly_and_once(world, general, ana, add_article, store):
    said, _ = await waits(world, ana, general)
    assert "for 90 days at most" in said
    await reload(world, general)
    assert direct(world, ana) == []
    add_article(LANTERN)
    await reload(world, general)
    [message] = direct(world, ana)
    assert GLAZING in message
    assert TOLD in message
    assert LANTERN.rstrip(".") in message
    assert await store.watches.of(str(ana.id)) == ()
    add_article("The lantern of Brandel was glazed by Ottoline Marsh in a week.", "again.md")
    await reload(world, general)
    assert len(direct(world, ana)) == 1
    assert len(posted(general)) == 1
    assert not any("content" in call and "<@" in str(call) for call in world.sent("POST", "s"))


async def test_a_near_miss_is_no_answer(world, general, ana, add_article, store):
    await waits(world, ana, general)
    add_article(NEAR_MISS)
    await reload(world, general)
    assert direct(world, ana) == []
    assert len(await store.watches.of(str(ana.id))) == 1


@pytest.mark.parametrize("crash", [False, True], ids=["stopped", "killed"])
async def test_what_somebody_waits_for_survives_a_restart(
    world, general, ana, add_article, folder, store, tmp_path, unix_clock, crash
):
    await waits(world, ana, general)
    store.close()
    with closing(Store.open(tmp_path / "data" / "store.db", unix_clock)) as again:
        add_article(LANTERN)
        world.desk = RealDesk(folder, again)
        await world.restart(crash=crash)
        await world.bot.ready_to_answer()
        await checked(world)
        assert len(direct(world, ana)) == 1
        assert await again.watches.of(str(ana.id)) == ()


async def test_killed_between_the_message_and_the_note_it_repeats_nothing_visible(
    world, general, ana, add_article, folder, store, monkeypatch
):
    await waits(world, ana, general)
    add_article(LANTERN)

    async def die(*_: object) -> None:
        raise asyncio.CancelledError

    lossy = Lossy("dropped")
    monkeypatch.setattr(router, "dispatch", lossy)
    with monkeypatch.context() as dying:
        dying.setattr(world.desk.watch_checker, "finish", die)
        with pytest.raises(asyncio.CancelledError):
            await reload(world, general)
    assert len(direct(world, ana)) == 1
    world.desk = RealDesk(folder, store)
    await world.restart(crash=True)
    await checked(world)
    assert len(direct(world, ana)) == 1
    assert await store.watches.of(str(ana.id)) == ()


async def test_where_the_store_keeps_the_watch_it_is_not_told_again(
    world, general, ana, add_article, store, monkeypatch
):
    await waits(world, ana, general)
    add_article(LANTERN)

    async def fail(*_: object) -> None:
        return

    monkeypatch.setattr(type(store.watches), "finish", fail)
    await reload(world, general)
    add_article("Nothing else happened in Brandel.", "more.md")
    await reload(world, general)
    assert len(direct(world, ana)) == 1


async def test_where_direct_messages_are_closed_it_replies_to_the_question(
    world, general, ana, add_article
):
    await waits(world, ana, general)
    question = general.history()[0]
    add_article(LANTERN)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    await reload(world, general)
    assert direct(world, ana) == []
    message = posted(general)[-1]
    assert message.reference.message_id == question.id
    assert "ana, on" in world.shown(message)
    assert LANTERN.rstrip(".") in world.shown(message)
    sent = world.sent("POST", f"/channels/{general.id}/messages")[-1]
    assert sent["allowed_mentions"] == {"parse": []} or not sent["allowed_mentions"].get("parse")
    assert message.mentions == []


async def test_where_the_question_is_gone_it_stands_by_itself(world, general, ana, add_article):
    abstention = told(await ana.slash(general, "ask", question=GLAZING))
    await ana.click(abstention, label=WATCH)
    add_article(LANTERN)
    world.env.backend.delete_message(general.id, abstention.id)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    await reload(world, general)
    message = posted(general)[-1]
    assert message.reference is None
    assert GLAZING in world.shown(message)


async def test_a_private_question_is_never_answered_in_public(
    world, general, ana, add_article, store
):
    abstention = told(await ana.slash(general, "ask", question=GLAZING, private=True))
    await ana.click(abstention, label=WATCH)
    add_article(LANTERN)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    await reload(world, general)
    assert direct(world, ana) == []
    assert posted(general) == []
    assert len(await store.watches.of(str(ana.id))) == 1


async def test_who_asked_in_a_direct_message_is_told_there(world, ana, general, add_article):
    await ana.send_dm(GLAZING)
    channel = ana.user.dm_channel
    await ana.user.click(channel.last_message, label=WATCH)
    add_article(LANTERN)
    await reload(world, general)
    assert TOLD in direct(world, ana)[-1]
    assert sum(TOLD in message for message in direct(world, ana)) == 1


async def test_who_has_left_the_server_is_told_nothing(world, general, ana, add_article, store):
    await waits(world, ana, general)
    world.env.guild.remove_member(ana.user)
    add_article(LANTERN)
    await reload(world, general)
    assert direct(world, ana) == []
    assert len(posted(general)) == 1
    assert await store.watches.of(str(ana.id)) == ()


async def test_who_may_not_see_the_channel_any_more_is_told_nothing(
    world, general, ana, add_article
):
    await waits(world, ana, general)
    channel = world.bot.get_channel(general.id)
    await channel.set_permissions(
        world.bot.get_guild(channel.guild.id).default_role, view_channel=False
    )
    await world.env.settle()
    add_article(LANTERN)
    mo = world.person("mo", administrator=True)
    await mo.slash(general, "corpus reload", now=True)
    await checked(world)
    assert direct(world, ana) == []
    assert len(posted(general)) == 1


async def test_where_discord_does_not_say_who_is_there_the_watch_is_kept(
    world, general, ana, add_article, monkeypatch
):
    await waits(world, ana, general)
    add_article(LANTERN)

    async def fail(*_: object) -> None:
        raise OSError("Discord is away")

    with monkeypatch.context() as away:
        away.setattr(watch_notices, "find_viewer", fail)
        await reload(world, general)
    assert direct(world, ana) == []
    add_article("Nothing else happened in Brandel.", "more.md")
    await reload(world, general)
    assert len(direct(world, ana)) == 1


async def test_a_season_later_nobody_is_told(world, general, ana, add_article, unix_clock, store):
    await waits(world, ana, general)
    unix_clock.now += store.retention.watches * DAY_SECONDS + 1
    add_article(LANTERN)
    await reload(world, general)
    assert direct(world, ana) == []


async def test_each_of_several_who_wait_is_told(world, general, ana, add_article):
    ben = world.person("ben")
    _, abstention = await waits(world, ana, general)
    await ben.click(abstention, label=WATCH)
    add_article(LANTERN)
    await reload(world, general)
    assert len(direct(world, ana)) == len(direct(world, ben)) == 1


async def test_what_was_told_is_gone_on_from_and_corrected(world, general, ana, add_article, store):
    await waits(world, ana, general)
    add_article(LANTERN)
    await reload(world, general)
    channel = ana.user.dm_channel
    before = channel.last_message
    record = await store.answers.by_message(str(before.id))
    assert record.author == str(ana.id)
    assert record.root
    add_article(LANTERN.replace("Ottoline Marsh", "Otto Marsh"))
    await reload(world, general)
    await world.corrections._task
    assert "Otto Marsh" in world.shown(channel.last_message)
    assert len(channel.history()) == 1


async def test_the_list_names_what_somebody_waits_for_and_removes_it(
    world, general, ana, add_article
):
    await waits(world, ana, general)
    listed = told(await ana.slash(general, "watches"))
    assert listed.ephemeral
    assert GLAZING in world.shown(listed)
    assert "Until 13 September 2025" in world.shown(listed)
    await world.restart()
    [option] = [one for part in world.parts(listed) for one in part.get("options", [])]
    gone = told(await ana.select(listed, [option["value"]]))
    assert SAY("watch.removed") in world.shown(gone)
    assert SAY("watch.none") in world.shown(gone)
    again = told(await ana.select(listed, [option["value"]]))
    assert SAY("watch.gone") in world.shown(again)
    add_article(LANTERN)
    await reload(world, general)
    assert direct(world, ana) == []


async def test_nobody_removes_what_another_waits_for(world, general, ana, store):
    await waits(world, ana, general)
    [watch] = await store.watches.of(str(ana.id))
    ben = world.person("ben")
    request = Request(str(ben.id), "c", str(watch.id), Command.UNWATCH)
    reply = await world.desk.handle(request)
    assert SAY("watch.gone") in reply.text
    assert await store.watches.of(str(ana.id)) == (watch,)


async def test_the_same_question_counts_once_and_twenty_are_the_limit(world, general, ana, store):
    _, abstention = await waits(world, ana, general)
    again = told(await ana.click(abstention, label=WATCH))
    assert world.shown(again) == SAY("watch.known")
    for number in range(19):
        watch = Watch(str(ana.id), "", "1", "2", f"who is number {number}?", "en")
        assert await store.watches.add(watch) is WatchResult.ADDED
    said, _ = await waits(world, ana, general, "who painted the lantern of Brandel?")
    assert said == SAY("watch.full", most=20)


async def test_what_is_answered_by_now_is_answered_at_once(world, general, ana, add_article, store):
    await ana.send(general, f"{world.mention} {GLAZING}")
    abstention = general.last_message
    add_article(LANTERN)
    world.desk.library.reload()
    shown = told(await ana.click(abstention, label=WATCH))
    assert shown.ephemeral
    assert LANTERN.rstrip(".") in world.shown(shown)
    assert await store.watches.of(str(ana.id)) == ()


async def test_the_button_of_a_question_that_was_deleted_says_so(world, general, ana, store):
    question = await ana.send(general, f"{world.mention} {GLAZING}")
    abstention = general.last_message
    store.forget(str(question.id))
    shown = told(await ana.click(abstention, label=WATCH))
    assert world.shown(shown) == SAY("watch.too-old")


async def test_a_deleted_question_is_not_waited_for_any_more(world, general, ana, add_article):
    ben = world.person("ben")
    question = await ana.send(general, f"{world.mention} {GLAZING}")
    await ben.click(general.last_message, label=WATCH)
    await ana.delete(question)
    await events_handled()
    add_article(LANTERN)
    await reload(world, general)
    assert direct(world, ben) == []


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("what did he say about the lantern?", {}),
        (GLAZING, {"since": "2025-06-01"}),
        ("who will repair the lighthouse of Orrin?", {}),
    ],
    ids=["of something said before", "with a filter", "answered"],
)
async def test_where_nobody_can_wait_there_is_no_button(world, general, ana, question, options):
    shown = told(await ana.slash(general, "ask", question=question, **options))
    assert WATCH not in world.buttons(shown)


async def test_without_a_store_nothing_is_promised(world, general, ana, store, tmp_path):
    store.close()
    file = tmp_path / "data" / "store.db"
    file.unlink(missing_ok=True)
    file.mkdir()
    with closing(Store.open(file, lambda: 5000.0)) as gone:
        world.desk = RealDesk(world.desk.folder, gone)
        await world.restart()
        said, _ = await waits(world, ana, general)
        assert said == SAY("watch.failed")


async def test_answers_go_on_while_questions_are_asked_anew(
    world, general, add_article, store, monkeypatch
):
    for number in range(30):
        watch = Watch(
            str(number), str(general.guild.id), str(general.id), "2", f"who? {number}", "en"
        )
        await store.watches.add(watch)
    asked = []
    waiting = asyncio.Event()
    find = world.desk.watch_checker.find_answer

    async def slow(question: str):
        asked.append(question)
        await waiting.wait()
        return await find(question)

    monkeypatch.setattr(world.desk.watch_checker, "find_answer", slow)
    add_article(LANTERN)
    world.desk.library.reload()
    notices = world.bot.get_cog("WatchNotices")
    assert isinstance(notices, WatchNotices)
    notices.start_if_pending()
    await asyncio.sleep(0)
    reply = await world.desk.handle(
        Request("9", "c", "who will repair the lighthouse of Orrin?", id="77")
    )
    assert reply.answer.answered
    waiting.set()
    await checked(world)
    assert len(asked) == 30


async def test_a_private_thread_that_somebody_left_is_closed_to_them(
    world, ana, general, add_article
):
    channel = world.bot.get_channel(general.id)
    made = await channel.create_thread(name="repairs", type=discord.ChannelType.private_thread)
    thread = next(one for one in general.threads if one.id == made.id)
    await made.add_user(discord.Object(ana.id))
    await waits(world, ana, thread)
    await made.remove_user(discord.Object(ana.id))
    add_article(LANTERN)
    await reload(world, general)
    assert direct(world, ana) == []
    assert len(posted(thread)) == 1
