"""Files of the corpus folder read and changed: each whole or not at all, and none outside of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.corpus.folder import article_id_of, list_article_files
from bot.moderation.article_names import lookalike_key
from bot.moderation.manifest import content_digest
from bot.moderation.refusals import ChangeRefused, Refusal
from bot.private_files import write_whole

_MISSING = {errno.ENOENT, errno.ENOTDIR}


@dataclass(frozen=True, slots=True)
class ArticleFileChange:
    """What is to become of one file of the corpus."""

    path: str | None
    """Where it is, under the corpus; None for a new one."""
    digest: str
    """Of its content as it was when somebody looked at the change; empty for a new one."""
    new_path: str | None
    """Where it is to be; None where it is to be removed."""
    content: bytes | None = None
    """What it is to hold; None: what it holds."""


class CorpusWriter:
    """Changes files in a folder; used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Return the folder with the articles."""
        return self._folder

    def paths(self) -> tuple[str, ...]:
        """Return the paths of all files of articles, also of those that can't be read."""
        if not self._folder.is_dir():
            raise ChangeRefused(Refusal.NO_FOLDER, str(self._folder))
        return tuple(file.path for file in list_article_files(self._folder).files)

    def read(self, path: str) -> bytes:
        """Return what a file holds; raises ChangeRefused."""
        file = self._locate(path)
        try:
            return file.read_bytes()
        except OSError as error:
            if error.errno in _MISSING:
                raise ChangeRefused(Refusal.CHANGED_SINCE, path) from error
            raise ChangeRefused(Refusal.NOT_READ, path, error.strerror or "") from error

    def check_new(self, path: str, instead_of: str | None = None) -> None:
        """Raise ChangeRefused where a new file would take or resemble the place of another one.

        `instead_of` is the file that it comes from, which does not count.
        """
        wanted = lookalike_key(path)
        for other in self.paths():
            if other == instead_of or lookalike_key(other) != wanted:
                continue
            same = article_id_of(other) == article_id_of(path)
            raise ChangeRefused(Refusal.EXISTS if same else Refusal.LOOKS_LIKE, path, other)
        if path != instead_of and os.path.lexists(self._locate(path)):
            raise ChangeRefused(Refusal.EXISTS, path, path)

    def check(self, changes: Sequence[ArticleFileChange]) -> None:
        """Raise ChangeRefused where the folder is no longer as it was, or can't be written."""
        self.paths()
        for change in changes:
            for path in {change.path, change.new_path} - {None}:
                above = self._locate(str(path)).parent
                while not above.exists():
                    above = above.parent
                if not os.access(above, os.W_OK | os.X_OK):
                    why = os.strerror(errno.EACCES)
                    raise ChangeRefused(Refusal.NOT_WRITTEN, str(path), why)
            if change.path is not None and content_digest(self.read(change.path)) != change.digest:
                raise ChangeRefused(Refusal.CHANGED_SINCE, change.path)
            if change.new_path is not None and change.new_path != change.path:
                self.check_new(change.new_path, change.path)

    def apply(self, changes: Sequence[ArticleFileChange]) -> None:
        """Change files, all of them or none; raises ChangeRefused.

        Where the process ends meanwhile, each file is as it was or as it is to be.
        """
        self.check(changes)
        done: list[Callable[[], object]] = []
        path = ""
        try:
            for change in changes:
                path = change.new_path or change.path or ""
                self._perform(change, done)
        except OSError as error:
            for revert in reversed(done):
                with suppress(OSError):
                    revert()
            raise ChangeRefused(Refusal.NOT_WRITTEN, path, error.strerror or "") from error

    def _perform(self, change: ArticleFileChange, done: list[Callable[[], object]]) -> None:
        """Change one file, and note what takes that back; raises OSError."""
        before = None if change.path is None else self._locate(change.path)
        if change.new_path is None:
            assert before is not None
            content, mode = before.read_bytes(), before.stat().st_mode
            before.unlink()
            done.append(lambda: _write(before, content, mode))
            return
        after = self._locate(change.new_path)
        for folder in reversed([above for above in after.parents if not above.exists()]):
            folder.mkdir()
            done.append(folder.rmdir)
        if before is not None and before != after:
            before.rename(after)
            done.append(lambda: after.rename(before))
        if change.content is None:
            return
        if before is None:
            write_whole(after, change.content)
            done.append(after.unlink)
        else:
            content, mode = after.read_bytes(), after.stat().st_mode
            _write(after, change.content, mode)
            done.append(lambda: _write(after, content, mode))

    def _locate(self, path: str) -> Path:
        """Return the file of a path under the corpus; raises ChangeRefused behind a link."""
        file = self._folder / path
        steps = [file, *file.parents]
        for step in steps[: steps.index(self._folder)]:
            if step.is_symlink():
                raise ChangeRefused(Refusal.LINK, path)
        return file


def _write(file: Path, content: bytes, mode: int) -> None:
    """Write a file whole, for who could read it before."""
    write_whole(file, content, lambda path, flags: os.open(path, flags, mode & 0o777))
