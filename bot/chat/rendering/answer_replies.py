"""What the bot says to questions. Lines hold no markup: a front end escapes all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.chat.i18n import Translations
from bot.chat.messages.answer_state import AnswerState, MatchQuality
from bot.chat.messages.passage_ref import PassageRef
from bot.chat.messages.request_reply import Action, Command, Line, Quote, Reply, ShownPassage, Style
from bot.chat.rendering import error_messages, filter_notes
from bot.chat.rendering.labels import article_label, label
from bot.chat.rendering.text_fragment import article_link, link_to_sentence
from bot.corpus.corpus import Corpus
from bot.errors import BylineError
from bot.model import (
    Answer,
    Article,
    Attribution,
    Candidate,
    Citation,
    CitationMode,
    Fact,
    FactField,
    NearestOutlet,
    OriginKind,
    Passage,
    Span,
)

_MAX_NAME_CHARS = 60
"""UTF-16 units of who says something, in a line or on a button of ours."""


def error_reply(tr: Translations, problem: BylineError) -> Reply:
    """An error as a private reply."""
    return Reply(
        tuple(
            Line(line, Style.ERROR) for line in error_messages.error_text(tr, problem).split("\n")
        ),
        private=True,
        error=True,
    )


def text_reply(text: str, *, private: bool = False, error: bool = False) -> Reply:
    """A reply of one sentence."""
    return Reply((Line(text, Style.ERROR if error else Style.PLAIN),), private=private, error=error)


def answer_reply(tr: Translations, answer: Answer, corpus: Corpus) -> Reply:
    """An answer: a passage, a fact, or that there is none."""
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
        (*correction_lines(tr, answer), *blocks),
        tuple(show_action for show_action in show_actions if show_action),
        answer=answer,
        shown=best,
        reload_action=reload_action,
    )


def fact_text(tr: Translations, found: Fact) -> str:
    """A fact about an article, in a sentence."""
    title = article_label(found.article)
    value = (
        tr.date(found.article.date)
        if found.field is FactField.DATE and found.article.date
        else found.text
    )
    return tr(f"fact.{found.field}", value=value, title=title)


def correction_lines(tr: Translations, answer: Answer) -> tuple[Line, ...]:
    """What was taken for misspelt."""
    return tuple(
        Line(
            tr("answer.read-as", asked=correction.original, read=correction.corrected),
            Style.QUESTION,
        )
        for correction in answer.corrections
    )


def answer_blocks(
    tr: Translations,
    state: AnswerState,
    best: ShownPassage,
    conflicting: Sequence[ShownPassage],
    agreeing: Sequence[ShownPassage],
    corpus: Corpus,
) -> tuple[Line | Quote, ...]:
    """An answer, with who gives another figure, who says the same, and how often it was reprinted."""
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
    """What stands above a passage with another figure."""
    if not is_superseded:
        return tr("answer.other-figure", who=source_label(tr, other))
    article = other.passage.article
    if article.date is None:
        return tr("answer.older-figure", who=source_label(tr, other))
    named = article.publisher or other.attribution.citations
    key = "answer.older-figure-of" if named else "answer.older-article-of"
    return tr(key, who=source_label(tr, other), day=tr.date(article.date))


def _agreement_text(tr: Translations, first: str, state: AnswerState) -> str:
    """Who says the same; reprints of a text count once."""
    if state.agreeing_reprint_count:
        first = tr("answer.with-reprints", who=first, n=state.agreeing_reprint_count)
    return (
        tr("answer.also-more", who=first, n=state.agreeing_count - 1)
        if state.agreeing_count > 1
        else tr("answer.also", who=first)
    )


def _to_shown(candidate: Candidate) -> ShownPassage:
    return ShownPassage(candidate.passage, candidate.attribution, candidate.sentence)


def source_label(tr: Translations, shown: ShownPassage) -> str:
    """The outlets that a passage cites, else the one that it comes from, else whose article it is."""
    names = [label(citation.outlet or citation.surface) for citation in shown.attribution.citations]
    article, origin = shown.passage.article, shown.attribution.origin
    alone = origin.outlet if origin else article.publisher
    return label(
        tr.join_and(names) if names else label(alone) or article_label(article), _MAX_NAME_CHARS
    )


def passage_blocks(
    tr: Translations,
    passage: Passage,
    attribution: Attribution,
    sentence: Span | None,
    corpus: Corpus,
) -> tuple[Line | Quote, ...]:
    """A passage as an answer shows it: the outlet, the text with its sentence marked, the article."""
    link = link_to_sentence(passage, sentence, corpus)
    return (
        *citation_line(tr, passage, attribution, sentence),
        Quote(passage.text, sentence, passage.id),
        *article_lines(tr, passage.article, link),
    )


def show_passage_action(label: str, state: AnswerState, corpus: Corpus) -> Action | None:
    """Shows another passage; None where it is not served."""
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
    """What an answer would have needed."""
    if answer.uncited_outlets:
        yield tr("abstention.uncited", outlets=tr.join_or(answer.uncited_outlets))
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


def citation_line(
    tr: Translations, passage: Passage, attribution: Attribution, sentence: Span | None = None
) -> tuple[Line, ...]:
    """Where a passage has its news from, in a line that claims no more than is there; none where nothing is known.

    `sentence` is the one that is marked: the outlet may stand in another.
    """
    text = _citation_text(tr, passage, attribution, sentence)
    return (Line(text, Style.OUTLET),) if text else ()


def _citation_text(
    tr: Translations, passage: Passage, attribution: Attribution, sentence: Span | None
) -> str:
    named = [citation for citation in attribution.citations if citation.mode is CitationMode.NAMED]
    origin = attribution.origin
    if named:
        beside = sentence is not None and not any(
            sentence.start <= citation.start < sentence.end for citation in named
        )
        return tr(
            "answer.cites-elsewhere" if beside else "answer.cites",
            outlets=tr.join_and([_outlet_with_chain(tr, citation) for citation in named]),
        )
    if attribution.citations:
        names = tr.join_and(
            [label(citation.outlet or citation.surface) for citation in attribution.citations]
        )
        before = f"{passage.article.id}#{passage.number - 1}"
        is_near = all(citation.passage == before for citation in attribution.citations)
        key = "goes-on" if attribution.unsure else "continued"
        return tr(f"answer.{key}" if is_near else f"answer.{key}-far", outlets=names)
    if origin is not None and origin.kind is not OriginKind.PUBLISHER:
        return tr(f"origin.{origin.kind}", outlet=label(origin.outlet))
    if attribution.nearest:
        return _nearest_text(tr, attribution.nearest, is_certain=not attribution.unsure)
    if origin is not None:
        if attribution.unsure:
            return tr("answer.published", outlet=label(origin.outlet))
        return tr(
            "answer.own-report-s" if origin.outlet.endswith("s") else "answer.own-report",
            outlet=label(origin.outlet),
        )
    return "" if attribution.unsure else tr("answer.no-outlet")


def _outlet_with_chain(tr: Translations, citation: Citation) -> str:
    name = label(citation.outlet or citation.surface)
    return (
        tr(
            "answer.cited-chain",
            outlet=name,
            sources=tr.join_and([label(link.text) for link in citation.chain]),
        )
        if citation.chain
        else name
    )


def _nearest_text(tr: Translations, nearest: NearestOutlet, *, is_certain: bool) -> str:
    where = "before" if nearest.distance == 1 else "far"
    rest = tr("nearest.names-none") if is_certain else "."
    key = f"{where}-around" if nearest.after else where
    return tr(f"nearest.{key}", outlet=label(nearest.outlet), rest=rest)


def article_lines(tr: Translations, article: Article, link: str | None = None) -> tuple[Line, ...]:
    """The lines below a passage: its article, with a link that may open it at a sentence."""
    known = [
        label(article.publisher) or tr("answer.publisher-unknown"),
        label(article.author),
        tr.date(article.date) if article.date else "",
    ]
    return Line(article_label(article), Style.TITLE, link or article_link(article)), Line(
        " · ".join(filter(None, known)), Style.NOTE
    )


def help_reply(tr: Translations, examples: Sequence[str]) -> Reply:
    """What the bot can do, and questions to try it with."""
    lines = [Line(tr(f"help.{what}")) for what in ("what", "how", "then", "browse", "moderators")]
    if examples:
        lines.append(Line(tr("help.examples")))
    return Reply(
        tuple(lines), tuple(Action(question, Command.ASK, question) for question in examples)
    )


def no_question_reply(
    tr: Translations, examples: Sequence[str], *, empty: bool, private: bool
) -> Reply:
    """That a message asks nothing, with the first of some questions that are answered here."""
    if examples:
        key = "question.empty-example" if empty else "question.wordless-example"
        return text_reply(tr(key, question=examples[0]), private=private)
    return text_reply(tr("question.empty" if empty else "question.wordless"), private=private)


def uncatalogued_outlet_lines(
    tr: Translations, found: Iterable[tuple[str, str, int, tuple[str, ...]]]
) -> Iterator[str]:
    """Give the lines of a team's own outlets file, below one that says so; none for no outlets.

    `found` are kind, name, number of passages and sentences of each. Each gets a table of its own,
    which may stand anywhere in the file, below its sentences as a comment.
    """
    for position, (kind, name, count, sentences) in enumerate(found):
        if not position:
            yield tr("corpus.unknown-outlets")
        key = "-".join(re.findall(r"\w+", name.casefold()))
        shown = " ".join(map(tr.quoted, sentences))
        yield f"# {tr.count('passage', count)}: {shown}"
        yield f"[{kind}.{json.dumps(key, ensure_ascii=False)}]"
        yield f"name = {json.dumps(name, ensure_ascii=False)}"
        yield ""
