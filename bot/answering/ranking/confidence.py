"""The probability that the first candidate answers: a logistic model over a table of features."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.answering.ranking import history_features, passage_features
from bot.answering.ranking.candidate_sentences import Vector
from bot.answering.ranking.near_misses import NearMiss
from bot.answering.ranking.ranking_context import RankingContext
from bot.answering.ranking.term_matches import BoolArray

_COLUMNS = {piece: column for column, piece in enumerate(passage_features.FOLLOW_UP_FEATURES)}
SINGLE_CANDIDATE_LEAD = 10.0
"""How far ahead a candidate counts that is the only one."""
COMPARED_PLACE = 5
"""The place of the candidate that the first one is compared with beside the second."""


@dataclass(frozen=True, slots=True)
class ConfidenceInput:
    """What is known of the first candidate and of the question."""

    context: RankingContext
    row: int
    """The first candidate's."""
    scores: Vector
    """Of all candidates."""
    features: Vector
    """The first candidate's evidence."""
    unknown_terms: BoolArray
    """By term, that neither it nor a synonym stands in any article."""
    cites_requested: bool
    """It cites an outlet that the question asks for."""
    negation_differs: bool
    """The question denies and the sentence does not."""
    has_antonym: bool
    """The sentence has a word that says the contrary of one of the question that it lacks."""
    near_miss: NearMiss
    """What the passage has in the place of something that the question names."""
    has_figure: bool = False
    """The passage was found to give the figure asked for, in whatever words."""


# Each gives a value from 0 to 1 or little more. What was tried and left out: the shares of missing
# words, of the rarest of them, of sentence, window, pairs and title.


def bias(_: ConfidenceInput) -> float:
    """Always 1: its weight is the bias."""
    return 1.0


def coverage_by_probability(inputs: ConfidenceInput) -> float:
    """The share of the mass that the passage has, times its share of all chance by the ranking."""
    scores = inputs.scores
    probability_share = float(1 / np.exp(np.minimum(0.0, scores - scores[inputs.row])).sum())
    return _passage_feature(inputs, passage_features.soft_coverage) * probability_share


def score_lead(inputs: ConfidenceInput) -> float:
    """Tell how far the next candidate's score is behind; towards 1 where it is far."""
    scores, row = inputs.scores, inputs.row
    others = np.concatenate((scores[:row], scores[row + 1 :]))
    return math.tanh(
        float(scores[row] - others.max() if len(others) else SINGLE_CANDIDATE_LEAD) / 2
    )


def lead_over_fifth(inputs: ConfidenceInput) -> float:
    """Tell how far ahead of the candidate in the fifth place it is; towards 1 where it is far.

    Beside passages that all go on about one thing none stands out.
    """
    scores = inputs.scores
    if len(scores) <= COMPARED_PLACE:
        return 1.0
    other = np.partition(scores, -COMPARED_PLACE)[-COMPARED_PLACE]
    return math.tanh(float(scores[inputs.row] - other) / 4)


def missing_terms(inputs: ConfidenceInput) -> float:
    """Tell how many terms neither passage nor heading nor title has in whatever words, over 5.

    A term that decides nothing by itself counts by its weight.
    """
    table, row = inputs.context.table, inputs.row
    words = table.matches
    has = table.in_context[row] | words.synonym[row] | words.hyponym[row] | words.same_prefix[row]
    return float((~has).dot(_term_weights(inputs))) / 5


def no_own_terms(inputs: ConfidenceInput) -> float:
    """1 where the question has terms and the passage itself none, in whatever words."""
    words, row = inputs.context.table.matches, inputs.row
    has = words.exact[row] | words.synonym[row] | words.hyponym[row] | words.same_prefix[row]
    return float(len(has) > 0 and not has.any())


def relative_idf(inputs: ConfidenceInput) -> float:
    """How informative the question's terms are on the mean, over the most that a term can be."""
    table = inputs.context.table
    return float(table.idf_weights.sum()) / (
        max(1.0, float(_term_weights(inputs).sum())) * math.log(table.corpus_size + 1)
    )


def distinctive_coverage(inputs: ConfidenceInput) -> float:
    """The square of the share that the passage has of what its article has not said before."""
    return _passage_feature(inputs, passage_features.distinctive_coverage) ** 2


def article_coverage(inputs: ConfidenceInput) -> float:
    """The share of the mass in passage, heading, title and the first passage of the article."""
    return _passage_feature(inputs, passage_features.article_coverage)


def repetition(inputs: ConfidenceInput) -> float:
    """In terms that the passage has more than once."""
    return _passage_feature(inputs, passage_features.repetition)


def article_bm25(inputs: ConfidenceInput) -> float:
    """BM25+ of the whole article over the mass, at most 2, halved."""
    return min(2.0, _passage_feature(inputs, passage_features.article_bm25)) / 2


def passage_length(inputs: ConfidenceInput) -> float:
    """Logarithm of the passage's number of terms, over 5."""
    return _passage_feature(inputs, passage_features.passage_length)


def unknown_terms(inputs: ConfidenceInput) -> float:
    """Return the share of the mass in words that no article holds."""
    return float(inputs.context.table.weighted_share(inputs.unknown_terms[None, :])[0])


def missing_names(inputs: ConfidenceInput) -> float:
    """Return the share of the question's names and numbers that passage, heading and title lack."""
    return _passage_feature(inputs, passage_features.missing_names)


def query_length(inputs: ConfidenceInput) -> float:
    """Tell how many informative words the question has, at most 10, over 10."""
    return min(10.0, float(_term_weights(inputs).sum())) / 10


def query_idf(inputs: ConfidenceInput) -> float:
    """Logarithm of the question's mass, over 5."""
    return float(np.log1p(inputs.context.table.idf_weights.sum())) / 5


def no_answer_type(inputs: ConfidenceInput) -> float:
    """1 where the kind of thing asked for can be told and the answering sentence holds none."""
    table = inputs.context.table
    has_pattern = table.query.answer_type in table.query.language.answer_patterns
    return float(
        has_pattern
        and not inputs.has_figure
        and not table.sentences.has_answer_type[inputs.context.answer_sentences[inputs.row]]
    )


def untold_answer_type(inputs: ConfidenceInput) -> float:
    """1 where, moreover, no other sentence of the passage holds one: no sum of money at all."""
    return float(
        no_answer_type(inputs) > 0
        and not _passage_feature(inputs, passage_features.answer_type_elsewhere)
    )


def no_counted_noun(inputs: ConfidenceInput) -> float:
    """1 where the question counts something that sentence and the one before lack altogether."""
    table = inputs.context.table
    if table.query.counted_term is None or inputs.has_figure:
        return 0.0
    column = list(table.query.terms).index(table.query.counted_term)
    row = inputs.context.answer_sentences[inputs.row]
    in_sentence = (
        table.in_window[row]
        | table.sentences.matches.hyponym[row]
        | table.sentences.matches.same_prefix[row]
    )
    return float(not in_sentence[column])


def asks_itself(inputs: ConfidenceInput) -> float:
    """1 where the answering sentence is a question."""
    return _passage_feature(inputs, passage_features.asks_itself)


def cites_requested(inputs: ConfidenceInput) -> float:
    """1 where the passage cites an outlet that the question asks for."""
    return float(inputs.cites_requested)


def negation_differs(inputs: ConfidenceInput) -> float:
    """1 where the question denies and the sentence does not."""
    return float(inputs.negation_differs)


def has_antonym(inputs: ConfidenceInput) -> float:
    """1 where the sentence has a word contrary to one of the question that it lacks."""
    return float(inputs.has_antonym)


def other_number(inputs: ConfidenceInput) -> float:
    """1 where the passage counts the same thing, and the figure is another one."""
    return float(inputs.near_miss.has_other_number)


def other_name(inputs: ConfidenceInput) -> float:
    """1 where it has another name where the question has one, beside the same word."""
    return float(inputs.near_miss.has_other_name)


def untold_agent(inputs: ConfidenceInput) -> float:
    """1 where it says that something was done, and not by whom, where that is asked for."""
    return float(inputs.near_miss.is_agent_untold)


def follow_up(inputs: ConfidenceInput) -> float:
    """1 where turns came before, less where the question could stand alone."""
    return inputs.context.context_dependence * inputs.context.table.is_follow_up


def follow_up_coverage(inputs: ConfidenceInput) -> float:
    """The share of the mass that the passage has, after other turns: there it proves less."""
    return follow_up(inputs) * _passage_feature(inputs, passage_features.soft_coverage)


def history_match(inputs: ConfidenceInput) -> float:
    """Return the share of what earlier turns lend."""
    if not inputs.context.table.is_follow_up:
        return 0.0
    return _passage_feature(inputs, history_features.history_match)


FEATURES: tuple[Callable[[ConfidenceInput], float], ...] = (
    bias,
    coverage_by_probability,
    score_lead,
    lead_over_fifth,
    missing_terms,
    no_own_terms,
    relative_idf,
    distinctive_coverage,
    article_coverage,
    repetition,
    article_bm25,
    passage_length,
    unknown_terms,
    missing_names,
    query_length,
    query_idf,
    no_answer_type,
    untold_answer_type,
    no_counted_noun,
    asks_itself,
    cites_requested,
    negation_differs,
    has_antonym,
    other_number,
    other_name,
    untold_agent,
    follow_up,
    follow_up_coverage,
    history_match,
)


def feature_values(inputs: ConfidenceInput) -> Vector:
    """Return the values of the table."""
    return np.array([item(inputs) for item in FEATURES])


def probability(features: Vector, weights: Vector) -> float:
    """Return the probability that a logistic model gives to the values."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, float(features @ weights)))))


def _term_weights(inputs: ConfidenceInput) -> Vector:
    return np.array(list(inputs.context.table.query.terms.values()), dtype=np.float64)


def _passage_feature(inputs: ConfidenceInput, feature: Callable[[RankingContext], Vector]) -> float:
    return float(inputs.features[_COLUMNS[feature]])
