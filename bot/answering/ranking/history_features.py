"""What speaks for a passage by the turns before the question."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bot.answering.ranking.candidate_sentences import Matrix, Vector
from bot.answering.ranking.candidate_table import CandidateTable
from bot.answering.ranking.ranking_context import RankingContext
from bot.arrays.ragged import IntArray
from bot.index.postings import DELTA, K1, B


def history_match(context: RankingContext) -> Vector:
    """Return the share of what earlier turns lend."""
    return context.table.history_share(context.table.matches.history)


def history_title_match(context: RankingContext) -> Vector:
    """Return the same in the article's title."""
    return context.table.history_share(context.table.history_in_title)


def joint_bm25(context: RankingContext) -> Vector:
    """BM25+ of the passage, for what the question and earlier turns say, over the mass of both."""
    table = context.table
    own = table.idf_weights.sum() * (
        _saturation(table.matches.counts, table) @ table.normalized_weights
    )
    history = table.history_mass * (
        _saturation(table.matches.history_counts, table) @ table.history_weights
    )
    return _per_joint_mass(context, own + history)


def joint_coverage(context: RankingContext) -> Vector:
    """Of what the question and earlier turns say, in the passage, its heading and its title."""
    table = context.table
    return table.joint_share(table.in_context, table.matches.history | table.history_in_title)


def joint_article_coverage(context: RankingContext) -> Vector:
    """Return the same, in the first passage of the article too."""
    table = context.table
    return table.joint_share(
        table.in_context | table.in_first_passage,
        table.matches.history | table.history_in_title | table.history_in_first_passage,
    )


def joint_article_bm25(context: RankingContext) -> Vector:
    """BM25+ of the whole article, over the mass of what question and earlier turns say."""
    return _per_joint_mass(context, context.article_bm25)


def same_article(context: RankingContext) -> Vector:
    """1 where it is of the article of the last answer, less where the question may stand alone."""
    return context.same_article.astype(float) * context.context_dependence


def shown_before(context: RankingContext) -> Vector:
    """1 where its answering sentence was marked in an earlier answer."""
    return context.shown_before.astype(float)


HISTORY_FEATURES: tuple[Callable[[RankingContext], Vector], ...] = (
    history_match,
    history_title_match,
    joint_bm25,
    joint_coverage,
    joint_article_coverage,
    joint_article_bm25,
    same_article,
    shown_before,
)


def _saturation(counts: IntArray, table: CandidateTable) -> Matrix:
    """What BM25+ makes of how often terms stand in each passage, without their idf; halved."""
    norm = K1 * (1 - B + B * table.length_ratios[:, None])
    values: Matrix = np.where(counts > 0, DELTA + counts * (K1 + 1) / (counts + norm), 0.0) / 2
    return values


def _per_joint_mass(context: RankingContext, scores: Vector) -> Vector:
    table = context.table
    share: Vector = scores / (float(table.idf_weights.sum() + table.history_mass) or 1.0)
    return share
