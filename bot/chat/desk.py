"""The desk: takes messages from every front end, decides who may do what, and replies."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.chat import card_words, cards, corpus_words, turn_words, votes, words
from bot.chat.amending import Amendments
from bot.chat.article_query import latest_articles
from bot.chat.browsing import Browsing, Field
from bot.chat.card import Card, Caveat
from bot.chat.contents import PerSnapshot
from bot.chat.conversations import Conversations, Said
from bot.chat.forgetting import Forgetting
from bot.chat.latest import Latest, newest
from bot.chat.latest_turns import asked_latest
from bot.chat.manners import Manners
from bot.chat.message import KEEPING, Message, Reach, Reply, Tell, Verb, unheard
from bot.chat.readable import encodable, has_words, readable, strange
from bot.chat.records import Records, talk_of
from bot.chat.repeats import Repeats
from bot.chat.selection import selected
from bot.chat.short_turns import ShortTurn, short_turn
from bot.chat.source_turns import source
from bot.chat.speech import Speech, speech
from bot.chat.suggestions import Suggestions
from bot.chat.threads import Threads, on_this_loop
from bot.chat.trail import Spot, Trail
from bot.chat.worthwhile import CANDIDATES, rest_of
from bot.errors import BuildStopped, Busy, BylineError, ModeratorsOnly, NoArticles, NothingToServe, SeveralServers, TooMuch
from bot.library import Library, Snapshot, questions_to_try
from bot.model import Answer, Question, Turn
from bot.store.answers import Given
from bot.store.store import Store
from bot.text.display import sendable

LONGEST_QUESTION = 1000
"""Characters."""
EXAMPLES = 3
"""Questions that the help gives as examples."""
_log = logging.getLogger(__name__)


class Desk:
    """Answers messages; never raises. What takes time is done on threads, which whoever makes the desk closes."""

    def __init__(
        self,
        library: Library,
        conversations: Conversations,
        threads: Threads,
        clock: Callable[[], float],
        today: Callable[[], dt.date],
        manners: Manners | None = None,
        store: Store | None = None,
    ) -> None:
        """Take what it answers from and remembers with; without `manners` anybody may ask as much as they like.

        Without a `store` answers and votes are known as long as the desk is.
        """
        self._store = store or Store.open(None, clock)
        self.records = Records(library, conversations, self._store.answers, self._store.posts, clock)
        self.amendments = Amendments(library, self._store.answers, threads, today)
        self._library = library
        self._conversations = conversations
        self._threads = threads
        self._clock = clock
        self._today = today
        self._loaded_at = clock()
        self._suggestions = Suggestions(threads, clock)
        self._manners = manners or Manners(0, 0)
        self._repeats = Repeats()
        self.forgetting = Forgetting(conversations, self._suggestions, self._repeats, self._store)
        self._browsing = Browsing()
        self._examples = PerSnapshot(partial(questions_to_try, most=EXAMPLES))

    async def handle(self, message: Message, tell: Tell = unheard) -> Reply:
        """The reply to a message; what goes wrong is said in it. A reload tells how far it is."""
        say = speech(message.language)
        message = encodable(message)
        said: Sequence[Said] = ()
        try:
            said = await self.records.said(message)
            reply = await self._reply(message, said, say, tell)
        except TooMuch as problem:
            reply = replace(words.refusal(say, problem), reach=Reach.NOBODY if problem.told else Reach.ASIDE)
        except Busy as problem:
            reach = self._manners.overloaded(message.author, self._clock())
            reply = replace(words.refusal(say, problem), reach=reach)
        except BylineError as problem:
            reply = words.refusal(say, problem)
        except Exception:  # noqa: BLE001 - whatever it is, somebody is waiting for an answer
            _log.exception("could not handle a message (%s)", message.verb)
            reply = words.sentence(say("error.unknown"), private=True, error=True)
        return self.records.keep(message, said, replace(reply, language=say.language))

    def given(self, question: str, channel: str, messages: Sequence[str], *, points: bool = False) -> None:
        """Told by the front end in which messages, of which channel, the reply to a message stands by now, or that it only `points` at another."""
        self.records.delivered(question, channel, messages, points=points)
        self.amendments.delivered()

    def looked(self, message: str, reply: Reply) -> None:
        """Told by the front end that another view of an answer stands in a message by now."""
        self.records.looked(message, reply)

    async def answered(self, question: str) -> Given | None:
        """The answer that a message was given, within a week."""
        return await self.records.answered(question)

    async def forget(self, question: str) -> Given | None:
        """Forget a question and its answer, which is returned for its messages to be deleted."""
        return await self.forgetting.question(question)

    async def suggest(self, author: str, typed: str, *, outlets: bool = False) -> tuple[str, ...]:
        """What to offer to somebody who types a question, or else one of the `outlets` that articles cite; the best first."""
        typed, snapshot = sendable(typed), self._library.snapshot
        return await (self._suggestions.outlets(typed, snapshot) if outlets else self._suggestions.questions(author, typed, snapshot))

    async def offered(self, field: Field, typed: str) -> tuple[tuple[str, str], ...]:
        """What to offer somebody who types a name: at most 25, each as it is shown and as it is to be given back."""
        return await self._threads.aside(partial(self._browsing.offered, field, sendable(typed), self._library.snapshot))

    async def _reply(self, message: Message, said: Sequence[Said], say: Speech, tell: Tell) -> Reply:
        """Return the reply to what may be asked; raises TooMuch and NoArticles."""
        self._manners.check(message, self._clock())
        if (post := await self.records.posted(message)) is not None:
            return turn_words.posted(say, message.verb, post)
        if not self._library.snapshot.corpus.article_count and message.verb not in {Verb.HELP, *KEEPING}:
            raise NoArticles
        return await self._dispatch(message, said, say, tell)

    async def _dispatch(self, message: Message, said: Sequence[Said], say: Speech, tell: Tell) -> Reply:
        snapshot = self._library.snapshot
        match message.verb:
            case Verb.ASK:
                return await self._ask(message, said, say)
            case Verb.ABOUT:
                question = selected(message.text)
                asked = replace(message, text=question or "")
                return await self._ask(asked, said, say) if question else words.sentence(say("question.no-text"), private=True, error=True)
            case Verb.SOURCES:
                return await (self._on_card(message, say) if message.text else self._sources(message, said, say))
            case Verb.MORE:
                return await (self._clicked_more(message, say) if message.text else self._more(message, said, say))
            case Verb.SHOW | Verb.ANSWER | Verb.CONTEXT | Verb.FILE | Verb.SHARE | Verb.RIGHT | Verb.WRONG:
                return await self._on_card(message, say)
            case Verb.HELP:
                return words.help_text(say, await self._to_try())
            case Verb.LATEST:
                return await self._latest(message, say, message.text.strip()) or await self._ask(message, said, say)
            case Verb.ARTICLES | Verb.ARTICLE | Verb.OUTLETS:
                return await self._browse(message, say)
        return await self._keep(message, snapshot, say, tell)

    async def _keep(self, message: Message, snapshot: Snapshot, say: Speech, tell: Tell) -> Reply:
        """What moderators may do."""
        if not message.moderator:
            raise SeveralServers(message.several) if message.several else ModeratorsOnly
        if message.verb is Verb.RELOAD:
            return await self._threads.aside(partial(self._reload, say, on_this_loop(tell)))
        if message.verb is Verb.LIST:
            return await self._threads.in_turn(message.author, partial(corpus_words.catalogue, say, snapshot.corpus, int(message.text or 0)))
        ago, reading, refused = self._clock() - self._loaded_at, self._library.reading, self._library.refused
        return await self._threads.aside(partial(corpus_words.status, say, snapshot, ago, reading, refused))

    async def _ask(self, message: Message, said: Sequence[Said], say: Speech) -> Reply:
        text = readable(message.text)
        if not has_words(text):
            return words.unasked(say, await self._to_try(), empty=not text, private=message.private)
        if len(text) > LONGEST_QUESTION:
            return words.sentence(say("question.too-long", most=LONGEST_QUESTION), private=True, error=True)
        wants = short_turn(text)
        if wants is ShortTurn.MORE:
            return await self._more(message, said, say)
        if wants is ShortTurn.SOURCE:
            return await self._sources(message, said, say)
        topic = asked_latest(text)
        if topic is not None and (latest := await self._latest(message, say, topic)):
            return latest
        if wants is ShortTurn.BARE and not (said and said[-1].answered):
            return words.sentence(say("bare.unanswered-before" if said else "bare.nothing-before", asked=text), private=message.private)
        loaded_at = self._loaded_at
        found, rest, reply = await self._threads.in_turn(message.author, partial(self._find, text, said, message, say))
        if not found.answered and strange(text, self._library.snapshot.answerer.reading.spoken):
            return words.sentence(say("question.strange"), private=message.private)
        spot, fact = Spot.of(found.best) if found.best else None, found.fact if found.answered else None
        self.records.remember(message, Said(text, self._clock(), spot, fact, rest))
        self._suggestions.remember(message.author, text, message.server)
        earlier = self._repeats.earlier(message, reply, loaded_at, self._clock())
        if found.best is not None:
            more = turn_words.more(say, rest, self._library.snapshot.corpus)
            actions = card_words.buttons(say, reply.again, Verb.ANSWER, more, reply.actions, private=message.private)
            reply = replace(reply, actions=actions)
        return replace(reply, private=message.private, earlier=earlier)

    async def _to_try(self) -> Sequence[str]:
        """Questions that the articles surely answer."""
        return await self._threads.aside(partial(self._examples.of, self._library.snapshot))

    def _find(self, text: str, said: Sequence[Said], message: Message, say: Speech) -> tuple[Answer, Trail, Reply]:
        corpus = self._library.snapshot.corpus
        found = self._library.ask(self._question(text, message, tuple(one.turn(corpus) for one in said)))
        return found, rest_of(found), words.answer(say, found, self._library.snapshot.corpus)

    def _question(self, text: str, message: Message, turns: tuple[Turn, ...] = ()) -> Question:
        """What a message asks; raises UnknownOutlet and NotADate."""
        today = self._today()
        only = self._library.snapshot.answerer.allowed.only(message.outlet, message.since, today)
        return Question(text, turns, CANDIDATES, today=today, only=only)

    async def _latest(self, message: Message, say: Speech, topic: str) -> Reply | None:
        """The newest on a matter, or the newest articles where there is none; None where it names nothing to look for."""
        if not topic:
            return await self._browse(replace(message, verb=Verb.ARTICLES, text=latest_articles(message.outlet, message.since)), say)
        found = await self._threads.in_turn(message.author, partial(self._newest, message, say, topic))
        if found is not None and message.verb is not Verb.LATEST:
            self.records.remember(message, Said(message.text.strip(), self._clock(), found.spot, rest=found.rest))
        return replace(found.reply, private=message.private) if found else None

    def _newest(self, message: Message, say: Speech, topic: str) -> Latest | None:
        return newest(self._library, self._question(topic, message), say)

    async def _browse(self, message: Message, say: Speech) -> Reply:
        return await self._threads.in_turn(message.author, partial(self._browsing.reply, message, self._library.snapshot, say))

    async def _more(self, message: Message, said: Sequence[Said], say: Speech) -> Reply:
        """The next passage on the last question."""
        last = said[-1] if said else None
        if last is None:
            return words.sentence(say("more.no-question"), private=message.private)
        if last.rest.spots:
            return await self._further(message, say, last.rest, last)
        if last.fact:
            return words.sentence(say("more.of-a-fact"), private=message.private)
        return words.sentence(say("more.nothing-further" if last.spot else "more.nothing-near"), private=message.private)

    async def _clicked_more(self, message: Message, say: Speech) -> Reply:
        """What a button carries; where the conversation still is about the same question, what comes after that too."""
        corpus = self._library.snapshot.corpus
        carried = Trail.read(message.text, corpus)
        if carried is None:
            return words.sentence(say("more.too-old"), private=True, error=True)
        last = self._last(message)
        known = last.rest.start_at_spot(carried.spots[0]) if last and carried.spots else None
        # Another question may lead to the same passage, but hardly to the same ones after it.
        same = known is not None and Trail.read(known.write(corpus), corpus) == carried
        return await (self._further(message, say, known, last) if known and same else self._further(message, say, carried, None))

    async def _further(self, message: Message, say: Speech, rest: Trail, last: Said | None) -> Reply:
        """The first passage of a trail that is still served; remembered as shown to the question that it belongs to."""
        snapshot = self._library.snapshot
        for place, spot in enumerate(rest.spots):
            if spot.served(snapshot.corpus) is None:
                continue
            after = rest.start_at(place + 1)
            first = last is not None and not last.answered
            if last:
                turn = Said(last.question, self._clock(), spot, rest=after, root=last.root or last.id)
                self.records.remember(message, turn)
            caveat = Caveat.NONE if place < rest.answering else Caveat.CLOSEST if first else Caveat.NEXT_CLOSEST
            more = turn_words.more(say, after, snapshot.corpus)
            again = partial(cards.answered, say, Card(spot, caveat), snapshot, more, private=message.private)
            return await self._threads.in_turn(message.author, again)
        return words.sentence(say("more.changed"), private=message.private or message.clicked is not None)

    async def _sources(self, message: Message, said: Sequence[Said], say: Speech) -> Reply:
        last = said[-1] if said else None
        if last is None:
            return words.sentence(say("source.nothing-shown"), private=message.private)
        if not last.answered:
            return words.sentence(say("source.unanswered" if last.rest.spots else "source.unanswered-nothing-near"), private=message.private)
        reply = await self._threads.in_turn(message.author, partial(source, last, self._library.snapshot, say))
        return replace(reply or words.sentence(say("source.gone")), private=message.private)

    async def _on_card(self, message: Message, say: Speech) -> Reply:
        """What a button below an answer brings."""
        snapshot = self._library.snapshot
        card = Card.read(message.text, snapshot.corpus)
        if card is None:
            return words.sentence(say("card.changed"), private=True, error=True)
        if message.verb in {Verb.RIGHT, Verb.WRONG}:
            return await votes.vote(say, message, card, self._last(message), self._store)
        return await self._threads.in_turn(message.author, partial(cards.look, say, message, card, snapshot))

    def _last(self, message: Message) -> Said | None:
        """The last turn of a conversation, by the ids that what it shows has by now."""
        last = self._conversations.last(talk_of(message), self._clock())
        return last and last.now(self._library.snapshot.corpus)

    def _reload(self, say: Speech, progress: Tell) -> Reply:
        try:
            diff = self._library.reload(progress)
        except (NothingToServe, BuildStopped) as problem:
            return corpus_words.kept(say, problem, self._library.snapshot.corpus)
        self._loaded_at = self._clock()
        self.amendments.reloaded()
        return corpus_words.reloaded(say, diff, self._library.snapshot.report)
