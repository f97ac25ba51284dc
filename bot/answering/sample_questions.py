"""Make a few questions that a corpus surely answers, always the same for the same articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.answerer import Answerer
from bot.attribution.attribution_store import AttributionStore
from bot.model import Article, Attribution, Citation, CitationMode, Passage
from bot.question_answer import Question
from bot.text.utf16 import utf16_length

MIN_CONFIDENCE = 0.8
"""The least confidence of the answer to an example."""
MAX_UTF16_UNITS = 79
"""UTF-16 units of an example: what the label of a button and its id take."""
MAX_ARTICLES, MAX_PASSAGES_PER_ARTICLE = 40, 8
"""Of so many articles, the newest, so many passages are looked at."""
MAX_TRIED = 40
"""Questions that are asked at most."""

_LOWERCASE = r"a-zß-öø-ÿа-яґіїє"
_NAME = r"[A-ZÄÖÜ][\w’'ʼ-]+"
_FULL_NAME = rf"{_NAME}(?: {_NAME}){{1,2}}"
_NAME_INSIDE = re.compile(rf"(?<=[{_LOWERCASE}] )((?:the )?{_FULL_NAME})(?=[,.;:]| [{_LOWERCASE}])")
_SPEAKER = re.compile(
    rf"\bsaid ({_FULL_NAME})(?=[,.])"
    rf"|(?:^|(?<=[{_LOWERCASE},”] ))({_FULL_NAME}) (?:said|told|announced|warned)\b"
)
_NAME_UK = r"[А-ЯҐІЇЄ][\w’'ʼ-]+ [А-ЯҐІЇЄ][\w’'ʼ-]+"
_SAID_UK = r"(?:сказав|сказала|заявив|заявила|повідомив|повідомила|розповів|розповіла)"
_SPEAKER_UK = re.compile(rf"\b({_SAID_UK}) ({_NAME_UK})(?=[,.])|({_NAME_UK}) ({_SAID_UK})\b")
_MONTH_OR_WEEKDAY = re.compile(
    r"\b(?:(?:Janu|Febru)ary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_COUNTED_NOUN = {
    "en": (
        "How many {}?",
        re.compile(
            r"(?:^|(?<=[.!?] ))"
            r"(?:(?:Some|About|Around|Nearly|Almost|At least|More than|Over) )?"
            r"\d[\d,  ]* (?P<rest>[a-z]+s [a-z][^\d,.;:–—“”\"()]{8,60})[,.]"
        ),
    ),
    "uk": (
        "Скільки {}?",
        re.compile(
            r"(?:^|(?<=[.!?] ))(?:(?:Близько|Майже|Понад|Щонайменше) )?"
            r"\d[\d  ]* (?P<rest>[а-яґіїє]+(?:ів|їв|ей|ок) [^\d,.;:–—«»\"()]{8,60})[,.]"
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class _SampleQuestion:
    """A question, and what it was made from."""

    text: str
    kind: str
    article: str
    passage: str | None = None
    """None: of what is known of the article."""


def sample_questions(
    answerer: Answerer, attributions: AttributionStore, limit: int
) -> tuple[str, ...]:
    """Make questions surely answered by what they were made from, of several kinds."""
    samples = [
        sample_question
        for sample_question in dict.fromkeys(_sample_questions(answerer, attributions))
        if utf16_length(sample_question.text) <= MAX_UTF16_UNITS
    ]
    chosen: list[_SampleQuestion] = []
    is_answered: dict[_SampleQuestion, bool] = {}
    # Another kind from another article is liked best, then one of both, then whatever there is.
    for min_novelty in (2, 1, 0):
        for sample in samples:
            if len(chosen) == limit:
                break
            novelty = (sample.kind not in {other.kind for other in chosen}) + (
                sample.article not in {other.article for other in chosen}
            )
            if (
                novelty < min_novelty
                or sample in chosen
                or (sample not in is_answered and len(is_answered) == MAX_TRIED)
            ):
                continue
            if sample not in is_answered:
                is_answered[sample] = _is_answered(answerer, sample)
            if is_answered[sample]:
                chosen.append(sample)
    return tuple(sample_question.text for sample_question in chosen)


def _is_answered(answerer: Answerer, sample: _SampleQuestion) -> bool:
    answer = answerer.answer(Question(sample.text))
    if not answer.answered or answer.confidence < MIN_CONFIDENCE:
        return False
    if sample.passage is None:
        return answer.fact is not None and answer.fact.article.id == sample.article
    return answer.best is not None and answer.best.passage.id == sample.passage


def _sample_questions(
    answerer: Answerer, attributions: AttributionStore
) -> Iterator[_SampleQuestion]:
    analyzed = answerer.corpus_analysis
    corpus = analyzed.corpus
    for article in analyzed.newest_first[:MAX_ARTICLES].tolist():
        code = analyzed.language_codes[int(analyzed.language_ids[article])]
        for number in corpus.passages_of(article)[:MAX_PASSAGES_PER_ARTICLE]:
            passage = corpus[number]
            for kind, text in _questions_on_passage(passage, attributions[number], code):
                yield _SampleQuestion(text, kind, passage.article.id, passage.id)
        if code == "en":
            yield from _questions_on_article(corpus.article(article))


def _questions_on_passage(
    passage: Passage, attribution: Attribution, code: str
) -> Iterator[tuple[str, str]]:
    """Kinds and texts of questions on a passage in a language."""
    if code in _COUNTED_NOUN:
        asks, counted = _COUNTED_NOUN[code]
        yield from (
            ("counted", asks.format(found["rest"].strip()))
            for found in counted.finditer(passage.text)
        )
    if code == "uk":
        yield from (
            ("speaker", f"Що {found[1] or found[4]} {found[2] or found[3]}?")
            for found in _SPEAKER_UK.finditer(passage.text)
        )
    if code == "en":
        yield from _english_questions(passage.text, attribution.citations)


def _english_questions(text: str, citations: Sequence[Citation]) -> Iterator[tuple[str, str]]:
    outlets = [citation.surface for citation in citations]
    for found in _SPEAKER.finditer(text):
        if _may_be_subject(found[1] or found[2], outlets):
            yield "speaker", f"What did {found[1] or found[2]} say?"
    for citation in citations:
        if citation.mode is CitationMode.NAMED and citation.outlet:
            article = "the " if text[: citation.start].endswith(("the ", "The ")) else ""
            for found in _NAME_INSIDE.finditer(text):
                if _may_be_subject(found[1], outlets):
                    yield "outlet", f"What did {article}{citation.surface} report about {found[1]}?"


def _questions_on_article(article: Article) -> Iterator[_SampleQuestion]:
    if article.title and article.author:
        yield _SampleQuestion(f"Who wrote the article “{article.title}”?", "author", article.id)
    if article.title and article.date:
        yield _SampleQuestion(
            f"When was the article “{article.title}” published?", "date", article.id
        )


def _may_be_subject(name: str, outlets: Sequence[str]) -> bool:
    """Tell whether it may be the name of somebody or something that is no day and no outlet."""
    return not _MONTH_OR_WEEKDAY.search(name) and not any(
        outlet in name or name in outlet for outlet in outlets
    )
