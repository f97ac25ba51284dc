"""Answers looked at more closely, from nothing but what their buttons carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from bot.chat import card_words
from bot.chat.card import Card
from bot.chat.message import Action, Document, Message, Quote, Reply, Shown, Verb
from bot.chat.quoting import sentence_at
from bot.chat.speech import Speech
from bot.chat.trail import Spot
from bot.library import Snapshot, check_verbatim
from bot.model import Citation

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_NAME = 60
"""Characters of an article's id in the name of a file."""


def look(say: Speech, message: Message, card: Card, snapshot: Snapshot) -> Reply:
    """What a button below an answer brings. May take long on a passage of megabytes."""
    match message.verb:
        case Verb.CONTEXT:
            return in_context(say, card, snapshot, private=message.private)
        case Verb.SOURCES:
            return source(say, card, snapshot, private=message.private)
        case Verb.FILE:
            return document(say, card, snapshot)
        case Verb.SHARE:
            return shared(say, card, snapshot, message)
        case _:
            return answered(say, card, snapshot, private=message.private)


def answered(say: Speech, card: Card, snapshot: Snapshot, more: Sequence[Action] = (), *, private: bool) -> Reply:
    """An answer as it was given; `more` comes next."""
    best = _best(card, snapshot)
    blocks = card_words.card_blocks(say, card, best, _served(card.differing, snapshot), _served(card.alike, snapshot), snapshot.corpus)
    return _closer(say, Reply(blocks, shown=None if card.caveat else best, close=bool(card.caveat)), card, snapshot, Verb.ANSWER, more, private=private)


def shared(say: Speech, card: Card, snapshot: Snapshot, message: Message) -> Reply:
    """A private answer for everybody, with who shares it and what was asked."""
    reply = answered(say, card, snapshot, private=False)
    asked = message.clicked.question if message.clicked else ""
    return replace(reply, blocks=(card_words.shared(say, message.name), *reply.blocks), asked=asked)


def in_context(say: Speech, card: Card, snapshot: Snapshot, *, private: bool) -> Reply:
    """An answer between the passages before and after it."""
    best = _best(card, snapshot)
    corpus = snapshot.corpus
    number = _number(card.spot, snapshot)
    passages = corpus.passages_of(corpus.article_of(number))
    before, after = (corpus[one] if one in passages else None for one in (number - 1, number + 1))
    blocks = card_words.context(say, best, before, after, len(passages), corpus)
    return _closer(say, Reply(blocks), card, snapshot, Verb.CONTEXT, private=private)


def source(say: Speech, card: Card, snapshot: Snapshot, *, private: bool) -> Reply:
    """Where an answer comes from. Takes long on a passage of megabytes."""
    best, corpus = _best(card, snapshot), snapshot.corpus
    evidence = [(_as_named(citation, snapshot), quote) for citation in best.attribution.citations if (quote := _evidence(citation, snapshot))]
    reply = card_words.source(say, best, evidence, _where_nearest(best, snapshot), _served((*card.differing, *card.alike), snapshot), corpus)
    check_verbatim(best.passage, corpus)
    return _closer(say, reply, card, snapshot, Verb.SOURCES, private=private)


def document(say: Speech, card: Card, snapshot: Snapshot) -> Reply:
    """The passage of an answer as a file, byte for byte."""
    passage = _best(card, snapshot).passage
    content = passage.text.encode()
    return card_words.document(say, passage, Document(file_name(passage.article.id, passage.number), content), sha256(content).hexdigest())


def file_name(article: str, number: int) -> str:
    """A name for the file of a passage: nothing but ASCII letters, digits and hyphens, whatever the article is called."""
    name = _UNSAFE.sub("-", article)[-_NAME:].strip("-").lower()
    return f"{name}-passage-{number + 1}.txt" if name else f"passage-{number + 1}.txt"


def _closer(say: Speech, reply: Reply, card: Card, snapshot: Snapshot, shown: Verb, more: Sequence[Action] = (), *, private: bool) -> Reply:
    """With the buttons of the answer."""
    again = Action("", shown, card.write(snapshot.corpus))
    actions = card_words.buttons(say, again, shown, more, private=private)
    return replace(reply, actions=actions, again=again, private=private)


def _best(card: Card, snapshot: Snapshot) -> Shown:
    [best] = _served([card.spot], snapshot)
    check_verbatim(best.passage, snapshot.corpus)
    return best


def _served(spots: Iterable[Spot], snapshot: Snapshot) -> list[Shown]:
    found = [(spot, spot.served(snapshot.corpus)) for spot in spots]
    return [Shown(snapshot.corpus[number], snapshot.attributions[number], spot.sentence) for spot, number in found if number is not None]


def _number(spot: Spot, snapshot: Snapshot) -> int:
    number = spot.served(snapshot.corpus)
    assert number is not None
    return number


def _evidence(citation: Citation, snapshot: Snapshot) -> Quote | None:
    """The passage that names the outlet, the sentence marked."""
    number = snapshot.corpus.find(citation.passage)
    if number is None:
        return None
    text = snapshot.corpus[number].text
    return Quote(text, sentence_at(text, citation.start), citation.passage)


def _as_named(citation: Citation, snapshot: Snapshot) -> Citation:
    """The citation where its outlet is named, which tells what the outlet itself leans on."""
    number = snapshot.corpus.find(citation.passage)
    named = snapshot.attributions[number].citations if number is not None else ()
    return next((one for one in named if (one.outlet, one.start) == (citation.outlet, citation.start)), citation)


def _where_nearest(best: Shown, snapshot: Snapshot) -> Quote | None:
    """The same for an outlet that the passage itself does not name."""
    nearest = best.attribution.nearest
    number = snapshot.corpus.find(nearest.passage) if nearest else None
    if nearest is None or number is None:
        return None
    named = (one for one in snapshot.attributions[number].citations if one.outlet == nearest.outlet and one.passage == nearest.passage)
    citation = next(named, None)
    return _evidence(citation, snapshot) if citation else Quote(snapshot.corpus[number].text, passage=nearest.passage)
