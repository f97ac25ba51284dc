"""A passage as a reply shows it: what it cites, its text, its article."""

from __future__ import annotations

from bot.chat.i18n import Translations
from bot.chat.messages.request_reply import Line, Quote, ShownPassage, Style
from bot.chat.rendering.labels import article_label, label
from bot.chat.rendering.text_fragment import article_link, link_to_sentence
from bot.corpus.corpus import Corpus
from bot.model import (
    Article,
    Attribution,
    Citation,
    CitationMode,
    NearestOutlet,
    OriginKind,
    Passage,
    Span,
)
from bot.question_answer import Fact, FactField

_MAX_NAME_CHARS = 60
"""UTF-16 units of who says something, in a line or on a button of ours."""


def passage_blocks(
    tr: Translations,
    passage: Passage,
    attribution: Attribution,
    sentence: Span | None,
    corpus: Corpus,
) -> tuple[Line | Quote, ...]:
    """Show a passage: the outlet, the text with its sentence marked, the article."""
    link = link_to_sentence(passage, sentence, corpus)
    return (
        *citation_line(tr, passage, attribution, sentence),
        Quote(passage.text, sentence, passage.id),
        *article_lines(tr, passage.article, link),
    )


def citation_line(
    tr: Translations, passage: Passage, attribution: Attribution, sentence: Span | None = None
) -> tuple[Line, ...]:
    """Say where a passage has its news from, and claim no more than is there.

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
    """Return the lines below a passage: its article, with a link that may open a sentence."""
    known = [
        label(article.publisher) or tr("answer.publisher-unknown"),
        label(article.author),
        tr.date(article.date) if article.date else "",
    ]
    return Line(article_label(article), Style.TITLE, link or article_link(article)), Line(
        " · ".join(filter(None, known)), Style.NOTE
    )


def source_label(tr: Translations, shown: ShownPassage) -> str:
    """Return the outlets that a passage cites, else the one it comes from, else its article."""
    names = [label(citation.outlet or citation.surface) for citation in shown.attribution.citations]
    article, origin = shown.passage.article, shown.attribution.origin
    alone = origin.outlet if origin else article.publisher
    return label(
        tr.join_and(names) if names else label(alone) or article_label(article), _MAX_NAME_CHARS
    )


def fact_text(tr: Translations, found: Fact) -> str:
    """Say a fact about an article."""
    title = article_label(found.article)
    value = (
        tr.date(found.article.date)
        if found.field is FactField.DATE and found.article.date
        else found.text
    )
    return tr(f"fact.{found.field}", value=value, title=title)
