"""Questions asked against two readings of the corpus, and what they are answered by each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum

from bot.library import PreparedReload, Snapshot
from bot.model import Article
from bot.question_answer import Answer, Question


class ProbeSource(Enum):
    """Where a question that is asked twice comes from."""

    RECENT = "recent"
    SAVED = "saved"
    LABELLED = "labelled"


@dataclass(frozen=True, slots=True)
class Probe:
    """A question that is asked against both readings."""

    question: Question
    source: ProbeSource
    gold: frozenset[str] | None = None
    """Ids of the passages that answer it, empty where none does; None where nobody has said."""


@dataclass(frozen=True, slots=True)
class ProbeOutcome:
    """What one reading answers."""

    answered: bool
    passage: str = ""
    """Id of the passage; of the article for a fact about it; empty where nothing is shown."""
    text: str = ""
    """Of the passage, or the fact."""
    sentence: str = ""
    """The answering one; the fact."""
    article: Article | None = None
    outlets: tuple[str, ...] = ()
    """What the passage cites, by name."""


class Severity(IntEnum):
    """How an answer changes, the worst first."""

    WRONG = 0
    """A question that was answered as its label says no longer is."""
    LOST = 1
    """It is no longer answered."""
    OTHER_PASSAGE = 2
    OTHER_OUTLETS = 3
    """The same passage cites others."""
    EDITED = 4
    """The same passage reads otherwise."""
    GAINED = 5
    """It is answered now, or rightly."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question whose answer changes."""

    probe: Probe
    severity: Severity
    before: ProbeOutcome
    after: ProbeOutcome


_REST_SHARE = 0.3
"""Of the time that a question takes; answers meanwhile take less than twice theirs."""


def compare_answers(
    prepared: PreparedReload, probes: Iterable[Probe], rest: Callable[[float], None] = time.sleep
) -> tuple[AnswerChange, ...]:
    """Ask against what is served and what is prepared; return what changes, the worst first.

    `rest` is given some seconds after each question, to leave them to who asks meanwhile.
    """
    if not has_changes(prepared):
        return ()
    found = []
    for probe in probes:
        started_at = time.perf_counter()
        before, after = (
            find_outcome(snapshot, probe.question) for snapshot in (prepared.before, prepared.fresh)
        )
        severity = _severity(prepared, probe, before, after)
        if severity is not None:
            found.append(AnswerChange(probe, severity, before, after))
        rest(_REST_SHARE * (time.perf_counter() - started_at))
    return tuple(sorted(found, key=lambda change: change.severity))


def has_changes(prepared: PreparedReload) -> bool:
    """Return whether anything that answers could change."""
    diff = prepared.diff
    return bool(diff.added or diff.changed or diff.removed or diff.moved)


def find_outcome(snapshot: Snapshot, question: Question) -> ProbeOutcome:
    """Ask a question of one reading."""
    answer = snapshot.answerer.answer(question)
    if answer.answered and answer.fact is not None:
        fact = answer.fact
        return ProbeOutcome(True, fact.article.id, fact.text, fact.text, fact.article)  # noqa: FBT003 - the first field
    if not answer.answered or answer.best is None:
        return ProbeOutcome(answered=False)
    return _passage_outcome(answer)


def _passage_outcome(answer: Answer) -> ProbeOutcome:
    best = answer.candidates[0]
    passage, sentence = best.passage, best.sentence
    named = dict.fromkeys(
        citation.outlet or citation.surface for citation in best.attribution.citations
    )
    return ProbeOutcome(
        answered=True,
        passage=passage.id,
        text=passage.text,
        sentence=passage.text[sentence.start : sentence.end],
        article=passage.article,
        outlets=tuple(named),
    )


def _severity(
    prepared: PreparedReload, probe: Probe, before: ProbeOutcome, after: ProbeOutcome
) -> Severity | None:
    """Return how an answer changes; None where it does not."""
    if probe.gold is not None:
        texts = _gold_texts(prepared.before, probe.gold)
        was, is_now = (_is_right(outcome, probe.gold, texts) for outcome in (before, after))
        if was != is_now:
            return Severity.WRONG if was else Severity.GAINED
    if before.answered != after.answered:
        return Severity.LOST if before.answered else Severity.GAINED
    if before.text != after.text:
        places = prepared.fresh.corpus.find_passages(before.passage)
        same = any(prepared.fresh.corpus[number].id == after.passage for number in places)
        return Severity.EDITED if same else Severity.OTHER_PASSAGE
    return Severity.OTHER_OUTLETS if set(before.outlets) != set(after.outlets) else None


def _gold_texts(snapshot: Snapshot, gold: frozenset[str]) -> frozenset[str]:
    numbers = (snapshot.corpus.find_passage(passage) for passage in gold)
    return frozenset(snapshot.corpus[number].text for number in numbers if number is not None)


def _is_right(outcome: ProbeOutcome, gold: frozenset[str], texts: frozenset[str]) -> bool:
    """Return whether an answer is what its label says, wherever that passage stands by now."""
    if not gold:
        return not outcome.answered
    return outcome.answered and (outcome.text in texts or outcome.passage in gold)


def without_repetitions(probes: Iterable[Probe], limit: int) -> Sequence[Probe]:
    """Return at most `limit` questions, each once."""
    unique: dict[tuple[str, tuple[str, ...]], Probe] = {}
    for probe in probes:
        earlier = tuple(turn.question.casefold() for turn in probe.question.history)
        unique.setdefault((" ".join(probe.question.text.casefold().split()), earlier), probe)
        if len(unique) >= limit:
            break
    return tuple(unique.values())
