"""Moderators can read later why a question was not answered, and how long each took."""

from __future__ import annotations

from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from bot.chat.messages.request_reply import Request
from bot.store.records import AbstentionReason, AnswerRecord
from bot.store.store import Store
from tests.conftest import make_desk

LIGHTHOUSE = Path(__file__).parents[2] / "conversations" / "lighthouse"


async def recorded(question: str) -> AnswerRecord:
    seconds = count(0, 0.5)
    with closing(Store.open(None, lambda: 1000.0)) as store:
        desk = make_desk(LIGHTHOUSE, clock=lambda: next(seconds), store=store)
        await desk.handle(Request("ana", "general", question, id="1"))
        found = await store.answers.by_question("1")
    assert found is not None
    return found


async def test_an_answer_has_no_reason():
    record = await recorded("Who will repair the lighthouse of Orrin?")
    assert not record.abstained
    assert (record.reason, record.missing_words, record.closest_passage) == ("", (), "")
    assert record.latency_seconds > 0


@pytest.mark.parametrize(
    ("question", "reason", "words"),
    [
        ("Who repaired the zeppelins?", AbstentionReason.UNKNOWN_WORDS, ("zeppelins",)),
        ("Wer hat denn die Heizung in der Schule bezahlt?", AbstentionReason.FOREIGN_LANGUAGE, ()),
    ],
)
async def test_an_abstention_names_its_reason_and_what_is_missing(question, reason, words):
    record = await recorded(question)
    assert record.abstained
    assert record.reason is reason
    assert set(words) <= set(record.missing_words)
    assert record.latency_seconds > 0


async def test_the_closest_passage_is_kept():
    record = await recorded("Who painted the gallery of the lighthouse of Orrin?")
    assert record.abstained
    assert record.closest_passage.startswith("storm#")
