"""What a reload changed, as it is told: articles by kind, and how many passages."""

from __future__ import annotations

from dataclasses import dataclass

from bot.corpus.corpus import Corpus
from bot.corpus.diff import diff, passage_texts
from bot.model import Article


@dataclass(frozen=True, slots=True)
class ReloadDiff:
    """What a reload changed."""

    added: tuple[Article, ...]
    changed: tuple[Article, ...]
    removed: tuple[Article, ...]
    passages_added: int
    passages_removed: int
    articles: int
    passages: int
    moved: tuple[tuple[Article, Article], ...] = ()
    """As they were, and as they are; those that were changed as well stand in `changed` too."""


def diff_corpora(old: Corpus, new: Corpus) -> ReloadDiff:
    """Return what became of the articles of `old` in `new`, by id and content."""
    found = diff(old, new)
    passages_added = sum(len(passage_texts(new, number)) for number in found.added)
    passages_removed = sum(len(passage_texts(old, number)) for number in found.removed)
    for old_number, number in found.changed:
        old_texts, new_texts = passage_texts(old, old_number), passage_texts(new, number)
        passages_added += len(new_texts - old_texts)
        passages_removed += len(old_texts - new_texts)
    return ReloadDiff(
        tuple(map(new.article, found.added)),
        tuple(new.article(number) for _, number in found.changed),
        tuple(map(old.article, found.removed)),
        passages_added,
        passages_removed,
        new.article_count,
        len(new),
        tuple((old.article(old_number), new.article(number)) for old_number, number in found.moved),
    )
