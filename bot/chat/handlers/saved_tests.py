"""Exchanges saved as tests, and saved tests asked again, for moderators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from bot.chat.conversation.exchanges import ExchangeReader, to_exchange, with_label
from bot.chat.handlers.context import RequestContext
from bot.chat.i18n import Translations
from bot.chat.messages.commands import Command
from bot.chat.messages.passage_ref import REF_CHARS, PassageRef, decode_ref, encode_ref
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import saved_test_replies
from bot.chat.rendering.answer_replies import text_reply
from bot.chat.rendering.labels import article_label, label
from bot.chat.scheduling.executor import FairExecutor
from bot.errors import WriteFailed
from bot.library import Library, Snapshot
from bot.moderation.replay_report import replay_labelled
from bot.moderation.saved_tests import (
    SavedExchange,
    SavedTests,
    conversation_file,
    labelled_file,
)
from bot.question_answer import HistoryTurn, Question
from bot.store.opening import OpenStore

MAX_OPTIONS = 10
"""Passages that are offered as the right one."""
_NOTHING = "-"
"""Says in a button that no passage answers."""
_TEXT = re.compile(rf"(?P<question>\S+)(?: (?P<label>-|[\w-]{{{REF_CHARS}}}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class SavedTestHandler:
    """Replies to SAVE_TEST, SAVE_CONVERSATION, SAVE_LABELLED and REPLAY."""

    library: Library
    executor: FairExecutor
    open_store: OpenStore
    tests: SavedTests

    async def reply(self, context: RequestContext) -> Reply:
        """Show an exchange to be saved, save it, or ask what is saved again."""
        if context.request.command is Command.REPLAY:
            return await self._replay(context)
        written = _TEXT.fullmatch(context.request.text)
        asked = written["question"] if written else ""
        records = await ExchangeReader(self.open_store).find(asked)
        if not written or not records:
            return text_reply(context.tr("test.gone"), private=True, error=True)
        exchange = to_exchange(records, self.library.snapshot.corpus)
        logged = await self.open_store().answers.logged(records[-1].question)
        is_doubted = logged is not None and logged.wrong_votes > logged.right_votes
        return await self.executor.run_detached(
            partial(
                self._show_or_save,
                context,
                exchange,
                written["label"] or "",
                records[-1].question,
                is_doubted=is_doubted,
            )
        )

    def _show_or_save(
        self,
        context: RequestContext,
        exchange: SavedExchange,
        chosen: str,
        asked: str,
        *,
        is_doubted: bool,
    ) -> Reply:
        tr, snapshot = context.tr, self.library.snapshot
        last = exchange.last
        is_decided = bool(chosen) or not (
            is_doubted or (last.passage is None and last.fact is None and not last.abstains)
        )
        if chosen:
            ref = None if chosen == _NOTHING else decode_ref(chosen, snapshot.corpus)
            number = ref.resolve(snapshot.corpus) if ref else None
            if chosen != _NOTHING and number is None:
                return text_reply(tr("card.changed"), private=True, error=True)
            passage = None if number is None else snapshot.corpus[number].id
            exchange = with_label(exchange, passage, snapshot.corpus)
        if context.request.command is Command.SAVE_TEST or not is_decided:
            text = f"{asked} {chosen}".strip()
            options = _options(tr, exchange, asked, snapshot)
            return saved_test_replies.form_reply(
                tr, exchange, text, options, snapshot, is_decided=is_decided
            )
        return self._save(context, exchange)

    def _save(self, context: RequestContext, exchange: SavedExchange) -> Reply:
        as_labelled = context.request.command is Command.SAVE_LABELLED
        saved = labelled_file(exchange) if as_labelled else conversation_file(exchange)
        problem = None
        try:
            (self.tests.save_labelled if as_labelled else self.tests.save_conversation)(exchange)
        except WriteFailed as error:
            problem = error
        folder = str(self.tests.folder) if self.tests.folder else None
        return saved_test_replies.saved_reply(context.tr, saved, folder, problem)

    async def _replay(self, context: RequestContext) -> Reply:
        folder = self.tests.folder
        if folder is None:
            return text_reply(context.tr("test.no-folder"), private=True, error=True)
        played = await self.tests.replay(folder)
        labelled = await self.executor.run_detached(
            lambda: tuple(replay_labelled(folder, self.library))
        )
        return saved_test_replies.replay_reply(
            context.tr, (*played, *labelled), self.library.snapshot.corpus
        )


def _options(
    tr: Translations, exchange: SavedExchange, asked: str, snapshot: Snapshot
) -> list[tuple[str, str]]:
    """Return the passages that come nearest to a question, and that none answers it."""
    history = tuple(
        HistoryTurn(turn.question, turn.fact or turn.passage_text, turn.passage)
        for turn in exchange.turns[:-1]
    )
    question = Question(exchange.last.question, history, MAX_OPTIONS, today=exchange.day)
    corpus = snapshot.corpus
    found = [(tr("test.none-answers"), f"{asked} {_NOTHING}")]
    for candidate in snapshot.answerer.answer(question).candidates:
        passage = candidate.passage
        number = corpus.find_passage(passage.id)
        if number is not None:
            ref = encode_ref(PassageRef.to(passage, None), corpus.passage_key(number))
            name = f"{label(passage.text, 60)} · {article_label(passage.article)}"
            found.append((name, f"{asked} {ref}"))
    return found
