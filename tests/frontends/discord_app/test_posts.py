"""More of an answer, and a private answer shared, are posted once, whoever clicks how often."""

from __future__ import annotations

import pytest

from bot.chat.i18n import translations
from bot.store.store import Store
from tests.frontends.discord_app.test_more import RealDesk

SAY = translations()
WHO = "who will repair the lighthouse of Orrin?"
NEXT = "masons from Velden"


def desk_with_store(folder, tmp_path):
    return RealDesk(folder, Store.open(tmp_path / "store.db", lambda: 1.0))


@pytest.fixture
def desk(folder, tmp_path):
    return desk_with_store(folder, tmp_path)


@pytest.fixture
def restart(world, folder, tmp_path):
    async def again():
        world.desk = desk_with_store(folder, tmp_path)
        await world.restart()

    return again


def from_bot(channel):
    return [one for one in channel.history() if one.author.bot]


async def answered(world, person, channel, label):
    """An answer below which there is a button."""
    if label == "Share":
        return (await person.slash(channel, "ask", question=WHO, private=True)).response
    await person.send(channel, f"{world.mention} {WHO}")
    return channel.last_message


def points_at(world, result, channel, post, label):
    told = result.response
    sentence = SAY("card.shared-before" if label == "Share" else "more.posted")
    link = f"https://discord.com/channels/{channel.guild.id}/{channel.id}/{post.id}"
    return (
        told.ephemeral
        and world.texts(told) == [f"[{sentence}](<{link}>)"]
        and not world.buttons(told)
    )


@pytest.mark.parametrize("label", ["More", "Share"])
async def test_further_clicks_point_at_the_post_in_private_also_after_a_restart(
    world, general, ana, restart, label
):
    message = await answered(world, ana, general, label)
    before = len(from_bot(general))
    await ana.click(message, label=label)
    assert len(from_bot(general)) == before + 1
    post = general.last_message
    clickers = [ana] if label == "Share" else [ana, world.person("ben")]
    for _ in range(2):
        for person in clickers:
            assert points_at(world, await person.click(message, label=label), general, post, label)
        await restart()
    assert len(from_bot(general)) == before + 1


@pytest.mark.parametrize("label", ["More", "Share"])
async def test_clicks_at_the_same_moment_post_once(world, general, ana, label):
    message = await answered(world, ana, general, label)
    before = len(from_bot(general))
    results = await at_once(world, ana, message, label, 3)
    assert len(from_bot(general)) == before + 1
    post = from_bot(general)[-1]
    assert sorted(points_at(world, one, general, post, label) for one in results) == [
        False,
        True,
        True,
    ]


async def at_once(world, person, message, label, times):
    """What comes of several clicks that the bot hears all at the same moment."""
    emit, held = world.env.backend.emit, []
    world.env.backend.emit = lambda *event: held.append(event)
    results = [await person.click(message, label=label) for _ in range(times)]
    world.env.backend.emit = emit
    for event in held:
        emit(*event)
    await world.env.settle()
    return results


async def test_a_private_look_does_not_keep_from_posting(world, general, ana):
    message = await answered(world, ana, general, "More")
    ben = world.person("ben")
    for _ in range(2):
        shown = (await ben.click(message, label="More")).response
        assert shown.ephemeral
        assert NEXT in world.shown(shown)
    await ana.click(message, label="More")
    assert NEXT in world.shown(general.last_message)


async def test_each_answer_has_a_post_of_its_own(world, general, ana):
    first, second = [await answered(world, ana, general, "Share") for _ in range(2)]
    for message in (first, second):
        await ana.click(message, label="Share")
    assert len(from_bot(general)) == 2
    asked = await answered(world, ana, general, "More")
    await ana.click(asked, label="More")
    await ana.click(general.last_message, label="More")
    assert len(from_bot(general)) == 5


async def test_a_post_that_was_deleted_may_be_posted_again(world, general, ana):
    message = await answered(world, ana, general, "More")
    await ana.click(message, label="More")
    keeper = world.person("mo", manage_messages=True)
    await keeper.delete(general.last_message)
    await ana.click(message, label="More")
    assert NEXT in world.shown(general.last_message)
    assert len(from_bot(general)) == 2


async def test_what_could_not_be_posted_was_not(world, general, ana, folder):
    message = await answered(world, ana, general, "More")
    texts = {
        file: file.read_text(encoding="utf-8")
        for file in (folder / "storm.md", folder / "visitors.txt")
    }
    for file in texts:
        file.write_text("Another title\n\nAnother text.", encoding="utf-8")
    world.desk.library.reload()
    result = await ana.click(message, label="More")
    assert (result.response.ephemeral, world.shown(result.response)) == (True, SAY("more.changed"))
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8")
    world.desk.library.reload()
    await ana.click(message, label="More")
    assert NEXT in world.shown(general.last_message)


async def test_in_direct_messages_too(world, ana):
    await ana.send_dm(WHO)
    channel = ana.user.dm_channel
    message = channel.last_message
    await ana.user.click(message, label="More")
    post = channel.last_message
    assert NEXT in world.shown(post)
    told = (await ana.user.click(message, label="More")).response
    assert world.texts(told) == [
        f"[{SAY('more.posted')}](<https://discord.com/channels/@me/{channel.id}/{post.id}>)"
    ]
