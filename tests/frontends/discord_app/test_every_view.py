"""Articles whose files say anything at all, in every view of them.

Discord takes each message, in either language, after work that grows with length.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import itertools
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import discord
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.chat.browsing.service import NameKind
from bot.chat.i18n import LANGUAGES
from bot.chat.messages.commands import Command
from bot.chat.messages.reply_refs import ClickedReply
from bot.chat.messages.request_reply import Action, Reply, Request
from bot.frontends.discord_app.cogs.ask import choices
from bot.frontends.discord_app.cogs.browse import to_choices
from bot.frontends.discord_app.components.layout import paginate, render_page
from bot.frontends.discord_app.delivery.question_threads import MAX_NAME_CHARS, thread_name
from tests.conftest import make_desk, make_library
from tests.frontends.discord_app.limits import check_choices, check_limits, markup_of, units

TODAY = dt.date(2025, 6, 15)
OWNER = (1 << 63) - 1
FIELDS = ("title", "author", "publisher", "date", "url", "heading", "passage")
LONGEST = 20_000
# Without a width, combining, from right to left, of several characters, marked up, or between
# lines.
SIGNS = (
    "\u200b\u200d\u2060\ufeff\u3164\u0301\u0650\u20dd\u202e\u2066\u05d0\u0627\U0001f469\U0001f1fa\ufe0f"
    "*_`[]()<>@#|~\\:-.\"'{}%& \n\r\t\x00\x1b\x85\u2028A1"
)
UNIT = st.text(
    st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4
)
TEXT = st.builds(
    lambda unit, size: (unit * (size // len(unit) + 1))[:size],
    UNIT,
    st.sampled_from([0, 1, 40, 300, 3_100, LONGEST]),
)
URL = st.builds(
    str.__add__,
    st.sampled_from(
        ["https://harbour.example/", "https://harbour.example@evil.example/", "ftp://", ""]
    ),
    TEXT,
)
ANY = {name: URL if name == "url" else TEXT for name in FIELDS}
PLAIN = {
    "title": "The bridge",
    "author": "Ana Day",
    "publisher": "Harbour News",
    "date": "2024-06-14",
    "url": "https://harbour.example/bridge",
    "heading": "Costs",
    "passage": "",
}
LONG = ["x", "[", "я\u0301\u0301\u0301\u0301\u0301 "]
"""What makes up a field that is nothing else, from beginning to end."""


@dataclass
class Newsroom:
    """A desk in front of articles, whose every reply is laid out and looked at."""

    folder: Path
    language: str
    counted: itertools.count = field(default_factory=lambda: itertools.count(1))
    clicked: set[Action] = field(default_factory=set)

    def __post_init__(self):
        self.desk = make_desk(make_library(self.folder, 0.4), TODAY, float)

    async def says(self, verb: Command, text: str = "", *, private: bool = False) -> Reply:
        number = str(next(self.counted))
        clicked = ClickedReply("1", "what does the bridge cost?")
        message = Request(
            "1",
            "1",
            text,
            verb,
            is_moderator=True,
            private=private,
            language=self.language,
            id=number,
            clicked=clicked,
            author_name="Ben",
        )
        reply = await self.desk.handle(message)
        check(reply)
        assert not any("Something went wrong" in block.text for block in reply.blocks)
        self.desk.record_delivery(number, "1", [number])
        return reply

    async def clicks_all(self, reply: Reply) -> None:
        chosen = reply.choices.actions[:2] if reply.choices else ()
        # One that stands below several replies does the same each time.
        fresh = {*reply.actions, *chosen} - self.clicked
        self.clicked |= fresh
        for action in sorted(fresh, key=lambda action: (action.command, action.text)):
            await self.says(action.command, action.text, private=action.command is Command.FILE)


def check(reply):
    """Look at the first message of a reply, the one with the answer, one between, the last."""
    sheets = paginate(reply)
    files = (
        [discord.File(io.BytesIO(reply.attachment.content), reply.attachment.name)]
        if reply.attachment
        else []
    )
    for number in sorted({0, sheets.first_page, sheets.page_count // 2, sheets.page_count - 1}):
        for part in check_limits(
            render_page(
                sheets, number, reply.reload_action or Action("", Command.LIST, "0"), OWNER
            ),
            files,
        ):
            if part["type"] == 10:
                assert not markup_of(part["content"])


def write(folder, article):
    front = "".join(
        f"{name}: {quoted(article[name])}\n" for name in ("title", "author", "publisher", "url")
    )
    # A date is told from a text that is none by how it is written.
    date = article["date"] if article["date"] == PLAIN["date"] else quoted(article["date"])
    heading = " ".join(article["heading"].split())
    body = (
        f"## {heading}\n\n"
        f"Reuters reported that the bridge costs 4 million crowns, {article['passage']}\n\n"
        "The contractor of the bridge is Lena Farrow.\n"
    )
    (folder / "bridge.md").write_text(
        f"---\n{front}date: {date}\n---\n\n{body}", encoding="utf-8", newline=""
    )


def quoted(text):
    """A text in YAML, whatever is in it."""
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in text) + '"'


def write_others(folder):
    for name, cost in (("ferry", 5), ("pier", 6)):
        (folder / f"{name}.txt").write_text(
            f"The {name}\n\nBloomberg reported that the bridge costs {cost} million crowns.\n\n"
            f"The {name} opens on Monday.\n"
        )


async def look_at_everything(folder, article, language):
    write_others(folder)
    write(folder, PLAIN | {"title": "Another"})
    room = Newsroom(folder, language)
    assert (await room.says(Command.ASK, "what does the bridge cost?")).shown
    # Where the date is none, the article from before answers on.
    write(folder, article)
    await room.says(Command.RELOAD)
    for made in [made async for made in room.desk.corrections.pending()]:
        check(made.reply)
    replies = [
        await room.says(Command.ASK, text)
        for text in (
            "what does the bridge cost?",
            "who wrote the article about the bridge?",
            "how do I cook borscht?",
        )
    ]
    replies += [
        await room.says(verb)
        for verb in (
            Command.MORE,
            Command.SOURCES,
            Command.LIST,
            Command.STATUS,
            Command.ARTICLES,
            Command.OUTLETS,
            Command.HELP,
        )
    ]
    replies += [
        await room.says(*said)
        for said in (
            (Command.ARTICLE, "bridge"),
            (Command.ARTICLE, article["title"][:99]),
            (Command.LATEST, "the bridge"),
        )
    ]
    for reply in replies:
        await room.clicks_all(reply)
    check_choices(choices(await room.desk.complete_question("1", "")))
    for what in NameKind:
        check_choices(to_choices(await room.desk.complete_name(what, "")))
    (folder / "bridge.md").unlink()
    await room.says(Command.RELOAD)
    for made in [made async for made in room.desk.corrections.pending()]:
        check(made.reply)


def looked_at(article, language):
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(look_at_everything(Path(folder), article, language))


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.fixed_dictionaries(ANY), st.sampled_from(LANGUAGES))
@example(PLAIN, "uk")
def test_whatever_an_article_says_every_view_of_it_can_be_sent(article, language):
    looked_at(article, language)


@pytest.mark.slow
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.fixed_dictionaries(ANY), st.sampled_from(LANGUAGES))
def test_the_same_of_many_articles(article, language):
    looked_at(article, language)


@pytest.mark.parametrize(
    ("name", "unit", "language"),
    [
        (name, unit, LANGUAGES[(row + column) % len(LANGUAGES)])
        for row, name in enumerate(FIELDS)
        for column, unit in enumerate(LONG)
    ],
)
def test_one_field_of_an_article_may_be_very_long(name, unit, language):
    text = (unit * LONGEST)[:LONGEST]
    looked_at(
        PLAIN | {name: f"https://harbour.example/{text}" if name == "url" else text}, language
    )


@given(TEXT)
def test_a_thread_can_be_named_by_whatever_is_asked(question):
    name = thread_name(question)
    json.dumps(name, ensure_ascii=False).encode()
    assert name.strip()
    assert units(name) <= MAX_NAME_CHARS
