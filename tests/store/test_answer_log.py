from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store import answer_rows
from bot.store.records import DAY_SECONDS, DEFAULT_RETENTION, AnswerRecord, QuotedPassage
from bot.store.store import Store
from bot.store.tables import answers

FIRST = QuotedPassage("bridge#2", "The bridge", b"12345678", 3, 40, b"sentence", b"sketch")
FACT = QuotedPassage("bridge", "The bridge", b"87654321", field="author")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock):
    with closing(Store.open(tmp_path / "store.db", clock)) as made:
        yield made


def given(question: str = "1", **changes: object) -> AnswerRecord:
    made = AnswerRecord(
        question,
        "ana",
        "general:ana",
        "who?",
        1000.0,
        question_text="who?",
        quoted=(FIRST, FACT),
        next_results="1abc",
        follows="0",
        language="uk",
        is_weak_match=True,
    )
    return replace(made, **changes)


async def test_what_is_kept_is_read_as_it_was(store):
    store.answers.record(given(private=True, abstained=True))
    store.answers.record_delivery("1", "general", ["12", "3"])
    found = await store.answers.by_question("1")
    assert found == given(private=True, abstained=True, channel="general", messages=("12", "3"))
    assert await store.answers.by_message("12") == await store.answers.by_message("3") == found
    assert await store.answers.by_message("1") is None
    assert await store.answers.by_question("2") is None


async def test_it_outlives_a_restart(tmp_path, clock):
    with closing(Store.open(tmp_path / "a.db", clock)) as before:
        before.answers.record(given())
    with closing(Store.open(tmp_path / "a.db", clock)) as after:
        assert await after.answers.by_question("1") == given()


async def test_an_answer_given_anew_stands_where_the_first_did(store):
    store.answers.record(given())
    store.answers.record_delivery("1", "general", ["12", "13"])
    store.answers.record(given(text="where?", question_text="where?", quoted=(), at=1001.0))
    assert await store.answers.by_question("1") == given(
        text="where?",
        question_text="where?",
        quoted=(),
        at=1001.0,
        channel="general",
        messages=("12", "13"),
    )
    store.answers.record_delivery("1", "general", ["12"])
    assert await store.answers.by_message("13") is None


async def test_a_message_is_part_of_its_newest_answer(store):
    for question in "12":
        store.answers.record(given(question))
        store.answers.record_delivery(question, "general", ["12"])
    assert (await store.answers.by_message("12")).question == "2"


async def test_what_is_forgotten_is_gone(store):
    store.answers.record(given())
    store.answers.record_delivery("1", "general", ["12"])
    store.forget("1")
    assert await store.answers.by_question("1") is None
    assert await store.answers.by_message("12") is None
    assert await store.answers.public_quotes() == ()


async def test_messages_of_an_unknown_question_are_not_kept(store):
    store.answers.record_delivery("1", "general", ["12"])
    assert await store.answers.by_message("12") is None


async def test_after_a_week_nothing_is_known(store, clock):
    store.answers.record(given())
    clock.now += DEFAULT_RETENTION.answers * DAY_SECONDS + 1
    assert await store.answers.by_question("1") is None
    assert await store.answers.chain("1", 9) == ()
    store.answers.record(given("2", at=clock.now))
    rows = await store.database.read(
        lambda connection: connection.execute(select(answers.c.question)).all(), []
    )
    assert rows == [("2",)]


async def test_the_oldest_over_the_number_go(store, monkeypatch):
    monkeypatch.setattr(answer_rows, "MAX_ANSWERS", 3)
    for number in range(7):
        store.answers.record(given(str(number), at=1000.0 + number))
    rows = await store.database.read(
        lambda connection: connection.execute(
            select(answers.c.question).order_by(answers.c.at.desc())
        ).all(),
        [],
    )
    assert [question for (question,) in rows] == ["6", "5", "4"]


async def test_what_an_answer_went_on_from_is_told_oldest_first(store):
    for question, after in ("1", ""), ("2", "1"), ("3", "2"), ("4", "lost"):
        store.answers.record(given(question, follows=after))
    assert [one.question for one in await store.answers.chain("3", 9)] == ["1", "2", "3"]
    assert [one.question for one in await store.answers.chain("3", 2)] == ["2", "3"]
    assert [one.question for one in await store.answers.chain("4", 9)] == ["4"]
    assert await store.answers.chain("3", 0) == ()


async def test_answers_that_go_on_from_each_other_end(store):
    store.answers.record(given("1", follows="2"))
    store.answers.record(given("2", follows="1"))
    assert len(await store.answers.chain("1", 6)) == 6


async def test_only_what_stands_where_all_see_it_is_amended(store):
    store.answers.record(given("1"))
    store.answers.record(given("2", private=True))
    store.answers.record_delivery("2", "general", ["22"])
    assert await store.answers.public_quotes() == ()
    store.answers.record(given("3", at=1003.0))
    store.answers.record_delivery("3", "general", ["33"])
    store.answers.record(given("4", quoted=(FIRST,), at=1004.0))
    store.answers.record_delivery("4", "general", ["44"])
    assert set(await store.answers.public_quotes()) == {FIRST, FACT}
    assert await store.answers.questions_quoting([FIRST]) == ("4", "3")
    assert await store.answers.questions_quoting([FACT, FIRST]) == ("4", "3")
    assert await store.answers.questions_quoting([FACT]) == ("3",)
    assert await store.answers.questions_quoting([]) == ()


async def test_an_amended_answer_quotes_what_it_says_now(store):
    store.answers.record(given())
    store.answers.record_delivery("1", "general", ["12"])
    store.answers.record_correction(given(quoted=(FACT,)))
    assert (await store.answers.by_question("1")).quoted == (FACT,)
    store.answers.record(given(at=1001.0))
    store.answers.record_correction(given(quoted=()))
    assert (await store.answers.by_question("1")).quoted == (FIRST, FACT)
