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

from bot.answering.answerer import Answerer
from bot.answering.ranking import confidence, passage_features, sentence_features
from bot.answering.ranking.candidate_sentences import Vector
from bot.answering.ranking.ranker import Ranking
from bot.answering.ranking.weights import Weights, feature_names
from bot.model import Span
from bot.question_answer import HistoryTurn, Question
from tests.answering.corpora import answerer, article

TODAY = dt.date(2025, 1, 2)
NO_SHARES = {"article_bm25", "joint_article_bm25", "joint_bm25", "passage_length", "depth"}
"""BM25+ and logarithms."""


def weights(**sentence: float) -> Weights:
    """Weights by which only these pieces of evidence choose the answering sentence."""
    by_name = np.array(
        [sentence.get(name, 0.0) for name in feature_names(sentence_features.FEATURES)]
    )
    return Weights(
        np.ones(len(passage_features.FEATURES)),
        np.ones(len(passage_features.FOLLOW_UP_FEATURES)),
        by_name,
        np.zeros(len(confidence.FEATURES)),
    )


def passage_feature_names(ranking: Ranking) -> list[str]:
    """The features that candidates were ranked by: more of them after other turns."""
    features = (
        passage_features.FOLLOW_UP_FEATURES
        if ranking.context.table.is_follow_up
        else passage_features.FEATURES
    )
    return feature_names(features)


@dataclass(frozen=True)
class Case:
    """Two passages, or sentences of them, for one question."""

    question: str
    articles: Mapping[str, str]
    more: str
    """The passage that must have the higher value, such as "a#0"; or one of its sentences, such as "a#0.1"."""
    less: str
    history: tuple[HistoryTurn, ...] = ()
    chosen_by: str = "term_overlap"
    """What chooses the answering sentence."""
    alike: tuple[str, ...] = field(default=())
    """Evidence that must not differ."""


def two(one: str, other: str) -> dict[str, str]:
    """Two articles of one paragraph."""
    return {"a": article(one), "b": article(other)}


def earlier(
    passage: str | None = None, question: str = "which kettle fell?"
) -> tuple[HistoryTurn, ...]:
    return (HistoryTurn(question, "It fell.", passage),)


BURST = "which lantern burst?"
LANTERN = "The lantern burst at dusk."
BUCKET = "The bucket burst at dusk."

PASSAGES: list[tuple[str, Case]] = [
    (
        "article_bm25",
        Case(
            BURST,
            {"a": article("It is old.", LANTERN), "b": article("It is old.", "The lantern hung.")},
            "a#0",
            "b#0",
            alike=("coverage",),
        ),
    ),
    (
        "title_match",
        Case(
            BURST,
            {
                "a": article(LANTERN, title="A lantern of Hollin"),
                "b": article(LANTERN, title="A market of Hollin"),
            },
            "a#0",
            "b#0",
            alike=("sentence_coverage",),
        ),
    ),
    (
        "coverage",
        Case(
            BURST,
            two(LANTERN, "The teapot burst at dusk."),
            "a#0",
            "b#0",
            alike=("title_match", "repetition"),
        ),
    ),
    (
        "coverage",
        Case(
            BURST,
            {
                "a": article("## The lantern", "It burst.", title="Dusk"),
                "b": article("## The teapot", "It burst.", title="Dusk"),
            },
            "a#0",
            "b#0",
            alike=("title_match",),
        ),
    ),
    (
        "soft_coverage",
        Case(
            "who resigned at Hollin?",
            two("Finch quit at Hollin.", "Finch slept at Hollin."),
            "a#0",
            "b#0",
            alike=("coverage",),
        ),
    ),
    (
        "soft_coverage",
        Case(
            "which vehicle stood at Hollin?",
            two("A lorry stood at Hollin.", "A teapot stood at Hollin."),
            "a#0",
            "b#0",
            alike=("coverage",),
        ),
    ),
    (
        "article_coverage",
        Case(
            BURST,
            {
                "a": article("The lantern is old.", "It burst at dusk."),
                "b": article("The teapot is old.", "It burst at dusk."),
            },
            "a#1",
            "b#1",
            alike=("coverage",),
        ),
    ),
    (
        "distinctive_coverage",
        Case(
            "why did the lantern burst?",
            {"a": article("The lantern is old.", "The lantern burst.", "The lantern rusts.")},
            "a#1",
            "a#2",
            alike=("title_match", "article_bm25"),
        ),
    ),
    # The first passage is not measured by what it says itself.
    (
        "distinctive_coverage",
        Case(
            BURST,
            {"a": article("The lantern hung."), "b": article("Rain.", "The teapot burst.")},
            "a#0",
            "b#0",
            alike=("title_match", "repetition"),
        ),
    ),
    # What title and first passage say need not be said again.
    (
        "distinctive_coverage",
        Case(
            BURST,
            {
                "a": article("A lantern is old.", "It burst."),
                "b": article("A teapot is old.", "It burst."),
            },
            "a#1",
            "b#1",
            alike=("coverage", "sentence_coverage"),
        ),
    ),
    (
        "distinctive_coverage",
        Case(
            BURST,
            {
                "a": article("Rain.", "It burst.", title="A lantern"),
                "b": article("Rain.", "It burst.", title="A teapot"),
            },
            "a#1",
            "b#1",
            alike=("sentence_coverage",),
        ),
    ),
    # A synonym of what they lack is worth something.
    (
        "distinctive_coverage",
        Case(
            "who resigned at Hollin?",
            {"a": article("Hollin is old.", "Finch quit.", "Finch slept.")},
            "a#1",
            "a#2",
            alike=("coverage", "title_match", "passage_length"),
        ),
    ),
    (
        "repetition",
        Case(
            BURST,
            two("The lantern burst, the lantern broke.", "The lantern burst, the bucket broke."),
            "a#0",
            "b#0",
            alike=("coverage", "sentence_coverage"),
        ),
    ),
    (
        "sentence_coverage",
        Case(
            BURST,
            two("The lantern burst. Rain fell.", "The lantern left. Rain burst."),
            "a#0",
            "b#0",
            alike=("coverage", "repetition"),
        ),
    ),
    (
        "window_coverage",
        Case(
            BURST,
            two("The lantern left. It burst. Rain fell.", "The lantern left. Rain fell. It burst."),
            "a#0",
            "b#0",
            chosen_by="window_overlap",
            alike=("coverage", "repetition"),
        ),
    ),
    (
        "window_coverage",
        Case(
            "who resigned at Hollin?",
            two("Finch quit. Rain fell at Hollin.", "Finch slept. Rain fell at Hollin."),
            "a#0",
            "b#0",
            alike=("coverage", "sentence_coverage"),
        ),
    ),
    (
        "implied_head",
        Case(
            "when did the copper mine close?",
            {
                "a": article("The copper mine is old.", "The mine closed."),
                "b": article("The mine has copper.", "The mine closed."),
            },
            "a#1",
            "b#1",
            alike=("coverage", "sentence_coverage", "article_coverage"),
        ),
    ),
    (
        "implied_head",
        Case(
            "when did the copper mine close?",
            {
                "a": article("The copper mine is old.", "The mine rusts. It closed."),
                "b": article("The mine has copper.", "The mine rusts. It closed."),
            },
            "a#1",
            "b#1",
            chosen_by="window_overlap",
            alike=("coverage", "sentence_coverage"),
        ),
    ),
    (
        "bigram_match",
        Case(
            "where is the copper mine?",
            two("The copper mine is here.", "The mine is of copper."),
            "a#0",
            "b#0",
            alike=("coverage", "sentence_coverage"),
        ),
    ),
    (
        "prefix_match",
        Case(
            "what do the Hollinese eat?",
            two("People of Hollin eat fish.", "People of Sollen eat fish."),
            "a#0",
            "b#0",
            alike=("coverage", "sentence_coverage"),
        ),
    ),
    (
        "history_match",
        Case(
            "and who painted it?",
            two("Finch painted the kettle.", "Finch painted the teapot."),
            "a#0",
            "b#0",
            history=earlier(),
            alike=("coverage",),
        ),
    ),
    (
        "has_answer_type",
        Case(
            "when did the lantern burst?",
            two("The lantern burst on Monday.", "The lantern burst on purpose."),
            "a#0",
            "b#0",
            alike=("sentence_coverage", "passage_length"),
        ),
    ),
    (
        "has_answer_type",
        Case(
            "how many of the 90 ropes broke?",
            two("Some 40 ropes broke.", "Some 90 ropes broke."),
            "a#0",
            "b#0",
            alike=("title_match", "repetition"),
        ),
    ),
    (
        "answer_type_elsewhere",
        Case(
            "when did the lantern burst?",
            two(
                "The lantern burst. Rain fell on Monday.",
                "The lantern burst. Rain fell on purpose.",
            ),
            "a#0",
            "b#0",
            alike=("has_answer_type", "sentence_coverage"),
        ),
    ),
    (
        "answer_type_elsewhere",
        Case(
            "when did the lantern burst?",
            two(
                "The lantern burst. Rain fell on Monday.",
                "The lantern burst on Sunday. Rain fell on Monday.",
            ),
            "a#0",
            "b#0",
        ),
    ),
    (
        "key_term_with_answer",
        Case(
            "who burst the lantern?",
            two("Mr Pell burst the lantern.", "Mr Pell saw the lantern."),
            "a#0",
            "b#0",
            alike=("has_answer_type", "passage_length"),
        ),
    ),
    (
        "key_term_with_answer",
        Case(
            "who burst the lantern?",
            two("Mr Pell burst the lantern.", "Rain burst the lantern."),
            "a#0",
            "b#0",
            alike=("coverage", "sentence_coverage"),
        ),
    ),
    (
        "asks_itself",
        Case(
            "who burst the lantern?",
            two("Who burst the lantern?", "Mr Pell burst the lantern."),
            "a#0",
            "b#0",
            alike=("coverage", "sentence_coverage"),
        ),
    ),
    (
        "missing_names",
        Case(
            "did Ada Finch pay?",
            two("Mr Pell did pay.", "Ada Finch did pay."),
            "a#0",
            "b#0",
            alike=("title_match", "passage_length"),
        ),
    ),
    (
        "missing_names",
        Case(
            "who paid 300 crowns?",
            two("Pell paid 200 crowns.", "Pell paid 300 crowns."),
            "a#0",
            "b#0",
            alike=("title_match", "repetition"),
        ),
    ),
    (
        "passage_length",
        Case(
            BURST,
            two("The old lantern burst near the long quay.", LANTERN),
            "a#0",
            "b#0",
            alike=("coverage", "sentence_coverage", "repetition"),
        ),
    ),
    (
        "has_requested_citation",
        Case(
            "which agency said that the lantern burst?",
            two("The lantern burst, Reuters reported.", "The lantern burst, Finch reported."),
            "a#0",
            "b#0",
            alike=("coverage",),
        ),
    ),
    (
        "in_period",
        Case(
            "which lantern burst in June?",
            {"a": article(LANTERN, date="2024-06-14"), "b": article(LANTERN, date="2024-07-14")},
            "a#0",
            "b#0",
            alike=("coverage",),
        ),
    ),
    (
        "in_period",
        Case(
            "which lantern burst last week?",
            {"a": article(LANTERN, date="2024-12-29"), "b": article(LANTERN, date="2024-12-30")},
            "a#0",
            "b#0",
            alike=("coverage",),
        ),
    ),
    (
        "same_article",
        Case(
            "and when did it burst?",
            {"a": article("It is old.", LANTERN), "b": article("It is old.", LANTERN)},
            "a#1",
            "b#1",
            history=earlier("a#0"),
            alike=("coverage", "history_match"),
        ),
    ),
    (
        "shown_before",
        Case(
            "and when did the old lantern burst?",
            two(LANTERN, LANTERN),
            "a#0",
            "b#0",
            history=earlier("a#0"),
            alike=("coverage", "history_match"),
        ),
    ),
    # Whoever was shown one sentence may ask on about the rest of the passage.
    (
        "shown_before",
        Case(
            "and when did the old lantern burst?",
            two(f"{LANTERN} It hung.", f"{LANTERN} It hung."),
            "a#0",
            "b#0",
            history=(HistoryTurn("who?", "It hung.", "a#0", Span(0, 25)),),
            alike=("coverage", "history_match"),
        ),
    ),
    (
        "depth",
        Case(
            BURST,
            {"a": article(*["Rain."] * 9, LANTERN, *["Rain."] * 6, LANTERN)},
            "a#16",
            "a#9",
            alike=("coverage", "distinctive_coverage"),
        ),
    ),
    (
        "lead_of_long_article",
        Case(
            BURST,
            {"a": article(LANTERN, *["Rain."] * 19), "b": article(LANTERN, *["Rain."] * 9)},
            "a#0",
            "b#0",
            alike=("coverage", "distinctive_coverage"),
        ),
    ),
    (
        "title_of_long_article",
        Case(
            BURST,
            {
                "a": article(LANTERN, *["Rain."] * 19, title="The lantern"),
                "b": article(LANTERN, *["Rain."] * 9, title="The lantern"),
            },
            "a#0",
            "b#0",
            alike=("coverage", "title_match"),
        ),
    ),
    (
        "history_title_match",
        Case(
            "and who painted it?",
            {
                "a": article("Finch painted it.", title="The kettle"),
                "b": article("Finch painted it.", title="The teapot"),
            },
            "a#0",
            "b#0",
            history=earlier(),
            alike=("coverage", "history_match", "joint_bm25"),
        ),
    ),
    *(
        (
            name,
            Case(
                "and who painted it?",
                two("Finch painted the kettle.", "Finch painted the teapot."),
                "a#0",
                "b#0",
                history=earlier(),
                alike=("coverage", "passage_length"),
            ),
        )
        for name in ("joint_bm25", "joint_coverage", "joint_article_coverage", "joint_article_bm25")
    ),
    # A first passage says for all of its article what earlier turns were about.
    (
        "joint_article_coverage",
        Case(
            "and who painted it?",
            {
                "a": article("The kettle is old.", "Finch painted it."),
                "b": article("The teapot is old.", "Finch painted it."),
            },
            "a#1",
            "b#1",
            history=earlier(),
            alike=("joint_coverage", "joint_bm25"),
        ),
    ),
]

SENTENCES: list[tuple[str, Case]] = [
    (
        "asks_itself",
        Case(
            "who burst the lantern?",
            two("“Who burst the lantern?” Mr Pell burst the lantern.", "Rain."),
            "a#0.0",
            "a#0.1",
            alike=("term_overlap", "window_overlap"),
        ),
    ),
    (
        "marked_before",
        Case(
            "and when did the lantern burst?",
            two("The lantern burst. The lantern burst.", "Rain."),
            "a#0.0",
            "a#0.1",
            history=(HistoryTurn("who?", "It.", "a#0", Span(0, 18)),),
            alike=("term_overlap",),
        ),
    ),
    (
        "term_overlap",
        Case(
            BURST,
            two("The lantern burst. The teapot burst.", "Rain fell."),
            "a#0.0",
            "a#0.1",
            alike=("synonym_overlap", "hyponym_overlap"),
        ),
    ),
    (
        "synonym_overlap",
        Case(
            "who resigned at Hollin?",
            two("Finch slept at Hollin. Finch quit at Hollin.", "Rain."),
            "a#0.1",
            "a#0.0",
            alike=("term_overlap",),
        ),
    ),
    (
        "hyponym_overlap",
        Case(
            "which vehicle stood here?",
            two("A teapot stood. A lorry stood.", "Rain."),
            "a#0.1",
            "a#0.0",
            alike=("term_overlap", "synonym_overlap"),
        ),
    ),
    (
        "history_overlap",
        Case(
            "and who painted it?",
            two("Finch painted a kettle. Finch painted a teapot.", "Rain."),
            "a#0.0",
            "a#0.1",
            history=earlier(),
            alike=("term_overlap",),
        ),
    ),
    (
        "implied_head",
        Case(
            "when did the copper mine close?",
            {
                "a": article("The copper mine is old.", "The mine closed. It closed."),
                "b": article("The mine has copper.", "The mine closed."),
            },
            "a#1.0",
            "b#1.0",
            alike=("term_overlap", "bigram_overlap"),
        ),
    ),
    (
        "bigram_overlap",
        Case(
            "where is the copper mine?",
            two("The copper mine is here. The mine is of copper.", "Rain."),
            "a#0.0",
            "a#0.1",
            alike=("term_overlap",),
        ),
    ),
    (
        "window_overlap",
        Case(
            BURST,
            two("It burst. The lantern left. It burst.", "Rain."),
            "a#0.2",
            "a#0.0",
            alike=("term_overlap", "bigram_overlap"),
        ),
    ),
    (
        "window_overlap",
        Case(
            "who resigned at Hollin?",
            two("It is at Hollin. Finch quit. It is at Hollin.", "Rain."),
            "a#0.2",
            "a#0.0",
            alike=("term_overlap",),
        ),
    ),
    # The sentence before the first of a passage is no part of it.
    (
        "window_overlap",
        Case(
            BURST,
            {"a": article("Rain fell. The lantern left.", "It burst. The lantern left. It burst.")},
            "a#1.2",
            "a#1.0",
            alike=("term_overlap",),
        ),
    ),
    (
        "beyond_title",
        Case(
            BURST,
            {"a": article(LANTERN, title="The teapot"), "b": article(LANTERN, title="The lantern")},
            "a#0.0",
            "b#0.0",
            alike=("term_overlap",),
        ),
    ),
    (
        "next_sentence",
        Case(
            BURST,
            two("Rain fell. The lantern burst. Rain fell.", "Rain."),
            "a#0.0",
            "a#0.2",
            alike=("term_overlap",),
        ),
    ),
    # The sentence behind the last of a passage is no part of it.
    (
        "next_sentence",
        Case(
            BURST,
            {"a": article("Rain fell. The lantern burst. Rain fell.", "The lantern burst.")},
            "a#0.0",
            "a#0.2",
            alike=("term_overlap",),
        ),
    ),
    (
        "person",
        Case(
            "who sold the lantern?",
            two("Ada Finch sold the lantern. The town sold the lantern.", "Rain."),
            "a#0.0",
            "a#0.1",
            alike=("term_overlap", "place"),
        ),
    ),
    (
        "place",
        Case(
            "where did the lantern burst?",
            two("The lantern burst at dusk. The lantern burst near Sollen.", "Rain."),
            "a#0.1",
            "a#0.0",
            alike=("term_overlap", "person"),
        ),
    ),
    (
        "organisation",
        Case(
            "which company sold the lantern?",
            two("The lantern was sold. The lantern Brunner sold.", "Rain."),
            "a#0.1",
            "a#0.0",
            alike=("term_overlap", "person"),
        ),
    ),
    (
        "date",
        Case(
            "when did the lantern burst?",
            two("The lantern burst on Monday. The lantern burst on purpose.", "Rain."),
            "a#0.0",
            "a#0.1",
            alike=("term_overlap", "number"),
        ),
    ),
    (
        "number",
        Case(
            "how many ropes broke?",
            two("All ropes broke. Then 40 ropes broke.", "Rain."),
            "a#0.1",
            "a#0.0",
            alike=("term_overlap", "date"),
        ),
    ),
    (
        "number",
        Case(
            "how much did the ropes cost?",
            two("The ropes cost a fortune. The ropes cost 90 crowns.", "Rain."),
            "a#0.1",
            "a#0.0",
            alike=("term_overlap",),
        ),
    ),
    (
        "number",
        Case(
            "how long did the ropes hold?",
            two("The ropes hold well. The ropes hold nine days.", "Rain."),
            "a#0.1",
            "a#0.0",
            alike=("term_overlap",),
        ),
    ),
    (
        "number",
        Case(
            "what share of the ropes broke?",
            two("All ropes broke. Of the ropes, 5 percent broke.", "Rain."),
            "a#0.1",
            "a#0.0",
            alike=("term_overlap",),
        ),
    ),
    (
        "reason",
        Case(
            "why did the ropes break?",
            two("The ropes did break. The ropes did break because of rot.", "Rain."),
            "a#0.1",
            "a#0.0",
            alike=("term_overlap",),
        ),
    ),
    (
        "quotation",
        Case(
            "what did Finch say?",
            two("Finch did say so. Finch did say “rot”.", "Rain."),
            "a#0.1",
            "a#0.0",
            alike=("term_overlap",),
        ),
    ),
]


def question_of(case: Case) -> Question:
    return Question(case.question, case.history, today=TODAY)


def passage_row(answers: Answerer, ranking: Ranking, passage: str) -> int:
    """The row of a candidate by the passage's id."""
    return [
        answers.corpus_analysis.corpus[int(one)].id for one in ranking.context.table.passages
    ].index(passage)


def sentence_row(answers: Answerer, ranking: Ranking, sentence: str) -> int:
    """The row of a sentence by passage and number in it."""
    passage, _, number = sentence.rpartition(".")
    return int(
        ranking.context.table.sentences.first_rows[passage_row(answers, ranking, passage)]
    ) + int(number)


@pytest.mark.parametrize(("name", "case"), PASSAGES)
def test_what_speaks_for_a_passage(tmp_path: Path, name: str, case: Case) -> None:
    answers = answerer(tmp_path, case.articles)
    ranking, _ = answers.training_features(question_of(case), weights(**{case.chosen_by: 1.0}))
    more, less = (
        dict(
            zip(
                passage_feature_names(ranking),
                ranking.features[passage_row(answers, ranking, one)],
                strict=True,
            )
        )
        for one in (case.more, case.less)
    )
    assert more[name] > less[name]
    assert {one: more[one] for one in case.alike} == pytest.approx(
        {one: less[one] for one in case.alike}
    )


@pytest.mark.parametrize(("name", "case"), SENTENCES)
def test_what_speaks_for_a_sentence(tmp_path: Path, name: str, case: Case) -> None:
    answers = answerer(tmp_path, case.articles)
    ranking, _ = answers.training_features(question_of(case), weights(term_overlap=1.0))
    more, less = (
        dict(
            zip(
                feature_names(sentence_features.FEATURES),
                ranking.sentence_features[sentence_row(answers, ranking, one)],
                strict=True,
            )
        )
        for one in (case.more, case.less)
    )
    assert more[name] > less[name]
    assert {one: more[one] for one in case.alike} == pytest.approx(
        {one: less[one] for one in case.alike}
    )


def test_every_piece_of_evidence_is_shown_at_work() -> None:
    assert {name for name, _ in PASSAGES} == set(feature_names(passage_features.FOLLOW_UP_FEATURES))
    assert {name for name, _ in SENTENCES} == set(feature_names(sentence_features.FEATURES))


def test_an_article_that_is_left_out_is_no_candidate(tmp_path: Path) -> None:
    answers = answerer(tmp_path, two(LANTERN, "The lantern is old."))
    ranking, corpus_query = answers.training_features(Question(BURST), weights(term_overlap=1.0))
    rows = [
        found[0]
        for gone in ([], [0], [0, 1])
        if (found := answers.confidence_features(ranking, corpus_query, gone))
    ]
    assert ranking.context.table.articles[rows].tolist() == [0, 1]


def test_the_earlier_of_two_equal_sentences_answers(tmp_path: Path) -> None:
    answers = answerer(
        tmp_path,
        {
            "a": article(
                "Rain fell. The lantern burst. The lantern burst.",
                "The lantern burst. The lantern burst.",
            )
        },
    )
    ranking, _ = answers.training_features(Question(BURST), weights(term_overlap=1.0))
    assert ranking.context.answer_sentences.tolist() == [
        sentence_row(answers, ranking, one) for one in ("a#0.1", "a#1.0")
    ]


WORDS = (
    "lantern",
    "burst",
    "quit",
    "resigned",
    "lorry",
    "vehicle",
    "copper",
    "mine",
    "Ada",
    "Finch",
    "Monday",
    "40",
    "the",
    "of",
    "because",
    "Reuters",
)
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
PARAGRAPH = st.lists(TEXT.map("The {}.".format), min_size=1, max_size=3).map(" ".join)
ARTICLE = st.builds(
    lambda paragraphs, title: article(*paragraphs, title=f"The {title}"),
    st.lists(st.one_of(PARAGRAPH, TEXT.map("## {}\n\nIt is".format)), min_size=1, max_size=3),
    TEXT,
)
ASKED = st.builds(
    "{} {}?".format,
    st.sampled_from(
        ["who", "when did", "how many", "why", "which agency said that", "where is", "and", ""]
    ),
    TEXT,
)
TURNS = st.lists(
    st.builds(HistoryTurn, ASKED, PARAGRAPH, st.sampled_from(["0#0", "1#0", "none#0", None])),
    max_size=2,
).map(tuple)


def in_bounds(values: Vector, known: list[str]) -> list[str]:
    """The names of what is a number, and within 0 and 1 where it is a share."""
    return [
        name
        for name, column in zip(known, values.T, strict=True)
        if np.isfinite(column).all()
        and (name in NO_SHARES or ((column >= 0) & (column <= 1 + 1e-9)).all())
    ]


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(
    articles=st.lists(ARTICLE, min_size=1, max_size=3),
    questions=st.lists(st.tuples(ASKED, TURNS), min_size=1, max_size=4),
)
def test_shares_are_shares(
    articles: list[str], questions: list[tuple[str, tuple[HistoryTurn, ...]]]
) -> None:
    with TemporaryDirectory() as folder:
        answers = answerer(
            Path(folder), {str(number): text for number, text in enumerate(articles)}
        )
    for text, history in questions:
        ranking, corpus_query = answers.training_features(
            Question(text, history, today=TODAY), weights(term_overlap=1.0, window_overlap=0.5)
        )
        first = answers.confidence_features(ranking, corpus_query)
        names = passage_feature_names(ranking)
        assert in_bounds(ranking.features, names) == names
        assert in_bounds(
            ranking.sentence_features, feature_names(sentence_features.FEATURES)
        ) == feature_names(sentence_features.FEATURES)
        assert first is None or np.isfinite(first[1]).all()
        assert 0 <= answers.answer(Question(text, history)).confidence <= 1


def test_what_covers_every_term_covers_no_more_than_all(tmp_path: Path) -> None:
    words = ["lantern", "burst", "lorry", "copper", "finch", "kettle", "harbour", "teapot"]
    for size in range(3, len(words) + 1):
        for others in range(1, 7):
            articles = {"0": " ".join(words[:size])} | {
                str(number): " ".join(words[number % 3 : number + 1])
                for number in range(1, others + 1)
            }
            folder = tmp_path / f"{size}-{others}"
            folder.mkdir()
            answers = answerer(
                folder, {name: article(f"The {text}.") for name, text in articles.items()}
            )
            ranking, _ = answers.training_features(
                Question(f"which {articles['0']}?", earlier("0#0")), weights(term_overlap=1.0)
            )
            columns = dict(zip(passage_feature_names(ranking), ranking.features.T, strict=True))
            row = ranking.context.table.passages.tolist().index(0)
            assert columns["sentence_coverage"][row] <= 1
            assert columns["shown_before"][row] >= 0


@pytest.mark.parametrize("history", [(), earlier("a#0", BURST)])
@pytest.mark.parametrize("question", ["", "?!", "who is it of, and why?", "which zzyx qwrty?"])
def test_questions_without_a_word_that_the_articles_hold(
    tmp_path: Path, question: str, history: tuple[HistoryTurn, ...]
) -> None:
    answers = answerer(tmp_path, two(LANTERN, BUCKET))
    ranking, corpus_query = answers.training_features(
        Question(question, history), weights(term_overlap=1.0)
    )
    first = answers.confidence_features(ranking, corpus_query)
    names = passage_feature_names(ranking)
    assert in_bounds(ranking.features, names) == names
    assert first is None or np.isfinite(first[1]).all()
    if not history:
        found = answers.answer(Question(question))
        assert (found.answered, found.candidates, found.confidence) == (False, (), 0.0)


def test_unknown_words_are_named(tmp_path: Path) -> None:
    answers = answerer(tmp_path, two(LANTERN, BUCKET))
    assert answers.answer(Question("which zzyx qwrty?")).unknown_words == ("zzyx", "qwrty")
    assert answers.answer(Question("which lantern zzyx?")).unknown_words == ("zzyx",)
