"""Which sentence of a passage answers: a table of features, weighed by `weights.toml`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bot.answering.question.answer_type import AnswerType
from bot.answering.ranking.candidate_sentences import Matrix, Vector
from bot.answering.ranking.candidate_table import CandidateTable, is_run_start
from bot.answering.ranking.near_misses import agent_verb
from bot.arrays.ragged import IntArray

KEY_TERM_BONUS = 2.5
"""What the score of a sentence gains that has the answer beside the word that this goes with."""

# Each takes a scene and gives a value for every sentence, a share from 0 to 1.


def term_overlap(table: CandidateTable) -> Vector:
    """Of the question's mass, in the sentence."""
    return table.weighted_share(table.sentences.matches.exact)


def synonym_overlap(table: CandidateTable) -> Vector:
    """In synonyms, of terms that it lacks."""
    return table.weighted_share(table.sentences.matches.synonym)


def hyponym_overlap(table: CandidateTable) -> Vector:
    """In more exact words, for terms that it lacks."""
    return table.weighted_share(table.sentences.matches.hyponym)


def history_overlap(table: CandidateTable) -> Vector:
    """Of what earlier turns lend."""
    return table.history_share(table.sentences.matches.history)


def marked_before(table: CandidateTable) -> Vector:
    """1 where an earlier answer marked it: who asks on asks about the rest."""
    return table.sentences.was_marked.astype(float)


def asks_itself(table: CandidateTable) -> Vector:
    """1 where it is a question: that has all words of the one that is asked, and no answer."""
    return table.sentences.is_question.astype(float)


def implied_head(table: CandidateTable) -> Vector:
    """In terms that it lacks, but has the last word of: "the mine" for "the copper mine"."""
    return table.weighted_share(table.implied_heads)


def bigram_overlap(table: CandidateTable) -> Vector:
    """In neighbouring words of the question that are neighbours, in order."""
    return table.bigram_share(table.sentences.bigrams)


def window_overlap(table: CandidateTable) -> Vector:
    """In the sentence and the one before it, which often names the subject; synonyms too."""
    return table.weighted_share(table.in_window)


def beyond_title(table: CandidateTable) -> Vector:
    """In the sentence, of terms that the title of its article does not have."""
    return table.weighted_share(
        table.sentences.matches.exact & ~table.in_title[table.sentences.candidate_rows]
    )


def next_sentence(table: CandidateTable) -> Vector:
    """In the sentence after."""
    shares = term_overlap(table)
    shifted = np.zeros_like(shares)
    shifted[:-1] = shares[1:]
    shifted[table.sentences.first_rows[1:] - 1] = 0.0
    return shifted


def person(table: CandidateTable) -> Vector:
    """1 where it names somebody, when that is asked for."""
    return _has_answer_type(table, AnswerType.PERSON)


def place(table: CandidateTable) -> Vector:
    """Return the same for a place."""
    return _has_answer_type(table, AnswerType.PLACE)


def organisation(table: CandidateTable) -> Vector:
    """Return the same for an organisation."""
    return _has_answer_type(table, AnswerType.ORGANISATION)


def date(table: CandidateTable) -> Vector:
    """Return the same for a date."""
    return _has_answer_type(table, AnswerType.DATE)


def number(table: CandidateTable) -> Vector:
    """Return the same for a number, money, a length of time or a share."""
    return _has_answer_type(
        table,
        AnswerType.NUMBER,
        AnswerType.AGE,
        AnswerType.MONEY,
        AnswerType.DURATION,
        AnswerType.SHARE,
    )


def reason(table: CandidateTable) -> Vector:
    """Return the same for a reason."""
    return _has_answer_type(table, AnswerType.REASON)


def quotation(table: CandidateTable) -> Vector:
    """Return the same for a quotation."""
    return _has_answer_type(table, AnswerType.QUOTATION)


FEATURES: tuple[Callable[[CandidateTable], Vector], ...] = (
    term_overlap,
    synonym_overlap,
    hyponym_overlap,
    history_overlap,
    marked_before,
    asks_itself,
    implied_head,
    bigram_overlap,
    window_overlap,
    beyond_title,
    next_sentence,
    person,
    place,
    organisation,
    date,
    number,
    reason,
    quotation,
)


def feature_matrix(table: CandidateTable) -> Matrix:
    """Return the features: a row a sentence, a column a feature."""
    return np.array([item(table) for item in FEATURES]).T


def choose_sentences(table: CandidateTable, scores: Vector) -> IntArray:
    """By candidate, the row of the sentence with the highest score, the earlier on ties."""
    sentences = table.sentences
    rows = np.flatnonzero(sentences.max_by_candidate(scores)[sentences.candidate_rows] == scores)
    return rows[is_run_start(sentences.candidate_rows[rows])]


def choose_marked(table: CandidateTable, scores: Vector, chosen: IntArray) -> IntArray:
    """Choose again, by candidate, where the sentence chosen lacks the kind of thing asked for.

    Candidates are ranked by the first choice: there this costs right passages of real news.
    """
    lacks = table.sentences.has_answer_type[chosen][table.sentences.candidate_rows] == 0
    return choose_sentences(table, scores + KEY_TERM_BONUS * key_term_with_answer(table) * lacks)


def key_term_with_answer(table: CandidateTable) -> Vector:
    """1 where it has the kind of thing asked for beside the word that this goes with.

    That is the noun counted, or what somebody did: "310 trees", "Vik Ostby raised it".
    """
    key = table.query.counted_term or agent_verb(table.query)[0]
    if key is None or key not in table.query.terms:
        return np.zeros(len(table.sentences.has_answer_type))
    column = list(table.query.terms).index(key)
    return table.sentences.has_answer_type * table.sentences.matches.exact[:, column]


def _has_answer_type(table: CandidateTable, *kinds: AnswerType) -> Vector:
    return (
        table.sentences.has_answer_type
        if table.query.answer_type in kinds
        else np.zeros(len(table.sentences.has_answer_type))
    )
