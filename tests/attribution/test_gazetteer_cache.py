from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attribution.gazetteer import Ambiguity, Gazetteer, Outlet, OutletSpelling
from bot.attribution.gazetteer_cache import cached_gazetteer
from bot.attribution.gazetteer_loader import load_gazetteer

NAME = "outlets.msgpack"
SHIPPED = load_gazetteer()


def test_what_is_kept_is_what_would_be_made(tmp_path: Path) -> None:
    made, kept = cached_gazetteer(None, tmp_path / NAME), cached_gazetteer(None, tmp_path / NAME)
    assert made.spellings == kept.spellings == SHIPPED.spellings
    assert made.digest == kept.digest == SHIPPED.digest


def test_a_changed_team_file_is_read_anew(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[newspaper]\nvelden = { name = "Velden Ant" }\n', encoding="utf-8")
    assert cached_gazetteer(own, tmp_path / NAME).find("The Velden Ant wrote.")
    own.write_text('[newspaper]\nvelden = { name = "Velden Bee" }\n', encoding="utf-8")
    assert not cached_gazetteer(own, tmp_path / NAME).find("The Velden Ant wrote.")


@pytest.mark.parametrize("content", [b"", b"\x93\xc4\x00", b"no msgpack at all"])
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    assert cached_gazetteer(None, tmp_path / NAME).digest == SHIPPED.digest


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    assert cached_gazetteer(None, file / "below").digest == SHIPPED.digest
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "text",
    [
        "what did the Sunday Telegraph say?",
        "according to The Times of India, why?",
        "що пише «Українська правда»?",
        "Reuters",
    ],
)
def test_a_question_is_read_as_a_passage_is(text: str) -> None:
    assert SHIPPED.find_in_question(text) == SHIPPED.find(text)


SPELLINGS = ("The Sun", "Sunday Mail", "Sun", "Mail Online", "A B", "B C")


@given(
    st.lists(
        st.sampled_from(
            ["The", "Sun", "Sunday", "Mail", "Online", "A", "B", "C", "Suns", "-", "."]
        ),
        max_size=10,
    )
)
def test_a_part_of_a_word_hides_no_name(words: list[str]) -> None:
    known = Gazetteer(
        OutletSpelling(text, Outlet(text, text, "tv"), Ambiguity.NONE) for text in SPELLINGS
    )
    text = " ".join(words)
    assert known.find(text) == known.find_in_question(text)
