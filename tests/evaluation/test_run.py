from __future__ import annotations

from pathlib import Path

from bot.corpus.loader import read_corpus
from bot.evaluation.labelled import METADATA_KIND, LabelledQuestion
from bot.evaluation.metrics import Metric, MetricValue
from bot.evaluation.run import baseline_metrics, evaluate
from bot.library import Library
from bot.question_answer import Question
from bot.snapshot_builder import SnapshotBuilder
from tests.conftest import ATTRIBUTOR

TEXT = "Ina Holt sells salt.\n\nThe salt is grey.\n\nPepper comes from Orlo.\n\nNobody sells pepper on Mondays.\n\nThe quay was closed."


def label(text: str, *gold: int, kind: str = "") -> LabelledQuestion:
    return LabelledQuestion(
        text, kind, Question(text, k=10), frozenset(f"salt#{number}" for number in gold), ("x",)
    )


def test_plain_bm25_by_hand(tmp_path: Path) -> None:
    (tmp_path / "salt.md").write_text(TEXT, encoding="utf-8")
    asked = [
        label("grey quay", 4),
        label("who sells", 3),
        label("quay", 1, kind=METADATA_KIND),
        label("quay"),
    ]
    found = baseline_metrics(read_corpus(tmp_path)[0], asked)
    # "who sells": the shorter passage of the two with the word comes first.
    assert found == {
        Metric.R1: MetricValue(0.5, 2),
        Metric.R5: MetricValue(1.0, 2),
        Metric.MRR: MetricValue(0.75, 2),
    }


def test_each_question_is_an_outcome_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "salt.md").write_text(TEXT, encoding="utf-8")
    library = Library(SnapshotBuilder(tmp_path, ATTRIBUTOR, 0.3).build)
    asked = [label(f"Where does pepper come from? {number}", 2) for number in range(45)]
    found = evaluate(library, asked, baseline=False)
    assert [one.name for one in found.outcomes] == [one.name for one in asked]
    assert (found.metrics.questions, found.baseline) == (45, None)
    assert all(one.seconds > 0 for one in found.outcomes)
