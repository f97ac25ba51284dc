"""A reload, or an undo, as it would be: read aside, and shown before it is done."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.corpus.corpus import Corpus
from bot.library import PreparedReload, Snapshot
from bot.model import Article
from bot.moderation.answer_changes import (
    AnswerChange,
    Probe,
    compare_answers,
    has_changes,
    without_repetitions,
)
from bot.moderation.changes import CapturedState
from bot.moderation.undo_plan import UndoPlan

LAPSE_SECONDS = 600.0
"""Seconds that a preview waits for a decision, and what was read aside is held."""
MAX_RECENT_QUESTIONS = 200
"""Questions of the last days that are asked again."""
MAX_SAVED_QUESTIONS = 500
"""Saved and labelled ones among all that are."""

SavedQuestions = Callable[[Snapshot], Iterable[Probe]]
"""Reads what was saved as tests, against the articles that are served."""


def no_saved_questions(_: Snapshot) -> Iterable[Probe]:
    """Return nothing, where nothing is saved."""
    return ()


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A passage of an article that reads otherwise, is new, or is gone."""

    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article whose passages change."""

    article: Article
    """As it would be."""
    passages: tuple[PassageChange, ...]


@dataclass(frozen=True, slots=True)
class ReloadPreview:
    """What would change."""

    prepared: PreparedReload
    articles: tuple[ArticleChange, ...]
    """Those that are changed."""
    answers: tuple[AnswerChange, ...]
    """The worst first."""
    asked: int
    """How many questions were asked again."""
    state: CapturedState
    """What the folder held when it was read."""
    plan: UndoPlan | None = None
    """Of an undo; None for a reload."""

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to apply, if only that a file can't be read any more."""
        prepared = self.prepared
        return has_changes(prepared) or prepared.fresh.report != prepared.before.report


@dataclass(frozen=True, slots=True)
class OpenPreview:
    """A preview that waits for a decision."""

    key: str
    """What its buttons carry."""
    preview: ReloadPreview
    owner: str
    """Id of who asked for it."""
    owner_name: str
    lapses_at: float
    """In seconds of the clock of who holds it."""


def build_preview(
    prepared: PreparedReload,
    state: CapturedState,
    recent: Sequence[Probe],
    saved: SavedQuestions,
    plan: UndoPlan | None = None,
) -> ReloadPreview:
    """Compare what is served with what was read aside."""
    probes: Sequence[Probe] = ()
    if has_changes(prepared):
        probes = (
            *without_repetitions(recent, MAX_RECENT_QUESTIONS),
            *without_repetitions(saved(prepared.before), MAX_SAVED_QUESTIONS),
        )
    return ReloadPreview(
        prepared,
        tuple(_article_changes(prepared)),
        compare_answers(prepared, probes),
        len(probes),
        state,
        plan,
    )


def _article_changes(prepared: PreparedReload) -> Iterable[ArticleChange]:
    old, new = prepared.before.corpus, prepared.fresh.corpus
    former = {after.id: before.id for before, after in prepared.diff.moved}
    for article in prepared.diff.changed:
        passages = _texts(new, article.id)
        before = _texts(old, former.get(article.id, article.id))
        yield ArticleChange(article, tuple(_passage_changes(before, passages)))


def _texts(corpus: Corpus, article_id: str) -> list[str]:
    number = corpus.find_article(article_id)
    return [] if number is None else corpus.texts_of(number)


def _passage_changes(before: list[str], after: list[str]) -> Iterable[PassageChange]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        old, new = before[start:end], after[new_start:new_end]
        for place in range(max(len(old), len(new))):
            yield PassageChange(
                old[place] if place < len(old) else None,
                new[place] if place < len(new) else None,
            )
