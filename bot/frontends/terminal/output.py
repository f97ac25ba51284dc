"""Replies and articles laid out for a terminal; plain text where there is none."""

from __future__ import annotations

import re
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.style import Style as RichStyle
from rich.text import Text

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Line, Quote, Reply, Style
from bot.chat.messages.table import Table
from bot.chat.rendering.labels import article_label, label
from bot.chat.rendering.passage_blocks import citation_line
from bot.library import Snapshot
from bot.model import CitationMode
from bot.text.display import limit_combining_marks

_STYLES = {
    Style.TITLE: "bold",
    Style.PLAIN: "",
    Style.OUTLET: "cyan",
    Style.QUESTION: "dim",
    Style.NOTE: "dim",
    Style.ERROR: "red",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


_UNAVAILABLE_COMMANDS = {Command.FOLLOW, Command.SHARE, Command.RIGHT, Command.WRONG, Command.FILE}
"""Where one person types and everything is in sight, these say nothing."""


class Terminal:
    """Prints to a stream; colours only on a terminal."""

    def __init__(self, out: TextIO) -> None:
        self._console = Console(
            file=out, highlight=False, markup=False, emoji=False, soft_wrap=not out.isatty()
        )
        self._tty = out.isatty()

    def reply(self, reply: Reply) -> None:
        """Print a reply, with its actions numbered."""
        if not self._tty:
            self._console.print(Text(_replace_control_chars(reply.text)))
        else:
            for block in reply.blocks:
                self._block(block)
        for position, action in enumerate(available_actions(reply), 1):
            self._console.print(
                Text(f"[:{position}] {_replace_control_chars(action.label)}", style="dim")
            )

    def line(self, text: str) -> None:
        """Print a line of the bot's own."""
        self._console.print(Text(_replace_control_chars(text)))

    def table(self, table: Table) -> None:
        """Print a table, numbers to the right."""
        from rich import box  # noqa: PLC0415 - only tables need it
        from rich import table as rich_table  # noqa: PLC0415 - 8 ms that answers do without

        laid = rich_table.Table(
            title=table.title,
            title_justify="left",
            title_style="bold",
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            collapse_padding=True,
        )
        for position, head in enumerate(table.heads):
            explains = table.explained and position == len(table.heads) - 1
            laid.add_column(
                head, justify="right" if position and not explains else "left", no_wrap=not explains
            )
        for row in table.rows:
            laid.add_row(*map(_replace_control_chars, row))
        self._console.print(laid, soft_wrap=False)

    def _block(self, block: Line | Quote) -> None:
        if isinstance(block, Line):
            text = f"{block.person}: {block.text}" if block.person else block.text
            line = Text(
                limit_combining_marks(_replace_control_chars(text)),
                style=_STYLES[block.style],
            )
            self._console.print(
                line if block.url is None else _with_link(line, _replace_control_chars(block.url))
            )
            return
        quote, text = Text(), _replace_control_chars(block.text)
        start, end = (block.mark.start, block.mark.end) if block.mark else (0, 0)
        for piece, style in (
            (text[:start], ""),
            (text[start:end], "bold underline"),
            (text[end:], ""),
        ):
            quote.append(limit_combining_marks(piece), style)
        self._console.print(Padding(quote, (0, 0, 0, 2)))

    def article(self, number: int, snapshot: Snapshot) -> None:
        """Print an article as the bot reads it, with the outlets in place and below."""
        corpus = snapshot.corpus
        article = corpus.article(number)
        self._console.print(Text(_replace_control_chars(article_label(article)), style="bold"))
        known = [
            label(article.publisher) or translations()("answer.publisher-unknown"),
            label(article.author),
            article.date.isoformat() if article.date else None,
        ]
        self._console.print(
            Text(_replace_control_chars(" · ".join(item for item in known if item)), style="dim")
        )
        heading = None
        for position in corpus.passages_of(number):
            passage, attribution = corpus[position], snapshot.attributions[position]
            if passage.heading != heading:
                heading = passage.heading
                self._console.print(
                    Text(f"\n## {_replace_control_chars(heading or '')}", style="bold")
                )
            text = Text(_replace_control_chars(passage.text))
            for citation in attribution.citations:
                if citation.mode is CitationMode.NAMED:
                    text.stylize("underline", citation.start, citation.end)
            self._console.print(Text(f"\n#{passage.number}", style="dim"))
            self._console.print(Padding(text, (0, 0, 0, 2)) if self._tty else text)
            for line in citation_line(translations(), passage, attribution):
                self._console.print(Text(f"  → {_replace_control_chars(line.text)}", style="cyan"))


def available_actions(reply: Reply) -> tuple[Action, ...]:
    """All that can be done next, in the order of its numbers: what is chosen from a list first."""
    return (
        *(reply.choices.actions if reply.choices else ()),
        *(action for action in reply.actions if action.command not in _UNAVAILABLE_COMMANDS),
    )


def _with_link(text: Text, url: str) -> Text:
    """Link a text to an address, for terminals that know links: it may be long."""
    shown = url.partition(":~:")[0].removesuffix("#")
    return text.append("  ").append(shown, style=RichStyle(dim=True, link=url))


def _replace_control_chars(text: str) -> str:
    """Make control characters visible, one by one; line ends and tabs stay."""
    return _CONTROL.sub("\ufffd", text)
