"""Everybody is answered in their own language."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Line, Reply
from bot.frontends.discord_app.access.user_locale import MAX_PEOPLE, Locales

UKRAINIAN = discord.Locale.ukrainian


@pytest.fixture
def speaks(world, monkeypatch):
    """Sets the language of Discord for people, by their names, and for everybody else."""
    locales = {}
    parsers = world.bot._connection.parsers
    parse = parsers["INTERACTION_CREATE"]

    def spoken(payload):
        user = payload["user"] if "user" in payload else payload["member"]["user"]
        payload["locale"] = locales.get(user["username"], "en-US")
        payload["guild_locale"] = locales.get("server", "en-US")
        if not payload["guild_locale"]:
            del payload["guild_locale"]
        parse(payload)

    monkeypatch.setitem(parsers, "INTERACTION_CREATE", spoken)
    return locales


def heard(world):
    return [message.language for message in world.desk.heard]


@pytest.mark.parametrize(
    ("own", "server", "language"),
    [
        ("uk", "en-US", "uk"),
        ("en-GB", "uk", "en"),
        ("en-US", "uk", "en"),
        ("fi", "uk", "uk"),
        ("fi", "de", "en"),
        ("fi", None, "en"),
        ("zh-CN", "en-US", "en"),
    ],
)
async def test_a_command_tells_who_speaks_what(world, general, ana, speaks, own, server, language):
    speaks.update(ana=own, server=server)
    await ana.slash(general, "ask", question="who?")
    assert heard(world) == [language]


async def test_what_commands_told_holds_for_messages_too(world, general, ana, speaks):
    speaks["ana"] = "uk"
    await ana.send(general, f"{world.mention} who?")
    await ana.slash(general, "help")
    await ana.send(general, f"{world.mention} who?")
    await ana.send_dm("who?")
    await world.person("ben").send(general, f"{world.mention} who?")
    assert heard(world) == ["en", "uk", "uk", "uk", "en"]
    speaks["ana"] = "fi"
    await ana.slash(general, "help")
    await ana.send(general, f"{world.mention} who?")
    assert heard(world)[-2:] == ["en", "en"]


async def test_a_button_answers_in_the_language_of_who_clicks_it(world, general, ana, speaks):
    ben = world.person("ben")
    world.desk.says = lambda message: Reply(
        (Line(f"in {message.language}"),),
        actions=(Action("More", Command.SHOW, "k"),),
        private=message.private,
    )
    await ana.send(general, f"{world.mention} who?")
    public = general.last_message
    speaks["ben"] = "uk"
    assert world.shown(_last(await ben.click(public, label="More"))) == "in uk"
    assert world.shown(_last(await ana.click(public, label="More"))) == "in en"


def _last(result):
    return [*([result.response] if result.response else []), *result.followups][-1]


@pytest.mark.parametrize(("language", "other"), [("en", "uk"), ("uk", "en-US")])
async def test_a_page_keeps_the_language_that_everybody_sees(
    world, general, ana, speaks, language, other
):
    long = tuple(Line(f"{number} " + "word " * 200) for number in range(20))
    world.desk.says = lambda message: Reply(
        long, language=message.language, reload_action=Action("", Command.SHOW, "k")
    )
    speaks.update(ana=language, ben=other)
    public = _last(await ana.slash(general, "ask", question="who?"))
    await world.person("ben").click(public, label=translations(language)("button.next-page"))
    speaks.update(ana=other)
    await ana.click(public, label=translations(language)("button.next-page"))
    # The copy that only one person sees is in that person's.
    assert heard(world) == [language, other.partition("-")[0], language]


async def test_what_goes_wrong_is_said_in_the_persons_language(world, general, ana, speaks, caplog):
    speaks["ana"] = "uk"

    def fail(_):
        raise ZeroDivisionError

    world.desk.says = fail
    assert world.shown(
        _last(await ana.slash(general, "ask", question="who?", private=True))
    ) == translations("uk")("error.unknown")
    await ana.send(general, f"{world.mention} who?")
    assert world.shown(general.last_message) == translations("uk")("error.unknown")
    assert "ZeroDivisionError" in caplog.text


async def test_a_command_that_we_no_longer_have_is_refused_in_the_persons_language(
    world, general, ana, speaks
):
    speaks["ana"] = "uk"
    world.bot.tree.remove_command("help", type=discord.AppCommandType.chat_input)
    result = await ana.slash(general, "help")
    assert world.shown(result.response) == translations("uk")("error.unknown")
    with pytest.raises(ExceptionGroup):
        world.env.raise_errors()


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("хто очолив делегацію?", "uk"),
        ("who led it?", "en"),
        ("wer führte die Delegation?", "en"),
        ("?", "en"),
    ],
)
async def test_in_direct_messages_the_words_tell_where_nothing_else_does(
    world, ana, said, language
):
    await ana.send_dm(said)
    assert heard(world) == [language]


@pytest.mark.parametrize(("server", "language"), [("uk", "uk"), ("en-US", "en"), ("de", "en")])
async def test_in_a_server_its_language_decides_where_the_persons_is_not_known(
    env, desk, server, language
):
    guild = env.create_guild(preferred_locale=server)
    ana, general = guild.add_member(env.create_user("ana")), guild.create_text_channel("general")
    await ana.send(general, f"<@{env.bot.user.id}> хто це?")
    assert [message.language for message in desk.heard] == [language]


def test_what_is_remembered_is_bounded():
    locales = Locales(lambda _: None)

    def clicks(person: int, locale: discord.Locale) -> str:
        return locales.of_interaction(
            SimpleNamespace(user=SimpleNamespace(id=person), locale=locale, guild_locale=None)
        )

    def asks(person: int) -> str:
        return locales.of_message(
            SimpleNamespace(author=SimpleNamespace(id=person), guild=None, content="")
        )

    clicks(0, UKRAINIAN)
    for person in range(1, MAX_PEOPLE):
        clicks(person, UKRAINIAN)
    clicks(0, UKRAINIAN)
    clicks(MAX_PEOPLE, UKRAINIAN)
    assert [asks(0), asks(1), asks(2), asks(MAX_PEOPLE)] == ["uk", "en", "uk", "uk"]
