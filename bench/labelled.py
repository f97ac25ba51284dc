"""Labelled question sets, brought into one shape.

A set is a folder with questions.jsonl {text, gold, answers, turns?} and passages.jsonl {id, doc_id,
title, position, text, outlet?, url?}, or with corpus/*.md and questions.jsonl {text, gold
[{article, paragraph}], answers, history, kind}.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.library import Snapshot
from bot.model import Span
from bot.question_answer import HistoryTurn, Question
from bot.snapshot_builder import SnapshotBuilder


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


def load(folders: Sequence[Path]) -> tuple[Snapshot, dict[str, list[Labelled]]]:
    """Load sets as one corpus, as the bot serves it, and the questions of each by its name.

    Articles that several sets share are put in once. Passages of the same text answer alike.
    """
    with tempfile.TemporaryDirectory() as temporary:
        corpus = Path(temporary)
        known: set[tuple[str, ...]] = set()
        texts = {folder: _write(folder, corpus, known) for folder in folders}
        snapshot = SnapshotBuilder(corpus, Attributor(load_gazetteer()), 0.5).build()
    alike: dict[str, list[str]] = defaultdict(list)
    for number in range(len(snapshot.corpus)):
        passage = snapshot.corpus[number]
        alike[_squash(passage.text)].append(passage.id)
    return snapshot, {
        folder.name: list(_questions(folder, texts[folder], alike, snapshot)) for folder in folders
    }


def _questions(
    folder: Path, texts: Mapping[str, str], alike: Mapping[str, list[str]], snapshot: Snapshot
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
                next(iter(alike.get(_squash(turn["a"]), ())), None),
                Span(**turn["sentence"]) if turn.get("sentence") else None,
            )
            for turn in given
            if turn.get("q") and turn.get("a")
        )
        gold = {
            name
            for item in row["gold"]
            if (text := _gold_text(item, folder.name, texts, snapshot))
            for name in alike.get(text, ())
        }
        if gold or not row["gold"]:
            yield Labelled(
                Question(row["text"], history, k=10),
                frozenset(gold),
                tuple(row.get("answers") or ()),
            )


def _gold_text(
    item: str | Mapping[str, Any], name: str, texts: Mapping[str, str], snapshot: Snapshot
) -> str | None:
    if isinstance(item, str):
        return texts.get(item)
    found = snapshot.corpus.find_passage(f"{name}--{item['article']}#{item['paragraph']}")
    return None if found is None else _squash(snapshot.corpus[found].text)


def _write(folder: Path, corpus: Path, known: set[tuple[str, ...]]) -> dict[str, str]:
    """Write a file an article that is not `known`; gives texts by the set's ids of passages."""
    if (folder / "corpus").is_dir():
        for file in (folder / "corpus").iterdir():
            shutil.copy(file, corpus / f"{folder.name}--{file.name}")
        return {}
    documents = defaultdict(list)
    for passage in rows(folder / "passages.jsonl"):
        documents[passage["doc_id"]].append(passage)
    texts: dict[str, str] = {}
    for number, parts in enumerate(documents.values()):
        parts.sort(key=lambda part: part["position"])
        blocks = tuple(_squash(part["text"]).lstrip("# ") for part in parts)
        texts |= {part["id"]: block for part, block in zip(parts, blocks, strict=True)}
        if blocks in known:
            continue
        known.add(blocks)
        head = {key: parts[0].get(name) for key, name in _HEAD.items() if parts[0].get(name)}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
        text = "\n".join(["---", *lines, "---", "", "\n\n".join(blocks), ""])
        (corpus / f"{folder.name}--{number:05d}.md").write_text(text, encoding="utf-8")
    return texts


_HEAD = {"title": "title", "publisher": "outlet", "url": "url"}
"""What front matter says, by the field of a passage that tells it."""


def _squash(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
