"""The pictures of the README show all that the bot sends."""

from __future__ import annotations

import pytest
from discord import ui

from bench.screens.draw import PICTURES, components, page, scenes, sent
from bench.screens.drawn import UnknownComponent, drawn, drawn_text
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Line, Quote, Reply, Style
from bot.model import Span

TEXTS = (
    Line("Cites <Reuters>.", Style.OUTLET),
    Quote("It rained. It *snowed*.", Span(0, 10)),
    Line("A [title]", Style.TITLE, "https://a.example/(x)"),
    Line("by us", Style.NOTE),
)
"""One of each kind of block."""


def test_every_scene_is_drawn_in_both_themes():
    assert {file.stem for file in PICTURES.glob("*.png")} == {
        f"{name}-{theme}" for name in scenes() for theme in ("light", "dark")
    }


@pytest.mark.parametrize("name", scenes())
async def test_what_the_bot_sends_in_a_scene_can_be_drawn(name):
    shown = await sent(scenes()[name])
    assert '<div class="container"' in page(scenes()[name], shown, "light")


def test_a_reply_reads_as_on_discord():
    shown = "".join(
        map(drawn, components(Reply(TEXTS, (Action("More & more", Command.MORE, "x"),))))
    )
    assert "<b>Cites &lt;Reuters&gt;.</b>" in shown
    assert "<blockquote><b>It rained.</b> It *snowed*.</blockquote>" in shown
    assert '<h3><a href="https://a.example/%28x%29">A [title]</a></h3>' in shown
    assert "<small>by us</small>" in shown
    assert '<button class="secondary">More &amp; more</button>' in shown


def test_pages_have_their_buttons():
    long = Reply((Quote("word " * 2000),), reload_action=Action("", Command.SHOW, "x"))
    shown = "".join(map(drawn, components(long)))
    assert '<button class="secondary" disabled>Previous page</button>' in shown
    assert '<button class="secondary">Next page</button>' in shown


def test_what_is_not_known_is_not_left_out():
    box = ui.Container()
    box.add_item(ui.MediaGallery())
    with pytest.raises(UnknownComponent):
        drawn(box.to_component_dict())


def test_lines_of_a_text():
    assert (
        drawn_text("a\n> b\n> **c**\n- d")
        == "<div>a</div><blockquote>b<br><b>c</b></blockquote><li>d</li>"
    )
