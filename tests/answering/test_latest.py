"""The newest on a matter, and questions to try a corpus with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.answering import latest
from bot.index.engines import RANK_BM25, SPARSE
from bot.library import Snapshot, example_questions
from bot.question_answer import AnswerFilter, Question
from bot.snapshot_builder import SnapshotBuilder
from tests.conftest import ATTRIBUTOR

TODAY = dt.date(2025, 6, 15)


def article(title: str, date: str, *passages: str, author: str = "") -> str:
    known = [
        "language: en",
        f"title: {title}",
        *([f"date: {date}"] if date else []),
        *([f"author: {author}"] if author else []),
    ]
    return "\n".join(["---", *known, "---", "", "\n\n".join(passages), ""])


def served(folder: Path, articles: dict[str, str], engine: str = RANK_BM25) -> Snapshot:
    for name, text in articles.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return SnapshotBuilder(folder, ATTRIBUTOR, 0.4, engine=engine).build()


ARTICLES = {
    "a": article(
        "Bridge shut",
        "2025-05-01",
        "The Ostmar bridge was shut.",
        "Reuters reported that the Ostmar bridge needs steel.",
    ),
    "b": article(
        "The Ostmar bridge", "2025-06-10", "Nobody was hurt.", "The bridge reopened at noon."
    ),
    "c": article("Old bridges", "", "The Ostmar bridge was built in 1901."),
    "d": article(
        "Ferries", "2025-06-12", "The Ostmar ferry sails on Sundays. A bridge is planned."
    ),
    "e": article("Elsewhere", "2025-06-14", "The Velden bridge is closed."),
}


def found(snapshot: Snapshot, topic: str, **more: object) -> list[str] | None:
    answer = snapshot.answerer.latest(Question(topic, k=20, today=TODAY, **more))
    return (
        None
        if answer is None
        else [one.passage.id for one in answer.candidates]
        if answer.answered
        else []
    )


@pytest.mark.parametrize("engine", [RANK_BM25, SPARSE])
@pytest.mark.parametrize(
    ("topic", "passages"),
    [
        ("the Ostmar bridge", ["d#0", "b#1", "a#0", "c#0"]),
        ("bridges", ["e#0", "d#0", "b#1", "a#0", "c#0"]),
        ("the Ostmar brigde", ["d#0", "b#1", "a#0", "c#0"]),
        ("the Ostmar bridge this week", ["d#0", "b#1"]),
        ("steel from Reuters", ["a#1"]),
        ("Reuters", ["a#1"]),
        ("the zebra", []),
        ("Ostmar zebras", []),
        ("it", None),
        ("", None),
    ],
)
def test_the_newest_article_comes_first(tmp_path, engine, topic, passages):
    assert found(served(tmp_path, ARTICLES, engine), topic) == passages


def test_only_what_is_allowed(tmp_path):
    snapshot = served(tmp_path, ARTICLES)
    assert found(
        snapshot, "the Ostmar bridge", answer_filter=AnswerFilter(since=dt.date(2025, 6, 11))
    ) == ["d#0"]
    assert found(
        snapshot, "the Ostmar bridge", answer_filter=AnswerFilter("Reuters", "reuters")
    ) == ["a#1"]


def test_a_few_stretches_find_the_same(tmp_path, monkeypatch):
    snapshot = served(tmp_path, ARTICLES)
    whole = found(snapshot, "the Ostmar bridge")
    monkeypatch.setattr(latest, "SEARCH_SIZES", (1, 2, 4))
    assert found(snapshot, "the Ostmar bridge") == whole
    answer = snapshot.answerer.latest(Question("bridge", k=1, today=TODAY))
    assert [one.passage.id for one in answer.candidates] == ["e#0"]


def test_the_sentence_with_most_of_the_words_is_marked(tmp_path):
    snapshot = served(tmp_path, ARTICLES)
    first = snapshot.answerer.latest(Question("a planned bridge", k=20, today=TODAY)).candidates[0]
    assert first.passage.text[first.sentence.start : first.sentence.end] == "A bridge is planned."


def test_what_is_unknown_is_named(tmp_path):
    answer = served(tmp_path, ARTICLES).answerer.latest(
        Question("Ostmar zebras", k=20, today=TODAY)
    )
    assert (answer.answered, answer.unknown_words) == (False, ("zebras",))


TRIED = {
    "strike": article(
        "Dockers walk out",
        "2025-06-01",
        "Some 900 dockers in Velden stopped work on Monday.",
        "“We stay,” said Marga Stoll.",
        author="Ines Holt",
    ),
    "bridge": article(
        "Bridge shut",
        "2025-05-01",
        "Reuters reported that the bridge belongs to Coal Pier, a firm.",
    ),
}


def test_questions_to_try_are_answered_with_what_they_are_made_from(tmp_path):
    snapshot = served(tmp_path, TRIED)
    questions = example_questions(snapshot, 3)
    assert questions == example_questions(snapshot, 3)
    assert len(set(questions)) == 3
    assert "How many dockers in Velden stopped work on Monday?" in questions
    for question in questions:
        answer = snapshot.answerer.answer(Question(question))
        assert answer.answered
        assert answer.confidence >= 0.8
    assert len(example_questions(snapshot, 1)) == 1


def test_questions_change_with_the_articles(tmp_path):
    before = example_questions(served(tmp_path, TRIED), 3)
    after = example_questions(
        served(tmp_path, {"strike": article("Dockers return", "2025-06-09", "Nobody spoke.")}), 3
    )
    assert not any("dockers in Velden" in question for question in after)
    assert any("dockers in Velden" in question for question in before)


def test_a_corpus_may_lend_itself_to_none(tmp_path):
    assert example_questions(served(tmp_path, {"one": "nothing much\n"}), 3) == ()


def test_what_somebody_said_in_ukrainian(tmp_path):
    text = "На ратуші ремонтують дах.\n\nРоботи триватимуть до осені, сказала Олена Бойко, директорка музею.\n\nКвитки подорожчали.\n"
    assert "Що сказала Олена Бойко?" in example_questions(served(tmp_path, {"ratusha": text}), 3)
