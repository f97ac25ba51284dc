"""What the desk knows of answers given: what a question goes on from, and what an answer stands for later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.chat.conversations import Conversations, Said, Talk
from bot.chat.message import Message, Post, Reach, Reply, Verb
from bot.chat.quoting import fact_now, now_at, quoted, stands
from bot.chat.trail import END, Spot, Trail
from bot.corpus.corpus import Corpus
from bot.library import Library
from bot.model import Span
from bot.store.answers import Answers, Given
from bot.store.posts import Posts

_log = logging.getLogger(__name__)

KEPT = (Verb.ASK, Verb.ABOUT, Verb.LATEST, Verb.SOURCES, Verb.MORE, Verb.SHARE)
"""What brings an answer; the rest looks at one, browses, or is the moderators' own."""

POSTED = (Verb.MORE, Verb.SHARE)
"""What a button posts once, if it posts it for everybody."""


class Records:
    """Answers given, beside the conversations that they are turns of."""

    def __init__(
        self,
        library: Library,
        conversations: Conversations,
        answers: Answers,
        posts: Posts,
        clock: Callable[[], float],
    ) -> None:
        """Take what dates turns, in seconds: the clock of the conversations."""
        self._library = library
        self._conversations = conversations
        self._answers = answers
        self._posts = posts
        self._clock = clock

    async def said(self, message: Message) -> tuple[Said, ...]:
        """What a message goes on from, oldest first: the turns of its conversation, or what led to the answer that it names.

        Who goes on from an older answer leaves behind what was said after it.
        """
        talk, now = talk_of(message), self._clock()
        if message.after and not message.edited:
            await self._go_back(message, talk, now)
        if message.edited and not self._conversations.holds(talk, now, message.id):
            given = await self._answers.to(message.id)
            return await self._chain(given.after, now) if given else ()
        said = self._conversations.said(talk, now, before=message.id)
        if message.edited:
            self._conversations.open(talk, message.id)
        if said and said[-1].rest == END and said[-1].id:
            # Only the newest turn keeps what comes next; what it was is still known where a later one was changed or deleted.
            given = await self._answers.to(said[-1].id)
            rest = self._rest(given, self._library.snapshot.corpus) if given else END
            return (*said[:-1], replace(said[-1], rest=rest))
        return said

    def remember(self, message: Message, said: Said) -> None:
        """Add a turn to the conversation; an old question that was edited stays where it was."""
        talk = talk_of(message)
        if not message.edited or self._conversations.holds(talk, said.at, message.id):
            self._conversations.remember(talk, replace(said, id=message.id))

    def keep(self, message: Message, said: Sequence[Said], reply: Reply) -> Reply:
        """Keep what a message was answered, and after what; gives the reply on, and never raises."""
        if not message.id or message.verb not in KEPT or reply.reach is not Reach.HERE or reply.posted:
            return reply
        try:
            self._answers.keep(self._given(message, said, reply))
            if (button := _button(message)) and not (message.private or reply.private):
                self._posts.keep(button, message.id)
        except Exception:  # noqa: BLE001 - whatever it is, the answer itself is well
            _log.exception("An answer could not be kept")
        return reply

    def _given(self, message: Message, said: Sequence[Said], reply: Reply) -> Given:
        turns = self._conversations.said(talk_of(message), self._clock())
        turn = next((one for one in turns if one.id == message.id), None)
        unsaid = message.text if reply.answer else ""
        return Given(
            question=message.id,
            author=message.author,
            conversation=message.conversation,
            text=message.text,
            at=self._answers.now,
            about=turn.question if turn else unsaid,
            quoted=quoted(reply, self._library.snapshot.corpus),
            private=message.private or reply.private,
            abstained=reply.answer is not None and not reply.answer.answered,
            close=reply.close,
            after=said[-1].id if said else "",
            rest=next((one.text for one in reply.actions if one.verb is Verb.MORE), ""),
            language=reply.language,
            server=message.server,
            root=turn.root if turn else "",
        )

    def delivered(self, question: str, channel: str, messages: Sequence[str], *, points: bool = False) -> None:
        """Note in which messages a reply stands, or that it only `points` at another."""
        self._answers.delivered(question, channel, messages, points=points)

    async def posted(self, message: Message) -> Post | None:
        """What the button that was clicked posted before; None where it posts nothing, or has not yet."""
        button = _button(message)
        posted = await self._posts.of(button) if button else None
        return Post(posted.channel, posted.message) if posted else None

    def looked(self, message: str, reply: Reply) -> None:
        """Note what a message shows after its answer was looked at more closely."""
        self._answers.quotes(message, quoted(reply, self._library.snapshot.corpus))

    async def answered(self, question: str) -> Given | None:
        """The answer that a message was given, within a week."""
        return await self._answers.to(question)

    async def _go_back(self, message: Message, talk: Talk, now: float) -> None:
        """Go on from the answer that a message names; from the newest turn where it is unknown, or not for who asks to see."""
        given = await self._answers.of(message.after) or await self._answers.to(message.after)
        if given is None or (given.private and given.author != message.author):
            return
        turn = given.question if given.about else given.after
        known = self._conversations.said(talk, now)
        if known and known[-1].id == turn:
            return
        place = next((place for place, one in enumerate(known) if one.id == turn), None)
        self._conversations.begin(talk, known[: place + 1] if place is not None else await self._chain(turn, now), now)

    async def _chain(self, question: str, now: float) -> tuple[Said, ...]:
        corpus = self._library.snapshot.corpus
        chain = await self._answers.before(question, self._conversations.turns)
        return tuple(self._turn(given, corpus, now) for given in chain if given.about)

    def _turn(self, given: Given, corpus: Corpus, now: float) -> Said:
        """An answer as a turn of a conversation, with what is still served of it."""
        first = given.quoted[0] if given.quoted and not given.abstained else None
        spot = fact = None
        if first is not None and stands(first, corpus) and first.check:
            if first.field:
                fact = fact_now(first, corpus)
            elif (number := now_at(first, corpus)) is not None:
                passage = corpus[number]
                spot = Spot.at(passage, Span(first.start, first.end) if first.end else None)
        rest = self._rest(given, corpus)
        return Said(given.about, now, spot, fact, rest, given.question, given.root)

    @staticmethod
    def _rest(given: Given, corpus: Corpus) -> Trail:
        return Trail.read(given.rest, corpus) or END


def _button(message: Message) -> str:
    """What stands for a button that posts; empty where none was clicked."""
    clicked = message.clicked
    return f"{clicked.key} {message.verb} {message.text}" if clicked and message.verb in POSTED and message.text else ""


def talk_of(message: Message) -> Talk:
    """Whose earlier turns count for a message, and who sees the answer."""
    return Talk(message.conversation, message.author if message.private else None, message.server)
