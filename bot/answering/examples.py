"""A few questions that a corpus answers for sure, made from its own passages: the same ones for the same articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.answerer import Answerer
from bot.attribution.packed import Attributions
from bot.model import Article, Attribution, Citation, Mode, Passage, Question
from bot.text.units import units

SURE = 0.8
"""The least confidence of the answer to an example."""
LONGEST = 79
"""UTF-16 units of an example: what the label of a button and its id take."""
ARTICLES, PASSAGES = 40, 8
"""Of so many articles, the newest, so many passages are looked at."""
TRIED = 40
"""Questions that are asked at most."""

_SMALL = r"a-zß-öø-ÿа-яґіїє"
_NAME = r"[A-ZÄÖÜ][\w’'ʼ-]+"
_FULL_NAME = rf"{_NAME}(?: {_NAME}){{1,2}}"
_INSIDE = re.compile(rf"(?<=[{_SMALL}] )((?:the )?{_FULL_NAME})(?=[,.;:]| [{_SMALL}])")
_SPEAKER = re.compile(rf"\bsaid ({_FULL_NAME})(?=[,.])|(?:^|(?<=[{_SMALL},”] ))({_FULL_NAME}) (?:said|told|announced|warned)\b")
_NAME_UK = r"[А-ЯҐІЇЄ][\w’'ʼ-]+ [А-ЯҐІЇЄ][\w’'ʼ-]+"
_SAID_UK = r"(?:сказав|сказала|заявив|заявила|повідомив|повідомила|розповів|розповіла)"
_SPEAKER_UK = re.compile(rf"\b({_SAID_UK}) ({_NAME_UK})(?=[,.])|({_NAME_UK}) ({_SAID_UK})\b")
_DAY = re.compile(r"\b(?:(?:Janu|Febru)ary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b")
_COUNTED = {
    "en": (
        "How many {}?",
        re.compile(
            r"(?:^|(?<=[.!?] ))(?:(?:Some|About|Around|Nearly|Almost|At least|More than|Over) )?\d[\d,  ]* (?P<rest>[a-z]+s [a-z][^\d,.;:–—“”\"()]{8,60})[,.]"
        ),
    ),
    "uk": (
        "Скільки {}?",
        re.compile(r"(?:^|(?<=[.!?] ))(?:(?:Близько|Майже|Понад|Щонайменше) )?\d[\d  ]* (?P<rest>[а-яґіїє]+(?:ів|їв|ей|ок) [^\d,.;:–—«»\"()]{8,60})[,.]"),
    ),
}


@dataclass(frozen=True, slots=True)
class _Made:
    """A question, and what it was made from."""

    text: str
    kind: str
    article: str
    passage: str | None = None
    """None: of what is known of the article."""


def examples(answerer: Answerer, attributions: Attributions, most: int) -> tuple[str, ...]:
    """Questions that are surely answered with what they were made from; of different kinds and articles where it can be."""
    made = [one for one in dict.fromkeys(_made(answerer, attributions)) if units(one.text) <= LONGEST]
    chosen: list[_Made] = []
    tried: dict[_Made, bool] = {}
    # Another kind from another article is liked best, then one of both, then whatever there is.
    for news in (2, 1, 0):
        for one in made:
            if len(chosen) == most:
                break
            fresh = (one.kind not in {other.kind for other in chosen}) + (one.article not in {other.article for other in chosen})
            if fresh < news or one in chosen or (one not in tried and len(tried) == TRIED):
                continue
            if one not in tried:
                tried[one] = _answered(answerer, one)
            if tried[one]:
                chosen.append(one)
    return tuple(one.text for one in chosen)


def _answered(answerer: Answerer, made: _Made) -> bool:
    answer = answerer.answer(Question(made.text))
    if not answer.answered or answer.confidence < SURE:
        return False
    if made.passage is None:
        return answer.fact is not None and answer.fact.article.id == made.article
    return answer.best is not None and answer.best.passage.id == made.passage


def _made(answerer: Answerer, attributions: Attributions) -> Iterator[_Made]:
    reading = answerer.reading
    corpus = reading.corpus
    for article in reading.newest_first[:ARTICLES].tolist():
        code = reading.codes[int(reading.language[article])]
        for number in corpus.passages_of(article)[:PASSAGES]:
            passage = corpus[number]
            for kind, text in _of_passage(passage, attributions[number], code):
                yield _Made(text, kind, passage.article.id, passage.id)
        if code == "en":
            yield from _of_article(corpus.article(article))


def _of_passage(passage: Passage, attribution: Attribution, code: str) -> Iterator[tuple[str, str]]:
    """Kinds and texts of questions on a passage in a language."""
    if code in _COUNTED:
        asks, counted = _COUNTED[code]
        yield from (("counted", asks.format(found["rest"].strip())) for found in counted.finditer(passage.text))
    if code == "uk":
        yield from (("speaker", f"Що {found[1] or found[4]} {found[2] or found[3]}?") for found in _SPEAKER_UK.finditer(passage.text))
    if code == "en":
        yield from _in_english(passage.text, attribution.citations)


def _in_english(text: str, citations: Sequence[Citation]) -> Iterator[tuple[str, str]]:
    outlets = [one.surface for one in citations]
    for found in _SPEAKER.finditer(text):
        if _names(found[1] or found[2], outlets):
            yield "speaker", f"What did {found[1] or found[2]} say?"
    for one in citations:
        if one.mode is Mode.NAMED and one.outlet:
            article = "the " if text[: one.start].endswith(("the ", "The ")) else ""
            for found in _INSIDE.finditer(text):
                if _names(found[1], outlets):
                    yield "outlet", f"What did {article}{one.surface} report about {found[1]}?"


def _of_article(article: Article) -> Iterator[_Made]:
    if article.title and article.author:
        yield _Made(f"Who wrote the article “{article.title}”?", "author", article.id)
    if article.title and article.date:
        yield _Made(f"When was the article “{article.title}” published?", "date", article.id)


def _names(name: str, outlets: Sequence[str]) -> bool:
    """Whether it may be the name of somebody or something that is no day and no outlet."""
    return not _DAY.search(name) and not any(outlet in name or name in outlet for outlet in outlets)
