"""A run: every labelled question asked and timed, and its answer judged."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.corpus.corpus import Corpus
from bot.evaluation.figures import Figure, Figures, Measure, Outcome, figures, judge, ranking
from bot.evaluation.labelled import DEPTH, Labelled
from bot.index.baseline import PlainBM25
from bot.library import Library

WARM_UP = 20
"""How many questions, at least, are asked beforehand where there are as many, so that what loads at first use counts for none."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that was measured."""

    figures: Figures
    outcomes: tuple[Outcome, ...]
    baseline: Mapping[Measure, Figure] | None = None
    """R@1, R@5 and MRR of plain BM25, where that was asked for."""


def evaluate(library: Library, labelled: Sequence[Labelled], *, baseline: bool) -> Run:
    """Ask all questions, one after another; at least one."""
    for one in labelled[:: max(1, len(labelled) // WARM_UP)]:
        library.ask(one.question)
    outcomes = tuple(_outcome(library, one) for one in labelled)
    return Run(figures(outcomes), outcomes, plain(library.snapshot.corpus, labelled) if baseline else None)


def plain(corpus: Corpus, labelled: Sequence[Labelled]) -> dict[Measure, Figure]:
    """How far in front plain BM25 puts the right passages of the answerable questions."""
    passages = [corpus[number] for number in range(len(corpus))]
    index = PlainBM25(passage.text for passage in passages)
    ranks = []
    for one in labelled:
        if one.gold and not one.about_article:
            found = [passages[number].id for number in index.search(one.question.text, DEPTH)]
            ranks.append(next((place for place, name in enumerate(found, 1) if name in one.gold), None))
    return ranking(ranks)


def _outcome(library: Library, one: Labelled) -> Outcome:
    started = time.perf_counter()
    answer = library.ask(one.question)
    return judge(one, answer, time.perf_counter() - started)
