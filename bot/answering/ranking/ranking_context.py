"""What the features of passages are computed from."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.ranking.candidate_table import CandidateTable, Vector
from bot.answering.ranking.term_matches import BoolArray
from bot.arrays.ragged import IntArray


@dataclass(frozen=True, slots=True)
class RankingContext:
    """Candidates with what is known of them besides their words; vectors have one value each."""

    table: CandidateTable
    answer_sentences: IntArray
    """The row of the answering sentence."""
    article_bm25: Vector
    """BM25+ of the whole article."""
    has_citation: BoolArray
    """It cites an outlet."""
    in_period: BoolArray
    """Its article is of the time that the question names."""
    shown_before: BoolArray
    """Its answering sentence was marked in this conversation before, or it was shown whole."""
    same_article: BoolArray
    """It is of the article that the last answer came from."""
    context_dependence: float
    """How much the question leans on the turns before."""
