"""What there is to notice of articles that are served all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import NoticeKind
from bot.index.engines import AUTO
from bot.indexing.pipeline import BuildConfig, build, ignore_progress
from tests.conftest import ATTRIBUTOR
from tests.indexing.test_pipeline import write

Noticed = list[tuple[str, int | None, NoticeKind]]


def noticed(folder: Path, data: Path | None = None) -> Noticed:
    """Return what is noticed, apart from articles of one line, which most here are."""
    report = build(BuildConfig(folder, data, ATTRIBUTOR, AUTO, 1), ignore_progress).report
    return [
        (Path(one.path).relative_to(folder).as_posix(), one.line, one.kind)
        for one in report.notices
        if one.kind is not NoticeKind.ONE_LINE
    ]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://orrin.example/" + "a" * 600, NoticeKind.LONG_ADDRESS),
        ("https://reuters.com@evil.example/", NoticeKind.USER_IN_ADDRESS),
        ("javascript:alert(1)", NoticeKind.OTHER_ADDRESS),
        ("http://[::1/", NoticeKind.MALFORMED_ADDRESS),
    ],
)
def test_an_address_that_is_no_link_is_noticed_with_its_line(
    tmp_path: Path, url: str, kind: NoticeKind
) -> None:
    write(
        tmp_path,
        {
            "a.md": f"---\ntitle: Lamp\n\nurl: {url}\n---\nThe lamp burns.",
            "b.md": "---\nurl: https://orrin.example/b\n---\nIt is lit.",
        },
    )
    assert noticed(tmp_path) == [("a.md", 4, kind)]


def test_copies_are_noticed_whatever_parts_their_words(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "1/a.md": "---\ntitle: One\ndate: 2024-06-01\n---\nThe lamp of Orrín\nburns.\n\nAda Finch keeps it.",
            "1/b.md": "---\ntitle: Two\n---\n\n\nThe  lamp of Orri\u0301n burns.\r\n\r\nAda Finch\tkeeps it.\r\n",
            "1/c.md": "The lamp of Orrín burns. Ada Finch keeps it.",
            "1/d.md": "The lamp of Orrín burned.\n\nAda Finch keeps it.",
            "2/a.md": "# Only a title",
            "2/b.md": "# Only another title",
        },
    )
    nothing = [(f"2/{name}.md", None, NoticeKind.NO_PASSAGES) for name in "ab"]
    assert noticed(tmp_path) == [("1/b.md", None, NoticeKind.COPY), *nothing]


def test_each_copy_names_the_first(tmp_path: Path) -> None:
    write(tmp_path, {f"{name}.md": "The lamp burns." for name in "cab"})
    report = build(BuildConfig(tmp_path, None, ATTRIBUTOR, AUTO, 1), ignore_progress).report
    copies = [one for one in report.notices if one.kind is NoticeKind.COPY]
    assert [(one.path, dict(one.values)) for one in copies] == [
        (str(tmp_path / f"{name}.md"), {"other": str(tmp_path / "a.md")}) for name in "bc"
    ]


def test_notices_are_told_again_at_every_start_until_they_are_seen_to(tmp_path: Path) -> None:
    folder, data = tmp_path / "corpus", tmp_path / "data"
    write(
        folder,
        {"a.md": "---\nurl: ftp://a.example/\n---\nThe lamp burns.", "b.md": "The lamp burns."},
    )
    both: Noticed = [("a.md", 2, NoticeKind.OTHER_ADDRESS), ("b.md", None, NoticeKind.COPY)]
    assert [noticed(folder, data) for _ in range(2)] == [both] * 2
    write(folder, {"c.md": "More of it."})
    assert noticed(folder, data) == both
    write(folder, {"a.md": "---\nurl: https://a.example/\n---\nThe lamp is out."})
    assert noticed(folder, data) == []


def test_a_file_with_a_fault_is_named_for_that_alone(tmp_path: Path) -> None:
    folder, data = tmp_path / "corpus", tmp_path / "data"
    write(
        folder,
        {"a.md": "The lamp burns.", "b.md": "---\nurl: ftp://b.example/\n---\nThe lamp burns."},
    )
    assert len(noticed(folder, data)) == 2
    write(folder, {"b.md": "---\nurl: ftp://b.example/\ndate: soon\n---\nThe lamp burns."})
    assert noticed(folder, data) == []


TWO = "The lamp of Orrin burns.\n\nAda Finch keeps it.\n"


@pytest.mark.parametrize(
    ("text", "line", "kind", "values"),
    [
        ("---\ntitle: A\n---\n\n![Lamp](lamp.jpg)\n\n---\n", None, NoticeKind.NO_PASSAGES, {}),
        ("The lamp burns.", 1, NoticeKind.ONE_LINE, {}),
        ("---\ntitle: A\n---\n\n" + "The lamp burns. " * 40, 5, NoticeKind.ONE_LINE, {}),
        (
            "A lamp.\n\n" + "The lamp burns. " * 130 + "\n",
            3,
            NoticeKind.LONG_PASSAGE,
            {"length": "2079", "count": "1"},
        ),
        ("---\ndesk: b\nmood: c\n---\n" + TWO, 2, NoticeKind.UNKNOWN_KEY, {"keys": "desk, mood"}),
        (
            "---\nauhtor: Ada\n---\n" + TWO,
            2,
            NoticeKind.MISSPELT_KEY,
            {"written": "auhtor", "near": "author"},
        ),
        (
            "---\nlanguage: klingon\n---\n" + TWO,
            2,
            NoticeKind.UNKNOWN_LANGUAGE,
            {"value": "klingon"},
        ),
    ],
)
def test_what_is_odd_about_an_article_is_noticed(
    tmp_path: Path, text: str, line: int | None, kind: NoticeKind, values: dict[str, str]
) -> None:
    write(tmp_path, {"a.md": text, "b.md": "The kite flew.\n\nIt fell."})
    report = build(BuildConfig(tmp_path, None, ATTRIBUTOR, AUTO, 1), ignore_progress).report
    assert [(one.line, one.kind, dict(one.values)) for one in report.notices] == [
        (line, kind, values)
    ]


@pytest.mark.parametrize(
    "text", ["---\ndate: 2024-06-01\n---\n\nThe lamp burns.\n", "# A lamp\n\nThe lamp burns."]
)
def test_a_brief_below_a_title_or_front_matter_is_whole(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"a.md": text})
    report = build(BuildConfig(tmp_path, None, ATTRIBUTOR, AUTO, 1), ignore_progress).report
    assert report.notices == ()


def test_many_articles_with_the_same_oddity_take_few_lines(tmp_path: Path) -> None:
    write(tmp_path, {f"{number:02}.md": f"Lamp {number} burns." for number in range(30)})
    report = build(BuildConfig(tmp_path, None, ATTRIBUTOR, AUTO, 1), ignore_progress).report
    assert [(Path(one.path).name, one.kind) for one in report.notices] == [
        *((f"{number:02}.md", NoticeKind.ONE_LINE) for number in range(5)),
        ("04.md", NoticeKind.MORE),
    ]
    assert dict(report.notices[-1].values) == {"count": "25"}
