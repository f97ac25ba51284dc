"""What moderators do to single articles: show it first, do it when it is confirmed."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath

from bot.chat.handlers.context import RequestContext
from bot.chat.i18n import Translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Reply, Request
from bot.chat.rendering import article_changes
from bot.chat.rendering.answer_replies import error_reply
from bot.chat.scheduling.executor import FairExecutor, call_on_this_loop
from bot.chat.scheduling.token_bucket import TokenBuckets
from bot.errors import NotFound
from bot.library import Library
from bot.moderation.article_draft import write_form
from bot.moderation.article_input import ArticleInput
from bot.moderation.corpus_editor import CorpusEditor, PreparedChange
from bot.moderation.corpus_records import CorpusRecords
from bot.moderation.pending_changes import PendingChanges
from bot.moderation.refusals import ChangeRefused, Refusal

MAX_FILES_PER_MINUTE = 20
"""Files that one moderator may hand in, or look at to change, in a minute."""
_NOTHING = ArticleInput()


class ArticleHandler:
    """Replies to ARTICLE_CHANGES, for moderators alone."""

    def __init__(
        self,
        library: Library,
        executor: FairExecutor,
        records: CorpusRecords,
        on_served: Callable[[], None],
        clock: Callable[[], float],
    ) -> None:
        """Take what is told when other articles are served, and a clock that counts seconds."""
        pending = records.pending or PendingChanges(None, records.unix_clock)
        self._editor = CorpusEditor(library, records.revisions, pending)
        self._executor = executor
        self._audit = records.audit
        self._on_served = on_served
        self._files = TokenBuckets(MAX_FILES_PER_MINUTE, clock)

    async def change(self, context: RequestContext) -> Reply:
        """Do what a moderator wants of an article; raises ChangeRefused and NotFound."""
        request, tr = context.request, context.tr
        match request.command:
            case Command.APPLY_CHANGE:
                return await self._apply(context)
            case Command.SHOW_CHANGE | Command.CANCEL_CHANGE:
                reply = self._look_again
            case Command.EXPORT:
                reply = self._export
            case _:
                self._count(request)
                reply = self._prepare
        return await self._executor.run_detached(partial(reply, request, tr))

    def _count(self, request: Request) -> None:
        """Count the files of a request; raises ChangeRefused where they are too many."""
        many = max(1, len(request.article.files)) if request.article else 1
        if wait := self._files.seconds_until(request.author, many):
            raise ChangeRefused(Refusal.TOO_OFTEN, number=math.ceil(wait))
        self._files.take(request.author, many)

    def _prepare(self, request: Request, tr: Translations) -> Reply:
        given = request.article or _NOTHING
        if request.command is Command.EDIT_ARTICLE and not given.files and given.text is None:
            return article_changes.window_reply(tr, self._editor.source(request.text))
        written = write_form(given.form) if given.form else (given.text or "").encode()
        try:
            reply = article_changes.prepared_reply(tr, self._read(request, given))
        except (ChangeRefused, NotFound) as problem:
            reply = error_reply(tr, problem)
        return (
            article_changes.with_text_returned(tr, reply, written)
            if reply.error and written
            else reply
        )

    def _read(self, request: Request, given: ArticleInput) -> PreparedChange:
        """Read what a request would change; raises ChangeRefused and NotFound."""
        author, name = request.author, request.text
        match request.command:
            case Command.ADD_ARTICLE if given.form is not None:
                return self._editor.prepare_form(author, given.form)
            case Command.ADD_ARTICLE if given.files:
                return self._editor.prepare_new(author, given.files)
            case Command.EDIT_ARTICLE if given.files:
                return self._editor.prepare_file_edit(author, name, given.files[0])
            case Command.EDIT_ARTICLE if given.text is not None:
                return self._editor.prepare_text_edit(author, name, given.text, given.digest)
            case Command.REMOVE_ARTICLE:
                return self._editor.prepare_removal(author, name)
            case Command.RENAME_ARTICLE:
                return self._editor.prepare_renaming(author, name, given.new_name)
            case _:
                raise ChangeRefused(Refusal.NO_CONTENT)

    def _look_again(self, request: Request, tr: Translations) -> Reply:
        if request.command is Command.SHOW_CHANGE:
            return article_changes.prepared_reply(
                tr, self._editor.show(request.author, request.text)
            )
        self._editor.cancel(request.author, request.text)
        return article_changes.cancelled_reply(tr)

    async def _apply(self, context: RequestContext) -> Reply:
        request, progress = context.request, call_on_this_loop(context.progress)
        prepared, committed = await self._executor.run_detached(
            partial(self._editor.apply, request.author, request.text, progress)
        )
        self._on_served()
        is_logged = await self._audit.write(committed.change)
        return article_changes.applied_reply(context.tr, prepared, committed, is_logged=is_logged)

    def _export(self, request: Request, tr: Translations) -> Reply:
        limit = (request.article or _NOTHING).max_export_bytes
        path, content = self._editor.export(request.text, limit)
        return article_changes.exported_reply(tr, PurePosixPath(path).name, content)
