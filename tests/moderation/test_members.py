"""What moderators do, nobody else does, whatever ids and texts they make up."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.conversation.service import ChatService
from bot.chat.handlers.articles import MAX_FILES_PER_MINUTE
from bot.chat.i18n import translations
from bot.chat.messages.commands import MODERATION, Command
from bot.chat.messages.request_reply import Reply, Request
from bot.chat.rendering.error_messages import error_text
from bot.errors import ModeratorsOnly
from bot.moderation.article_input import ArticleForm, ArticleInput, OutsideFile
from tests.conftest import Clock, make_desk

LAMP = b"Ada Finch keeps the lamp of Orrin."
FORM = ArticleForm("The ferry", "", "", "", "The ferry of Vell runs.")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "lamp.md").write_bytes(LAMP)
    (folder / "quay.md").write_bytes(b"The quay of Orrin is closed.")
    return folder


@pytest.fixture(scope="module")
def desk(folder: Path) -> ChatService:
    return make_desk(folder)


def ask(desk: ChatService, request: Request) -> Reply:
    return asyncio.run(desk.handle(request))


class Hurry(Clock):
    """A clock by which a minute passes whenever somebody looks."""

    def __call__(self) -> float:
        self.now += 60
        return self.now


@pytest.fixture(scope="module")
def unlimited(folder: Path) -> ChatService:
    """A desk at which nobody is ever too quick."""
    return make_desk(folder, clock=Hurry())


@pytest.fixture(scope="module")
def waiting(desk: ChatService) -> str:
    """The id of a change that waits for a moderator."""
    given = ArticleInput(form=FORM)
    request = Request("mona", "c", command=Command.ADD_ARTICLE, is_moderator=True, article=given)
    return ask(desk, request).actions[0].text


inputs = st.builds(
    ArticleInput,
    files=st.lists(
        st.builds(OutsideFile, st.text(max_size=9), st.binary(max_size=9)), max_size=2
    ).map(tuple),
    form=st.none() | st.just(FORM),
    new_name=st.text(max_size=9),
    text=st.none() | st.text(max_size=9),
    digest=st.text(max_size=16),
    max_export_bytes=st.integers(0, 10**9),
)


@given(
    st.sampled_from(MODERATION),
    st.text(max_size=20) | st.sampled_from(["lamp", "lamp.md", "WAITING"]),
    st.none() | inputs,
    st.sampled_from(["ana", "mona"]),
)
def test_no_request_of_a_member_does_anything(desk, folder, waiting, command, text, given, author):
    before = files(folder)
    text = waiting if text == "WAITING" else text
    reply = ask(desk, Request(author, "c", text, command, article=given))
    assert reply.text == error_text(translations(), ModeratorsOnly())
    assert (reply.private, reply.error, reply.attachment, reply.source) == (True, True, None, None)
    assert files(folder) == before


@given(st.text(max_size=20), st.sampled_from(["ben", "mona"]))
def test_no_moderator_confirms_what_another_wants_or_nobody_does(
    desk, folder, waiting, text, author
):
    before = files(folder)
    for command in (Command.APPLY_CHANGE, Command.CANCEL_CHANGE, Command.SHOW_CHANGE):
        for made_up in {text, waiting} - ({waiting} if author == "mona" else set()):
            request = Request(author, "c", made_up, command, is_moderator=True)
            assert ask(desk, request).text.startswith("This change is no longer open")
    assert files(folder) == before


@given(inputs, st.sampled_from([Command.ADD_ARTICLE, Command.EDIT_ARTICLE, Command.RENAME_ARTICLE]))
def test_whatever_a_moderator_hands_in_is_answered_in_words(unlimited, folder, given, command):
    before = files(folder)
    request = Request("mona", "c", "lamp", command, is_moderator=True, article=given)
    reply = ask(unlimited, request)
    assert reply.private
    assert "in the log" not in reply.text
    assert files(folder) == before


def test_a_moderator_hands_in_so_many_files_a_minute(folder: Path) -> None:
    clock = Clock()
    desk = make_desk(folder, clock=clock)
    some = tuple(OutsideFile(f"a{number}.md", b"Text %d." % number) for number in range(10))
    request = Request(
        "mona",
        "c",
        command=Command.ADD_ARTICLE,
        is_moderator=True,
        article=ArticleInput(files=some),
    )
    assert MAX_FILES_PER_MINUTE == 20
    for _ in range(2):
        assert ask(desk, request).actions
    refused = ask(desk, request)
    assert refused.text == ("You are making changes too quickly. Please wait 30 seconds.")
    other = Request(
        "ben", "c", command=Command.ADD_ARTICLE, is_moderator=True, article=ArticleInput(files=some)
    )
    assert ask(desk, other).actions
    clock.now += 29
    assert not ask(desk, request).actions
    clock.now += 2
    assert ask(desk, request).actions
