"""Questions that a team saved as tests, as a preview of a reload asks them again."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.chat.i18n import translations
from bot.chat.rendering.error_messages import error_text
from bot.errors import Faults
from bot.evaluation.labelled import read_labelled
from bot.library import Snapshot
from bot.moderation.answer_changes import Probe, ProbeSource, find_outcome
from bot.question_answer import HistoryTurn, Question
from bot.replay.conversation_reader import read_conversation

LABELLED_NAME = "questions.jsonl"
_log = logging.getLogger(__name__)


def read_saved_questions(folder: Path, snapshot: Snapshot) -> Iterator[Probe]:
    """Yield the questions of a folder's conversation files and labelled ones.

    A file with faults is left out, and the log says why. The turns before a question are answered
    as the snapshot answers them.
    """
    for file in sorted(folder.glob("*.toml")):
        try:
            yield from _read_conversation(file, snapshot)
        except Faults as faults:
            _log.warning("%s", error_text(translations(), faults))
    labelled = folder / LABELLED_NAME
    if labelled.exists():
        try:
            yield from _read_labelled(labelled, snapshot)
        except Faults as faults:
            _log.warning("%s", error_text(translations(), faults))


def _read_labelled(file: Path, snapshot: Snapshot) -> Iterable[Probe]:
    for item in read_labelled(file, snapshot.corpus, ()):
        yield Probe(item.question, ProbeSource.LABELLED, None if item.about_article else item.gold)


def _read_conversation(file: Path, snapshot: Snapshot) -> Iterator[Probe]:
    conversation = read_conversation(file)
    if conversation.corpus is not None:
        # It is about articles of its own.
        return
    turns: dict[tuple[str, str, str | None], tuple[HistoryTurn, ...]] = {}
    for step in conversation.steps:
        if step.says is None or step.edits is not None:
            continue
        place = (step.author, step.channel, step.thread)
        earlier = turns.get(place, ())
        question = Question(step.says, earlier, today=conversation.today)
        yield Probe(question, ProbeSource.SAVED)
        outcome = find_outcome(snapshot, question)
        answered = HistoryTurn(step.says, outcome.text, outcome.passage or None)
        turns[place] = (*earlier, answered)
