"""Faults of TOML and JSON, each with its place, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import Fault, FaultKind, Faults
from bot.schema import (
    NONBLANK,
    TableSchema,
    fits,
    line_of_key,
    one_of,
    parse_json,
    parse_toml,
    read_json_lines,
    read_text,
    shape,
)

KITE = TableSchema(
    {
        "name": shape(NONBLANK, "a name"),
        "tails": shape(list[NONBLANK], "a list of tails"),
        "lift": shape(float, "a number from 0 to 1", ge=0, le=1),
        "cord": shape(int, "a whole number", ge=1),
        "wind": one_of(("north", "s.w"), "north or s.w"),
        "flown": shape(bool, "true or false"),
    },
    ("name",),
)


@pytest.mark.parametrize(
    ("key", "good", "wrong"),
    [
        ("name", ["Kite", " K\n"], ["", " \n ", 5, None, "half \ud83d"]),
        ("tails", [[], ["red"]], ["red", [""], [5], {}]),
        ("lift", [0, 1, 0.5], [-0.1, 1.1, True, "0.5", float("nan")]),
        ("cord", [1, 9], [0, 1.5, True, "1"]),
        ("wind", ["north", "s.w"], ["south", "sow", "northward", 5]),
        ("flown", [True], [1, "true"]),
    ],
)
def test_what_fits(key: str, good: list[object], wrong: list[object]) -> None:
    wanted = KITE.keys[key]
    assert [value for value in good + wrong if fits(value, wanted)] == good


def test_every_fault_of_a_table_is_told_in_our_words() -> None:
    table = {"lift": 2, "tails": "red", "string": 5}
    assert list(KITE.faults(table, "kite.toml", {"lift": 3}.get, "box.")) == [
        Fault("kite.toml", 3, FaultKind.WRONG_VALUE, "box.lift", "a number from 0 to 1"),
        Fault("kite.toml", None, FaultKind.WRONG_VALUE, "box.tails", "a list of tails"),
        Fault("kite.toml", None, FaultKind.UNKNOWN_KEY, "box.string"),
        Fault("kite.toml", None, FaultKind.MISSING_KEY, "box.name"),
    ]
    assert not list(KITE.faults({"name": "Kite"}, "kite.toml", lambda _: 1))


TOML = """\
top = 1
# deep = 2
[agency]
wire = { name = "Wire" }
'press' = { name = "Press = [radio]" }
deep.down = 1
[ radio.wire ]
name = "W"
[[turn]]
says = "name = 5"
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("top",), 1),
        (("agency",), 3),
        (("agency", "wire"), 4),
        (("agency", "press"), 5),
        (("agency", "deep", "down"), 6),
        (("radio",), 7),
        (("radio", "wire"), 7),
        (("radio", "wire", "name"), 8),
        (("turn",), 9),
        (("turn", "says"), 10),
        (("deep",), None),
        (("wire",), None),
    ],
)
def test_the_line_of_a_key(key: tuple[str, ...], line: int | None) -> None:
    assert line_of_key(TOML, *key) == line


def test_toml_and_json_that_are_none() -> None:
    with pytest.raises(Faults) as broken:
        parse_toml("a = 1\nb = \n", "kite.toml")
    [fault] = broken.value.faults
    assert (fault.path, fault.line, fault.kind) == ("kite.toml", 2, FaultKind.SYNTAX)
    for text, line, told in (("{\n5}", None, 2), ("{5}", 7, 7), ("[" * 100_000, 3, 3)):
        with pytest.raises(Faults) as broken:
            parse_json(text, "kite.json", line)
        [fault] = broken.value.faults
        assert (fault.path, fault.line, fault.kind) == ("kite.json", told, FaultKind.SYNTAX)


def test_lines_of_json(tmp_path: Path) -> None:
    file = tmp_path / "kites.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"a": 1}\n\n{"b": "x\xe2\x80\xa8y"}\n[]\nkite\n')
    rows, faults = read_json_lines(file)
    assert rows == [(1, {"a": 1}), (3, {"b": "x\u2028y"})]
    assert [(fault.line, fault.kind) for fault in faults] == [
        (4, FaultKind.WRONG_TYPE),
        (5, FaultKind.SYNTAX),
    ]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "kite").write_bytes(b"a\nb\xff")
    for name, line, kind in (
        ("kite", 2, FaultKind.NOT_UTF8),
        ("nowhere", None, FaultKind.MISSING),
        ("", None, FaultKind.UNREADABLE),
    ):
        with pytest.raises(Faults) as broken:
            read_text(tmp_path / name)
        [fault] = broken.value.faults
        assert (fault.path, fault.line, fault.kind) == (str(tmp_path / name), line, kind)
