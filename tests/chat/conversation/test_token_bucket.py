from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.conversation.token_bucket import MAX_BUCKETS, REFILL_SECONDS, TokenBuckets


def ask(cooldown: TokenBuckets, now: float, who: str = "ana", cost: float = 1) -> float:
    wait = cooldown.seconds_until(who, cost, now)
    if not wait:
        cooldown.take(who, cost, now)
    return wait


def test_all_of_a_minute_may_be_asked_at_once():
    cooldown = TokenBuckets(4)
    assert [ask(cooldown, 0) for _ in range(4)] == [0, 0, 0, 0]
    assert ask(cooldown, 0) > 0


def test_who_ran_out_rests_and_may_then_go_on():
    cooldown = TokenBuckets(20)
    assert not any(ask(cooldown, 0) for _ in range(20))
    assert ask(cooldown, 0) == REFILL_SECONDS
    assert ask(cooldown, 5) == 10
    # Asking meanwhile makes the wait no longer.
    assert ask(cooldown, REFILL_SECONDS - 0.5) == 0.5
    assert [ask(cooldown, REFILL_SECONDS) for _ in range(6)] == [0, 0, 0, 0, 0, REFILL_SECONDS]


def test_where_little_may_be_asked_the_wait_lasts_as_long_as_it_takes():
    cooldown = TokenBuckets(2)
    assert [ask(cooldown, 0), ask(cooldown, 0), ask(cooldown, 0)] == [0, 0, 30]
    assert ask(cooldown, 30) == 0


def test_what_was_asked_is_forgotten_evenly():
    cooldown = TokenBuckets(60)
    # One a second for ever is within the limit.
    assert not any(ask(cooldown, second) for second in range(300))


def test_nobody_saves_up_more_than_a_minute_allows():
    cooldown = TokenBuckets(4)
    assert ask(cooldown, 0) == 0
    assert [ask(cooldown, 59) > 0 for _ in range(5)] == [False, False, False, False, True]


@given(
    st.integers(1, 6000),
    st.lists(st.tuples(st.floats(0, 40), st.sampled_from([0.25, 1.0])), max_size=60),
)
def test_who_waited_as_long_as_they_were_told_may_ask(per_minute, asked):
    cooldown, now = TokenBuckets(per_minute), 0.0
    for later, cost in asked:
        now += later
        if wait := ask(cooldown, now, cost=cost):
            assert wait <= max(REFILL_SECONDS, 60 / per_minute) + 0.001
            now += wait
            assert ask(cooldown, now, cost=cost) == 0


def test_each_has_their_own():
    cooldown = TokenBuckets(1)
    assert ask(cooldown, 0) == 0
    assert ask(cooldown, 0, "ben") == 0
    assert ask(cooldown, 0) == 60


def test_what_costs_less_may_be_done_more_often():
    cooldown = TokenBuckets(2)
    assert [ask(cooldown, 0, cost=0.25) for _ in range(8)] == [0] * 8
    assert ask(cooldown, 0, cost=0.25) > 0


def test_without_a_limit_nobody_waits():
    cooldown = TokenBuckets(0)
    assert not any(ask(cooldown, 0) for _ in range(1000))


@pytest.mark.parametrize("seconds", [0, 0.001])
def test_it_remembers_a_bounded_number(seconds):
    cooldown = TokenBuckets(1)
    for number in range(MAX_BUCKETS + 5):
        ask(cooldown, number * seconds, str(number))
    assert len(cooldown._buckets) == MAX_BUCKETS
    assert ask(cooldown, MAX_BUCKETS * seconds, str(MAX_BUCKETS)) > 0


def test_it_forgets_who_has_everything_again():
    cooldown = TokenBuckets(5)
    for number in range(100):
        ask(cooldown, number, str(number))
    assert len(cooldown._buckets) == 60
