"""The figure that a sentence gives in answer to a question, and how two of them compare."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answering.figures.figure import Figure
from bot.answering.figures.figure_extractor import FigureExtractor
from bot.answering.question.parsing import parse_question
from bot.answering.question.synonyms.synonym_map import synonym_map
from bot.model import Span
from bot.text.language import languages
from tests.answering.corpora import ATTRIBUTOR

WRITTEN = dt.date(2024, 5, 8)


def reader(question: str, code: str = "en") -> FigureExtractor | None:
    return FigureExtractor.for_question(
        parse_question(question, languages().get(code), ATTRIBUTOR, synonym_map())
    )


def read(
    question: str, sentence: str, code: str = "en", written: dt.date | None = WRITTEN
) -> Figure | None:
    reads = reader(question, code)
    assert reads is not None
    return reads.extract(sentence, Span(0, len(sentence)), written)


def figure(question: str, sentence: str, code: str = "en") -> str | None:
    found = read(question, sentence, code)
    return sentence[found.span.start : found.span.end] if found else None


KILLED = "how many people did the fire in Holt kill?"
HOUSES = "how many houses did the flood of Tarnby destroy?"
OPEN = "when will the bridge of Alm open?"
SOLDIERS = "how many Russian soldiers were killed at Orm?"
TICKET = "how much did the ticket to the fair cost?"


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        (KILLED, "The fire in Holt killed 12 people, police said.", "12"),
        (KILLED, "The death toll from the fire in Holt rose to 19, police said.", "19"),
        (
            KILLED,
            "At least twelve people died and 30 were injured, including three children.",
            "twelve",
        ),
        (KILLED, "Some 30 people were injured and at least twelve died.", "twelve"),
        (KILLED, "The fire, which began on Monday, left 19 dead.", "19"),
        (KILLED, "Some 19 miners lost their lives, up from 12.", "19"),
        (KILLED, "The fire claimed 19 lives.", "19"),
        (KILLED, "Nineteen people were on board and 12 died.", "12"),
        (KILLED, "Nobody died in the fire in Holt.", "Nobody"),
        ("how many died in Holt?", "In Holt 12 people died.", "12"),
        ("how many dead are there in Holt?", "The fire in Holt left 19 dead.", "19"),
        (KILLED, "Twelve people were injured in the fire in Holt.", None),
        (KILLED, "The fire killed 12 sheep.", None),
        (KILLED, "Another 12 people died in Holt.", None),
        (KILLED, "The fire in Holt killed many people.", None),
        (KILLED, "The fire in Holt killed hundreds of people.", None),
        (
            "how many people were injured or killed in Holt?",
            "In Holt 12 people were killed.",
            "no reader",
        ),
        (HOUSES, "The flood of Tarnby destroyed 1,200 houses, Reuters reported.", "1,200"),
        (HOUSES, "The flood destroyed 900 houses and damaged 300 houses.", "900"),
        (HOUSES, "The number of houses destroyed by the flood was put at 900.", "900"),
        (HOUSES, "Some 900 homes were swept away.", "900"),
        (HOUSES, "In Tarnby 900 people are homeless.", None),
        (HOUSES, "The flood destroyed the mill, and 900 houses lack power.", None),
        (HOUSES, "The flood of Tarnby destroyed 900 bridges and houses.", None),
        (HOUSES, "The flood destroyed houses 3 metres high.", None),
        ("how many of the 90 ropes broke?", "Of 90 ropes 5 broke.", "5"),
        ("how many of the 90 ropes broke?", "Of 90 ropes some broke.", None),
        ("how many of the 1,200 ropes broke?", "Of 1200 ropes some broke.", None),
        (SOLDIERS, "At Orm 186 Russian soldiers were killed.", "186"),
        (SOLDIERS, "They returned the bodies of 1,000 soldiers killed at Orm.", "1,000"),
        ("how many people live in Oskarra?", "Oskarra has a population of 86,000.", "86,000"),
        ("how many people live in Oskarra?", "Oskarra has 86,000 inhabitants.", "86,000"),
        ("how many people live in Oskarra?", "In Oskarra 86 people died.", None),
        ("what is the population of Oskarra?", "Some 86,000 people live in Oskarra.", "86,000"),
        (TICKET, "A ticket to the fair cost 12 euros, the mayor said.", "12 euros"),
        (TICKET, "A ticket to the fair cost 12 calders, the mayor said.", "12"),
        (TICKET, "A ticket to the fair, which drew 900 people, was dear.", None),
        ("what share of their wages do they get?", "They get two thirds.", "two thirds"),
        ("how long is the pier of Emby?", "The pier of Emby is 90 metres long.", "90 metres"),
        ("how long did the blackout in Emby last?", "The blackout lasted 5 hours.", "5 hours"),
        (
            "how many days did the strike at Emby last?",
            "The strike at Emby lasted 38 days.",
            "38 days",
        ),
        ("how old is Joren Staub?", "Joren Staub, 44, said so.", "44"),
        ("how old is Joren Staub?", "Joren Staub has 44 cats.", None),
        (
            "what percentage of voters turned out in Emby?",
            "Turnout was 77 percent in Emby.",
            "77 percent",
        ),
        ("what is the price of bread in Emby?", "Bread in Emby costs 3 crowns.", "3 crowns"),
        ("what did the mayor of Emby pay?", "The mayor of Emby paid $95,000.", "$95,000"),
        (
            "how far did the fire at Emby spread?",
            "The fire at Emby spread to 1,100 hectares.",
            "1,100 hectares",
        ),
        ("how much will wages at Emby go up?", "Wages at Emby will rise by 14%.", "14%"),
        ("how hot was it in Emby?", "It was 38 degrees in Emby.", "38 degrees"),
        ("how deep is the lake at Emby?", "The lake at Emby is up to 40 metres deep.", "40 metres"),
        ("how fast was the train to Emby?", "The train to Emby went at 120 km/h.", "120 km/h"),
        (
            "how much gas does Emby buy?",
            "Emby buys 4 billion cubic metres of gas.",
            "4 billion cubic metres",
        ),
        ("how many votes did Finch win?", "Finch won by 98 votes to 72.", "98"),
        (OPEN, "The bridge of Alm will open in 2026, the ministry said.", "2026"),
        (
            OPEN,
            "The ministry said on Monday that the bridge would open on 4 May 2026.",
            "4 May 2026",
        ),
        (OPEN, "The opening, originally planned for 2026, will be in 2028.", "2028"),
        (OPEN, "The bridge was damaged in 2019, long before it was to open.", None),
        (OPEN, "The bridge of Alm will open, the ministry said on Monday.", None),
        (OPEN, "The bridge of Alm will open soon.", None),
    ],
)
def test_the_figure_that_answers(question: str, sentence: str, told: str | None) -> None:
    if told == "no reader":
        assert reader(question) is None
    else:
        assert figure(question, sentence) == told


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        (
            "скільки людей загинуло в Зборівці?",
            "Унаслідок пожежі в Зборівці загинуло 12 людей.",
            "12",
        ),
        ("скільки людей загинуло в Зборівці?", "Кількість загиблих у Зборівці зросла до 19.", "19"),
        ("скільки людей загинуло в Зборівці?", "У Зборівці поранено 12 людей.", None),
        (
            "скільки будинків зруйнувала повінь у Тарнові?",
            "Повінь у Тарнові зруйнувала 900 будинків.",
            "900",
        ),
        (
            "скільки будинків зруйнувала повінь у Тарнові?",
            "Повінь у Тарнові забрала 900 гривень.",
            None,
        ),
        (
            "скільки коштує квиток до Ольшанки?",
            "Квиток до Ольшанки коштує 150 гривень.",
            "150 гривень",
        ),
        (
            "коли відкриють міст у Лимані?",
            "Міст у Лимані відкриють у 2026 році, заявили в міністерстві.",
            "2026",
        ),
        ("яка довжина мосту в Лимані?", "Довжина мосту в Лимані — 3 кілометри.", "3 кілометри"),
    ],
)
def test_the_figure_that_answers_in_ukrainian(
    question: str, sentence: str, told: str | None
) -> None:
    assert figure(question, sentence, "uk") == told


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("who sold the ropes?", "en"),
        ("why did it burn?", "en"),
        ("хто це сказав?", "uk"),
        ("wie viele Häuser?", "de"),
    ],
)
def test_what_asks_for_no_figure_or_in_a_language_without_a_table_has_none(
    question: str, code: str
) -> None:
    assert reader(question, code) is None


def differ(question: str, one: str, other: str) -> bool:
    figures = [read(question, text) for text in (one, other)]
    return (
        figures[0] is not None
        and figures[1] is not None
        and figures[0].is_comparable_with(figures[1])
        and not figures[0].agrees_with(figures[1])
    )


MANY = "how many ropes did the storm of Hollin break?"
WHEN = "when did the storm of Hollin begin?"
MONEY = "how much did the ropes of Hollin cost?"
FAIR = "how many people came to the fair of Hollin?"


@pytest.mark.parametrize(
    ("question", "one", "other", "different"),
    [
        ("when did it open?", "It opened on 4 May 2024.", "It opened on 9 May 2024.", True),
        ("when did it open?", "It opened on May 4.", "It opened on June 4.", True),
        ("when did it open?", "It opened on May 4.", "It opened on 4th May.", False),
        ("when did it open?", "It opened on May 4.", "It opened by May 9.", False),
        (MANY, "It broke 1,200 ropes.", "It broke 1,300 ropes.", True),
        (MANY, "It broke 1,200 ropes.", "It broke 1200 ropes.", False),
        (MANY, "It broke 1 200 ropes.", "It broke 1\u00a0200 ropes.", False),
        (MANY, "It broke 1,200,000 ropes.", "It broke 1200000 ropes.", False),
        (MANY, "It broke 1.2 tons of rope.", "It broke 12 tons of rope.", False),
        (MANY, "It broke 12 ropes.", "It broke 14 ropes and 3 masts.", True),
        (MANY, "It broke 12 ropes.", "It broke 12 ropes and 3 masts.", False),
        (MANY, "It broke 12 ropes.", "It broke 14 masts.", False),
        (MANY, "It broke 12 ropes.", "It broke 14 steel ropes.", False),
        (MANY, "It broke 12 steel ropes.", "It broke 14 steel ropes.", True),
        (MANY, "It broke 12 ropes.", "It broke many ropes.", False),
        (MANY, "It broke 12 ropes.", "It broke 3 of the 12 ropes.", False),
        (MANY, "It broke 4 of the 12 ropes.", "It broke 3 of the 12 ropes.", True),
        (MANY, "It broke 12 ropes in 2019.", "It broke 14 ropes in 2021.", False),
        (MANY, "It broke 12 ropes in 2024.", "It broke 14 ropes.", True),
        (MANY, "It broke 12 ropes in 2019.", "It broke 14 ropes.", False),
        (MANY, "It broke 12 ropes in March.", "It broke 14 ropes in April.", False),
        (FAIR, "To the fair came 12 people.", "To the fair came 14 people.", True),
        (FAIR, "To the fair came 12 people.", "To the fair came 14 sailors.", False),
        (WHEN, "It began on 4 May.", "It began on 5 May.", True),
        (WHEN, "It began on 4 May.", "On May 4 it began.", False),
        (WHEN, "It began on 4 May 2024.", "On May 4, 2024, it began.", False),
        (WHEN, "It began on 4 May.", "It broke 90 ropes.", False),
        (MONEY, "They cost 90 crowns.", "They cost 80 crowns.", True),
        (MONEY, "They cost 90 crowns.", "They cost 80 euros.", False),
        (MONEY, "They cost 90 crowns.", "They cost 90 crowns a month.", False),
        (MONEY, "They cost 90 calders.", "They cost 80 calders.", True),
        (MONEY, "They cost 90 crowns.", "They weigh 80 stone.", False),
        ("what share of the ropes broke?", "Some 5 percent broke.", "Some 6 percent broke.", True),
        ("what share of the ropes broke?", "It rose to 5 percent.", "It rose by 6 percent.", False),
        ("how long did the ropes hold?", "They held 5 days.", "They held 6 days.", True),
        ("how long did the ropes hold?", "They held 5 days.", "They held 120 hours.", False),
        ("how long is the rope?", "It is 5 metres long.", "It held 6 days.", False),
    ],
)
def test_another_figure(question: str, one: str, other: str, different: bool) -> None:
    assert differ(question, one, other) is different
    assert differ(question, other, one) is different


def test_a_figure_says_what_it_replaces() -> None:
    old, new = (
        read(KILLED, "The fire in Holt killed 12 people."),
        read(KILLED, "The toll of the fire rose from 12 to 19."),
    )
    assert old
    assert new
    assert (new.is_update, new.replaces(old), old.is_update, old.replaces(new)) == (
        True,
        True,
        False,
        False,
    )
    moved = read(OPEN, "The bridge will open in 2027 instead of 2026.")
    first = read(OPEN, "The bridge will open in 2026.")
    assert moved
    assert first
    assert moved.replaces(first)


def test_only_the_clause_of_a_figure_says_that_it_replaces_another() -> None:
    found = read(KILLED, "The fire in Holt killed 12 people, and prices rose to 90 crowns.")
    assert found
    assert not found.is_update


def test_what_an_answer_need_not_say() -> None:
    reads = reader("how much did the new library in Brandt cost?")
    assert reads
    assert reads.required_terms == ["librari", "brandt"]
    named = reader("how old is the painter Veda Lorn?")
    assert named
    assert named.optional_name_terms == {"painter": "veda", "veda": "lorn"}


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        (
            "how old is Eona Johnston?",
            "Heather Johnston, a 26-year-old benefits manager, asked.",
            None,
        ),
        (
            "how old is Eona Johnston?",
            "Eona Johnston, a 26-year-old benefits manager, asked.",
            "26-year-old",
        ),
        ("how old is Eona Johnston?", "Mrs Johnston is 26 years old.", "26 years old"),
        (
            "how old is Eona Johnston?",
            "Eona Johnston wrote of Ben Carr, a 37-year-old nurse.",
            None,
        ),
        ("how old is Eona Johnston?", "The growth was largest among people aged 18.", None),
        (KILLED, "Of the attack on Norby, which killed 12 people, nobody in Holt speaks.", None),
        (KILLED, "According to Ada Finch 12 people died.", "12"),
        (KILLED, "Reuters reported that 12 people died in Holt.", "12"),
        (KILLED, "In Norby 12 people died, and Holt mourns.", None),
        (KILLED, "Some 12 people died in Norby.", None),
        (KILLED, "Some 12 people died.", "12"),
        ("how many Kurds live in Turkey?", "About 12 million Kurds live in Turkey.", "12 million"),
        (
            "how many Kurds live in Turkey?",
            "About 2 million Kurds live in Syria near its border with Turkey.",
            None,
        ),
        (
            "how much is Arnault worth?",
            "Arnault’s wealth eclipsed the Tesla owner’s $164 billion.",
            None,
        ),
    ],
)
def test_a_figure_is_of_what_the_question_names(
    question: str, sentence: str, told: str | None
) -> None:
    assert figure(question, sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The number of journalists killed in Holt rose to 97.", "count journalists"),
        ("The number of people killed in Holt rose to 97.", "count"),
        ("The number of dead in Holt rose to 97.", "count"),
        ("The toll in Holt rose to 97.", "count"),
        ("Of the 97 miners of Holt 12 died.", "count of"),
    ],
)
def test_what_a_number_without_a_noun_counts(sentence: str, told: str) -> None:
    found = read(KILLED, sentence)
    assert found
    assert found.kind == told


def test_how_far_off_words_may_stand() -> None:
    # What became of them.
    far = "who in the cold wind of that long night had come from all the villages around to help there"
    assert figure(KILLED, f"Some 12 people {far[:40]} died.") == "12"
    assert figure(KILLED, f"Some 12 people {far} died.") is None
    # What is counted.
    assert figure(HOUSES, "The flood destroyed 12 tall red brick houses.") == "12"
    assert figure(HOUSES, "The flood destroyed 12 tall red old brick houses.") is None
    # What says when something was said.
    assert figure(OPEN, "The bridge will open, said Ida Kest on Monday.") is None
    assert figure(OPEN, "She said that the bridge is to open on Monday.") == "Monday"
