"""What speaks for a passage: a table of evidence, each with its weight in `weights.toml`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bot.answering.question.answer_type import AnswerType
from bot.answering.ranking import sentence_features
from bot.answering.ranking.candidate_sentences import Matrix, Vector
from bot.answering.ranking.history_features import HISTORY_FEATURES
from bot.answering.ranking.ranking_context import RankingContext

DEPTH_START = 8
"""The place in an article, in passages, behind which passages are less likely to answer."""
SHORT_ARTICLE, LONG_ARTICLE = 10, 20
"""In passages: up to the one an article is short, from the other on long."""


# Each gives a value for every candidate: a share of the idf of the question's terms, unless said
# otherwise.


def article_bm25(context: RankingContext) -> Vector:
    """BM25+ of the whole article over the mass: about 1 where every term stands once."""
    return _per_weight(context, context.article_bm25)


def title_match(context: RankingContext) -> Vector:
    """In the article's title."""
    return context.table.weighted_share(context.table.in_title)


def coverage(context: RankingContext) -> Vector:
    """In the passage, its heading and its title."""
    return context.table.weighted_share(context.table.in_context)


def soft_coverage(context: RankingContext) -> Vector:
    """Return the same in whatever words: synonyms, more exact ones, or akin."""
    words = context.table.matches
    return context.table.weighted_share(
        context.table.in_context | words.synonym | words.hyponym | words.same_prefix
    )


def article_coverage(context: RankingContext) -> Vector:
    """In these and the first passage of the article: what it is about need not be said again."""
    return context.table.weighted_share(context.table.in_context | context.table.in_first_passage)


def distinctive_coverage(context: RankingContext) -> Vector:
    """The share in the passage of what its article has not said before: what sets it apart there.

    That is what the title lacks, and of a later passage what the first one lacks as well.
    """
    table = context.table
    said = table.in_title | (table.in_first_passage & ~table.is_first_passage[:, None])
    distinctive_weight = (~said).dot(table.idf_weights)
    exact = (table.matches.exact & ~said).dot(table.idf_weights)
    synonym = (table.matches.synonym & ~said).dot(table.idf_weights)
    share: Vector = np.where(
        distinctive_weight > 0, (exact + 0.5 * synonym) / np.maximum(distinctive_weight, 1e-9), 1.0
    )
    return share


def repetition(context: RankingContext) -> Vector:
    """In terms that it has more than once: 1/2 of one that it has twice, 2/3 of one thrice ..."""
    return _per_weight(
        context, (1 - 1 / np.maximum(context.table.matches.counts, 1)) @ context.table.idf_weights
    )


def sentence_coverage(context: RankingContext) -> Vector:
    """In the answering sentence."""
    return context.table.weighted_share(
        context.table.sentences.matches.exact[context.answer_sentences]
    )


def window_coverage(context: RankingContext) -> Vector:
    """In the answering sentence and the one before it, synonyms too."""
    return context.table.weighted_share(context.table.in_window[context.answer_sentences])


def implied_head(context: RankingContext) -> Vector:
    """In terms of which sentence and the one before have the last word: "the mine" for "copper"."""
    table = context.table
    return table.weighted_share(
        table.sentences.or_in_previous(table.implied_heads)[context.answer_sentences]
        & ~table.matches.exact
    )


def bigram_match(context: RankingContext) -> Vector:
    """In neighbouring words of the question that are neighbours, in order, in one sentence."""
    return context.table.sentences.max_by_candidate(
        context.table.bigram_share(context.table.sentences.bigrams)
    )


def prefix_match(context: RankingContext) -> Vector:
    """In words of the passage that begin like terms that it lacks."""
    return context.table.weighted_share(context.table.matches.same_prefix)


def has_answer_type(context: RankingContext) -> Vector:
    """1 where the answering sentence holds the kind of thing asked for, beyond the question's."""
    return context.table.sentences.has_answer_type[context.answer_sentences]


def answer_type_elsewhere(context: RankingContext) -> Vector:
    """1 where only another sentence does."""
    return context.table.sentences.max_by_candidate(context.table.sentences.has_answer_type) * (
        1 - has_answer_type(context)
    )


def key_term_with_answer(context: RankingContext) -> Vector:
    """1 where the sentence has it beside the noun counted, or the verb of who is asked for."""
    return sentence_features.key_term_with_answer(context.table)[context.answer_sentences]


def asks_itself(context: RankingContext) -> Vector:
    """1 where the answering sentence is a question."""
    return context.table.sentences.is_question[context.answer_sentences].astype(float)


def missing_names(context: RankingContext) -> Vector:
    """Return the share of the question's names and numbers that passage, heading and title lack."""
    query = context.table.query
    is_name = [float(term in query.names or term in query.numbers) for term in query.terms]
    share: Vector = (~context.table.in_context).dot(np.array(is_name)) / max(1.0, sum(is_name))
    return share


def passage_length(context: RankingContext) -> Vector:
    """Logarithm of the passage's number of terms, over 5."""
    return np.log1p(context.table.term_counts) / 5


def has_requested_citation(context: RankingContext) -> Vector:
    """1 where the question asks for an outlet and the passage cites one."""
    return context.has_citation.astype(float) * (
        context.table.query.answer_type is AnswerType.OUTLET
    )


def in_period(context: RankingContext) -> Vector:
    """1 where the article is of the time that the question names."""
    return context.in_period.astype(float)


def depth(context: RankingContext) -> Vector:
    """Tell how far behind the first passages of its article it stands.

    Logarithm of its place over DEPTH_START; 0 before that.
    """
    return np.log(np.maximum(1.0, context.table.positions / DEPTH_START))


def lead_of_long_article(context: RankingContext) -> Vector:
    """1 where it opens a long article: such an opening sums up what is told below."""
    return context.table.is_first_passage * _article_length(context)


def title_of_long_article(context: RankingContext) -> Vector:
    """In the title of a long article, of which one passage alone has what is asked for."""
    return title_match(context) * _article_length(context)


FEATURES: tuple[Callable[[RankingContext], Vector], ...] = (
    article_bm25,
    title_match,
    coverage,
    soft_coverage,
    article_coverage,
    distinctive_coverage,
    repetition,
    sentence_coverage,
    window_coverage,
    implied_head,
    bigram_match,
    prefix_match,
    has_answer_type,
    answer_type_elsewhere,
    key_term_with_answer,
    asks_itself,
    missing_names,
    passage_length,
    has_requested_citation,
    in_period,
    depth,
    lead_of_long_article,
    title_of_long_article,
)
FOLLOW_UP_FEATURES: tuple[Callable[[RankingContext], Vector], ...] = (
    *FEATURES,
    *HISTORY_FEATURES,
)
"""Those of a question to which earlier turns lend something."""


def feature_matrix(context: RankingContext) -> Matrix:
    """Return the features: a row a candidate, a column a feature."""
    features = FOLLOW_UP_FEATURES if context.table.is_follow_up else FEATURES
    return np.array([item(context) for item in features]).T


def _article_length(context: RankingContext) -> Vector:
    """From 0 for a short article to 1 for a long one."""
    excess = context.table.article_lengths - SHORT_ARTICLE
    shares: Vector = np.clip(excess / (LONG_ARTICLE - SHORT_ARTICLE), 0.0, 1.0)
    return shares


def _per_weight(context: RankingContext, scores: Vector) -> Vector:
    share: Vector = scores / float(context.table.idf_weights.sum() or 1.0)
    return share
