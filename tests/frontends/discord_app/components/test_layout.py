from __future__ import annotations

from dataclasses import replace

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.messages.commands import ANSWER_VIEWS, Command
from bot.chat.messages.request_reply import Action, Line, Quote, Reply, Style
from bot.frontends.discord_app.components.buttons import (
    MAX_CUSTOM_ID_CHARS,
    MAX_LABEL_CHARS,
    fits_button,
)
from bot.frontends.discord_app.components.layout import paginate, render_page
from bot.model import Span
from bot.text.utf16 import utf16_length

TEXTS = st.builds(
    lambda text, times: text * times, st.text(min_size=1), st.sampled_from([1, 200, 3000])
)
LINES = st.builds(
    Line, TEXTS, st.sampled_from(Style), st.none() | st.just("https://example.org/a_(b)")
)
QUOTES = st.builds(lambda text: Quote(text, Span(0, max(1, len(text) // 2))), TEXTS)
ACTIONS = st.lists(
    st.builds(Action, st.text(min_size=1), st.sampled_from(Command), st.text(max_size=90)),
    max_size=30,
)
REPLIES = st.builds(
    Reply, st.lists(LINES | QUOTES, max_size=15).map(tuple), ACTIONS.map(tuple), error=st.booleans()
)
AGAIN = Action("", Command.SHOW, "0123456789abcdef:0-99999999")


def walk(parts):
    return [found for part in parts for found in (part, *walk(part.get("components", [])))]


def payloads(reply, again=AGAIN):
    sheets = paginate(reply)
    return [
        render_page(sheets, number, again).to_components() for number in range(sheets.page_count)
    ]


@settings(max_examples=30, deadline=None)
@given(REPLIES)
async def test_every_message_keeps_the_limits_of_discord(reply):
    offered = []
    for payload in payloads(reply):
        parts = walk(payload)
        buttons = [part for part in parts if part["type"] == 2]
        ids = [button["custom_id"] for button in buttons]
        assert len(parts) <= 40
        assert sum(utf16_length(part["content"]) for part in parts if part["type"] == 10) <= 4000
        assert all(part["content"] for part in parts if part["type"] == 10)
        assert all(utf16_length(one) <= MAX_CUSTOM_ID_CHARS for one in ids)
        assert len(set(ids)) == len(ids)
        assert all(utf16_length(button["label"]) <= MAX_LABEL_CHARS for button in buttons)
        assert all(1 <= len(part["components"]) <= 5 for part in parts if part["type"] == 1)
        offered += ids
    assert {
        f"d::{action.command}:{action.text}" for action in reply.actions if fits_button(action)
    } <= set(offered)


@settings(max_examples=30, deadline=None)
@given(REPLIES, st.sampled_from(ANSWER_VIEWS))
async def test_one_row_of_at_most_five_buttons_stands_below_any_answer(reply, view):
    answer = replace(reply, reload_action=Action("", view, "state"))
    for payload in payloads(answer, answer.reload_action):
        [row] = [part for part in walk(payload) if part["type"] == 1]
        assert len(row["components"]) <= 5
        assert row["components"][-1]["custom_id"] == "d::menu:state"


async def test_an_answer_shows_passage_sentence_and_outlet_apart():
    reply = Reply(
        (
            Line("Cites Reuters.", Style.OUTLET),
            Quote("One. Two.", Span(5, 9)),
            Line("Title", Style.TITLE, "https://example.org"),
        )
    )
    [payload] = payloads(reply)
    assert [part.get("content") for part in payload[0]["components"]] == [
        "**Cites Reuters.**",
        "> One. **Two.**",
        None,
        "### [Title](<https://example.org>)",
    ]


async def test_a_title_cannot_forge_a_line_or_a_link():
    reply = Reply(
        (
            Line(
                "Fine](https://evil.example)\n**Cites Reuters.**\u202e",
                Style.TITLE,
                "https://example.org",
            ),
        )
    )
    [payload] = payloads(reply)
    [shown] = [part["content"] for part in walk(payload) if part["type"] == 10]
    assert (
        shown
        == "### Fine\\](https\\://evil.example) \\*\\*Cites Reuters.\\*\\* [↗](<https://example.org>)"
    )


async def test_errors_are_red():
    [payload] = payloads(Reply((Line("no", Style.ERROR),), error=True))
    assert payload[0]["accent_color"] == discord.Colour.red().value


@pytest.mark.parametrize(
    ("number", "back", "on"), [(0, True, False), (1, False, False), (-1, False, True)]
)
async def test_the_ends_of_a_reply_cannot_be_passed(number, back, on):
    pages = payloads(Reply((Quote("word " * 3000),)))
    first, second = (part for part in walk(pages[number]) if part["type"] == 2)
    assert (first["disabled"], second["disabled"]) == (back, on)
    assert any(f"of {len(pages)}" in part.get("content", "") for part in walk(pages[number]))
