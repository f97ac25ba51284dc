from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attribution import outlet_tables
from bot.attribution.attribution_store import gazetteer_from_kinds
from bot.attribution.discovered_outlets import DiscoveredOutlets
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.errors import FaultKind, Faults
from bot.model import Article, Attribution, CitationMode, Passage
from tests.conftest import ATTRIBUTOR


def attribute(*texts: str, publisher: str | None = None) -> tuple[Attribution, ...]:
    article = Article("x", "x.md", publisher=publisher)
    return ATTRIBUTOR.attribute(
        article,
        [Passage(f"x#{n}", article, n, None, 0, len(text), text) for n, text in enumerate(texts)],
    )


def named(text: str, publisher: str | None = None) -> list[str | None]:
    return [citation.outlet for citation in attribute(text, publisher=publisher)[0].citations]


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Reuters reports that the dam held.", "Reuters"),
        ("The dam held, according to the Associated Press.", "Associated Press"),
        ("The dam held, Bloomberg writes.", "Bloomberg"),
        ("Engineer Ada Brill told the BBC that the dam held.", "BBC"),
        ("In an interview with Le Monde, Brill praised the dam.", "Le Monde"),
        ("Brill said on CNN that the dam held.", "CNN"),
        ("A Gallup chart and a CNN poll found little fear.", "CNN"),
        ("The news was first reported by Politico.", "Politico"),
        ("According to the Lakeford Herald, the dam held.", "Lakeford Herald"),
        ("The dam held. [Reuters.]", "Reuters"),
        ("TASS, citing the ministry, said the dam held.", "TASS"),
    ],
)
def test_outlets_named_as_a_source(text: str, outlet: str) -> None:
    assert named(text) == [outlet]


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Arthur Bloomberg opened the dam.",
        "Reuters correspondent Ivo Last was not let in.",
        "The owner of the Guardian declined to comment.",
        "He walked the dog around the dam at midday.",
        "Residents sued CNN over the broadcast.",
    ],
)
def test_outlets_that_are_no_source(text: str) -> None:
    assert named(text) == []


def test_a_publisher_does_not_cite_itself() -> None:
    assert named("Brill told CNN that the dam held.", publisher="CNN") == []


def test_the_chain_is_in_the_words_of_the_text() -> None:
    (attribution,) = attribute("TASS, citing two officials, said the dam held.")
    assert [(link.kind.value, link.text) for link in attribution.citations[0].chain] == [
        ("officials", "two officials")
    ]


def test_an_outlet_cited_by_another_is_in_its_chain() -> None:
    (attribution,) = attribute("Reuters, citing Yonhap, reports that the dam held.")
    assert [(one.outlet, [link.text for link in one.chain]) for one in attribution.citations] == [
        ("Reuters", ["Yonhap"])
    ]


def test_an_anaphor_continues_and_silence_does_not() -> None:
    first, second, third, fourth = attribute(
        "Reuters reports that the dam held.",
        "The agency adds that nobody was hurt.",
        "The mayor thanked the firemen.",
        "Reuters said the water is falling.",
    )
    assert first.nearest is None
    assert [(one.outlet, one.mode, one.passage) for one in second.citations] == [
        ("Reuters", CitationMode.CONTINUED, "x#0")
    ]
    assert third.citations == ()
    assert third.nearest is not None
    assert (third.nearest.outlet, third.nearest.distance, third.nearest.after) == (
        "Reuters",
        1,
        True,
    )
    assert fourth.citations[0].mode is CitationMode.NAMED


def test_spans_are_verbatim() -> None:
    text = "“It held,” Brill told the Financial Times on Monday."
    citation = attribute(text)[0].citations[0]
    assert text[citation.start : citation.end] == citation.surface


@pytest.mark.slow
def test_five_megabytes_take_seconds() -> None:
    text = "The dam held, Reuters reports, and " * 150_000
    started = time.process_time()
    attribute(text)
    assert time.process_time() - started < 20


def test_the_shipped_outlets_are_toml() -> None:
    text = (Path(outlet_tables.__file__).with_name("outlets.toml")).read_text(encoding="utf-8")
    assert outlet_tables.parse_shipped_toml(text) == tomllib.loads(text)


def test_a_team_adds_and_mends_outlets(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[newspaper]\nvelden = { name = "Velden Ant", aliases = ["VA Daily"] }\n', encoding="utf-8"
    )
    found = load_gazetteer(own).find("VA Daily wrote, Reuters wrote.")
    assert [spelling.outlet.name for _, _, spelling in found] == ["Velden Ant", "Reuters"]


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("[newspaper]\na = { aliases = [] }\n", FaultKind.MISSING_KEY, 2),
        ('[newspaper]\na = { name = "A", colour = "red" }\n', FaultKind.UNKNOWN_KEY, 2),
        ('[newspaper]\na = { name = "A", aliases = "B" }\n', FaultKind.WRONG_TYPE, 2),
        ("[newspaper\n", FaultKind.SYNTAX, 1),
    ],
)
def test_faults_of_a_teams_file(tmp_path: Path, text: str, kind: FaultKind, line: int) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as caught:
        load_gazetteer(own)
    assert [(fault.kind, fault.line) for fault in caught.value.faults] == [(kind, line)]


FRAMES = tomllib.loads(Path(__file__).with_name("frames.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "outlet"), [example for examples in FRAMES["cites"].values() for example in examples]
)
def test_every_frame_cites(text: str, outlet: str) -> None:
    assert outlet in named(text)


@pytest.mark.parametrize(
    ("text", "outlets"), [example for examples in FRAMES["lists"].values() for example in examples]
)
def test_lists_cite_all_their_outlets(text: str, outlets: list[str]) -> None:
    assert named(text) == outlets


@pytest.mark.parametrize("text", [text for texts in FRAMES["none"].values() for text in texts])
def test_what_is_no_frame_cites_nothing(text: str) -> None:
    assert named(text) == []


ARTICLES = tomllib.loads(Path(__file__).with_name("articles.toml").read_text(encoding="utf-8"))
SHORT_ARTICLES = [
    pytest.param(passages, id=f"{group}: {name}")
    for group, articles in ARTICLES.items()
    for name, passages in articles.items()
]


@pytest.mark.parametrize("passages", SHORT_ARTICLES)
def test_short_articles(passages: list[tuple[str, str]]) -> None:
    found = [
        ", ".join(f"{one.mode.value} {one.outlet}" for one in attribution.citations)
        for attribution in attribute(*(text for text, _ in passages))
    ]
    assert found == [cited for _, cited in passages]


def test_what_one_article_presents_is_known_in_the_others() -> None:
    texts = [
        "The newspaper Ostrava Beacon has a new owner. The news site Vedra has none.",
        "Ostrava Beacon writes that the dam held, and Vedra reports the same.",
    ]
    articles = [Article(name, f"{name}.md") for name in ("a", "b")]
    passages = [
        Passage(f"{article.id}#0", article, 0, None, 0, len(text), text)
        for article, text in zip(articles, texts, strict=True)
    ]
    assert ATTRIBUTOR.attribute(articles[1], passages[1:])[0].citations == ()
    (attribution,) = ATTRIBUTOR.attribute(
        articles[1],
        passages[1:],
        DiscoveredOutlets.merge(
            ATTRIBUTOR.discover_outlets(passages[number : number + 1]) for number in (0, 1)
        ),
    )
    # A single word may be anything in another article.
    assert [(one.outlet, one.outlet_id) for one in attribution.citations] == [
        ("Ostrava Beacon", None)
    ]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Ostrava Beacon write about the dam?", ["Ostrava Beacon"]),
        ("what did ostrava beacon write about the dam?", ["Ostrava Beacon"]),
        ("according to the ostrava beacon, who owns the dam?", ["Ostrava Beacon"]),
        ("Which beacon in Ostrava was lit?", []),
        ("Does Reuters say the same as Ostrava Beacon?", ["Reuters", "Ostrava Beacon"]),
    ],
)
def test_questions_name_outlets_that_only_the_corpus_knows(question: str, names: list[str]) -> None:
    known = gazetteer_from_kinds({"Ostrava Beacon": "newspaper"})
    assert [outlet.name for outlet in ATTRIBUTOR.find_requested_outlets(question, known)] == names


PIECES = st.sampled_from(
    [
        "Reuters",
        "the BBC",
        "told",
        "according to",
        "citing",
        "said",
        "a",
        "the",
        "News",
        "Brandt",
        "on",
        "in",
        ",",
        ".",
        "“",
        "”",
        '"',
        " and ",
        "'s",
        "(",
        "\n",
        "Times",
        "the newspaper",
        "Sollen Morgon",
        "Quint",
        "she added",
    ]
)


@given(st.lists(PIECES, max_size=60))
def test_spans_are_verbatim_in_any_text(pieces: list[str]) -> None:
    text = " ".join(["x", *pieces])
    for citation in attribute(text, text)[1].citations:
        assert text[citation.start : citation.end] == citation.surface
        assert all(link.text in text for link in citation.chain)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "Reuters ",
        "the ",
        "A ",
        "said ",
        "“",
        "Reuters, ",
        "X Y Z News ",
        "told the ",
        "and the ",
        "the newspaper ",
        "told Quint Ekvold ",
        "Quint Quint ",
    ],
)
def test_no_text_makes_a_pattern_blow_up(piece: str) -> None:
    started = time.process_time()
    attribute(piece * 20_000)
    assert time.process_time() - started < 10
