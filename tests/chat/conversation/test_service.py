from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from bot.chat.browsing.service import NameKind
from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.reply_refs import ClickedReply
from bot.chat.messages.request_reply import Line, Quote, Reply, Request
from bot.library import Library
from bot.model import Span
from bot.question_answer import Answer, HistoryTurn, Question
from bot.snapshot_builder import SnapshotBuilder
from tests.conftest import ATTRIBUTOR, make_desk

LIGHTHOUSE = Path(__file__).parents[2] / "conversations" / "lighthouse"
WHO = "who will repair the lighthouse of Orrin?"


class Listening(Library):
    """Keeps what it is asked."""

    asked: list[Question]

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        return super().ask(question)


class Room:
    """A desk over a corpus that may change, and a clock that is set."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = 0.0
        self.library = Listening(SnapshotBuilder(folder, ATTRIBUTOR, 0.3).build)
        self.library.asked = []
        self.desk = make_desk(
            self.library, dt.date(2025, 6, 15), lambda: self.now, conversation_seconds=60
        )

    async def say(
        self, text: str, author: str = "ana", verb: Command = Command.ASK, *, private: bool = False
    ) -> Reply:
        return await self.desk.handle(
            Request(author, f"general/{author}", text, verb, private=private)
        )


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(Path(shutil.copytree(LIGHTHOUSE, tmp_path / "corpus")))


def mores(reply):
    return [action for action in reply.actions if action.command is Command.MORE]


def quoted(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Quote)]


async def test_a_bare_question_is_asked_with_the_turns_before_it(room):
    await room.say("who is the keeper of the lighthouse?")
    await room.say("why?")
    question = room.library.asked[-1]
    assert question.text == "why?"
    assert question.history == (
        HistoryTurn(
            "who is the keeper of the lighthouse?",
            "The keeper, Ada Finch, has tended the lamp since 1998.",
            "repair#2",
            Span(0, 54),
        ),
    )


async def test_what_more_has_shown_is_history_too(room):
    await room.say(WHO)
    await room.say("more")
    await room.say("when?")
    assert [turn.passage for turn in room.library.asked[-1].history] == ["repair#0", "storm#1"]
    assert {turn.question for turn in room.library.asked[-1].history} == {WHO}


async def test_short_turns_are_never_searched_for(room):
    for text in ("more", "why?", "source?"):
        await room.say(text)
    await room.say(WHO)
    for text in ("more", "next", "source?", "says who?"):
        await room.say(text)
    assert [question.text for question in room.library.asked] == [WHO]


async def test_after_a_reload_earlier_passages_count_only_if_they_still_say_the_same(room):
    await room.say(WHO)
    await room.say("more")
    (room.folder / "storm.md").write_text(
        "# Storm\n\nNobody was hurt.\n\nThe pier stands.", encoding="utf-8"
    )
    room.library.reload()
    await room.say("when?")
    assert [turn.passage for turn in room.library.asked[-1].history] == ["repair#0", None]
    assert [turn.answer for turn in room.library.asked[-1].history][1] == ""


async def test_more_shows_the_passages_of_the_newest_snapshot(room):
    await room.say(WHO)
    path = room.folder / "storm.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "publisher: Harbour Wire", "publisher: Storm Watch"
        ),
        encoding="utf-8",
    )
    room.library.reload()
    reply = await room.say("more")
    assert reply.shown.passage.article.publisher == "Storm Watch"
    assert quoted(reply) == [reply.shown.passage.text]


async def test_each_passage_is_shown_once(room):
    seen = quoted(await room.say(WHO))
    for _ in range(10):
        seen += quoted(await room.say("more"))
    assert len(seen) == len(set(seen)) == 5


async def test_a_conversation_that_is_too_old_has_no_more(room):
    await room.say(WHO)
    room.now = 61
    assert (await room.say("more")).text == translations()("more.no-question")
    assert (await room.say("source")).text == translations()("source.nothing-shown")
    assert (await room.say("why?")).text == translations()("bare.nothing-before", asked="why?")


async def test_a_button_goes_on_where_its_answer_left_off_whatever_was_asked_since(room):
    [button] = mores(await room.say(WHO))
    await room.say("how many visitors did the museum of Orrin count?")
    reply = await room.say(button.text, verb=Command.MORE, private=True)
    assert reply.shown.passage.id == "storm#1"
    assert reply.private
    assert (await room.say("source?")).text.endswith(
        "visitors.txt, passage 1, characters 29 to 121"
    )


async def test_a_button_reaches_every_passage_for_somebody_else_too(room):
    buttons = mores(await room.say(WHO))
    seen = []
    for _ in range(4):
        [button] = buttons
        reply = await room.say(button.text, author="ben", verb=Command.MORE, private=True)
        seen += quoted(reply)
        buttons = mores(reply)
    assert not buttons
    assert len(seen) == len(set(seen)) == 4
    assert (await room.say("more", author="ben")).text == translations()("more.no-question")


async def test_a_click_that_is_seen_by_all_counts_as_said(room):
    [button] = mores(await room.say(WHO))
    await room.say(button.text, verb=Command.MORE)
    assert "A storm broke the gallery" in (await room.say("more")).text


async def test_a_private_click_goes_on_in_private(room):
    [button] = mores(await room.say(WHO))
    await room.say(button.text, verb=Command.MORE, private=True)
    assert "storm.md, passage 2" in (await room.say("source?", private=True)).text
    assert "repair.md, passage 1" in (await room.say("source?")).text


async def test_a_button_whose_passages_have_changed_says_so(room):
    [button] = mores(await room.say(WHO))
    for name in ("storm.md", "visitors.txt"):
        (room.folder / name).write_text("Other title\n\nOther text.", encoding="utf-8")
    room.library.reload()
    reply = await room.say(button.text, verb=Command.MORE, private=True)
    assert reply.blocks == (Line(translations()("more.changed")),)


@pytest.mark.parametrize("text", ["x", "1", "1" + "A" * 19, "9" + "!" * 20])
async def test_a_button_that_cannot_be_read_says_so(room, text):
    reply = await room.say(text, verb=Command.MORE)
    assert (reply.text, reply.private, reply.error) == (translations()("more.too-old"), True, True)


async def test_an_abstention_a_fact_and_the_last_passage_have_no_button(room):
    for text in (
        "who sang at the wedding in Orrin?",
        "who wrote the article about the repair of the lighthouse?",
        "who is the keeper of the lighthouse?",
    ):
        replies = [await room.say(text, author=text)]
        if quoted(replies[0]):
            replies += [await room.say("more", author=text) for _ in range(10)]
        assert all(action.command is not Command.MORE for action in replies[-1].actions)


async def test_a_fact_that_has_changed_has_no_source(room):
    await room.say("who wrote the article about the repair of the lighthouse?")
    path = room.folder / "repair.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Nell Varga", "Somebody Else"), encoding="utf-8"
    )
    room.library.reload()
    assert (await room.say("source?")).text == translations()("source.gone")


@pytest.mark.parametrize(
    "verb", [Command.ASK, Command.ABOUT, Command.LATEST, Command.ARTICLES, Command.ARTICLE]
)
async def test_half_a_sign_in_a_question_is_cleaned(room, verb):
    asked = [
        await room.say(f"who will repair the light{sign}house of Orrin?", verb=verb)
        for sign in ("", "\ud83d", "\udc00\ud800")
    ]
    assert len({reply.text for reply in asked}) == 1
    assert asked[0].text != translations()("error.unknown")


async def test_half_a_sign_in_whatever_else_is_said_is_cleaned(room):
    half = "\ud83d"
    asked = Request(
        "ana", "general/ana", WHO, outlet=f"Reu{half}ters", since=f"20{half}20", id="1", channel="1"
    )
    assert (await room.desk.handle(asked)).text != translations()("error.unknown")
    answer = await room.say(WHO)
    share = next(one for one in answer.actions if one.command is Command.RIGHT)
    shared = Request(
        "ana",
        "1",
        share.text,
        Command.SHARE,
        clicked=ClickedReply("1", f"who{half}?"),
        author_name=f"A{half}na",
    )
    assert "Ana" in (await room.desk.handle(shared)).text
    assert await room.desk.complete_question("ana", f"who{half}")
    assert await room.desk.complete_name(NameKind.ARTICLE, f"light{half}house")


async def test_what_somebody_asked_is_offered_to_nobody_else(room):
    await room.say(WHO)
    await room.say("how tall is the lighthouse?", private=True)
    await room.say("more")
    await room.say("x" * 1001)
    offered = await room.desk.complete_question("ana", "")
    assert offered[:2] == ("how tall is the lighthouse?", WHO)
    others = await room.desk.complete_question("ben", "")
    assert others == offered[2:]
    assert "more" not in offered


@pytest.mark.parametrize("command", list(Command))
@pytest.mark.parametrize("text", ["", "7"])
async def test_every_command_has_a_handler(room, command, text):
    request = Request("ana", "general/ana", text, command, is_moderator=True)
    assert (await room.desk.handle(request)).text != translations()("error.unknown")


async def test_the_same_outlets_are_offered_to_ask_and_to_list(room):
    for typed in ("", "re", "gaz"):
        listed = await room.desk.complete_name(NameKind.OUTLET, typed)
        asked = await room.desk.complete_question("ben", typed, outlets=True)
        assert asked == tuple(name for name, _ in listed)
    # Whoever publishes may answer too, though nobody cites them.
    assert asked == ("Coast Gazette",)
