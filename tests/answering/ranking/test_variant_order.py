"""A variant that stands for several terms has them in the order of the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.ranking.weights import read_weights
from bot.question_answer import Question
from tests.answering.corpora import answerer, article

SHORT_NAMES = {
    "European Union": "EU",
    "United Kingdom": "UK",
    "United Nations": "UN",
    "Soviet Union": "USSR",
    "North Korea": "DPRK",
    "United States": "USA",
}


@pytest.mark.parametrize(("name", "short"), SHORT_NAMES.items())
def test_what_follows_a_short_name_follows_the_last_word_of_the_long_one(
    tmp_path: Path, name: str, short: str
) -> None:
    # Held in a set, the words of a name come in another order in every other process.
    answering = answerer(tmp_path, {"a": article(f"Kettles are made under {short} law in Ekeby.")})
    question = Question(f"What does {name} law say?")
    ranking, _ = answering.training_features(question, read_weights())
    table = ranking.context.table
    terms = list(table.query.terms)
    pairs = [(terms[one], terms[other]) for one, other in table.bigrams]
    found = dict(zip(pairs, table.sentences.bigrams.any(axis=0).tolist(), strict=True))
    assert found[terms[1], "law"], found
