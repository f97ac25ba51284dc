"""What is written before an article is read back as it was given, whatever it is."""

from __future__ import annotations

import re

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.corpus.front_matter_writer import write_front_matter
from bot.corpus.markdown import read_markdown
from bot.text.display import is_visible, to_single_line
from bot.text.invisible import without_meaningless

odd = st.sampled_from("\"'\\#:-{}[]|>&*!%@`, \n\t\x85\u2028\x7f\ufeff\x00")
values = st.text(odd | st.characters(), max_size=40)


def plain(value: str) -> str | None:
    """A value as an article has it: in a line, with nothing that nobody sees."""
    line = re.sub("[\x7f-\x84\x86-\x9f\ufffe\uffff]", "", to_single_line(value))
    return without_meaningless(line).strip() if is_visible(line) else None


@given(values, values)
@example("--- !!python/object/apply:os.system", "*a # not a comment")
@example("On", "A # B")
@example("1984", "null")
def test_values_are_read_back(title: str, publisher: str) -> None:
    text = write_front_matter({"title": title, "publisher": publisher}) + "\nThe text.\n"
    stored, faults = read_markdown(text, "a", "a.md", "a.md")
    assert not faults
    assert stored.article.title == plain(title)
    assert stored.article.publisher == plain(publisher)
    assert [stored.text[part.start : part.end] for part in stored.passages] == ["The text."]


@given(values, values)
def test_any_reader_of_yaml_finds_texts_alone(title: str, publisher: str) -> None:
    block = write_front_matter({"title": title, "publisher": publisher})
    found = yaml.safe_load(block.strip().strip("-")) or {}
    assert set(found) <= {"title", "publisher"}
    assert all(isinstance(value, str) for value in found.values())


def test_empty_values_are_left_out() -> None:
    assert write_front_matter({"title": "A", "url": " "}) == '---\ntitle: "A"\n---\n'
