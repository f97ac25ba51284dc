"""Replies and articles laid out for a terminal; plain text where there is none."""

from __future__ import annotations

import re
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.style import Style as RichStyle
from rich.text import Text

from bot.chat.message import Action, Line, Quote, Reply, Style, Table, Verb
from bot.chat.names import called, title_of
from bot.chat.speech import speech
from bot.chat.words import outlet_line
from bot.library import Snapshot
from bot.model import Mode
from bot.text.display import few_marks

_STYLES = {Style.TITLE: "bold", Style.PLAIN: "", Style.OUTLET: "cyan", Style.ASKED: "dim", Style.NOTE: "dim", Style.ERROR: "red"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


_NOT_HERE = {Verb.FOLLOW, Verb.SHARE, Verb.RIGHT, Verb.WRONG, Verb.FILE}
"""Where one person types and everything is in sight, these say nothing."""


class Terminal:
    """Prints to a stream; colours only on a terminal."""

    def __init__(self, out: TextIO) -> None:
        self._console = Console(file=out, highlight=False, markup=False, emoji=False, soft_wrap=not out.isatty())
        self._tty = out.isatty()

    def reply(self, reply: Reply) -> None:
        """Print a reply, with its actions numbered."""
        if not self._tty:
            self._console.print(Text(_safe(reply.text)))
        else:
            for block in reply.blocks:
                self._block(block)
        for place, action in enumerate(offered(reply), 1):
            self._console.print(Text(f"[:{place}] {_safe(action.label)}", style="dim"))

    def line(self, text: str) -> None:
        """Print a line of the bot's own."""
        self._console.print(Text(_safe(text)))

    def table(self, table: Table) -> None:
        """Print a table, numbers to the right."""
        from rich import box  # noqa: PLC0415 - only tables need it
        from rich import table as rich_table  # noqa: PLC0415 - 8 ms that answers do without

        laid = rich_table.Table(title=table.title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
        for place, head in enumerate(table.heads):
            explains = table.explained and place == len(table.heads) - 1
            laid.add_column(head, justify="right" if place and not explains else "left", no_wrap=not explains)
        for row in table.rows:
            laid.add_row(*map(_safe, row))
        self._console.print(laid, soft_wrap=False)

    def _block(self, block: Line | Quote) -> None:
        if isinstance(block, Line):
            line = Text(few_marks(_safe(block.text)), style=_STYLES[block.style])
            self._console.print(line if block.url is None else _linked(line, _safe(block.url)))
            return
        quote, text = Text(), _safe(block.text)
        start, end = (block.mark.start, block.mark.end) if block.mark else (0, 0)
        for piece, style in ((text[:start], ""), (text[start:end], "bold underline"), (text[end:], "")):
            quote.append(few_marks(piece), style)
        self._console.print(Padding(quote, (0, 0, 0, 2)))

    def article(self, number: int, snapshot: Snapshot) -> None:
        """Print an article as the bot reads it: headings, passages, and the outlets named in place and below."""
        corpus = snapshot.corpus
        article = corpus.article(number)
        self._console.print(Text(_safe(title_of(article)), style="bold"))
        known = [called(article.publisher) or "Publisher unknown", called(article.author), article.date.isoformat() if article.date else None]
        self._console.print(Text(_safe(" · ".join(one for one in known if one)), style="dim"))
        heading = None
        for place in corpus.passages_of(number):
            passage, attribution = corpus[place], snapshot.attributions[place]
            if passage.heading != heading:
                heading = passage.heading
                self._console.print(Text(f"\n## {_safe(heading or '')}", style="bold"))
            text = Text(_safe(passage.text))
            for citation in attribution.citations:
                if citation.mode is Mode.NAMED:
                    text.stylize("underline", citation.start, citation.end)
            self._console.print(Text(f"\n#{passage.number}", style="dim"))
            self._console.print(Padding(text, (0, 0, 0, 2)) if self._tty else text)
            for line in outlet_line(speech(), attribution):
                self._console.print(Text(f"  → {_safe(line.text)}", style="cyan"))


def offered(reply: Reply) -> tuple[Action, ...]:
    """All that can be done next, in the order of its numbers: what is chosen from a list first."""
    return (*(reply.choices.actions if reply.choices else ()), *(one for one in reply.actions if one.verb not in _NOT_HERE))


def _linked(text: Text, url: str) -> Text:
    """With the address behind it, which is long where it opens at a sentence: terminals that know links follow the whole of it."""
    shown = url.partition(":~:")[0].removesuffix("#")
    return text.append("  ").append(shown, style=RichStyle(dim=True, link=url))


def _safe(text: str) -> str:
    """The text with control characters made visible, as many characters as before; line ends and tabs stay."""
    return _CONTROL.sub("\ufffd", text)
