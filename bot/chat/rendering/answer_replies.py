"""What the bot says to questions. Lines hold no markup: a front end escapes all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat.i18n import Translations
from bot.chat.messages.answer_state import AnswerState, MatchQuality
from bot.chat.messages.commands import Command
from bot.chat.messages.passage_ref import PassageRef
from bot.chat.messages.request_reply import Action, Line, Quote, Reply, ShownPassage, Style
from bot.chat.rendering import error_messages, filter_notes
from bot.chat.rendering.labels import label
from bot.chat.rendering.passage_blocks import (
    article_lines,
    fact_text,
    passage_blocks,
    source_label,
)
from bot.chat.rendering.text_fragment import link_to_sentence
from bot.corpus.corpus import Corpus
from bot.errors import BylineError
from bot.model import OriginKind
from bot.outlet_match import outlet_matches
from bot.question_answer import Answer, Candidate


def error_reply(tr: Translations, problem: BylineError) -> Reply:
    """Return an error as a private reply."""
    return Reply(
        tuple(
            Line(line, Style.ERROR) for line in error_messages.error_text(tr, problem).split("\n")
        ),
        private=True,
        error=True,
    )


def text_reply(text: str, *, private: bool = False, error: bool = False) -> Reply:
    """Return a reply of one sentence."""
    return Reply((Line(text, Style.ERROR if error else Style.PLAIN),), private=private, error=error)


def answer_reply(tr: Translations, answer: Answer, corpus: Corpus) -> Reply:
    """Show an answer: a passage, a fact, or that there is none."""
    if answer.fact is not None and answer.answered:
        return Reply(
            (Line(fact_text(tr, answer.fact)), *article_lines(tr, answer.fact.article)),
            answer=answer,
        )
    if answer.best is None:
        return _abstention_reply(tr, answer, corpus)
    best, state = _to_shown(answer.best), AnswerState.from_answer(answer.best, answer)
    text = state.encode(corpus)
    named = {ref.passage for ref in state.agreeing}
    agreeing = [_to_shown(other) for other in answer.alternatives if other.passage.id in named]
    blocks = answer_blocks(
        tr, state, best, list(map(_to_shown, answer.conflicting)), agreeing, corpus
    )
    show_actions = [
        show_passage_action(
            tr("button.show", who=source_label(tr, _to_shown(other))),
            AnswerState(PassageRef.from_candidate(other)),
            corpus,
        )
        for other in answer.alternatives
    ]
    reload_action = Action("", Command.ANSWER, text) if text else None
    return Reply(
        (*correction_lines(tr, answer), *_origin_lines(tr, answer), *blocks),
        tuple(show_action for show_action in show_actions if show_action),
        answer=answer,
        shown=best,
        reload_action=reload_action,
    )


def correction_lines(tr: Translations, answer: Answer) -> tuple[Line, ...]:
    """Say what was taken for misspelt."""
    return tuple(
        Line(
            tr("answer.read-as", asked=correction.original, read=correction.corrected),
            Style.QUESTION,
        )
        for correction in answer.corrections
    )


def _origin_lines(tr: Translations, answer: Answer) -> Iterator[Line]:
    """Say how the answer comes from an outlet asked for, where it cites others or none.

    Where it has to do with none of them, say that the question was read without them.
    """
    matches = outlet_matches(answer)
    if matches and not any(match.holds for match in matches):
        names = tr.join_or([label(match.name) for match in matches])
        yield Line(tr("answer.not-restricted", outlets=names), Style.QUESTION)
    for match in matches:
        origin = match.origin
        if match.cited or origin is None:
            continue
        if origin.kind is OriginKind.PUBLISHER:
            yield Line(tr("answer.published", outlet=label(origin.outlet)), Style.OUTLET)
        elif answer.candidates[0].attribution.citations:
            yield Line(tr(f"origin.{origin.kind}", outlet=label(origin.outlet)), Style.OUTLET)


def answer_blocks(
    tr: Translations,
    state: AnswerState,
    best: ShownPassage,
    conflicting: Sequence[ShownPassage],
    agreeing: Sequence[ShownPassage],
    corpus: Corpus,
) -> tuple[Line | Quote, ...]:
    """Show an answer, the other figures, who says the same, and how often it was reprinted."""
    blocks = passage_blocks(tr, best.passage, best.attribution, best.sentence, corpus)
    for position, other in enumerate(conflicting):
        article = article_lines(
            tr, other.passage.article, link_to_sentence(other.passage, other.sentence, corpus)
        )
        said = Line(
            _other_figure_text(tr, other, is_superseded=position < state.superseded_count),
            Style.OUTLET,
        )
        blocks += (said, Quote(other.passage.text, other.sentence, other.passage.id), *article)
    if agreeing:
        blocks += (Line(_agreement_text(tr, source_label(tr, agreeing[0]), state), Style.OUTLET),)
    if state.reprint_count:
        blocks += (Line(tr("answer.reprints", n=state.reprint_count), Style.NOTE),)
    return blocks


def _other_figure_text(tr: Translations, other: ShownPassage, *, is_superseded: bool) -> str:
    """Say above a passage with another figure whose it is."""
    if not is_superseded:
        return tr("answer.other-figure", who=source_label(tr, other))
    article = other.passage.article
    if article.date is None:
        return tr("answer.older-figure", who=source_label(tr, other))
    named = article.publisher or other.attribution.citations
    key = "answer.older-figure-of" if named else "answer.older-article-of"
    return tr(key, who=source_label(tr, other), day=tr.date(article.date))


def _agreement_text(tr: Translations, first: str, state: AnswerState) -> str:
    """Say who says the same; reprints of a text count once."""
    if state.agreeing_reprint_count:
        first = tr("answer.with-reprints", who=first, n=state.agreeing_reprint_count)
    return (
        tr("answer.also-more", who=first, n=state.agreeing_count - 1)
        if state.agreeing_count > 1
        else tr("answer.also", who=first)
    )


def _to_shown(candidate: Candidate) -> ShownPassage:
    return ShownPassage(candidate.passage, candidate.attribution, candidate.sentence)


def show_passage_action(label: str, state: AnswerState, corpus: Corpus) -> Action | None:
    """Return the action that shows another passage; None where it is not served."""
    text = state.encode(corpus)
    return Action(label, Command.SHOW, text) if text else None


def _abstention_reply(tr: Translations, answer: Answer, corpus: Corpus) -> Reply:
    lines = [*filter_notes.filter_abstention(tr, answer)] or [
        Line(tr("abstention.unanswered" if answer.candidates else "abstention.nothing"))
    ]
    if answer.foreign_language:
        lines = [Line(tr("question.foreign", language=tr.language_name(answer.foreign_language)))]
    else:
        lines += [Line(text, Style.NOTE) for text in _missing_lines(tr, answer)]
    actions: tuple[Action, ...] = ()
    if answer.candidates and answer.fact is None:
        closest = AnswerState(PassageRef.from_candidate(answer.candidates[0]), MatchQuality.CLOSEST)
        if action := show_passage_action(tr("button.closest"), closest, corpus):
            actions = (action,)
    return Reply(tuple(lines), actions, answer=answer)


def _missing_lines(tr: Translations, answer: Answer) -> Iterator[str]:
    """Say what an answer would have needed."""
    if uncited := [match.name for match in outlet_matches(answer) if not match.holds]:
        yield tr("abstention.uncited", outlets=tr.join_or(uncited))
    yield from (line.text for line in correction_lines(tr, answer))
    if answer.suggestions:
        yield tr(
            "abstention.did-you-mean",
            words=tr.join_or(
                [tr.quoted(suggestion.corrected) for suggestion in answer.suggestions]
            ),
        )
    if answer.unknown_words:
        yield tr("abstention.unknown", words=tr.join_or(list(map(tr.quoted, answer.unknown_words))))
    elif answer.missing_words:
        yield tr("abstention.lacking", words=tr.join_or(list(map(tr.quoted, answer.missing_words))))


_HELP = ("what", "how", "then", "browse", "personal", "moderators")
"""The paragraphs of the help, in order."""


def help_reply(tr: Translations, examples: Sequence[str]) -> Reply:
    """Say what the bot can do, with questions to try it with."""
    lines = [Line(tr(f"help.{what}")) for what in _HELP]
    if examples:
        lines.append(Line(tr("help.examples")))
    return Reply(
        tuple(lines), tuple(Action(question, Command.ASK, question) for question in examples)
    )


def no_question_reply(
    tr: Translations, examples: Sequence[str], *, empty: bool, private: bool
) -> Reply:
    """Say that a message asks nothing, with a question that is answered here."""
    if examples:
        key = "question.empty-example" if empty else "question.wordless-example"
        return text_reply(tr(key, question=examples[0]), private=private)
    return text_reply(tr("question.empty" if empty else "question.wordless"), private=private)
