"""What `check` offers for a team's own outlets file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.attribution.uncatalogued import uncatalogued_outlets
from bot.chat.i18n import translations
from bot.chat.rendering.corpus_admin import uncatalogued_outlet_lines
from bot.model import Article, Passage


def offered(
    *texts: str, team_file: Path | None = None
) -> list[tuple[str, str, int, tuple[str, ...]]]:
    article = Article("x", "x.md")
    passages = [
        Passage(f"x#{n}", article, n, None, 0, len(text), text) for n, text in enumerate(texts)
    ]
    found = Attributor(load_gazetteer(team_file)).attribute(article, passages)
    return uncatalogued_outlets(zip(passages, found, strict=True))


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("The Marenta Courier reported that the dam held.", "newspaper", "Marenta Courier"),
        ("WQZX-TV aired the tape.", "tv", "WQZX-TV"),
        ("According to Ulbytimes.com, the bridge is shut.", "online", "Ulbytimes.com"),
        ("The news site Vedra reported the same.", "online", "Vedra"),
        ("Про це пише видання «Ульбинський вісник».", "newspaper", "Ульбинський вісник"),
        ("Про це повідомив телеканал «Ульба 24».", "tv", "Ульба 24"),
        ("Об этом сообщило агентство «Ульба-пресс».", "agency", "Ульба-пресс"),
    ],
)
def test_an_unknown_outlet_is_offered_with_its_sentence(text: str, kind: str, name: str) -> None:
    assert offered(text) == [(kind, name, 1, (text,))]


@pytest.mark.parametrize(
    "text",
    [
        "The tanker Evening Star reported engine trouble.",
        "The MV Golden Mercury said that it was under attack.",
        "The Morning Star reported a fire on board.",
        "The USS Ulby Herald told Berg that she was safe.",
        "Anna Herald said that the dam held.",
        "According to John Sentinel, the dam held.",
        "Detective Ulf Standard reported the theft.",
        "Singer Eva Radio told fans that she would rest.",
        "Reuters reported that the dam held.",
    ],
)
def test_neither_persons_nor_ships_nor_known_outlets_are_offered(text: str) -> None:
    assert offered(text) == []


def test_a_ship_is_one_wherever_a_sentence_says_so() -> None:
    assert not offered(
        "The Pacific Mercury reported delays.",
        "The Pacific Mercury sank at dawn, the Pacific Mercury said.",
    )


def test_at_most_two_sentences_show_an_outlet() -> None:
    ((_, _, count, sentences),) = offered(
        *(f"The Marenta Courier reported {n} fires." for n in range(3))
    )
    assert (count, len(sentences)) == (3, 2)


def test_what_is_offered_can_be_pasted_below_anything(tmp_path: Path) -> None:
    texts = [
        "The Marenta Courier reported that the dam held.",
        "Про це повідомив телеканал «Ульба 24».",
    ]
    lines = list(uncatalogued_outlet_lines(translations(), offered(*texts)))
    own = tmp_path / "own.toml"
    own.write_text(
        '[newspaper]\nvelden = { name = "Velden Ant" }\n' + "\n".join(lines[1:]), "utf-8"
    )
    assert not offered(*texts, team_file=own)
    assert "# 1 passage: “The Marenta Courier reported that the dam held.”" in lines
