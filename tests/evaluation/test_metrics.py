from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.labelled import LabelledQuestion
from bot.evaluation.metrics import (
    Metric,
    MetricValue,
    QuestionOutcome,
    Regression,
    calibration_bins,
    calibration_error,
    compute_metrics,
    find_regressions,
    judge_answer,
    ranking_metrics,
)
from bot.model import (
    Article,
    Attribution,
    Citation,
    CitationMode,
    Origin,
    OriginKind,
    Passage,
    Span,
)
from bot.question_answer import Answer, Candidate, Fact, FactField, Question

ARTICLE = Article("tide", "tide.md")
TEXT = "The tide was late. It rose by 17 metres, the Salt Post wrote."
MARK = Span(19, len(TEXT))


def candidate(number: int, *outlets: str | None, mark: Span = MARK) -> Candidate:
    citations = tuple(
        Citation(outlet, None, "newspaper", CitationMode.NAMED, "x", f"tide#{number}", 0, 1)
        for outlet in outlets
    )
    return Candidate(
        Passage(f"tide#{number}", ARTICLE, number, None, 0, len(TEXT), TEXT),
        1.0,
        mark,
        Attribution(citations),
    )


def answer(
    *candidates: Candidate, answered: bool = True, confidence: float = 0.9, fact: str | None = None
) -> Answer:
    known = Fact(FactField.AUTHOR, fact, ARTICLE) if fact else None
    return Answer(Question("?"), answered, confidence, candidates, known)


def test_the_origin_of_a_label_counts_with_its_outlets() -> None:
    wire = Attribution(origin=Origin("Salt Wire", None, OriginKind.DATELINE))
    found = replace(candidate(0), attribution=wire)
    for origin, cites in (("salt wire", True), ("Salt Post", False), (None, None)):
        wanted = replace(label(0), origin=origin)
        assert judge_answer(wanted, answer(found), 0).cites is cites
    assert (
        judge_answer(replace(label(0), origin="Salt Wire"), answer(candidate(0)), 0).cites is False
    )
    both = replace(label(0, outlets=("Salt Post",)), origin="Salt Wire")
    assert judge_answer(both, answer(found), 0).cites is False


def label(
    *gold: int, answers: tuple[str, ...] = (), outlets: tuple[str, ...] = (), kind: str = ""
) -> LabelledQuestion:
    return LabelledQuestion(
        "q", kind, Question("?"), frozenset(f"tide#{number}" for number in gold), answers, outlets
    )


def outcome(**what: object) -> QuestionOutcome:
    usual = QuestionOutcome("q", "", False, True, 1, True, 0.95, True, None, None, 0.001)
    return replace(usual, **what)  # type: ignore[arg-type]


@pytest.mark.parametrize(("gold", "rank"), [((0,), 1), ((2, 1), 2), ((7,), None)])
def test_the_rank_is_the_place_of_the_first_right_candidate(
    gold: tuple[int, ...], rank: int | None
) -> None:
    assert (
        judge_answer(label(*gold), answer(candidate(0), candidate(1), candidate(2)), 0).rank == rank
    )


def test_right_is_what_was_said_and_not_what_was_found() -> None:
    assert judge_answer(label(0), answer(candidate(0)), 0).right
    assert not judge_answer(label(0), answer(candidate(0), answered=False), 0).right
    assert not judge_answer(label(0), answer(candidate(1), candidate(0)), 0).right
    assert not judge_answer(label(0), answer(candidate(0), fact="Ina Holt"), 0).right
    assert judge_answer(label(), answer(candidate(0), answered=False), 0).right
    assert not judge_answer(label(), answer(candidate(0)), 0).right


def test_a_fact_is_right_when_it_is_given_and_holds_an_answer() -> None:
    about = label(answers=("Ina Holt", "Holt"), kind="metadata")
    assert judge_answer(about, answer(fact="Mrs. INA HOLT"), 0).right
    assert not judge_answer(about, answer(fact="Ina Holter"), 0).right
    assert not judge_answer(about, answer(fact="Ina Holt", answered=False), 0).right
    assert not judge_answer(about, answer(candidate(0)), 0).right


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        (("17 metres",), True),
        (("7 metres",), False),
        (("late",), False),
        (("late", "SALT  POST"), True),
        (("—",), False),
    ],
)
def test_the_marked_sentence_holds_an_answer_as_whole_words(
    answers: tuple[str, ...], holds: bool
) -> None:
    assert judge_answer(label(5, answers=answers), answer(candidate(0)), 0).sentence is holds


def test_without_candidates_the_sentence_is_missing_and_nothing_is_cited() -> None:
    found = judge_answer(
        label(0, answers=("x",), outlets=("Salt Post",)), answer(answered=False), 0
    )
    assert (found.rank, found.sentence, found.cites) == (None, False, False)


def test_what_has_no_label_is_not_judged() -> None:
    assert (
        judge_answer(label(0), answer(candidate(0)), 0).sentence,
        judge_answer(label(0), answer(candidate(0)), 0).cites,
    ) == (None, None)
    assert judge_answer(label(answers=("17 metres",)), answer(candidate(0)), 0).sentence is None


@pytest.mark.parametrize(
    ("cited", "wanted", "cites"),
    [
        (("The Salt Post",), ("Salt Post",), True),
        (("Salt Post", "Reuters", None), ("the salt post",), True),
        (("Salt Post",), ("Salt Post", "Reuters"), False),
        ((None,), ("Salt Post",), False),
    ],
)
def test_the_first_candidate_cites_every_outlet(
    cited: tuple[str | None, ...], wanted: tuple[str, ...], cites: bool
) -> None:
    assert judge_answer(label(0, outlets=wanted), answer(candidate(0, *cited)), 0).cites is cites
    assert (
        judge_answer(label(1, outlets=wanted), answer(candidate(0, *cited), candidate(1)), 0).cites
        is False
    )


def test_ranking_by_hand() -> None:
    found = ranking_metrics([1, 1, 2, 5, 10, None, None, None])
    assert found[Metric.R1] == MetricValue(2 / 8, 8)
    assert found[Metric.R5] == MetricValue(4 / 8, 8)
    assert found[Metric.MRR].value == pytest.approx((1 + 1 + 1 / 2 + 1 / 5 + 1 / 10) / 8)
    assert ranking_metrics([])[Metric.MRR] == MetricValue(None, 0)


def test_every_figure_by_hand() -> None:
    found = compute_metrics(
        [
            outcome(sentence=True, cites=True, seconds=0.001),
            outcome(
                rank=2, right=False, confidence=0.45, sentence=False, cites=False, seconds=0.002
            ),
            outcome(
                rank=None,
                answered=False,
                right=False,
                confidence=0.15,
                sentence=True,
                seconds=0.003,
            ),
            outcome(answered=False, right=False, confidence=0.25, seconds=0.004),
            outcome(answerable=False, rank=None, answered=False, confidence=0.05, seconds=0.005),
            outcome(answerable=False, rank=None, right=False, confidence=0.85, seconds=0.006),
            outcome(answerable=False, about_article=True, rank=None, confidence=0.0, seconds=0.007),
            outcome(
                answerable=False,
                about_article=True,
                rank=None,
                answered=False,
                right=False,
                confidence=0.0,
                seconds=0.1,
            ),
        ]
    )
    assert found.questions == 8
    assert found.values == {
        Metric.R1: MetricValue(2 / 4, 4),
        Metric.R5: MetricValue(3 / 4, 4),
        Metric.MRR: MetricValue(2.5 / 4, 4),
        Metric.SENTENCE: MetricValue(2 / 3, 3),
        Metric.CITES: MetricValue(1 / 2, 2),
        Metric.FACTS: MetricValue(1 / 2, 2),
        Metric.KEEP: MetricValue(2 / 4, 4),
        Metric.REJECT: MetricValue(1 / 2, 2),
        Metric.RIGHT: MetricValue(1 / 3, 3),
        Metric.CALIBRATION: MetricValue(
            pytest.approx((0.05 + 0.45 + 0.15 + 0.75 + 0.05 + 0.85) / 6), 6
        ),  # type: ignore[arg-type]
    }
    assert found.median == pytest.approx(0.0045)
    assert found.p99 == 0.1


def test_99_in_100_took_at_most_p99() -> None:
    assert (
        compute_metrics([outcome(seconds=number / 1000) for number in range(200, 0, -1)]).p99
        == 0.198
    )


def test_reliability_by_hand() -> None:
    bins = calibration_bins([(0.0, False), (0.1, True), (0.12, False), (0.999, True), (1.0, True)])
    assert [one.questions for one in bins] == [1, 2, 0, 0, 0, 0, 0, 0, 0, 2]
    assert (bins[1].low, bins[1].high, bins[1].confidence, bins[1].right) == (
        0.1,
        0.2,
        pytest.approx(0.11),
        0.5,
    )
    assert (bins[2].confidence, bins[2].right) == (None, None)
    assert calibration_error(bins) == pytest.approx((1 * 0.0 + 2 * 0.39 + 2 * 0.0005) / 5)
    assert calibration_error(calibration_bins([])) is None


PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


@given(PAIRS)
def test_the_calibration_error_lies_between_the_overall_gap_and_the_mean_distance(
    pairs: list[tuple[float, bool]],
) -> None:
    bins = calibration_bins(pairs)
    error = calibration_error(bins)
    assert error is not None
    assert sum(one.questions for one in bins) == len(pairs)
    assert all(low.high == high.low for low, high in pairwise(bins))
    gap = abs(sum(confidence - right for confidence, right in pairs)) / len(pairs)
    distance = sum(abs(confidence - right) for confidence, right in pairs) / len(pairs)
    assert 0 <= error <= 1
    assert gap - 1e-9 <= error <= distance + 1e-9


@given(st.lists(st.booleans(), min_size=1))
def test_certainty_that_is_always_justified_has_no_error(rights: list[bool]) -> None:
    assert calibration_error(calibration_bins((float(right), right) for right in rights)) == 0


def values(**given: tuple[float | None, int]) -> dict[Metric, MetricValue]:
    return {measure: MetricValue(*given.get(measure.name, (0.5, 100))) for measure in Metric}


@pytest.mark.parametrize(
    ("before", "now", "regressed"),
    [
        ((0.80, 10), (0.70, 10), False),
        ((0.80, 10), (0.60, 10), True),
        ((0.80, 1000), (0.796, 1000), False),
        ((0.80, 1000), (0.794, 1000), True),
        ((0.80, 10), (0.90, 10), False),
        ((0.80, 1000), (0.70, 10), False),
        ((0.80, 10), (None, 0), False),
        ((None, 0), (0.10, 10), False),
    ],
)
def test_worse_is_more_than_one_question_and_more_than_a_trifle(
    before: tuple[float | None, int], now: tuple[float | None, int], regressed: bool
) -> None:
    found = find_regressions(values(KEEP=before), values(KEEP=now))
    assert found == ((Regression(Metric.KEEP, before[0], now[0]),) if regressed else ())  # type: ignore[arg-type]


@given(st.integers(1, 3000), st.data())
def test_one_question_is_never_a_regression(of: int, data: st.DataObject) -> None:
    good = data.draw(st.integers(1, of))
    assert not find_regressions(values(R1=(good / of, of)), values(R1=((good - 1) / of, of)))


def test_the_calibration_error_is_worse_when_it_rises() -> None:
    assert find_regressions(values(CALIBRATION=(0.05, 100)), values(CALIBRATION=(0.08, 100))) == (
        Regression(Metric.CALIBRATION, 0.05, 0.08),
    )
    assert not find_regressions(values(CALIBRATION=(0.08, 100)), values(CALIBRATION=(0.05, 100)))
