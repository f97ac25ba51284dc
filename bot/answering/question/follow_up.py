"""What an earlier turn lends to a follow-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answering.question.parsing import ParsedQuestion
from bot.model import HistoryTurn

QUESTION_WEIGHT = 0.3
ANSWER_WEIGHT = 0.15
STANDALONE_DEPENDENCE = 0.4
"""How much of it a question still borrows that could stand alone."""
MAX_TERMS = 40
"""How many terms are borrowed at most: those with the highest weights, the nearest first."""
DECAY_PER_TURN = 0.6
"""What is left of a weight with each turn further back."""


def context_dependence(query: ParsedQuestion) -> float:
    """How much a question leans on the turns before, from 0 to 1."""
    return 1.0 if query.is_context_dependent else STANDALONE_DEPENDENCE


def history_terms(query: ParsedQuestion, history: Sequence[HistoryTurn]) -> Mapping[str, float]:
    """Terms of the turns before, with weights below the question's own; nearer turns weigh more."""
    analyzer = query.language.analyzer
    terms: dict[str, float] = {}
    for distance, turn in enumerate(reversed(history)):
        decay = context_dependence(query) * DECAY_PER_TURN**distance
        for weight, text in ((QUESTION_WEIGHT, turn.question), (ANSWER_WEIGHT, turn.answer)):
            for term in analyzer.terms(text):
                if term not in query.terms:
                    terms[term] = max(terms.get(term, 0.0), weight * decay)
    return dict(sorted(terms.items(), key=lambda item: -item[1])[:MAX_TERMS])
