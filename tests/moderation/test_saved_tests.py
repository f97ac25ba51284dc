"""Exchanges saved as tests can be read again, name nobody, and fail when answers change."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.conversation.exchanges import to_exchange
from bot.chat.i18n import translations
from bot.chat.rendering.saved_test_replies import replay_reply
from bot.chat.scheduling.executor import FairExecutor
from bot.errors import WriteFailed
from bot.evaluation.labelled import LABELLED_NAME, read_labelled
from bot.library import Library
from bot.moderation.replay_report import ReplayedTest, replay_labelled
from bot.moderation.saved_tests import (
    SavedExchange,
    SavedTests,
    SavedTurn,
    conversation_file,
    labelled_file,
)
from bot.replay.conversation_reader import read_conversation
from bot.replay.saved_conversations import replay_conversations
from bot.store.records import AnswerRecord, QuotedPassage
from tests.conftest import make_desk, make_library

DAY = dt.date(2025, 6, 15)
LIGHTHOUSE = Path(__file__).parents[1] / "conversations" / "lighthouse"
KEEPER = SavedTurn(
    "member1",
    "who is the keeper of the lighthouse of Orrin?",
    "en",
    "who is the keeper of the lighthouse of Orrin?",
    passage="repair#2",
)
REPAIR = SavedTurn(
    "member1",
    "who will repair the lighthouse of Orrin?",
    "en",
    "who will repair the lighthouse of Orrin?",
    passage="repair#0",
    passage_text="The masons of Tallow and Sons will repair it.",
)


@pytest.fixture(scope="module")
def library() -> Library:
    return make_library(LIGHTHOUSE)


def exchange(*turns: SavedTurn) -> SavedExchange:
    return SavedExchange(turns, DAY)


def play(folder: Path, library: Library) -> tuple[ReplayedTest, ...]:
    executor = FairExecutor()

    def make_service(today, open_store):
        return make_desk(library, today, store=open_store(), executor=executor)

    return asyncio.run(replay_conversations(folder, make_service))


def write(tmp_path: Path, saved: SavedExchange) -> Path:
    file = conversation_file(saved)
    (tmp_path / file.name).write_bytes(file.content)
    return tmp_path / file.name


def test_a_saved_conversation_passes_and_fails_when_another_passage_answers(tmp_path, library):
    write(tmp_path, exchange(REPAIR, KEEPER))
    [test] = play(tmp_path, library)
    assert test.passed, test
    write(tmp_path, exchange(REPAIR, SavedTurn("member1", KEEPER.says, "en", KEEPER.question)))
    wrong = exchange(
        SavedTurn("member1", KEEPER.says, "en", KEEPER.question, passage="storm#2"),
    )
    write(tmp_path, wrong)
    failed = [test for test in play(tmp_path, library) if not test.passed]
    said = replay_reply(translations(), failed, library.snapshot.corpus).text
    assert (
        "was answered with “The lighthouse of Orrin is to be repaired”, passage 3 "
        "instead of “Storm damage along the coast”, passage 3." in said
    )


def test_what_should_not_be_answered_and_is_fails_in_words(tmp_path, library):
    write(
        tmp_path, exchange(SavedTurn("member1", KEEPER.says, "en", KEEPER.question, abstains=True))
    )
    said = replay_reply(translations(), play(tmp_path, library), library.snapshot.corpus).text
    assert said.startswith("0 tests passed, 1 failed:")
    assert "but should not be answered." in said


def test_what_is_not_answered_any_more_fails_in_words(tmp_path, library):
    question = "who won the regatta of Selby?"
    write(tmp_path, exchange(SavedTurn("member1", question, "en", question, passage="gone#1")))
    said = replay_reply(translations(), play(tmp_path, library), library.snapshot.corpus).text
    assert (
        f"“{question}” was not answered; gone#1, which no longer exists should answer it." in said
    )


def test_what_needs_articles_of_its_own_is_left_out_and_a_broken_file_is_named(tmp_path, library):
    (tmp_path / "own.toml").write_text(
        'title = "t"\ncorpus = "harbour"\n[[turn]]\nauthor = "a"\nsays = "who?"\n', encoding="utf-8"
    )
    (tmp_path / "reloads.toml").write_text(
        'title = "t"\n[[turn]]\nauthor = "a"\nmoderator = true\ndoes = "reload"\n', encoding="utf-8"
    )
    (tmp_path / "broken.toml").write_text("title = \n", encoding="utf-8")
    tests = play(tmp_path, library)
    said = replay_reply(translations(), tests, library.snapshot.corpus).text
    assert "broken.toml:1" in said
    assert "Not run here" in said
    assert "own.toml and reloads.toml" in said


def test_labelled_questions_pass_fail_and_are_read_by_eval(tmp_path, library):
    tests = SavedTests(tmp_path / "saved")
    tests.save_labelled(exchange(REPAIR, KEEPER))
    wrong = SavedTurn("member1", REPAIR.says, "en", REPAIR.question, passage="storm#2")
    tests.save_labelled(exchange(wrong))
    file = tmp_path / "saved" / LABELLED_NAME
    labelled = read_labelled(file, library.snapshot.corpus, ())
    assert [item.question.text for item in labelled] == [KEEPER.question, REPAIR.question]
    assert labelled[0].question.history[0].passage == "repair#0"
    first, second = replay_labelled(tmp_path / "saved", library)
    assert (first.passed, second.passed) == (True, False)
    assert second.failures[0].expected == ("storm#2",)


def test_the_same_question_is_saved_once_and_other_lines_stay(tmp_path):
    (tmp_path / LABELLED_NAME).write_text('{"text": "ours", "gold": []}\nnot json\n', "utf-8")
    tests = SavedTests(tmp_path)
    tests.save_labelled(exchange(KEEPER))
    tests.save_labelled(exchange(KEEPER))
    lines = (tmp_path / LABELLED_NAME).read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ['{"text": "ours", "gold": []}', "not json"]
    assert [json.loads(line)["text"] for line in lines[2:]] == [KEEPER.question]


def test_a_folder_that_cannot_be_written_is_an_error_and_changes_nothing(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    tests = SavedTests(tmp_path / "file")
    for save in (tests.save_labelled, tests.save_conversation):
        with pytest.raises(WriteFailed):
            save(exchange(KEEPER))


texts = st.text(min_size=1, max_size=80).filter(lambda text: text.strip())


@given(st.lists(texts, min_size=1, max_size=4), st.booleans())
def test_whatever_was_said_can_be_read_again(tmp_path_factory, said, abstains):
    folder = tmp_path_factory.mktemp("saved")
    turns = [
        SavedTurn(f"member{number}", " ".join(text.split()), "en", text, abstains=abstains)
        for number, text in enumerate(said, 1)
    ]
    saved = exchange(*turns)
    name = conversation_file(saved).name
    assert name == Path(name).name
    assert name.isascii()
    conversation = read_conversation(write(folder, saved))
    assert [step.says or "" for step in conversation.steps] == [turn.says for turn in turns]
    assert json.loads(labelled_file(saved).content)["text"] == said[-1]


def test_who_spoke_is_a_member_by_number_and_replies_and_threads_are_kept(library):
    def record(question: str, author: str, conversation: str, text: str) -> AnswerRecord:
        quoted = (QuotedPassage("repair#2", "Repair", b"1"),)
        return AnswerRecord(
            question, author, conversation, text, 1_700_000_000.0, quoted=quoted, language="en"
        )

    corpus = library.snapshot.corpus
    channel = [
        record("1", "812345", "9:812345", "who?"),
        record("2", "812346", "9:812346", "when?"),
    ]
    content = conversation_file(to_exchange(channel, corpus)).content.decode()
    assert "8123" not in content
    assert 'author = "member2"' in content
    assert 'via = "reply"\nto = 1' in content
    thread = [record("1", "812345", "9", "who?"), record("2", "812346", "9", "when?")]
    content = conversation_file(to_exchange(thread, corpus)).content.decode()
    assert content.count('thread = "thread"') == 2
    assert "via" not in content
