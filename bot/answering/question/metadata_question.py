"""Questions about an article itself: who wrote it, when, where it was published."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import Article
from bot.question_answer import Fact, FactField

_ARTICLE = r"(?:article|story|piece|report|text|news|item|publication|column|interview)"
_PATTERNS = (
    (
        FactField.AUTHOR,
        rf"\bwho\s+(?:wrote|authored|penned|writes|is\s+the\s+author\s+of|was\s+the\s+author\s+of)\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b",
    ),
    (
        FactField.AUTHOR,
        rf"\b(?:author|writer|byline)\s+of\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b",
    ),
    (
        FactField.DATE,
        rf"\b(?:when|(?:on\s+)?(?:what|which)\s+(?:date|day))\s+(?:was|did)\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b.*\b(?:publish\w*|post\w*|written|appear\w*|c[ao]me\s+out|released)\b",
    ),
    (
        FactField.DATE,
        rf"\b(?:publication\s+)?date\s+of\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b",
    ),
    (
        FactField.PUBLISHER,
        rf"\b(?:which|what)\s+(?:\w+\s+)?\w+\s+(?:published|ran|posted|carried|put\s+out)\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b",
    ),
    (
        FactField.PUBLISHER,
        rf"\bwho\s+(?:published|ran)\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b|\bpublisher\s+of\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b",
    ),
    (
        FactField.PUBLISHER,
        rf"\bwhere\s+(?:was|did)\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b.*\b(?:published|appear\w*|posted)\b",
    ),
    (
        FactField.TITLE,
        rf"\b(?:title|headline)\s+of\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b|\bwhat\s+is\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b.*\bcalled\b",
    ),
    (
        FactField.URL,
        rf"\b(?:link|url|address)\s+(?:of|to|for)\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b|\bwhere\s+can\s+i\s+(?:read|find)\s+(?:the|this|that)\s+(?:\w+\s+)?{_ARTICLE}\b",
    ),
)
_ABOUT = (
    rf"\b{_ARTICLE}\s+(?:(?:that\s+(?:is\s+)?)?"
    r"(?:about|on|of|regarding|concerning|covering|titled|called)\s+)?(?P<topic>.*)"
)
_PUBLISHED_AT_END = (
    r"\b(?:published|posted|written|appear(?:ed)?|come\s+out|released|called)\b[\s?.!]*$"
)
_NAMES_ARTICLE = re.compile(rf"\b{_ARTICLE}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MetadataQuestion:
    """What is asked of which article."""

    field: FactField
    topic: str
    """What the article is about, in the words of the question; empty for "this article"."""


def parse_metadata_question(question: str) -> MetadataQuestion | None:
    """Return what a question asks about an article itself; None for a question about the news."""
    # Few questions speak of an article: the patterns are compiled when one does.
    if not _NAMES_ARTICLE.search(question):
        return None
    for field, pattern in _PATTERNS:
        if re.search(pattern, question, re.IGNORECASE):
            about = re.search(_ABOUT, question, re.IGNORECASE)
            return MetadataQuestion(
                field,
                re.sub(_PUBLISHED_AT_END, "", about["topic"], flags=re.IGNORECASE).strip(' ?.!"“”')
                if about
                else "",
            )
    return None


def read_fact(field: FactField, article: Article) -> Fact | None:
    """Return the fact, or None when the article does not give it."""
    value = getattr(article, field.value)
    if value is None:
        return None
    return Fact(field, value if isinstance(value, str) else value.isoformat(), article)
