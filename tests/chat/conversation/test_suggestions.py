from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from bot.chat.browsing.service import BrowsingService
from bot.chat.conversation import suggestions
from bot.chat.conversation.suggestions import (
    MAX_OWN_QUESTIONS,
    MAX_PEOPLE,
    MAX_QUESTION_CHARS,
    Suggestions,
)
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Snapshot
from bot.snapshot_builder import SnapshotBuilder
from tests.answering.corpora import article
from tests.conftest import ATTRIBUTOR, Clock

TODAY = dt.date(2025, 6, 15)


def make_suggestions(executor: FairExecutor | None = None) -> Suggestions:
    return Suggestions(executor or FairExecutor(), Clock(), BrowsingService(lambda: TODAY).catalog)


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    texts = (
        article(
            "Reuters reported that the mill burned.", title="The mill burns", date="2025-05-01"
        ),
        article(
            "Reuters said it was insured.",
            "The BBC said that nobody was hurt.",
            title="After the fire",
            date="2025-05-02",
        ),
    )
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    return SnapshotBuilder(tmp_path, ATTRIBUTOR, 0.4).build()


async def test_ones_own_questions_then_titles_then_outlets(snapshot):
    offers = make_suggestions()
    offers.remember("ana", "who feeds the cat?")
    offers.remember("ana", "when did the mill burn?")
    offers.remember("ben", "is the miller in love?")
    own = ("when did the mill burn?", "who feeds the cat?")
    assert await offers.questions("ana", "", snapshot) == (
        *own,
        "After the fire",
        "The mill burns",
        "What does Reuters report?",
        "What does BBC report?",
    )
    assert await offers.questions("ana", "MILL", snapshot) == (
        "when did the mill burn?",
        "The mill burns",
    )
    assert await offers.questions("mo", "mill", snapshot) == ("The mill burns",)
    assert await offers.questions("mo", "bb", snapshot) == ("What does BBC report?",)


async def test_titles_that_begin_so_come_first_then_the_newest_each_once(tmp_path):
    known = (
        ("The mill burns", "2025-05-03"),
        ("A watermill opens", "2025-05-05"),
        ("Mill owner fined", "2025-05-01"),
        ("Mill owner fined", "2025-05-06"),
        ("Burned mill rebuilt", "2025-05-04"),
        ("", "2025-05-09"),
    )
    for number, (title, date) in enumerate(known):
        front = {"date": date} | ({"title": title} if title else {})
        (tmp_path / f"{number}.md").write_text(article("It stood.", **front), encoding="utf-8")
    snapshot = SnapshotBuilder(tmp_path, ATTRIBUTOR, 0.4).build()
    offers = make_suggestions()
    assert await offers.questions("ana", "MILL", snapshot) == (
        "Mill owner fined",
        "Burned mill rebuilt",
        "The mill burns",
    )
    assert await offers.questions("ana", "termill", snapshot) == ("A watermill opens",)
    assert (await offers.questions("ana", " ", snapshot))[:3] == (
        "Mill owner fined",
        "A watermill opens",
        "Burned mill rebuilt",
    )


async def test_a_question_asked_again_is_there_once(snapshot):
    offers = make_suggestions()
    for question in ("who saw it?", "why?", "WHO saw  it?"):
        offers.remember("ana", question)
    assert (await offers.questions("ana", "", snapshot))[:3] == (
        "WHO saw  it?",
        "why?",
        "After the fire",
    )


async def test_what_is_kept_is_bounded(snapshot):
    offers = make_suggestions()
    for number in range(MAX_OWN_QUESTIONS + 2):
        offers.remember("ana", f"question {number}")
    offers.remember("ana", "x" * (MAX_QUESTION_CHARS + 1))
    assert await offers.questions("ana", "question", snapshot) == tuple(
        f"question {number}" for number in range(MAX_OWN_QUESTIONS + 1, 1, -1)
    )
    for number in range(MAX_PEOPLE):
        offers.remember(f"person {number}", "question")
    assert await offers.questions("ana", "question", snapshot) == ()
    assert await offers.questions("person 0", "question", snapshot) == ("question",)


async def test_outlets_that_are_cited(snapshot):
    offers = make_suggestions()
    assert await offers.outlets("", snapshot) == ("Reuters", "BBC")
    assert await offers.outlets("b", snapshot) == ("BBC",)
    assert await offers.outlets("bloom", snapshot) == ()


async def test_while_titles_are_gone_through_ones_own_are_offered(snapshot, monkeypatch):
    begun, going = asyncio.Event(), asyncio.Event()
    threads = FairExecutor()

    async def aside(does):
        begun.set()
        await going.wait()
        return does()

    monkeypatch.setattr(threads, "run_detached", aside)
    monkeypatch.setattr(suggestions, "MAX_WAIT_SECONDS", 0)
    offers = make_suggestions(threads)
    offers.remember("ana", "when did the mill burn?")
    assert await offers.questions("ana", "", snapshot) == ("when did the mill burn?",)
    assert await offers.outlets("", snapshot) == ()
    going.set()
    await begun.wait()
    monkeypatch.setattr(suggestions, "MAX_WAIT_SECONDS", 5)
    assert "The mill burns" in await offers.questions("ana", "", snapshot)


async def test_other_articles_bring_other_titles(snapshot, tmp_path):
    offers = make_suggestions()
    assert "The mill burns" in await offers.questions("ana", "", snapshot)
    (tmp_path / "0.md").write_text(
        article("The mill stands.", title="The mill stands"), encoding="utf-8"
    )
    other = SnapshotBuilder(tmp_path, ATTRIBUTOR, 0.4).build()
    assert "The mill stands" in await offers.questions("ana", "mill", other)
    assert "The mill burns" not in await offers.questions("ana", "mill", other)
