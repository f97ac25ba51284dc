"""Answers given: what a question goes on from, and what an answer stands for later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.chat.conversation.abstention import with_abstention
from bot.chat.conversation.history import ConversationHistory, ConversationKey, Turn
from bot.chat.conversation.quotes import current_fact, find_current, is_current, quoted_passages
from bot.chat.i18n import Translations
from bot.chat.local_time import local_time
from bot.chat.messages.commands import Command
from bot.chat.messages.passage_ref import EMPTY_CURSOR, PassageRef, ResultCursor
from bot.chat.messages.reply_refs import PostedReply
from bot.chat.messages.request_reply import Audience, Reply, Request
from bot.chat.rendering import intent_replies
from bot.corpus.corpus import Corpus
from bot.library import Library
from bot.model import Span
from bot.question_answer import Question
from bot.store.opening import OpenStore
from bot.store.records import AnswerRecord

_log = logging.getLogger(__name__)

RECORDED_COMMANDS = (
    Command.ASK,
    Command.ABOUT,
    Command.LATEST,
    Command.SOURCES,
    Command.MORE,
    Command.SHARE,
)
"""What brings an answer; the rest looks at one, browses, or is the moderators' own."""

_EXAMINED_PER_RECENT = 5
"""Answers that are looked through for each recent question that is wanted."""
POSTED_COMMANDS = (Command.MORE, Command.SHARE)
"""What a button posts once, if it posts it for everybody."""


class AnswerHistory:
    """Answers given, beside the conversations that they are turns of."""

    def __init__(
        self,
        library: Library,
        conversations: ConversationHistory,
        open_store: OpenStore,
        clock: Callable[[], float],
    ) -> None:
        """Take what dates turns, in seconds: the clock of the conversations."""
        self._library = library
        self._conversations = conversations
        self._open_store = open_store
        self._clock = clock

    async def turns(self, request: Request) -> tuple[Turn, ...]:
        """Return what a request goes on from, oldest first.

        These are the turns of its conversation, or what led to the answer that it names.

        Who goes on from an older answer leaves behind what was said after it.
        """
        key, now = _conversation_key(request), self._clock()
        if request.reply_to and not request.is_edit:
            await self._resume_from(request, key, now)
        if request.is_edit and not self._conversations.contains(key, now, request.id):
            record = await self._open_store().answers.by_question(request.id)
            return await self._turns_leading_to(record.follows, now) if record else ()
        turns = self._conversations.turns(key, now, before=request.id)
        if request.is_edit:
            self._conversations.clear_turn(key, request.id)
        if turns and turns[-1].next_results == EMPTY_CURSOR and turns[-1].id:
            # Only the newest turn keeps what comes next; where a later one was changed or
            # deleted, the record of the answer knows it.
            record = await self._open_store().answers.by_question(turns[-1].id)
            next_results = (
                self._next_results(record, self._library.snapshot.corpus)
                if record
                else EMPTY_CURSOR
            )
            return (*turns[:-1], replace(turns[-1], next_results=next_results))
        return turns

    def last_turn(self, request: Request) -> Turn | None:
        """Return the newest turn of a conversation, by the ids that its passages have by now."""
        turns = self._conversations.turns(_conversation_key(request), self._clock())
        return turns[-1].with_current_ids(self._library.snapshot.corpus) if turns else None

    def remember(self, request: Request, turn: Turn) -> None:
        """Add a turn to the conversation; an old question that was edited stays where it was."""
        key, now = _conversation_key(request), self._clock()
        if not request.is_edit or self._conversations.contains(key, now, request.id):
            self._conversations.remember(key, replace(turn, id=request.id, at=now))

    def record(
        self, request: Request, turns: Sequence[Turn], reply: Reply, latency_seconds: float
    ) -> Reply:
        """Keep what a request was answered, and after what; returns the reply, and never raises."""
        if (
            not request.id
            or request.command not in RECORDED_COMMANDS
            or reply.audience is not Audience.CHANNEL
            or reply.posted_before
        ):
            return reply
        try:
            record = self._to_record(request, turns, reply)
            self._open_store().answers.record(replace(record, latency_seconds=latency_seconds))
            if (button := _button_key(request)) and not (request.private or reply.private):
                self._open_store().posts.record(button, request.id)
        except Exception:  # noqa: BLE001 - whatever it is, the answer itself is well
            _log.exception("An answer could not be saved")
        return reply

    def _to_record(self, request: Request, turns: Sequence[Turn], reply: Reply) -> AnswerRecord:
        conversation = self._conversations.turns(_conversation_key(request), self._clock())
        turn = next((turn for turn in conversation if turn.id == request.id), None)
        unsaid = request.text if reply.answer else ""
        record = AnswerRecord(
            question=request.id,
            author=request.author,
            conversation=request.conversation,
            text=request.text,
            at=self._open_store().answers.now,
            question_text=turn.question if turn else unsaid,
            quoted=quoted_passages(reply, self._library.snapshot.corpus),
            private=request.private or reply.private,
            abstained=reply.answer is not None and not reply.answer.answered,
            is_weak_match=reply.is_weak_match,
            follows=turns[-1].id if turns else "",
            next_results=next(
                (action.text for action in reply.actions if action.command is Command.MORE), ""
            ),
            language=reply.language,
            server=request.server,
            root=turn.root_question if turn else "",
        )
        return with_abstention(record, reply.answer) if reply.answer else record

    def record_delivery(
        self, question: str, channel: str, messages: Sequence[str], *, is_pointer: bool = False
    ) -> None:
        """Note in which messages a reply stands, or that it only `is_pointer` at another."""
        self._open_store().answers.record_delivery(
            question, channel, messages, is_pointer=is_pointer
        )

    async def posted_reply(self, request: Request, tr: Translations) -> Reply | None:
        """Say that the clicked button posted its answer before; None where it has not."""
        button = _button_key(request)
        posted = await self._open_store().posts.find(button) if button else None
        if posted is None:
            return None
        there = PostedReply(posted.channel, posted.message)
        return intent_replies.already_posted_reply(tr, request.command, there)

    def record_view(self, message: str, reply: Reply) -> None:
        """Note what a message shows after its answer was looked at more closely."""
        self._open_store().answers.record_view(
            message, quoted_passages(reply, self._library.snapshot.corpus)
        )

    async def find_answer(self, question: str) -> AnswerRecord | None:
        """Return the answer that a message was given, within a week."""
        return await self._open_store().answers.by_question(question)

    async def find_by_message(self, message: str) -> AnswerRecord | None:
        """Return the answer that a message of ours is a part of."""
        return await self._open_store().answers.by_message(message)

    async def forget(self, question: str) -> AnswerRecord | None:
        """Forget a question with its answer and the votes on it; returns the answer."""
        # Where it was a post of a button, that button may post again.
        self._open_store().posts.forget(question)
        record = await self._open_store().answers.by_question(question)
        self._open_store().forget(question)
        if record is not None:
            self.forget_turns(record)
        return record

    async def recent_questions(self, limit: int) -> tuple[Question, ...]:
        """Return the questions that everybody on a server saw asked, the newest first.

        Those that people asked alone are theirs.
        """
        answers, corpus = self._open_store().answers, self._library.snapshot.corpus
        found: list[Question] = []
        for logged in await answers.since(0.0, _EXAMINED_PER_RECENT * limit):
            record = logged.answer
            if record.private or not record.server or not record.question_text:
                continue
            turns = (
                await self._turns_leading_to(record.follows, self._clock())
                if record.follows
                else ()
            )
            earlier = tuple(turn.to_history_turn(corpus) for turn in turns)
            day = local_time(record.at).date()
            found.append(Question(record.question_text, earlier, today=day))
            if len(found) >= limit:
                break
        return tuple(found)

    def forget_turns(self, record: AnswerRecord) -> None:
        """Forget the turns of a question in its conversation."""
        alone = record.author if record.private else None
        key = ConversationKey(record.conversation, alone, record.server)
        self._conversations.forget(key, record.question)

    def forget_person(self, person: str) -> None:
        """Forget the conversations of one person; those of several go by their questions."""
        self._conversations.forget_person(person)

    def forget_server(self, server: str) -> None:
        """Forget all that was said on a server."""
        self._open_store().forget_server(server)
        self._conversations.forget_server(server)

    async def _resume_from(self, request: Request, key: ConversationKey, now: float) -> None:
        """Go on from the answer that a request names.

        Where that is unknown, or not for its author to see, the newest turn stays the last.
        """
        record = await self._open_store().answers.by_message(
            request.reply_to
        ) or await self._open_store().answers.by_question(request.reply_to)
        if record is None or (record.private and record.author != request.author):
            return
        turn = record.question if record.question_text else record.follows
        known = self._conversations.turns(key, now)
        if known and known[-1].id == turn:
            return
        position = next((position for position, item in enumerate(known) if item.id == turn), None)
        self._conversations.resume_from(
            key,
            known[: position + 1]
            if position is not None
            else await self._turns_leading_to(turn, now),
            now,
        )

    async def _turns_leading_to(self, question: str, now: float) -> tuple[Turn, ...]:
        corpus = self._library.snapshot.corpus
        chain = await self._open_store().answers.chain(question, self._conversations.max_turns)
        return tuple(self._to_turn(record, corpus, now) for record in chain if record.question_text)

    def _to_turn(self, record: AnswerRecord, corpus: Corpus, now: float) -> Turn:
        """Return an answer as a turn of a conversation, with what is still served of it."""
        first = record.quoted[0] if record.quoted and not record.abstained else None
        ref = fact = None
        if first is not None and is_current(first, corpus) and first.checksum:
            if first.field:
                fact = current_fact(first, corpus)
            elif (number := find_current(first, corpus)) is not None:
                passage = corpus[number]
                ref = PassageRef.to(passage, Span(first.start, first.end) if first.end else None)
        next_results = self._next_results(record, corpus)
        return Turn(
            record.question_text, now, ref, fact, next_results, record.question, record.root
        )

    @staticmethod
    def _next_results(record: AnswerRecord, corpus: Corpus) -> ResultCursor:
        return ResultCursor.decode(record.next_results, corpus) or EMPTY_CURSOR


def _button_key(request: Request) -> str:
    """Return the key of a button that posts; empty where none was clicked."""
    clicked = request.clicked
    return (
        f"{clicked.key} {request.command} {request.text}"
        if clicked and request.command in POSTED_COMMANDS and request.text
        else ""
    )


def _conversation_key(request: Request) -> ConversationKey:
    """Whose earlier turns count for a message, and who sees the answer."""
    return ConversationKey(
        request.conversation, request.author if request.private else None, request.server
    )
