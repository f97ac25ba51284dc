"""What answers cost, for reading."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.message import Table
from bot.chat.speech import speech
from bot.evaluation.cost import Bench, Bounds, Cost
from bot.evaluation.stages import Stage

MEGABYTE = 1_000_000
STAGES = {
    Stage.UNDERSTANDING: ("understanding", "language, kind of answer, outlets, time"),
    Stage.UNKNOWN_WORDS: ("unknown words", "slips of the pen"),
    Stage.ARTICLES: ("search, articles", "those that share words"),
    Stage.PASSAGES: ("search, passages", "the same, and who cites whom"),
    Stage.LAYING_OUT: ("laying out", "candidates beside the question"),
    Stage.SENTENCES: ("sentences", "which one of each answers"),
    Stage.EVIDENCE: ("evidence", "what speaks for each passage"),
    Stage.CONFIDENCE: ("confidence", "whether the first answers"),
    Stage.OTHERS: ("others", "who says the same, or not"),
    Stage.SHOWING: ("showing", "passages fetched, checked, worded"),
    Stage.REST: ("the rest", ""),
}


def asking(bounds: Bounds) -> str:
    """What is going on meanwhile."""
    return f"Asking, for {bounds.seconds:.0f} seconds at most."


def corpus(bench: Bench) -> Iterator[str]:
    """What was asked, and what it took to be ready, a line each."""
    yield f"{speech().count('article', bench.articles)}, {speech().count('passage', bench.passages)}, searched by {bench.engine}."
    how = "what was kept was opened" if bench.fresh is None else f"built, {speech().count('article', bench.fresh)} worked out"
    yield f"Ready after {bench.ready:.2f} s: {how}."
    if bench.memory is None:
        yield "This system does not tell how much memory that takes."
    else:
        own, whole = bench.memory.own / MEGABYTE, bench.memory.resident / MEGABYTE
        yield f"Memory: {whole:.0f} MB, {own:.0f} MB of it the bot's own; the rest mirrors files and is given back where memory runs short."
    source = "made from the articles" if bench.made else "from the file"
    yield f"{speech().count('question', bench.questions)} {source}; the first answer took {_ms(bench.cost.first)}."


def answers(cost: Cost) -> Table:
    """The time of an answer, from the question to the words of the reply, by how many ask."""
    return Table(
        "Time of an answer",
        ("asking at once", "half within", "9 in 10", "99 in 100", "answers a second", "measured"),
        tuple((str(one.askers), _ms(one.p50), _ms(one.p90), _ms(one.p99), f"{one.per_second:.0f}", str(one.answers)) for one in cost.loads),
    )


def stages(cost: Cost) -> Table:
    """Where the time of an answer goes."""
    return Table(
        f"Where it goes, in {speech().count('answer', cost.watched)}",
        ("stage", "share", "median", "what it is"),
        tuple((STAGES[one.stage][0], f"{one.share:.1%}", f"{1000 * one.median:.2f} ms", STAGES[one.stage][1]) for one in cost.parts),
        explained=True,
    )


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"
