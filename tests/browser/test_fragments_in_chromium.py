"""Links to sentences, opened in a real browser: what it highlights is the sentence."""

from __future__ import annotations

import html
import io
import re
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from selenium.common.exceptions import TimeoutException
from selenium.webdriver import Chrome
from selenium.webdriver.support.wait import WebDriverWait

from bench.chromium import chromium
from bot.chat.rendering.page_text import PageText
from bot.chat.rendering.text_fragment import text_fragment_url
from bot.model import Span

ARTICLES = tomllib.loads((Path(__file__).parent / "hard.toml").read_text(encoding="utf-8"))[
    "article"
]
RIGHT = 58
"""Of the sixty."""
WIDTH, HEIGHT = 700, 600
HIGHLIGHT = (255, 0, 204)
STYLE = """
::target-text { background-color: rgb(255, 0, 204); color: transparent }
body { margin: 20px; font: 18px/36px sans-serif; color: transparent }
.gap { height: 900px }
"""
EDGE = 4
"""Pixels by which a highlight may be off: a letter is wider."""
RECTS = """
const lines = [...document.querySelectorAll('.sentence')].flatMap(one => [...one.getClientRects()])
return lines.filter(one => one.width > 1).map(one => [one.left, one.top, one.right, one.bottom])
"""


@dataclass(frozen=True)
class Opened:
    """What a page looked like that was opened at a sentence."""

    y: float
    """How far it was scrolled."""
    rects: list[tuple[float, float, float, float]]
    """Where the lines of the sentence stand."""
    marked: np.ndarray
    """Which pixels are highlighted."""

    def wrong(self) -> str:
        """How what is highlighted differs from the sentence; empty where it does not."""
        if not self.marked.any():
            return "nothing is highlighted"
        if self.y <= 0 or self.rects[0][1] < 0 or self.rects[0][3] > HEIGHT:
            return "not scrolled to"
        outside = self.marked.copy()
        for left, top, right, bottom in self.rects:
            rows = self.marked[int(top) : int(bottom)]
            columns = np.flatnonzero(rows.any(axis=0)[: int(right) + EDGE])
            columns = columns[columns >= left - EDGE]
            if (
                not len(columns)
                or columns[0] > left + EDGE
                or columns[-1] < right - EDGE
                or len(columns) < 0.98 * (right - left)
            ):
                return "a part is not highlighted"
            outside[
                max(0, int(top) - EDGE) : int(bottom) + EDGE,
                max(0, int(left) - EDGE) : int(right) + EDGE,
            ] = False
        return "more is highlighted" if outside.any() else ""


def page(article: dict) -> str:
    """The article in a page that has other text, too, and is long enough to scroll."""
    body = article.get("html") or "".join(
        block(text, article.get("lines", "blank")) for text in article["text"].split("\n\n")
    )
    body = body.replace("⟦", '<span class="sentence">').replace("⟧", "</span>")
    body = re.sub(r"(?=<(?:p|h1|h2|ul|blockquote)\b)", '<div class="gap"></div>', body)
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><nav>Latest stories</nav>{body}<div class="gap"></div><footer>More news</footer>'


def block(text: str, lines: str) -> str:
    heading = re.match(r"(#{1,2}) ", text)
    tag = f"h{len(heading[1])}" if heading else "p"
    shown = html.escape(text[heading.end() if heading else 0 :], quote=False)
    return f"<{tag}>{shown.replace(chr(10), '<br>' if lines == 'br' else chr(10))}</{tag}>"


def link(article: dict, url: str) -> str:
    start, end = article["text"].index("⟦"), article["text"].index("⟧") - 1
    stored = article["text"].replace("⟦", "").replace("⟧", "")
    return text_fragment_url(
        url, *PageText.of(stored, Span(start, end), markdown=article.get("markdown", False))
    )


@pytest.fixture
def server() -> Iterator[str]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = self.path.strip("/")
            shown = page(ARTICLES[int(number)]).encode() if number.isdigit() else b""
            self.send_response(200 if shown else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(shown)

        def log_message(self, *_: object) -> None:
            return

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    serving.server_close()
    thread.join()


def look(window: Chrome) -> Opened:
    image = Image.open(io.BytesIO(window.get_screenshot_as_png())).convert("RGB")
    return Opened(
        window.execute_script("return scrollY"),
        window.execute_script(RECTS),
        (np.asarray(image) == HIGHLIGHT).all(axis=2),
    )


def opened(window: Chrome, url: str) -> Opened:
    window.get(url)
    seen = [look(window)]
    try:
        # The browser looks for the words after the page has loaded.
        WebDriverWait(window, 3).until(lambda _: seen[-1].marked.any() or seen.append(look(window)))
    except TimeoutException:
        return seen[-1]
    return look(window)


@pytest.mark.slow
def test_a_link_opens_the_article_at_the_sentence(server: str) -> None:
    wrong = []
    with chromium(WIDTH, HEIGHT) as window:
        for number, article in enumerate(ARTICLES):
            url = link(article, f"{server}/{number}")
            if difference := opened(window, url).wrong():
                wrong.append(f"{article['name']}: {difference}: {url}")
    assert len(ARTICLES) == 60
    assert len(ARTICLES) - len(wrong) >= RIGHT, "\n".join(wrong)


@pytest.mark.slow
def test_what_is_compared_would_show_a_wrong_link(server: str) -> None:
    with chromium(WIDTH, HEIGHT) as window:
        assert opened(window, f"{server}/8").wrong() == "nothing is highlighted"
        assert (
            opened(window, f"{server}/8#:~:text=The%20captain").wrong()
            == "a part is not highlighted"
        )
        assert (
            opened(window, f"{server}/8#:~:text=The%20captain,rose.").wrong()
            == "more is highlighted"
        )
