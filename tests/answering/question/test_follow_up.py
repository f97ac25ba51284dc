"""What earlier turns lend to a question, and what they keep from it."""

from __future__ import annotations

from pathlib import Path

from bot.answering.question.follow_up import MAX_TERMS, history_terms
from bot.answering.question.parsing import parse_question
from bot.answering.question.synonyms.synonym_map import synonym_map
from bot.model import Span
from bot.question_answer import HistoryTurn, Question
from bot.text.language import languages
from tests.answering.corpora import ATTRIBUTOR, answerer, article

LOCK = "Keeper Ida Berg shut the lock of Alm until October. The tram to Alm was late on Friday."


def lent(
    *turns: HistoryTurn, known: tuple[str, ...] = ("lock", "alm", "ferri")
) -> dict[str, float]:
    english = languages().get("en")
    query = parse_question("and until when?", english, ATTRIBUTOR, synonym_map())
    idf = {term: float(place) for place, term in enumerate(known, 1)}
    return dict(history_terms(query, turns, idf.get))


def test_terms_that_no_article_has_are_not_lent() -> None:
    assert set(lent(HistoryTurn("who painted the lock of Alm?", "It is shut."))) == {"lock", "alm"}


def test_a_turn_without_an_answer_is_no_step_away() -> None:
    answered = HistoryTurn("who shut the lock?", "Ida Berg did.")
    unanswered = HistoryTurn("who painted the moon?", "")
    assert lent(answered, unanswered)["lock"] == lent(answered)["lock"]
    assert lent(answered, HistoryTurn("who?", "Ida."))["lock"] < lent(answered)["lock"]


def test_of_many_terms_those_that_tell_most_are_lent() -> None:
    words = tuple(f"zq{chr(97 + n // 26)}{chr(97 + n % 26)}k" for n in range(MAX_TERMS + 20))
    found = lent(HistoryTurn("who?", " ".join(words)), known=words)
    assert set(found) == set(words[20:])


def test_after_an_unanswered_turn_the_topic_is_still_known(tmp_path: Path) -> None:
    answers = answerer(
        tmp_path, {"lock": article(LOCK), "tram": article("The harbour opened in May.")}
    )
    turns = (
        HistoryTurn("who shut the lock of Alm?", LOCK, "lock#0", Span(0, 51)),
        HistoryTurn("who painted the moon green?", ""),
    )
    found = answers.answer(Question("and until when?", turns))
    assert found.answered
    assert found.candidates[0].passage.id == "lock#0"


def test_whoever_asks_the_same_again_gets_the_same_answer(tmp_path: Path) -> None:
    answers = answerer(
        tmp_path,
        {
            "lock": article(LOCK, "The lock of Alm is old, Ida Berg said."),
            "gate": article("A gate of the lock at Alm was painted."),
        },
    )
    question = "who shut the lock of Alm?"
    first = answers.answer(Question(question)).candidates[0]
    turn = HistoryTurn(question, first.passage.text, first.passage.id, first.sentence)
    again = answers.answer(Question(question, (turn,)))
    assert again.candidates[0].passage.id == first.passage.id == "lock#0"
    assert again.candidates[0].sentence == first.sentence


def test_whoever_asks_on_gets_the_rest_of_the_passage(tmp_path: Path) -> None:
    answers = answerer(
        tmp_path, {"lock": article(LOCK), "gate": article("A gate of the lock was painted.")}
    )
    turn = HistoryTurn("who shut the lock of Alm?", LOCK, "lock#0", Span(0, 51))
    found = answers.answer(Question("and what was late there?", (turn,))).candidates[0]
    assert found.passage.id == "lock#0"
    assert LOCK[found.sentence.start : found.sentence.end].startswith("The tram")
