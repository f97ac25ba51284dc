"""The desk: takes messages from every front end, decides who may do what, and replies."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import replace

from bot.chat import corpus_words, words
from bot.chat.conversations import Conversations
from bot.chat.message import Message, Quote, Reply, Verb
from bot.errors import BylineError, Faults, ModeratorsOnly, NotFound, NothingToServe
from bot.library import Library, Snapshot
from bot.model import Question, Span
from bot.text.sentences import sentences

LONGEST_QUESTION = 1000
"""Characters."""
_SOURCE = re.compile(r"\s*(?:(?:what(?:['’]s| is) (?:the|your) )?sources?|who says (?:that|so|this))\s*\??\s*", re.IGNORECASE)
_PASSAGE = re.compile(r"([0-9a-f]{16})(?::(\d{1,9})-(\d{1,9}))?")
_log = logging.getLogger(__name__)


class Desk:
    """Answers messages; never raises."""

    def __init__(self, library: Library, conversations: Conversations, clock: Callable[[], float]) -> None:
        self._library = library
        self._conversations = conversations
        self._clock = clock
        self._loaded_at = clock()

    async def handle(self, message: Message) -> Reply:
        """The reply to a message; what goes wrong is said in it."""
        try:
            return await self._dispatch(message)
        except (Faults, NothingToServe) as problem:
            return corpus_words.kept(problem)
        except BylineError as problem:
            return words.refusal(problem)
        except Exception:  # noqa: BLE001 - whatever it is, somebody is waiting for an answer
            _log.exception("could not handle a message (%s)", message.verb)
            return words.sentence(words.UNKNOWN_ERROR, private=True, error=True)

    async def _dispatch(self, message: Message) -> Reply:
        snapshot = self._library.snapshot
        match message.verb:
            case Verb.ASK:
                return await self._ask(message)
            case Verb.SOURCES:
                return self._sources(message)
            case Verb.SHOW:
                return _show(message.text, snapshot)
            case Verb.HELP:
                return words.help_text()
        if not message.moderator:
            raise ModeratorsOnly
        if message.verb is Verb.RELOAD:
            return await self._reload()
        if message.verb is Verb.LIST:
            corpus = snapshot.corpus
            return corpus_words.catalogue((corpus.article(a), len(corpus.passages_of(a))) for a in range(corpus.article_count))
        return corpus_words.status(snapshot, self._clock() - self._loaded_at)

    async def _ask(self, message: Message) -> Reply:
        text = message.text.strip()
        if not text:
            return words.sentence(words.EMPTY, private=message.private)
        if len(text) > LONGEST_QUESTION:
            return words.sentence(words.TOO_LONG.format(most=LONGEST_QUESTION), private=True, error=True)
        if _SOURCE.fullmatch(text):
            return self._sources(message)
        question = Question(text, self._conversations.turns(message.conversation, self._clock()))
        found = await asyncio.to_thread(self._library.ask, question)
        self._conversations.remember(message.conversation, found, self._clock())
        return replace(words.answer(found, self._library.snapshot.corpus), private=message.private)

    def _sources(self, message: Message) -> Reply:
        last = self._conversations.last(message.conversation, self._clock())
        if last is None or last.best is None:
            return words.sentence(words.NOTHING_SHOWN, private=message.private)
        best = last.best
        corpus = self._library.snapshot.corpus
        evidence = []
        for citation in best.attribution.citations:
            number = corpus.find(citation.passage)
            if number is not None:
                evidence.append(Quote(corpus[number].text, _sentence_at(corpus[number].text, citation.start)))
        reply = words.source(best.passage, best.attribution, evidence)
        return Reply(reply.blocks, private=message.private)

    async def _reload(self) -> Reply:
        diff = await asyncio.to_thread(self._library.reload)
        self._loaded_at = self._clock()
        return corpus_words.reloaded(diff)


def _show(text: str, snapshot: Snapshot) -> Reply:
    """A passage by its key, with a part of it marked."""
    given = _PASSAGE.fullmatch(text)
    number = snapshot.corpus.find_key(given[1]) if given else None
    if given is None or number is None:
        raise NotFound("passage")
    passage = snapshot.corpus[number]
    mark = None
    if given[2]:
        start, end = int(given[2]), int(given[3])
        # A reload may have changed the passage since the button was made: then nothing is marked.
        if start < end <= len(passage.text):
            mark = Span(start, end)
    return words.shown(passage, snapshot.attributions[number], Quote(passage.text, mark))


def _sentence_at(text: str, place: int) -> Span | None:
    return next((span for span in sentences(text) if span.start <= place < span.end), None)
