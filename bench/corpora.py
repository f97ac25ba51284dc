"""Write a corpus of made-up news, of any size, with questions about it.

    python -m bench.corpora FOLDER --passages 100000 --seed 1

FOLDER gets corpus/ with the articles in subfolders, and questions.jsonl as `python -m bot eval
FOLDER` reads it: the gold passage is the one whose words the question was made of, and a tenth of
the questions are made of words that no article has.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.prose import FUNCTION_WORDS, Writer, Written

BATCH = 1000
"""Passages written at a time, so that a corpus of any size takes the same memory."""
FILES_A_FOLDER = 1000
QUESTIONS = 500
UNANSWERABLE = 10
"""Every so many-th question follows no passage."""
_FEWEST, _MOST = 3, 8
_OPENINGS = (
    "who",
    "when did",
    "how many",
    "what",
    "where did",
    "why did",
    "which",
    "what did",
    "how much",
    "who told",
)
_WORD = re.compile(r"[A-Za-z]{4,}")
_BEHIND = 10_000_000
"""Words of this rank and beyond are in no corpus that fits a disk."""


def write_corpus(folder: Path, passages: int, seed: int) -> None:
    """Write articles and questions, the same bytes for the same seed and size."""
    writer = Writer(seed, passages)
    asked = _asked_about(passages, seed)
    lines = {
        question: _line(question, _unanswerable(writer, question, seed))
        for question in range(0, QUESTIONS, UNANSWERABLE)
    }
    (folder / "corpus").mkdir(parents=True)
    first = 0
    for number, article in enumerate(_articles(writer, passages)):
        name = f"{number // FILES_A_FOLDER:04d}/{number:07d}"
        file = folder / "corpus" / f"{name}.md"
        if number % FILES_A_FOLDER == 0:
            file.parent.mkdir()
        file.write_text(_as_markdown(article), encoding="utf-8", newline="\n")
        for position, passage in enumerate(article.passages):
            for question in asked.get(first + position, ()):
                lines[question] = _line(
                    question, _question(passage, question, seed), name, position
                )
        first += len(article.passages)
    (folder / "questions.jsonl").write_text(
        "".join(lines[question] for question in sorted(lines)), encoding="utf-8", newline="\n"
    )


def _articles(writer: Writer, passages: int) -> Iterator[Written]:
    for batch, start in enumerate(range(0, passages, BATCH)):
        yield from writer.batch(batch, min(BATCH, passages - start))


def _asked_about(passages: int, seed: int) -> dict[int, list[int]]:
    """Numbers of questions by the passage that each is made of."""
    rng = np.random.default_rng([seed, 2])
    asked: dict[int, list[int]] = {}
    for question, passage in enumerate(rng.integers(passages, size=QUESTIONS).tolist()):
        if question % UNANSWERABLE:
            asked.setdefault(passage, []).append(question)
    return asked


def _question(passage: str, number: int, seed: int) -> str:
    """Some of a passage's informative words in their order, common and rare ones as they come."""
    rng = np.random.default_rng([seed, 3, number])
    told = [word for word in _WORD.findall(passage) if word.lower() not in FUNCTION_WORDS]
    places = sorted(
        rng.choice(len(told), min(len(told), int(rng.integers(_FEWEST, _MOST + 1))), replace=False)
    )
    return f"{_OPENINGS[number % len(_OPENINGS)]} {' '.join(told[place] for place in places)}?"


def _unanswerable(writer: Writer, number: int, seed: int) -> str:
    rng = np.random.default_rng([seed, 3, number])
    words = [
        writer.words.word(_BEHIND + rank)
        for rank in rng.integers(_BEHIND, size=int(rng.integers(_FEWEST, _MOST + 1))).tolist()
    ]
    return f"{_OPENINGS[number // UNANSWERABLE % len(_OPENINGS)]} {' '.join(words)}?"


def _line(number: int, text: str, article: str | None = None, paragraph: int = 0) -> str:
    gold = [{"article": article, "paragraph": paragraph}] if article else []
    return (
        json.dumps({"id": f"q{number:03d}", "text": text, "gold": gold}, ensure_ascii=False) + "\n"
    )


def _as_markdown(article: Written) -> str:
    head = (
        f"title: {article.title}\nauthor: {article.author}\n"
        f"publisher: {article.publisher}\ndate: {article.date.isoformat()}"
    )
    return "\n\n".join((f"---\n{head}\n---", *article.passages)) + "\n"


def main() -> None:
    """Write one corpus."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--passages", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    if (given.folder / "corpus").exists():
        sys.exit(f"{given.folder / 'corpus'} is there already")
    write_corpus(given.folder, given.passages, given.seed)


if __name__ == "__main__":
    main()
