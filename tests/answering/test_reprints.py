"""Passages that repeat another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering import reprints as module
from bot.answering.reprints import find_reprints
from bot.question_answer import Question
from bot.snapshot_builder import SnapshotBuilder
from tests.answering.corpora import ATTRIBUTOR, answerer, article

TEXT = "The harbour of Velden was closed on Monday after two cranes had fallen into the basin, the port office said, and no ship may enter it before Friday."


def repeated(folder: Path, *passages: str) -> dict[int, int]:
    """By place of each passage that repeats another, that one's."""
    for number, text in enumerate(passages):
        (folder / f"a{number:02d}.md").write_text(article(text), encoding="utf-8")
    snapshot = SnapshotBuilder(folder, ATTRIBUTOR, 0.4).build()
    return find_reprints(
        range(len(passages)), snapshot.answerer.corpus_analysis, snapshot.attributions
    )


@pytest.mark.parametrize(
    "other",
    [
        TEXT,
        f"VELDEN — {TEXT}",
        TEXT.replace("on Monday", "Monday").replace("had fallen", "fell"),
        TEXT.replace("basin", "dock"),
        f"{TEXT} Ferries sail from Skagen meanwhile.",
        TEXT.replace(", and no ship may enter it before Friday", ""),
        f"{TEXT} Reuters reported that.",
    ],
)
def test_small_changes_make_a_reprint(tmp_path: Path, other: str) -> None:
    assert repeated(tmp_path, TEXT, other) == {1: 0}


@pytest.mark.parametrize(
    "other",
    [
        "Two cranes fell into the basin, so the harbour of Velden was closed, the port office said on Monday; ships may enter on Friday at the earliest.",
        "The harbour of Skagen was closed on Sunday after three boats had sunk at the quay, the mayor said, and no ferry may leave it before Tuesday.",
        TEXT.replace("basin", "sea").replace("port office", "mayor"),
        TEXT.replace("two cranes", "the crane")
        .replace("basin", "sea")
        .replace("Monday", "Sunday")
        .replace("port office", "mayor"),
    ],
)
def test_other_words_make_another_text(tmp_path: Path, other: str) -> None:
    assert repeated(tmp_path, TEXT, other) == {}


def test_what_cites_another_outlet_repeats_nothing(tmp_path: Path) -> None:
    texts = [f"{TEXT} {outlet} reported that." for outlet in ("Reuters", "Bloomberg", "Reuters")]
    assert repeated(tmp_path, *texts) == {2: 0}


def test_what_has_other_numbers_repeats_nothing(tmp_path: Path) -> None:
    texts = [TEXT.replace("two cranes", f"{number} cranes") for number in (12, 14, 12)]
    assert repeated(tmp_path, *texts) == {2: 0}


SHORT = "Two trawlers sank off Velden on Monday."


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (SHORT, True),
        ("Two trawlers sank off Velden last Monday.", True),
        ("Two old trawlers sank in a gale off Velden on Monday.", False),
        ("VELDEN — Two trawlers sank off Velden on Monday.", True),
        ("On Monday two trawlers sank off Velden.", False),
        ("Two trawlers burned off Velden on Monday.", False),
        ("Two trawlers did not sink off Velden on Monday.", False),
        ("Two trawlers sank off Velden on Monday, Reuters reported.", False),
        ("Two trawlers sank off Velden on Monday, according to Reuters.", False),
        ("According to Reuters two trawlers sank off Velden on Monday.", False),
        (
            "Two trawlers sank off Velden on Monday, and divers went down to look for their crews.",
            False,
        ),
    ],
)
def test_a_short_text_is_repeated_by_its_words_in_their_order(
    tmp_path: Path, other: str, same: bool
) -> None:
    assert bool(repeated(tmp_path, SHORT, other)) is same


def test_what_denies_repeats_nothing_that_does_not(tmp_path: Path) -> None:
    assert repeated(tmp_path, TEXT, TEXT.replace("was closed", "was not closed")) == {}


def test_every_reprint_is_of_the_first(tmp_path: Path) -> None:
    assert repeated(tmp_path, TEXT, f"VELDEN — {TEXT}", "The sea is calm.", TEXT) == {1: 0, 3: 0}


def test_how_much_must_be_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # One term of fifteen is another: two of fourteen shingles are.
    other = TEXT.replace("basin", "dock")
    monkeypatch.setattr(module, "MIN_SHARED_SHINGLES", 0.9)
    assert repeated(tmp_path, TEXT, other) == {}


MANY = "how many cranes fell into the basin of Velden?"
FELL = "Two cranes fell into the basin of Velden."


def test_a_reprint_is_no_other_source(tmp_path: Path) -> None:
    found = answerer(
        tmp_path, {"a": article(FELL), "b": article(FELL), "c": article(FELL)}, 0.0
    ).answer(Question(MANY))
    assert (found.alternatives, [(one.passage, one.of) for one in found.reprints]) == (
        (),
        [("b#0", "a#0"), ("c#0", "a#0")],
    )


def test_a_reprint_with_another_figure_is_one_of_its_own(tmp_path: Path) -> None:
    long = "{} cranes fell into the basin of Velden when the storm of Sunday night tore at the quay, the port office said in the morning."
    found = answerer(
        tmp_path, {"a": article(long.format("Two")), "b": article(long.format("Three"))}, 0.0
    ).answer(Question(MANY))
    assert ([one.passage.id for one in found.conflicting], found.reprints) == (["b#0"], ())


def test_an_abstention_knows_of_reprints_too(tmp_path: Path) -> None:
    found = answerer(tmp_path, {"a": article(FELL), "b": article(FELL)}, 1.0).answer(Question(MANY))
    assert (found.answered, len(found.reprints)) == (False, 1)


def test_the_newest_on_a_matter_names_a_text_once(tmp_path: Path) -> None:
    texts = {
        "a": article(TEXT, date="2025-01-01"),
        "b": article(TEXT, date="2025-01-02"),
        "c": article("Velden is calm.", date="2025-01-03"),
    }
    found = answerer(tmp_path, texts).latest(Question("Velden", k=3))
    assert found is not None
    assert [one.passage.id for one in found.candidates] == ["c#0", "b#0"]


def test_reprints_make_an_answer_no_less_likely(tmp_path: Path) -> None:
    alone, among = tmp_path / "alone", tmp_path / "among"
    others = {
        f"x{number}": article(f"The quay of Velden has {number} lamps.") for number in range(3)
    }
    for folder, copies in ((alone, 1), (among, 6)):
        folder.mkdir()
        texts = others | {f"a{number}": article(FELL) for number in range(copies)}
        found = answerer(folder, texts).answer(Question(MANY))
        assert found.answered
        assert found.confidence > 0.9
