from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.analysis.answer_types import NO_TERM, find_answer_types
from bot.answering.question.answer_type import AnswerType
from bot.corpus.loader import read_corpus
from bot.text.answer_patterns import answer_finder
from bot.text.language import UNKNOWN_LANGUAGE, Language, Languages
from bot.text.language_tables import LANGUAGE_CODES, language_table
from bot.text.regex_prefilter import first_chars_pattern, prefix_pattern

LANGUAGES = Languages()
GAPS = [" "] * 8 + ["  ", "\n", " \n ", "\u00a0", "\u202f", "", "-", ", ", ". ", " – ", "’"]
ODD = [
    "Anna",
    "McDonald",
    "NATO",
    "O’Neil",
    "van",
    "iPhone",
    "Éva",
    "Київ",
    "Ankara’da",
    "İzmir'de",
    "ſept",
    "\u0130",
    "x́y",
    "_in",
    "in_",
    "(in",
    "Ǆ",
]
FIGURES = [
    "3",
    "20th",
    "1990s",
    "5 p.m",
    "100BC",
    "45-year-old",
    ", 45,",
    "1,234.5",
    "74\u00a0000",
    "74 000",
    "٣٤",
    "²",
    "$",
    "€5",
    "%",
    "12May",
    "2024",
]


def pieces(code: str) -> list[str]:
    """What the patterns of a language speak of, word by word."""
    return sorted(
        {
            word
            for source in language_table(code).get("holds", {}).values()
            for word in re.findall(r"[^\W_]+", re.sub(r"\\\w[+*?]?", " ", source))
        }
    )


WORDS = {code: pieces(code) for code in LANGUAGE_CODES} | {UNKNOWN_LANGUAGE: []}


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    code = draw(st.sampled_from([*LANGUAGE_CODES, UNKNOWN_LANGUAGE]))
    word = (
        st.sampled_from([*WORDS[code], *ODD, *FIGURES])
        | st.sampled_from(WORDS[code] or ODD).map(str.capitalize)
        | st.text(max_size=3)
    )
    parts = draw(st.lists(st.tuples(word, st.sampled_from(GAPS)), max_size=14))
    return code, "".join(part for pair in parts for part in pair)


def matches(language: Language, text: str) -> dict[str, list[tuple[int, int]]]:
    every = {
        kind: [match.span() for match in pattern.finditer(text)]
        for kind, pattern in language.answer_patterns.items()
    }
    return {kind: found for kind, found in every.items() if found}


def found(language: Language, text: str) -> dict[str, list[tuple[int, int]]]:
    return {
        kind: [match.span() for match in one]
        for kind, one in language.answer_finder.find_all(text).items()
    }


@given(texts())
def test_nothing_is_missed_where_patterns_are_tried_only_where_they_can_begin(
    told: tuple[str, str],
) -> None:
    code, text = told
    language = LANGUAGES.get(code)
    assert found(language, text) == matches(language, text)


@given(st.sampled_from(LANGUAGE_CODES), st.text())
def test_nothing_is_missed_in_any_text(code: str, text: str) -> None:
    assert found(LANGUAGES.get(code), text) == matches(LANGUAGES.get(code), text)


@pytest.mark.parametrize("code", [*LANGUAGE_CODES, UNKNOWN_LANGUAGE])
def test_nothing_is_missed_in_articles_of_whatever_language(code: str) -> None:
    corpus, _ = read_corpus(Path(__file__).parents[2] / "corpus")
    languages = Path(__file__).with_name("languages.toml").read_text(encoding="utf-8").split("\n\n")
    for text in [*languages, *(corpus[number].text for number in range(len(corpus)))]:
        assert found(LANGUAGES.get(code), text) == matches(LANGUAGES.get(code), text)


@pytest.mark.parametrize("code", [*LANGUAGE_CODES, UNKNOWN_LANGUAGE])
def test_no_pattern_can_begin_anywhere_or_with_a_space(code: str) -> None:
    for pattern in LANGUAGES.get(code).answer_patterns.values():
        assert not any(
            re.match(prefix_pattern(pattern.pattern), piece, pattern.flags) for piece in ("", "q")
        )


@pytest.mark.parametrize(
    ("pattern", "begins", "not_begins"),
    [
        (r"due\s+to", ["due", "due\n", "due\nto"], ["dues", "due,", "du"]),
        (r"(?:a\s+)?bc\b", ["a", "bc"], ["ab", "bcd"]),
        (r"(?:x|y\sz)w", ["xw", "y"], ["x", "yw"]),
        (r"п.ять", ["п", "п’ять"], ["пять", "п’я"]),
        (r"(?<=[,;] )[A-Z]\w", ["Ab"], ["ab", "A"]),
        (r"[\s-]+a", ["", "-a", "-"], ["a"]),
        (r"(?i:\b(?:in|at)\s+)C", ["IN", "at"], ["into", "C"]),
    ],
)
def test_how_a_match_begins(pattern: str, begins: list[str], not_begins: list[str]) -> None:
    assert all(re.match(prefix_pattern(pattern), piece) for piece in begins)
    assert not any(re.match(prefix_pattern(pattern), piece) for piece in not_begins)


@pytest.mark.parametrize(
    ("pattern", "heads", "not_heads"),
    [
        (r"\b(?:mon|tues)day", ["mo", "tu"], ["da", "om"]),
        (r"\d+x", ["1", "12"], ["x"]),
        (r"a?bc", ["ab", "bc"], ["cc"]),
        (r"a\sb", ["a", "ab"], ["b"]),
    ],
)
def test_the_first_letters_of_a_match(pattern: str, heads: list[str], not_heads: list[str]) -> None:
    assert all(re.match(first_chars_pattern(pattern), letters) for letters in heads)
    assert not any(re.match(first_chars_pattern(pattern), letters) for letters in not_heads)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "It met near the Gannet Rocks.",
            {
                (AnswerType.PLACE, "gannet"),
                (AnswerType.PLACE, "rock"),
                (AnswerType.ORGANISATION, "gannet"),
                (AnswerType.ORGANISATION, "rock"),
            },
        ),
        ("It fell because of rain.", {(AnswerType.REASON, NO_TERM)}),
        (
            "It cost $5 twice.",
            {(AnswerType.MONEY, "5"), (AnswerType.NUMBER, "5"), (AnswerType.NUMBER, "twice")},
        ),
        ("“No.”", {(AnswerType.QUOTATION, NO_TERM)}),
        ("Nothing of it.", set()),
    ],
)
def test_what_a_sentence_tells(sentence: str, told: set[tuple[AnswerType, str]]) -> None:
    found = find_answer_types(sentence, LANGUAGES.get("en"))
    assert len(found) == len(set(found))
    assert {(kind, term) for kind, term in found if term or kind is not AnswerType.PLACE} >= told
    assert told or not found


def cpu_seconds(text: str) -> float:
    """Seconds of this thread alone, at best, to look through a text."""
    taken = []
    for _ in range(3):
        begun = time.thread_time()
        answer_finder("en").find_all(text)
        taken.append(time.thread_time() - begun)
    return min(taken)


@pytest.mark.parametrize("sign", ["1", "1.", "A", "Я", "1-"])
def test_a_word_may_be_long(sign: str) -> None:
    # Four times the length takes four times as long; sixteen, were it looked through from every letter.
    assert cpu_seconds(sign * 8_000) < 8 * cpu_seconds(sign * 2_000)
