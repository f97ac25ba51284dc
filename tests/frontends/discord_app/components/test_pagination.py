from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.messages.request_reply import Line, Quote, Style
from bot.frontends.discord_app.components import pagination as all_pages
from bot.frontends.discord_app.components.layout_budget import LayoutBudget
from bot.frontends.discord_app.components.markdown import unescape
from bot.frontends.discord_app.components.pagination import (
    MAX_COMPONENTS,
    MAX_PAGE_UTF16_UNITS,
    MAX_REPEATED_UTF16_UNITS,
    component_count,
    page_of_mark,
)
from bot.model import Span
from bot.text.utf16 import utf16_length

WORDS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("*_<>@: \n\r# -`")),
    min_size=1,
)
# Built from a short text repeated, so that hypothesis reaches lengths that take many pages.
LONG = st.builds(lambda words, times: words * times, WORDS, st.sampled_from([1, 3, 400, 1500]))


@st.composite
def quotes(draw):
    text = draw(LONG)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    return Quote(text, Span(start, end) if start < end else None)


BLOCKS = st.lists(st.one_of(quotes(), st.builds(Line, LONG, st.sampled_from(Style))), max_size=6)


def unbounded():
    return LayoutBudget(1 << 24, 1.0, float)


def paged(blocks, parts=MAX_COMPONENTS):
    return all_pages.paginate_blocks(blocks, unbounded(), parts)


def size(page):
    return sum(utf16_length(piece.markdown) + 1 for piece in page)


@settings(max_examples=50)
@given(BLOCKS)
def test_pages_keep_the_limits_and_lose_nothing(blocks):
    pages = paged(blocks)
    assert pages
    for page in pages:
        assert size(page) <= MAX_PAGE_UTF16_UNITS
        assert component_count(page) <= MAX_COMPONENTS
    for number, block in enumerate(blocks):
        same = sum(1 for other in blocks if other is block or other == block)
        parts = [piece for page in pages for piece in page if piece.block == block]
        joined = "".join(block.text[piece.start : piece.end] for piece in parts)
        assert joined in (block.text * times for times in (same, len(pages), same * len(pages))), (
            number
        )


@settings(max_examples=50)
@given(quotes())
def test_the_words_of_a_passage_are_shown_in_order(quote):
    shown = "\n".join(piece.markdown for page in paged([quote]) for piece in page)
    visible = unescape(
        re.sub(r"(?<!\\)((?:\\\\)*)\*\*", r"\1", re.sub(r"^> ", "", shown, flags=re.MULTILINE))
    )
    written = re.sub(
        r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]", "\ufffd", quote.text
    )
    assert re.sub(r"\s", "", visible) == re.sub(r"\s", "", written)


def test_a_passage_is_parted_at_white_space():
    text = "word " * 3000
    pages = paged([Quote(text)])
    assert len(pages) > 1
    assert all(page[0].block.text[: page[0].end].endswith(" ") for page in pages)


def test_a_page_begins_with_a_sentence_where_one_begins_near():
    pages = paged([Quote("Nobody knew the answer. " * 400)])
    assert len(pages) > 2
    assert all(
        piece.block.text[piece.start :].startswith("Nobody") for page in pages for piece in page
    )


def test_a_text_without_white_space_is_parted_between_signs():
    text = "e\u0301" * 4000
    assert all(text[piece.start] == "e" for page in paged([Quote(text)]) for piece in page)


@given(
    st.text(),
    st.integers(0, 40),
    st.integers(0, 40),
    st.sampled_from([None, "https://harbour.example/" + "(" * 480]),
)
def test_whatever_the_room_pages_come_to_an_end(text, room, frame, url):
    for blocks in (
        [Quote(text)],
        [Quote(text), Line("Title", url=url)],
        [Line(text, url=url), Line(text), Quote(text), Quote(text)],
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(all_pages, "MAX_PAGE_UTF16_UNITS", room)
            patch.setattr(all_pages, "MAX_REPEATED_UTF16_UNITS", frame)
            pages = paged(blocks)
        assert all(piece.end > piece.start for page in pages for piece in page if piece.block.text)


def test_of_many_marks_on_a_letter_few_are_shown():
    [[piece]] = paged([Quote("It a" + "\u0301" * 40 + " rained.", Span(0, 20))])
    assert piece.markdown == "> **It a" + "\u0301" * 3 + "**" + "\u0301" * 3 + " rained."


def test_the_lines_around_a_long_passage_stand_on_each_page():
    title, outlet = Line("Title", Style.TITLE), Line("Outlet", Style.OUTLET)
    pages = paged([title, Quote("word " * 3000), outlet])
    assert len(pages) > 2
    assert all((page[0].block, page[-1].block) == (title, outlet) for page in pages)


def test_a_passage_is_parted_the_same_whatever_stands_around_it():
    quote = Quote("some words, " * 900, Span(5000, 5040))
    few = paged([Line("Outlet", Style.OUTLET), quote])
    many = paged(
        [
            Line("x" * (MAX_REPEATED_UTF16_UNITS - 200), Style.NOTE),
            quote,
            Line("Outlet", Style.OUTLET),
        ]
    )
    assert [page[1] for page in few] == [page[1] for page in many]


def test_the_first_page_shown_holds_the_whole_answering_sentence():
    text = "word " * 1000 + "The answer is here, in this very sentence. " + "word " * 1000
    mark = Span(5000, 5042)
    pages = paged([Quote(text, mark)])
    piece = pages[page_of_mark(pages)][0]
    assert piece.start <= mark.start
    assert mark.end <= piece.end
    assert "**The answer is here, in this very sentence.**" in piece.markdown


def test_each_line_of_a_marked_sentence_is_bold_for_itself():
    [[piece]] = paged([Quote("One. Two\n two * and\n\nthree. Four.", Span(5, 27))])
    assert piece.markdown == "> One. **Two**\n>  **two \\* and**\n> \n> **three.** Four."


def test_five_megabytes_are_paged():
    quote = Quote("All work and no play. " * 240_000, Span(3_000_000, 3_000_020))
    pages = paged([quote])
    assert pages[-1][-1].end == len(quote.text)
    assert max(map(size, pages)) <= MAX_PAGE_UTF16_UNITS


def test_short_lines_fill_a_page():
    pages = paged([Line(f"Article {number}") for number in range(1000)])
    assert len(pages) == 4
