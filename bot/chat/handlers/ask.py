"""What somebody says: a question, or a turn that asks for more, for a source or for the newest."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat.conversation.chitchat import detect_chitchat
from bot.chat.conversation.intents import Intent, detect_intent
from bot.chat.conversation.latest_intent import parse_latest_request
from bot.chat.conversation.question_extraction import extract_question
from bot.chat.conversation.text_cleaning import clean_text, has_words
from bot.chat.conversation.typed_commands import parse_typed_command
from bot.chat.handlers.answer import AnswerHandler
from bot.chat.handlers.chitchat import ChitchatHandler
from bot.chat.handlers.context import RequestContext
from bot.chat.handlers.help import HelpHandler
from bot.chat.handlers.latest import LatestHandler
from bot.chat.handlers.more import MoreHandler
from bot.chat.handlers.views import ViewHandler
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering.answer_replies import no_question_reply, text_reply

MAX_QUESTION_CHARS = 1000
"""Characters of a question."""


@dataclass(frozen=True, slots=True)
class AskHandler:
    """Replies to ASK, ABOUT and LATEST: hands each on to what the text asks for."""

    answers: AnswerHandler
    more: MoreHandler
    views: ViewHandler
    latest: LatestHandler
    help_handler: HelpHandler
    chitchat: ChitchatHandler

    async def ask(self, context: RequestContext) -> Reply:
        """Answer a question, or do what a turn without one wants."""
        request, tr, last = context.request, context.tr, context.last_turn
        text = clean_text(request.text)
        if typed := parse_typed_command(text):
            command, text = typed
            if command is not Command.ASK:
                return await self.chitchat.run(context, command, text)
        if not has_words(text):
            examples = await self.help_handler.sample_questions()
            return no_question_reply(tr, examples, empty=not text, private=request.private)
        if len(text) > MAX_QUESTION_CHARS:
            return text_reply(
                tr("question.too-long", most=MAX_QUESTION_CHARS), private=True, error=True
            )
        if talk := detect_chitchat(text):
            return await self.chitchat.reply(context, talk)
        intent = detect_intent(text)
        if intent is Intent.MORE:
            return await self.more.more_of_last(context)
        if intent is Intent.SOURCE:
            return await self.views.source_of_last(context)
        topic = parse_latest_request(text)
        if topic is not None and (latest := await self.latest.show(context, topic)):
            return latest
        # A turn without an answer is no step away from those before it.
        if intent is Intent.ELLIPTICAL_QUESTION and not any(
            turn.answered for turn in context.turns
        ):
            key = "bare.unanswered-before" if last else "bare.nothing-before"
            return text_reply(tr(key, asked=text), private=request.private)
        return await self.answers.answer(context, text)

    async def ask_about(self, context: RequestContext) -> Reply:
        """Answer the question that a message of somebody holds."""
        question = extract_question(context.request.text)
        if not question:
            return text_reply(context.tr("question.no-text"), private=True, error=True)
        return await self.ask(replace(context, request=replace(context.request, text=question)))

    async def ask_for_latest(self, context: RequestContext) -> Reply:
        """Show the newest on a topic; where it names nothing to look for, answer it."""
        found = await self.latest.show(context, context.request.text.strip())
        return found or await self.ask(context)
