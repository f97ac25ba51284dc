from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store.records import DAY_SECONDS, DEFAULT_RETENTION, AnswerRecord, StoredPost
from bot.store.store import Store
from bot.store.tables import posts

BUTTON = "7 more 1abc"


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store.open(tmp_path / "store.db", clock)
    yield store
    store.close()


def post(
    store: Store, question: str = "8", messages: tuple[str, ...] = ("9",), button: str = BUTTON
) -> None:
    store.answers.record(AnswerRecord(question, "ana", "c", "", store.answers.now))
    store.posts.record(button, question)
    if messages:
        store.answers.record_delivery(question, "general", messages)


async def test_what_a_button_posted_is_known_over_a_restart(store, tmp_path, clock):
    post(store, messages=("9", "10"))
    store.close()
    again = Store.open(tmp_path / "store.db", clock)
    assert await again.posts.find(BUTTON) == StoredPost("general", "9")
    assert await again.posts.find("7 more 1abd") is None
    again.close()


async def test_what_stands_nowhere_was_not_posted_and_may_be_again(store):
    post(store, messages=())
    assert await store.posts.find(BUTTON) is None
    post(store, "11", ("12",))
    assert await store.posts.find(BUTTON) == StoredPost("general", "12")


async def test_it_is_forgotten_with_its_message_its_answer_or_its_time(store, clock):
    for button in "abc":
        post(store, button, (f"message {button}",), button)
    store.posts.forget("message a")
    store.posts.forget("another message")
    store.forget("b")
    assert [await store.posts.find(button) for button in "abc"] == [
        None,
        None,
        StoredPost("general", "message c"),
    ]
    clock.now += DEFAULT_RETENTION.answers * DAY_SECONDS + 1
    assert await store.posts.find("c") is None
    post(store)
    left = await store.database.read(
        lambda connection: connection.execute(select(posts.c.button)).all(), []
    )
    assert left == [(BUTTON,)]
