"""What every engine is given: the passages of a folder as terms, and its questions.

Made once, a line each, so that all get the same.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.engines import Asked

TERMS, FACTS = "terms.txt", "facts.json"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the numbers of the passages that answer it.

    None where it has no label, or nothing answers.
    """

    asked: Asked
    gold: frozenset[int]


@dataclass(frozen=True, slots=True)
class Facts:
    """How much there is, and what it took."""

    passages: int
    terms: int
    questions: int
    labelled: int
    seconds: float
    """To read the articles and analyse them as English."""


def prepare(folder: Path, into: Path) -> Facts:
    """Analyse the passages and questions of a labelled folder, and write them down."""
    from bot.corpus.loader import read_corpus  # noqa: PLC0415 - a process that measures an engine must not hold what it does not need
    from bot.text.language import Languages  # noqa: PLC0415

    started = time.perf_counter()
    analyze = Languages().get("en").analyzer.terms
    corpus, _ = read_corpus(folder / "corpus")
    terms = 0
    with (into / TERMS).open("w", encoding="utf-8") as file:
        for number in range(len(corpus)):
            found = analyze(corpus[number].text)
            terms += len(found)
            file.write(" ".join(found) + "\n")
    seconds = time.perf_counter() - started
    labelled = []
    for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line) if line.strip() else {}
        # An engine alone knows nothing of facts of an article, of what was said before, or of a
        # question without a term.
        if (
            row
            and row.get("kind") != "metadata"
            and not row.get("history")
            and (found := sorted(set(analyze(row["text"]))))
        ):
            gold = [
                corpus.find_passage(f"{item['article']}#{item['paragraph']}")
                for item in row.get("gold") or ()
            ]
            labelled.append({"text": row["text"], "terms": found, "gold": gold})
    facts = Facts(
        len(corpus), terms, len(labelled), sum(bool(item["gold"]) for item in labelled), seconds
    )
    (into / FACTS).write_text(
        json.dumps({"facts": asdict(facts), "questions": labelled}), encoding="utf-8"
    )
    return facts


def read_texts(prepared: Path) -> Iterator[list[str]]:
    """Read the terms of each passage; equal terms are one string, as where they are analysed."""
    known: dict[str, str] = {}
    with (prepared / TERMS).open(encoding="utf-8") as file:
        for line in file:
            yield [known.setdefault(term, term) for term in line.split()]


def read_facts(prepared: Path) -> Facts:
    """What `prepare` found."""
    return Facts(**json.loads((prepared / FACTS).read_text(encoding="utf-8"))["facts"])


def read_questions(prepared: Path) -> list[Labelled]:
    """The questions that all engines can answer."""
    rows = json.loads((prepared / FACTS).read_text(encoding="utf-8"))["questions"]
    return [Labelled(Asked(row["text"], row["terms"]), frozenset(row["gold"])) for row in rows]


if __name__ == "__main__":
    import sys

    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
