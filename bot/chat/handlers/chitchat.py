"""Replies to those who talk to the bot itself, and to commands that came as messages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat.browsing.article_query import latest_articles_query
from bot.chat.conversation.chitchat import Chitchat
from bot.chat.handlers.browse import BrowseHandler
from bot.chat.handlers.context import RequestContext
from bot.chat.handlers.help import HelpHandler
from bot.chat.messages.commands import MODERATION, Command
from bot.chat.messages.request_reply import Line, Reply
from bot.chat.rendering.answer_replies import text_reply
from bot.library import Library


@dataclass(frozen=True, slots=True)
class ChitchatHandler:
    """Replies to small talk: with help, with lists, or with a sentence."""

    library: Library
    browse: BrowseHandler
    help_handler: HelpHandler

    async def reply(self, context: RequestContext, talk: Chitchat) -> Reply:
        """Reply to what somebody says to the bot itself."""
        tr, request = context.tr, context.request
        match talk:
            case Chitchat.HELP:
                return await self.run(context, Command.HELP, "")
            case Chitchat.LIST_ARTICLES:
                query = latest_articles_query(request.outlet, request.since)
                return await self.run(context, Command.ARTICLES, query)
            case Chitchat.LIST_OUTLETS:
                return await self.run(context, Command.OUTLETS, "")
            case Chitchat.COUNT_ARTICLES:
                corpus = self.library.snapshot.corpus
                text = tr(
                    "chitchat.count",
                    articles=tr.count("article", corpus.article_count),
                    passages=tr.count("passage", len(corpus)),
                )
            case Chitchat.IDENTITY:
                lines = (Line(tr("chitchat.identity")), Line(tr("help.what")))
                return Reply(lines, private=request.private)
            case Chitchat.GREETING:
                examples = await self.help_handler.sample_questions()
                key = "chitchat.greeting-example" if examples else "chitchat.greeting"
                text = tr(key, question=examples[0] if examples else "")
            case Chitchat.WELL_BEING:
                text = tr("chitchat.well-being")
            case Chitchat.THANKS:
                text = tr("chitchat.thanks")
            case Chitchat.FAREWELL | Chitchat.QUIT:
                text = tr("chitchat.farewell")
        return text_reply(text, private=request.private)

    async def run(self, context: RequestContext, command: Command, text: str) -> Reply:
        """Do what a command does that came as a message.

        Moderation is left to Discord's own commands, which alone say who may, and so is what
        concerns one person alone, who alone sees their replies.
        """
        if command in (*MODERATION, Command.WATCHES, Command.PRIVACY):
            typed = context.tr("chitchat.typed", command=context.request.text.strip())
            return text_reply(typed, private=context.request.private)
        request = replace(context.request, command=command, text=text)
        of_command = replace(context, request=request)
        if command is Command.HELP:
            reply = await self.help_handler.help(of_command)
            return replace(reply, private=request.private)
        return await self.browse.browse(of_command)
