from __future__ import annotations

import pytest

from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Line, Quote, Reply, Style
from bot.model import Span

TEXT = "".join(f"This is sentence number {number} of many. " for number in range(400))
PASSAGE = Reply(
    (Line("Outlet", Style.OUTLET), Quote(TEXT, Span(0, 30))),
    reload_action=Action("", Command.SHOW, "0123456789abcdef:0-30"),
)


def says_passage(_message):
    return PASSAGE


async def test_a_click_runs_the_action_for_who_clicked(world, general, ana):
    ben = world.person("ben")
    world.desk.says = lambda message: Reply(
        (Line(message.text),), (Action("Show it", Command.SHOW, "key"),), private=message.private
    )
    await ana.send(general, f"{world.mention} who?")
    result = await ben.click(general.last_message, label="Show it")
    assert result.response.ephemeral
    assert world.shown(result.response) == "key"
    clicked = world.desk.heard[-1]
    assert (clicked.command, clicked.text, clicked.author) == (Command.SHOW, "key", str(ben.id))


async def test_every_page_is_reached_in_place(world, general, ana):
    world.desk.says = says_passage
    await ana.send(general, f"{world.mention} who?")
    message = general.last_message
    seen, texts = [], []
    while True:
        seen.append(world.texts(message)[1])
        texts.append(world.texts(message))
        if world.buttons(message)["Next page"]["disabled"]:
            break
        await ana.click(message, label="Next page")
        assert general.last_message.id == message.id
        message = general.last_message
    joined = " ".join(text.replace("> ", "").replace("**", "").strip() for text in seen)
    assert joined == TEXT.strip()
    assert len(seen) > 3
    await ana.click(message, label="Previous page")
    assert world.texts(general.last_message) == texts[-2]
    assert world.desk.heard[-1].text == "0123456789abcdef:0-30"


async def test_buttons_work_after_a_restart(world, general, ana):
    world.desk.says = says_passage
    await ana.send(general, f"{world.mention} who?")
    first = world.texts(general.last_message)
    await world.restart()
    await ana.click(general.last_message, label="Next page")
    assert world.texts(general.last_message) != first
    await ana.send(general, f"{world.mention} who?")
    assert world.texts(general.last_message) == first


async def test_pages_of_a_private_answer_stay_private(world, general, ana):
    world.desk.says = lambda _: PASSAGE
    result = await ana.slash(general, "ask", question="who?", private=True)
    await ana.click(result.response, label="Next page")
    assert world.desk.heard[-1].private
    assert world.texts(result.response)[-1].startswith("-# Page 2 of")
    assert result.response.ephemeral


async def test_a_list_is_turned_by_its_own_command(world, general):
    mo = world.person("mo", manage_guild=True)
    world.desk.says = lambda _: Reply(tuple(Line(f"Article {number}") for number in range(600)))
    result = await mo.slash(general, "corpus list")
    await mo.click(result.response, label="Next page")
    heard = world.desk.heard[-1]
    assert (heard.command, heard.is_moderator) == (Command.LIST, True)
    assert "Article 499" in world.shown(result.response)


async def test_a_page_that_is_gone_leaves_the_message_and_says_so_privately(world, general, ana):
    world.desk.says = says_passage
    await ana.send(general, f"{world.mention} who?")
    before = world.texts(general.last_message)
    world.desk.says = lambda _: Reply((Line("It is gone.", Style.ERROR),), private=True, error=True)
    message = general.last_message
    told = (await ana.click(message, label="Next page")).response
    assert told.ephemeral
    assert world.shown(told) == "It is gone."
    assert world.texts(next(one for one in general.history() if one.id == message.id)) == before


async def test_a_shorter_reply_after_a_reload_shows_its_last_page(world, general, ana):
    world.desk.says = says_passage
    await ana.send(general, f"{world.mention} who?")
    world.desk.says = lambda _: Reply((Quote("Short now."),))
    await ana.click(general.last_message, label="Next page")
    assert world.texts(general.last_message) == ["> Short now."]


async def test_what_cannot_be_brought_back_comes_in_a_row(world, general, ana):
    world.desk.says = lambda _: Reply((Quote("word " * 1500),))
    await ana.send(general, f"{world.mention} who?")
    answers = [message for message in general.history() if message.author.bot]
    assert len(answers) == 4
    assert sum(world.shown(answer).count("word") for answer in answers) == 1500
    attempts = world.sent("POST", f"/channels/{general.id}/messages")
    assert len({attempt["nonce"] for attempt in attempts}) == 4
    assert all(len(attempt["nonce"]) <= 25 for attempt in attempts)


async def test_a_reload_is_never_repeated_to_turn_a_page(world, general):
    mo = world.person("mo", manage_guild=True)
    world.desk.says = lambda _: Reply((Line("Added: " + "an article, " * 500),), private=True)
    result = await mo.slash(general, "corpus reload", now=True)
    assert not world.buttons(result.response)
    assert not result.followups
    assert result.response.ephemeral
    [file] = result.response.attachments
    assert (await file.read()).decode().count("article") == 500


@pytest.mark.parametrize("way", ["mention", "slash"])
async def test_what_would_flood_a_channel_comes_as_a_file(world, general, ana, way):
    reply = Reply((Line("Added: " + "an article, " * 5000),))
    world.desk.says = lambda _: reply
    if way == "mention":
        await ana.send(general, f"{world.mention} who?")
        answer = general.last_message
    else:
        answer = (await ana.slash(general, "ask", question="who?")).response
    [file] = answer.attachments
    assert (await file.read()).decode() == reply.text


async def test_five_megabytes_are_answered(world, general, ana):
    text = "All work and no play. " * 240_000
    world.desk.says = lambda _: Reply(
        (Quote(text, Span(2_200_000, 2_200_021)),),
        reload_action=Action("", Command.SHOW, "0123456789abcdef"),
    )
    await ana.send(general, f"{world.mention} who?")
    assert "**All work and no play.**" in world.texts(general.last_message)[0]
