"""Closer looks at an answer: its context, its source, its file; and its buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.chat.i18n import Translations
from bot.chat.messages.answer_state import AnswerState, MatchQuality
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import (
    Action,
    Attachment,
    Choices,
    Line,
    Quote,
    Reply,
    ShownPassage,
    Style,
)
from bot.chat.rendering.answer_replies import answer_blocks
from bot.chat.rendering.labels import label
from bot.chat.rendering.passage_blocks import article_lines, citation_line, source_label
from bot.chat.rendering.text_fragment import link_to_sentence
from bot.corpus.corpus import Corpus
from bot.model import Citation, Passage

_QUALITY_MESSAGES = {
    MatchQuality.CLOSEST: "more.closest",
    MatchQuality.NEXT_CLOSEST: "more.next-closest",
}


def answer_actions(
    tr: Translations,
    reload_action: Action | None,
    current_view: Command,
    more: Sequence[Action] = (),
    others: Sequence[Action] = (),
    *,
    private: bool,
) -> tuple[Action, ...]:
    """Return what can be done with an answer, the commonest first.

    `reload_action` brings it back; where another than the answer is the `current_view` of it, a
    way back comes first.
    """
    if reload_action is None:
        return (*more, *others)

    def of_answer(key: str, command: Command) -> Action:
        return Action(tr(f"button.{key}"), command, reload_action.text)

    source, context = of_answer("source", Command.SOURCES), of_answer("context", Command.CONTEXT)
    follow = of_answer("follow-up", Command.FOLLOW)
    # Nobody can reply to a private answer, and whoever wants to show it to others shares it.
    usual = (
        [source, follow, of_answer("share", Command.SHARE), context]
        if private
        else [source, context, follow]
    )
    back = () if current_view is Command.ANSWER else (of_answer("back", Command.ANSWER),)
    return (
        *more,
        *back,
        *(action for action in usual if action.command is not current_view),
        *others,
        of_answer("right", Command.RIGHT),
        of_answer("wrong", Command.WRONG),
        of_answer("file", Command.FILE),
    )


def menu_reply(tr: Translations, state: str, others: Sequence[tuple[str, str]]) -> Reply:
    """List all that can be done with an answer; `others` are who else answers, and their states."""
    actions = answer_actions(
        tr,
        Action("", Command.ANSWER, state),
        Command.ANSWER,
        others=[Action(tr("button.show", who=who), Command.SHOW, text) for who, text in others],
        private=True,
    )
    described = (replace(action, description=tr(f"menu.{action.command}")) for action in actions)
    return Reply(
        (Line(tr("menu.question")),),
        choices=Choices(tr("menu.choose"), tuple(described)),
        private=True,
    )


def with_answer_actions(
    tr: Translations, reply: Reply, more: Sequence[Action], *, private: bool
) -> Reply:
    """Return a reply that shows a passage with what can be done with it; any other as it is."""
    if reply.shown is None:
        return reply
    actions = answer_actions(
        tr, reply.reload_action, Command.ANSWER, more, reply.actions, private=private
    )
    return replace(reply, actions=actions)


def state_blocks(
    tr: Translations,
    state: AnswerState,
    best: ShownPassage,
    conflicting: Sequence[ShownPassage],
    agreeing: Sequence[ShownPassage],
    corpus: Corpus,
) -> tuple[Line | Quote, ...]:
    """Show an answer again, below what is said of its quality."""
    quality = _QUALITY_MESSAGES.get(state.quality)
    blocks = answer_blocks(tr, state, best, conflicting, agreeing, corpus)
    return (Line(tr(quality)), *blocks) if quality else blocks


def context_blocks(
    tr: Translations,
    best: ShownPassage,
    before: Passage | None,
    after: Passage | None,
    passage_count: int,
    corpus: Corpus,
) -> tuple[Line | Quote, ...]:
    """Show an answer between the passages around it, of `passage_count` in the article."""
    passage = best.passage
    around = [Quote(passage.text, best.sentence, passage.id)]
    if before:
        around.insert(0, Quote(before.text, passage=before.id))
    if after:
        around.append(Quote(after.text, passage=after.id))
    first = passage.number + (0 if before else 1)
    where = (
        tr("card.around", first=first, last=first + len(around) - 1, whole=passage_count)
        if passage_count > 1
        else tr("card.alone")
    )
    article = article_lines(tr, passage.article, link_to_sentence(passage, best.sentence, corpus))
    return (
        *citation_line(tr, passage, best.attribution, best.sentence),
        *around,
        *article,
        Line(where, Style.NOTE),
    )


def source_reply(
    tr: Translations,
    best: ShownPassage,
    evidence: Sequence[tuple[Citation, Quote]],
    nearest: Quote | None,
    others: Iterable[ShownPassage],
    corpus: Corpus,
) -> Reply:
    """Show where a passage comes from.

    The sentences that say so, what the outlet itself leans on, the article, who says the same.
    """
    passage, attribution = best.passage, best.attribution
    blocks: list[Line | Quote] = [*citation_line(tr, passage, attribution, best.sentence)]
    for citation, quote in evidence:
        if citation.passage != passage.id:
            blocks.append(
                Line(
                    tr("card.names", outlet=label(citation.outlet or citation.surface)), Style.NOTE
                )
            )
        if quote not in blocks:
            blocks.append(quote)
        if citation.passage != passage.id and citation.chain:
            # Of an outlet that the passage names itself the first line tells it.
            sources = tr.join_and([label(link.text) for link in citation.chain])
            blocks.append(
                Line(
                    tr(
                        "card.leans-on",
                        outlet=label(citation.outlet or citation.surface),
                        sources=sources,
                    ),
                    Style.NOTE,
                )
            )
    if not evidence:
        blocks.append(Quote(passage.text, best.sentence, passage.id))
    if nearest and attribution.nearest:
        blocks += [
            Line(tr("card.names", outlet=label(attribution.nearest.outlet)), Style.NOTE),
            nearest,
        ]
    blocks += [
        *article_lines(tr, passage.article, _link_to_evidence(best, evidence, corpus)),
        position_line(tr, passage),
    ]
    for other in others:
        title, note = article_lines(
            tr, other.passage.article, link_to_sentence(other.passage, other.sentence, corpus)
        )
        same = Line(tr("card.same", who=source_label(tr, other)), Style.OUTLET)
        blocks += [
            same,
            Quote(other.passage.text, other.sentence, other.passage.id),
            Line(title.text, Style.NOTE, title.url),
            note,
        ]
    return Reply(tuple(blocks))


def _link_to_evidence(
    best: ShownPassage, evidence: Sequence[tuple[Citation, Quote]], corpus: Corpus
) -> str | None:
    """Link the article at the first evidence, else at the answer."""
    number = corpus.find_passage(evidence[0][0].passage) if evidence else None
    if number is None:
        return link_to_sentence(best.passage, best.sentence, corpus)
    return link_to_sentence(corpus[number], evidence[0][1].mark, corpus)


def position_line(tr: Translations, passage: Passage) -> Line:
    """Say where a passage stands in the article's file."""
    start, end = str(passage.start), str(passage.end)
    return Line(
        tr(
            "source.place",
            path=passage.article.path,
            number=passage.number + 1,
            start=start,
            end=end,
        ),
        Style.NOTE,
    )


def attachment_reply(
    tr: Translations, passage: Passage, attachment: Attachment, digest: str
) -> Reply:
    """Return a passage as a file, and how to check that it is what the article says."""
    lines = (
        Line(tr("card.as-file")),
        *article_lines(tr, passage.article),
        position_line(tr, passage),
        Line(tr("card.digest", digest=digest), Style.NOTE),
    )
    return Reply(lines, private=True, attachment=attachment)


def shared_line(tr: Translations, name: str) -> Line:
    """Say in public who shares an answer that was private."""
    return Line(tr("card.shared", name=name), Style.QUESTION)


def vote_thanks(tr: Translations, *, right: bool, before: bool | None) -> str:
    """Thank for a vote; `before` is the earlier one of the same person."""
    vote = "right" if right else "wrong"
    if before is None:
        return tr(f"vote.{vote}")
    return tr("vote.again") if before is right else tr(f"vote.{vote}-now")
