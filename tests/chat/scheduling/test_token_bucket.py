from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.scheduling.token_bucket import MAX_BUCKETS, REFILL_SECONDS, TokenBuckets
from tests.conftest import Clock, Tracked


class Buckets:
    """Buckets of people who ask whenever they may."""

    def __init__(self, per_minute: float) -> None:
        self.clock = Clock()
        self._buckets = TokenBuckets(per_minute, self.clock)

    def ask(self, now: float, who: str = "ana", cost: float = 1) -> float:
        self.clock.now = now
        wait = self._buckets.seconds_until(who, cost)
        if not wait:
            self._buckets.take(who, cost)
        return wait


def test_all_of_a_minute_may_be_asked_at_once():
    buckets = Buckets(4)
    assert [buckets.ask(0) for _ in range(4)] == [0, 0, 0, 0]
    assert buckets.ask(0) > 0


def test_who_ran_out_rests_and_may_then_go_on():
    buckets = Buckets(20)
    assert not any(buckets.ask(0) for _ in range(20))
    assert buckets.ask(0) == REFILL_SECONDS
    assert buckets.ask(5) == 10
    # Asking meanwhile makes the wait no longer.
    assert buckets.ask(REFILL_SECONDS - 0.5) == 0.5
    assert [buckets.ask(REFILL_SECONDS) for _ in range(6)] == [0, 0, 0, 0, 0, REFILL_SECONDS]


def test_where_little_may_be_asked_the_wait_lasts_as_long_as_it_takes():
    buckets = Buckets(2)
    assert [buckets.ask(0), buckets.ask(0), buckets.ask(0)] == [0, 0, 30]
    assert buckets.ask(30) == 0


def test_what_was_asked_is_forgotten_evenly():
    buckets = Buckets(60)
    # One a second for ever is within the limit.
    assert not any(buckets.ask(second) for second in range(300))


def test_a_thousandth_of_a_question_may_be_missing_and_no_more():
    for missing, refused in ((0.0009, False), (0.0011, True)):
        buckets = Buckets(1)
        assert buckets.ask(0) == 0
        assert (buckets.ask(60 * (1 - missing)) > 0) is refused


def test_nobody_saves_up_more_than_a_minute_allows():
    buckets = Buckets(4)
    assert buckets.ask(0) == 0
    assert [buckets.ask(59) > 0 for _ in range(5)] == [False, False, False, False, True]


@given(
    st.integers(1, 6000),
    st.lists(st.tuples(st.floats(0, 40), st.sampled_from([0.25, 1.0])), max_size=60),
)
def test_who_waited_as_long_as_they_were_told_may_ask(per_minute, asked):
    buckets, now = Buckets(per_minute), 0.0
    for later, cost in asked:
        now += later
        if wait := buckets.ask(now, cost=cost):
            assert wait <= max(REFILL_SECONDS, 60 / per_minute) + 0.001
            now += wait
            assert buckets.ask(now, cost=cost) == 0


def test_each_has_their_own():
    buckets = Buckets(1)
    assert buckets.ask(0) == 0
    assert buckets.ask(0, "ben") == 0
    assert buckets.ask(0) == 60


def test_what_costs_less_may_be_done_more_often():
    buckets = Buckets(2)
    assert [buckets.ask(0, cost=0.25) for _ in range(8)] == [0] * 8
    assert buckets.ask(0, cost=0.25) > 0


def test_without_a_limit_nobody_waits():
    buckets = Buckets(0)
    assert not any(buckets.ask(0) for _ in range(1000))


def test_a_bounded_number_is_remembered():
    buckets = Buckets(1)
    for number in range(MAX_BUCKETS + 1):
        assert buckets.ask(0, str(number)) == 0
    assert buckets.ask(0, str(MAX_BUCKETS)) > 0
    # Others have pushed it out.
    assert buckets.ask(0, "0") == 0


def test_who_has_everything_again_is_forgotten():
    buckets = Buckets(5)
    tracked = Tracked("ana")
    buckets.ask(0, tracked.text())
    buckets.ask(59, "ben")
    assert tracked.is_kept
    buckets.ask(60, "cleo")
    assert not tracked.is_kept
