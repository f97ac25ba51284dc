"""What cues spare a text is never anything that would have been found."""

from __future__ import annotations

import json
import random
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.attribution import mentions, outlet_discovery, source_chain
from bot.attribution.keyword_prefilter import KeywordPrefilter
from bot.attribution.text_spans import whole_word_occurrences
from bot.model import Article, Attribution, Passage
from tests.conftest import ATTRIBUTOR

ROOT = Path(__file__).parents[2]
NEEDS = [
    (outlet_discovery.PREFILTER, "again", outlet_discovery._ADDRESSED_AGAIN),
    (outlet_discovery.PREFILTER, "addressed", outlet_discovery._ADDRESSED),
    (source_chain.PREFILTER, "citing", source_chain._CITING),
    (source_chain.PREFILTER, "sources", source_chain._SOURCES),
    (source_chain.PREFILTER, "informed", source_chain._SOURCES),
    (source_chain.PREFILTER, "speech", source_chain._SPEAKER),
    *(
        (mentions.PREFILTER, cue, re.compile(pattern))
        for cue, pattern in mentions._UNCATALOGUED.items()
    ),
    *(
        (outlet_discovery.PREFILTER, cue, re.compile(pattern))
        for cue, pattern in outlet_discovery._WITH_THE.items()
    ),
]


@pytest.mark.parametrize(
    ("cues", "group", "pattern"),
    NEEDS,
    ids=[f"{number} {group}" for number, (_, group, _) in enumerate(NEEDS)],
)
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_a_pattern_matches_nothing_without_its_cue(
    cues: KeywordPrefilter, group: str, pattern: re.Pattern[str], data: st.DataObject
) -> None:
    assert group in cues.find(data.draw(st.from_regex(pattern)))


@settings(max_examples=200, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.from_regex(outlet_discovery._NOUN))
def test_no_noun_is_without_its_cues(text: str) -> None:
    cues = outlet_discovery.PREFILTER.find(text)
    assert "noun" in cues or cues >= {"medium", "outlet"}


def news() -> list[list[str]]:
    """The passages of each labelled article and of each short one, and of articles pieced together from all of them."""
    articles: dict[str, list[str]] = {}
    for file in sorted(ROOT.glob("bench/sets/*/passages.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            passage = json.loads(line)
            articles.setdefault(passage["article"], []).append(passage["text"])
    given = tomllib.loads((ROOT / "tests/attribution/articles.toml").read_text(encoding="utf-8"))
    whole = [
        *articles.values(),
        *(
            [text for text, _ in passages]
            for group in given.values()
            for passages in group.values()
        ),
    ]
    pieces = [
        " ".join(words[at : at + 8])
        for passages in whole
        for text in passages
        for words in [text.split()]
        for at in range(0, len(words), 8)
    ]
    chance = random.Random(7)  # noqa: S311 - the same articles in every run
    return whole + [[" ".join(chance.choices(pieces, k=9)) for _ in range(4)] for _ in range(150)]


def read(
    articles: list[list[str]],
) -> list[tuple[tuple[tuple[str, str], ...], tuple[Attribution, ...]]]:
    found = []
    article = Article("x", "x.md")
    for texts in articles:
        passages = [
            Passage(f"x#{number}", article, number, None, 0, len(text), text)
            for number, text in enumerate(texts)
        ]
        found.append(
            (ATTRIBUTOR.discover_outlets(passages), ATTRIBUTOR.attribute(article, passages))
        )
    return found


def test_news_is_read_alike_with_every_cue(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = news()
    with_cues = read(articles)
    assert sum(bool(presented) for presented, _ in with_cues) > 20
    monkeypatch.setattr(KeywordPrefilter, "find", lambda cues, _: frozenset().union(*cues._groups))
    assert read(articles) == with_cues


@given(st.text("A-_’ b", min_size=1, max_size=3), st.text("A-_’ b", max_size=12))
def test_occurrences_are_those_of_the_pattern(name: str, text: str) -> None:
    assert list(whole_word_occurrences(name, text)) == [
        match.start() for match in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]
