"""Commands in every language, within Discord's rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import discord
import pytest
from discord import app_commands

from bot.chat import i18n as speeches
from bot.chat.i18n import DEFAULT_LANGUAGE, LANGUAGES, translations
from bot.frontends.discord_app.components import translator
from bot.frontends.discord_app.components.translator import CommandTranslator

OTHERS = [language for language in LANGUAGES if language != DEFAULT_LANGUAGE]
# As Discord's documentation gives it, for the alphabets that we write.
NAME = re.compile(r"[-_'\w]{1,32}")
MENUS = {2, 3}
"""Types of commands that are clicked on a person or a message."""


def synced(world) -> list[dict]:
    [commands] = world.sent("PUT", "/commands")
    return commands


def parts(commands: list[dict]) -> Iterator[tuple[dict, list[dict]]]:
    """Every command, group, option and choice, with those beside it."""
    for one in commands:
        yield one, commands
        yield from parts(one.get("options", []))
        yield from parts(one.get("choices", []))


def names(part: dict, language: str) -> str:
    return part["name"] if language == DEFAULT_LANGUAGE else part["name_localizations"][language]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_name_keeps_discords_rules(world, language):
    seen = 0
    for part, beside in parts(synced(world)):
        name = names(part, language)
        if "contexts" in part and part["type"] in MENUS:
            assert 1 <= len(name) <= 32
            assert name == " ".join(name.split())
        elif "value" not in part:
            assert NAME.fullmatch(name)
            assert name == name.lower()
        else:
            assert 1 <= len(name) <= 100
        same = [
            one
            for one in beside
            if names(one, language) == name and ("options" in one) == ("options" in part)
        ]
        assert same == [part], name
        seen += 1
    assert seen >= 8


@pytest.mark.parametrize("language", LANGUAGES)
async def test_help_names_every_command_of_moderators(world, language):
    [corpus] = [one for one in synced(world) if one["name"] == "corpus"]
    told = re.findall(r"[-\w]+", translations(language)("help.moderators"))
    assert {names(one, language) for one in [corpus, *corpus["options"]]} <= set(told)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_description_keeps_discords_rules(world, language):
    for part, _ in parts(synced(world)):
        if "description" in part:
            said = (
                part["description"]
                if language == DEFAULT_LANGUAGE
                else part["description_localizations"][language]
            )
            assert 1 <= len(said) <= 100
            assert said == " ".join(said.split())


@pytest.mark.parametrize("language", OTHERS)
async def test_everything_is_translated_and_into_our_languages_alone(world, language):
    for part, _ in parts(synced(world)):
        assert part["name_localizations"].keys() == set(OTHERS)
        assert part["name_localizations"][language] != part["name"]
        if "description" in part:
            assert part["description_localizations"].keys() == set(OTHERS)
            assert part["description_localizations"][language] != part["description"]


async def test_what_a_reader_of_ukrainian_sees(world):
    ask = next(command for command in synced(world) if command["name"] == "ask")
    assert ask["name_localizations"] == {"uk": "запитати"}
    assert ask["description_localizations"] == {
        "uk": "Поставити запитання; відповідь — дослівний уривок зі статей"
    }
    question = next(option for option in ask["options"] if option["name"] == "question")
    assert question["name_localizations"] == {"uk": "запитання"}
    assert question["description_localizations"] == {"uk": "Що ви хочете дізнатися"}
    corpus = next(command for command in synced(world) if command["name"] == "corpus")
    assert [option["name_localizations"]["uk"] for option in corpus["options"]] == [
        "перелік",
        "стан",
        "перечитати",
        "повернути",
        "журнал",
        "додати",
        "змінити",
        "вилучити",
        "перейменувати",
        "експортувати",
        "запитання-без-відповіді",
        "тести",
    ]


def test_no_two_english_descriptions_are_the_same():
    said = [text for key, text in translations().messages.items() if key.startswith("command.")]
    assert len(set(said)) == len(said)


def test_english_names_are_the_ones_of_the_program():
    assert all(
        said == key.removeprefix("name.")
        for key, said in translations().messages.items()
        if key.startswith("name.")
    )


def test_commands_that_the_help_names_are_called_so():
    for language in LANGUAGES:
        known = {
            said for key, said in translations(language).messages.items() if key.startswith("name.")
        }
        helped = " ".join(
            said for key, said in translations(language).messages.items() if key.startswith("help.")
        )
        named = re.findall(r"/(\w+)(?: (\w+))?", helped)
        assert named
        assert {command for command, _ in named} <= known


async def test_context_menus_and_choices_are_translated_by_their_text():
    known = CommandTranslator()
    menu = app_commands.ContextMenu(name=translations()("command.help"), callback=_about)
    context = app_commands.TranslationContext(
        app_commands.TranslationContextLocation.command_name, menu
    )
    assert await known.translate(
        app_commands.locale_str(menu.name), discord.Locale.ukrainian, context
    ) == translations("uk")("command.help")
    choice = app_commands.Choice(name=translations()("command.help"), value="x")
    context = app_commands.TranslationContext(
        app_commands.TranslationContextLocation.choice_name, choice
    )
    assert await known.translate(
        app_commands.locale_str(choice.name), discord.Locale.ukrainian, context
    ) == translations("uk")("command.help")


async def test_what_has_no_translation_stays_as_it_is():
    context = app_commands.TranslationContext(
        app_commands.TranslationContextLocation.command_name, None
    )
    for text, locale in (
        ("nothing", discord.Locale.ukrainian),
        ("ask", discord.Locale.finnish),
        ("ask", discord.Locale.british_english),
    ):
        assert (
            await CommandTranslator().translate(app_commands.locale_str(text), locale, context)
            is None
        )


async def test_another_translation_is_registered_again(world, monkeypatch):
    def speaking(language: str = DEFAULT_LANGUAGE) -> speeches.Translations:
        said = translations(language)
        return (
            said
            if language == DEFAULT_LANGUAGE
            else replace(said, messages={**said.messages, "name.ask": "спитати"})
        )

    await world.restart()
    assert len(world.sent("PUT", "/commands")) == 1
    monkeypatch.setattr(translator, "translations", speaking)
    await world.restart()
    first, second = world.sent("PUT", "/commands")
    assert json.dumps(first, ensure_ascii=False).replace('"запитати"', '"спитати"') == json.dumps(
        second, ensure_ascii=False
    )


async def _about(interaction: discord.Interaction, message: discord.Message) -> None: ...
