from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.corpus import StoredArticle
from bot.corpus.loader import read_corpus
from bot.corpus.markdown import read_markdown
from bot.corpus.plain_text import read_plain_text
from bot.corpus.readers import READERS
from bot.errors import FaultKind
from bot.text.display import is_visible

TEXTS = st.text(
    alphabet=st.sampled_from("aB. \t\n\r#-:é\u2028\ufeff\u200b\u00ad*_[]()<>!|=+\"'"), max_size=80
)
PIECES = st.sampled_from(
    [
        *(
            "---",
            "+++",
            "title: A: b",
            "authors:",
            "  - Ada",
            "title = 'x'",
            "# Part",
            "===",
            "***",
        ),
        *("<!--", "-->", "<!-- a -->", "<script>", "</script>", "![a](b)", "[1]: http://a.example"),
        *("Read more: [a](b)", "- [a](b)", "By Ada Lunn", "EXCLUSIVE", "2024-05-06", "Key points:"),
        *(
            "A sentence.",
            "goes on",
            "coun-",
            "cil",
            "\u200b",
            "Wide\u00adly",
            "| a |",
            "  indented",
        ),
        *("", "", " ", "\ufeff", "“Never!” Ida Berg said.", "1. One", "- two", "Title: A"),
    ]
)
FILES = st.lists(PIECES, max_size=14).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
)


def passages(stored: StoredArticle) -> list[str]:
    return [stored.text[block.start : block.end] for block in stored.passages]


def markdown(text: str) -> StoredArticle:
    return read_markdown(text, "x", "x.md", "x.md")[0]


def plain(text: str) -> StoredArticle:
    return read_plain_text(text, "x", "x.txt", "x.txt")[0]


@pytest.mark.parametrize("suffix", READERS)
@given(text=TEXTS | FILES)
def test_every_passage_is_a_piece_of_the_stored_text(suffix: str, text: str) -> None:
    stored, _ = READERS[suffix](text, "x", "x", "x")
    assert stored.text == text
    end = 0
    for block in stored.passages:
        assert end <= block.start < block.end <= len(text)
        piece = text[block.start : block.end]
        assert piece == piece.strip()
        assert is_visible(piece)
        end = block.end


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_part_blocks_alike(end: str) -> None:
    stored = plain(
        end.join(
            [
                "A title",
                "",
                "Ann Author",
                " \t",
                "First passage.",
                "goes on.",
                "",
                "A heading",
                "",
                "Second passage. ",
            ]
        )
    )
    assert (stored.article.title, stored.article.author) == ("A title", "Ann Author")
    assert passages(stored) == [f"First passage.{end}goes on.", "Second passage."]
    assert [block.heading for block in stored.passages] == [None, "A heading"]


def test_a_single_block_is_a_passage() -> None:
    assert passages(plain("Only this\n")) == ["Only this"]


@pytest.mark.parametrize("line", ["By agency 24", "This is a sentence.", "x" * 61])
def test_what_is_no_author(line: str) -> None:
    assert plain(f"Title\n\n{line}\n\nA passage.").article.author is None


def test_front_matter() -> None:
    stored = markdown(
        '---\ntitle: "1984"\nauthor: Ann\ndate: 2024-02-29\ndesk: foreign\n---\n\n# Part\n\n* a list\n* of two\n'
    )
    assert (stored.article.title, stored.article.author, stored.article.date) == (
        "1984",
        "Ann",
        dt.date(2024, 2, 29),
    )
    assert stored.article.extra == (("desk", "foreign"),)
    assert passages(stored) == ["* a list\n* of two"]
    assert stored.passages[0].heading == "Part"


@pytest.mark.parametrize("key", ["title", "author", "publisher"])
@pytest.mark.parametrize(
    "text",
    [
        "On",
        "no",
        "yes",
        "true",
        "1984",
        "007",
        "1_000",
        "1.50",
        "0x1F",
        "2024-05-01",
        "12:30",
        ".5",
        "=",
    ],
)
def test_what_yaml_takes_for_something_else_is_a_text_as_it_is_written(key: str, text: str) -> None:
    stored, faults = read_markdown(f"---\n{key}: {text}\n---\n\nA passage.", "x", "x.md", "x.md")
    assert (getattr(stored.article, key), faults) == (text, ())


@pytest.mark.parametrize("text", ["", "~", "null", "!!null x", '""', '"\\u200b \\u3164"', "\u2060"])
def test_a_text_that_nobody_can_see_is_none(text: str) -> None:
    stored = markdown(
        f"---\ntitle: {text}\nauthor: {text}\npublisher: {text}\n---\n\n# \u200b\n\nA passage.\n"
    )
    assert (stored.article.title, stored.article.author, stored.article.publisher) == (
        None,
        None,
        None,
    )
    assert stored.passages[0].heading is None
    assert markdown("# \u200b\n\n# Part\n\nA passage.\n").article.title == "Part"
    untitled = plain("\u200b\n\nA title\n\nAnn\n\nA passage.")
    assert (untitled.article.title, untitled.article.author, passages(untitled)) == (
        "A title",
        "Ann",
        ["A passage."],
    )


@pytest.mark.parametrize("text", ["~", "null", "Null"])
def test_in_quotes_it_is_a_title(text: str) -> None:
    assert markdown(f"---\ntitle: '{text}'\n---\n\nA passage.").article.title == text


@pytest.mark.parametrize("line", ["## Part ##", "##\tPart \t#", "## Part", "## Part  "])
def test_a_heading_may_be_closed(line: str) -> None:
    assert markdown(f"# Title\n\n{line}\nA passage.").passages[0].heading == "Part"


@pytest.mark.timeout(60)
def test_a_heading_may_be_long() -> None:
    spaces = " " * 200_000
    assert markdown(f"# a{spaces}b\n\nA passage.").article.title == f"a{spaces}b"


def test_a_fault_names_no_more_than_fits_into_a_line() -> None:
    long = "x" * 20_000
    for text in (f"date: {long}", f"title: a\ntitle: {long}", f"title: a\n{long}"):
        [fault] = read_markdown(f"---\n{text}\n---\n\nA passage.", "x", "x.md", "x.md")[1]
        assert len(fault.key) + len(fault.detail) < 200


def test_the_first_heading_is_the_title_when_front_matter_has_none() -> None:
    stored = markdown("# The title\n\n## Part\nA passage.\n")
    assert stored.article.title == "The title"
    assert (passages(stored), stored.passages[0].heading) == (["A passage."], "Part")


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("---\ntitle: a\ndate: 2024-02-30\n---\nx", FaultKind.WRONG_DATE, 3),
        ("---\ntitle: a\n\nx", FaultKind.OPEN_FRONT_MATTER, 1),
        ("\r\n\r\n---\r\ntitle: a\r\n\r\nx", FaultKind.OPEN_FRONT_MATTER, 3),
        ("+++\ntitle = 'a'\n\nx", FaultKind.OPEN_FRONT_MATTER, 1),
        ("---\ntitle:\n  en: a\n---\nx", FaultKind.NOT_TEXT, 2),
        ("---\nauthor: a\nurl: [b, c]\n---\nx", FaultKind.NOT_TEXT, 3),
        ("---\ntitle: a\ntitle: b\n---\nx", FaultKind.DUPLICATE, 3),
        ("---\ntitle: a\nTitle: b\n---\nx", FaultKind.DUPLICATE, 3),
        ("---\ntitle: a\nno key\n---\nx", FaultKind.NO_KEY, 3),
        ("---\n- a\n---\nx", FaultKind.NO_KEY, 2),
        ("+++\ntitle = 'a'\nauthor = Ada\n+++\nx", FaultKind.TOML, 3),
    ],
)
def test_faults_of_front_matter(text: str, kind: FaultKind, line: int) -> None:
    faults = read_markdown(text, "x", "x.md", "x.md")[1]
    assert [fault.kind for fault in faults] == [kind]
    assert faults[0].line == line


def test_all_faults_at_once_and_the_rest_served(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("A passage.", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"one\ntwo caf\xe9")
    (tmp_path / "empty.md").write_bytes(b"\xef\xbb\xbf \n")
    (tmp_path / "good.md").write_text("Another.", encoding="utf-8")
    (tmp_path / ".hidden.md").write_bytes(b"\xff")
    (tmp_path / "notes.pdf").write_bytes(b"\xff")
    corpus, faults = read_corpus(tmp_path)
    assert [(fault.path, fault.line, fault.kind) for fault in faults] == [
        (str(tmp_path / "bad.txt"), 2, FaultKind.OTHER_ENCODING),
        (str(tmp_path / "empty.md"), None, FaultKind.EMPTY),
        (str(tmp_path / "good.txt"), None, FaultKind.DUPLICATE),
    ]
    assert [corpus[number].text for number in range(len(corpus))] == ["Another."]


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfA passage.")
    corpus, _ = read_corpus(tmp_path)
    assert corpus.stored_text(0) == "A passage."


def test_a_paragraph_of_five_megabytes() -> None:
    text = "word " * 1_000_000
    assert passages(plain(text)) == [text.strip()]


def test_passages_are_found_by_id_and_key(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text("One.\n\nTwo.", encoding="utf-8")
    (tmp_path / "b.md").write_text("Three.", encoding="utf-8")
    corpus, _ = read_corpus(tmp_path)
    assert [corpus[number].id for number in range(3)] == ["b#0", "sub/a#0", "sub/a#1"]
    for number in range(3):
        assert corpus.find_passage(corpus[number].id) == number
        assert corpus.find_passages_by_key(corpus.passage_key(number)) == [number]
    assert corpus.find_passage("sub/a#2") is None
    assert corpus.find_passage("sub/a#-1") is None
    assert corpus.find_passages_by_key("0" * 16) == []
    with pytest.raises(IndexError):
        corpus[3]
    with pytest.raises(IndexError):
        corpus[-1]


def test_a_pipe_is_no_article(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "kite.txt").write_text("The kite flew.", encoding="utf-8")
    corpus, faults = read_corpus(tmp_path)
    assert [corpus.article(number).id for number in range(corpus.article_count)] == ["kite"]
    assert [(Path(fault.path).name, fault.kind, fault.detail) for fault in faults] == [
        ("pipe.txt", FaultKind.UNREADABLE, "it is not a file")
    ]
