"""Passages in the manner of many newsrooms: `newsrooms.toml`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.model import Article, CitationMode, Passage

ATTRIBUTOR = Attributor(load_gazetteer())
NEWSROOMS = tomllib.loads(Path(__file__).with_name("newsrooms.toml").read_text(encoding="utf-8"))
_MARKED = re.compile(r"\[\[(?P<source>.+?)\]\]|\{\{(?P<other>.+?)\}\}")
_GOES_ON = re.compile(r" => (.+)$")


@pytest.mark.parametrize(
    ("language", "name"), [(code, name) for code, group in NEWSROOMS.items() for name in group]
)
def test_sources_and_nothing_else_are_cited(language: str, name: str) -> None:
    publisher, *marked = NEWSROOMS[language][name]
    article = Article("x", "x.md", publisher=publisher, language=language)
    lines = [_GOES_ON.sub("", line) for line in marked]
    texts = [_MARKED.sub(lambda found: found["source"] or found["other"], line) for line in lines]
    passages = [
        Passage(f"x#{n}", article, n, None, 0, len(text), text) for n, text in enumerate(texts)
    ]
    found = ATTRIBUTOR.attribute(article, passages)
    for line, text, attribution in zip(marked, texts, found, strict=True):
        named = [one for one in attribution.citations if one.mode is CitationMode.NAMED]
        sources = [match["source"] for match in _MARKED.finditer(line) if match["source"]]
        assert len(named) == len(sources), (text, named)
        for source, citation in zip(sources, named, strict=True):
            start = text.index(source)
            assert citation.start < start + len(source), text
            assert citation.end > start, text
        goes_on = _GOES_ON.findall(line)
        continued = [one.outlet for one in attribution.citations if one not in named]
        assert continued == goes_on, text
