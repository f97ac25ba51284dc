"""What only moderators may do: reload the articles, list them, see how the bot is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from bot.chat.conversation.corrections import Corrections
from bot.chat.handlers.context import Handler, RequestContext
from bot.chat.i18n import Translations
from bot.chat.messages.request_reply import Command, ProgressCallback, Reply
from bot.chat.rendering import corpus_admin
from bot.chat.scheduling.executor import FairExecutor, call_on_this_loop
from bot.errors import AmbiguousServer, BuildStopped, EmptyCorpus, ModeratorsOnly
from bot.library import Library


class ModerationHandler:
    """Replies to RELOAD, LIST and STATUS."""

    def __init__(
        self,
        library: Library,
        executor: FairExecutor,
        corrections: Corrections,
        clock: Callable[[], float],
        others: Mapping[Command, Handler],
    ) -> None:
        """Take what reloads are told to, a clock in seconds, and who replies to other commands."""
        self._library = library
        self._executor = executor
        self._corrections = corrections
        self._clock = clock
        self._others = others
        self._loaded_at = clock()

    @property
    def loaded_at(self) -> float:
        """Return when the articles that are served were read, in seconds of the clock."""
        return self._loaded_at

    async def moderate(self, context: RequestContext) -> Reply:
        """Do what a moderator wants; raises ModeratorsOnly and AmbiguousServer for anybody else."""
        request, tr = context.request, context.tr
        if not request.is_moderator:
            raise (
                AmbiguousServer(request.candidate_servers)
                if request.candidate_servers
                else ModeratorsOnly
            )
        if handler := self._others.get(request.command):
            return await handler(context)
        snapshot = self._library.snapshot
        if request.command is Command.RELOAD:
            return await self._executor.run_detached(
                partial(self._reload, tr, call_on_this_loop(context.progress))
            )
        if request.command is Command.LIST:
            return await self._executor.run_fair(
                request.author,
                partial(corpus_admin.article_list, tr, snapshot.corpus, int(request.text or 0)),
            )
        return await self._executor.run_detached(
            partial(
                corpus_admin.status_reply,
                tr,
                snapshot,
                self._clock() - self._loaded_at,
                self._library.reload_progress,
                self._library.last_failure,
            )
        )

    def _reload(self, tr: Translations, progress: ProgressCallback) -> Reply:
        try:
            diff = self._library.reload(progress)
        except (EmptyCorpus, BuildStopped) as problem:
            return corpus_admin.reload_failure(tr, problem, self._library.snapshot.corpus)
        self._loaded_at = self._clock()
        self._corrections.note_reload()
        return corpus_admin.reload_reply(tr, diff, self._library.snapshot.report)
