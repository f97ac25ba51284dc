from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.chat.conversations import Conversations
from bot.chat.cooldown import MOST
from bot.chat.desk import Desk
from bot.chat.manners import Manners
from bot.chat.message import Message, Reach, Reply, Verb
from bot.chat.repeats import MOST as MOST_REPEATS
from bot.chat.repeats import Repeats
from bot.chat.threads import Threads
from bot.errors import TooMuch
from bot.library import Library, Source
from bot.model import Answer, Question
from tests.conftest import ATTRIBUTOR, TODAY

LIGHTHOUSE = Path(__file__).parents[1] / "conversations" / "lighthouse"
KEEPER, REPAIR = "who is the keeper of the lighthouse?", "who will repair the lighthouse of Orrin?"
HARBOUR = LIGHTHOUSE.with_name("harbour")
BRIDGE, STRIKE = "how long will the repairs of the Ostmar bridge take?", "what do the dockers of Velden demand?"
PERSON = "That is more than I can answer one person. Please wait {}."
CHANNEL = "More is being asked in this channel than I can answer. Please wait {}, or ask me privately."


class Room:
    """A desk with limits, a clock that is set, and messages that have names."""

    def __init__(self, folder: Path, person: int = 0, channel: int = 0) -> None:
        self.folder, self.now, self.said = folder, 0.0, 0
        library = Library(Source(folder, ATTRIBUTOR, 0.3).snapshot)
        self.desk = Desk(library, Conversations(900, 6), Threads(), lambda: self.now, lambda: TODAY, Manners(person, channel))

    async def say(self, text: str = "", author: str = "ana", verb: Verb = Verb.ASK, channel: str = "general", **more: bool) -> Reply:
        self.said += 1
        return await self.desk.handle(Message(author, f"{channel}/{author}", text, verb, id=str(self.said), channel=channel, **more))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIGHTHOUSE, tmp_path / "corpus"))


async def test_who_asks_too_much_is_told_once_how_long_to_wait(folder):
    room = Room(folder, person=2)
    assert [(await room.say(text)).error for text in (KEEPER, REPAIR)] == [False, False]
    told = await room.say(KEEPER)
    assert (told.text, told.private, told.error, told.reach) == (PERSON.format("30 seconds"), True, True, Reach.ASIDE)
    room.now = 29
    again = await room.say(KEEPER)
    assert (again.text, again.reach) == (PERSON.format("1 second"), Reach.NOBODY)
    room.now = 30
    assert (await room.say(KEEPER)).answer
    assert (await room.say(REPAIR)).reach is Reach.ASIDE


async def test_everybody_who_asks_in_a_crowded_channel_is_told(folder):
    room = Room(folder, channel=2)
    for author in ("ana", "ben"):
        assert (await room.say(KEEPER, author)).answer
    told = await room.say(KEEPER, "eve")
    assert (told.text, told.private, told.reach) == (CHANNEL.format("30 seconds"), True, Reach.ASIDE)
    assert (await room.say(KEEPER)).reach is Reach.ASIDE
    assert (await room.say(KEEPER, "eve")).reach is Reach.NOBODY
    # Once a minute, however often there was room in between.
    for room.now, reach in ((30, Reach.NOBODY), (60, Reach.ASIDE)):
        assert (await room.say(KEEPER, "ben")).answer
        assert (await room.say(KEEPER, "eve")).reach is reach
    # Elsewhere and in private they are answered.
    assert (await room.say(KEEPER, "eve", channel="other")).answer
    assert (await room.say(KEEPER, "eve", private=True)).answer
    assert (await room.say(KEEPER, "eve", channel="")).answer


async def test_a_question_that_the_channel_has_no_room_for_costs_the_person_nothing(folder):
    room = Room(folder, person=2, channel=1)
    assert (await room.say(KEEPER)).answer
    assert (await room.say(KEEPER)).error
    assert (await room.say(KEEPER, private=True)).answer


async def test_a_person_over_the_limit_takes_no_room_from_the_channel(folder):
    room = Room(folder, person=1, channel=2)
    for _ in range(5):
        await room.say(KEEPER)
    assert (await room.say(KEEPER, "ben")).answer


async def test_moderators_keep_the_corpus_without_a_limit(folder):
    room = Room(folder, person=1)
    for _ in range(5):
        assert not (await room.say(verb=Verb.STATUS, moderator=True)).error
    assert not (await room.say(KEEPER, moderator=True)).error
    assert "Please wait" in (await room.say(KEEPER, moderator=True)).text
    assert "moderators" in (await room.say(author="ben", verb=Verb.STATUS)).text
    assert "Please wait" in (await room.say(author="ben", verb=Verb.STATUS)).text


async def test_four_clicks_count_as_one_question(folder):
    room = Room(folder, person=2)
    more = next(action for action in (await room.say(KEEPER)).actions if action.verb is Verb.MORE)
    for _ in range(4):
        assert not (await room.say(more.text, verb=more.verb, private=True)).error
    assert "Please wait" in (await room.say(more.text, verb=more.verb, private=True)).text


def test_what_was_told_is_remembered_within_bounds():
    manners = Manners(1, 0)

    def refused(author: str, now: float) -> bool:
        with pytest.raises(TooMuch) as problem:
            manners.check(Message(author, "c"), now)
        return problem.value.told

    def ask(author: str, now: float) -> None:
        manners.check(Message(author, "c"), now)

    for number in range(MOST + 3):
        ask(str(number), 0)
        assert not refused(str(number), 0)
    assert refused(str(MOST), 1)
    assert len(manners._told) == MOST
    ask("late", 100)
    assert not refused("late", 100)
    assert len(manners._told) == 1


async def test_the_same_question_points_at_the_answer_given(folder):
    room = Room(folder)
    assert (await room.say(KEEPER)).earlier is None
    for same in (KEEPER, "  WHO is the keeper of   the lighthouse", "who is the keeper of the lighthouse?!", "Who is the keeper — of the lighthouse?"):
        assert (await room.say(same, "ben")).earlier == "1"
    room.now = 60
    assert (await room.say(KEEPER, "eve")).earlier == "1"
    room.now = 61
    assert (await room.say(KEEPER, "dan")).earlier is None
    assert (await room.say(KEEPER, "kim")).earlier == str(room.said - 1)


def test_what_was_answered_is_remembered_within_bounds():
    repeats, answer = Repeats(), Answer(Question("q"), True, 1.0, ())
    for number in range(MOST_REPEATS + 1):
        assert repeats.earlier(Message("ana", "c", f"q {number}", id=str(number + 1), channel="c"), Reply((), answer=answer), 0, 0) is None
    assert repeats.earlier(Message("ana", "c", "q 1", id="x", channel="c"), Reply((), answer=answer), 0, 0) == "2"
    assert repeats.earlier(Message("ana", "c", "q 0", id="x", channel="c"), Reply((), answer=answer), 0, 0) is None
    assert len(repeats._given) == len(repeats._answered) == MOST_REPEATS


async def test_what_only_looks_the_same_is_answered(folder):
    room = Room(folder)
    await room.say(KEEPER)
    assert (await room.say(KEEPER, "ben", channel="other")).earlier is None
    assert (await room.say(KEEPER, "ben", private=True)).earlier is None
    assert (await room.say(KEEPER, "ben", channel="")).earlier is None
    assert (await room.say(REPAIR, "ben")).earlier is None


async def test_a_question_that_was_edited_is_not_pointed_at_for_what_it_asked_before(folder):
    room = Room(folder)
    await room.say(KEEPER)
    room.said = 0
    await room.say(REPAIR)
    room.said = 10
    assert (await room.say(KEEPER, "ben")).earlier is None
    assert (await room.say(REPAIR, "ben")).earlier == "1"


async def test_a_private_answer_is_never_pointed_at(folder):
    room = Room(folder)
    await room.say(KEEPER, private=True)
    assert (await room.say(KEEPER, "ben")).earlier is None


async def test_what_hangs_on_the_conversation_is_compared_by_its_answer():
    room = Room(HARBOUR)
    for author, asks in (("ana", BRIDGE), ("ben", STRIKE), ("eve", BRIDGE)):
        await room.say(asks, author)
    bridge, strike, again = [await room.say("and how many crowns?", author) for author in ("ana", "ben", "eve")]
    assert (bridge.shown.passage.id, bridge.earlier) == ("bridge#1", None)
    assert (strike.shown.passage.id, strike.earlier) == ("strike#2", None)
    assert (again.shown.passage.id, again.earlier) == ("bridge#1", "4")


async def test_short_turns_and_questions_without_an_answer_are_said_again(folder):
    room = Room(folder)
    await room.say(KEEPER)
    for text in ("more", "source?", "what is the price of tea in Ruritania?"):
        assert (await room.say(text)).earlier is None
        assert (await room.say(text)).earlier is None


async def test_after_a_reload_it_is_answered_from_the_new_articles(folder):
    room = Room(folder)
    await room.say(KEEPER)
    room.now = 5
    await room.say(verb=Verb.RELOAD, moderator=True)
    assert (await room.say(KEEPER, "ben")).earlier is None


async def test_more_goes_on_from_an_answer_that_was_only_pointed_at(folder):
    room = Room(folder)
    await room.say(KEEPER)
    assert (await room.say(KEEPER, "ben")).earlier
    assert (await room.say("more", "ben")).text == (await room.say("more")).text
