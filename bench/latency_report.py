"""What answers cost, for reading."""

from __future__ import annotations

from collections.abc import Iterator

from bench.latency import BenchLimits, BenchReport, LatencyReport
from bench.stages import Stage
from bot.chat.i18n import translations
from bot.chat.messages.table import Table

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


def progress_line(bounds: BenchLimits) -> str:
    """Say what is going on meanwhile."""
    return f"Asking, for {bounds.seconds:.0f} seconds at most."


def corpus_lines(bench: BenchReport) -> Iterator[str]:
    """Yield what was asked, and what it took to be ready, a line each."""
    articles = translations().count("article", bench.articles)
    passages = translations().count("passage", bench.passages)
    yield f"{articles}, {passages}, searched by {bench.engine}."
    how = (
        "what was kept was opened"
        if bench.indexed_articles is None
        else f"built, {translations().count('article', bench.indexed_articles)} worked out"
    )
    yield f"Ready after {bench.startup_seconds:.2f} s: {how}."
    if bench.memory is None:
        yield "This system does not tell how much memory that takes."
    else:
        own, whole = bench.memory.own / MEGABYTE, bench.memory.resident / MEGABYTE
        yield (
            f"Memory: {whole:.0f} MB, {own:.0f} MB of it the bot's own; the rest mirrors files and "
            "is given back where memory runs short."
        )
    source = "made from the articles" if bench.synthetic else "from the file"
    questions = translations().count("question", bench.questions)
    yield f"{questions} {source}; the first answer took {_ms(bench.latency.first)}."


def latency_table(cost: LatencyReport) -> Table:
    """Tabulate the time of an answer, from question to reply, by how many ask."""
    return Table(
        "Time of an answer",
        ("asking at once", "half within", "9 in 10", "99 in 100", "answers a second", "measured"),
        tuple(
            (
                str(load.askers),
                _ms(load.p50),
                _ms(load.p90),
                _ms(load.p99),
                f"{load.per_second:.0f}",
                str(load.answers),
            )
            for load in cost.loads
        ),
    )


def stage_table(cost: LatencyReport) -> Table:
    """Tabulate where the time of an answer goes."""
    return Table(
        f"Where it goes, in {translations().count('answer', cost.profiled_answers)}",
        ("stage", "share", "median", "what it is"),
        tuple(
            (
                STAGES[stage.stage][0],
                f"{stage.share:.1%}",
                f"{1000 * stage.median:.2f} ms",
                STAGES[stage.stage][1],
            )
            for stage in cost.stages
        ),
        explained=True,
    )


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"
