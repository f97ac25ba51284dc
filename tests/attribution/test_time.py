"""The time that attribution takes grows with a passage, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.model import Article, Passage

ATTRIBUTOR = Attributor(load_gazetteer())
CHARS = 20_000
MAX_RATIO = 4.0
"""How much longer twice the text may take; twice, and what a busy machine adds."""
MIN_SECONDS = 0.02
"""Less is too short to compare."""


def seconds(text: str, language: str) -> float:
    article = Article("x", "x.md", language=language)
    passage = Passage("x#0", article, 0, None, 0, len(text), text)
    started = time.process_time()
    ATTRIBUTOR.attribute(article, [passage])
    return time.process_time() - started


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("en", "told the New York "),
        ("en", "Reuters, citing Reuters, "),
        ("en", "with Reuters and "),
        ("en", "X Times and the "),
        ("en", "on an episode of the "),
        ("en", "the story, by the "),
        ("en", "Reuters of Ulby and several other "),
        ("en", "Reuters’s Anna "),
        ("en", "(Reuters "),
        ("en", "the Holt of the and podcast "),
        ("en", "per Vik Ostby and Ann Holt of "),
        ("en", "an interview last month with Vik Ostby on "),
        ("en", "will be shown live live on the "),
        ("en", "in an editorial on Monday, the "),
        ("en", "reports in outlets like "),
        ("uk", "за даними видання "),
        ("uk", "розповів про це кореспонденту "),
        ("uk", "пише «Укрінформ "),
        ("ru", "приводит слова "),
        ("de", "nach Informationen der "),
        ("es", "según informó el diario "),
        ("fr", "a déclaré le maire à l’AFP dans un "),
    ],
)
def test_twice_the_text_takes_about_twice_the_time(language: str, phrase: str) -> None:
    text = phrase * (CHARS // len(phrase))
    seconds(text, language)
    once = min(seconds(text, language) for _ in range(2))
    twice = min(seconds(text * 2, language) for _ in range(2))
    assert twice < MAX_RATIO * max(once, MIN_SECONDS)
