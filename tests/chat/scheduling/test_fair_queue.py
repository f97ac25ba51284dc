from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.scheduling.fair_queue import FairQueue


def test_people_have_turns_in_order_and_each_one_at_a_time() -> None:
    queue: FairQueue[str, str] = FairQueue(2)
    for item in ("a1", "a2", "b1", "c1"):
        queue.put(item[0], item)
    assert [queue.take(), queue.take(), queue.take()] == ["a1", "b1", None]
    assert (len(queue), queue.length_of("a"), queue.items()) == (2, 1, ["a2", "c1"])
    queue.finish("a")
    # Whoever had a turn comes after those who had none.
    assert [queue.take(), queue.take()] == ["c1", None]
    queue.finish("b")
    assert queue.take() == "a2"


def test_what_is_discarded_has_no_turn() -> None:
    queue: FairQueue[str, str] = FairQueue(1)
    queue.put("a", "a1")
    queue.discard("a", "a1")
    queue.discard("a", "a1")
    assert queue.take() is None
    assert queue.is_idle


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=40))
def test_nothing_is_lost_and_nobody_has_two_turns(steps: list[tuple[str, bool]]) -> None:
    queue: FairQueue[str, tuple[str, int]] = FairQueue(2)
    active: list[tuple[str, int]] = []
    taken: list[tuple[str, int]] = []

    def take_all() -> None:
        while (item := queue.take()) is not None:
            active.append(item)
            taken.append(item)

    for number, (author, ends) in enumerate(steps):
        queue.put(author, (author, number))
        if ends and active:
            queue.finish(active.pop(0)[0])
        take_all()
        assert len(active) <= 2
        assert len({author for author, _ in active}) == len(active)
    while active:
        queue.finish(active.pop(0)[0])
        take_all()
    assert queue.is_idle
    assert sorted(taken) == sorted((author, number) for number, (author, _) in enumerate(steps))
    for author in "abcd":
        own = [number for name, number in taken if name == author]
        assert own == sorted(own)
