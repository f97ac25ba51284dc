"""What the bot says on an answer that is looked at more closely: what stands around it, where it comes from, its file; and its buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.chat.card import Card, Caveat
from bot.chat.fragment import opened_at
from bot.chat.message import Action, Document, Line, Quote, Reply, Shown, Style, Verb
from bot.chat.names import called
from bot.chat.speech import Speech
from bot.chat.words import about, answer_blocks, outlet_line, who
from bot.corpus.corpus import Corpus
from bot.model import Citation, Passage

_CAVEATS = {Caveat.CLOSEST: "more.closest", Caveat.NEXT_CLOSEST: "more.next-closest"}


def buttons(
    say: Speech,
    again: Action | None,
    shown: Verb,
    more: Sequence[Action] = (),
    others: Sequence[Action] = (),
    *,
    private: bool,
) -> tuple[Action, ...]:
    """What can be done with an answer, the most useful first.

    `again` brings it back; in place of what is `shown` of it stands a way back.
    """
    if again is None:
        return (*more, *others)
    closer = [(say("button.context"), Verb.CONTEXT), (say("button.source"), Verb.SOURCES)]
    ways = [Action(say("button.back"), Verb.ANSWER, again.text) if verb is shown else Action(label, verb, again.text) for label, verb in closer]
    follow = Action(say("button.follow-up"), Verb.FOLLOW, again.text)
    last = [(say("button.share"), Verb.SHARE)] if private else []
    last += [(say("button.right"), Verb.RIGHT), (say("button.wrong"), Verb.WRONG), (say("button.file"), Verb.FILE)]
    return (*more, *ways, follow, *others, *(Action(label, verb, again.text) for label, verb in last))


def card_blocks(say: Speech, card: Card, best: Shown, differing: Sequence[Shown], alike: Sequence[Shown], corpus: Corpus) -> tuple[Line | Quote, ...]:
    """An answer again, under its caveat."""
    caveat = _CAVEATS.get(card.caveat)
    blocks = answer_blocks(say, card, best, differing, alike, corpus)
    return (Line(say(caveat)), *blocks) if caveat else blocks


def context(say: Speech, best: Shown, before: Passage | None, after: Passage | None, many: int, corpus: Corpus) -> tuple[Line | Quote, ...]:
    """An answer between the passages around it; `many` are in the article."""
    passage = best.passage
    around = [Quote(passage.text, best.sentence, passage.id)]
    if before:
        around.insert(0, Quote(before.text, passage=before.id))
    if after:
        around.append(Quote(after.text, passage=after.id))
    first = passage.number + (0 if before else 1)
    where = say("card.around", first=first, last=first + len(around) - 1, whole=many) if many > 1 else say("card.alone")
    theirs = about(say, passage.article, opened_at(passage, best.sentence, corpus))
    return (*outlet_line(say, best.attribution, best.sentence), *around, *theirs, Line(where, Style.NOTE))


def source(say: Speech, best: Shown, evidence: Sequence[tuple[Citation, Quote]], nearest: Quote | None, others: Iterable[Shown], corpus: Corpus) -> Reply:
    """Where a passage comes from: the sentences that say so, what the outlet itself leans on, the article, and who says the same."""
    passage, attribution = best.passage, best.attribution
    blocks: list[Line | Quote] = [*outlet_line(say, attribution, best.sentence)]
    for citation, quote in evidence:
        if citation.passage != passage.id:
            blocks.append(Line(say("card.names", outlet=called(citation.outlet or citation.surface)), Style.NOTE))
        if quote not in blocks:
            blocks.append(quote)
        if citation.passage != passage.id and citation.chain:
            # Of an outlet that the passage names itself the first line tells it.
            sources = say.all_of([called(link.text) for link in citation.chain])
            blocks.append(Line(say("card.leans-on", outlet=called(citation.outlet or citation.surface), sources=sources), Style.NOTE))
    if not evidence:
        blocks.append(Quote(passage.text, best.sentence, passage.id))
    if nearest and attribution.nearest:
        blocks += [Line(say("card.names", outlet=called(attribution.nearest.outlet)), Style.NOTE), nearest]
    blocks += [*about(say, passage.article, _opened(best, evidence, corpus)), place(say, passage)]
    for other in others:
        title, note = about(say, other.passage.article, opened_at(other.passage, other.sentence, corpus))
        same = Line(say("card.same", who=who(say, other)), Style.OUTLET)
        blocks += [same, Quote(other.passage.text, other.sentence, other.passage.id), Line(title.text, Style.NOTE, title.url), note]
    return Reply(tuple(blocks))


def _opened(best: Shown, evidence: Sequence[tuple[Citation, Quote]], corpus: Corpus) -> str | None:
    """The article, opened where the first evidence stands, else at the answer."""
    number = corpus.find(evidence[0][0].passage) if evidence else None
    if number is None:
        return opened_at(best.passage, best.sentence, corpus)
    return opened_at(corpus[number], evidence[0][1].mark, corpus)


def place(say: Speech, passage: Passage) -> Line:
    """Where a passage stands in the article's file."""
    start, end = str(passage.start), str(passage.end)
    return Line(say("source.place", path=passage.article.path, number=passage.number + 1, start=start, end=end), Style.NOTE)


def document(say: Speech, passage: Passage, file: Document, digest: str) -> Reply:
    """A passage as a file, and how to check that it is what the article says."""
    lines = (Line(say("card.as-file")), *about(say, passage.article), place(say, passage), Line(say("card.digest", digest=digest), Style.NOTE))
    return Reply(lines, private=True, document=file)


def shared(say: Speech, name: str) -> Line:
    """Said in public above an answer that was private."""
    return Line(say("card.shared", name=name), Style.ASKED)


def thanks(say: Speech, *, right: bool, before: bool | None) -> str:
    """Said to who voted, and may have voted before."""
    vote = "right" if right else "wrong"
    if before is None:
        return say(f"vote.{vote}")
    return say("vote.again") if before is right else say(f"vote.{vote}-now")
