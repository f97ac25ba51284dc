from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from bot.attribution.attribute import Attributor
from bot.attribution.gazetteer import load_gazetteer
from bot.chat.browsing import Field
from bot.chat.conversations import Conversations
from bot.chat.desk import Desk
from bot.chat.message import Clicked, Line, Message, Quote, Reply, Verb
from bot.chat.speech import speech
from bot.chat.threads import Threads
from bot.library import Library, Source
from bot.model import Answer, Question, Turn

LIGHTHOUSE = Path(__file__).parents[1] / "conversations" / "lighthouse"
ATTRIBUTOR = Attributor(load_gazetteer())
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
        self.library = Listening(Source(folder, ATTRIBUTOR, 0.3).snapshot)
        self.library.asked = []
        self.desk = Desk(self.library, Conversations(60, 6), Threads(), lambda: self.now, lambda: dt.date(2025, 6, 15))

    async def say(self, text: str, author: str = "ana", verb: Verb = Verb.ASK, *, private: bool = False) -> Reply:
        return await self.desk.handle(Message(author, f"general/{author}", text, verb, private=private))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(Path(shutil.copytree(LIGHTHOUSE, tmp_path / "corpus")))


def mores(reply):
    return [action for action in reply.actions if action.verb is Verb.MORE]


def quoted(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Quote)]


async def test_a_bare_question_is_asked_with_the_turns_before_it(room):
    await room.say("who is the keeper of the lighthouse?")
    await room.say("why?")
    question = room.library.asked[-1]
    assert question.text == "why?"
    assert question.history == (Turn("who is the keeper of the lighthouse?", "The keeper, Ada Finch, has tended the lamp since 1998.", "repair#2"),)


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
    (room.folder / "storm.md").write_text("# Storm\n\nNobody was hurt.\n\nThe pier stands.", encoding="utf-8")
    room.library.reload()
    await room.say("when?")
    assert [turn.passage for turn in room.library.asked[-1].history] == ["repair#0", None]
    assert [turn.answer for turn in room.library.asked[-1].history][1] == ""


async def test_more_shows_the_passages_of_the_newest_snapshot(room):
    await room.say(WHO)
    path = room.folder / "storm.md"
    path.write_text(path.read_text(encoding="utf-8").replace("publisher: Harbour Wire", "publisher: Storm Watch"), encoding="utf-8")
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
    assert (await room.say("more")).text == speech()("more.no-question")
    assert (await room.say("source")).text == speech()("source.nothing-shown")
    assert (await room.say("why?")).text == speech()("bare.nothing-before", asked="why?")


async def test_a_button_goes_on_where_its_answer_left_off_whatever_was_asked_since(room):
    [button] = mores(await room.say(WHO))
    await room.say("how many visitors did the museum of Orrin count?")
    reply = await room.say(button.text, verb=Verb.MORE, private=True)
    assert reply.shown.passage.id == "storm#1"
    assert reply.private
    assert (await room.say("source?")).text.endswith("visitors.txt, passage 1, characters 29 to 121")


async def test_a_button_reaches_every_passage_for_somebody_else_too(room):
    buttons = mores(await room.say(WHO))
    seen = []
    for _ in range(4):
        [button] = buttons
        reply = await room.say(button.text, author="ben", verb=Verb.MORE, private=True)
        seen += quoted(reply)
        buttons = mores(reply)
    assert not buttons
    assert len(seen) == len(set(seen)) == 4
    assert (await room.say("more", author="ben")).text == speech()("more.no-question")


async def test_a_click_that_is_seen_by_all_counts_as_said(room):
    [button] = mores(await room.say(WHO))
    await room.say(button.text, verb=Verb.MORE)
    assert "A storm broke the gallery" in (await room.say("more")).text


async def test_a_private_click_goes_on_in_private(room):
    [button] = mores(await room.say(WHO))
    await room.say(button.text, verb=Verb.MORE, private=True)
    assert "storm.md, passage 2" in (await room.say("source?", private=True)).text
    assert "repair.md, passage 1" in (await room.say("source?")).text


async def test_a_button_whose_passages_have_changed_says_so(room):
    [button] = mores(await room.say(WHO))
    for name in ("storm.md", "visitors.txt"):
        (room.folder / name).write_text("Other title\n\nOther text.", encoding="utf-8")
    room.library.reload()
    reply = await room.say(button.text, verb=Verb.MORE, private=True)
    assert reply.blocks == (Line(speech()("more.changed")),)


@pytest.mark.parametrize("text", ["x", "1", "1" + "A" * 19, "9" + "!" * 20])
async def test_a_button_that_cannot_be_read_says_so(room, text):
    reply = await room.say(text, verb=Verb.MORE)
    assert (reply.text, reply.private, reply.error) == (speech()("more.too-old"), True, True)


async def test_an_abstention_a_fact_and_the_last_passage_have_no_button(room):
    for text in ("who sang at the wedding in Orrin?", "who wrote the article about the repair of the lighthouse?", "who is the keeper of the lighthouse?"):
        replies = [await room.say(text, author=text)]
        if quoted(replies[0]):
            replies += [await room.say("more", author=text) for _ in range(10)]
        assert all(action.verb is not Verb.MORE for action in replies[-1].actions)


async def test_a_fact_that_has_changed_has_no_source(room):
    await room.say("who wrote the article about the repair of the lighthouse?")
    path = room.folder / "repair.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Nell Varga", "Somebody Else"), encoding="utf-8")
    room.library.reload()
    assert (await room.say("source?")).text == speech()("source.gone")


@pytest.mark.parametrize("verb", [Verb.ASK, Verb.ABOUT, Verb.LATEST, Verb.ARTICLES, Verb.ARTICLE])
async def test_half_a_sign_in_a_question_is_cleaned(room, verb):
    asked = [await room.say(f"who will repair the light{sign}house of Orrin?", verb=verb) for sign in ("", "\ud83d", "\udc00\ud800")]
    assert len({reply.text for reply in asked}) == 1
    assert asked[0].text != speech()("error.unknown")


async def test_half_a_sign_in_whatever_else_is_said_is_cleaned(room):
    half = "\ud83d"
    asked = Message("ana", "general/ana", WHO, outlet=f"Reu{half}ters", since=f"20{half}20", id="1", channel="1")
    assert (await room.desk.handle(asked)).text != speech()("error.unknown")
    answer = await room.say(WHO)
    share = next(one for one in answer.actions if one.verb is Verb.RIGHT)
    shared = Message("ana", "1", share.text, Verb.SHARE, clicked=Clicked("1", f"who{half}?"), name=f"A{half}na")
    assert "Ana" in (await room.desk.handle(shared)).text
    assert await room.desk.suggest("ana", f"who{half}")
    assert await room.desk.offered(Field.ARTICLE, f"light{half}house")


async def test_what_somebody_asked_is_offered_to_nobody_else(room):
    await room.say(WHO)
    await room.say("how tall is the lighthouse?", private=True)
    await room.say("more")
    await room.say("x" * 1001)
    offered = await room.desk.suggest("ana", "")
    assert offered[:2] == ("how tall is the lighthouse?", WHO)
    others = await room.desk.suggest("ben", "")
    assert others == offered[2:]
    assert "more" not in offered
    assert set(await room.desk.suggest("ben", "", outlets=True)) == {citation.outlet for citation, _ in room.library.snapshot.attributions.outlets()}
