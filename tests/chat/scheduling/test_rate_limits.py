from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.chat.conversation.duplicate_questions import MAX_ANSWERS, DuplicateQuestions
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Audience, Reply, Request
from bot.chat.scheduling.rate_limits import RateLimiter
from bot.chat.scheduling.token_bucket import MAX_BUCKETS
from bot.errors import RateLimited
from bot.question_answer import Answer, Question
from tests.conftest import DEFAULT_TODAY, Clock, Tracked, make_desk, make_library

LIGHTHOUSE = Path(__file__).parents[2] / "conversations" / "lighthouse"
KEEPER, REPAIR = "who is the keeper of the lighthouse?", "who will repair the lighthouse of Orrin?"
HARBOUR = LIGHTHOUSE.with_name("harbour")
BRIDGE, STRIKE = (
    "how long will the repairs of the Ostmar bridge take?",
    "what do the dockers of Velden demand?",
)
PERSON = "You are asking faster than I can answer. Please wait {}."
CHANNEL = "This channel is asking faster than I can answer. Please wait {}, or ask me privately."


class Room:
    """A desk with limits, a clock that is set, and messages that have names."""

    def __init__(self, folder: Path, person: int = 0, channel: int = 0) -> None:
        self.folder, self.now, self.said = folder, 0.0, 0
        library, limits = make_library(folder), (person, channel)
        self.desk = make_desk(library, DEFAULT_TODAY, lambda: self.now, limits=limits)

    async def say(
        self,
        text: str = "",
        author: str = "ana",
        verb: Command = Command.ASK,
        channel: str = "general",
        **more: bool,
    ) -> Reply:
        self.said += 1
        return await self.desk.handle(
            Request(
                author,
                f"{channel}/{author}",
                text,
                verb,
                id=str(self.said),
                channel=channel,
                **more,
            )
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIGHTHOUSE, tmp_path / "corpus"))


async def test_who_asks_too_much_is_told_once_how_long_to_wait(folder):
    room = Room(folder, person=2)
    assert [(await room.say(text)).error for text in (KEEPER, REPAIR)] == [False, False]
    told = await room.say(KEEPER)
    assert (told.text, told.private, told.error, told.audience) == (
        PERSON.format("30 seconds"),
        True,
        True,
        Audience.AUTHOR,
    )
    room.now = 29
    again = await room.say(KEEPER)
    assert (again.text, again.audience) == (PERSON.format("1 second"), Audience.NONE)
    room.now = 30
    assert (await room.say(KEEPER)).answer
    assert (await room.say(REPAIR)).audience is Audience.AUTHOR


async def test_everybody_who_asks_in_a_crowded_channel_is_told(folder):
    room = Room(folder, channel=2)
    for author in ("ana", "ben"):
        assert (await room.say(KEEPER, author)).answer
    told = await room.say(KEEPER, "eve")
    assert (told.text, told.private, told.audience) == (
        CHANNEL.format("30 seconds"),
        True,
        Audience.AUTHOR,
    )
    assert (await room.say(KEEPER)).audience is Audience.AUTHOR
    assert (await room.say(KEEPER, "eve")).audience is Audience.NONE
    # Once a minute, however often there was room in between.
    for room.now, reach in ((30, Audience.NONE), (60, Audience.AUTHOR)):
        assert (await room.say(KEEPER, "ben")).answer
        assert (await room.say(KEEPER, "eve")).audience is reach
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
        assert not (await room.say(verb=Command.STATUS, is_moderator=True)).error
    assert not (await room.say(KEEPER, is_moderator=True)).error
    assert "Please wait" in (await room.say(KEEPER, is_moderator=True)).text
    assert "moderators" in (await room.say(author="ben", verb=Command.STATUS)).text
    assert "Please wait" in (await room.say(author="ben", verb=Command.STATUS)).text


async def test_four_clicks_count_as_one_question(folder):
    room = Room(folder, person=2)
    more = next(
        action for action in (await room.say(KEEPER)).actions if action.command is Command.MORE
    )
    for _ in range(4):
        assert not (await room.say(more.text, verb=more.command, private=True)).error
    assert "Please wait" in (await room.say(more.text, verb=more.command, private=True)).text


def test_what_was_told_is_remembered_within_bounds():
    clock = Clock()
    limiter = RateLimiter(1, 0, clock)

    def refused(author: str) -> bool:
        with pytest.raises(RateLimited) as problem:
            limiter.check(Request(author, "c"))
        return problem.value.already_notified

    for number in range(MAX_BUCKETS + 1):
        limiter.check(Request(str(number), "c"))
        assert not refused(str(number))
    assert refused(str(MAX_BUCKETS))
    # Others have pushed out that this one asked, and was told to wait.
    limiter.check(Request("0", "c"))
    assert not refused("0")
    last = Tracked("last")
    clock.now = 100
    limiter.check(Request(last.text(), "c"))
    clock.now = 200
    limiter.check(Request("later", "c"))
    assert not last.is_kept


async def test_the_same_question_points_at_the_answer_given(folder):
    room = Room(folder)
    assert (await room.say(KEEPER)).duplicate_of is None
    for same in (
        KEEPER,
        "  WHO is the keeper of   the lighthouse",
        "who is the keeper of the lighthouse?!",
        "Who is the keeper — of the lighthouse?",
    ):
        assert (await room.say(same, "ben")).duplicate_of == "1"
    room.now = 59.9
    assert (await room.say(KEEPER, "eve")).duplicate_of == "1"
    room.now = 60
    assert (await room.say(KEEPER, "dan")).duplicate_of is None
    assert (await room.say(KEEPER, "kim")).duplicate_of == str(room.said - 1)


def test_what_was_answered_is_remembered_within_bounds():
    duplicates, answer = DuplicateQuestions(Clock()), Answer(Question("q"), True, 1.0, ())

    def find(number: int, name: str) -> str | None:
        request = Request("ana", "c", f"q {number}", id=name, channel="c")
        return duplicates.find_duplicate(request, Reply((), answer=answer), 0)

    for number in range(MAX_ANSWERS + 1):
        assert find(number, str(number + 1)) is None
    assert find(1, "x") == "2"
    assert find(0, "x") is None


async def test_what_only_looks_the_same_is_answered(folder):
    room = Room(folder)
    await room.say(KEEPER)
    assert (await room.say(KEEPER, "ben", channel="other")).duplicate_of is None
    assert (await room.say(KEEPER, "ben", private=True)).duplicate_of is None
    assert (await room.say(KEEPER, "ben", channel="")).duplicate_of is None
    assert (await room.say(REPAIR, "ben")).duplicate_of is None


async def test_a_question_that_was_edited_is_not_pointed_at_for_what_it_asked_before(folder):
    room = Room(folder)
    await room.say(KEEPER)
    room.said = 0
    await room.say(REPAIR, is_edit=True)
    room.said = 10
    assert (await room.say(KEEPER, "ben")).duplicate_of is None
    assert (await room.say(REPAIR, "ben")).duplicate_of == "1"


async def test_a_private_answer_is_never_pointed_at(folder):
    room = Room(folder)
    await room.say(KEEPER, private=True)
    assert (await room.say(KEEPER, "ben")).duplicate_of is None


async def test_what_hangs_on_the_conversation_is_compared_by_its_answer():
    room = Room(HARBOUR)
    for author, asks in (("ana", BRIDGE), ("ben", STRIKE), ("eve", BRIDGE)):
        await room.say(asks, author)
    bridge, strike, again = [
        await room.say("and how many crowns?", author) for author in ("ana", "ben", "eve")
    ]
    assert (bridge.shown.passage.id, bridge.duplicate_of) == ("bridge#1", None)
    assert (strike.shown.passage.id, strike.duplicate_of) == ("strike#2", None)
    assert (again.shown.passage.id, again.duplicate_of) == ("bridge#1", "4")


async def test_short_turns_and_questions_without_an_answer_are_said_again(folder):
    room = Room(folder)
    await room.say(KEEPER)
    for text in ("more", "source?", "what is the price of tea in Ruritania?"):
        assert (await room.say(text)).duplicate_of is None
        assert (await room.say(text)).duplicate_of is None


async def test_after_a_reload_it_is_answered_from_the_new_articles(folder):
    room = Room(folder)
    await room.say(KEEPER)
    room.now = 5
    await room.say(verb=Command.RELOAD, is_moderator=True)
    assert (await room.say(KEEPER, "ben")).duplicate_of is None


async def test_more_goes_on_from_an_answer_that_was_only_pointed_at(folder):
    room = Room(folder)
    await room.say(KEEPER)
    assert (await room.say(KEEPER, "ben")).duplicate_of
    assert (await room.say("more", "ben")).text == (await room.say("more")).text
