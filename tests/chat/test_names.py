"""What articles are called: the same everywhere, however their files name them, and linked only where a link is safe."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.attribution.attribute import Attributor
from bot.attribution.gazetteer import load_gazetteer
from bot.chat.browsing import Field
from bot.chat.conversations import Conversations
from bot.chat.desk import Desk
from bot.chat.message import Line, Message, Verb
from bot.chat.names import LONGEST, called, title_of
from bot.chat.threads import Threads
from bot.library import Library, Source
from bot.model import Article
from bot.text.units import units

ATTRIBUTOR = Attributor(load_gazetteer())
VIEWS = {
    Verb.ASK: "what does the bridge cost?",
    Verb.LATEST: "the bridge",
    Verb.ARTICLE: "bridge",
    Verb.ARTICLES: "",
    Verb.LIST: "",
}


def desk(folder: Path, front: str) -> Desk:
    (folder / "bridge.md").write_text(f"---\n{front}\n---\n\nReuters reported that the bridge costs 4 million crowns.\n", encoding="utf-8")
    (folder / "ferry.txt").write_text("The ferry opens on Monday.", encoding="utf-8")
    return Desk(Library(Source(folder, ATTRIBUTOR, 0.4).snapshot), Conversations(900, 6), Threads(), float, lambda: dt.date(2025, 6, 15))


async def lines(made: Desk, verb: Verb, text: str = "") -> list[Line]:
    reply = await made.handle(Message("1", "1", text, verb, moderator=True, id="1"))
    return [block for block in reply.blocks if isinstance(block, Line)]


def named(title: str | None, file: str = "news/bridge.md") -> str:
    return title_of(Article(file.rpartition(".")[0], file, title))


def test_an_article_is_called_by_its_title():
    assert named("A bridge\n over\u2028the  river") == "A bridge over the river"


@pytest.mark.parametrize("title", [None, "", "\u200b\u3164", " \u202e", "\u200b" * 5_000 + "seen"])
def test_without_a_title_that_is_seen_an_article_is_called_by_its_file(title):
    assert named(title) == "news/bridge"
    assert named(title, "\u200b.md") == ".md"


def test_a_long_title_is_cut_at_a_word_and_its_marks_are_few():
    shown = named("bridges " * 600)
    assert shown == "bridges " * 36 + "bridges…"
    assert units(shown) <= LONGEST
    assert named("Bri\u0301\u0301\u0301\u0301\u0301\u0301dge") == "Bri\u0301\u0301\u0301dge"
    assert called(None) == ""


@pytest.mark.parametrize("verb", VIEWS)
async def test_a_long_title_is_cut_alike_in_every_view(tmp_path, verb):
    title = "The bridge " + "over the river " * 300
    said = [line.text for line in await lines(desk(tmp_path, f"title: {title}"), verb, VIEWS[verb])]
    shown = title_of(Article("bridge", "bridge.md", title.strip()))
    assert sum(shown in line for line in said) == 1
    assert all(units(line) < 2 * LONGEST for line in said)


async def test_what_is_offered_and_what_a_reload_says_is_cut_alike(tmp_path):
    title = "The bridge " + "over the river " * 300
    made = desk(tmp_path, f"title: {title}")
    shown = title_of(Article("bridge", "bridge.md", title.strip()))
    assert shown in [name for name, _ in await made.offered(Field.ARTICLE, "bridge")]
    (tmp_path / "bridge.md").unlink()
    assert any(shown in line.text for line in await lines(made, Verb.RELOAD))


@pytest.mark.parametrize("verb", VIEWS)
@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://harbour.example/bridge", True),
        ("https://harbour.example/" + "x" * 489, False),
        ("https://harbour.example/" + "(" * 3_500, False),
        ("https://harbour.example@evil.example/", False),
        ("ftp://harbour.example/bridge", False),
        ("javascript:alert(1)", False),
        ("https://harbour.example/the bridge", False),
    ],
)
async def test_an_address_that_is_no_safe_link_is_none_in_any_view(tmp_path, verb, url, linked):
    found = await lines(desk(tmp_path, f'title: The bridge\nurl: "{url}"'), verb, VIEWS[verb])
    assert [line.url.partition("#")[0] for line in found if line.url] == [url] * linked
