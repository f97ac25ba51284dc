from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.frontends.discord_app.components.markdown import escape, line_spans, link, unescape
from bot.text.utf16 import utf16_length

NASTY = [
    "**bold** __under__ ~~gone~~ ||spoiler|| `code`",
    "```\nfence\n```",
    "# heading",
    "  ## heading",
    "-# small print",
    "> quoted",
    ">>> quoted",
    "- item",
    "* item",
    "+ item",
    "12. item",
    "3) item",
    "[here](https://example.org)",
    "a](https://example.org)",
    "<https://example.org> https://example.org",
    "<@123> <@!123> <@&123> <#123> </ask:123> <id:customize>",
    "@everyone @here",
    "<:wave:123> <a:wave:123> :smile:",
    "<t:1700000000:R>",
    "\\*already\\*",
    "\u200b# heading after nothing",
    "\ufeff- item after nothing",
]
# Every way in which Discord reads a text as something else, unless a backslash stands before its
# first sign.
READ_BY_DISCORD = re.compile(
    r"(?<!\\)(?:\\\\)*(?:[*_~`|<\[\]@]|:(?://|[\w~+-]+:)|\\(?:[0-9A-Za-z\s]|$))"
)
BEGINS_A_LINE = re.compile(r"[\s\ufeff\u200b]*(?:#{1,3} |-# |>|[-+*] |\d+[.)] )")
LINE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc", "Cn"]),
        st.sampled_from("\\*_~`|<>[]()@:#-+.1 \u200b"),
    )
)


@given(LINE)
@example("\\")
@example("\\\\*")
def test_readers_see_what_was_written(line):
    assert unescape(escape(line)) == line


@pytest.mark.parametrize("line", NASTY)
def test_nothing_nasty_is_read_as_markdown(line):
    escaped = escape(line)
    assert not READ_BY_DISCORD.search(escaped)
    assert not BEGINS_A_LINE.match(escaped)


@given(LINE)
def test_nothing_is_read_as_markdown(line):
    escaped = escape(line)
    assert not READ_BY_DISCORD.search(escaped)
    assert not BEGINS_A_LINE.match(escaped)


@given(LINE)
def test_escaping_at_most_doubles(line):
    assert len(escape(line)) <= 2 * len(line)


def test_plain_words_stay_as_they_are():
    plain = (
        "Kyiv's high-ranking envoy (aged 51) said at 10:30 that: "
        "74 000 tons, 1.6 million; “so be it”."
    )
    assert escape(plain) == plain


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_lines_cover_all_but_their_ends(text, start, length):
    start = min(start, len(text))
    end = min(start + length, len(text))
    spans = list(line_spans(text, start, end))
    assert spans[0][0] == start
    assert spans[-1][1] == end
    for (_, before), (after, _) in pairwise(spans):
        assert text[before:after] in {"\r\n", *"\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "https://example.org/a b",
        "//example.org",
        "https://a>b",
        "https://example.org@evil.example",
        "https://example.org/" + "a" * 500,
    ],
)
def test_only_web_addresses_become_links(url):
    assert link("title", url) == "title"


def test_a_link_cannot_be_ended_by_its_address():
    assert link("title", "https://example.org/a_(b)") == "[title](<https://example.org/a_%28b%29>)"


def test_lengths_are_counted_as_the_stricter_counter_would():
    assert utf16_length("a😀") == 3


@pytest.mark.parametrize("title", ["Fine](https://evil.example)", "[x", "a ] b", "[[a]]", "a] [b"])
def test_a_bracket_in_a_title_cannot_end_its_link(title):
    assert (
        link(escape(title), "https://example.org") == f"{escape(title)} [↗](<https://example.org>)"
    )


def test_brackets_in_pairs_do_a_link_no_harm():
    assert link(escape("A [b] c"), "https://example.org") == "[A \\[b\\] c](<https://example.org>)"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ud800", "\uffff"])
def test_what_discord_refuses_is_shown_as_unknown(sign):
    assert escape(f"a{sign}b") == "a\ufffdb"
