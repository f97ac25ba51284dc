"""Answers and articles as the JSON that other tools read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.corpus.corpus import Corpus
from bot.library import Snapshot
from bot.model import Article, Attribution, Citation, Passage
from bot.outlet_match import OutletMatch, outlet_matches
from bot.question_answer import Answer, Candidate

Json = dict[str, Any]


def answer(answer: Answer) -> Json:
    """An answer; `passage` is null when abstained or when a fact answers."""
    best, matches = answer.best, outlet_matches(answer)
    return {
        "id": answer.question.id,
        "question": answer.question.text,
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "passage": _with_sentence(best) if best else None,
        "citations": _citations(best.attribution) if best else [],
        "nearest": _nearest(best.attribution) if best else None,
        "origin": _origin(best.attribution) if best else None,
        "candidates": [
            _with_sentence(candidate)
            | {"score": round(candidate.score, 4)}
            | _attribution(candidate.attribution)
            for candidate in answer.candidates
        ],
        "fact": {
            "field": answer.fact.field.value,
            "text": answer.fact.text,
            "article": answer.fact.article.id,
        }
        if answer.fact
        else None,
        "also": [
            _alternative(alternative, answer)
            for alternative in answer.alternatives
            if alternative not in answer.conflicting
        ],
        "differs": [
            _alternative(candidate, answer) | {"older": candidate in answer.superseded}
            for candidate in answer.conflicting
        ],
        "reprints": _reprints(best, answer) if best else [],
        "abstained": None if answer.answered else _abstention(answer, matches),
        "read_as": [
            {"asked": correction.original, "read": correction.corrected}
            for correction in answer.corrections
        ],
        "asked_outlets": [
            {
                "outlet": match.name,
                "cited": match.cited,
                "published": match.origin is not None,
            }
            for match in matches
        ],
    }


def _abstention(answer: Answer, matches: Sequence[OutletMatch]) -> Json:
    """Why there is no answer, and the words of the question that are missing for one."""
    if answer.foreign_language:
        reason = "other_language"
    elif answer.fact is not None:
        reason = "article_unclear"
    elif not answer.candidates:
        reason = "nothing_found"
    elif matches and not any(match.holds for match in matches):
        reason = "outlet_missing"
    elif answer.unknown_words:
        reason = "unknown_words"
    elif answer.missing_words:
        reason = "missing_words"
    else:
        reason = "unsure"
    return {"reason": reason, "missing": [*answer.unknown_words, *answer.missing_words]}


def article(number: int, snapshot: Snapshot) -> Json:
    """An article with its passages and what each cites."""
    corpus: Corpus = snapshot.corpus
    return {
        "article": _article(corpus.article(number)),
        "passages": [
            _passage(corpus[passage]) | _attribution(snapshot.attributions[passage])
            for passage in corpus.passages_of(number)
        ],
    }


def _with_sentence(candidate: Candidate) -> Json:
    return _passage(candidate.passage) | {
        "sentence": {"start": candidate.sentence.start, "end": candidate.sentence.end}
    }


def _alternative(candidate: Candidate, answer: Answer) -> Json:
    """A passage that answers too, by its id, with its sentence, its figure and its reprints."""
    figure = (
        {"start": candidate.figure.start, "end": candidate.figure.end} if candidate.figure else None
    )
    return {
        "passage": candidate.passage.id,
        "sentence": {"start": candidate.sentence.start, "end": candidate.sentence.end},
        "figure": figure,
        "citations": _citations(candidate.attribution),
        "reprints": _reprints(candidate, answer),
    }


def _reprints(candidate: Candidate, answer: Answer) -> list[str]:
    """Return the ids of the candidates that repeat a passage."""
    return [reprint.passage for reprint in answer.reprints if reprint.of == candidate.passage.id]


def _passage(passage: Passage) -> Json:
    return {
        "passage": passage.id,
        "article": _article(passage.article),
        "heading": passage.heading,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
    }


def _article(article: Article) -> Json:
    return {
        "id": article.id,
        "title": article.title,
        "author": article.author,
        "publisher": article.publisher,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url,
        "path": article.path,
    }


def _attribution(attribution: Attribution) -> Json:
    return {
        "citations": _citations(attribution),
        "nearest": _nearest(attribution),
        "origin": _origin(attribution),
    }


def _citations(attribution: Attribution) -> list[Json]:
    return [_citation(citation) for citation in attribution.citations]


def _citation(citation: Citation) -> Json:
    return {
        "outlet": citation.outlet,
        "id": citation.outlet_id,
        "kind": citation.kind,
        "mode": citation.mode.value,
        "surface": citation.surface,
        "passage": citation.passage,
        "start": citation.start,
        "end": citation.end,
        "chain": [{"kind": link.kind.value, "text": link.text} for link in citation.chain],
    }


def _nearest(attribution: Attribution) -> Json | None:
    nearest = attribution.nearest
    if nearest is None:
        return None
    return {
        "outlet": nearest.outlet,
        "passage": nearest.passage,
        "distance": nearest.distance,
        "after": nearest.after,
    }


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
