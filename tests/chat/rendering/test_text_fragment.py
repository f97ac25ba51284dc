from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.chat.rendering import page_text
from bot.chat.rendering.page_text import PageText, fold_text
from bot.chat.rendering.text_fragment import (
    LONGEST_PAGE,
    MAX_URL_UTF16_UNITS,
    link_to_sentence,
    text_fragment_url,
)
from bot.corpus.corpus import Corpus
from bot.corpus.records import PassageSpan, StoredArticle
from bot.frontends.discord_app.components.markdown import link
from bot.model import Article, Span
from bot.text.sentences import split_sentences

URL = "https://harbour.example.org/bridge"


def bare(text: str) -> str:
    """What the specification compares: letters without case and accents; blanks in a row are one."""
    return re.sub(
        r"[ \t]+",
        " ",
        "".join(
            sign
            for sign in unicodedata.normalize("NFKD", text).casefold()
            if not unicodedata.combining(sign)
        ),
    )


def places(term: str, text: str, start: int) -> list[tuple[int, int]]:
    """Where a term stands in a text, at words, in one line; by what it comes to, not by how it is made."""
    wanted = bare(term)
    found = []
    for low in range(start, len(text)):
        if (
            text[low].isspace()
            or (low and text[low - 1].isalnum() and text[low].isalnum())
            or unicodedata.combining(text[low])
        ):
            continue
        for high in range(low + 1, len(text) + 1):
            if high < len(text) and unicodedata.combining(text[high]):
                continue
            got = bare(text[low:high])
            if (
                got == wanted
                and "\n" not in text[low:high]
                and not (high < len(text) and text[high - 1].isalnum() and text[high].isalnum())
            ):
                found.append((low, high))
                break
            if not wanted.startswith(got):
                break
    return found


def follows(text: str, place: int) -> int:
    return place + len(text[place:]) - len(text[place:].lstrip())


def opens_at(url: str, text: str) -> tuple[int, int] | None:
    """What a browser highlights, as the specification says."""
    directive = re.fullmatch(
        r"[^#]*#[^#]*:~:text=(?:([^,&-]+)-,)?([^,&-]+)(?:,([^,&-]+))?(?:,-([^,&-]+))?", url
    )
    assert directive
    prefix, start, end, suffix = (
        one and unquote(one, errors="strict") for one in directive.groups()
    )
    firsts = [follows(text, high) for _, high in places(prefix, text, 0)] if prefix else None
    for low, high in places(start, text, 0):
        if firsts is not None and low not in firsts:
            continue
        for _, close in places(end, text, high) if end else [(low, high)]:
            if suffix is None or any(
                first == follows(text, close) for first, _ in places(suffix, text, close)
            ):
                return low, close
        if end:
            return None
    return None


WORDS = st.sampled_from(
    [
        "bell",
        "Bell",
        "BELL",
        "rang",
        "was",
        "the",
        "The",
        "café",
        "cafe\u0301",
        "cafe",
        "міст",
        "Міст",
        "її",
        "ii",
        "—",
        "3,5",
        "a&b",
        "co-op",
        "it's",
    ]
)
SENTENCES = st.builds(
    lambda words, stop: " ".join(words) + stop,
    st.lists(WORDS, min_size=1, max_size=14),
    st.sampled_from([".", "!", "?”", "…", ""]),
)
ARTICLES = st.lists(
    st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5
)


@given(ARTICLES, st.data())
@example(["bell was. Bell was.", "bell was"], None)
def test_a_browser_that_keeps_to_the_specification_opens_the_article_at_the_sentence(blocks, data):
    text = "\n\n".join(blocks)
    words = [found.span() for found in re.finditer(r"\S+", text)]
    first = 2 if data is None else data.draw(st.integers(0, len(words) - 1))
    last = first + (1 if data is None else data.draw(st.integers(0, 20)))
    start, end = words[first][0], words[min(last, len(words) - 1)][1]
    assume("\n" not in text[start:end])
    url = text_fragment_url(URL, PageText(text), Span(start, end))
    assume(url != URL)
    assert opens_at(url, text) == (start, end), url


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.booleans())
def test_any_text_makes_an_address_that_is_plain_ascii_and_short(text, one, other, markdown):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    url = text_fragment_url(
        URL,
        *PageText.of(text.encode("utf-8", "replace").decode(), Span(start, end), markdown=markdown),
    )
    assert url.startswith(URL)
    assert len(url) <= MAX_URL_UTF16_UNITS
    assert re.fullmatch(r"[!-~]+", url)
    if url != URL:
        assert re.fullmatch(
            r"(?:(?:%[0-9A-F]{2}|[\w.~])+-,)?(?:%[0-9A-F]{2}|[\w.~])+(?:,(?:%[0-9A-F]{2}|[\w.~])+)?(?:,-(?:%[0-9A-F]{2}|[\w.~])+)?",
            url.split("#:~:text=")[1],
        )


@given(ARTICLES, st.integers(0, 200))
def test_discord_gets_the_address_whole(blocks, place):
    text = "\n\n".join(blocks)
    found = list(split_sentences(text))
    url = text_fragment_url(URL, PageText(text), found[place % len(found)])
    assert link("title", url) == f"[title](<{url}>)"


def at(text: str, url: str = URL, *, markdown: bool = False) -> str:
    """The fragment for the sentence between ⟦ and ⟧."""
    start, end = text.index("⟦"), text.index("⟧") - 1
    return unquote(
        text_fragment_url(
            url,
            *PageText.of(
                text.replace("⟦", "").replace("⟧", ""), Span(start, end), markdown=markdown
            ),
        ).removeprefix(url)
    )


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("It rained. ⟦The pier is closed.⟧ It snowed.", "#:~:text=The pier is closed."),
        (
            "⟦The pier is closed.⟧ It snowed. The pier is closed. It rained.",
            "#:~:text=The pier is closed.,-It snowed.",
        ),
        (
            "The bell rang. Nobody came.\n\nSome came. ⟦The bell rang.⟧ Nobody came.",
            "#:~:text=came.-,The bell rang.",
        ),
        ("⟦The bell rang.⟧\n\nThe bell rang.", "#:~:text=The bell rang.,-The"),
        (
            "Closed.\n\n⟦The old northern pier was\nclosed on Monday by the council.⟧",
            "#:~:text=The old northern,the council.",
        ),
        ("Closed.\n\n⟦It was closed on\nMonday.⟧", "#:~:text=It was closed,Monday."),
        ("⟦…⟧", ""),
        ("Ano. Tak. ⟦Áno.⟧ Nie.", "#:~:text=Áno.,-Nie."),
        ("One. ⟦No.⟧ No. No.", "#:~:text=No.,-No. No."),
    ],
)
def test_what_stands_in_a_fragment(text, fragment):
    assert at(text) == fragment


def test_signs_that_have_a_meaning_in_a_directive_are_encoded():
    sentence = "Co-op, Hart & Sons (north) 100 %."
    assert (
        text_fragment_url(URL, PageText(sentence), Span(0, len(sentence)))
        == f"{URL}#:~:text=Co%2Dop%2C%20Hart%20%26%20Sons%20%28north%29%20100%20%25."
    )


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://a.example/x", "https://a.example/x#:~:text=It rained."),
        ("https://a.example/x#part", "https://a.example/x#part:~:text=It rained."),
        ("https://a.example/x#", "https://a.example/x#:~:text=It rained."),
        ("https://a.example/x#:~:text=Ours", "https://a.example/x#:~:text=Ours"),
        ("ftp://a.example/x", "ftp://a.example/x"),
        ("https://a.example/" + "x" * 500, "https://a.example/" + "x" * 500),
    ],
)
def test_addresses_that_a_fragment_is_added_to(url, opened):
    assert unquote(text_fragment_url(url, PageText("It rained."), Span(0, 10))) == opened


def test_markup_is_not_part_of_what_is_looked_for():
    assert (
        at("It rained. ⟦The **old** [pier](https://p.example) \\*is\\* `shut`.⟧", markdown=True)
        == "#:~:text=The old pier *is* shut."
    )
    assert at("- one pier\n- ⟦two piers⟧\n- three", markdown=True) == "#:~:text=two piers"
    assert (
        at("⟦Entry costs 12 crowns* now.⟧ 5 < 6 & x_y_z.", markdown=True)
        == "#:~:text=Entry costs 12 crowns* now."
    )


def corpus(stored: str, url: str | None) -> Corpus:
    return Corpus.from_articles(
        [
            StoredArticle(
                Article("a", "a.txt", url=url), stored, (PassageSpan(0, len(stored), None),)
            )
        ]
    )


def test_an_article_without_an_address_has_no_link():
    held = corpus("It rained.", None)
    assert link_to_sentence(held[0], Span(0, 10), held) is None


def test_an_article_that_has_changed_meanwhile_opens_at_its_beginning():
    held = corpus("It rained.", URL)
    assert link_to_sentence(held[0], Span(0, 10), held) == f"{URL}#:~:text=It%20rained."
    assert link_to_sentence(held[0], Span(0, 10), corpus("It snowed all day.", URL)) == URL


def test_a_passage_without_a_sentence_opens_where_it_begins_and_ends():
    stored = "It rained on Monday in the north. It snowed on Tuesday in the south. It froze on Wednesday in the west."
    held = corpus(stored, URL)
    assert link_to_sentence(held[0], None, held) == f"{URL}#:~:text=It%20rained%20on,the%20west."


@pytest.mark.parametrize("unit", ["the ", "a; ", "Reuters, ", "x", "слово "])
def test_a_long_sentence_is_looked_through_a_few_times(monkeypatch, unit):
    looked = []
    monkeypatch.setattr(
        page_text, "fold_text", lambda text: looked.append(len(text)) or fold_text(text)
    )
    text = (unit * 10_000)[:10_000]
    text_fragment_url(URL, PageText(text), Span(0, len(text)))
    assert 0 < sum(looked) <= 10 * len(text)


def test_in_an_article_of_books_no_place_is_looked_for():
    stored = "It rained in Brandel. " * (LONGEST_PAGE // 20)
    corpus = Corpus.from_articles(
        [
            StoredArticle(
                Article("a", "a.txt", url=URL), stored, (PassageSpan(0, len(stored), None),)
            )
        ]
    )
    assert link_to_sentence(corpus[0], Span(0, 21), corpus) == URL
