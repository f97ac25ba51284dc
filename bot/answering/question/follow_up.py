"""What an earlier turn lends to a follow-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.answering.question.parsing import ParsedQuestion
from bot.question_answer import HistoryTurn

QUESTION_WEIGHT = 0.3
ANSWER_WEIGHT = 0.15
STANDALONE_DEPENDENCE = 0.4
"""How much of it a question still borrows that could stand alone."""
MAX_TERMS = 60
"""How many terms are borrowed at most: those that tell most."""
DECAY_PER_TURN = 0.6
"""What is left of a weight with each answered turn further back."""


def context_dependence(query: ParsedQuestion) -> float:
    """Tell how much a question leans on the turns before, from 0 to 1."""
    return 1.0 if query.is_context_dependent else STANDALONE_DEPENDENCE


def history_terms(
    query: ParsedQuestion, history: Sequence[HistoryTurn], idf: Callable[[str], float | None]
) -> Mapping[str, float]:
    """Give terms of the turns before, with weights below the question's own.

    Nearer turns weigh more; one without an answer is no step away from those before it. `idf`
    tells how informative a term is, None where no article has it: such a term is not lent.
    """
    analyzer = query.language.analyzer
    terms: dict[str, float] = {}
    distance = 0
    for turn in reversed(history):
        decay = context_dependence(query) * DECAY_PER_TURN**distance
        distance += bool(turn.answer)
        for weight, text in ((QUESTION_WEIGHT, turn.question), (ANSWER_WEIGHT, turn.answer)):
            for term in analyzer.terms(text):
                if term not in query.terms:
                    terms[term] = max(terms.get(term, 0.0), weight * decay)
    masses = {
        term: weight * informativeness
        for term, weight in terms.items()
        if (informativeness := idf(term)) is not None
    }
    kept = sorted(masses, key=lambda term: -masses[term])[:MAX_TERMS]
    return {term: terms[term] for term in kept}
