"""Answers looked at more closely, from nothing but what their buttons carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from bot.chat.i18n import Translations
from bot.chat.messages.answer_state import AnswerState
from bot.chat.messages.commands import Command
from bot.chat.messages.passage_ref import PassageRef
from bot.chat.messages.request_reply import Action, Attachment, Quote, Reply, Request, ShownPassage
from bot.chat.rendering import answer_view_blocks
from bot.chat.rendering.passage_blocks import source_label
from bot.library import Snapshot, check_verbatim
from bot.model import Citation, Span
from bot.text.sentences import split_sentences

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_MAX_ID_CHARS = 60
"""Characters of an article's id in the name of a file."""


def render_view(
    tr: Translations, request: Request, state: AnswerState, snapshot: Snapshot
) -> Reply:
    """Render what a button below an answer brings; slow on a passage of megabytes."""
    match request.command:
        case Command.CONTEXT:
            return render_context(tr, state, snapshot, private=request.private)
        case Command.SOURCES:
            return render_source(tr, state, snapshot, private=request.private)
        case Command.MENU:
            return render_menu(tr, state, snapshot)
        case Command.FILE:
            return render_attachment(tr, state, snapshot)
        case Command.SHARE:
            return render_shared(tr, state, snapshot, request)
        case _:
            return render_answer(tr, state, snapshot, private=request.private)


def render_answer(
    tr: Translations,
    state: AnswerState,
    snapshot: Snapshot,
    more: Sequence[Action] = (),
    *,
    private: bool,
) -> Reply:
    """Render an answer as it was given; `more` comes next."""
    best = _answer_passage(state, snapshot)
    blocks = answer_view_blocks.state_blocks(
        tr,
        state,
        best,
        _resolve_refs(state.conflicting, snapshot),
        _resolve_refs(state.agreeing, snapshot),
        snapshot.corpus,
    )
    return _with_actions(
        tr,
        Reply(blocks, shown=None if state.quality else best, is_weak_match=bool(state.quality)),
        state,
        snapshot,
        Command.ANSWER,
        more,
        private=private,
    )


def render_shared(
    tr: Translations, state: AnswerState, snapshot: Snapshot, request: Request
) -> Reply:
    """Render a private answer for everybody, with who shares it and what was asked."""
    reply = render_answer(tr, state, snapshot, private=False)
    question = request.clicked.question if request.clicked else ""
    return replace(
        reply,
        blocks=(answer_view_blocks.shared_line(tr, request.author_name), *reply.blocks),
        repeated_question=question,
    )


def render_context(
    tr: Translations, state: AnswerState, snapshot: Snapshot, *, private: bool
) -> Reply:
    """Render an answer between the passages before and after it."""
    best = _answer_passage(state, snapshot)
    corpus = snapshot.corpus
    number = _passage_number(state.ref, snapshot)
    passages = corpus.passages_of(corpus.article_of(number))
    before, after = (
        corpus[item] if item in passages else None for item in (number - 1, number + 1)
    )
    blocks = answer_view_blocks.context_blocks(tr, best, before, after, len(passages), corpus)
    return _with_actions(tr, Reply(blocks), state, snapshot, Command.CONTEXT, private=private)


def render_source(
    tr: Translations, state: AnswerState, snapshot: Snapshot, *, private: bool
) -> Reply:
    """Render where an answer comes from; slow on a passage of megabytes."""
    best, corpus = _answer_passage(state, snapshot), snapshot.corpus
    evidence = [
        (_naming_citation(citation, snapshot), quote)
        for citation in best.attribution.citations
        if (quote := _evidence_quote(citation, snapshot))
    ]
    reply = answer_view_blocks.source_reply(
        tr,
        best,
        evidence,
        _nearest_quote(best, snapshot),
        _resolve_refs((*state.conflicting, *state.agreeing), snapshot),
        corpus,
    )
    check_verbatim(best.passage, corpus)
    return _with_actions(tr, reply, state, snapshot, Command.SOURCES, private=private)


def render_menu(tr: Translations, state: AnswerState, snapshot: Snapshot) -> Reply:
    """Render all that can be done with an answer, as a list that says what each does."""
    others = (*state.conflicting, *state.agreeing)
    shown = zip(others, _resolve_refs(others, snapshot), strict=True)
    return answer_view_blocks.menu_reply(
        tr,
        state.encode(snapshot.corpus),
        [
            (source_label(tr, passage), AnswerState(ref).encode(snapshot.corpus))
            for ref, passage in shown
        ],
    )


def render_attachment(tr: Translations, state: AnswerState, snapshot: Snapshot) -> Reply:
    """Render the passage of an answer as a file, byte for byte."""
    passage = _answer_passage(state, snapshot).passage
    content = passage.text.encode()
    return answer_view_blocks.attachment_reply(
        tr,
        passage,
        Attachment(attachment_name(passage.article.id, passage.number), content),
        sha256(content).hexdigest(),
    )


def attachment_name(article: str, number: int) -> str:
    """Return a file name for a passage, of ASCII letters, digits and hyphens alone."""
    name = _UNSAFE.sub("-", article)[-_MAX_ID_CHARS:].strip("-").lower()
    return f"{name}-passage-{number + 1}.txt" if name else f"passage-{number + 1}.txt"


def _with_actions(
    tr: Translations,
    reply: Reply,
    state: AnswerState,
    snapshot: Snapshot,
    view: Command,
    more: Sequence[Action] = (),
    *,
    private: bool,
) -> Reply:
    """Return a reply with the buttons of its answer."""
    reload_action = Action("", view, state.encode(snapshot.corpus))
    actions = answer_view_blocks.answer_actions(tr, reload_action, view, more, private=private)
    return replace(reply, actions=actions, reload_action=reload_action, private=private)


def _answer_passage(state: AnswerState, snapshot: Snapshot) -> ShownPassage:
    [best] = _resolve_refs([state.ref], snapshot)
    check_verbatim(best.passage, snapshot.corpus)
    return best


def _resolve_refs(refs: Iterable[PassageRef], snapshot: Snapshot) -> list[ShownPassage]:
    found = [(ref, ref.resolve(snapshot.corpus)) for ref in refs]
    return [
        ShownPassage(snapshot.corpus[number], snapshot.attributions[number], ref.sentence)
        for ref, number in found
        if number is not None
    ]


def _passage_number(ref: PassageRef, snapshot: Snapshot) -> int:
    number = ref.resolve(snapshot.corpus)
    assert number is not None
    return number


def _evidence_quote(citation: Citation, snapshot: Snapshot) -> Quote | None:
    """Return the passage that names the outlet, the sentence marked."""
    number = snapshot.corpus.find_passage(citation.passage)
    if number is None:
        return None
    text = snapshot.corpus[number].text
    return Quote(text, _sentence_at(text, citation.start), citation.passage)


def _naming_citation(citation: Citation, snapshot: Snapshot) -> Citation:
    """Return the citation where its outlet is named, with what the outlet itself leans on."""
    number = snapshot.corpus.find_passage(citation.passage)
    named = snapshot.attributions[number].citations if number is not None else ()
    return next(
        (item for item in named if (item.outlet, item.start) == (citation.outlet, citation.start)),
        citation,
    )


def _nearest_quote(best: ShownPassage, snapshot: Snapshot) -> Quote | None:
    """Return the passage that names the outlet that the answer itself does not name."""
    nearest = best.attribution.nearest
    number = snapshot.corpus.find_passage(nearest.passage) if nearest else None
    if nearest is None or number is None:
        return None
    named = (
        citation
        for citation in snapshot.attributions[number].citations
        if citation.outlet == nearest.outlet and citation.passage == nearest.passage
    )
    citation = next(named, None)
    return (
        _evidence_quote(citation, snapshot)
        if citation
        else Quote(snapshot.corpus[number].text, passage=nearest.passage)
    )


def _sentence_at(text: str, position: int) -> Span | None:
    """Return the sentence of a text in which a place lies."""
    return next((span for span in split_sentences(text) if span.start <= position < span.end), None)
