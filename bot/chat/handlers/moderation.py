"""What only moderators may do: reload the articles, list them, see how the bot is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.chat.conversation.corrections import Corrections
from bot.chat.handlers.articles import ArticleHandler
from bot.chat.handlers.context import RequestContext
from bot.chat.i18n import Translations
from bot.chat.messages.request_reply import ARTICLE_CHANGES, Command, ProgressCallback, Reply
from bot.chat.rendering import corpus_admin
from bot.chat.scheduling.executor import FairExecutor, call_on_this_loop
from bot.errors import AmbiguousServer, BuildStopped, EmptyCorpus, ModeratorsOnly
from bot.library import Library
from bot.moderation.corpus_editor import CorpusEditor


class ModerationHandler:
    """Replies to what only moderators may do; RELOAD, LIST and STATUS by itself."""

    def __init__(
        self,
        library: Library,
        executor: FairExecutor,
        corrections: Corrections,
        editor: CorpusEditor,
        clock: Callable[[], float],
    ) -> None:
        self._library = library
        self._executor = executor
        self._corrections = corrections
        self._clock = clock
        self._loaded_at = clock()
        self._articles = ArticleHandler(editor, executor, self._note_reload, clock)

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
        if request.command in ARTICLE_CHANGES:
            return await self._articles.change(context)
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
        self._note_reload()
        return corpus_admin.reload_reply(tr, diff, self._library.snapshot.report)

    def _note_reload(self) -> None:
        """Note that other articles are served by now."""
        self._loaded_at = self._clock()
        self._corrections.note_reload()
