"""Draws the pictures of the README; run by `make screens`.

They show what the bot sends to questions on invented articles, as Discord shows it.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import html
import io
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from PIL import Image
from selenium.webdriver import Chrome

from bench.chromium import chromium
from bench.screens.drawn import Component, drawn
from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.chat.conversation.history import ConversationHistory
from bot.chat.conversation.service import ChatService
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Reply, Request
from bot.chat.scheduling.executor import FairExecutor
from bot.frontends.discord_app.components.choice_list import MenuOrigin
from bot.frontends.discord_app.components.layout import (
    MAX_BUTTONS_PER_ROW,
    paginate,
    render_page,
)
from bot.frontends.discord_app.components.message_state import MessageState, open_menu
from bot.library import Library
from bot.moderation.article_input import ArticleInput, OutsideFile
from bot.snapshot_builder import SnapshotBuilder
from bot.store.store import Store

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "docs" / "screens"
TODAY = dt.date(2025, 6, 15)
NOON = dt.datetime(2025, 6, 15, 12).astimezone()
WIDTH, SCALE = 640, 1.5
COLOURS = 96
"""In a picture: enough for text without rough edges, and small."""
MOST = 150_000
"""Bytes of a picture."""

Scene = dict[str, Any]


class TooLarge(Exception):
    """A picture is larger than a README should load."""


def scenes() -> dict[str, Scene]:
    """By name, what is said in each picture."""
    return tomllib.loads((HERE / "scenes.toml").read_text(encoding="utf-8"))


async def sent(scene: Scene) -> list[Component]:
    """The components of the message that the bot sends at the end of a scene."""
    source = SnapshotBuilder(HERE / "corpus", Attributor(load_gazetteer()), 0.4)
    executor = FairExecutor()
    said = {
        "author": "ana",
        "conversation": "general:ana",
        "server": "7",
        "is_moderator": True,
        "language": scene.get("language", "en"),
    }
    asked = [
        Request(**said, text=text, id=str(number))
        for number, text in enumerate(scene.get("says", []), 1)
    ]
    if "does" in scene:
        command = Command(scene["does"])
        asked.append(
            Request(**said, text=scene.get("about", ""), command=command, article=given(scene))
        )
    with closing(Store.open(None, NOON.timestamp)) as store:
        service = ChatService(
            Library(source.build),
            ConversationHistory(900, 6),
            executor,
            time.monotonic,
            lambda: TODAY,
            open_store=lambda: store,
        )
        try:
            for request in asked:
                reply = await service.handle(request)
                service.record_delivery(request.id, "8", [f"9{request.id}"])
            shown = components(reply)
            if scene.get("menu"):
                again = reply.reload_action
                menu = await service.handle(Request(**said, text=again.text, command=Command.MENU))
                paged = paginate(reply)
                state = MessageState("", "", tuple(paged.actions(0, MAX_BUTTONS_PER_ROW, None)))
                origin = MenuOrigin(1, private=False)
                shown += components(open_menu(menu, state, origin, shareable=False))
        finally:
            executor.close()
    return shown


def given(scene: Scene) -> ArticleInput:
    """What a moderator hands in."""
    names = scene.get("files", {})
    files = tuple(OutsideFile(name, text.encode()) for name, text in names.items())
    return ArticleInput(files, new_name=scene.get("to", ""))


def components(reply: Reply) -> list[Component]:
    """A reply as Discord gets its first message."""
    paged = paginate(reply)
    return render_page(paged, paged.first_page, reply.reload_action).to_components()


def page(scene: Scene, shown: list[Component], theme: str) -> str:
    """What was said and the message that answers, as a page in Discord's look."""
    sentence = "" if "does" in scene else html.escape(scene["says"][-1])
    asked = (
        f'<span class="mention">@Byline</span> {sentence}'
        if sentence
        else f'<span class="mention">{html.escape(scene.get("typed", "/corpus list"))}</span>'
    )
    style = (HERE / "style.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html><html data-theme="{theme}"><meta charset="utf-8">'
        f"<style>{style}</style><body>"
        f"{_message('Ana', '', '#3ba55c', f'<div>{asked}</div>')}"
        f"{_message('Byline', '<span>APP</span>', '#5865f2', ''.join(map(drawn, shown)))}"
    )


def _message(name: str, badge: str, colour: str, content: str) -> str:
    face = f'<div class="face" style="background: {colour}">{name[0]}</div>'
    head = f'<div class="name">{name}{badge}</div>'
    return f'<div class="message">{face}<div>{head}{content}</div></div>'


def picture(window: Chrome, content: str) -> bytes:
    """A page as a PNG of its own height."""
    window.get(f"data:text/html;base64,{base64.b64encode(content.encode()).decode()}")
    height = window.execute_script("return document.body.scrollHeight")
    window.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": WIDTH, "height": height, "deviceScaleFactor": SCALE, "mobile": False},
    )
    image = Image.open(io.BytesIO(window.get_screenshot_as_png())).convert("RGB").quantize(COLOURS)
    small = io.BytesIO()
    image.save(small, "PNG", optimize=True)
    return small.getvalue()


def pictures() -> Iterator[tuple[str, bytes]]:
    """All pictures, by name; raises TooLarge, NoChromium and UnknownComponent."""
    with chromium(WIDTH, 600, SCALE) as window:
        for name, scene in scenes().items():
            shown = asyncio.run(sent(scene))
            for theme in ("light", "dark"):
                drawing = picture(window, page(scene, shown, theme))
                if len(drawing) > MOST:
                    raise TooLarge(name, len(drawing))
                yield f"{name}-{theme}", drawing


def main() -> None:
    """Draw them anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, drawing in pictures():
        file = PICTURES / f"{name}.png"
        file.write_bytes(drawing)
        print(f"{file.relative_to(HERE.parents[1])}: {len(drawing) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
