"""The sentences of every language: none is missing, none is there for nothing, and all take the same values."""

from __future__ import annotations

import ast
import datetime as dt
import re
import string
from pathlib import Path

import pytest
from babel import Locale

from bot.chat.i18n import LANGUAGES, translations
from bot.chat.rendering import corpus_admin
from bot.config import SETTINGS

ROOT = Path(__file__).parents[2]
OTHERS = [language for language in LANGUAGES if language != "en"]


def forms(language: str, key: str) -> list[str]:
    sentence = translations(language).messages[key]
    return [sentence] if isinstance(sentence, str) else list(sentence.values())


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_all_languages_say_the_same_things(language: str) -> None:
    assert set(translations(language).messages) == set(translations("en").messages)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("key", sorted(translations("en").messages))
def test_a_sentence_holds_the_same_values_in_every_language(language: str, key: str) -> None:
    wanted = {name for form in forms("en", key) for name in placeholders(form)}
    assert {name for form in forms(language, key) for name in placeholders(form)} == wanted
    if not isinstance(translations(language).messages[key], str):
        # The number itself may be left to a word of its own.
        assert all(placeholders(form) >= wanted - {"n"} for form in forms(language, key))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_that_the_language_has_is_there(language: str) -> None:
    wanted = {"other", *Locale.parse(translations(language).locale).plural_form.tags}
    for key, sentence in translations(language).messages.items():
        assert isinstance(sentence, str) or set(sentence) == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_badly_spaced(language: str) -> None:
    for key in translations(language).messages:
        for form in forms(language, key):
            assert form, key
            assert form == " ".join(form.split()), key


@pytest.mark.parametrize(
    ("language", "avoided"),
    [
        (
            "en",
            r"\b(?:serves|served)\b|no more\b|\btake that for|in this place|\bI know no\b|gazetteer|\bcorpus\b(?! )",
        ),
        # "Медіа" stands for a kind of outlet alone, and an apostrophe is a typographic one.
        ("uk", r"\bЗМІ\b|\w'\w|обслугову|\bпараграф"),
    ],
)
def test_no_sentence_uses_a_wording_that_was_given_up(language: str, avoided: str) -> None:
    said = {key: " ".join(forms(language, key)) for key in translations(language).messages}
    names = ("name.", "fault.other-encoding")
    assert not [
        key for key, text in said.items() if not key.startswith(names) and re.search(avoided, text)
    ]


@pytest.mark.parametrize(
    ("language", "total", "said"),
    [
        ("en", 1, "Reading: 0 of 1 article."),
        ("en", 20, "Reading: 0 of 20 articles."),
        ("uk", 21, "Читаю: 0 з 21 статті."),
        ("uk", 20, "Читаю: 0 з 20 статей."),
        ("uk", 3, "Читаю: 0 з 3 статей."),
    ],
)
def test_how_far_a_reading_is_goes_with_the_number_of_articles(
    language: str, total: int, said: str
) -> None:
    assert corpus_admin.reading_progress(translations(language), 0, total) == said


def test_a_sentence_is_not_left_in_english() -> None:
    same = {
        key
        for key in translations("en").messages
        if forms("uk", key) == forms("en", key)
        and re.search("[a-z]{3}", re.sub(r"{\w+}", "", forms("en", key)[0]))
    }
    assert not same


def keys_in_the_program() -> tuple[set[str], set[str]]:
    """All keys that the program says, and the beginnings of those that it makes up."""
    whole, beginnings = set(), set()
    for file in [
        *(ROOT / "bot").glob("*.py"),
        *(ROOT / "bot/chat").rglob("*.py"),
        *(ROOT / "bot/cli").rglob("*.py"),
        *(ROOT / "bot/frontends").rglob("*.py"),
    ]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(node.values[0].value)
    return whole, beginnings


def test_every_sentence_is_said_and_every_key_is_there() -> None:
    known = set(translations("en").messages)
    tables = {key.split(".")[0] for key in known}
    whole, beginnings = keys_in_the_program()
    made = {
        key
        for key in known
        for beginning in beginnings
        if beginning.endswith(".") and key.startswith(beginning)
    }
    assert known - whole - made == set()
    said = {key for key in whole if re.fullmatch(rf"(?:{'|'.join(tables)})\.[a-z0-9-]+", key)}
    assert said - known - set(SETTINGS) == set()


@pytest.mark.parametrize(
    ("language", "many", "said"),
    [
        ("en", 1, "1 article"),
        ("en", 12000, "12,000 articles"),
        ("uk", 1, "1 стаття"),
        ("uk", 3, "3 статті"),
        ("uk", 11, "11 статей"),
        ("uk", 12000, "12 000 статей"),
    ],
)
def test_counts(language: str, many: int, said: str) -> None:
    assert translations(language).count("article", many).replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("language", "day", "names", "any_of"),
    [
        ("en", "14 June 2024", "A, B and C", "A or B"),
        ("uk", "14 червня 2024\u202fр.", "A, B і C", "A або B"),
    ],
)
def test_days_and_lists(language: str, day: str, names: str, any_of: str) -> None:
    say = translations(language)
    assert say.date(dt.date(2024, 6, 14)) == day
    assert say.join_and(["A", "B", "C"]) == names
    assert say.join_or(["A", "B"]) == any_of
    assert say.join_and(["A"]) == "A"


def test_a_language_that_we_do_not_speak_is_answered_in_english() -> None:
    assert translations("fi") is translations("en")


def test_braces_in_a_value_are_left_alone() -> None:
    assert translations()("word.quoted", word="{n} {0}") == "“{n} {0}”"
