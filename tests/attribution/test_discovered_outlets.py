from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attribution.discovered_outlets import AffectedTexts, DiscoveredOutlets
from bot.attribution.gazetteer import Ambiguity, Gazetteer, Outlet, OutletSpelling
from bot.model import Article, Attribution, CitationMode, Passage
from tests.conftest import ATTRIBUTOR


def passages(name: str, *texts: str) -> list[Passage]:
    article = Article(name, f"{name}.md")
    return [
        Passage(f"{name}#{number}", article, number, None, 0, len(text), text)
        for number, text in enumerate(texts)
    ]


def outlets(attributions: tuple[Attribution, ...]) -> list[list[str | None]]:
    return [
        [one.outlet for one in attribution.citations if one.mode is CitationMode.NAMED]
        for attribution in attributions
    ]


def test_an_article_presents_each_name_once_in_order() -> None:
    article = passages(
        "a",
        "The news site Vedra is old. The newspaper Ostrava Beacon has a new owner.",
        "The magazine Vedra is new.",
    )
    assert ATTRIBUTOR.discover_outlets(article) == (
        ("Vedra", "online"),
        ("Ostrava Beacon", "newspaper"),
    )


def test_the_first_article_decides_the_kind() -> None:
    first, second = (
        (("Ostrava Beacon", "newspaper"), ("Vedra", "online")),
        (("Ostrava Beacon", "radio"), ("Lindholm Kveld", "tv")),
    )
    assert DiscoveredOutlets.merge([first, second]).kinds == {
        "Ostrava Beacon": "newspaper",
        "Lindholm Kveld": "tv",
    }
    assert DiscoveredOutlets.merge([second, first]).difference(
        DiscoveredOutlets.merge([first])
    ) == {"Ostrava Beacon", "Lindholm Kveld"}


def test_what_an_article_presents_can_be_found_before() -> None:
    article = passages("a", "The news site Vedra is old.", "The dam held, Vedra reports.")
    own = ATTRIBUTOR.discover_outlets(article)
    assert outlets(
        ATTRIBUTOR.attribute(article[0].article, article, DiscoveredOutlets.merge([own]), own)
    ) == [[], ["Vedra"]]
    assert outlets(
        ATTRIBUTOR.attribute(article[0].article, article, DiscoveredOutlets.merge([own]), ())
    ) == [[], []]


def test_everything_a_worker_needs_can_be_sent_to_it() -> None:
    article = passages(
        "a",
        "The newspaper Ostrava Beacon is old.",
        "The dam held, Ostrava Beacon and Reuters report.",
    )
    own = ATTRIBUTOR.discover_outlets(article)
    presented = DiscoveredOutlets.merge([own])
    before = ATTRIBUTOR.attribute(article[0].article, article, presented, own)
    attributor, sent, names = pickle.loads(pickle.dumps((ATTRIBUTOR, presented, own)))  # noqa: S301 - our own
    assert attributor.attribute(article[0].article, article, sent, names) == before


@pytest.mark.parametrize(
    ("names", "text", "touched"),
    [
        (["Ostrava Beacon"], "The Ostrava Beacon reports.", True),
        (["Ostrava Beacon"], "The beacon of Ostrava is lit.", False),
        # What is found first hides what begins in it, a whole word or not.
        (["Lake Ost"], "Told the Lake Ostrava Beacon.", True),
        ([], "The Ostrava Beacon reports.", False),
    ],
)
def test_which_texts_a_change_of_names_touches(names: list[str], text: str, touched: bool) -> None:
    assert AffectedTexts(names)(text) is touched


NAMES = st.dictionaries(
    st.text("AB b", min_size=1, max_size=4), st.sampled_from(["tv", "radio"]), max_size=4
)


@given(NAMES, NAMES, st.text("AB b", max_size=12))
def test_an_untouched_text_is_read_alike(
    before: dict[str, str], after: dict[str, str], text: str
) -> None:
    old, new = DiscoveredOutlets(before), DiscoveredOutlets(after)
    if not AffectedTexts(old.difference(new))(text):
        assert old.find(text) == new.find(text)


def test_the_digest_tells_gazetteers_apart() -> None:
    def gazetteer(*spellings: tuple[str, str, Ambiguity]) -> Gazetteer:
        return Gazetteer(
            OutletSpelling(text, Outlet(name, name, "tv"), sureness)
            for text, name, sureness in spellings
        )

    one, other = ("Vedra", "Vedra", Ambiguity.NONE), ("Quint", "Quint TV", Ambiguity.NEEDS_CUE)
    assert gazetteer(one, other).digest == gazetteer(other, one).digest
    assert (
        len(
            {
                gazetteer(*given).digest
                for given in (
                    [one],
                    [one, other],
                    [(*one[:2], Ambiguity.NEEDS_CUE)],
                    [("Vedra", "V", Ambiguity.NONE)],
                    [],
                )
            }
        )
        == 5
    )
    # Cached attributions outlive the run.
    assert gazetteer(one).digest == "8a7b1762776f6523e597c14480960ee3"
