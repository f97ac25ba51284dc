"""Words are found whatever stands unseen in or around them, and offsets stay those of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.language import Languages
from bot.text.searchable import blank_unsearched, searchable
from bot.text.tokens import broken_parts

ANALYZER = Languages().get("en").analyzer
UNSEEN = ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u034f"]
BREAKS = ["-\n", "\u2010\n", "\u00ad\n", "-\r\n", "-\r", "- \n   ", "\u200b-\n"]


@pytest.mark.parametrize("inside", [*UNSEEN, *BREAKS])
def test_what_nobody_sees_splits_no_word(inside: str) -> None:
    text = f"The dele{inside}gation’s via{inside}duct"
    tokens = ANALYZER.tokens(text)
    assert [token.term for token in tokens] == [
        token.term for token in ANALYZER.tokens("The delegation’s viaduct")
    ]
    assert [text[token.start : token.end] for token in tokens] == [
        "The",
        f"dele{inside}gation’s",
        f"via{inside}duct",
    ]
    assert ANALYZER.terms(text) == ANALYZER.terms("The delegation’s viaduct")


@pytest.mark.parametrize("text", ["Anglo-\nFrench", "2023-\n24", "well -\nknown", "well-known"])
def test_other_hyphens_part_words(text: str) -> None:
    assert len(ANALYZER.tokens(text)) == 2


@given(
    st.text("abcdefgh ", min_size=1), st.lists(st.tuples(st.integers(0), st.sampled_from(UNSEEN)))
)
def test_words_are_the_same_with_unseen_characters(text: str, added: list[tuple[int, str]]) -> None:
    words = [list(word) for word in text.split()]
    for place, sign in added:
        inner = [word for word in words if len(word) > 1]
        if inner:
            word = inner[place % len(inner)]
            word[place % len(word)] += sign if place % len(word) < len(word) - 1 else ""
    written = " ".join(map("".join, words))
    assert [token.text for token in ANALYZER.tokens(written)] == [
        token.text for token in ANALYZER.tokens(" ".join(text.split()))
    ]


def test_a_hyphen_at_a_line_end_may_be_the_word_s_own() -> None:
    assert broken_parts("The well-\nknown sin-\r\nger") == ["well", "known", "sin", "ger"]
    assert broken_parts("The well-known singer") == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("See [the recount](https://a.example/zebra-file “x”).", None),
        ('See [the recount](https://a.example/zebra "x") now', "See [the recount now"),
        ("The [vote](a(b)c) ended", "The [vote ended"),
        ("The [vote][zebra] ended", "The [vote ended"),
        ("A <!-- zebra. Not\nthis --> recount", "A recount"),
        ("See https://a.example/zebra-file for it", "See for it"),
        ("See <https://zebra.example> for it", "See for it"),
        ("At www.zebra.example it stands", "At it stands"),
        ("The ![Ballot box](zebra.jpg) stood", "The stood"),
        ('The <span class="zebra">vote</span> ended', "The vote ended"),
        ("The vote[^zebra] ended", "The vote ended"),
        ("The re**count** of R&amp;D", "The recount** of R&D"),
        ("The mayor&#8217;s re&shy;count", "The mayor’s recount"),
        ("The coun-\ncil met", "The council met"),
    ],
)
def test_words_are_those_that_a_reader_of_the_page_sees(text: str, read: str | None) -> None:
    shown = blank_unsearched(text)
    assert len(shown) == len(text)
    if read is not None:
        assert " ".join(searchable(shown).replace("]", "").split()) == read


@given(st.text("ab<>!-[]()*&;:/.#x\n \u200b"))
def test_what_is_blanked_keeps_its_length(text: str) -> None:
    shown = blank_unsearched(text)
    assert len(shown) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, shown, strict=True))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("sign", ["<!--", "](", "[", "\u00ad", "-\n", "<a ", "http://", "\u200b-"])
def test_many_signs_are_looked_through_soon(sign: str) -> None:
    text = f"a{sign * 50_000} b"
    searchable(blank_unsearched(text))
    ANALYZER.tokens(text)
