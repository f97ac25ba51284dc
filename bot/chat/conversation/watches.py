"""Questions that somebody waits for: asked again after each reload, and answered once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from bot.chat.conversation.more_results import MAX_CANDIDATES, more_results
from bot.chat.conversation.quotes import quoted_passages
from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import answer_view_blocks, intent_replies, watch_replies
from bot.chat.rendering.answer_replies import answer_reply
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library, Snapshot
from bot.question_answer import Answer, Question
from bot.store.opening import OpenStore
from bot.store.records import DAY_SECONDS, AnswerRecord, Watch


class WatchChecker:
    """Finds the questions that can be answered by now.

    What is left to do stands in the store, so that a restart goes on where it was left.
    """

    def __init__(
        self,
        library: Library,
        open_store: OpenStore,
        executor: FairExecutor,
        today: Callable[[], dt.date],
    ) -> None:
        """Take what tells the day, in the bot's time zone."""
        self._library = library
        self._open_store = open_store
        self._executor = executor
        self._today = today
        self._checked: Snapshot | None = None
        self._finished: set[int] = set()
        """Ids of watches that were answered in this process."""

    @property
    def has_pending(self) -> bool:
        """Return whether there are articles that nobody has begun to ask anew.

        So it is at the start, and after each reload.
        """
        return self._checked is not self._library.snapshot

    def mark_started(self) -> None:
        """Note that somebody asks the articles that there are."""
        self._checked = self._library.snapshot

    async def pending(self) -> tuple[tuple[Watch, ...], ...]:
        """Return what is waited for, the same question together, oldest first."""
        store = self._open_store()
        oldest = store.answers.now - store.retention.watches * DAY_SECONDS
        groups: dict[str, list[Watch]] = defaultdict(list)
        for watch in await store.watches.all():
            if watch.at >= oldest:
                groups[watch.question].append(watch)
        return tuple(map(tuple, groups.values()))

    async def is_pending(self, watch: Watch) -> bool:
        """Tell whether somebody still waits: they may have thought better of it."""
        return watch.id not in self._finished and await self._open_store().watches.contains(
            watch.id
        )

    async def find_answer(self, question: str) -> Answer | None:
        """Ask a question by itself, beside those of people; None where it is not answered."""
        answer = await self._executor.run_detached(
            lambda: self._library.ask(Question(question, k=MAX_CANDIDATES, today=self._today()))
        )
        return answer if answer.answered else None

    async def render(self, answer: Answer, language: str, *, private: bool) -> Reply:
        """Return an answer as somebody gets it who asks now."""
        return await self._executor.run_detached(
            partial(_render, answer, language, self._library.snapshot, private=private)
        )

    async def drop(self, watch: Watch) -> None:
        """Note that somebody is not to be told any more."""
        self._finished.add(watch.id)
        await self._open_store().watches.finish(watch)

    async def finish(
        self, watch: Watch, reply: Reply, channel: str, message: str, server: str
    ) -> None:
        """Note that somebody was told, and what, for it to be corrected and gone on from."""
        self._finished.add(watch.id)
        store = self._open_store()
        record = AnswerRecord(
            question=message,
            author=watch.person,
            conversation=f"{channel}:{watch.person}",
            text="",
            at=store.answers.now,
            channel=channel,
            messages=(message,),
            question_text=watch.question,
            quoted=quoted_passages(reply, self._library.snapshot.corpus),
            language=reply.language,
            next_results=next(
                (action.text for action in reply.actions if action.command is Command.MORE), ""
            ),
            server=server,
            # It shows more on that question, and is forgotten with it.
            root=watch.asked,
        )
        await store.watches.finish(watch, record)


def watched_reply(reply: Reply, watch: Watch, name: str = "") -> Reply:
    """Return an answer with what it answers; `name` is who asked, where others see it too."""
    return watch_replies.with_question(reply, watch, name)


def _render(answer: Answer, language: str, snapshot: Snapshot, *, private: bool) -> Reply:
    tr, corpus = translations(language), snapshot.corpus
    reply = answer_reply(tr, answer, corpus)
    more = intent_replies.more_action(tr, more_results(answer), corpus)
    return answer_view_blocks.with_answer_actions(tr, reply, more, private=private)
