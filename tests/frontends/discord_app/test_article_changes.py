"""Moderators change single articles on Discord: what they see, click and get, also after a restart."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
import simcord

from bot.chat.i18n import LANGUAGES, translations
from bot.frontends.discord_app.access import attachment_download
from bot.frontends.discord_app.components.article_modals import (
    article_form_modal,
    article_text_modal,
)
from bot.moderation.article_input import ArticleSource
from bot.moderation.audit_writer import AuditWriter
from bot.moderation.corpus_records import CorpusRecords
from bot.moderation.revision_store import RevisionStore
from bot.moderation.revisions import Revisions
from bot.store.store import Store
from tests.conftest import make_desk, make_library
from tests.discord_driver import OverheardDesk, press
from tests.frontends.discord_app.conftest import World

FERRY = b"""---
title: The ferry runs again
publisher: Harbour Gazette
date: 2025-03-04
---

The ferry of Vell runs again, Reuters reported.

Tickets cost three crowns.
"""


def new_desk(folder: Path) -> OverheardDesk:
    """The desk of a process that keeps what it knows beside the folder."""
    data = folder.parent / "data"
    library = make_library(folder)
    revisions = Revisions(folder, RevisionStore(data / "revisions"), library, time.time)
    revisions.begin()
    store = Store.open(None, time.time)
    audit = AuditWriter(lambda: store, revisions)
    records = CorpusRecords(audit, time.time, revisions, pending_folder=data / "pending")
    return OverheardDesk(make_desk(library, store=store, records=records))


@pytest.fixture
def desk(folder: Path) -> OverheardDesk:
    return new_desk(folder)


@pytest.fixture
def mona(world: World) -> simcord.MemberActor:
    return world.person("mona", manage_guild=True)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def shown(result: simcord.InteractionResult) -> str:
    [*_, last] = [*([result.response] if result.response else []), *result.followups]
    assert last.ephemeral
    return World.shown(last)


async def add(mona, general, name="ferry.md", content=FERRY):
    return await mona.slash(general, "corpus add", file=(name, content))


async def test_a_file_is_shown_then_added_then_answers(general, mona, folder):
    before = files(folder)
    result = await add(mona, general)
    text = shown(result)
    assert text.startswith("This article would be added. Nothing has changed yet.")
    for part in (
        "The ferry runs again",
        "Harbour Gazette · 4 March 2025",
        "ferry.md · 2 passages",
        "Outlets cited: Reuters",
        "Cites Reuters.",
        "Tickets cost three crowns.",
    ):
        assert part in text
    assert files(folder) == before
    await mona.click(result.response, label="Add")
    assert files(folder) == before | {"ferry.md": FERRY}
    asked = await mona.slash(general, "ask", question="who reported that the ferry runs again?")
    assert "Cites Reuters." in World.shown(asked.response)


async def test_a_change_is_made_once(general, mona, folder):
    result = await add(mona, general)
    assert shown(await mona.click(result.response, label="Add")) == "Added: The ferry runs again."
    (folder / "ferry.md").unlink()
    again = await mona.click(result.response, label="Add")
    assert shown(again).startswith("This change is no longer waiting")
    assert "ferry.md" not in files(folder)


async def test_cancel_leaves_everything(general, mona, folder):
    before = files(folder)
    result = await add(mona, general)
    await mona.click(result.response, label="Cancel")
    assert files(folder) == before


@pytest.mark.parametrize("label", ["Add", "Cancel"])
async def test_the_buttons_work_after_a_restart(world, general, mona, folder, label):
    before = files(folder)
    result = await add(mona, general)
    world.desk = new_desk(folder)
    await world.restart()
    await mona.click(result.response, label=label)
    assert files(folder) == before | ({"ferry.md": FERRY} if label == "Add" else {})


async def test_a_change_that_lapsed_over_a_restart_is_said_to_have(world, general, mona, folder):
    before = files(folder)
    result = await add(mona, general)
    shutil.rmtree(folder.parent / "data" / "pending")
    world.desk = new_desk(folder)
    await world.restart()
    clicked = await mona.click(result.response, label="Add")
    assert shown(clicked).startswith("This change is no longer waiting")
    assert files(folder) == before


async def test_a_window_left_open_works_after_a_restart(world, general, mona, folder):
    opened = await mona.slash(general, "corpus edit", article="storm.md")
    world.desk = new_desk(folder)
    await world.restart()
    result = await mona.submit_modal(opened, {"text": "Another storm came."})
    await mona.click(result.response, label="Change")
    assert files(folder)["storm.md"].strip() == b"Another storm came."


async def test_who_no_longer_moderates_confirms_nothing(world, general, mona, folder):
    before = files(folder)
    result = await add(mona, general)
    for role in world.env.backend.get_guild(world.env.guild.id).roles.values():
        if role.name == "mona's":
            role.permissions = 0
    clicked = await mona.click(result.response, label="Add")
    assert shown(clicked).startswith("Only moderators can do that")
    assert files(folder) == before


async def test_a_change_stands_in_the_log_and_is_undone(general, mona, folder):
    before = files(folder)
    result = await add(mona, general)
    await mona.click(result.response, label="Add")
    log = await mona.slash(general, "corpus log", action="add")
    assert "added an article (ferry.md)" in shown(log)
    undo = await mona.slash(general, "corpus undo")
    await mona.click(undo.response, label="Apply")
    assert files(folder) == before


async def test_the_window_makes_an_article_with_front_matter(general, mona, folder):
    opened = await mona.slash(general, "corpus add")
    result = await mona.submit_modal(
        opened,
        {
            "title": 'Quay: "closed" #1',
            "publisher": "The Orrin Post",
            "date": "4 March 2025",
            "url": "https://orrin.example/quay",
            "text": "The quay of Orrin is closed.\n\nIt reopens in May.",
        },
    )
    assert "Quay-closed-1.md · 2 passages" in shown(result)
    await mona.click(result.response, label="Add")
    text = (folder / "Quay-closed-1.md").read_text(encoding="utf-8")
    assert text == (
        '---\ntitle: "Quay: \\"closed\\" #1"\npublisher: "The Orrin Post"\ndate: "2025-03-04"\n'
        'url: "https://orrin.example/quay"\n---\n\n'
        "The quay of Orrin is closed.\n\nIt reopens in May.\n"
    )
    opened = await mona.slash(general, "article", name='Quay: "closed" #1')
    assert "The Orrin Post · 4 March 2025" in World.shown(opened.response)


async def test_a_refused_window_gives_the_text_back(general, mona, folder):
    before = files(folder)
    opened = await mona.slash(general, "corpus add")
    result = await mona.submit_modal(
        opened, {"title": "Quay", "date": "some day", "text": "The quay is closed."}
    )
    assert shown(result).startswith("“some day” is not a date that I can read.")
    [attached] = [*([result.response] if result.response else []), *result.followups][
        -1
    ].attachments
    assert attached.filename == "article.md"
    assert files(folder) == before


async def test_the_text_of_an_article_that_is_gone_meanwhile_comes_back(
    world, general, mona, folder
):
    opened = await mona.slash(general, "corpus edit", article="storm.md")
    (folder / "storm.md").unlink()
    world.desk = new_desk(folder)
    await world.restart()
    result = await mona.submit_modal(opened, {"text": "Another storm came."})
    [attached] = result.response.attachments
    assert attached.filename == "article.md"
    assert await world.bot.http.get_from_cdn(attached.url) == b"Another storm came."


async def test_a_message_becomes_an_article_by_its_menu(general, ana, mona, folder):
    said = await ana.send(general, "The quay is closed\n\nThe quay of Orrin is closed, they say.")
    opened = await mona.context_menu(general, "Add to articles", said)
    assert opened.modal is not None
    result = await mona.submit_modal(
        opened,
        {"title": "The quay is closed", "text": "The quay of Orrin is closed, they say."},
    )
    await mona.click(result.response, label="Add")
    assert "The-quay-is-closed.md" in files(folder)


async def test_the_files_of_a_message_are_added_together(general, ana, mona, folder):
    said = await ana.send(
        general,
        "two reports",
        attachments=[
            ("ferry.md", FERRY),
            ("a.png", b"no text"),
            ("quay.txt", b"The quay\n\nIs closed now."),
        ],
    )
    result = await mona.context_menu(general, "Add to articles", said)
    assert shown(result).startswith("These 2 articles would be added.")
    await mona.click(result.response, label="Add")
    assert {"ferry.md", "quay.txt"} <= set(files(folder))
    assert "a.png" not in files(folder)


async def test_a_message_without_text_or_articles_is_refused(general, ana, mona):
    said = await ana.send(general, "", attachments=[("a.png", b"no text")])
    result = await mona.context_menu(general, "Add to articles", said)
    assert shown(result) == "“a.png” is not an article: please send a .md or .txt file."


async def test_a_text_is_changed_in_a_window_and_the_difference_is_shown(general, mona, folder):
    (folder / "ferry.md").write_bytes(FERRY.replace(b"\n", b"\r\n"))
    opened = await mona.slash(general, "corpus edit", article="ferry.md")
    assert opened.modal is not None, shown(opened)
    text = FERRY.decode().replace("three", "four").strip()
    result = await mona.submit_modal(opened, {"text": text})
    said = shown(result)
    assert (
        "Now:\n> Tickets cost three crowns.\n-# Would become:\n> Tickets cost four crowns." in said
    )
    assert "The ferry of Vell runs again" not in said.partition("Now:")[2]
    await mona.click(result.response, label="Change")
    assert files(folder)["ferry.md"] == FERRY.replace(b"three", b"four").replace(b"\n", b"\r\n")


async def test_a_window_left_open_over_a_change_is_refused(general, mona, folder):
    (folder / "ferry.md").write_bytes(FERRY)
    opened = await mona.slash(general, "corpus edit", article="ferry.md")
    (folder / "ferry.md").write_bytes(FERRY.replace(b"three", b"nine"))
    result = await mona.submit_modal(opened, {"text": "Something else."})
    assert shown(result).startswith("ferry.md has been changed or removed in the meantime")
    assert b"nine" in files(folder)["ferry.md"]


async def test_a_long_text_is_changed_by_a_file(general, mona, folder):
    long = FERRY + b"\nMore and more is known of it. " * 200
    (folder / "ferry.md").write_bytes(long)
    result = await mona.slash(general, "corpus edit", article="ferry.md")
    assert "a window takes 4,000" in shown(result)
    result = await mona.slash(
        general, "corpus edit", article="ferry.md", file=("any name.md", FERRY)
    )
    await mona.click(result.response, label="Change")
    assert files(folder)["ferry.md"] == FERRY


async def test_an_article_is_renamed_and_stays_the_same(general, mona, folder):
    question = "who will repair the lighthouse of Orrin?"
    asked = await mona.slash(general, "ask", question=question)
    result = await mona.slash(general, "corpus rename", article="repair.md", to="2025/repairs")
    assert "repair.md → 2025/repairs.md" in shown(result)
    await mona.click(result.response, label="Rename")
    assert "2025/repairs.md" in files(folder)
    assert "repair.md" not in files(folder)
    looked = await press(mona, asked.response, "File")
    assert "2025/repairs.md" in World.shown([*looked.followups, looked.response][0])


async def test_an_article_is_removed(general, mona, folder):
    result = await mona.slash(general, "corpus remove", article="storm.md")
    assert "Answers of the past week that quote it will be edited" in shown(result)
    assert "storm.md" in files(folder)
    await mona.click(result.response, label="Remove")
    assert "storm.md" not in files(folder)


async def test_names_are_completed_for_moderators_alone(general, ana, mona):
    for command in ("edit", "remove", "rename", "export"):
        offered = await mona.autocomplete(general, f"corpus {command}", "article", "storm")
        assert len(offered) == 1
    assert not await ana.autocomplete(general, "corpus remove", "article", "storm")


async def test_all_articles_come_as_a_zip_and_one_as_it_is(world, general, mona, folder):
    result = await mona.slash(general, "corpus export")
    assert shown(result) == "Here is articles.zip."
    content = await fetched(world, result)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files(folder)
    result = await mona.slash(general, "corpus export", article="storm.md")
    assert await fetched(world, result) == files(folder)["storm.md"]


async def test_an_article_comes_under_a_name_that_discord_takes(world, general, mona, folder):
    (folder / "Міст через Дніпро (2).md").write_bytes(FERRY)
    result = await mona.slash(general, "corpus export", article="Міст через Дніпро (2)")
    assert shown(result) == "Here is Міст через Дніпро (2).md."
    assert result.response.attachments[0].filename == "2.md"
    assert await fetched(world, result) == FERRY


async def fetched(world: World, result: simcord.InteractionResult) -> bytes:
    [*_, last] = [*([result.response] if result.response else []), *result.followups]
    [attached] = last.attachments
    return await world.bot.http.get_from_cdn(attached.url)


async def test_an_attachment_that_is_too_large_is_not_fetched(
    world, general, mona, folder, monkeypatch
):
    fetches = []
    get = world.bot.http.get_from_cdn

    async def spy(url):
        fetches.append(url)
        return await get(url)

    monkeypatch.setattr(world.bot.http, "get_from_cdn", spy)
    before = files(folder)
    result = await add(mona, general, "huge.md", b"x" * 2_000_000)
    assert shown(result) == "“huge.md” is too large: an article may have up to 1 MB."
    result = await add(mona, general, "bomb.zip", b"PK")
    assert shown(result) == "“bomb.zip” is not an article: please send a .md or .txt file."
    assert fetches == []
    assert files(folder) == before


async def test_a_download_that_hangs_is_given_up(world, general, mona, monkeypatch):
    async def hang(_url):
        await world.bot.loop.create_future()

    monkeypatch.setattr(attachment_download, "DOWNLOAD_SECONDS", 0.0)
    monkeypatch.setattr(world.bot.http, "get_from_cdn", hang)
    result = await add(mona, general)
    assert shown(result) == "Discord did not deliver “ferry.md”. Please try again in a minute."


async def test_a_member_opens_no_window_and_nothing_is_fetched(
    world, general, ana, folder, monkeypatch
):
    async def fail(_url):
        raise AssertionError

    monkeypatch.setattr(world.bot.http, "get_from_cdn", fail)
    said = await ana.send(general, "The quay is closed.", attachments=[("ferry.md", FERRY)])
    before = files(folder)
    for result in (
        await ana.slash(general, "corpus add"),
        await add(ana, general),
        await ana.slash(general, "corpus edit", article="storm.md"),
        await ana.slash(general, "corpus export"),
        await ana.context_menu(general, "Add to articles", said),
    ):
        assert result.modal is None
        assert shown(result).startswith("Only moderators can do that")
    assert files(folder) == before


async def test_a_window_that_comes_too_late_is_a_click_away(world, general, mona, monkeypatch):
    handle = world.bot.service.handle

    async def late(request, response):
        await response.defer()
        return await handle(request, response)

    with monkeypatch.context() as hurried:
        hurried.setattr(world.bot.service, "handle", late)
        result = await mona.slash(general, "corpus edit", article="storm.md")
    assert result.modal is None
    assert shown(result) == "The text of storm.md is ready to be changed."
    opened = await mona.click(result.response, label="Change the text")
    assert opened.modal is not None


async def test_where_no_file_may_be_attached_it_is_said(world, general, mona):
    parse = world.bot._connection.parsers["INTERACTION_CREATE"]
    world.bot._connection.parsers["INTERACTION_CREATE"] = lambda payload: parse(
        payload | {"app_permissions": "0"}
    )
    result = await mona.slash(general, "corpus export")
    assert shown(result).endswith(
        "I may not attach files in this channel, so there is none. Please use the command in another one."
    )


@pytest.mark.parametrize(
    ("filename", "title", "name"),
    [
        ("ferry.md", None, "ferry.md"),
        ("____.md", "Міст", "Міст.md"),
        ("____.md", "Міст.md", "Міст.md"),
        ("_.._a.md", "../a", "../a.md"),
        ("a.exe", "a.md", "a.md.exe"),
    ],
)
def test_a_file_is_called_as_it_was(filename, title, name):
    attachment = SimpleNamespace(filename=filename, title=title)
    assert attachment_download.file_name(attachment) == name


def test_every_label_fits_into_a_window():
    for tr in map(translations, LANGUAGES):
        source = ArticleSource("a.md", "0" * 16, "Text.", "0" * 16)
        for modal in (article_form_modal(tr), article_text_modal(tr, source)):
            payload = modal.to_dict()
            assert len(payload["title"]) <= 45
            assert all(len(part["label"]) <= 45 for part in payload["components"])
