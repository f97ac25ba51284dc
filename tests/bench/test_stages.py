from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from functools import reduce
from pathlib import Path
from types import CodeType

import pytest

from bench import stages
from bench.latency_report import STAGES
from bench.stages import (
    STAGE_OF_CALL,
    STAGE_OF_FUNCTION,
    Stage,
    profile_stages,
    stage_shares,
)
from bot.chat.i18n import translations
from bot.chat.rendering import answer_replies
from bot.library import Library
from bot.question_answer import Question
from bot.snapshot_builder import SnapshotBuilder
from tests.conftest import ATTRIBUTOR

ARTICLES = Path(__file__).parents[1] / "conversations" / "harbour"


def shared() -> None: ...


def one() -> None: ...


def other() -> None: ...


def both() -> None: ...


SHARED, ONE, OTHER, BOTH = (function.__code__ for function in (shared, one, other, both))
RAN = [
    (BOTH, 1.0, [(ONE, 5.0), (OTHER, 4.0)]),
    (ONE, 2.0, [(SHARED, 3.0)]),
    (OTHER, 3.0, [(SHARED, 1.0)]),
    (SHARED, 4.0, [(SHARED, 2.0)]),
]
"""What two functions call that are called by one, and that calls itself."""


def begin(
    monkeypatch: pytest.MonkeyPatch,
    entries: Mapping[CodeType, Stage],
    calls: Mapping[tuple[CodeType, str], Stage] | None = None,
) -> None:
    monkeypatch.setattr(
        stages,
        "STAGE_OF_FUNCTION",
        {stages._function_name(code): stage for code, stage in entries.items()},
    )
    monkeypatch.setattr(
        stages,
        "STAGE_OF_CALL",
        {
            (stages._function_name(code), name): stage
            for (code, name), stage in (calls or {}).items()
        },
    )


@pytest.mark.parametrize("name", [*STAGE_OF_FUNCTION, *(caller for caller, _ in STAGE_OF_CALL)])
def test_every_stage_begins_at_a_function_that_there_is(name: str) -> None:
    module, _, function = name.partition(":")
    found = reduce(getattr, function.split("."), importlib.import_module(f"bot.{module}"))
    assert inspect.isfunction(found)
    assert stages._function_name(found.__code__) == name


def test_every_stage_has_a_beginning_and_words() -> None:
    assert (
        {*STAGE_OF_FUNCTION.values(), *STAGE_OF_CALL.values(), Stage.REST}
        == set(Stage)
        == set(STAGES)
    )


def test_what_several_stages_call_counts_for_each_as_long_as_it_ran_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin(monkeypatch, {ONE: Stage.EVIDENCE, OTHER: Stage.SHOWING})
    found = stage_shares(RAN)
    assert list(found) == list(Stage)
    assert found[Stage.EVIDENCE] == pytest.approx((2 + 3) / 10)
    assert found[Stage.SHOWING] == pytest.approx((3 + 1) / 10)
    assert found[Stage.REST] == pytest.approx(1 / 10)


def test_a_stage_within_another_counts_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    begin(monkeypatch, {BOTH: Stage.EVIDENCE, ONE: Stage.SENTENCES})
    found = stage_shares(RAN)
    assert found[Stage.EVIDENCE] == pytest.approx((1 + 3 + 1) / 10)
    assert found[Stage.SENTENCES] == pytest.approx((2 + 3) / 10)


def test_the_caller_may_tell_the_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    begin(monkeypatch, {BOTH: Stage.EVIDENCE}, {(ONE, "shared"): Stage.ARTICLES})
    found = stage_shares(RAN)
    assert found[Stage.ARTICLES] == pytest.approx(3 / 10)
    assert found[Stage.EVIDENCE] == pytest.approx(7 / 10)


def test_functions_that_call_each_other_count_for_who_called_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin(monkeypatch, {BOTH: Stage.EVIDENCE})
    found = stage_shares(
        [(OTHER, 2.0, [(ONE, 1.0)]), (ONE, 1.0, [(OTHER, 2.0)]), (BOTH, 1.0, [(ONE, 3.0)])]
    )
    assert found[Stage.EVIDENCE] == pytest.approx(1)


def test_an_answer_takes_time_in_every_stage() -> None:
    library = Library(SnapshotBuilder(ARTICLES, ATTRIBUTOR, 0.0).build)

    def ask() -> object:
        return answer_replies.answer_reply(
            translations(),
            library.ask(Question("what will the brigde cost?")),
            library.snapshot.corpus,
        )

    found = profile_stages(ask)
    assert list(found) == list(Stage)
    assert all(share > 0 for share in found.values())
    assert sum(found.values()) == pytest.approx(1)
