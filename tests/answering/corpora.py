"""Small corpora for the tests of answering."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.snapshot_builder import SnapshotBuilder
from tests.conftest import ATTRIBUTOR


def article(*paragraphs: str, **known: str) -> str:
    """The text of an English article."""
    front = "\n".join(f"{key}: {value}" for key, value in ({"language": "en"} | known).items())
    return f"---\n{front}\n---\n\n" + "\n\n".join(paragraphs) + "\n"


def answerer(folder: Path, articles: Mapping[str, str], min_confidence: float = 0.4) -> Answerer:
    """What answers from articles, given by their ids."""
    for name, text in articles.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return SnapshotBuilder(folder, ATTRIBUTOR, min_confidence).build().answerer
