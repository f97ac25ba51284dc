"""Only files of the folder are articles, and what of it is none is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.corpus.folder import is_larger_than, list_article_files
from bot.corpus.loader import read_corpus
from bot.errors import FaultKind, NoticeKind

DEEP = 1200
"""Folders in folders: more than Python lets functions call one another."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus" / "sub").mkdir(parents=True)
    (tmp_path / "corpus" / "kite.md").write_text("The kite flew.", encoding="utf-8")
    (tmp_path / "corpus" / "sub" / "boat.md").write_text("The boat sank.", encoding="utf-8")
    (tmp_path / "elsewhere" / "archive").mkdir(parents=True)
    (tmp_path / "elsewhere" / "secret.md").write_text("The code is 1234.", encoding="utf-8")
    (tmp_path / "elsewhere" / "archive" / "old.md").write_text("An old story.", encoding="utf-8")
    return tmp_path / "corpus"


def found(folder: Path) -> tuple[list[str], list[tuple[str, FaultKind]]]:
    listing = list_article_files(folder)
    return [file.path for file in listing.files], [
        (Path(fault.path).relative_to(folder).as_posix(), fault.kind) for fault in listing.faults
    ]


Links = dict[str, str]


@pytest.mark.parametrize(
    ("links", "kind"),
    [
        ({"x.md": "../elsewhere/secret.md"}, FaultKind.LINK_OUTSIDE),
        ({"x.txt": "{outside}/secret.md"}, FaultKind.LINK_OUTSIDE),
        ({"x.md": "sub/../../elsewhere/secret.md"}, FaultKind.LINK_OUTSIDE),
        # Out by a link that is not read itself.
        ({"x.md": ".hop", ".hop": "../elsewhere/secret.md"}, FaultKind.LINK_OUTSIDE),
        ({"x": "../elsewhere/archive"}, FaultKind.LINK_OUTSIDE),
        ({"x.md": "../elsewhere/archive"}, FaultKind.LINK_OUTSIDE),
        # A folder whose name only begins as that of the articles does.
        ({"x.md": "../corpus-of-others/a.md"}, FaultKind.LINK_OUTSIDE),
        ({"x": "sub"}, FaultKind.LINK_TO_FOLDER),
        ({"x": "."}, FaultKind.LINK_TO_FOLDER),
        ({"sub/x": ".."}, FaultKind.LINK_TO_FOLDER),
        ({"x.md": "nowhere.md"}, FaultKind.BROKEN_LINK),
        ({"x": "../nowhere"}, FaultKind.BROKEN_LINK),
        ({"x.md": "kite.md/more.md"}, FaultKind.BROKEN_LINK),
        ({"x.md": "x.md"}, FaultKind.LINK_LOOP),
        ({"x": ".y", ".y": "x"}, FaultKind.LINK_LOOP),
    ],
)
def test_a_link_that_leads_to_no_file_of_the_folder_is_a_fault(
    folder: Path, links: Links, kind: FaultKind
) -> None:
    others = folder.parent / "corpus-of-others"
    others.mkdir()
    (others / "a.md").write_text("Theirs.", encoding="utf-8")
    for name, target in links.items():
        (folder / name).symlink_to(target.format(outside=folder.parent / "elsewhere"))
    [(name, _)] = [(name, target) for name, target in links.items() if not name.startswith(".")]
    assert found(folder) == (["kite.md", "sub/boat.md"], [(name, kind)])


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("photo.jpg", "../elsewhere/p.jpg"),
        ("notes.pdf", "notes.pdf"),
        (".x.md", "../elsewhere/secret.md"),
        ("a.jpg", "kite.md"),
        ("b.jpg", "../elsewhere/secret.md"),
    ],
)
def test_a_link_that_is_no_article_is_not_mentioned(folder: Path, name: str, target: str) -> None:
    (folder / name).symlink_to(target)
    assert found(folder) == (["kite.md", "sub/boat.md"], [])


def test_a_link_within_the_folder_is_read(folder: Path) -> None:
    (folder / "again.md").symlink_to("sub/boat.md")
    (folder / "sub" / "up.txt").symlink_to(folder / "kite.md")
    assert found(folder) == (["again.md", "kite.md", "sub/boat.md", "sub/up.txt"], [])
    corpus, _ = read_corpus(folder)
    assert corpus.stored_text(0) == "The boat sank."


def linked(folder: Path) -> Path:
    (folder.parent / "link").symlink_to(folder)
    return folder.parent / "link"


def beside(folder: Path) -> Path:
    return folder.parent / "elsewhere" / ".." / "corpus"


@pytest.mark.parametrize("named", [linked, beside])
def test_the_folder_itself_may_be_a_link(folder: Path, named: Callable[[Path], Path]) -> None:
    (folder / "again.md").symlink_to(folder / "sub" / "boat.md")
    (folder / "out.md").symlink_to("../elsewhere/secret.md")
    assert found(named(folder)) == (
        ["again.md", "kite.md", "sub/boat.md"],
        [("out.md", FaultKind.LINK_OUTSIDE)],
    )


def test_a_folder_that_is_not_there_or_is_none_is_a_fault(folder: Path) -> None:
    for place in (folder / "nowhere", folder / "kite.md"):
        assert found(place) == ([], [(".", FaultKind.MISSING)])
    (folder.parent / "loop").symlink_to("loop")
    assert found(folder.parent / "loop") == ([], [(".", FaultKind.UNREADABLE)])


def test_an_empty_folder_is_noticed(tmp_path: Path) -> None:
    listing = list_article_files(tmp_path)
    assert [(one.path, one.kind) for one in listing.notices] == [
        (str(tmp_path), NoticeKind.NO_ARTICLES)
    ]
    (tmp_path / "a.md").write_text("A.", encoding="utf-8")
    assert list_article_files(tmp_path).notices == ()


@pytest.mark.parametrize("name", ["a.MD", "a.Txt", "a.markdown", "a.MARKDOWN", "a.mdown", "a.mkd"])
def test_articles_are_told_by_any_spelling_of_their_ending(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("The kite flew.\n\nIt fell.\n", encoding="utf-8")
    corpus, faults = read_corpus(tmp_path)
    assert (corpus.article(0).id, corpus.article(0).path, faults) == ("a", name, ())


def test_files_of_other_formats_are_noticed_a_line_a_format(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ["a.pdf", "b.PDF", "c.pdf", "sub/d.pdf", "e.pdf", "notes", "sub/f.docx", "kite.md"]:
        (tmp_path / name).write_bytes(b"x")
    assert [
        (Path(one.path).relative_to(tmp_path).as_posix(), one.kind, dict(one.values))
        for one in list_article_files(tmp_path).notices
    ] == [
        ("a.pdf", NoticeKind.OTHER_FORMATS, {"others": "b.PDF, c.pdf, +2"}),
        ("notes", NoticeKind.OTHER_FORMAT, {}),
        ("sub/f.docx", NoticeKind.OTHER_FORMAT, {}),
    ]


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store",
        "._kite.md",
        "kite.md~",
        "~$kite.docx",
        "~kite.md",
        "#kite.md#",
        "kite.md.swp",
        ".kite.md.swo",
        "kite.md.bak",
        "kite.md.orig",
        "kite.tmp",
        "kite.md.part",
        "Thumbs.db",
        "desktop.ini",
        "4913",
        "__MACOSX",
    ],
)
def test_what_editors_and_systems_leave_behind_is_not_mentioned(tmp_path: Path, name: str) -> None:
    (tmp_path / "kite.md").write_text("The kite flew.", encoding="utf-8")
    if name == "__MACOSX":
        (tmp_path / name).mkdir()
        (tmp_path / name / "kite.md").write_bytes(b"\xff")
    else:
        (tmp_path / name).write_bytes(b"\xff")
    listing = list_article_files(tmp_path)
    assert ([file.path for file in listing.files], listing.faults, listing.notices) == (
        ["kite.md"],
        (),
        (),
    )


def test_names_that_are_no_utf8_can_be_printed(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))).write_text("A.", encoding="utf-8")
    [fault] = list_article_files(tmp_path).faults
    assert (fault.path, fault.kind) == (str(tmp_path / r"caf\xe9.md"), FaultKind.NOT_UTF8)


@pytest.fixture
def deep_folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "corpus"
    folder.mkdir()
    place = os.open(folder, os.O_RDONLY)
    for _ in range(DEEP):
        os.mkdir("d", dir_fd=place)
        below = os.open("d", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(os.open("a.md", os.O_CREAT | os.O_WRONLY, dir_fd=place))
    os.close(place)
    yield folder
    # Python 3.11 removes trees by recursion, which such a depth exceeds.
    while (folder / "d" / "d").exists():
        (folder / "d" / "d").rename(tmp_path / "rest")
        (folder / "d").rmdir()
        (tmp_path / "rest").rename(folder / "d")


def test_folders_may_be_deep(deep_folder: Path) -> None:
    assert [file.path for file in list_article_files(deep_folder).files] == ["d/" * DEEP + "a.md"]
    assert not is_larger_than(deep_folder, 0)
