"""What the bot says to questions. Lines hold no markup: a front end escapes all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.chat import error_words, only_words
from bot.chat.card import Card, Caveat
from bot.chat.fragment import link_of, opened_at
from bot.chat.message import Action, Line, Quote, Reply, Shown, Style, Verb
from bot.chat.names import called, title_of
from bot.chat.speech import Speech
from bot.chat.trail import Spot
from bot.corpus.corpus import Corpus
from bot.errors import BylineError
from bot.model import Answer, Article, Attribution, Candidate, Citation, Fact, Field, Mode, Nearest, OriginKind, Passage, Span

_NAME = 60
"""UTF-16 units of who says something, in a line or on a button of ours."""


def refusal(say: Speech, problem: BylineError) -> Reply:
    """An error as a private reply."""
    return Reply(tuple(Line(line, Style.ERROR) for line in error_words.error(say, problem).split("\n")), private=True, error=True)


def sentence(text: str, *, private: bool = False, error: bool = False) -> Reply:
    """A reply of one sentence."""
    return Reply((Line(text, Style.ERROR if error else Style.PLAIN),), private=private, error=error)


def answer(say: Speech, found: Answer, corpus: Corpus) -> Reply:
    """An answer: a passage, a fact, or that there is none."""
    if found.fact is not None and found.answered:
        return Reply((Line(fact(say, found.fact)), *about(say, found.fact.article)), answer=found)
    if found.best is None:
        return _abstention(say, found, corpus)
    best, card = _shown(found.best), Card.of(found.best, found)
    text = card.write(corpus)
    named = {spot.passage for spot in card.alike}
    alike = [_shown(other) for other in found.others if other.passage.id in named]
    blocks = answer_blocks(say, card, best, list(map(_shown, found.differing)), alike, corpus)
    shows = [show_action(say("button.show", who=who(say, _shown(other))), Card(Spot.of(other)), corpus) for other in found.others]
    again = Action("", Verb.ANSWER, text) if text else None
    return Reply((*read_as(say, found), *blocks), tuple(one for one in shows if one), answer=found, shown=best, again=again)


def fact(say: Speech, found: Fact) -> str:
    """A fact about an article, in a sentence."""
    title = title_of(found.article)
    value = say.day(found.article.date) if found.field is Field.DATE and found.article.date else found.text
    return say(f"fact.{found.field}", value=value, title=title)


def read_as(say: Speech, found: Answer) -> tuple[Line, ...]:
    """What was taken for misspelt."""
    return tuple(Line(say("answer.read-as", asked=one.asked, read=one.read), Style.ASKED) for one in found.meant)


def answer_blocks(say: Speech, card: Card, best: Shown, differing: Sequence[Shown], alike: Sequence[Shown], corpus: Corpus) -> tuple[Line | Quote, ...]:
    """An answer, with who gives another figure, who says the same, and how often it was reprinted."""
    blocks = passage_blocks(say, best.passage, best.attribution, best.sentence, corpus)
    for place, other in enumerate(differing):
        theirs = about(say, other.passage.article, opened_at(other.passage, other.sentence, corpus))
        said = Line(_other_figure(say, other, older=place < card.older), Style.OUTLET)
        blocks += (said, Quote(other.passage.text, other.sentence, other.passage.id), *theirs)
    if alike:
        blocks += (Line(_also(say, who(say, alike[0]), card), Style.OUTLET),)
    if card.reprints:
        blocks += (Line(say("answer.reprints", n=card.reprints), Style.NOTE),)
    return blocks


def _other_figure(say: Speech, other: Shown, *, older: bool) -> str:
    """What stands above a passage with another figure."""
    if not older:
        return say("answer.other-figure", who=who(say, other))
    article = other.passage.article
    if article.date is None:
        return say("answer.older-figure", who=who(say, other))
    named = article.publisher or other.attribution.citations
    key = "answer.older-figure-of" if named else "answer.older-article-of"
    return say(key, who=who(say, other), day=say.day(article.date))


def _also(say: Speech, first: str, card: Card) -> str:
    """Who says the same; reprints of a text count once."""
    if card.copies:
        first = say("answer.with-reprints", who=first, n=card.copies)
    return say("answer.also-more", who=first, n=card.alike_in_all - 1) if card.alike_in_all > 1 else say("answer.also", who=first)


def _shown(one: Candidate) -> Shown:
    return Shown(one.passage, one.attribution, one.sentence)


def who(say: Speech, one: Shown) -> str:
    """The outlets that a passage cites, else the one that it comes from, else whose article it is."""
    names = [called(citation.outlet or citation.surface) for citation in one.attribution.citations]
    article, origin = one.passage.article, one.attribution.origin
    alone = origin.outlet if origin else article.publisher
    return called(say.all_of(names) if names else called(alone) or title_of(article), _NAME)


def passage_blocks(say: Speech, passage: Passage, attribution: Attribution, sentence: Span | None, corpus: Corpus) -> tuple[Line | Quote, ...]:
    """A passage as an answer shows it: the outlet, the text with its sentence marked, the article."""
    link = opened_at(passage, sentence, corpus)
    return (*outlet_line(say, attribution, sentence), Quote(passage.text, sentence, passage.id), *about(say, passage.article, link))


def show_action(label: str, card: Card, corpus: Corpus) -> Action | None:
    """Shows another passage; None where it is not served."""
    text = card.write(corpus)
    return Action(label, Verb.SHOW, text) if text else None


def _abstention(say: Speech, found: Answer, corpus: Corpus) -> Reply:
    lines = [*only_words.abstention(say, found)] or [Line(say("abstention.unanswered" if found.candidates else "abstention.nothing"))]
    if found.foreign:
        lines = [Line(say("question.foreign", language=say.name_of(found.foreign)))]
    else:
        lines += [Line(text, Style.NOTE) for text in _missing(say, found)]
    actions: tuple[Action, ...] = ()
    if found.candidates and found.fact is None:
        nearest = Card(Spot.of(found.candidates[0]), Caveat.CLOSEST)
        if action := show_action(say("button.closest"), nearest, corpus):
            actions = (action,)
    return Reply(tuple(lines), actions, answer=found)


def _missing(say: Speech, found: Answer) -> Iterator[str]:
    """What an answer would have needed."""
    if found.uncited:
        yield say("abstention.uncited", outlets=say.any_of(found.uncited))
    yield from (line.text for line in read_as(say, found))
    if found.suggested:
        yield say("abstention.did-you-mean", words=say.any_of([say.quoted(one.read) for one in found.suggested]))
    if found.unknown:
        yield say("abstention.unknown", words=say.any_of(list(map(say.quoted, found.unknown))))
    elif found.lacking:
        yield say("abstention.lacking", words=say.any_of(list(map(say.quoted, found.lacking))))


def outlet_line(say: Speech, attribution: Attribution, sentence: Span | None = None) -> tuple[Line, ...]:
    """Where a passage has its news from, in a line that claims no more than is there; none where nothing is known.

    `sentence` is the one that is marked: the outlet may stand in another.
    """
    text = _leans_on(say, attribution, sentence)
    return (Line(text, Style.OUTLET),) if text else ()


def _leans_on(say: Speech, attribution: Attribution, sentence: Span | None) -> str:
    named = [citation for citation in attribution.citations if citation.mode is Mode.NAMED]
    origin = attribution.origin
    if named:
        beside = sentence is not None and not any(sentence.start <= one.start < sentence.end for one in named)
        return say("answer.cites-elsewhere" if beside else "answer.cites", outlets=say.all_of([_cited(say, citation) for citation in named]))
    if attribution.citations:
        names = say.all_of([called(citation.outlet or citation.surface) for citation in attribution.citations])
        return say("answer.continued", outlets=names)
    if origin is not None and origin.kind is not OriginKind.PUBLISHER:
        return say(f"origin.{origin.kind}", outlet=called(origin.outlet))
    if attribution.nearest:
        return _nearest(say, attribution.nearest, sure=not attribution.unsure)
    if origin is not None:
        if attribution.unsure:
            return say("answer.published", outlet=called(origin.outlet))
        return say("answer.own-report-s" if origin.outlet.endswith("s") else "answer.own-report", outlet=called(origin.outlet))
    return "" if attribution.unsure else say("answer.no-outlet")


def _cited(say: Speech, citation: Citation) -> str:
    name = called(citation.outlet or citation.surface)
    return say("answer.cited-chain", outlet=name, sources=say.all_of([called(link.text) for link in citation.chain])) if citation.chain else name


def _nearest(say: Speech, nearest: Nearest, *, sure: bool) -> str:
    where = "before" if nearest.distance == 1 else "far"
    rest = say("nearest.names-none") if sure else "."
    key = f"{where}-around" if nearest.after else where
    return say(f"nearest.{key}", outlet=called(nearest.outlet), rest=rest)


def about(say: Speech, article: Article, opened: str | None = None) -> tuple[Line, ...]:
    """The lines below a passage: its article, with a link that may open it at a sentence."""
    known = [called(article.publisher) or say("answer.publisher-unknown"), called(article.author), say.day(article.date) if article.date else ""]
    return Line(title_of(article), Style.TITLE, opened or link_of(article)), Line(" · ".join(filter(None, known)), Style.NOTE)


def help_text(say: Speech, examples: Sequence[str]) -> Reply:
    """What the bot can do, and questions to try it with."""
    lines = [Line(say(f"help.{what}")) for what in ("what", "how", "then", "browse", "moderators")]
    if examples:
        lines.append(Line(say("help.examples")))
    return Reply(tuple(lines), tuple(Action(question, Verb.ASK, question) for question in examples))


def unasked(say: Speech, examples: Sequence[str], *, empty: bool, private: bool) -> Reply:
    """That a message asks nothing, with the first of some questions that are answered here."""
    if examples:
        key = "question.empty-example" if empty else "question.wordless-example"
        return sentence(say(key, question=examples[0]), private=private)
    return sentence(say("question.empty" if empty else "question.wordless"), private=private)


def unknown_outlets(say: Speech, found: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    """Kind, name and passages of outlets as lines for a team's own outlets file, below one that says so; nothing where there are none."""
    for place, (kind, name, many) in enumerate(found):
        if not place:
            yield say("corpus.unknown-outlets")
        key = "-".join(re.findall(r"\w+", name.casefold()))
        yield f"{kind}.{json.dumps(key)} = {{ name = {json.dumps(name, ensure_ascii=False)} }}  # {say.count('passage', many)}"
