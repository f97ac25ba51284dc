"""Layout takes steps that grow with the text, and gives up in time.

Whoever waits is told so, and nobody else waits.
"""

from __future__ import annotations

import asyncio
import itertools
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.i18n import LANGUAGES, translations
from bot.chat.messages.request_reply import Line, Quote, Reply, Style
from bot.errors import LayoutTimeout
from bot.frontends.discord_app.components.layout import paginate, render_page
from bot.frontends.discord_app.components.layout_budget import (
    STEPS_PER_BLOCK,
    STEPS_PER_CHAR,
    LayoutBudget,
)
from bot.frontends.discord_app.components.pagination import paginate_blocks
from bot.frontends.discord_app.delivery import outgoing_messages
from bot.model import Span
from tests.frontends.discord_app.limits import check_limits, walk

LONGEST = 20_000
UNITS = [
    "x",
    "[",
    "**a",
    "\n",
    "a\n",
    "a\u0301",
    "\u0301",
    "\u200b",
    " ",
    "\U0001f600",
    "\u200d",
    "\ud800",
    "1. ",
    "word ",
    "\u202e",
    "\u05d0 ",
    "\u3164",
]
ADDRESSES = ["https://harbour.example/" + "(" * size for size in (0, 488, 489, 1_100, 3_500)]
TEXT = st.builds(
    lambda unit, size: (unit * (size // len(unit) + 1))[:size],
    st.sampled_from(UNITS) | st.text(st.characters(), min_size=1, max_size=9),
    st.sampled_from([0, 1, 300, 1_199, 1_201, 3_100, LONGEST]),
)


@st.composite
def quotes(draw):
    text = draw(TEXT)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    return Quote(text, Span(start, end) if start < end else None)


BLOCKS = st.lists(
    quotes()
    | st.builds(Line, TEXT, st.sampled_from(Style), st.none() | st.sampled_from(ADDRESSES)),
    max_size=6,
)


class Ticking:
    """A clock that goes on whenever somebody looks."""

    def __init__(self, seconds: float) -> None:
        self._ticks = itertools.count(0, seconds)

    def __call__(self) -> float:
        return next(self._ticks)


def steps(blocks):
    budget = LayoutBudget(1 << 60, float("inf"), float)
    paginate_blocks(blocks, budget)
    return budget.used


@settings(max_examples=40)
@given(BLOCKS)
def test_whatever_is_to_be_said_is_laid_out_within_its_budget(blocks):
    sheets = paginate(Reply(tuple(blocks)), float)
    for number in {0, sheets.page_count // 2, sheets.page_count - 1}:
        check_limits(render_page(sheets, number))


@settings(max_examples=40)
@given(BLOCKS)
def test_the_budget_is_never_used_up(blocks):
    assert (
        steps(blocks)
        <= (
            STEPS_PER_CHAR * sum(len(block.text) for block in blocks)
            + STEPS_PER_BLOCK * len(blocks)
        )
        / 2
    )


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_length_takes_twice_the_work(unit):
    for block in (Quote, Line, lambda text: Line(text, Style.TITLE, ADDRESSES[1])):
        once, twice = (
            steps([block((unit * size)[:size]), Line("Outlet")])
            for size in (LONGEST // 4, LONGEST // 2)
        )
        assert twice <= 2.5 * once


def test_as_many_lines_take_twice_the_work():
    for line in (Line("", Style.NOTE), Line("\u200b"), Line("Title", url=ADDRESSES[1])):
        once, twice = (steps([line] * many) for many in (400, 800))
        assert twice <= 2.5 * once


def test_work_that_is_more_than_it_may_be_is_given_up():
    with pytest.raises(LayoutTimeout):
        paginate_blocks([Quote("word " * 1_000)], LayoutBudget(5_000, float("inf"), float))


def test_what_takes_too_long_is_given_up():
    reply = Reply((Quote("word " * 20_000),))
    assert paginate(reply, Ticking(0.0001)).page_count > 10
    with pytest.raises(LayoutTimeout):
        paginate(reply, Ticking(0.5))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_asked_for_what_takes_too_long_gets_a_sentence(monkeypatch, language):
    monkeypatch.setattr(outgoing_messages, "paginate", lambda reply: paginate(reply, Ticking(0.1)))
    [part] = await outgoing_messages.build_messages(
        Reply((Line("Cites Reuters."), Quote("word " * 20_000)), language=language), None
    )
    [text] = [one["content"] for one in walk(part.view.to_components()) if one["type"] == 10]
    assert text == translations(language)("error.too-long-to-show")


async def test_nobody_else_waits_for_what_is_laid_out(monkeypatch):
    others = threading.Event()

    def laid_out(reply: Reply):
        assert "slow" not in reply.text or others.wait(20)
        return paginate(reply)

    monkeypatch.setattr(outgoing_messages, "paginate", laid_out)
    slow = asyncio.create_task(outgoing_messages.build_messages(Reply((Line("slow"),)), None))
    await asyncio.sleep(0)
    for _ in range(3):
        await outgoing_messages.build_messages(Reply((Line("quick"),)), None)
    assert not slow.done()
    others.set()
    assert len(await slow) == 1
