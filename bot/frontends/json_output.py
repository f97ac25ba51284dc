"""Answers and articles as the JSON that other tools read."""

from __future__ import annotations

from typing import Any

from bot.corpus.corpus import Corpus
from bot.library import Snapshot
from bot.model import Answer, Article, Attribution, Candidate, Citation, Passage

Json = dict[str, Any]


def answer(found: Answer) -> Json:
    """An answer; `passage` is null when abstained or when a fact answers."""
    best = found.best
    return {
        "id": found.question.id,
        "question": found.question.text,
        "answered": found.answered,
        "confidence": round(found.confidence, 4),
        "passage": _with_sentence(best) if best else None,
        "citations": _citations(best.attribution) if best else [],
        "nearest": _nearest(best.attribution) if best else None,
        "origin": _origin(best.attribution) if best else None,
        "candidates": [_with_sentence(one) | {"score": round(one.score, 4)} | _attribution(one.attribution) for one in found.candidates],
        "fact": {"field": found.fact.field.value, "text": found.fact.text, "article": found.fact.article.id} if found.fact else None,
        "also": [_beside(one, found) for one in found.others if one not in found.differing],
        "differs": [_beside(one, found) | {"older": one in found.older} for one in found.differing],
        "reprints": _reprints(best, found) if best else [],
    }


def article(number: int, snapshot: Snapshot) -> Json:
    """An article with its passages and what each cites."""
    corpus: Corpus = snapshot.corpus
    return {
        "article": _article(corpus.article(number)),
        "passages": [_passage(corpus[passage]) | _attribution(snapshot.attributions[passage]) for passage in corpus.passages_of(number)],
    }


def _with_sentence(candidate: Candidate) -> Json:
    return _passage(candidate.passage) | {"sentence": {"start": candidate.sentence.start, "end": candidate.sentence.end}}


def _beside(one: Candidate, found: Answer) -> Json:
    """A passage that answers too, by its id, with its sentence, its figure and its reprints."""
    figure = {"start": one.figure.start, "end": one.figure.end} if one.figure else None
    return {
        "passage": one.passage.id,
        "sentence": {"start": one.sentence.start, "end": one.sentence.end},
        "figure": figure,
        "citations": _citations(one.attribution),
        "reprints": _reprints(one, found),
    }


def _reprints(one: Candidate, found: Answer) -> list[str]:
    """The ids of the candidates that repeat a passage."""
    return [reprint.passage for reprint in found.reprints if reprint.of == one.passage.id]


def _passage(passage: Passage) -> Json:
    return {
        "passage": passage.id,
        "article": _article(passage.article),
        "heading": passage.heading,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
    }


def _article(one: Article) -> Json:
    return {
        "id": one.id,
        "title": one.title,
        "author": one.author,
        "publisher": one.publisher,
        "date": one.date.isoformat() if one.date else None,
        "url": one.url,
        "path": one.path,
    }


def _attribution(attribution: Attribution) -> Json:
    return {"citations": _citations(attribution), "nearest": _nearest(attribution), "origin": _origin(attribution)}


def _citations(attribution: Attribution) -> list[Json]:
    return [_citation(one) for one in attribution.citations]


def _citation(one: Citation) -> Json:
    return {
        "outlet": one.outlet,
        "id": one.outlet_id,
        "kind": one.kind,
        "mode": one.mode.value,
        "surface": one.surface,
        "passage": one.passage,
        "start": one.start,
        "end": one.end,
        "chain": [{"kind": link.kind.value, "text": link.text} for link in one.chain],
    }


def _nearest(attribution: Attribution) -> Json | None:
    nearest = attribution.nearest
    if nearest is None:
        return None
    return {"outlet": nearest.outlet, "passage": nearest.passage, "distance": nearest.distance, "after": nearest.after}


def _origin(attribution: Attribution) -> Json | None:
    origin = attribution.origin
    if origin is None:
        return None
    return {
        "outlet": origin.outlet,
        "id": origin.outlet_id,
        "kind": origin.kind.value,
        "passage": origin.passage,
        "start": origin.start,
        "end": origin.end,
    }
