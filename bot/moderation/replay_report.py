"""Saved tests asked again of the articles that are served, and what came of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Fault, Faults
from bot.evaluation.labelled import LABELLED_NAME, LabelledQuestion, read_labelled
from bot.evaluation.metrics import judge_answer
from bot.library import Library
from bot.question_answer import Answer


@dataclass(frozen=True, slots=True)
class ReplayFailure:
    """A question that did not come out as its test says."""

    asked: str
    expected: tuple[str, ...] = ()
    """Ids of passages of which any answers it; none where nothing is to."""
    found: str | None = None
    """Id of the passage that was given; None where none was."""
    detail: str = ""
    """What else differs, in the words of the test; empty where it is only the passage."""


@dataclass(frozen=True, slots=True)
class ReplayedTest:
    """A conversation file, or a labelled question."""

    name: str
    failures: tuple[ReplayFailure, ...] = ()
    faults: tuple[Fault, ...] = ()
    """What is wrong with its file, so that it could not be asked."""
    is_left_out: bool = False
    """Whether it needs articles of its own, or changes them."""

    @property
    def passed(self) -> bool:
        """Whether all came out as it says."""
        return not (self.failures or self.faults or self.is_left_out)


ReplayConversations = Callable[[Path], Awaitable[tuple[ReplayedTest, ...]]]
"""Plays the conversation files of a folder."""


def replay_labelled(folder: Path, library: Library) -> Iterator[ReplayedTest]:
    """Ask the labelled questions of a folder, where it has any."""
    file = folder / LABELLED_NAME
    if not file.exists():
        return
    try:
        labelled = read_labelled(file, library.snapshot.corpus, ())
    except Faults as faults:
        yield ReplayedTest(LABELLED_NAME, faults=faults.faults)
        return
    for item in labelled:
        answer = library.ask(item.question)
        right = judge_answer(item, answer, 0.0).right
        yield ReplayedTest(item.name, () if right else (_failure(item, answer),))


def _failure(item: LabelledQuestion, answer: Answer) -> ReplayFailure:
    found = answer.best.passage.id if answer.best else None
    fact = answer.fact.text if answer.answered and answer.fact else ""
    if item.about_article or fact:
        wanted = " / ".join(item.answers) or "–"
        return ReplayFailure(item.question.text, detail=f"{wanted} ≠ {fact or found or '–'}")
    return ReplayFailure(item.question.text, tuple(sorted(item.gold)), found)
