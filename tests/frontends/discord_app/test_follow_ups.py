"""Questions edited, deleted or asked again, and answers that the articles have left behind."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from bot.chat.conversation.history import ConversationHistory
from bot.chat.conversation.service import ChatService
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import ProgressCallback, Quote, Reply, Request, ignore_progress
from bot.chat.scheduling.executor import FairExecutor
from bot.frontends.discord_app.access.settings import DiscordSettings
from bot.store.store import Store
from tests.conftest import make_library

WHO = "who will repair the lighthouse of Orrin?"
VISITORS = "how many visitors did the museum of Orrin count?"
CORRECTED = (
    "The masons of Brook and Daughters will repair the lighthouse of Orrin this summer, "
    "Reuters reported."
)


THREADED = "newsdesk"


class RealDesk(ChatService):
    """A desk of which a test can change what is said, and what happens while it thinks."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.library = make_library(folder)
        self.heard: list[Request] = []
        self.meanwhile: Callable[[], None] | None = None
        self.says: Callable[[Request, Reply], Reply] = lambda _, reply: reply
        self.now: Callable[[], float] = lambda: 100.0 * len(self.heard)
        super().__init__(
            self.library,
            ConversationHistory(900, 6),
            FairExecutor(),
            lambda: self.now(),  # noqa: PLW0108 - a test sets it later
            lambda: dt.date(2025, 6, 15),
            open_store=lambda: store,
        )

    async def handle(self, request: Request, progress: ProgressCallback = ignore_progress) -> Reply:
        self.heard.append(request)
        reply = await super().handle(request, progress)
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            happens()
            # What Discord tells of it is heard before this answer goes on its way.
            for _ in range(20):
                await asyncio.sleep(0)
        return self.says(request, reply)


@pytest.fixture
def doors() -> DiscordSettings:
    return DiscordSettings(thread_channels=frozenset([THREADED]))


@pytest.fixture
def store(tmp_path: Path):
    with closing(Store.open(tmp_path / "data" / "store.db", partial(next, count(5000.0)))) as made:
        yield made


@pytest.fixture
def desk(folder: Path, store: Store) -> RealDesk:
    return RealDesk(folder, store)


def answers(channel):
    return [message for message in channel.history() if message.author.bot]


def edited(world):
    """The ids of the messages that were edited, one after another."""
    return [
        call.path.rpartition("/")[2]
        for call in world.env.http_requests
        if call.method == "PATCH" and call.path.startswith("/channels")
    ]


def long(pages):
    """A reply that takes so many messages."""
    return lambda _message, _reply: Reply(
        tuple(Quote(f"{number} {'word ' * 550}") for number in range(pages))
    )


@pytest.fixture
async def asked(world, general, ana):
    return await ana.send(general, f"{world.mention} {WHO}")


async def test_an_edited_question_is_answered_in_the_same_message(world, general, ana, asked):
    [first] = answers(general)
    await ana.edit(asked, f"{world.mention} {VISITORS}")
    [again] = answers(general)
    assert again.id == first.id
    assert "four thousand visitors" in world.shown(again)
    assert world.desk.heard[-1].conversation == world.desk.heard[0].conversation


async def test_an_edit_that_changes_no_word_is_no_question(world, ana, asked):
    await ana.edit(asked, f" {world.mention}  {WHO} ")
    assert len(world.desk.heard) == 1


async def test_what_discord_tells_of_a_message_besides_edits_is_no_question(
    world, general, ana, asked, store
):
    mo = world.person("mo", manage_messages=True)
    store.forget(str(asked.id))
    await mo.set_pinned(asked, pinned=True)
    edited = await ana.send(general, WHO)
    await ana.edit(edited, f"{world.mention} {WHO}")
    store.forget(str(edited.id))
    await world.env.advance_time(3600)
    await mo.set_pinned(edited, pinned=True)
    assert len(world.desk.heard) == 2


async def test_an_edit_in_a_direct_message(world, ana):
    question = await ana.send_dm(WHO)
    world.env.backend.edit_message(question.channel.id, question.id, {"content": VISITORS})
    await world.env.settle()
    [answer] = answers(ana.user.dm_channel)
    assert "four thousand visitors" in world.shown(answer)


async def test_an_edit_that_mentions_the_bot_asks(world, general, ana):
    question = await ana.send(general, WHO)
    assert answers(general) == []
    await ana.edit(question, f"{world.mention} {WHO}")
    [answer] = answers(general)
    assert "Tallow and Sons" in world.shown(answer)
    assert answer.reference.message_id == question.id


async def test_an_edit_that_the_bot_may_not_read_leaves_the_answer(world, general, ana, asked):
    await ana.edit(asked, "never mind")
    [answer] = answers(general)
    assert "Tallow and Sons" in world.shown(answer)


@pytest.mark.parametrize(("before", "after"), [(1, 3), (3, 1), (2, 2)])
async def test_an_edit_may_take_more_messages_or_fewer(world, general, ana, before, after):
    world.desk.says = long(before)
    question = await ana.send(general, f"{world.mention} {WHO}")
    first = [message.id for message in answers(general)]
    world.desk.says = long(after)
    await ana.edit(question, f"{world.mention} {VISITORS}")
    assert len(first) == before
    assert [message.id for message in answers(general)][: min(before, after)] == first[
        : min(before, after)
    ]
    assert len(answers(general)) == after
    world.desk.says = long(1)
    await ana.edit(question, f"{world.mention} {WHO}")
    assert [message.id for message in answers(general)] == first[:1]


async def test_an_edit_of_a_question_whose_answer_was_deleted_is_answered_anew(
    world, general, ana, asked
):
    world.env.backend.delete_message(general.id, answers(general)[0].id)
    await ana.edit(asked, f"{world.mention} {VISITORS}")
    [answer] = answers(general)
    assert "four thousand visitors" in world.shown(answer)
    nonces = [
        payload["nonce"] for payload in world.sent("POST", f"/channels/{general.id}/messages")
    ]
    assert len(set(nonces)) == 2
    assert max(map(len, nonces)) <= 25


async def test_of_edits_while_an_answer_is_under_way_the_newest_wins(world, general, ana):
    question = await ana.send(general, "wait")
    world.desk.meanwhile = lambda: [
        world.env.backend.edit_message(
            general.id, question.id, {"content": f"{world.mention} {text}"}
        )
        for text in ("who wrote it?", VISITORS)
    ]
    await ana.edit(question, f"{world.mention} {WHO}")
    [answer] = answers(general)
    assert "four thousand visitors" in world.shown(answer)
    assert [message.text for message in world.desk.heard] == [WHO, VISITORS]
    assert len(world.sent("POST", f"/channels/{general.id}/messages")) == 1
    await ana.send(general, f"{world.mention} source?")
    assert "visitors.txt" in world.shown(general.last_message)


async def test_a_deleted_question_takes_all_of_its_answer_along(world, general, ana):
    world.desk.says = long(3)
    question = await ana.send(general, f"{world.mention} {WHO}")
    assert len(answers(general)) == 3
    await ana.delete(question)
    assert general.history() == []
    assert await world.desk.answer_history.find_answer(str(question.id)) is None


async def test_a_question_deleted_while_its_answer_is_under_way_gets_none(world, general, ana):
    question = await ana.send(general, "wait")
    world.desk.meanwhile = lambda: world.env.backend.delete_message(general.id, question.id)
    await ana.edit(question, f"{world.mention} {WHO}")
    assert general.history() == []
    assert world.sent("POST", f"/channels/{general.id}/messages") == []
    world.desk.says = lambda _, reply: reply
    await ana.send(general, f"{world.mention} more")
    assert "Nothing has been asked" in world.shown(general.last_message)


async def test_in_a_thread_of_its_own_a_question_is_followed_too(world, ana):
    newsdesk = world.env.guild.create_text_channel(THREADED)
    question = await ana.send(newsdesk, f"{world.mention} {WHO}")
    [thread] = newsdesk.threads
    await ana.send(thread, f"{world.mention} more")
    await ana.edit(question, f"{world.mention} {VISITORS}")
    first, more = (message for message in thread.history() if message.author.bot)
    assert "four thousand visitors" in world.shown(first)
    await ana.delete(question)
    # The thread stays, with what else was said there.
    assert [message.id for message in thread.history() if message.author.bot] == [more.id]


async def test_many_questions_deleted_at_once(world, general, ana, asked):
    other = await ana.send(general, f"{world.mention} {VISITORS}")
    kept = await ana.send(general, f"{world.mention} {VISITORS}")
    world.env.backend.bulk_delete_messages(general.id, [asked.id, other.id])
    await world.env.settle()
    assert [message.reference.message_id for message in answers(general)] == [kept.id]


@pytest.mark.usefixtures("asked")
async def test_other_deletions_are_let_be(general, ana):
    other = await ana.send(general, "hello")
    await ana.delete(other)
    assert len(answers(general)) == 1


async def test_an_answer_that_is_gone_or_closed_already_can_be_deleted(world, general, ana, asked):
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=403, code=50013)
    await ana.delete(asked)
    assert len(answers(general)) == 1
    assert await world.desk.answer_history.find_answer(str(asked.id)) is None


async def test_after_a_restart_edits_and_deletions_are_followed(
    world, general, ana, asked, folder, store
):
    world.desk = RealDesk(folder, store)
    await world.restart()
    await ana.edit(asked, f"{world.mention} {VISITORS}")
    [answer] = answers(general)
    assert "four thousand visitors" in world.shown(answer)
    await ana.delete(asked)
    assert general.history() == []


@pytest.mark.usefixtures("asked")
async def test_after_a_restart_whoever_replies_to_an_answer_goes_on_from_it(
    world, general, folder, store
):
    ben = world.person("ben")
    world.desk = RealDesk(folder, store)
    await world.restart()
    answer = general.last_message
    await ben.send(general, "more", reply_to=answer)
    assert "masons from Velden" in world.shown(general.last_message)
    await ben.send(general, f"{world.mention} source?")
    assert "storm.md" in world.shown(general.last_message)


@pytest.mark.parametrize("private", [True, False])
async def test_a_command_may_go_on_from_an_answer_that_it_names(world, general, ana, private):
    ben = world.person("ben")
    first = (await ana.slash(general, "ask", question=WHO, private=private)).response
    await ana.slash(general, "ask", question=VISITORS, private=private)
    for person, found in ((ana, True), (ben, not private)):
        message = Request(
            str(person.id),
            f"{general.id}:{person.id}",
            "source?",
            Command.ASK,
            private=True,
            id="1",
            reply_to=str(first.id),
        )
        assert ("repair.md" in (await world.desk.handle(message)).text) is found


def correct(folder: Path) -> None:
    file = folder / "repair.md"
    text = file.read_text(encoding="utf-8")
    start = text.index("The masons")
    file.write_text(text[:start] + CORRECTED + text[text.index("\n", start) :], encoding="utf-8")


async def reload(world, general):
    mo = world.person("mo", manage_guild=True)
    await mo.slash(general, "corpus reload", now=True)


@pytest.mark.usefixtures("asked")
async def test_a_correction_reaches_the_answers_that_quoted_it(world, general, ana, folder):
    await ana.send(general, f"{world.mention} {VISITORS}")
    command = (await ana.slash(general, "ask", question=WHO)).response
    before = {message.id: world.shown(message) for message in answers(general)}
    correct(folder)
    await reload(world, general)
    after = {
        message.id: world.shown(message) for message in answers(general) if message.id in before
    }
    changed = {message for message in after if after[message] != before[message]}
    assert changed == {answers(general)[0].id, command.id}
    for message in changed:
        assert after[message].startswith("This passage was changed on 15 June 2025. It now reads:")
        assert CORRECTED in after[message]
        assert "Tallow" not in after[message]
    assert {"More"} <= world.buttons(answers(general)[0]).keys()
    assert len(edited(world)) == 2
    await reload(world, general)
    assert len(edited(world)) == 2


@pytest.mark.usefixtures("asked")
async def test_a_correction_made_while_the_bot_was_off_is_found_when_it_starts(
    world, general, folder, store
):
    correct(folder)
    world.desk = RealDesk(folder, store)
    await world.restart()
    assert CORRECTED in world.shown(answers(general)[0])


@pytest.mark.usefixtures("asked")
async def test_a_withdrawn_article_is_shown_no_more(world, general, folder):
    (folder / "repair.md").unlink()
    await reload(world, general)
    assert (
        world.shown(answers(general)[0])
        == "The article “The lighthouse of Orrin is to be repaired” was withdrawn on 15 June 2025."
    )


async def test_what_only_one_person_sees_is_not_edited(world, general, ana, folder):
    result = await ana.slash(general, "ask", question=WHO, private=True)
    before = world.shown(result.response)
    correct(folder)
    await reload(world, general)
    assert world.shown(result.response) == before


@pytest.mark.usefixtures("asked")
async def test_an_answer_that_cannot_be_amended_now_is_amended_later(
    world, general, ana, folder, caplog
):
    await ana.send_dm(WHO)
    correct(folder)
    world.env.inject_error("PATCH", f"/channels/{general.id}/messages/*", status=403, code=50001)
    await reload(world, general)
    assert "could not be corrected" in caplog.text
    assert "Tallow" in world.shown(answers(general)[0])
    assert CORRECTED in world.shown(answers(ana.user.dm_channel)[0])
    await reload(world, general)
    assert CORRECTED in world.shown(answers(general)[0])


async def test_an_answer_that_is_gone_is_not_looked_for_again(world, general, asked, folder):
    world.env.backend.delete_message(general.id, answers(general)[0].id)
    correct(folder)
    await reload(world, general)
    assert await world.desk.answer_history.find_answer(str(asked.id)) is None


async def test_many_answers_are_amended_the_newest_first(world, general, ana, folder):
    for _ in range(5):
        await ana.send(general, f"{world.mention} {WHO}")
    correct(folder)
    await reload(world, general)
    assert edited(world) == [str(message.id) for message in reversed(answers(general)[:5])]


async def test_what_is_asked_anew_while_others_are_amended_stays_so(
    world, general, ana, asked, folder
):
    await ana.send(general, f"{world.mention} {WHO}")
    amended = world.desk.corrections.mark_corrected
    edits = [{"content": f"{world.mention} {VISITORS}"}]

    def also(made):
        amended(made)
        if edits:
            world.env.backend.edit_message(general.id, asked.id, edits.pop())

    world.desk.corrections.mark_corrected = also
    correct(folder)
    await reload(world, general)
    first, second = answers(general)[:2]
    assert "four thousand visitors" in world.shown(first)
    assert CORRECTED in world.shown(second)


async def test_an_answer_under_way_is_not_outdated_by_an_amendment(
    world, general, ana, asked, folder
):
    world.desk.meanwhile = lambda: (
        correct(folder),
        world.desk.library.reload(),
        world.desk.corrections.note_reload(),
        world.corrections.start_if_pending(),
    )
    await ana.edit(asked, f"{world.mention} {VISITORS}")
    assert "four thousand visitors" in world.shown(answers(general)[0])


async def test_what_was_asked_before_a_reload_and_answered_after_it_is_put_right(
    world, general, ana, folder
):
    correct(folder)
    world.desk.meanwhile = lambda: (
        world.desk.library.reload(),
        world.desk.corrections.note_reload(),
    )
    await ana.send(general, f"{world.mention} {WHO}")
    assert CORRECTED in world.shown(answers(general)[0])


async def test_an_edit_right_after_a_correction_is_answered_from_the_new_text(
    world, general, ana, asked, folder
):
    correct(folder)
    await reload(world, general)
    await ana.edit(asked, f"{world.mention} {WHO} please")
    shown = world.shown(answers(general)[0])
    assert CORRECTED in shown
    assert "was changed" not in shown


@pytest.mark.usefixtures("asked")
async def test_an_amendment_that_the_desk_cannot_make_stops_nothing(world, general, ana, caplog):
    async def fail():
        raise ZeroDivisionError
        yield

    world.desk.corrections.pending = fail
    await reload(world, general)
    await ana.send(general, f"{world.mention} {VISITORS}")
    assert "four thousand visitors" in world.shown(general.last_message)
    assert "Answers could not be corrected" in caplog.text


async def test_leaving_stops_amending(world):
    await world.bot.close()


@pytest.mark.usefixtures("asked")
async def test_what_only_points_at_another_answer_is_not_amended(world, general, folder):
    world.desk.now = lambda: 100.0
    await world.person("ben").send(general, f"{world.mention} {WHO}")
    first, pointing = (world.shown(message) for message in answers(general))
    assert "Tallow" in first
    assert "Tallow" not in pointing
    correct(folder)
    await reload(world, general)
    shown = [world.shown(message) for message in answers(general)]
    assert CORRECTED in shown[0]
    assert shown[1] == pointing


async def test_a_question_edited_to_ask_something_else_is_not_pointed_at(
    world, general, ana, asked
):
    world.desk.now = lambda: 100.0
    await ana.edit(asked, f"{world.mention} {VISITORS}")
    await world.person("ben").send(general, f"{world.mention} {WHO}")
    assert "Tallow and Sons" in world.shown(general.last_message)


async def test_pages_that_are_turned_are_no_answers(world, general, ana, store):
    world.desk.says = lambda _, reply: Reply(
        tuple(Quote("word " * 900) for _ in range(3)), reload_action=reply.reload_action
    )
    await ana.send(general, f"{world.mention} {WHO}")
    await ana.click(general.last_message, label="Next page")
    assert await store.database.read(
        lambda connection: connection.exec_driver_sql("SELECT count(*) FROM answers").one(), None
    ) == (1,)


async def test_an_answer_from_before_a_reload_that_comes_after_it_is_looked_at(world, desk):
    desk.corrections.mark_started()
    assert not desk.corrections.has_pending
    desk.corrections.note_reload()
    desk.corrections.mark_started()
    desk.record_delivery("1", "2", ["3"])
    assert desk.corrections.has_pending
    assert world.desk is desk


@pytest.mark.usefixtures("asked")
async def test_what_stands_around_an_answer_in_its_context_is_kept_true_too(
    world, general, ana, folder
):
    await ana.click(general.last_message, label="Context")
    assert "nobody else had worked on sea walls" in world.shown(general.last_message)
    file = folder / "repair.md"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            "The town council chose them because nobody else had worked on sea walls before.\n\n",
            "",
        ),
        encoding="utf-8",
    )
    await reload(world, world.env.guild.create_text_channel("keepers"))
    shown = world.shown(general.last_message)
    assert "sea walls" not in shown
    assert "Tallow and Sons" in shown
    assert "was removed from" in shown


async def test_what_is_asked_in_a_window_below_an_answer_goes_on_from_it(world, general, ana):
    ben = world.person("ben")
    await ana.send(general, f"{world.mention} {VISITORS}")
    below = general.last_message
    await ben.send(general, f"{world.mention} {WHO}")
    shown = await ben.click(below, label="Follow up")
    result = await ben.submit_modal(shown, {"question": "source?"})
    assert "visitors.txt" in world.shown(
        [*([result.response] if result.response else []), *result.followups][-1]
    )


async def test_asking_on_from_more_that_one_person_sees_goes_on_from_that(world, general, ana):
    answer = (await ana.slash(general, "ask", question=WHO, private=True)).response
    more = (await ana.click(answer, label="More")).response
    await ana.slash(general, "ask", question=VISITORS, private=True)
    shown = await ana.click(more, label="Follow up")
    assert "storm.md" in world.shown(
        (await ana.submit_modal(shown, {"question": "source?"})).response
    )
