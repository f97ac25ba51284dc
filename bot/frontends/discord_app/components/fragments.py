"""Blocks of a reply, whole or in part, in Discord's Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.chat.messages.request_reply import Line, Quote, Style
from bot.frontends.discord_app.components import markdown
from bot.text.display import is_visible, limit_combining_marks, to_single_line

Block = Line | Quote

_PREFIX = {Style.TITLE: "### ", Style.NOTE: "-# ", Style.QUESTION: "-# "}
_BOLD_STYLES = {Style.OUTLET}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A block, or a part of a long one."""

    block: Block
    start: int
    end: int
    """Offsets into the block's text."""

    @property
    def markdown(self) -> str:
        """The piece in Discord's Markdown."""
        if isinstance(self.block, Quote):
            # Discord trims a text at its ends, and would show the mark of an empty line there as a
            # sign of the passage.
            return "\n".join(
                f"> {line}"
                for line in _without_blank_end(list(_quote_lines(self.block, self.start, self.end)))
            )
        return _line_markdown(self.block.text[self.start : self.end], self.block)


def _line_markdown(text: str, line: Line) -> str:
    shown = to_single_line(text)
    if not is_visible(shown):
        return ""
    linked = markdown.link(markdown.escape(shown), line.url)
    if line.person:
        # Discord shows the name, and pings nobody, as the bot allows no mention.
        linked = f"{markdown.mention(line.person)}: {linked}"
    return f"**{linked}**" if line.style in _BOLD_STYLES else _PREFIX.get(line.style, "") + linked


def _without_blank_end(lines: list[str]) -> list[str]:
    """Without blank lines at the end; one is left where there is nothing else."""
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    return lines


def _quote_lines(quote: Quote, start: int, end: int) -> Iterator[str]:
    """Yield the lines of a passage, the parts of the answering sentence in bold."""
    low, high = (quote.mark.start, quote.mark.end) if quote.mark else (end, end)
    for line_start, line_end in markdown.line_spans(quote.text, start, end):
        first = min(max(low, line_start), line_end)
        last = max(min(high, line_end), first)
        text = quote.text
        yield (
            _escape(text[line_start:first]) + _bold(text[first:last]) + _escape(text[last:line_end])
        )


def _escape(text: str) -> str:
    return markdown.escape(limit_combining_marks(text))


def _bold(text: str) -> str:
    # White space inside the asterisks would keep Discord from seeing them.
    core = text.strip()
    if not core:
        return _escape(text)
    before, after = text[: text.index(core)], text[text.index(core) + len(core) :]
    return f"{_escape(before)}**{_escape(core)}**{_escape(after)}"
