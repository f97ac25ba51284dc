from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.errors import InvalidDate, UnknownOutlet
from bot.question_answer import NO_FILTER, AnswerFilter, Question
from tests.answering.corpora import answerer, article

TODAY = dt.date(2025, 6, 15)
MAY = dt.date(2025, 5, 1)


@pytest.fixture
def mill(tmp_path: Path) -> Answerer:
    return answerer(
        tmp_path,
        {
            "april": article(
                "Reuters reported that the mill at Sorn burned for two days.",
                "The miller Osk Brandt was unhurt.",
                date="2025-04-20",
            ),
            "may": article(
                "The BBC said that the mill at Sorn would be rebuilt in stone.",
                "Reuters said the rebuilding takes a year.",
                date="2025-05-01",
            ),
            "undated": article(
                "Reuters wrote that the mill at Sorn had been insured.",
                "The Sorn Sentinel said the wheel was saved.",
            ),
        },
    )


def shown(answerer: Answerer, question: str, only: AnswerFilter) -> list[str]:
    return [
        one.passage.id
        for one in answerer.answer(Question(question, k=20, answer_filter=only)).candidates
    ]


@pytest.mark.parametrize(
    ("outlet", "since", "only"),
    [
        ("", "", NO_FILTER),
        (" ", " ", NO_FILTER),
        ("reuters", "", AnswerFilter("Reuters", "reuters")),
        ("the BBC", "last month", AnswerFilter("BBC", "bbc", MAY)),
        ("bloomberg", "", AnswerFilter("Bloomberg", "bweek")),
        ("the sorn sentinel", "", AnswerFilter("Sorn Sentinel", "Sorn Sentinel")),
    ],
)
def test_what_is_said_in_words(mill: Answerer, outlet: str, since: str, only: AnswerFilter) -> None:
    assert mill.passage_filter.parse(outlet, since, TODAY) == only


@pytest.mark.parametrize("outlet", ["the miller", "Reuters and the BBC", "?"])
def test_no_outlet(mill: Answerer, outlet: str) -> None:
    with pytest.raises(UnknownOutlet) as refused:
        mill.passage_filter.parse(outlet, "", TODAY)
    assert refused.value.name == outlet


def test_no_day(mill: Answerer) -> None:
    with pytest.raises(InvalidDate) as refused:
        mill.passage_filter.parse("", " soonish ", TODAY)
    assert refused.value.text == "soonish"


def test_only_passages_that_are_left_in_come_up(mill: Answerer) -> None:
    question = "what is said of the mill at Sorn?"
    assert set(shown(mill, question, AnswerFilter("Reuters", "reuters"))) == {
        "april#0",
        "may#1",
        "undated#0",
    }
    assert set(shown(mill, question, AnswerFilter(since=MAY))) == {"may#0", "may#1"}
    assert shown(mill, question, AnswerFilter("Reuters", "reuters", MAY)) == ["may#1"]
    assert shown(mill, question, AnswerFilter("Bloomberg", "bweek")) == []
    assert len(shown(mill, question, NO_FILTER)) == 6


def test_what_answers_elsewhere_makes_the_rest_no_answer(mill: Answerer) -> None:
    question = Question("how long did the mill at Sorn burn?")
    assert mill.answer(question).answered
    later = mill.answer(Question(question.text, answer_filter=AnswerFilter(since=MAY)))
    assert not later.answered
    assert later.candidates


def test_how_many_are_left_and_whether_for_want_of_a_date(mill: Answerer) -> None:
    def left(only: AnswerFilter) -> tuple[int | None, bool]:
        found = mill.answer(Question("what burned?", answer_filter=only))
        return found.allowed_passages, found.excludes_undated

    assert left(NO_FILTER) == (None, False)
    assert left(AnswerFilter("Reuters", "reuters")) == (3, False)
    assert left(AnswerFilter(since=MAY)) == (2, True)
    assert left(AnswerFilter(since=TODAY)) == (0, True)


def test_nothing_is_left_out_for_want_of_a_date_where_all_have_one(tmp_path: Path) -> None:
    made = answerer(tmp_path, {"one": article("The mill at Sorn burned.", date="2025-04-20")})
    assert (
        made.answer(
            Question("what burned?", answer_filter=AnswerFilter(since=MAY))
        ).excludes_undated
        is False
    )


def test_a_fact_is_told_of_an_article_that_is_left_in(mill: Answerer) -> None:
    question = Question("when was the article about the rebuilding of the mill in stone published?")
    assert mill.answer(question).fact
    assert mill.answer(Question(question.text, answer_filter=AnswerFilter("BBC", "bbc"))).fact
    other = mill.answer(Question(question.text, answer_filter=AnswerFilter(since=TODAY)))
    assert (other.fact, other.answered) == (None, False)
