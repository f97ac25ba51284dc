"""Replies cut into pages that keep Discord's limits. Nothing is left out: the pieces of all pages make up the reply."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.chat.message import Line, Quote, Style
from bot.frontends.discord_app import markdown
from bot.frontends.discord_app.budget import Budget
from bot.text.display import few_marks, one_line, visible
from bot.text.units import units

Block = Line | Quote

ROOM = 3100
"""Units of text on a page; Discord takes 4,000, the rest is for the question above and the number of the page."""
PARTS = 14
"""Components that the passages, the runs of lines and the rules of a page take at most, where nothing is known of what stands around them."""
FRAME = 1200
"""Units that the lines around a long passage may take to be repeated on each of its pages."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=\S)")
_GUESSES = 4
"""How often the end of a piece is guessed from what came of the guess before."""
_PREFIX = {Style.TITLE: "### ", Style.NOTE: "-# ", Style.ASKED: "-# "}
_BOLD = {Style.OUTLET}
_LEADS_ON = [Style.NOTE, Style.OUTLET]


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or a part of a long one."""

    block: Block
    start: int
    end: int
    """Offsets into the block's text."""

    @property
    def markdown(self) -> str:
        """The piece in Discord's Markdown."""
        if isinstance(self.block, Quote):
            # Discord trims a text at its ends, and would show the mark of an empty line there as a sign of the passage.
            return "\n".join(f"> {line}" for line in _trimmed(list(_quoted(self.block, self.start, self.end))))
        return _styled(self.block.text[self.start : self.end], self.block)


Page = tuple[Piece, ...]


def paged(blocks: Sequence[Block], budget: Budget, parts: int = PARTS) -> list[Page]:
    """All pages of a reply, at least one; raises TooLongToShow.

    The lines around a single long passage stand on each of its pages.
    """
    quotes = [block for block in blocks if isinstance(block, Quote)]
    lines = [_whole(block) for block in blocks if isinstance(block, Line)]
    frame = sum(_size(piece, budget) + 1 for piece in lines if piece.end <= FRAME)
    if len(quotes) == 1 and frame <= FRAME and all(piece.end <= FRAME for piece in lines):
        at = blocks.index(quotes[0])
        # A passage is parted in the same places whatever lines stand around it: pages are turned by asking for it anew.
        whole = _fits(quotes[0], ROOM - frame, budget)
        pieces = [_whole(quotes[0])] if whole else _split(quotes[0], ROOM - FRAME, budget)
        return [(*lines[:at], piece, *lines[at:]) for piece in pieces]
    return list(_flow(blocks, parts, budget))


def page_of_mark(pages: Sequence[Page]) -> int:
    """The page on which the answering sentence begins; the first where there is none."""
    for number, page in enumerate(pages):
        for piece in page:
            mark = piece.block.mark if isinstance(piece.block, Quote) else None
            if mark and piece.start <= mark.start < piece.end:
                return number
    return 0


def _flow(blocks: Sequence[Block], parts: int, budget: Budget) -> Iterator[Page]:
    page: list[Piece] = []
    used = 0
    for block in blocks:
        for piece in _split(block, ROOM, budget):
            size = _size(piece, budget) + 1
            if page and (used + size > ROOM or _takes_more(page, piece, parts, budget)):
                # What leads on to a passage goes along with it.
                along = [page.pop()] if len(page) > 1 and _leads_on(page[-1]) and _is_quote(piece) and _size(page[-1], budget) + 1 + size <= ROOM else []
                yield tuple(page)
                page, used = along, sum(_size(one, budget) + 1 for one in along)
            page.append(piece)
            used += size
    yield tuple(page)


def _takes_more(page: Sequence[Piece], piece: Piece, parts: int, budget: Budget) -> bool:
    """Whether a page would take more than so many components with another piece."""
    if not _is_quote(piece) and not _is_quote(page[-1]):
        # It joins the lines before it.
        return False
    budget.spend(len(page))
    return parts_of((*page, piece)) > parts


def texts_of(page: Page) -> list[list[Piece]]:
    """What stands together in one text: each passage for itself, and each run of lines; a line that leads on to a passage leaves an article's last."""
    texts: list[list[Piece]] = []
    for quoted, run in groupby(page, key=_is_quote):
        pieces = list(run)
        if quoted:
            texts += [[piece] for piece in pieces]
        elif len(pieces) > 1 and pieces[-1] is not page[-1] and [piece.block.style for piece in pieces[-2:] if isinstance(piece.block, Line)] == _LEADS_ON:
            texts += [pieces[:-1], pieces[-1:]]
        else:
            texts.append(pieces)
    return texts


def parts_of(page: Page) -> int:
    """How many components a page takes: its texts, and the rules between them."""
    texts = texts_of(page)
    return len(texts) + sum(not _is_quote(pieces[0]) for pieces in texts[1:])


def _leads_on(piece: Piece) -> bool:
    return isinstance(piece.block, Line) and piece.block.style is Style.OUTLET


def _is_quote(piece: Piece) -> bool:
    return isinstance(piece.block, Quote)


def _split(block: Block, room: int, budget: Budget) -> Iterator[Piece]:
    """The block in as few pieces as fit into `room` units each, parted at white space where there is any.

    Each has a character at least.
    """
    start, length = 0, len(block.text)
    while True:
        end = _end(block, start, room, budget)
        if end < length:
            budget.spend(end - start)
            end = _boundary(block, start, end)
        yield Piece(block, start, end)
        if end >= length:
            return
        start = end


def _end(block: Block, start: int, room: int, budget: Budget) -> int:
    """Where a piece may end so that it fits into `room` units, if one character of it does."""
    end = min(len(block.text), start + max(1, room))
    guesses = 0
    while (size := _size(Piece(block, start, end), budget)) >= room and end - start > 1:
        # Most texts are as dense at their end as at their beginning; of others half is taken.
        dense = guesses < _GUESSES
        fewer = (end - start) * (room - 1) // (size + 1) if dense else (end - start) // 2
        end = start + max(1, fewer)
        guesses += 1
    return end


def _boundary(block: Block, start: int, end: int) -> int:
    """Where to part a text, at `end` or before: at the answering sentence, else after a sentence, white space, or between signs."""
    earliest = start + (end - start) // 2
    mark = block.mark if isinstance(block, Quote) else None
    if mark and earliest < mark.start < end < mark.end:
        return mark.start
    text = block.text
    # A page that is a fifth shorter, but begins with a sentence, reads better.
    if ended := [found.end() for found in _SENTENCE_END.finditer(text, end - (end - start) // 5, end)]:
        return ended[-1]
    for place in range(end, earliest, -1):
        if text[place - 1].isspace():
            return place
    for place in range(end, earliest, -1):
        if not _joined(text[place - 1], text[place]):
            return place
    return end


def _joined(before: str, after: str) -> bool:
    # Accents, skin tones, variants and joined emoji belong to the sign before them.
    return before == "\u200d" or after == "\u200d" or bool(unicodedata.combining(after)) or after in "\ufe0e\ufe0f\n"


def _fits(block: Block, room: int, budget: Budget) -> bool:
    return len(block.text) < room and _size(_whole(block), budget) < room


def _whole(block: Block) -> Piece:
    return Piece(block, 0, len(block.text))


def _size(piece: Piece, budget: Budget) -> int:
    budget.spend(piece.end - piece.start + 1)
    return units(piece.markdown)


def _styled(text: str, line: Line) -> str:
    shown = one_line(text)
    if not visible(shown):
        return ""
    linked = markdown.link(markdown.escape(shown), line.url)
    return f"**{linked}**" if line.style in _BOLD else _PREFIX.get(line.style, "") + linked


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at the end; one is left where there is nothing else."""
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    return lines


def _quoted(quote: Quote, start: int, end: int) -> Iterator[str]:
    """The lines of a passage, with the part of each that belongs to the answering sentence in bold."""
    low, high = (quote.mark.start, quote.mark.end) if quote.mark else (end, end)
    for line_start, line_end in markdown.line_spans(quote.text, start, end):
        first = min(max(low, line_start), line_end)
        last = max(min(high, line_end), first)
        text = quote.text
        yield _plain(text[line_start:first]) + _bold(text[first:last]) + _plain(text[last:line_end])


def _plain(text: str) -> str:
    return markdown.escape(few_marks(text))


def _bold(text: str) -> str:
    # White space inside the asterisks would keep Discord from seeing them.
    core = text.strip()
    if not core:
        return _plain(text)
    before, after = text[: text.index(core)], text[text.index(core) + len(core) :]
    return f"{_plain(before)}**{_plain(core)}**{_plain(after)}"
