"""The tables in `rules/`: every example does what its rule says."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest

from bot.attribution.language_rules import LANGUAGE_CODES
from bot.attribution.pattern_tables import compile_patterns, load_table
from bot.model import Article, Attribution, CitationMode, OriginKind, Passage
from tests.conftest import ATTRIBUTOR

HERE = Path(__file__).parent


def attribute(
    *texts: str, language: str | None = None, publisher: str | None = None
) -> tuple[Attribution, ...]:
    article = Article("x", "x.md", language=language, publisher=publisher)
    return ATTRIBUTOR.attribute(
        article,
        [Passage(f"x#{n}", article, n, None, 0, len(text), text) for n, text in enumerate(texts)],
    )


def named(text: str, language: str) -> list[str | None]:
    return [one.outlet for one in attribute(text, language=language)[0].citations]


FRAMES = [
    (code, frame)
    for code in ("en", *LANGUAGE_CODES)
    for frame in compile_patterns(load_table(code)).patterns
]


CUES = load_table("en")["cue"]


@pytest.mark.parametrize(
    ("code", "text"),
    [(code, text) for code, frame in FRAMES for text in frame.positive_examples]
    + [("en", text) for cue in CUES for text in cue["cites"]],
)
def test_the_examples_of_a_frame_cite(code: str, text: str) -> None:
    assert named(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [(code, text) for code, frame in FRAMES for text in frame.negative_examples]
    + [("en", text) for cue in CUES for text in cue["not"]],
)
def test_what_a_frame_does_not_mean_cites_nothing(code: str, text: str) -> None:
    assert not named(text, code)


ORIGINS = tomllib.loads(
    resources.files("bot.attribution").joinpath("rules/origin.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("kind", "text"),
    [(name.partition("_")[0], text) for name, one in ORIGINS.items() for text in one["yes"]],
)
def test_where_a_passage_comes_from(kind: str, text: str) -> None:
    origin = attribute(text)[0].origin
    assert origin is not None
    assert origin.kind == OriginKind(kind)
    assert text[origin.start : origin.end]


@pytest.mark.parametrize("text", [text for one in ORIGINS.values() for text in one["no"]])
def test_what_says_nothing_of_where_it_comes_from(text: str) -> None:
    assert attribute(text)[0].origin is None


def said(attribution: Attribution) -> str:
    """What a passage cites, else where it comes from, else the nearest outlet."""
    if attribution.citations:
        return ", ".join(f"{one.mode.value} {one.outlet}" for one in attribution.citations)
    if attribution.origin is not None:
        return f"{attribution.origin.kind.value} {attribution.origin.outlet}"
    return f"nearest {attribution.nearest.outlet}" if attribution.nearest else ""


KINDS = tomllib.loads((HERE / "kinds.toml").read_text(encoding="utf-8"))
LANGUAGES = tomllib.loads((HERE / "languages.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("group", "name"),
    [(group, name) for group, articles in KINDS.items() for name in articles if group != "chain"],
)
def test_kinds_of_articles(group: str, name: str) -> None:
    passages = KINDS[group][name]
    assert [said(one) for one in attribute(*(text for text, _ in passages))] == [
        expected for _, expected in passages
    ]


@pytest.mark.parametrize("name", KINDS["chain"])
def test_who_speaks_through_an_outlet(name: str) -> None:
    ((text, expected),) = KINDS["chain"][name]
    (citation,) = attribute(text)[0].citations
    people = [link.text for link in citation.chain if link.kind.value == "person"]
    assert " < ".join([f"named {citation.outlet}", *people]) == expected


@pytest.mark.parametrize(
    ("code", "name"), [(code, name) for code, articles in LANGUAGES.items() for name in articles]
)
def test_articles_in_other_languages(code: str, name: str) -> None:
    passages = LANGUAGES[code][name]
    found = attribute(*(text for text, _ in passages), language=code)
    assert [said(one) for one in found] == [expected for _, expected in passages]


@pytest.mark.parametrize(
    ("publisher", "text"),
    [
        ("CBC News", "The weir broke, Berg told CBC."),
        ("theguardian.com", "The weir broke, Berg told the Guardian."),
        ("The New York Times", "The weir broke, Berg told The Times."),
        ("ESPN.com", "The weir broke, Berg told ESPN."),
        ("BBC News", "The weir broke, Berg told the BBC."),
        ("E! Online", "The weir broke, Berg told E! News."),
        ("Reuters", "The weir broke, Berg told Reuters."),
    ],
)
def test_the_publisher_is_no_source_by_any_name(publisher: str, text: str) -> None:
    (found,) = attribute(text, publisher=publisher)
    assert found.citations == ()
    assert found.origin is not None
    assert (found.origin.kind, found.origin.outlet) == (OriginKind.PUBLISHER, publisher)


def test_another_outlet_is_a_source_all_the_same() -> None:
    assert [
        one.outlet
        for one in attribute("The weir broke, Berg told Sky News.", publisher="Fox News")[
            0
        ].citations
    ] == ["Sky News"]


@pytest.mark.parametrize(
    ("texts", "outlets"),
    [
        (
            [
                "The Namibian Broadcasting Corporation (NBC) moves.",
                "The roof leaks, Berg told NBC.",
            ],
            ["Namibian Broadcasting Corporation"],
        ),
        (["The Association of Farm Producers (AFP) met.", "Milk is dear, AFP said."], []),
        (
            [
                "The National Broadcasting Company (NBC) moves.",
                "The roof leaks, NBC News reported.",
            ],
            ["NBC News"],
        ),
    ],
)
def test_an_abbreviation_means_what_the_article_says(texts: list[str], outlets: list[str]) -> None:
    assert [one.outlet for one in attribute(*texts)[1].citations] == outlets


@pytest.mark.parametrize(
    ("text", "language", "unsure"),
    [
        ("Rain fell on the weir all day.", "en", False),
        ("The weir of Ulby stands beside the house of Reuters.", "en", True),
        ("Berg was chased by a dog at the Ulby Gazette.", "en", True),
        ("Дощ ішов на греблю весь день.", "uk", False),
        ("Η βροχή έπεφτε όλη μέρα.", "el", True),
    ],
)
def test_when_it_is_not_sure_that_no_outlet_is_named(
    text: str, language: str, unsure: bool
) -> None:
    (found,) = attribute(text, language=language)
    assert found.citations == ()
    assert found.unsure is unsure


def test_offsets_are_into_the_stored_text() -> None:
    text = "Officials told **[the Guardian](https://example.org/y)** that the weir held."
    (citation,) = attribute(text)[0].citations
    assert text[citation.start : citation.end] == citation.surface == "Guardian"
    assert citation.mode is CitationMode.NAMED


def test_an_english_title_makes_no_english_article() -> None:
    (found,) = attribute(
        "Der Film „The Lord of the Rings“ läuft wieder in den Kinos der Stadt und wird von vielen "
        "gesehen, die ihn nicht kennen, meldet die dpa."
    )
    assert [one.outlet for one in found.citations] == ["dpa"]


def test_a_passage_in_other_letters_is_read_in_its_own_language() -> None:
    found = attribute(
        "The weir broke at dawn, and the village was under water for a week.",
        "Греблю прорвало вранці, повідомляє Укрінформ.",
    )
    assert [one.outlet for one in found[1].citations] == ["Ukrinform"]
