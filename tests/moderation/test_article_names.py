"""Names from outside: whatever they are, no file lies outside of the folder or misleads in it."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.corpus.folder import is_leftover
from bot.corpus.suffixes import ARTICLE_SUFFIXES, suffix_of
from bot.moderation.article_names import (
    MAX_NAME_BYTES,
    check_article_path,
    lookalike_key,
    name_of_title,
)
from bot.moderation.refusals import ChangeRefused, Refusal

odd = st.sampled_from(
    [
        "/",
        "\\",
        "..",
        ".",
        "~",
        " ",
        "\0",
        "\n",
        "\u202e",
        "\u200b",
        ":",
        "CON",
        "nul",
        "C:",
        ".md",
        "é",
        "і",
    ]
)
names = st.lists(st.one_of(odd, st.text(max_size=4)), max_size=8).map("".join)


def refusal_of(name: str) -> Refusal | None:
    try:
        check_article_path(name)
    except ChangeRefused as refused:
        return refused.reason
    return None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", Refusal.NO_NAME),
        ("   ", Refusal.NO_NAME),
        ("../a.md", Refusal.OUTSIDE),
        ("a/../../b.md", Refusal.OUTSIDE),
        ("/etc/passwd.md", Refusal.OUTSIDE),
        ("\\\\server\\a.md", Refusal.OUTSIDE),
        ("..\\a.md", Refusal.OUTSIDE),
        ("C:\\a.md", Refusal.OUTSIDE),
        ("c:a.md", Refusal.OUTSIDE),
        ("a//b.md", Refusal.OUTSIDE),
        ("./a.md", Refusal.OUTSIDE),
        (".a.md", Refusal.HIDDEN),
        (".git/a.md", Refusal.HIDDEN),
        ("~$a.md", Refusal.HIDDEN),
        ("a\0.md", Refusal.UNSEEN_SIGN),
        ("a\n.md", Refusal.UNSEEN_SIGN),
        ("dm.\u202eegats.md", Refusal.UNSEEN_SIGN),
        ("a\u200b.md", Refusal.UNSEEN_SIGN),
        ("\ufeffa.md", Refusal.UNSEEN_SIGN),
        ("a\ud800.md", Refusal.UNSEEN_SIGN),
        ("CON.md", Refusal.DEVICE),
        ("nul.txt", Refusal.DEVICE),
        ("aux.tar.md", Refusal.DEVICE),
        ("archive/com1.md", Refusal.DEVICE),
        ("LPT\u00b9.md", Refusal.DEVICE),
        ("ＣＯＮ.md", Refusal.DEVICE),
        ("con .md", Refusal.DEVICE),
        ("a?.md", Refusal.FORBIDDEN_SIGN),
        ("a:b.md", Refusal.OUTSIDE),
        ("ab:c.md", Refusal.FORBIDDEN_SIGN),
        ("a /b.md", Refusal.NAME_ENDS),
        ("a./b.md", Refusal.NAME_ENDS),
        ("a.md.", Refusal.NAME_ENDS),
        ("a.pdf", Refusal.OTHER_FORMAT),
        ("a.md.exe", Refusal.OTHER_FORMAT),
        ("a", Refusal.OTHER_FORMAT),
        ("é" * 99 + ".md", Refusal.LONG_NAME),
        ("é" * 98 + ".md", None),
        ("/".join(["a" * 99] * 6) + ".md", Refusal.LONG_NAME),
        ("console.md", None),
        ("Звіт про міст.MD", None),
        ("archive/2024/storm.txt", None),
        ("a.b.md", None),
    ],
)
def test_which_names_are_refused(name: str, reason: Refusal | None) -> None:
    assert refusal_of(name) is reason


@given(names | names.map("{}.md".format))
@example("a/\u202e../b.md")
def test_a_name_that_is_taken_stays_in_the_folder_on_every_system(name: str) -> None:
    try:
        path = check_article_path(name)
    except ChangeRefused:
        return
    assert os.path.normpath(Path("/corpus", path)) == f"/corpus/{path}"
    assert not PureWindowsPath(path).is_reserved()
    assert not PureWindowsPath(path).drive
    assert PureWindowsPath(path).parts == PurePosixPath(path).parts
    assert path == unicodedata.normalize("NFC", path)
    assert path.isprintable()
    assert suffix_of(path) in ARTICLE_SUFFIXES
    for part in path.split("/"):
        assert len(part.encode()) <= MAX_NAME_BYTES
        assert not is_leftover(part)
    assert check_article_path(path) == path


@given(st.text())
@example("CON")
@example("..")
@example("\u202e")
@example(".new")
def test_every_title_gives_a_name(title: str) -> None:
    name = name_of_title(title)
    assert check_article_path(f"{name}.md") == f"{name}.md"
    assert "/" not in name
    assert 0 < len(name) <= 80


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Storm: the #1 story", "Storm-the-1-story"),
        ("Міст через Дніпро закрито", "Міст-через-Дніпро-закрито"),
        ("CON", "article-CON"),
        ("«…»", "article"),
    ],
)
def test_names_of_titles(title: str, name: str) -> None:
    assert name_of_title(title) == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("storm.md", "STORM.txt", True),
        ("caf\u00e9.md", "cafe\u0301.md", True),
        ("сор.md", "cop.md", True),
        ("ﬁre.md", "fire.md", True),
        ("a/storm.md", "storm.md", False),
        ("storm-2.md", "storm.md", False),
        ("café.md", "cafe.md", False),
    ],
)
def test_which_names_look_alike(one: str, other: str, same: bool) -> None:
    assert (lookalike_key(one) == lookalike_key(other)) is same
