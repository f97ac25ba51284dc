from __future__ import annotations

import pytest

from bot.chat.i18n import LANGUAGES, translations
from bot.chat.messages.request_reply import Style
from bot.chat.rendering.load_report import report_lines
from bot.errors import Fault, FaultKind, LoadReport, Notice, NoticeKind

VALUES = {
    NoticeKind.COPY: {"other": "b.md"},
    NoticeKind.UNKNOWN_KEY: {"keys": "desk, mood"},
    NoticeKind.MISSPELT_KEY: {"written": "auhtor", "near": "author"},
    NoticeKind.UNKNOWN_LANGUAGE: {"value": "klingon"},
    NoticeKind.LONG_PASSAGE: {"length": "2345", "count": "3"},
    NoticeKind.OTHER_FORMATS: {"others": "b.pdf, c.pdf"},
    NoticeKind.MORE: {"count": "17"},
}
ADDRESS = Notice("a.md", 3, NoticeKind.LONG_ADDRESS)


def faults(many: int) -> tuple[Fault, ...]:
    return tuple(
        Fault(f"{number:04}.md", 3, FaultKind.WRONG_DATE, "date", "soon") for number in range(many)
    )


def lines(report: LoadReport, language: str = "en") -> list[tuple[str, Style]]:
    return [(line.text, line.style) for line in report_lines(translations(language), report)]


def test_nothing_is_said_of_files_that_are_well():
    assert lines(LoadReport()) == []


def test_faults_and_notices_stand_under_what_became_of_the_files():
    first, second = faults(2)
    assert lines(LoadReport((first, second), frozenset([first.path]), (ADDRESS,))) == [
        ("Can't be read, so the earlier version still answers:", Style.ERROR),
        (
            "0000.md:3: date: this is not a date I can read: write it like 2024-05-06 (soon)",
            Style.ERROR,
        ),
        ("Can't be read, so left out:", Style.ERROR),
        (
            "0001.md:3: date: this is not a date I can read: write it like 2024-05-06 (soon)",
            Style.ERROR,
        ),
        ("Notices:", Style.NOTE),
        (
            "a.md:3: the address (url) is longer than 512 characters, so the article is shown without its link",
            Style.NOTE,
        ),
    ]


def test_of_many_files_some_are_named():
    told = lines(LoadReport(faults(1200)))
    assert len(told) == 22
    assert told[-1][0] == "And 1,180 more. To list them all: python -m bot check"


def test_what_is_wrong_is_told_on_one_line_however_long_it_is():
    one = Fault("a\nb.md", 3, FaultKind.WRONG_DATE, "date", "some\nday " + "x" * 5000)
    said = lines(LoadReport((one,)))[1][0]
    assert said.startswith(
        "a b.md:3: date: this is not a date I can read: write it like 2024-05-06 (some day xxx"
    )
    assert said.endswith("xxx…)")
    assert len(said) < 300


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_is_one_line_in_every_language(language, kind):
    values = VALUES.get(kind, {})
    told = lines(LoadReport(notices=(Notice("a.md", None, kind, (*values.items(),)),)), language)
    assert len(told) == 2
    assert told[1][0].startswith("a.md: ")
    assert all(value in told[1][0] for value in values.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FaultKind)
def test_every_fault_is_one_line_in_every_language(language, kind):
    assert len(lines(LoadReport((Fault("a.md", 1, kind, "key", "detail"),)), language)) == 2
