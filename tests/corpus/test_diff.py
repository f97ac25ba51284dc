"""What became of articles: what only stands elsewhere by now is moved, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.corpus.corpus import Corpus
from bot.corpus.diff import MAX_ARTICLES_PER_SHARED_PASSAGE, diff
from bot.corpus.loader import read_corpus

QUAY = """---
title: A second quay
author: Lena Farrow
---

The harbour of Velden opens a second quay in May, Reuters reported.

Ships from Norland will moor there, and the ferry goes on using the old one.

The mayor called the delay a nuisance with a purpose.
"""
MILL = """---
title: The mill
---

The mill of Aldsworth grinds flour for nine villages along the river.

Its wheel was mended by a joiner from Ostrava last winter.
"""
SHORT = "The tram to the market cost 40 million crowns to repair, Reuters reported on Monday.\n"
FOOT = "Write to us."


def read(folder: Path, files: dict[str, str]) -> Corpus:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    corpus, faults = read_corpus(folder)
    assert not faults
    return corpus


def told(tmp_path: Path, before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """What is told, by kind, as paths."""
    old, new = read(tmp_path / "old", before), read(tmp_path / "new", after)
    found = diff(old, new)

    def pairs(given):
        return sorted(
            f"{old.article(one).path} > {new.article(other).path}" for one, other in given
        )

    kinds = {
        "added": [new.article(number).path for number in found.added],
        "removed": [old.article(number).path for number in found.removed],
        "changed": [new.article(number).path for _, number in found.changed],
        "moved": pairs(found.moved),
        "copied": pairs(found.copied),
    }
    return {kind: paths for kind, paths in kinds.items() if paths}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({"a.md": QUAY}, {"a.md": QUAY}, {}, id="nothing"),
        pytest.param(
            {"a.md": QUAY},
            {"b.md": MILL},
            {"added": ["b.md"], "removed": ["a.md"]},
            id="another article",
        ),
        pytest.param(
            {"a.md": QUAY},
            {"2024/a.md": QUAY},
            {"moved": ["a.md > 2024/a.md"]},
            id="another folder",
        ),
        pytest.param({"a.md": QUAY}, {"b.md": QUAY}, {"moved": ["a.md > b.md"]}, id="another name"),
        pytest.param(
            {"a.md": QUAY, "c.md": MILL},
            {"x/a.md": QUAY, "x/c.md": MILL},
            {"moved": ["a.md > x/a.md", "c.md > x/c.md"]},
            id="a whole folder",
        ),
        pytest.param(
            {"a.md": MILL},
            {"a.md": MILL.replace("nine", "ten")},
            {"changed": ["a.md"]},
            id="edited",
        ),
        pytest.param(
            {"a.txt": SHORT}, {"a.md": SHORT}, {"moved": ["a.txt > a.md"]}, id="another suffix"
        ),
        # As .txt the first line is the title, as .md it is a passage.
        pytest.param(
            {"a.txt": f"The tram\n\n{SHORT}"},
            {"a.md": f"The tram\n\n{SHORT}"},
            {"moved": ["a.txt > a.md"], "changed": ["a.md"]},
            id="suffix, read otherwise",
        ),
        pytest.param(
            {"a.md": QUAY},
            {"b.md": QUAY.replace("nuisance", "blessing")},
            {"moved": ["a.md > b.md"], "changed": ["b.md"]},
            id="a passage was edited too",
        ),
        pytest.param(
            {"a.md": QUAY},
            {"b.md": QUAY.replace("A second quay", "The quay")},
            {"moved": ["a.md > b.md"], "changed": ["b.md"]},
            id="retitled too",
        ),
        pytest.param(
            {"x/tram.txt": SHORT},
            {"tram.txt": SHORT.replace("40", "41")},
            {"moved": ["x/tram.txt > tram.txt"], "changed": ["tram.txt"]},
            id="a figure too",
        ),
        pytest.param(
            {"x/tram.txt": SHORT},
            {"y/bus.txt": SHORT.replace("40", "41")},
            {"added": ["y/bus.txt"], "removed": ["x/tram.txt"]},
            id="no sign of it",
        ),
        pytest.param(
            {"x/tram.txt": SHORT},
            {"tram.txt": "A tram is a tram."},
            {"added": ["tram.txt"], "removed": ["x/tram.txt"]},
            id="only the name is the same",
        ),
        pytest.param(
            {"a.md": QUAY, "b.md": QUAY},
            {"b.md": QUAY},
            {"removed": ["a.md"], "copied": ["a.md > b.md"]},
            id="one of two copies is gone",
        ),
        pytest.param(
            {"a.md": QUAY}, {"a.md": QUAY, "b.md": QUAY}, {"added": ["b.md"]}, id="a copy comes"
        ),
        pytest.param(
            {"a.md": QUAY},
            {"b.md": QUAY, "x/a.md": QUAY},
            {"moved": ["a.md > x/a.md"], "added": ["b.md"]},
            id="of two copies the one of that name",
        ),
        pytest.param(
            {"x/a.md": QUAY, "x/b.md": QUAY},
            {"y/b.md": QUAY, "y/c.md": QUAY},
            {"moved": ["x/a.md > y/c.md", "x/b.md > y/b.md"]},
            id="each copy has its own",
        ),
        pytest.param(
            {"a.md": QUAY, "b.md": QUAY},
            {"c.md": QUAY},
            {"moved": ["a.md > c.md", "b.md > c.md"]},
            id="two copies are one",
        ),
        pytest.param(
            {"a.md": QUAY, "b.md": MILL},
            {"c.md": QUAY + "\n" + MILL.partition("---\n\n")[2]},
            {"moved": ["a.md > c.md", "b.md > c.md"], "changed": ["c.md", "c.md"]},
            id="two articles are one",
        ),
        pytest.param(
            {"a.md": QUAY, "b.md": MILL},
            {"a.md": MILL, "b.md": QUAY},
            {"moved": ["a.md > b.md", "b.md > a.md"]},
            id="swapped",
        ),
        pytest.param(
            {"today.md": QUAY},
            {"1.md": QUAY, "today.md": MILL},
            {"moved": ["today.md > 1.md"], "added": ["today.md"]},
            id="another in its place",
        ),
        pytest.param(
            {"a.md": QUAY, "b.md": MILL},
            {"a.md": MILL},
            {"moved": ["b.md > a.md"], "removed": ["a.md"]},
            id="put over another",
        ),
        pytest.param({"a.md": QUAY}, {"a.md": MILL}, {"changed": ["a.md"]}, id="rewritten"),
        pytest.param(
            {"a.md": QUAY, "b.md": SHORT},
            {"a.md": MILL, "b.md": FOOT},
            {"changed": ["a.md", "b.md"]},
            id="two rewritten",
        ),
        pytest.param(
            {"a.txt": SHORT},
            {"a.txt": SHORT.replace("40", "41"), "old.txt": SHORT},
            {"changed": ["a.txt"], "added": ["old.txt"]},
            id="a backup",
        ),
        pytest.param(
            {"a.md": f"{SHORT}\n{FOOT}\n\nRead on."},
            {"b.md": f"{MILL.partition('---' + chr(10) * 2)[2]}\n{FOOT}\n\nRead on."},
            {"added": ["b.md"], "removed": ["a.md"]},
            id="only what stands below every article is the same",
        ),
    ],
)
def test_what_became_of_articles(
    tmp_path: Path, before: dict[str, str], after: dict[str, str], expected: dict[str, list[str]]
) -> None:
    assert told(tmp_path, before, after) == expected


def test_a_passage_of_very_many_articles_tells_nothing(tmp_path: Path) -> None:
    before = {"a.md": f"{MILL}\n\nTold."}
    after = {
        f"{number}.md": MILL + "\n\nTold." * (number % 2) + f"\n\nMore of {number}."
        for number in range(MAX_ARTICLES_PER_SHARED_PASSAGE + 2)
    }
    assert told(tmp_path, before, after)["removed"] == ["a.md"]


@pytest.mark.parametrize(("kept", "moved"), [(2, False), (3, True)])
def test_more_than_half_of_an_article_must_be_left(tmp_path: Path, kept: int, moved: bool) -> None:
    passages = [f"Passage {number} tells of boat {number}." for number in range(4)]
    others = [f"Chapter {number} says that kite {number}." for number in range(4)]
    found = told(
        tmp_path,
        {"a.md": "\n\n".join(passages)},
        {"b.md": "\n\n".join(passages[:kept] + others[kept:])},
    )
    assert found.get("moved", []) == (["a.md > b.md"] if moved else [])


@pytest.mark.parametrize(("others", "moved"), [(5, True), (6, False)])
def test_three_words_in_four_must_be_left_of_an_article_of_one_passage(
    tmp_path: Path, others: int, moved: bool
) -> None:
    words = [f"word{number}" for number in range(20)]
    found = told(
        tmp_path,
        {"x/a.md": " ".join(words)},
        {"y/a.md": " ".join([*words[others:], *map(str.upper, words[:others])])},
    )
    assert found.get("moved", []) == (["x/a.md > y/a.md"] if moved else [])
