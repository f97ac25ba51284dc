from __future__ import annotations

import io

from bot.chat.messages.request_reply import Line, Quote, Reply, Style
from bot.frontends.terminal.output import Terminal
from bot.model import Span


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_of_many_marks_on_a_letter_few_are_shown_and_the_sentence_stays_marked(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Screen()
    heap = "a" + "\u0301" * 40
    Terminal(screen).reply(Reply((Line(heap), Quote(f"{heap} b. It rained. {heap}", Span(45, 54)))))
    assert "\u0301" * 3 in screen.getvalue()
    assert "\u0301" * 4 not in screen.getvalue()
    assert "\x1b[1;4mIt rained\x1b[0m" in screen.getvalue()


def test_a_link_into_an_article_shows_its_address_and_leads_to_the_sentence(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Screen()
    Terminal(screen).reply(
        Reply((Line("A bridge", Style.TITLE, "https://a.example/bridge#:~:text=It%20rained."),))
    )
    assert ";https://a.example/bridge#:~:text=It%20rained.\x1b\\" in screen.getvalue()
    assert "https://a.example/bridge\x1b" in screen.getvalue()
