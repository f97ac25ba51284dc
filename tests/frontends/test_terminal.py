from __future__ import annotations

import io

from bot.chat.message import Line, Reply, Style
from bot.frontends.terminal import Terminal


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_link_into_an_article_shows_its_address_and_leads_to_the_sentence(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Screen()
    Terminal(screen).reply(Reply((Line("A bridge", Style.TITLE, "https://a.example/bridge#:~:text=It%20rained."),)))
    assert ";https://a.example/bridge#:~:text=It%20rained.\x1b\\" in screen.getvalue()
    assert "https://a.example/bridge\x1b" in screen.getvalue()
