"""What an earlier turn lends to a follow-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answering.question import Asked
from bot.model import Turn

QUESTION_WEIGHT = 0.3
ANSWER_WEIGHT = 0.15
STANDALONE = 0.4
"""How much of it a question still borrows that could stand alone."""
MOST = 40
"""How many terms are borrowed at most: those with the highest weights, the nearest first."""
FADE = 0.6
"""What is left of a weight with each turn further back."""


def leaning(asked: Asked) -> float:
    """How much a question leans on the turns before, from 0 to 1."""
    return 1.0 if asked.refers_back else STANDALONE


def borrowed(asked: Asked, history: Sequence[Turn]) -> Mapping[str, float]:
    """Terms of the turns before, with weights below the question's own; nearer turns weigh more."""
    analyzer = asked.language.analyzer
    terms: dict[str, float] = {}
    for back, turn in enumerate(reversed(history)):
        fade = leaning(asked) * FADE**back
        for weight, text in ((QUESTION_WEIGHT, turn.question), (ANSWER_WEIGHT, turn.answer)):
            for term in analyzer.terms(text):
                if term not in asked.terms:
                    terms[term] = max(terms.get(term, 0.0), weight * fade)
    return dict(sorted(terms.items(), key=lambda item: -item[1])[:MOST])
