"""An answer printed once: whole, with nothing left to click."""

from __future__ import annotations

import sys
from dataclasses import replace

from bot.chat.conversation.answer_views import render_answer
from bot.chat.i18n import translations
from bot.chat.messages.answer_state import AnswerState, MatchQuality
from bot.chat.messages.passage_ref import PassageRef, ResultCursor
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering.answer_replies import answer_reply
from bot.frontends.terminal.output import Terminal
from bot.library import Snapshot
from bot.question_answer import Answer


def print_answer(answer: Answer, topic: str, snapshot: Snapshot) -> None:
    """Print an answer, or the newest on a topic, and below an abstention the closest passage."""
    Terminal(sys.stdout).reply(replace(_reply(answer, topic, snapshot), actions=()))


def _reply(answer: Answer, topic: str, snapshot: Snapshot) -> Reply:
    tr, corpus = translations(), snapshot.corpus
    if topic:
        from bot.chat.browsing.listing_replies import latest_reply  # noqa: PLC0415 - few ask for it

        return latest_reply(tr, answer, topic, len(answer.candidates), ResultCursor(), corpus)
    reply = answer_reply(tr, answer, corpus)
    if answer.answered or answer.fact or not answer.candidates:
        return reply
    closest = AnswerState(PassageRef.from_candidate(answer.candidates[0]), MatchQuality.CLOSEST)
    shown = render_answer(tr, closest, snapshot, private=False)
    return replace(reply, blocks=(*reply.blocks, *shown.blocks))
