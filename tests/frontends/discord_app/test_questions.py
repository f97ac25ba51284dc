"""Moderators work through what was not answered, and save exchanges as tests, on Discord."""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import discord
import pytest
import simcord
from sqlalchemy import text

from bot.chat.conversation.service import ChatService
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library
from bot.moderation.audit_writer import AuditWriter
from bot.moderation.corpus_records import CorpusRecords
from bot.moderation.digest_reader import DigestReader
from bot.moderation.inbox import question_key
from bot.moderation.saved_tests import SavedTests
from bot.replay.saved_conversations import replay_conversations
from bot.store.records import Vote
from bot.store.store import Store
from tests.conftest import make_desk, make_library
from tests.discord_driver import OverheardDesk
from tests.frontends.discord_app.conftest import World

FERRY = "what does the ferry to Velden cost?"
KEEPER = "who is the keeper of the lighthouse of Orrin?"
REGATTA = "who won the regatta of Selby?"
SAVED = "saved"


@pytest.fixture
def library(folder: Path) -> Library:
    return make_library(folder)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store.open(tmp_path / "data" / "store.db", time.time)) as made:
        yield made


@pytest.fixture
def desk(library: Library, store: Store, tmp_path: Path) -> OverheardDesk:
    return OverheardDesk(make_service(library, store, tmp_path / SAVED))


def make_service(library: Library, store: Store, saved: Path | None) -> ChatService:
    executor = FairExecutor()

    def on_a_day(today, open_store):
        return make_desk(library, today, store=open_store(), executor=executor)

    records = CorpusRecords(
        AuditWriter(lambda: store, None),
        time.time,
        tests=SavedTests(saved, partial(replay_conversations, make_service=on_a_day)),
        digests=DigestReader(library, lambda: store),
    )
    return make_desk(library, store=store, executor=executor, records=records)


@pytest.fixture
def mona(world: World) -> simcord.MemberActor:
    return world.person("mona", manage_guild=True)


@pytest.fixture
def max_(world: World) -> simcord.MemberActor:
    return world.person("max", manage_guild=True)


def last(result: simcord.InteractionResult):
    [*_, found] = [*([result.response] if result.response else []), *result.followups]
    return found


def shown(result: simcord.InteractionResult) -> str:
    found = last(result)
    assert found.ephemeral
    return World.shown(found)


def standing(world: World, general, message) -> discord.Message:
    """A private message as it stands by now."""
    [found] = [
        item for item in world.env.backend.messages[general.id].values() if item.id == message.id
    ]
    return found


async def ask(world: World, person, general, question: str) -> simcord.Message:
    return await person.send(general, f"{world.mention} {question}")


async def vote_wrong(general, person, store: Store) -> discord.Message:
    """Vote on the only answer in a channel."""
    [answer] = [message for message in general.history() if message.author.bot]
    record = await store.answers.by_message(str(answer.id))
    assert record is not None
    vote = Vote(
        str(answer.id),
        str(person.id),
        right=False,
        question=record.text,
        passage="",
        asked=record.question,
    )
    assert await store.feedback.vote(vote) is not None
    return answer


async def inbox(mona, general):
    return await mona.slash(general, "corpus questions")


# Inbox


async def test_what_is_not_answered_is_shown_with_near_wordings_together(world, general, ana, mona):
    ben = world.person("ben")
    await ask(world, ana, general, FERRY)
    await ask(world, ben, general, "The ferry to Velden: what are its costs?")
    await ask(world, ana, general, REGATTA)
    await ask(world, ana, general, KEEPER)
    result = await inbox(mona, general)
    said = shown(result)
    assert said.startswith("### “The ferry to Velden: what are its costs?”")
    for part in (
        "Question 1 of 2 · asked 2 times by 2 people, last on",
        "Not in the articles, or not in the closest passage: “costs”",
        "Also asked as “what does the ferry to Velden cost?”.",
        "The closest passage:",
    ):
        assert part in said, part
    assert KEEPER not in said
    links = [part for part in World.texts(last(result))[0].split("\n") if "discord.com" in part]
    assert len(links) == 2
    assert f"/channels/{world.env.guild.id}/{general.id}/" in links[0]
    result = await mona.click(last(result), label="Next")
    assert "Question 2 of 2" in World.shown(standing(world, general, last(result)))


async def test_an_answer_that_is_voted_wrong_is_in_it(world, general, ana, mona, store):
    await ask(world, ana, general, KEEPER)
    await vote_wrong(general, ana, store)
    said = shown(await inbox(mona, general))
    assert f"“{KEEPER}”" in said
    assert "1 vote says that the answer was wrong." in said
    assert "The answer that was given:" in said
    assert "Ada Finch" in said


async def test_a_moderator_takes_and_resolves_a_question(world, general, ana, mona, max_, store):
    await ask(world, ana, general, FERRY)
    result = await inbox(mona, general)
    await mona.click(last(result), label="I'll take it")
    now = standing(world, general, last(result))
    assert f"<@{mona.id}>: is working on this" in "\n".join(World.texts(now))
    assert "I'll take it" not in World.buttons(now)
    theirs = await inbox(max_, general)
    assert f"<@{mona.id}>: is working on this" in "\n".join(World.texts(last(theirs)))
    await max_.click(last(theirs), label="Resolved")
    assert shown(await inbox(mona, general)) == "Every question has been answered or dealt with."
    [item] = await store.inbox.items()
    assert (item.key, item.state, item.taken_by) == (question_key(FERRY), "resolved", str(max_.id))
    await max_.click(last(theirs), label="Put back")
    assert FERRY in shown(await inbox(mona, general))


async def test_what_is_asked_again_after_it_was_resolved_is_open_again(world, general, ana, mona):
    await ask(world, ana, general, FERRY)
    await mona.click(last(await inbox(mona, general)), label="Resolved")
    await ask(world, ana, general, FERRY)
    assert FERRY in shown(await inbox(mona, general))


async def test_each_button_works_after_a_restart(world, general, ana, mona, tmp_path):
    await ask(world, ana, general, FERRY)
    await ask(world, ana, general, REGATTA)
    result = await inbox(mona, general)
    message = last(result)
    await world.restart()
    for label in ("I'll take it", "Resolved", "Put back", "Next", "Previous"):
        await mona.click(message, label=label)
    opened = await mona.click(message, label="Add article")
    assert opened.modal is not None
    form = await mona.click(message, label="Save as test")
    await world.restart()
    saved = await mona.click(last(form), label="Conversation file")
    assert "It is saved in" in shown(saved)
    assert [*(tmp_path / SAVED).glob("*.toml")]


async def test_members_see_and_save_nothing(world, general, ana, store, tmp_path):
    said = await ask(world, ana, general, FERRY)
    refusal = "Only moderators can do that"
    for command in ("questions", "replay"):
        assert shown(await ana.slash(general, f"corpus {command}")).startswith(refusal)
    assert shown(await ana.context_menu(general, "Save as test", said)).startswith(refusal)
    assert not await store.inbox.items()
    assert not (tmp_path / SAVED).exists()


async def test_who_is_no_moderator_any_more_is_refused_at_the_click(world, general, ana, store):
    mona = world.person("mona", manage_guild=True)
    await ask(world, ana, general, FERRY)
    message = last(await inbox(mona, general))
    for role in world.env.backend.get_guild(world.env.guild.id).roles.values():
        if role.name == "mona's":
            role.permissions = 0
    result = await mona.click(message, label="Resolved")
    assert "Only moderators can do that" in shown(result)
    assert not await store.inbox.items()


async def test_private_questions_are_counted_and_not_shown(general, ana, mona):
    await ana.slash(general, "ask", question=FERRY, private=True)
    said = shown(await inbox(mona, general))
    assert "ferry" not in said
    assert "1 more question was asked privately and is not shown." in said


async def test_a_store_that_is_gone_is_said_and_answers_go_on(world, general, ana, mona, store):
    await ask(world, ana, general, FERRY)
    message = last(await inbox(mona, general))
    await store.database.change(
        lambda connection: connection.execute(text("DROP TABLE inbox")), None
    )
    result = await mona.click(message, label="Resolved")
    assert shown(result).startswith("What is kept can't be read or changed at the moment")
    await store.database.change(
        lambda connection: connection.execute(text("DROP TABLE quoted")), None
    )
    result = await inbox(mona, general)
    assert shown(result).startswith("What is kept can't be read or changed at the moment")
    asked = await ana.slash(general, "ask", question=KEEPER)
    assert "Ada Finch" in World.shown(last(asked))
    assert FERRY in World.shown(standing(world, general, message))


# Save as test


async def test_an_exchange_is_saved_with_its_earlier_turns_and_without_names(
    world, general, ana, mona, tmp_path
):
    await ask(world, ana, general, "who will repair the lighthouse of Orrin?")
    said = await ask(world, ana, general, "and when?")
    form = await mona.context_menu(general, "Save as test", said)
    assert "member1: who will repair the lighthouse of Orrin?" in shown(form)
    saved = await mona.click(last(form), label="Conversation file")
    [file] = (tmp_path / SAVED).glob("*.toml")
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    first, second = written["turn"]
    assert first["author"] == second["author"] == "member1"
    assert first["says"] == "who will repair the lighthouse of Orrin?"
    assert first["passage"].startswith(("repair#", "storm#"))
    assert second["says"] == "and when?"
    content = file.read_text(encoding="utf-8")
    assert str(ana.id) not in content
    assert "ana" not in content
    [attached] = last(saved).attachments
    assert attached.filename == file.name
    assert shown(await mona.slash(general, "corpus replay")).startswith(
        "### 1 test passed; none failed."
    )


async def test_a_question_is_saved_with_the_passage_that_a_moderator_chooses(
    world, general, ana, mona, tmp_path, store
):
    await ask(world, ana, general, KEEPER)
    answer = await vote_wrong(general, ana, store)
    form = await mona.context_menu(general, "Save as test", answer)
    assert "This answer was voted wrong" in shown(form)
    assert "Labelled question" not in World.buttons(last(form))
    [choice] = [part for part in World.parts(last(form)) if part["type"] == 3]
    wanted = next(item for item in choice["options"] if "bollards" in item["label"])
    chosen = await mona.select(last(form), values=[wanted["value"]])
    assert "The ferry pier lost two of its bollards." in shown(chosen)
    await mona.click(last(chosen), label="Labelled question")
    [line] = (tmp_path / SAVED / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert row["text"] == KEEPER
    assert row["gold"] == [{"article": "storm", "paragraph": 2}]
    said = shown(await mona.slash(general, "corpus replay"))
    assert said.startswith("### 0 tests passed, 1 failed:")
    assert "instead of “Storm damage along the coast”, passage 3." in said


async def test_without_a_folder_the_test_is_a_download(world, general, ana, mona, library, store):
    world.desk = OverheardDesk(make_service(library, store, None))
    await world.restart()
    said = await ask(world, ana, general, KEEPER)
    form = await mona.context_menu(general, "Save as test", said)
    saved = await mona.click(last(form), label="Labelled question")
    assert shown(saved) == "Here is the test: questions.jsonl."
    [attached] = last(saved).attachments
    row = json.loads(await world.bot.http.get_from_cdn(attached.url))
    assert row["gold"] == [{"article": "repair", "paragraph": 2}]
    assert shown(await mona.slash(general, "corpus replay")).startswith("There is no folder")


async def test_a_folder_that_cannot_be_written_is_said_and_the_test_is_a_download(
    world, general, ana, mona, tmp_path
):
    (tmp_path / SAVED).write_text("a file in its place", encoding="utf-8")
    said = await ask(world, ana, general, KEEPER)
    form = await mona.context_menu(general, "Save as test", said)
    saved = await mona.click(last(form), label="Conversation file")
    assert "It couldn't be saved in the folder of tests:" in shown(saved)
    assert last(saved).attachments


async def test_what_is_no_exchange_or_is_forgotten_is_not_saved(world, general, ana, mona):
    said = await ana.send(general, "the weather is fine")
    form = await mona.context_menu(general, "Save as test", said)
    assert shown(form).startswith("That exchange can't be saved")
    said = await ask(world, ana, general, KEEPER)
    form = await mona.context_menu(general, "Save as test", said)
    await ana.delete(said)
    saved = await mona.click(last(form), label="Conversation file")
    assert shown(saved).startswith("That exchange can't be saved")


async def test_a_moderator_has_at_most_five_menus_of_messages(world):
    [call] = [call for call in world.env.http_requests if call.method == "PUT"]
    menus = [item["name"] for item in call.json if item.get("type") == 3]
    assert menus == ["Ask about this", "Add to articles", "Save as test"]
    assert len(menus) <= 5
