from __future__ import annotations

from pathlib import Path

from bot.attribution.attribute import Attributor
from bot.attribution.gazetteer import load_gazetteer
from bot.corpus.read import read_corpus
from bot.evaluation.figures import Figure, Measure
from bot.evaluation.labelled import METADATA, Labelled
from bot.evaluation.run import evaluate, plain
from bot.library import Library, Source
from bot.model import Question

TEXT = "Ina Holt sells salt.\n\nThe salt is grey.\n\nPepper comes from Orlo.\n\nNobody sells pepper on Mondays.\n\nThe quay was closed."


def label(text: str, *gold: int, kind: str = "") -> Labelled:
    return Labelled(text, kind, Question(text, k=10), frozenset(f"salt#{number}" for number in gold), ("x",))


def test_plain_bm25_by_hand(tmp_path: Path) -> None:
    (tmp_path / "salt.md").write_text(TEXT, encoding="utf-8")
    asked = [label("grey quay", 4), label("who sells", 3), label("quay", 1, kind=METADATA), label("quay")]
    found = plain(read_corpus(tmp_path)[0], asked)
    # "who sells": the shorter passage of the two with the word comes first.
    assert found == {Measure.R1: Figure(0.5, 2), Measure.R5: Figure(1.0, 2), Measure.MRR: Figure(0.75, 2)}


def test_each_question_is_an_outcome_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "salt.md").write_text(TEXT, encoding="utf-8")
    library = Library(Source(tmp_path, Attributor(load_gazetteer()), 0.3).snapshot)
    asked = [label(f"Where does pepper come from? {number}", 2) for number in range(45)]
    found = evaluate(library, asked, baseline=False)
    assert [one.name for one in found.outcomes] == [one.name for one in asked]
    assert (found.figures.questions, found.baseline) == (45, None)
    assert all(one.seconds > 0 for one in found.outcomes)
