from __future__ import annotations

import threading

import pytest

from bench.latency import (
    CONCURRENT_ASKERS,
    WARM_UP_QUESTIONS,
    BenchLimits,
    LoadResult,
    measure_latency,
    memory_use,
    percentile,
    stage_shares,
)
from bench.stages import Stage
from bot.question_answer import Question

QUESTIONS = [Question(f"question {number}") for number in range(3)]


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7.0], 0.5, 7.0),
        ([7.0], 0.99, 7.0),
        ([3, 1, 2], 0.5, 2),
        ([4, 1, 3, 2], 0.5, 2),
        (range(1, 101), 0.9, 90),
        (range(1, 101), 0.99, 99),
        (range(1, 11), 0.99, 10),
    ],
)
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(
    values: list[float], share: float, expected: float
) -> None:
    assert percentile(values, share) == expected


def test_answers_a_second_are_those_of_all_askers() -> None:
    assert LoadResult(8, 100, 2.0, 0.1, 0.2, 0.3).per_second == 50


def test_shares_weigh_as_much_as_their_answers_take() -> None:
    nothing = dict.fromkeys(Stage, 0.0)
    found = {
        one.stage: one
        for one in stage_shares(
            [3.0, 1.0, 1.0],
            [
                nothing | {Stage.EVIDENCE: 1.0},
                nothing | {Stage.SHOWING: 1.0},
                nothing | {Stage.SHOWING: 1.0},
            ],
        )
    }
    assert [found[stage].share for stage in (Stage.EVIDENCE, Stage.SHOWING, Stage.REST)] == [
        0.6,
        0.4,
        0,
    ]
    assert [found[stage].median for stage in (Stage.EVIDENCE, Stage.SHOWING)] == [0, 1]


def test_questions_are_asked_in_turn_alone_together_and_watched() -> None:
    asked: list[str] = []
    askers: set[int] = set()

    def ask(question: Question) -> None:
        asked.append(question.text)
        askers.add(threading.get_ident())

    cost = measure_latency(ask, QUESTIONS, BenchLimits(answers=20, profiled_answers=5))
    assert len(asked) == 1 + min(WARM_UP_QUESTIONS, 3) + 20 + 20 + 5
    assert asked[4:24] == [QUESTIONS[place % 3].text for place in range(20)]
    assert sorted(asked[24:44]) == sorted(asked[4:24])
    assert [(one.askers, one.answers) for one in cost.loads] == [(1, 20), (CONCURRENT_ASKERS, 20)]
    assert all(0 < one.p50 <= one.p90 <= one.p99 <= one.seconds for one in cost.loads)
    assert cost.profiled_answers == 5
    assert sum(one.share for one in cost.stages) == pytest.approx(1)


def test_without_time_everybody_gets_one_answer() -> None:
    cost = measure_latency(
        lambda _: None,
        QUESTIONS,
        BenchLimits(
            warm_up_seconds=0, sequential_seconds=0, concurrent_seconds=0, profiled_seconds=0
        ),
    )
    assert [one.answers for one in cost.loads] == [1, CONCURRENT_ASKERS]
    assert cost.profiled_answers == 1


def test_what_goes_wrong_in_an_asker_is_raised() -> None:
    def ask(_: Question) -> None:
        if threading.current_thread() is not threading.main_thread():
            raise LookupError

    with pytest.raises(LookupError):
        measure_latency(ask, QUESTIONS, BenchLimits(answers=16))


def test_memory_where_the_system_tells() -> None:
    held = memory_use()
    if held is not None:
        assert 1_000_000 < held.own <= held.resident
