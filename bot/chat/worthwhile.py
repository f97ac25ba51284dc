"""Which other candidates of an answer are worth showing when somebody wants more, and which of them may stand as answers."""

from __future__ import annotations

from bot.chat.trail import END, Spot, Trail
from bot.model import Answer, Candidate

CANDIDATES = 20
"""How many are asked for."""
MOST_OF_IT = 0.8
"""How much of the question a passage must hold to stand as an answer; or how much of what the first holds, when it is near that one."""
NEAR = 2.0
"""How far behind the first its score may be then: e to this power times less likely, by the ranking's own model."""


def rest_of(found: Answer) -> Trail:
    """What to show after an answer: passages that may answer too, then those that hold at least a word of the question.

    A text is shown once, however often it was reprinted. After an abstention the closest passage comes first, whatever it holds, and
    nothing stands as an answer. After a fact nothing comes.
    """
    if found.fact is not None or not found.candidates:
        return END
    first = found.candidates[0]
    answering: list[Candidate] = []
    close: list[Candidate] = [] if found.answered else [first]
    # What differs the first answer shows whole.
    shown = {*(one.passage.id for one in found.differing), *(reprint.passage for reprint in found.reprints)}
    others = {one.passage.id for one in found.others}
    for one in found.candidates[1:]:
        if one.passage.id in shown:
            continue
        if found.answered and (one.passage.id in others or _answers(one, first, found.words)):
            answering.append(one)
        elif one.holds or (not found.words and _near(one, first)):
            close.append(one)
    return Trail(tuple(map(Spot.of, (*answering, *close))), len(answering))


def _answers(one: Candidate, first: Candidate, words: int) -> bool:
    if not one.holds or one.holds >= MOST_OF_IT * words:
        return one.holds > 0
    return _near(one, first) and one.holds_titled >= MOST_OF_IT * first.holds_titled


def _near(one: Candidate, first: Candidate) -> bool:
    return one.score >= first.score - NEAR
