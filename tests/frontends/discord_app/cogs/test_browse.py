from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Choices, Line, Reply

OPTIONS = tuple(
    Action(f"Article {number}", Command.ARTICLE, f"={number:016x}") for number in range(10)
)
LIST = Reply(
    (Line("A list"),),
    (Action("Next", Command.ARTICLES, "~10~~~~~bridge", replaces_message=True),),
    choices=Choices("Open an article", OPTIONS),
    reload_action=Action("", Command.ARTICLES, "~0~~~~~bridge"),
)


def heard(world):
    message = world.desk.heard[-1]
    return message.command, message.text, message.private


@pytest.mark.parametrize(
    ("command", "options", "text"),
    [
        ("articles", {}, ""),
        (
            "articles",
            {"title": "date: x", "outlet": "Reuters", "since": "2024-06"},
            "outlet: Reuters since: 2024-06 title: date: x",
        ),
        (
            "articles",
            {"publisher": "Harbour Wire", "until": "2024", "date": " "},
            "publisher: Harbour Wire until: 2024",
        ),
        ("article", {"name": "the bridge"}, "the bridge"),
        ("outlets", {}, ""),
    ],
)
async def test_a_command_is_answered_to_who_gives_it_alone(
    world, general, ana, command, options, text
):
    result = await ana.slash(general, command, **options)
    assert result.response.ephemeral
    assert heard(world) == (Command(command), text, True)


async def test_a_list_is_turned_in_place_also_after_a_restart(world, general, ana):
    world.desk.says = lambda _: LIST
    result = await ana.slash(general, "articles")
    world.desk.says = lambda message: Reply(
        (Line(f"part {message.text}"),), private=message.private
    )
    await world.restart()
    clicked = await ana.click(result.response, label="Next")
    assert heard(world) == (Command.ARTICLES, "~10~~~~~bridge", True)
    assert not clicked.followups
    assert world.shown(result.response) == "part ~10~~~~~bridge"


async def test_what_is_chosen_comes_in_private_also_after_a_restart(world, general, ana):
    world.desk.says = lambda _: LIST
    await ana.send(general, f"{world.mention} latest")
    shown = general.last_message
    await world.restart()
    world.desk.says = lambda message: Reply(
        (Line(f"article {message.text}"),), private=message.private
    )
    result = await world.person("ben").select(shown, [f"article:={7:016x}"])
    assert result.response.ephemeral
    assert heard(world) == (Command.ARTICLE, f"={7:016x}", True)
    assert world.shown(result.response) == f"article ={7:016x}"


async def test_long_titles_keep_the_limits_of_a_list(world, general, ana):
    long = tuple(Action("🌉" * 200, Command.ARTICLE, f"={number:016x}") for number in range(40))
    world.desk.says = lambda _: Reply(
        (Line("A list"),), choices=Choices("Open an article " * 20, long)
    )
    await ana.send(general, f"{world.mention} latest")
    [row] = [part for part in world.parts(general.last_message) if part["type"] == 3]
    assert len(row["options"]) == 25
    assert all(len(option["label"].encode("utf-16-le")) <= 200 for option in row["options"])
    assert len(row["placeholder"]) <= 150


async def test_names_are_offered_while_they_are_typed(world, general, ana):
    asked = []

    async def offered(field, typed):
        asked.append((field.value, typed))
        return (("x" * 150, "=0123456789abcdef"), ("Short", "short"), (" ", "nothing"))

    world.desk.complete_name = offered
    choices = await ana.autocomplete(general, "article", "name", "bri")
    assert [choice["name"] for choice in choices] == ["x" * 99 + "…", "Short"]
    assert [choice["value"] for choice in choices] == ["=0123456789abcdef", "short"]
    await ana.autocomplete(general, "articles", "outlet", "reu")
    await ana.autocomplete(general, "articles", "publisher", "")
    assert asked == [("article", "bri"), ("outlet", "reu"), ("publisher", "")]


def forging(world, data):
    """Let what is clicked or chosen next be something else."""
    emit = world.env.backend.emit

    def forged(kind, payload, *more):
        emit(
            kind,
            {**payload, "data": {**payload["data"], **data}}
            if kind == "INTERACTION_CREATE"
            else payload,
            *more,
        )

    world.env.backend.emit = forged


@pytest.mark.parametrize(
    "data",
    [
        {"values": ["tale:=0123456789abcdef"]},
        {"values": ["article"]} | {"custom_id": "chosen"},
        {"values": [""]},
        {"values": []},
        {"custom_id": "d::tale:0123456789abcdef", "component_type": 2},
        {"custom_id": "d::article:0123456789abcdef", "component_type": 2},
    ],
)
async def test_what_is_no_longer_on_offer_is_said_to_be(world, general, ana, data):
    world.desk.says = lambda _: LIST
    shown = (await ana.slash(general, "articles")).response
    world.desk.heard.clear()
    forging(world, data)
    told = (await ana.select(shown, [f"article:={7:016x}"])).response
    assert told.ephemeral
    assert world.shown(told) == translations()("button.gone")
    assert not world.desk.heard


async def test_an_entry_of_another_version_leaves_the_others_to_be_chosen(world, general, ana):
    world.desk.says = lambda _: LIST
    shown = (await ana.slash(general, "articles")).response
    emit = world.env.backend.emit

    def with_an_old_entry(kind, payload, *more):
        for part in world.parts(
            SimpleNamespace(components=payload.get("message", {}).get("components", []))
        ):
            if part["type"] == 3:
                part["options"][0]["value"] = "tale:x"
        emit(kind, payload, *more)

    world.env.backend.emit = with_an_old_entry
    await ana.select(shown, [f"article:={7:016x}"])
    assert heard(world) == (Command.ARTICLE, f"={7:016x}", True)
