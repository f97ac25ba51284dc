"""Front matter as people write it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.corpus.markdown import read_markdown
from bot.corpus.readers import READERS

Fields = dict[str, str | None]


def fields(text: str, wanted: Fields, suffix: str = ".md") -> tuple[Fields, tuple[Any, ...]]:
    stored, faults = READERS[suffix](text, "x", "x", "x")
    found = {name: getattr(stored.article, name) for name in wanted}
    return {name: None if value is None else str(value) for name, value in found.items()}, faults


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "---\nTITLE: A\nAUTHOR: Ada Lunn\nDATE: 2024-05-06\n---\n\nX sank.",
            {"title": "A", "author": "Ada Lunn", "date": "2024-05-06"},
        ),
        ("---\ntitle: Storm: the aftermath\n---\n\nX sank.", {"title": "Storm: the aftermath"}),
        ('---\ntitle: "Storm" takes the pier\n---\n\nX.', {"title": '"Storm" takes the pier'}),
        ("---\ntitle: 'Tis the season\n---\n\nX.", {"title": "'Tis the season"}),
        ("---\ntitle: [Updated] Storm\n---\n\nX.", {"title": "[Updated] Storm"}),
        ("---\ntitle: *Updated* Storm\n---\n\nX.", {"title": "*Updated* Storm"}),
        ("---\ntitle: @home with Ada\n---\n\nX.", {"title": "@home with Ada"}),
        ("---\ntitle: 50% of boats sank\n---\n\nX.", {"title": "50% of boats sank"}),
        ("---\ntitle: % of boats sank\n---\n\nX.", {"title": "% of boats sank"}),
        ('---\ntitle: "A \\"b\\" c"\n---\n\nX.', {"title": 'A "b" c'}),
        (
            "---\ntitle: >\n  Storm takes\n  the pier\nauthor: Ada\n---\n\nX.",
            {"title": "Storm takes the pier", "author": "Ada"},
        ),
        ("---\ntitle: |\n  Storm takes the pier\n---\n\nX.", {"title": "Storm takes the pier"}),
        ("---\ntitle: Storm takes\n  the #1 pier\n---\n\nX.", {"title": "Storm takes the #1 pier"}),
        ("---\nauthors: [Ada Lunn, Bo Ek]\n---\n\nX.", {"author": "Ada Lunn, Bo Ek"}),
        ("---\nauthor:\n  - Ada Lunn\n  - Bo Ek\n---\n\nX.", {"author": "Ada Lunn, Bo Ek"}),
        (
            "---\nauthors:\n- name: Ada Lunn\n  role: editor\n- name: Bo Ek\n---\n\nX.",
            {"author": "Ada Lunn, Bo Ek"},
        ),
        ("---\nauthor:\n  name: Ada Lunn\n  url: https://x.org\n---\n\nX.", {"author": "Ada Lunn"}),
        ("---\nbyline: By Ada Lunn, Harbour Wire\n---\n\nX.", {"author": "Ada Lunn"}),
        ("---\nbyline: Ada Lunn\n---\n\nX.", {"author": "Ada Lunn"}),
        ("---\nbyline: BY ADA LUNN\n---\n\nX.", {"author": "Ada Lunn"}),
        ("---\nauthor: By Ada Lunn\n---\n\nX.", {"author": "Ada Lunn"}),
        ("---\nsource: Harbour Wire\n---\n\nX.", {"publisher": "Harbour Wire"}),
        (
            "---\nSource: https://example.org/a\n---\n\nX.",
            {"url": "https://example.org/a", "publisher": None},
        ),
        ("---\npublisher: Harbour Wire # checked\n---\n\nX.", {"publisher": "Harbour Wire"}),
        (
            '+++\ntitle = "A # b"\nauthors = ["Ada Lunn", "Bo Ek"]\ndate = 2024-05-06T10:00:00Z\n[params]\nx = 1\n+++\n\nX.',
            {"title": "A # b", "author": "Ada Lunn, Bo Ek", "date": "2024-05-06"},
        ),
        ("\n\n+++\ntitle = 'A'\n+++\nX.", {"title": "A"}),
        ("\ufeff\n---\ntitle: A\n---\n\nX.", {"title": "A"}),
        ("\ufeff---\ntitle: A\n---\n\nX.", {"title": "A"}),
        ("   \n\t\n---\ntitle: A\n---\n\nX.", {"title": "A"}),
        (
            "--- \r\ntitle: A\r\ndate: 2024-05-06\r\n---\r\n\r\nX.",
            {"title": "A", "date": "2024-05-06"},
        ),
        ("---\rtitle: A\r---\r\rX.", {"title": "A"}),
        ("---\ntitle:\tA\n---\n\nX.", {"title": "A"}),
        ("---\ntitle:A\nauthor:Bo\n---\n\nX.", {"title": "A", "author": "Bo"}),
        ("---\n  title: A\n  author: Bo\n---\n\nX.", {"title": "A", "author": "Bo"}),
        ('---\n"title": "A"\n---\n\nX.', {"title": "A"}),
        (
            "---\nheadline: A\nurl: https://x.org/a#b\nlang: EN-gb\n---\n\nX.",
            {"title": "A", "url": "https://x.org/a#b", "language": "en"},
        ),
        ("---\ntitle: A\n...\nX.", {"title": "A"}),
        (
            "Title: A\nAuthor: Ada Lunn\nDate: 2024-05-06\n\nX.",
            {"title": "A", "author": "Ada Lunn", "date": "2024-05-06"},
        ),
        (
            "---\nЗаголовок: Шторм\nАвтор: Ада Лунн\nдата: 2024-05-06\n---\n\nX.",
            {"title": "Шторм", "author": "Ада Лунн", "date": "2024-05-06"},
        ),
        ("---\ndate: 2024-05-06 10:30:00 +0300\ntitle: A\n---\nX.", {"date": "2024-05-06"}),
        ('---\ndate: "2024-05-06T23:30:00.000Z"\n---\nX.', {"date": "2024-05-06"}),
        ("---\ntitle: A\ndate: 2024-05-06 # embargoed\n---\nX.", {"date": "2024-05-06"}),
        ("---\ntitle: A\nlanguage: Ukrainian\n---\nX.", {"language": "uk"}),
        ("---\ntitle: A\n# a comment\nauthor: Bo\n---\nX.", {"title": "A", "author": "Bo"}),
        ("---\ntitle: A\ntags: [a: b, {c]\nauthor: Bo\n---\nX.", {"title": "A", "author": "Bo"}),
        ("---\ntitle: A -- #breaking\n---\nX.", {"title": "A -- #breaking"}),
        ('---\ntitle: "A" # note\n---\nX.', {"title": "A"}),
        ("---\n\nThe storm came on Sunday.\n\n---\n\nIt went.", {"title": None}),
        ("---\ntitle: C#: a language\n---\nX.", {"title": "C#: a language"}),
        ("---\nauthor: Lunn, Ada\n---\nX.", {"author": "Lunn, Ada"}),
        ("---\ntitle: “Storm”: what now?\n---\nX.", {"title": "“Storm”: what now?"}),
        ("---\ntitle: A\nmulti word key: b\n---\nX.", {"title": "A"}),
        ("---\ntitle: - A\n---\nX.", {"title": "- A"}),
        ("---\ntitle: 12:30\n---\nX.", {"title": "12:30"}),
        (
            "From: Ada Lunn <ada@e.org>\nSent: Monday, May 6, 2024 10:15 AM\nTo: desk\nSubject: A\n\nX.",
            {"title": "A", "author": "Ada Lunn", "date": "2024-05-06"},
        ),
        (
            "Від: Ада Лунн\nНадіслано: 6 травня 2024 р. 10:15\nКому: всім\nТема: А\n\nX.",
            {"title": "А", "author": "Ада Лунн", "date": "2024-05-06"},
        ),
        (
            "% A\n% Ada Lunn; Bo Ek\n% May 6, 2024\n\nX.",
            {"title": "A", "author": "Ada Lunn; Bo Ek", "date": "2024-05-06"},
        ),
        ("% of boats that sank\n\nX.", {"title": None}),
        ("—\ntitle: A\n—\n\nX.", {"title": "A"}),
        ('---\nauthor: "[[Ada Lunn]]"\n---\nX.', {"author": "Ada Lunn"}),
        (
            '---\nauthors:\n - "[[staff/ada|Ada Lunn]]"\n - "[Bo Ek](https://e.org)"\n---\nX.',
            {"author": "Ada Lunn, Bo Ek"},
        ),
        (
            "---\ntitel: A\nautor: Ada Lunn\ndatum: 6.5.2024\nquelle: Bote\n---\nX.",
            {"title": "A", "author": "Ada Lunn", "date": "2024-05-06", "publisher": "Bote"},
        ),
        *(
            (f"---\ndate: {written}\n---\nX.", {"date": "2024-05-06"})
            for written in (
                "6. Mai 2024",
                "Montag, 6. Mai 2024, 10:15 Uhr",
                "lundi 6 mai 2024 à 10h15",
                "6 de mayo de 2024",
                "6 мая 2024 г.",
                "6 мая 2024, 14:30",
                "06.05.2024 р.",
                "10:15, 6 May 2024",
                "6 May 2024, 10.15am",
            )
        ),
        *(
            (f"---\ndate: 1. {month} 2024\n---\nX.", {"date": f"2024-{number:02}-01"})
            for months in (
                "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
                "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
                "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
                "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            )
            for number, month in enumerate(months.split(), 1)
        ),
    ],
)
def test_what_front_matter_says(text: str, wanted: Fields) -> None:
    assert fields(text, wanted) == (wanted, ())


@pytest.mark.parametrize("suffix", READERS)
def test_a_first_block_of_known_keys_needs_no_fence(suffix: str) -> None:
    text = "Title: Storm: the end\nAuthor: Ada Lunn\n\nDate: 2024-05-06\n\nThe storm came.\n\nIt went.\n"
    wanted: Fields = {"title": "Storm: the end", "author": "Ada Lunn", "date": "2024-05-06"}
    assert fields(text, wanted, suffix) == (wanted, ())
    stored, _ = READERS[suffix](text, "x", "x", "x")
    assert [stored.text[item.start : item.end] for item in stored.passages] == [
        "The storm came.",
        "It went.",
    ]


def test_rules_that_open_a_text_are_no_front_matter() -> None:
    text = "---\n\nThe storm came on Sunday.\n\n---\n\nIt went."
    stored, faults = read_markdown(text, "x", "x.md", "x.md")
    assert not faults
    assert [text[item.start : item.end] for item in stored.passages] == [
        "The storm came on Sunday.",
        "It went.",
    ]


def test_what_has_no_use_is_kept_as_it_is_written() -> None:
    text = "---\ntitle: A\ntags: [a: b, {c]\ncreated: x\ndate: 2024-05-06\n---\n\nIt came."
    stored, faults = read_markdown(text, "x", "x.md", "x.md")
    assert not faults
    assert stored.article.extra == (("tags", "[a: b, {c]"), ("created", "x"))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "sign", ["[", "{", "&a [*a, *a]\n- ", "- ", "<!--", "<!--\n\n", "![", "{{"]
)
def test_many_signs_are_read_soon(sign: str) -> None:
    many = sign * 50_000
    read_markdown(f"---\nauthors: {many}\n---\n\nIt came.", "x", "x.md", "x.md")
    read_markdown(f"It came.\n\n{many}\n\nIt went.", "x", "x.md", "x.md")


def test_what_is_repeated_by_reference_is_taken_as_it_is_written():
    bomb = f"[&a [{', '.join(['x'] * 200)}], {', '.join(['*a'] * 199)}]"
    stored, faults = read_markdown(f"---\nauthors: {bomb}\n---\n\nText.", "a", "a.md", "a.md")
    assert not faults
    assert stored.article.author == bomb
