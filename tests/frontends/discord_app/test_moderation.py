"""Who moderates: nobody but moderators, on the servers that count, by whatever path they come."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import discord
import pytest
import simcord
from discord import ui

from bot.chat.conversation.exchanges import ExchangeReader
from bot.chat.conversation.open_preview import PreviewHolder
from bot.chat.handlers import saved_tests
from bot.chat.i18n import translations
from bot.chat.messages.commands import ARTICLE_CHANGES, INBOX_CHANGES, MODERATION, TEST_SAVING
from bot.chat.rendering import corpus_admin
from bot.chat.rendering.error_messages import error_text
from bot.corpus.records import id_hash
from bot.errors import AmbiguousServer, DiscordServer, ModeratorsOnly
from bot.frontends.discord_app.access.moderators import ModeratorCheck
from bot.frontends.discord_app.access.settings import DEFAULTS, DiscordSettings
from bot.frontends.discord_app.client import BylineClient
from bot.frontends.discord_app.cogs import article_windows, moderation_articles
from bot.frontends.discord_app.components.buttons import _encode_owner
from bot.frontends.discord_app.state.guilds import Guilds
from bot.library import Library
from bot.moderation.corpus_editor import CorpusEditor
from bot.moderation.inbox_reader import InboxReader
from bot.store.audit_log import AuditLog
from tests.conftest import make_desk
from tests.discord_driver import PATIENCE, OverheardDesk
from tests.frontends.discord_app.conftest import SERVER, World, events_handled, no_pause

NAME, ROLE_ID = "Newsroom", "812345678901234567"
"""A role of the settings by its name, and one by its id."""
OTHER = SERVER + (1 << 30)
OURS_NAMED = DiscordSettings(frozenset({SERVER}))
LIGHTHOUSE = Path(__file__).parents[2] / "conversations" / "lighthouse"
SLASHED = ("reload", "list", "status", "undo", "log", "questions", "replay")
KEEPING = (*SLASHED, "preview", "apply", "cancel", *INBOX_CHANGES, *TEST_SAVING)
ARTICLE = {"type": 3, "name": "article", "value": "repair.md"}
CHANGING = {
    "add": [],
    "edit": [ARTICLE],
    "remove": [ARTICLE],
    "rename": [ARTICLE, {"type": 3, "name": "to", "value": "repairs.md"}],
    "export": [],
}
"""What is done to single articles, with the options that it needs."""
EDITOR = [name for name in vars(CorpusEditor) if not name.startswith("_")]
KEY, PENDING = f"={id_hash('repair'):016x}", "0" * 16
SENTENCES = [
    error_text(translations(), ModeratorsOnly()),
    *(translations()(f"discord.{key}") for key in ("elsewhere", "stranger")),
]


@dataclass
class Newsrooms:
    """Two servers, and whoever is on them."""

    env: simcord.Env
    done: list[str] = field(default_factory=list)
    """What was done that only moderators may do."""
    people: dict[str, simcord.MemberActor] = field(default_factory=dict)
    channels: dict[int, simcord.ChannelHandle] = field(default_factory=dict)

    def person(
        self, who: str
    ) -> tuple[simcord.MemberActor | simcord.UserHandle, simcord.ChannelHandle]:
        """Somebody, and the channel in which they act."""
        if who.endswith(", directly"):
            user = self.people[who.removesuffix(", directly")].user
            return user, user.dm_channel
        return self.people[who], self.channels[self.people[who].guild.id]

    @contextmanager
    def forged(self, **changes: object) -> Iterator[None]:
        """An interaction that Discord passes on with other data than it was made with."""
        parsers = self.env.bot._connection.parsers
        parse = parsers["INTERACTION_CREATE"]

        def changed(payload: dict) -> None:
            payload["data"] |= changes
            parse(payload)

        parsers["INTERACTION_CREATE"] = changed
        try:
            yield
        finally:
            parsers["INTERACTION_CREATE"] = parse


@pytest.fixture
def spied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []

    def spy(where: object, name: str) -> None:
        does = getattr(where, name)
        monkeypatch.setattr(where, name, lambda *given: (done.append(name), does(*given))[1])

    for name in ("reload", "prepare", "apply"):
        spy(Library, name)
    spy(PreviewHolder, "get")
    spy(AuditLog, "entries")
    spy(corpus_admin, "article_list")
    spy(corpus_admin, "status_reply")
    spy(article_windows, "article_form_modal")
    spy(moderation_articles, "download")
    spy(article_windows, "article_text_modal")
    for name in EDITOR:
        spy(CorpusEditor, name)
    for where, name in (
        (InboxReader, "read"),
        (InboxReader, "set_state"),
        (ExchangeReader, "find"),
        (saved_tests, "replay_labelled"),
    ):
        spy(where, name)
    return done


@asynccontextmanager
async def newsrooms(
    tmp_path: Path, done: list[str], doors: DiscordSettings, *, alone: bool = False
) -> AsyncIterator[Newsrooms]:
    folder = Path(shutil.copytree(LIGHTHOUSE, tmp_path / "corpus"))
    bot = BylineClient(
        OverheardDesk(make_desk(folder)),
        [NAME, ROLE_ID],
        tmp_path / "commands",
        sleep=no_pause,
        settings=doors,
    )
    approved = discord.Intents(message_content=True)
    async with simcord.run(
        bot, approved_intents=approved, shard_count=1, settle_timeout=PATIENCE
    ) as env:
        rooms = Newsrooms(env, done)
        ours = env.create_guild("Ours", id=SERVER)
        theirs = None if alone else env.create_guild("Theirs", id=OTHER)
        may = discord.Permissions
        for guild, whose in [(ours, "our"), *([(theirs, "their")] if theirs else [])]:
            roles = {
                "member": [],
                "keeper": [guild.create_role("managers", permissions=may(manage_guild=True))],
                "admin": [guild.create_role("admins", permissions=may(administrator=True))],
                "named": [guild.create_role(NAME)],
                "posing": [guild.create_role(ROLE_ID), guild.create_role(NAME.lower())],
            }
            for name, its in roles.items():
                rooms.people[f"{whose} {name}"] = guild.add_member(
                    env.create_user(f"{whose} {name}"), roles=its
                )
            rooms.people[f"{whose} owner"] = guild.add_member(guild.owner)
            host = rooms.people[f"{whose} host"] = guild.add_member(
                env.create_user(f"{whose} host")
            )
            granted = {host: discord.PermissionOverwrite(manage_guild=True, administrator=True)}
            rooms.channels[guild.id] = guild.create_text_channel(
                f"{whose} news", overwrites=granted
            )
        if theirs:
            # Who keeps the one server is a plain member of the other.
            rooms.people["their keeper on ours"] = ours.add_member(
                rooms.people["their keeper"].user
            )
            rooms.people["our keeper on theirs"] = theirs.add_member(
                rooms.people["our keeper"].user
            )
        yield rooms


async def post(
    rooms: Newsrooms,
    channel: simcord.ChannelHandle,
    custom_id: str = "d::help:",
    value: str = "help:",
) -> discord.Message:
    """A message of the bot's own with a button and a list, which hold whatever somebody likes."""
    view = ui.LayoutView()
    view.add_item(
        ui.ActionRow(
            ui.Button(
                label="Press",
                custom_id=custom_id.replace("OWNER", _encode_owner(rooms.people["our keeper"].id)),
            )
        )
    )
    view.add_item(
        ui.ActionRow(
            ui.Select(custom_id="choose", options=[discord.SelectOption(label="One", value=value)])
        )
    )
    to = rooms.env.bot.get_channel(channel.id) or rooms.env.bot.get_partial_messageable(channel.id)
    await to.send(view=view)
    return channel.last_message


Way = Callable[[Newsrooms, object, simcord.ChannelHandle], Awaitable[object]]


def slash(name: str, options: Sequence[dict] = ()) -> Way:
    async def go(rooms, person, channel):
        sub = [{"type": 1, "name": name, "options": [*options]}]
        with rooms.forged(name="corpus", options=sub):
            return await (
                person.slash("help")
                if isinstance(person, simcord.UserHandle)
                else person.slash(channel, "help")
            )

    return go


def button(custom_id: str) -> Way:
    async def go(rooms, person, channel):
        return await person.click(await post(rooms, channel, custom_id), label="Press")

    return go


async def forged_button(rooms, person, channel):
    with rooms.forged(custom_id="d::reload:"):
        await person.click(await post(rooms, channel), label="Press")


def choice(value: str) -> Way:
    async def go(rooms, person, channel):
        return await person.select(await post(rooms, channel, value=value), [value])

    return go


async def forged_choice(rooms, person, channel):
    with rooms.forged(values=["reload:"]):
        return await person.select(await post(rooms, channel), ["help:"])


def window(custom_id: str, text: str, *more: str) -> Way:
    async def go(rooms, person, channel):
        opened = await (
            person.slash("ask")
            if isinstance(person, simcord.UserHandle)
            else person.slash(channel, "ask")
        )
        if opened.modal is None:
            return opened
        if not more:
            with rooms.forged(custom_id=custom_id):
                return await person.submit_modal(opened, {"question": text})
        fields = [
            {"type": 18, "component": {"type": 4, "custom_id": name, "value": text}}
            for name in more
        ]
        with rooms.forged(custom_id=custom_id, components=fields):
            return await person.submit_modal(opened, {"question": text})

    return go


def typed(text: str) -> Way:
    async def go(rooms, person, channel):
        if isinstance(person, simcord.UserHandle):
            await person.send_dm(text)
        else:
            await person.send(channel, f"<@{rooms.env.bot.user.id}> {text}")

    return go


async def replied(rooms, person, channel):
    await person.send(channel, "/corpus reload", reply_to=await post(rooms, channel))


async def edited(rooms, person, channel):
    asked = await person.send(channel, f"<@{rooms.env.bot.user.id}> who keeps the lighthouse?")
    await person.edit(asked, f"<@{rooms.env.bot.user.id}> /corpus reload")


async def menu(_rooms, person, channel):
    return await person.context_menu(
        channel, "Ask about this", await person.send(channel, "/corpus reload")
    )


def article_menu(*files: tuple[str, bytes]) -> Way:
    async def go(_rooms, person, channel):
        said = await person.send(channel, "The quay is closed.", attachments=[*files])
        return await person.context_menu(channel, "Add to articles", said)

    return go


async def saving_menu(rooms, person, channel):
    said = await person.send(channel, f"<@{rooms.env.bot.user.id}> who keeps the lamp?")
    return await person.context_menu(channel, "Save as test", said)


async def in_history(rooms, person, channel):
    shard = rooms.env.bot.get_shard(0)
    await shard.disconnect()
    await person.send(channel, f"<@{rooms.env.bot.user.id}> /corpus reload")
    again = rooms.env.bot.wait_for("shard_ready")
    await shard.reconnect()
    await again
    await rooms.env.settle()


WAYS: dict[str, Way] = {
    **{f"slash {name}": slash(name) for name in SLASHED},
    **{f"slash {name}": slash(name, options) for name, options in CHANGING.items()},
    **{f"button {name}": button(f"d::{name}:") for name in KEEPING},
    **{
        f"{kind} {name}": make(name)
        for name in map(str, ARTICLE_CHANGES)
        for kind, make in (
            ("button", lambda name: button(f"d::{name}:{KEY}")),
            ("button in place", lambda name: button(f"t::{name}:{PENDING}")),
            ("next page", lambda name: button(f"on::0:{name}:{PENDING}")),
            ("list entry", lambda name: choice(f"{name}:{KEY}")),
        )
    },
    "article window": window("article:add", "The quay is closed.", "title", "text"),
    "window of an article's text": window(
        f"article:edit:{KEY[1:]}:{PENDING}", "The quay is closed.", "text"
    ),
    "test menu": saving_menu,
    "article menu": article_menu(),
    "article menu with a file": article_menu(("quay.md", b"The quay is closed.")),
    "button of a keeper's": button("d:OWNER:list:"),
    "button in place": button("t:OWNER:list:0"),
    "next page": button("on:OWNER:0:list:0"),
    "next page of anybody's": button("on::0:status:"),
    "page before": button("back::1:list:200"),
    "page of a reload": button("on::0:reload:"),
    "forged button": forged_button,
    "forged list entry": forged_choice,
    **{f"list entry {name}": choice(f"{name}:") for name in KEEPING},
    "window": window("ask:0", "/corpus reload"),
    "private window": window("ask:1", "reload"),
    "mention": typed("/corpus reload"),
    "mention in a word": typed("reload"),
    "reply": replied,
    "edit": edited,
    "menu": menu,
    "history": in_history,
}
FEW = (
    "slash reload",
    "slash list",
    "slash status",
    "button list",
    "next page",
    "list entry reload",
    "slash add",
    "slash remove",
    "button apply-change",
    "button edit-article",
    "next page show-change",
    "list entry remove-article",
)
DIRECTLY = (*FEW, "window", "mention", "article window", "window of an article's text")
KEEPERS = ("our keeper", "our admin", "our named", "our owner")
NAMED = {
    **dict.fromkeys(("our member", "their keeper"), tuple(WAYS)),
    **dict.fromkeys(("our posing", "our host", "their keeper on ours"), FEW),
    **dict.fromkeys(
        ("their admin", "their named", "their owner", "their host", "our keeper on theirs"), FEW
    ),
    **dict.fromkeys(
        ("our member, directly", "our keeper, directly", "their keeper, directly"), DIRECTLY
    ),
}
"""Who tries what while the settings name our server."""
UNNAMED = {**NAMED, **dict.fromkeys(KEEPERS, FEW)}
"""The same while they name none: nobody can moderate."""


async def through(rooms: Newsrooms, who: str, way: str) -> list[str]:
    """What of a moderator's somebody could do; a refusal of an unknown kind is a fault too."""
    rooms.done.clear()
    person, channel = rooms.person(who)
    result = await WAYS[way](rooms, person, channel)
    done = [f"{who}, by {way}: {one}" for one in rooms.done]
    if result is not None and way not in {"window", "private window", "menu"}:
        said = [
            World.shown(one)
            for one in (*([result.response] if result.response else []), *result.followups)
        ]
        several = translations()("error.several-servers", servers="Ours").split("Ours")[0]
        if not any(one in SENTENCES or one.startswith(several) for one in said):
            done.append(f"{who}, by {way}, was told {said}")
    return done


@pytest.mark.parametrize(
    ("doors", "who", "ways"),
    [
        pytest.param(doors, who, ways, id=f"{servers}: {who}")
        for servers, doors, table in (
            ("one named", OURS_NAMED, NAMED),
            ("none named", DEFAULTS, UNNAMED),
        )
        for who, ways in table.items()
    ],
)
async def test_no_path_leads_a_member_to_what_moderators_may_do(tmp_path, spied, doors, who, ways):
    async with newsrooms(tmp_path, spied, doors) as rooms:
        assert [one for way in ways for one in await through(rooms, who, way)] == []


def test_many_paths_are_tried():
    assert sum(map(len, NAMED.values())) > 100
    assert sum(map(len, UNNAMED.values())) > 100


@pytest.mark.parametrize("who", KEEPERS)
@pytest.mark.parametrize(
    ("doors", "alone"), [(OURS_NAMED, False), (DEFAULTS, True)], ids=["named", "the only one"]
)
async def test_moderators_reach_it_by_the_same_paths(tmp_path, spied, doors, alone, who):
    async with newsrooms(tmp_path, spied, doors, alone=alone) as rooms:
        for way, does in [
            ("slash reload", "prepare"),
            ("slash log", "entries"),
            ("slash list", "article_list"),
            ("slash status", "status_reply"),
            ("button list", "article_list"),
            ("button in place", "article_list"),
            ("next page of anybody's", "status_reply"),
            ("list entry reload", "reload"),
            ("slash add", "article_form_modal"),
            ("slash remove", "prepare_removal"),
            ("slash rename", "prepare_renaming"),
            ("slash export", "export"),
            ("button remove-article", "prepare_removal"),
            ("button in place apply-change", "apply"),
            ("button in place cancel-change", "cancel"),
            ("next page show-change", "show"),
            ("list entry edit-article", "source"),
            ("article menu", "article_form_modal"),
            ("article window", "prepare_form"),
            ("window of an article's text", "prepare_text_edit"),
        ]:
            rooms.done.clear()
            await WAYS[way](rooms, *rooms.person(who))
            assert rooms.done == [does], way
        for way, does in [
            ("slash edit", ["source", "article_text_modal"]),
            ("button edit-article", ["source", "article_text_modal"]),
            ("article menu with a file", ["download", "prepare_new"]),
        ]:
            rooms.done.clear()
            await WAYS[way](rooms, *rooms.person(who))
            assert rooms.done == does, way


def test_every_action_of_moderators_is_tried():
    assert len(EDITOR) > 8
    tried = " ".join(WAYS)
    assert [command for command in MODERATION if f"button {command}" not in tried] == []


async def test_a_moderator_is_told_why_nobody_can_moderate_and_what_to_write(tmp_path, spied):
    async with newsrooms(tmp_path, spied, DEFAULTS) as rooms:
        servers = (DiscordServer(str(SERVER), "Ours"), DiscordServer(str(OTHER), "Theirs"))
        wanted = error_text(translations(), AmbiguousServer(servers))
        assert wanted.endswith(f"\nservers = [{SERVER}, {OTHER}]")
        for who in ("our keeper", "our named", "their owner"):
            person, channel = rooms.person(who)
            result = await person.slash(channel, "corpus reload")
            assert World.shown(result.response) == wanted
            assert result.response.ephemeral
        person, channel = rooms.person("our member")
        assert World.shown((await person.slash(channel, "corpus reload")).response) == SENTENCES[0]


def told(caplog) -> list[str]:
    return [record.message for record in caplog.records if "nobody can moderate" in record.message]


async def session(env: simcord.Env) -> None:
    ready = env.bot.wait_for("ready")
    await env.bot.get_shard(0).disconnect()
    await env.bot.get_shard(0).reconnect()
    await ready
    await events_handled()


async def test_the_log_says_at_the_start_that_nobody_can_moderate_and_what_to_write(
    tmp_path, spied, caplog
):
    async with newsrooms(tmp_path, spied, DEFAULTS) as rooms:
        for _ in range(2):
            await session(rooms.env)
        [line] = told(caplog)
        assert f"Ours ({SERVER}) and Theirs ({OTHER})" in line
        assert line.endswith(f" servers = [{SERVER}, {OTHER}]")
        # On one it is possible, and then no longer.
        rooms.env.backend.remove_guild(OTHER)
        await session(rooms.env)
        assert len(told(caplog)) == 1
        await WAYS["slash reload"](rooms, *rooms.person("our keeper"))
        assert rooms.done == ["prepare"]
        rooms.env.create_guild("Others")
        await session(rooms.env)
        assert len(told(caplog)) == 2
        await WAYS["slash reload"](rooms, *rooms.person("our keeper"))
        assert rooms.done == ["prepare"]


@pytest.mark.parametrize(("doors", "alone"), [(OURS_NAMED, False), (DEFAULTS, True)])
async def test_the_log_says_nothing_where_somebody_can(tmp_path, spied, caplog, doors, alone):
    async with newsrooms(tmp_path, spied, doors, alone=alone) as rooms:
        await session(rooms.env)
    assert told(caplog) == []


@pytest.mark.parametrize(("connected", "may"), [((0,), False), ((0, 1), True)])
def test_a_single_server_is_one_when_every_shard_has_named_its_own(connected, may):
    role = SimpleNamespace(id=1, name=NAME)
    guild = SimpleNamespace(id=SERVER, shard_id=0, unavailable=False, name="Ours")
    servers = Guilds(SimpleNamespace(shard_count=2, guilds=[guild]))
    for shard in connected:
        servers.shard_connected(shard)
    person = mock.Mock(
        spec=discord.Member, guild_permissions=discord.Permissions.none(), roles=[role]
    )
    interaction = SimpleNamespace(guild_id=SERVER, user=person, channel=None)
    assert ModeratorCheck(DEFAULTS, [NAME], servers).is_moderator(interaction) is may


def test_a_server_that_is_unavailable_counts_too_and_is_named_by_its_id():
    guilds = [
        SimpleNamespace(id=number, shard_id=0, unavailable=True, name=name)
        for number, name in ((1, "A\n\u202e b"), (2, ""))
    ]
    servers = Guilds(SimpleNamespace(shard_count=1, guilds=guilds))
    servers.shard_connected(0)
    person = mock.Mock(
        spec=discord.Member, guild_permissions=discord.Permissions(manage_guild=True), roles=[]
    )
    moderators = ModeratorCheck(DEFAULTS, [], servers)
    interaction = SimpleNamespace(guild_id=1, user=person, channel=None)
    assert not moderators.is_moderator(interaction)
    said = error_text(
        translations("uk"), AmbiguousServer(moderators.undecided_servers(interaction))
    )
    assert "A b (1) і 2." in said
    assert said.endswith("servers = [1, 2]")
