"""Labelled question sets, brought into one shape.

A set is a folder with questions.jsonl {text, gold, answers, turns?} and passages.jsonl {id, doc_id,
title, position, text}, or with corpus/*.md and questions.jsonl {text, gold [{article, paragraph}],
answers, history, kind}.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer import load_gazetteer
from bot.library import Snapshot, SnapshotBuilder
from bot.model import Span
from bot.question_answer import HistoryTurn, Question


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the ids of the passages that answer it, and the strings that are answers.

    Without ids, nothing answers it.
    """

    question: Question
    gold: frozenset[str]
    answers: tuple[str, ...]


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a file, one a line."""
    return [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def load(folder: Path, without: int | None = None) -> tuple[Snapshot, list[Labelled]]:
    """A set's corpus as the bot serves it, and its questions about the news.

    `without` 0 or 1 leaves out every other article, and keeps the questions that these would
    answer: now nothing does.
    """
    with tempfile.TemporaryDirectory() as temporary:
        corpus, ids = Path(temporary), {}
        if (folder / "corpus").is_dir():
            for file in (folder / "corpus").iterdir():
                shutil.copy(file, corpus)
        else:
            ids = _write(rows(folder / "passages.jsonl"), corpus)
        if without is not None:
            gone = sorted(corpus.iterdir())[without::2]
            for file in gone:
                file.unlink()
        snapshot = SnapshotBuilder(corpus, Attributor(load_gazetteer()), 0.5).build()
    texts = {
        _squash(snapshot.corpus[number].text): snapshot.corpus[number].id
        for number in range(len(snapshot.corpus))
    }
    asked = list(_questions(folder, ids, texts))
    if without is not None:
        names = {file.stem for file in gone}
        asked = [
            replace(labelled, gold=frozenset())
            for labelled in asked
            if labelled.gold and {name.rpartition("#")[0] for name in labelled.gold} <= names
        ]
    return snapshot, asked


def _questions(
    folder: Path, ids: dict[str, list[str]], texts: dict[str, str]
) -> Iterator[Labelled]:
    for row in rows(folder / "questions.jsonl"):
        if row.get("kind") == "metadata":
            continue
        given = row.get("turns") or [
            {"q": turn["question"], "a": turn["answer"], "sentence": turn.get("sentence")}
            for turn in row.get("history", [])
        ]
        history = tuple(
            HistoryTurn(
                turn["q"],
                turn["a"],
                texts.get(_squash(turn["a"])),
                Span(**turn["sentence"]) if turn.get("sentence") else None,
            )
            for turn in given
            if turn.get("q") and turn.get("a")
        )
        gold = [
            name
            for item in row["gold"]
            for name in (
                ids.get(item, [])
                if isinstance(item, str)
                else [f"{item['article']}#{item['paragraph']}"]
            )
        ]
        yield Labelled(
            Question(row["text"], history, k=10), frozenset(gold), tuple(row.get("answers") or ())
        )


def _write(passages: list[dict[str, Any]], folder: Path) -> dict[str, list[str]]:
    """Write a file a document; returns our ids by the set's, several where passages are alike."""
    documents = defaultdict(list)
    for passage in passages:
        documents[passage["doc_id"]].append(passage)
    alike: dict[str, list[str]] = defaultdict(list)
    named: dict[str, str] = {}
    for number, parts in enumerate(documents.values()):
        parts.sort(key=lambda part: part["position"])
        head = f"---\ntitle: {json.dumps(parts[0].get('title') or '', ensure_ascii=False)}\n---\n\n"
        blocks = [_squash(part["text"]).lstrip("# ") for part in parts]
        (folder / f"{number:05d}.md").write_text(
            head + "\n\n".join(blocks) + "\n", encoding="utf-8"
        )
        for position, (part, text) in enumerate(zip(parts, blocks, strict=True)):
            alike[text].append(f"{number:05d}#{position}")
            named[part["id"]] = text
    return {item: alike[text] for item, text in named.items()}


def _squash(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
