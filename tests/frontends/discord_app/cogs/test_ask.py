from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.handlers.ask import MAX_QUESTION_CHARS
from bot.chat.i18n import LANGUAGES, translations
from bot.chat.messages.commands import Command
from bot.frontends.discord_app.cogs.ask import choices
from bot.frontends.discord_app.components.modals import follow_up_modal, question_modal
from bot.text.utf16 import utf16_length


async def test_options_go_with_the_question(world, general, ana):
    await ana.slash(general, "ask", question="who led it?", outlet="Reuters", since="last week")
    [message] = world.desk.heard
    assert (message.text, message.outlet, message.since) == ("who led it?", "Reuters", "last week")


async def test_what_is_typed_is_met_with_offers_of_ones_own(general, ana):
    assert [one["name"] for one in await ana.autocomplete(general, "ask", "question", "who l")] == [
        f"{ana.id} typed who l",
        "outlets: False",
    ]
    assert [one["value"] for one in await ana.autocomplete(general, "ask", "outlet", "reu")] == [
        f"{ana.id} typed reu",
        "outlets: True",
    ]


@given(
    st.lists(st.one_of(st.text(max_size=150), st.text("a \n\ud800🎣", max_size=150)), max_size=40)
)
def test_offers_keep_discords_limits(texts):
    made = choices(texts)
    assert len(made) <= 25
    assert len({one.name for one in made}) == len(made)
    for one in made:
        assert 1 <= utf16_length(one.name) <= 100
        assert 1 <= utf16_length(one.value) <= 100
        assert one.name == " ".join(one.name.split())
        one.name.encode()


def test_offers_are_cut_at_a_word():
    long = "the harbour master " * 6
    [first, second, third] = choices([long, " who \n led  it? ", "x" * 120, "who led it?", "  "])
    assert (first.name, first.value) == (
        "the harbour master " * 5 + "the…",
        "the harbour master " * 5 + "the",
    )
    assert (second.name, second.value) == ("who led it?", "who led it?")
    assert (third.name, third.value) == ("x" * 99 + "…", "x" * 99)
    assert [one.name for one in choices(map(str, range(30)))] == list(map(str, range(25)))


@pytest.mark.parametrize("private", [True, False])
async def test_without_a_question_a_window_opens(world, general, ana, private):
    opened = await ana.slash(general, "ask", private=private, outlet="Reuters")
    assert world.desk.heard == []
    shown = await ana.submit_modal(
        opened, {"question": "who led it?\nand why?", "outlet": "BBC", "since": "June 2024"}
    )
    [message] = world.desk.heard
    assert (message.command, message.text, message.outlet, message.since, message.private) == (
        Command.ASK,
        "who led it?\nand why?",
        "BBC",
        "June 2024",
        private,
    )
    assert world.shown(shown.response) == "heard: who led it? and why?"
    assert shown.response.ephemeral is private


async def test_what_was_given_stands_in_the_window(world, general, ana):
    await ana.slash(general, "ask", outlet="Reuters", since="last week")
    [opened] = world.sent("POST", "/callback")
    assert [label["component"].get("value") for label in opened["data"]["components"]] == [
        None,
        "Reuters",
        "last week",
    ]


async def test_a_window_left_open_over_a_restart_works(world, general, ana):
    opened = await ana.slash(general, "ask", private=True)
    await world.restart()
    shown = await ana.submit_modal(opened, {"question": "who led it?"})
    assert [message.text for message in world.desk.heard] == ["who led it?"]
    assert world.shown(shown.response) == "heard: who led it?"
    assert shown.response.ephemeral


async def test_a_window_is_answered_once(world, general, ana):
    opened = await ana.slash(general, "ask")
    # discord.py does not wait for it, or it would answer too.
    assert not world.bot._connection._view_store._modals
    await ana.submit_modal(opened, {"question": "who led it?"})
    assert [answer["type"] for answer in world.sent("POST", "/callback")] == [9, 4]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_window_keeps_discords_limits(language):
    window = question_modal(
        translations(language), private=True, outlet="x" * 200, since="y" * 200
    ).to_dict()
    assert utf16_length(window["title"]) <= 45
    assert (
        utf16_length(
            follow_up_modal(translations(language), 10**19, private=True).to_dict()["title"]
        )
        <= 45
    )
    assert len(window["components"]) == 3
    for label in window["components"]:
        assert utf16_length(label["label"]) <= 45
        assert len(label["component"].get("value", "")) <= 100
    assert window["components"][0]["component"]["max_length"] == MAX_QUESTION_CHARS


async def test_a_window_may_ask_for_the_question_alone():
    assert len(follow_up_modal(translations(), 10**19, private=True).to_dict()["components"]) == 1


async def test_another_persons_message_is_asked_about_in_private(world, general, ana):
    ben = world.person("ben")
    asked = await ben.send(general, f"{ana.mention} and <@{world.bot.user.id}>: who led it?")
    shown = await ana.context_menu(general, "Ask about this", asked)
    [message] = [message for message in world.desk.heard if message.command is Command.ABOUT]
    assert message.text == "ana and : who led it?"
    assert message.author == str(ana.id)
    assert message.private
    assert shown.response.ephemeral


async def test_commands_are_for_servers_and_direct_messages_with_the_bot(world):
    [payload] = [
        call.json
        for call in world.env.http_requests
        if call.method == "PUT" and call.path.endswith("/commands")
    ]
    contexts = {
        command["name"]: (command["integration_types"], command["contexts"]) for command in payload
    }
    assert contexts == {
        name: ([0], [0, 1])
        for name in (
            *("ask", "help", "articles", "article", "outlets", "Ask about this"),
            *("privacy", "watches"),
        )
    } | dict.fromkeys(("corpus", "Add to articles", "Save as test"), ([0], [0]))


async def test_ask_in_a_direct_message(world, ana):
    shown = await ana.user.slash("ask", question="who led it?")
    assert world.shown(shown.response) == "heard: who led it?"
