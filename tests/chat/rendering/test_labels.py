"""What articles are called: the same everywhere, however their files name them, and linked only where a link is safe."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.chat.browsing.service import NameKind
from bot.chat.conversation.service import ChatService
from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Line, Request
from bot.chat.rendering.error_messages import fault_text
from bot.chat.rendering.labels import MAX_LABEL_UTF16_UNITS, article_label, label
from bot.errors import Fault, FaultKind
from bot.model import Article
from bot.text.utf16 import utf16_length
from tests.conftest import make_desk, make_library

VIEWS = {
    Command.ASK: "what does the bridge cost?",
    Command.LATEST: "the bridge",
    Command.ARTICLE: "bridge",
    Command.ARTICLES: "",
    Command.LIST: "",
}


def desk(folder: Path, front: str) -> ChatService:
    (folder / "bridge.md").write_text(
        f"---\n{front}\n---\n\nReuters reported that the bridge costs 4 million crowns.\n",
        encoding="utf-8",
    )
    (folder / "ferry.txt").write_text("The ferry opens on Monday.", encoding="utf-8")
    return make_desk(make_library(folder, 0.4), dt.date(2025, 6, 15), float)


async def lines(made: ChatService, verb: Command, text: str = "") -> list[Line]:
    reply = await made.handle(Request("1", "1", text, verb, is_moderator=True, id="1"))
    return [block for block in reply.blocks if isinstance(block, Line)]


def named(title: str | None, file: str = "news/bridge.md") -> str:
    return article_label(Article(file.rpartition(".")[0], file, title))


def test_an_article_is_called_by_its_title():
    assert named("A bridge\n over\u2028the  river") == "A bridge over the river"


@pytest.mark.parametrize("title", [None, "", "\u200b\u3164", " \u202e", "\u200b" * 5_000 + "seen"])
def test_without_a_title_that_is_seen_an_article_is_called_by_its_file(title):
    assert named(title) == "news/bridge"
    assert named(title, "\u200b.md") == ".md"


def test_a_long_title_is_cut_at_a_word_and_its_marks_are_few():
    shown = named("bridges " * 600)
    assert shown == "bridges " * 36 + "bridges…"
    assert utf16_length(shown) <= MAX_LABEL_UTF16_UNITS
    assert named("Bri\u0301\u0301\u0301\u0301\u0301\u0301dge") == "Bri\u0301\u0301\u0301dge"
    assert label(None) == ""


@pytest.mark.parametrize("verb", VIEWS)
async def test_a_long_title_is_cut_alike_in_every_view(tmp_path, verb):
    title = "The bridge " + "over the river " * 300
    said = [line.text for line in await lines(desk(tmp_path, f"title: {title}"), verb, VIEWS[verb])]
    shown = article_label(Article("bridge", "bridge.md", title.strip()))
    assert sum(shown in line for line in said) == 1
    assert all(utf16_length(line) < 2 * MAX_LABEL_UTF16_UNITS for line in said)


async def test_what_is_offered_and_what_a_reload_says_is_cut_alike(tmp_path):
    title = "The bridge " + "over the river " * 300
    made = desk(tmp_path, f"title: {title}")
    shown = article_label(Article("bridge", "bridge.md", title.strip()))
    assert shown in [name for name, _ in await made.complete_name(NameKind.ARTICLE, "bridge")]
    (tmp_path / "bridge.md").unlink()
    assert any(shown in line.text for line in await lines(made, Command.RELOAD))


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


def test_a_value_of_a_file_is_cut_as_a_title_is() -> None:
    fault = Fault("byline.toml", 3, FaultKind.UNREADABLE, detail="harbour\n" * 50)
    _, _, detail = fault_text(translations(), fault).partition("(")
    # 25 words of 8 characters, the last space in the place of the sign.
    assert detail == "harbour " * 24 + "harbour…)"
