"""Replies cut into pages that keep Discord's limits.

Nothing is left out: the pieces of all pages make up the reply.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.chat.messages.request_reply import Line, Quote, Style
from bot.frontends.discord_app.components.fragments import Block, Fragment
from bot.frontends.discord_app.components.layout_budget import LayoutBudget
from bot.text.utf16 import utf16_length

MAX_PAGE_UTF16_UNITS = 3100
"""Units of text on a page; the rest of Discord's 4,000 is for the question and page number."""
MAX_COMPONENTS = 14
"""Components of the passages, runs of lines and rules of a page, if nothing else is said."""
MAX_REPEATED_UTF16_UNITS = 1200
"""Units that the lines around a long passage may take to be repeated on each of its pages."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=\S)")
_MAX_ESTIMATES = 4
"""How often the end of a piece is guessed from what came of the guess before."""
_INTRODUCTION_STYLES = [Style.NOTE, Style.OUTLET]


Page = tuple[Fragment, ...]


def paginate_blocks(
    blocks: Sequence[Block], budget: LayoutBudget, max_components: int = MAX_COMPONENTS
) -> list[Page]:
    """All pages of a reply, at least one; raises TooLongToShow.

    The lines around a single long passage stand on each of its pages.
    """
    quotes = [block for block in blocks if isinstance(block, Quote)]
    lines = [_whole_block(block) for block in blocks if isinstance(block, Line)]
    repeated_units = sum(
        _utf16_length(fragment, budget) + 1
        for fragment in lines
        if fragment.end <= MAX_REPEATED_UTF16_UNITS
    )
    if (
        len(quotes) == 1
        and repeated_units <= MAX_REPEATED_UTF16_UNITS
        and all(fragment.end <= MAX_REPEATED_UTF16_UNITS for fragment in lines)
    ):
        position = blocks.index(quotes[0])
        # A passage is parted in the same places whatever lines stand around it: pages are turned
        # by asking for it anew.
        whole = _fits_units(quotes[0], MAX_PAGE_UTF16_UNITS - repeated_units, budget)
        fragments = (
            [_whole_block(quotes[0])]
            if whole
            else _split_block(quotes[0], MAX_PAGE_UTF16_UNITS - MAX_REPEATED_UTF16_UNITS, budget)
        )
        return [(*lines[:position], fragment, *lines[position:]) for fragment in fragments]
    return list(_fill_pages(blocks, max_components, budget))


def page_of_mark(pages: Sequence[Page]) -> int:
    """Return the page on which the answering sentence begins; the first where there is none."""
    for number, page in enumerate(pages):
        for fragment in page:
            mark = fragment.block.mark if isinstance(fragment.block, Quote) else None
            if mark and fragment.start <= mark.start < fragment.end:
                return number
    return 0


def _fill_pages(
    blocks: Sequence[Block], max_components: int, budget: LayoutBudget
) -> Iterator[Page]:
    page: list[Fragment] = []
    used = 0
    for block in blocks:
        for fragment in _split_block(block, MAX_PAGE_UTF16_UNITS, budget):
            size = _utf16_length(fragment, budget) + 1
            if page and (
                used + size > MAX_PAGE_UTF16_UNITS
                or _exceeds_components(page, fragment, max_components, budget)
            ):
                # What leads on to a passage goes along with it.
                carried = (
                    [page.pop()]
                    if len(page) > 1
                    and _introduces_quote(page[-1])
                    and _is_quote(fragment)
                    and _utf16_length(page[-1], budget) + 1 + size <= MAX_PAGE_UTF16_UNITS
                    else []
                )
                yield tuple(page)
                page, used = (
                    carried,
                    sum(_utf16_length(fragment, budget) + 1 for fragment in carried),
                )
            page.append(fragment)
            used += size
    yield tuple(page)


def _exceeds_components(
    page: Sequence[Fragment], fragment: Fragment, max_components: int, budget: LayoutBudget
) -> bool:
    """Tell whether a page would take more than so many components with another piece."""
    if not _is_quote(fragment) and not _is_quote(page[-1]):
        # It joins the lines before it.
        return False
    budget.spend(len(page))
    return component_count((*page, fragment)) > max_components


def group_fragments(page: Page) -> list[list[Fragment]]:
    """Group what stands in one text: each passage, and each run of lines.

    A line that leads on to a passage is parted from the last line of an article.
    """
    texts: list[list[Fragment]] = []
    for quoted, run in groupby(page, key=_is_quote):
        fragments = list(run)
        if quoted:
            texts += [[fragment] for fragment in fragments]
        elif (
            len(fragments) > 1
            and fragments[-1] is not page[-1]
            and [
                fragment.block.style
                for fragment in fragments[-2:]
                if isinstance(fragment.block, Line)
            ]
            == _INTRODUCTION_STYLES
        ):
            texts += [fragments[:-1], fragments[-1:]]
        else:
            texts.append(fragments)
    return texts


def component_count(page: Page) -> int:
    """Tell how many components a page takes: its texts, and the rules between them."""
    texts = group_fragments(page)
    return len(texts) + sum(not _is_quote(fragments[0]) for fragments in texts[1:])


def _introduces_quote(fragment: Fragment) -> bool:
    return isinstance(fragment.block, Line) and fragment.block.style is Style.OUTLET


def _is_quote(fragment: Fragment) -> bool:
    return isinstance(fragment.block, Quote)


def _split_block(block: Block, max_units: int, budget: LayoutBudget) -> Iterator[Fragment]:
    """Split a block into as few pieces as fit into `max_units` units each, at white space.

    Each has a character at least.
    """
    start, length = 0, len(block.text)
    while True:
        end = _fitting_end(block, start, max_units, budget)
        if end < length:
            budget.spend(end - start)
            end = _boundary(block, start, end)
        yield Fragment(block, start, end)
        if end >= length:
            return
        start = end


def _fitting_end(block: Block, start: int, max_units: int, budget: LayoutBudget) -> int:
    """Where a piece may end so that it fits into `max_units` units, if one character of it does."""
    end = min(len(block.text), start + max(1, max_units))
    guesses = 0
    while (
        size := _utf16_length(Fragment(block, start, end), budget)
    ) >= max_units and end - start > 1:
        # Most texts are as dense at their end as at their beginning; of others half is taken.
        dense = guesses < _MAX_ESTIMATES
        fewer = (end - start) * (max_units - 1) // (size + 1) if dense else (end - start) // 2
        end = start + max(1, fewer)
        guesses += 1
    return end


def _boundary(block: Block, start: int, end: int) -> int:
    """Return where to part a text, at `end` or before.

    That is at the answering sentence, else after a sentence, white space, or between signs.
    """
    earliest = start + (end - start) // 2
    mark = block.mark if isinstance(block, Quote) else None
    if mark and earliest < mark.start < end < mark.end:
        return mark.start
    text = block.text
    # A page that is a fifth shorter, but begins with a sentence, reads better.
    if ended := [
        found.end() for found in _SENTENCE_END.finditer(text, end - (end - start) // 5, end)
    ]:
        return ended[-1]
    for position in range(end, earliest, -1):
        if text[position - 1].isspace():
            return position
    for position in range(end, earliest, -1):
        if not _is_joined(text[position - 1], text[position]):
            return position
    return end


def _is_joined(before: str, after: str) -> bool:
    # Accents, skin tones, variants and joined emoji belong to the sign before them.
    return (
        before == "\u200d"
        or after == "\u200d"
        or bool(unicodedata.combining(after))
        or after in "\ufe0e\ufe0f\n"
    )


def _fits_units(block: Block, max_units: int, budget: LayoutBudget) -> bool:
    return len(block.text) < max_units and _utf16_length(_whole_block(block), budget) < max_units


def _whole_block(block: Block) -> Fragment:
    return Fragment(block, 0, len(block.text))


def _utf16_length(fragment: Fragment, budget: LayoutBudget) -> int:
    budget.spend(fragment.end - fragment.start + 1)
    return utf16_length(fragment.markdown)
