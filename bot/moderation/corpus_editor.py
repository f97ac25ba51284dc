"""Articles added, changed, removed and renamed: read and shown, then confirmed and written."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

from bot.corpus.records import NO_BODY
from bot.corpus.suffixes import suffix_of
from bot.indexing.pipeline import ProgressCallback, ignore_progress
from bot.library import Library
from bot.moderation.article_draft import (
    ArticleDraft,
    check_content,
    check_form,
    read_draft,
    with_layout_of,
    write_form,
)
from bot.moderation.article_input import ArticleForm, ArticleSource, OutsideFile
from bot.moderation.article_lookup import article_key, find_path
from bot.moderation.article_names import check_article_path, lookalike_key, name_of_title
from bot.moderation.changes import CommittedChange
from bot.moderation.corpus_export import EXPORT_NAME, export_too_large, export_zip
from bot.moderation.corpus_writer import ArticleFileChange, CorpusWriter
from bot.moderation.manifest import content_digest
from bot.moderation.pending_changes import ChangeAction, PendingChange, PendingChanges
from bot.moderation.refusals import ChangeRefused, Refusal
from bot.moderation.revisions import Revisions, change_without_record

_DIGEST_CHARS = 16
"""Characters of a digest that a window carries."""


@dataclass(frozen=True, slots=True)
class PreparedChange:
    """A change as it is shown before it is confirmed."""

    id: str
    """What confirms it carries this; empty where a fault forbids it."""
    action: ChangeAction
    before: tuple[ArticleDraft | None, ...]
    """Each file as it is; None for a new one."""
    after: tuple[ArticleDraft | None, ...]
    """The same as they would be; None where one is removed."""


class CorpusEditor:
    """Changes articles for moderators; may be used by several threads."""

    def __init__(
        self, library: Library, revisions: Revisions | None, pending: PendingChanges
    ) -> None:
        """Take where changes are kept; without `revisions` they can't be undone."""
        self._library = library
        self._revisions = revisions
        self._pending = pending
        self._applying = threading.Lock()

    def prepare_new(self, author: str, files: Sequence[OutsideFile]) -> PreparedChange:
        """Read files that are to be added; raises ChangeRefused."""
        changes = [
            ArticleFileChange(None, "", check_article_path(file.name), file.content)
            for file in files
        ]
        return self._prepare(author, ChangeAction.ADD, changes)

    def prepare_form(self, author: str, form: ArticleForm) -> PreparedChange:
        """Read what was written into the window, which names its file; raises ChangeRefused."""
        content = write_form(check_form(form))
        path = self._free_path(name_of_title(form.title))
        return self._prepare(author, ChangeAction.ADD, [ArticleFileChange(None, "", path, content)])

    def prepare_file_edit(self, author: str, name: str, file: OutsideFile) -> PreparedChange:
        """Read a file that is to take the place of an article's; raises ChangeRefused, NotFound."""
        path = self._find(name)
        if suffix_of(file.name) != suffix_of(path):
            raise ChangeRefused(Refusal.FORMAT_DIFFERS, file.name, path)
        return self._prepare_edit(author, path, file.content)

    def prepare_text_edit(self, author: str, name: str, text: str, digest: str) -> PreparedChange:
        """Read a text that a window was opened with, and gives back changed.

        `digest` is that of the file at the time. Raises ChangeRefused, NotFound.
        """
        path = self._find(name)
        content = self._writer.read(path)
        if content_digest(content)[:_DIGEST_CHARS] != digest:
            raise ChangeRefused(Refusal.CHANGED_SINCE, path)
        return self._prepare_edit(author, path, with_layout_of(text, content))

    def prepare_removal(self, author: str, name: str) -> PreparedChange:
        """Read the article that is to go; raises ChangeRefused, NotFound."""
        path, corpus = self._find(name), self._library.snapshot.corpus
        if corpus.article_count == 1 and corpus.article(0).path == path:
            raise ChangeRefused(Refusal.LAST_ARTICLE, path)
        digest = content_digest(self._writer.read(path))
        return self._prepare(author, ChangeAction.REMOVE, [ArticleFileChange(path, digest, None)])

    def prepare_renaming(self, author: str, name: str, new_name: str) -> PreparedChange:
        """Read an article as it would be under another name; raises ChangeRefused, NotFound."""
        path = self._find(name)
        new_name = new_name.strip()
        if not suffix_of(new_name):
            new_name += PurePosixPath(path).suffix
        new_path = check_article_path(new_name)
        if new_path == path:
            raise ChangeRefused(Refusal.UNCHANGED, path)
        digest = content_digest(self._writer.read(path))
        return self._prepare(
            author, ChangeAction.RENAME, [ArticleFileChange(path, digest, new_path)]
        )

    def source(self, name: str) -> ArticleSource:
        """Return the text of an article's file; raises ChangeRefused, NotFound."""
        path = self._find(name)
        content = self._writer.read(path)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ChangeRefused(Refusal.NO_WINDOW, path) from error
        return ArticleSource(
            path,
            article_key(path),
            text,
            content_digest(content)[:_DIGEST_CHARS],
        )

    def show(self, author: str, change_id: str) -> PreparedChange:
        """Return a change that waits as it was shown before; raises ChangeRefused."""
        return self._read(change_id, self._pending.get(change_id, author))

    def apply(
        self, author: str, change_id: str, progress: ProgressCallback = ignore_progress
    ) -> tuple[PreparedChange, CommittedChange]:
        """Make a change that waits, and return it as it was shown and as it was done.

        Raises ChangeRefused, and what `Revisions.commit` does.
        """
        with self._applying:
            change = self._pending.get(change_id, author)
            prepared = self._read(change_id, change)
            committed = self._commit(change, progress)
            self._pending.discard(change_id)
        return prepared, committed

    def _commit(self, change: PendingChange, progress: ProgressCallback) -> CommittedChange:
        write = partial(self._writer.apply, change.changes)
        subject = _subject(change.changes)
        if self._revisions is not None:
            return self._revisions.commit(change.author, change.action, subject, write, progress)
        write()
        done = change_without_record(
            change.author, partial(self._library.reload, progress), self._pending.clock
        )
        return replace(done, change=replace(done.change, action=change.action, subject=subject))

    def cancel(self, author: str, change_id: str) -> None:
        """Give up a change that waits; raises ChangeRefused."""
        self._pending.get(change_id, author)
        self._pending.discard(change_id)

    def export(self, name: str, max_bytes: int) -> tuple[str, bytes]:
        """Return an article's file, or a zip of all where no name is given, with its name.

        Raises ChangeRefused where it has more than `max_bytes`, and NotFound.
        """
        writer = self._writer
        if not name:
            return EXPORT_NAME, export_zip(writer, writer.paths(), max_bytes)
        path = self._find(name)
        content = writer.read(path)
        if len(content) > max_bytes:
            raise export_too_large(path, max_bytes)
        return path, content

    @property
    def _writer(self) -> CorpusWriter:
        return CorpusWriter(self._library.snapshot.folder)

    def _prepare_edit(self, author: str, path: str, content: bytes) -> PreparedChange:
        before = self._writer.read(path)
        if before == content:
            raise ChangeRefused(Refusal.UNCHANGED, path)
        change = ArticleFileChange(path, content_digest(before), path, content)
        return self._prepare(author, ChangeAction.EDIT, [change])

    def _prepare(
        self, author: str, action: ChangeAction, changes: Sequence[ArticleFileChange]
    ) -> PreparedChange:
        """Read changes as they would be, and have them wait; raises ChangeRefused."""
        for change in changes:
            if change.content is not None and change.new_path is not None:
                check_content(change.new_path, change.content)
        self._writer.check(changes)
        _check_each_other(changes)
        prepared = self._read("", PendingChange(author, action, tuple(changes), 0.0))
        for before, after in zip(prepared.before, prepared.after, strict=True):
            if after is not None and action in {ChangeAction.ADD, ChangeAction.EDIT}:
                self._check_copy(after, before)
        if any(after is not None and after.faults for after in prepared.after):
            return prepared
        return replace(prepared, id=self._pending.add(author, action, tuple(changes)))

    def _read(self, change_id: str, change: PendingChange) -> PreparedChange:
        """Read the files of a change as they are and as they would be; raises ChangeRefused."""
        attributor = self._library.snapshot.answerer.attributor
        before: list[ArticleDraft | None] = []
        after: list[ArticleDraft | None] = []
        for item in change.changes:
            content = b""
            if item.path is None:
                before.append(None)
            else:
                content = self._writer.read(item.path)
                before.append(read_draft(item.path, content, attributor))
            if item.new_path is None:
                after.append(None)
            else:
                content = content if item.content is None else item.content
                after.append(read_draft(item.new_path, content, attributor))
        return PreparedChange(change_id, change.action, tuple(before), tuple(after))

    def _check_copy(self, draft: ArticleDraft, before: ArticleDraft | None) -> None:
        """Raise ChangeRefused where another article has the very words of a draft."""
        if draft.body == NO_BODY:
            return
        snapshot = self._library.snapshot
        for number in (snapshot.bundle.arrays["article.body"] == draft.body).nonzero()[0].tolist():
            path = snapshot.corpus.article(number).path
            if before is None or path != before.path:
                raise ChangeRefused(Refusal.SAME_TEXT, draft.path, path)

    def _find(self, name: str) -> str:
        """Return the path of an article by its key, id, path or title; raises NotFound."""
        return find_path(self._library.snapshot, self._writer.paths(), name)

    def _free_path(self, name: str) -> str:
        """Return a path of that name, or of that name with a number, that no article has."""
        for number in range(1, 1000):
            path = f"{name}.md" if number == 1 else f"{name}-{number}.md"
            try:
                self._writer.check_new(path)
            except ChangeRefused as refused:
                if refused.reason not in {Refusal.EXISTS, Refusal.LOOKS_LIKE}:
                    raise
            else:
                return path
        raise ChangeRefused(Refusal.EXISTS, f"{name}.md", f"{name}.md")


def _check_each_other(changes: Sequence[ArticleFileChange]) -> None:
    """Raise ChangeRefused where two new files of one change are in each other's way."""
    seen: dict[str, str] = {}
    for change in changes:
        if change.path is not None or change.new_path is None:
            continue
        other = seen.setdefault(lookalike_key(change.new_path), change.new_path)
        if other is not change.new_path:
            raise ChangeRefused(Refusal.LOOKS_LIKE, change.new_path, other)


def _subject(changes: Sequence[ArticleFileChange]) -> str:
    """Return the files of a change in a line."""
    return ", ".join(
        " → ".join(dict.fromkeys(filter(None, (change.path, change.new_path))))
        for change in changes
    )
