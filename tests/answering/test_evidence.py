"""Each piece of evidence tells the right passage, or sentence, from one that differs in just that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering import choice, confidence, evidence
from bot.answering.answerer import Answerer
from bot.answering.ranking import Ranking
from bot.answering.scene import Vector
from bot.answering.weights import Weights, names
from bot.model import Question, Turn
from tests.answering.corpora import answerer, article

TODAY = dt.date(2025, 1, 2)
NO_SHARES = {"article", "length"}
"""BM25+ and a logarithm."""


def weights(**sentence: float) -> Weights:
    """Weights by which only these pieces of evidence choose the answering sentence."""
    by_name = np.array([sentence.get(name, 0.0) for name in names(choice.TABLE)])
    return Weights(np.ones(len(evidence.TABLE)), by_name, np.zeros(len(confidence.TABLE)))


@dataclass(frozen=True)
class Case:
    """Two passages, or sentences of them, for one question."""

    question: str
    articles: Mapping[str, str]
    more: str
    """The passage that must have the higher value, such as "a#0"; or one of its sentences, such as "a#0.1"."""
    less: str
    history: tuple[Turn, ...] = ()
    chosen_by: str = "own"
    """What chooses the answering sentence."""
    alike: tuple[str, ...] = field(default=())
    """Evidence that must not differ."""


def two(one: str, other: str) -> dict[str, str]:
    """Two articles of one paragraph."""
    return {"a": article(one), "b": article(other)}


def earlier(passage: str | None = None, question: str = "which kettle fell?") -> tuple[Turn, ...]:
    return (Turn(question, "It fell.", passage),)


BURST = "which lantern burst?"
LANTERN = "The lantern burst at dusk."
BUCKET = "The bucket burst at dusk."

PASSAGES: list[tuple[str, Case]] = [
    ("article", Case(BURST, {"a": article("It is old.", LANTERN), "b": article("It is old.", "The lantern hung.")}, "a#0", "b#0", alike=("covered",))),
    (
        "title",
        Case(BURST, {"a": article(LANTERN, title="A lantern of Hollin"), "b": article(LANTERN, title="A market of Hollin")}, "a#0", "b#0", alike=("sentence",)),
    ),
    ("covered", Case(BURST, two(LANTERN, "The teapot burst at dusk."), "a#0", "b#0", alike=("title", "often"))),
    (
        "covered",
        Case(
            BURST,
            {"a": article("## The lantern", "It burst.", title="Dusk"), "b": article("## The teapot", "It burst.", title="Dusk")},
            "a#0",
            "b#0",
            alike=("title",),
        ),
    ),
    ("meant", Case("who resigned at Hollin?", two("Finch quit at Hollin.", "Finch slept at Hollin."), "a#0", "b#0", alike=("covered",))),
    ("meant", Case("which vehicle stood at Hollin?", two("A lorry stood at Hollin.", "A teapot stood at Hollin."), "a#0", "b#0", alike=("covered",))),
    (
        "around",
        Case(
            BURST,
            {"a": article("The lantern is old.", "It burst at dusk."), "b": article("The teapot is old.", "It burst at dusk.")},
            "a#1",
            "b#1",
            alike=("covered",),
        ),
    ),
    (
        "beyond",
        Case(
            "why did the lantern burst?",
            {"a": article("The lantern is old.", "The lantern burst.", "The lantern rusts.")},
            "a#1",
            "a#2",
            alike=("title", "article"),
        ),
    ),
    # What title and first passage say need not be said again.
    (
        "beyond",
        Case(
            BURST, {"a": article("A lantern is old.", "It burst."), "b": article("A teapot is old.", "It burst.")}, "a#1", "b#1", alike=("covered", "sentence")
        ),
    ),
    (
        "beyond",
        Case(
            BURST,
            {"a": article("Rain.", "It burst.", title="A lantern"), "b": article("Rain.", "It burst.", title="A teapot")},
            "a#1",
            "b#1",
            alike=("sentence",),
        ),
    ),
    # A synonym of what they lack is worth something.
    (
        "beyond",
        Case("who resigned at Hollin?", {"a": article("Hollin is old.", "Finch quit.", "Finch slept.")}, "a#1", "a#2", alike=("covered", "title", "length")),
    ),
    ("often", Case(BURST, two("The lantern burst, the lantern broke.", "The lantern burst, the bucket broke."), "a#0", "b#0", alike=("covered", "sentence"))),
    ("sentence", Case(BURST, two("The lantern burst. Rain fell.", "The lantern left. Rain burst."), "a#0", "b#0", alike=("covered", "often"))),
    (
        "window",
        Case(
            BURST,
            two("The lantern left. It burst. Rain fell.", "The lantern left. Rain fell. It burst."),
            "a#0",
            "b#0",
            chosen_by="window",
            alike=("covered", "often"),
        ),
    ),
    (
        "window",
        Case(
            "who resigned at Hollin?", two("Finch quit. Rain fell at Hollin.", "Finch slept. Rain fell at Hollin."), "a#0", "b#0", alike=("covered", "sentence")
        ),
    ),
    (
        "implied",
        Case(
            "when did the copper mine close?",
            {"a": article("The copper mine is old.", "The mine closed."), "b": article("The mine has copper.", "The mine closed.")},
            "a#1",
            "b#1",
            alike=("covered", "sentence", "around"),
        ),
    ),
    (
        "implied",
        Case(
            "when did the copper mine close?",
            {"a": article("The copper mine is old.", "The mine rusts. It closed."), "b": article("The mine has copper.", "The mine rusts. It closed.")},
            "a#1",
            "b#1",
            chosen_by="window",
            alike=("covered", "sentence"),
        ),
    ),
    ("pairs", Case("where is the copper mine?", two("The copper mine is here.", "The mine is of copper."), "a#0", "b#0", alike=("covered", "sentence"))),
    (
        "akin",
        Case("what do the Hollinese eat?", two("People of Hollin eat fish.", "People of Sollen eat fish."), "a#0", "b#0", alike=("covered", "sentence")),
    ),
    ("lent", Case("and who painted it?", two("Finch painted the kettle.", "Finch painted the teapot."), "a#0", "b#0", history=earlier(), alike=("covered",))),
    (
        "told",
        Case("when did the lantern burst?", two("The lantern burst on Monday.", "The lantern burst on purpose."), "a#0", "b#0", alike=("sentence", "length")),
    ),
    (
        "told",
        Case("how many of the 90 ropes broke?", two("Some 40 ropes broke.", "Some 90 ropes broke."), "a#0", "b#0", alike=("title", "often")),
    ),
    (
        "elsewhere",
        Case(
            "when did the lantern burst?",
            two("The lantern burst. Rain fell on Monday.", "The lantern burst. Rain fell on purpose."),
            "a#0",
            "b#0",
            alike=("told", "sentence"),
        ),
    ),
    (
        "elsewhere",
        Case("when did the lantern burst?", two("The lantern burst. Rain fell on Monday.", "The lantern burst on Sunday. Rain fell on Monday."), "a#0", "b#0"),
    ),
    ("lacking", Case("did Ada Finch pay?", two("Mr Pell did pay.", "Ada Finch did pay."), "a#0", "b#0", alike=("title", "length"))),
    ("lacking", Case("who paid 300 crowns?", two("Pell paid 200 crowns.", "Pell paid 300 crowns."), "a#0", "b#0", alike=("title", "often"))),
    ("length", Case(BURST, two("The old lantern burst near the long quay.", LANTERN), "a#0", "b#0", alike=("covered", "sentence", "often"))),
    (
        "cites",
        Case(
            "which agency said that the lantern burst?",
            two("The lantern burst, Reuters reported.", "The lantern burst, Finch reported."),
            "a#0",
            "b#0",
            alike=("covered",),
        ),
    ),
    (
        "dated",
        Case(
            "which lantern burst in June?",
            {"a": article(LANTERN, date="2024-06-14"), "b": article(LANTERN, date="2024-07-14")},
            "a#0",
            "b#0",
            alike=("covered",),
        ),
    ),
    (
        "dated",
        Case(
            "which lantern burst last week?",
            {"a": article(LANTERN, date="2024-12-29"), "b": article(LANTERN, date="2024-12-30")},
            "a#0",
            "b#0",
            alike=("covered",),
        ),
    ),
    (
        "same",
        Case(
            "and when did it burst?",
            {"a": article("It is old.", LANTERN), "b": article("It is old.", LANTERN)},
            "a#1",
            "b#1",
            history=earlier("a#0"),
            alike=("covered", "lent"),
        ),
    ),
    ("shown", Case("and when did the old lantern burst?", two(LANTERN, LANTERN), "a#0", "b#0", history=earlier("a#0"), alike=("covered", "lent"))),
]

SENTENCES: list[tuple[str, Case]] = [
    ("own", Case(BURST, two("The lantern burst. The teapot burst.", "Rain fell."), "a#0.0", "a#0.1", alike=("synonyms", "narrower"))),
    ("synonyms", Case("who resigned at Hollin?", two("Finch slept at Hollin. Finch quit at Hollin.", "Rain."), "a#0.1", "a#0.0", alike=("own",))),
    ("narrower", Case("which vehicle stood here?", two("A teapot stood. A lorry stood.", "Rain."), "a#0.1", "a#0.0", alike=("own", "synonyms"))),
    ("lent", Case("and who painted it?", two("Finch painted a kettle. Finch painted a teapot.", "Rain."), "a#0.0", "a#0.1", history=earlier(), alike=("own",))),
    (
        "implied",
        Case(
            "when did the copper mine close?",
            {"a": article("The copper mine is old.", "The mine closed. It closed."), "b": article("The mine has copper.", "The mine closed.")},
            "a#1.0",
            "b#1.0",
            alike=("own", "pairs"),
        ),
    ),
    ("pairs", Case("where is the copper mine?", two("The copper mine is here. The mine is of copper.", "Rain."), "a#0.0", "a#0.1", alike=("own",))),
    ("window", Case(BURST, two("It burst. The lantern left. It burst.", "Rain."), "a#0.2", "a#0.0", alike=("own", "pairs"))),
    ("window", Case("who resigned at Hollin?", two("It is at Hollin. Finch quit. It is at Hollin.", "Rain."), "a#0.2", "a#0.0", alike=("own",))),
    # The sentence before the first of a passage is no part of it.
    ("window", Case(BURST, {"a": article("Rain fell. The lantern left.", "It burst. The lantern left. It burst.")}, "a#1.2", "a#1.0", alike=("own",))),
    ("beyond", Case(BURST, {"a": article(LANTERN, title="The teapot"), "b": article(LANTERN, title="The lantern")}, "a#0.0", "b#0.0", alike=("own",))),
    ("after", Case(BURST, two("Rain fell. The lantern burst. Rain fell.", "Rain."), "a#0.0", "a#0.2", alike=("own",))),
    # The sentence behind the last of a passage is no part of it.
    ("after", Case(BURST, {"a": article("Rain fell. The lantern burst. Rain fell.", "The lantern burst.")}, "a#0.0", "a#0.2", alike=("own",))),
    ("person", Case("who sold the lantern?", two("Ada Finch sold the lantern. The town sold the lantern.", "Rain."), "a#0.0", "a#0.1", alike=("own", "place"))),
    (
        "place",
        Case(
            "where did the lantern burst?", two("The lantern burst at dusk. The lantern burst near Sollen.", "Rain."), "a#0.1", "a#0.0", alike=("own", "person")
        ),
    ),
    (
        "organisation",
        Case("which company sold the lantern?", two("The lantern was sold. The lantern Brunner sold.", "Rain."), "a#0.1", "a#0.0", alike=("own", "person")),
    ),
    (
        "date",
        Case(
            "when did the lantern burst?", two("The lantern burst on Monday. The lantern burst on purpose.", "Rain."), "a#0.0", "a#0.1", alike=("own", "number")
        ),
    ),
    ("number", Case("how many ropes broke?", two("All ropes broke. Then 40 ropes broke.", "Rain."), "a#0.1", "a#0.0", alike=("own", "date"))),
    ("number", Case("how much did the ropes cost?", two("The ropes cost a fortune. The ropes cost 90 crowns.", "Rain."), "a#0.1", "a#0.0", alike=("own",))),
    ("number", Case("how long did the ropes hold?", two("The ropes hold well. The ropes hold nine days.", "Rain."), "a#0.1", "a#0.0", alike=("own",))),
    ("number", Case("what share of the ropes broke?", two("All ropes broke. Of the ropes, 5 percent broke.", "Rain."), "a#0.1", "a#0.0", alike=("own",))),
    ("reason", Case("why did the ropes break?", two("The ropes did break. The ropes did break because of rot.", "Rain."), "a#0.1", "a#0.0", alike=("own",))),
    ("quotation", Case("what did Finch say?", two("Finch did say so. Finch did say “rot”.", "Rain."), "a#0.1", "a#0.0", alike=("own",))),
]


def question_of(case: Case) -> Question:
    return Question(case.question, case.history, today=TODAY)


def passage_row(answers: Answerer, ranking: Ranking, passage: str) -> int:
    """The row of a candidate by the passage's id."""
    return [answers.reading.corpus[int(one)].id for one in ranking.case.scene.passages].index(passage)


def sentence_row(answers: Answerer, ranking: Ranking, sentence: str) -> int:
    """The row of a sentence by passage and number in it."""
    passage, _, number = sentence.rpartition(".")
    return int(ranking.case.scene.sentences.first[passage_row(answers, ranking, passage)]) + int(number)


@pytest.mark.parametrize(("name", "case"), PASSAGES)
def test_what_speaks_for_a_passage(tmp_path: Path, name: str, case: Case) -> None:
    answers = answerer(tmp_path, case.articles)
    ranking, _ = answers.examine(question_of(case), weights(**{case.chosen_by: 1.0}))
    more, less = (dict(zip(names(evidence.TABLE), ranking.evidence[passage_row(answers, ranking, one)], strict=True)) for one in (case.more, case.less))
    assert more[name] > less[name]
    assert {one: more[one] for one in case.alike} == pytest.approx({one: less[one] for one in case.alike})


@pytest.mark.parametrize(("name", "case"), SENTENCES)
def test_what_speaks_for_a_sentence(tmp_path: Path, name: str, case: Case) -> None:
    answers = answerer(tmp_path, case.articles)
    ranking, _ = answers.examine(question_of(case), weights(own=1.0))
    more, less = (dict(zip(names(choice.TABLE), ranking.choices[sentence_row(answers, ranking, one)], strict=True)) for one in (case.more, case.less))
    assert more[name] > less[name]
    assert {one: more[one] for one in case.alike} == pytest.approx({one: less[one] for one in case.alike})


def test_every_piece_of_evidence_is_shown_at_work() -> None:
    assert {name for name, _ in PASSAGES} == set(names(evidence.TABLE))
    assert {name for name, _ in SENTENCES} == set(names(choice.TABLE))


def test_the_earlier_of_two_equal_sentences_answers(tmp_path: Path) -> None:
    answers = answerer(tmp_path, {"a": article("Rain fell. The lantern burst. The lantern burst.", "The lantern burst. The lantern burst.")})
    ranking, _ = answers.examine(Question(BURST), weights(own=1.0))
    assert ranking.case.chosen.tolist() == [sentence_row(answers, ranking, one) for one in ("a#0.1", "a#1.0")]


WORDS = ("lantern", "burst", "quit", "resigned", "lorry", "vehicle", "copper", "mine", "Ada", "Finch", "Monday", "40", "the", "of", "because", "Reuters")
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
PARAGRAPH = st.lists(TEXT.map("The {}.".format), min_size=1, max_size=3).map(" ".join)
ARTICLE = st.builds(
    lambda paragraphs, title: article(*paragraphs, title=f"The {title}"),
    st.lists(st.one_of(PARAGRAPH, TEXT.map("## {}\n\nIt is".format)), min_size=1, max_size=3),
    TEXT,
)
ASKED = st.builds("{} {}?".format, st.sampled_from(["who", "when did", "how many", "why", "which agency said that", "where is", "and", ""]), TEXT)
TURNS = st.lists(st.builds(Turn, ASKED, PARAGRAPH, st.sampled_from(["0#0", "1#0", "none#0", None])), max_size=2).map(tuple)


def in_bounds(values: Vector, known: list[str]) -> list[str]:
    """The names of what is a number, and within 0 and 1 where it is a share."""
    return [
        name
        for name, column in zip(known, values.T, strict=True)
        if np.isfinite(column).all() and (name in NO_SHARES or ((column >= 0) & (column <= 1 + 1e-9)).all())
    ]


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(articles=st.lists(ARTICLE, min_size=1, max_size=3), questions=st.lists(st.tuples(ASKED, TURNS), min_size=1, max_size=4))
def test_shares_are_shares(articles: list[str], questions: list[tuple[str, tuple[Turn, ...]]]) -> None:
    with TemporaryDirectory() as folder:
        answers = answerer(Path(folder), {str(number): text for number, text in enumerate(articles)})
    for text, history in questions:
        ranking, grounds = answers.examine(Question(text, history, today=TODAY), weights(own=1.0, window=0.5))
        assert in_bounds(ranking.evidence, names(evidence.TABLE)) == names(evidence.TABLE)
        assert in_bounds(ranking.choices, names(choice.TABLE)) == names(choice.TABLE)
        assert grounds is None or np.isfinite(grounds).all()
        assert 0 <= answers.answer(Question(text, history)).confidence <= 1


@pytest.mark.parametrize("history", [(), earlier("a#0", BURST)])
@pytest.mark.parametrize("question", ["", "?!", "who is it of, and why?", "which zzyx qwrty?"])
def test_questions_without_a_word_that_the_articles_hold(tmp_path: Path, question: str, history: tuple[Turn, ...]) -> None:
    answers = answerer(tmp_path, two(LANTERN, BUCKET))
    ranking, grounds = answers.examine(Question(question, history), weights(own=1.0))
    assert in_bounds(ranking.evidence, names(evidence.TABLE)) == names(evidence.TABLE)
    assert grounds is None or np.isfinite(grounds).all()
    if not history:
        found = answers.answer(Question(question))
        assert (found.answered, found.candidates, found.confidence) == (False, (), 0.0)


def test_unknown_words_are_named(tmp_path: Path) -> None:
    answers = answerer(tmp_path, two(LANTERN, BUCKET))
    assert answers.answer(Question("which zzyx qwrty?")).unknown == ("zzyx", "qwrty")
    assert answers.answer(Question("which lantern zzyx?")).unknown == ("zzyx",)
