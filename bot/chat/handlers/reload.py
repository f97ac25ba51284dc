"""Reloads and undos: shown first, then done, or done at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.open_preview import PreviewHolder
from bot.chat.handlers.context import RequestContext
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import ProgressCallback, Reply
from bot.chat.rendering import corpus_admin, reload_previews
from bot.chat.scheduling.executor import FairExecutor, call_on_this_loop
from bot.errors import BuildStopped, EmptyCorpus, NothingToUndo, PreviewOutdated
from bot.library import Library
from bot.moderation.answer_changes import Probe, ProbeSource
from bot.moderation.changes import CapturedState, CommittedChange
from bot.moderation.corpus_records import CorpusRecords
from bot.moderation.reload_preview import (
    MAX_RECENT_QUESTIONS,
    ReloadPreview,
    build_preview,
)
from bot.moderation.revisions import change_without_record


class ReloadHandler:
    """Replies to RELOAD, PREVIEW, UNDO, APPLY and CANCEL of moderators."""

    def __init__(
        self,
        library: Library,
        executor: FairExecutor,
        history: AnswerHistory,
        records: CorpusRecords,
        on_served: Callable[[], None],
        clock: Callable[[], float],
    ) -> None:
        """Take what is told when other articles are served, and a clock that counts seconds."""
        self._library = library
        self._executor = executor
        self._history = history
        self._records = records
        self._revisions = records.revisions
        self._on_served = on_served
        self._previews = PreviewHolder(executor, library.discard, clock)

    async def reply(self, context: RequestContext) -> Reply:
        """Do what a moderator wants.

        Raises PreviewGone, PreviewOutdated, PreviewInProgress, ReloadInProgress, NothingToUndo and
        WriteFailed.
        """
        try:
            match context.request.command:
                case Command.RELOAD:
                    return await self._reload(context)
                case Command.APPLY:
                    return await self._apply(context)
                case Command.CANCEL:
                    self._previews.get(context.request.text)
                    self._previews.close()
                    return reload_previews.cancelled_reply(context.tr)
                case _:
                    return await self._preview(context)
        except (EmptyCorpus, BuildStopped) as problem:
            return corpus_admin.reload_failure(context.tr, problem, self._library.snapshot.corpus)

    async def _reload(self, context: RequestContext) -> Reply:
        progress, actor = call_on_this_loop(context.progress), context.request.author
        if self._revisions is None:
            serve = partial(self._library.reload, progress)
            change = partial(change_without_record, actor, serve, self._records.unix_clock)
        else:
            change = partial(self._revisions.reload, actor, progress)
        return await self._served(context, await self._executor.run_detached(change))

    async def _preview(self, context: RequestContext) -> Reply:
        request, previews = context.request, self._previews
        if request.text:
            opened = previews.get(request.text)
            return reload_previews.preview_reply(
                context.tr, opened, previews.seconds_left(opened), request.author
            )
        opened_before = previews.current
        if opened_before is not None and opened_before.owner != request.author:
            return reload_previews.preview_reply(
                context.tr, opened_before, previews.seconds_left(opened_before), request.author
            )
        with previews.in_progress(request.author_name or request.author):
            previews.close()
            recent = await self._recent_questions()
            read = self._read_undo if request.command is Command.UNDO else self._read_reload
            preview = await self._executor.run_detached(
                partial(read, recent, call_on_this_loop(context.progress))
            )
        if not preview.changes_anything:
            previews.put_away(preview.prepared)
            return reload_previews.nothing_reply(context.tr, preview)
        opened = previews.open(preview, request.author, request.author_name or request.author)
        return reload_previews.preview_reply(
            context.tr, opened, previews.seconds_left(opened), request.author
        )

    async def _recent_questions(self) -> tuple[Probe, ...]:
        found = await self._history.recent_questions(MAX_RECENT_QUESTIONS)
        return tuple(Probe(question, ProbeSource.RECENT) for question in found)

    def _read_reload(self, recent: tuple[Probe, ...], progress: ProgressCallback) -> ReloadPreview:
        state = self._revisions.capture() if self._revisions else CapturedState(None)
        return build_preview(self._library.prepare(progress), state, recent, self._records.saved)

    def _read_undo(self, recent: tuple[Probe, ...], progress: ProgressCallback) -> ReloadPreview:
        if self._revisions is None:
            raise NothingToUndo
        plan = self._revisions.plan_undo()
        with self._revisions.staged(plan) as place:
            prepared = self._library.prepare(progress, place)
        return build_preview(prepared, CapturedState(None), recent, self._records.saved, plan)

    async def _apply(self, context: RequestContext) -> Reply:
        opened = self._previews.get(context.request.text)
        preview, actor = opened.preview, context.request.author
        revisions, progress = self._revisions, call_on_this_loop(context.progress)
        change: Callable[[], CommittedChange]
        if revisions is None:
            serve = partial(self._library.apply, preview.prepared)
            change = partial(change_without_record, actor, serve, self._records.unix_clock)
        elif preview.plan is not None:
            change = partial(revisions.undo, actor, preview.plan, progress)
        else:
            change = partial(revisions.apply, actor, preview.prepared, preview.state)
        try:
            committed = await self._executor.run_detached(change)
        except PreviewOutdated:
            self._previews.close()
            raise
        self._previews.close(applied=True)
        return await self._served(context, committed)

    async def _served(self, context: RequestContext, committed: CommittedChange) -> Reply:
        self._on_served()
        is_logged = await self._records.audit.write(committed.change)
        return reload_previews.done_reply(
            context.tr, committed, self._library.snapshot.report, is_logged=is_logged
        )
