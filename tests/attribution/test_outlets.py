"""The facts of `outlets.toml`."""

from __future__ import annotations

import re
from collections import defaultdict
from importlib import resources

import pytest

from bot.attribution.gazetteer import Ambiguity
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.attribution.outlet_tables import parse_shipped_toml

TABLES = parse_shipped_toml(
    resources.files("bot.attribution").joinpath("outlets.toml").read_text(encoding="utf-8")
)
OUTLETS = {outlet_id: given for outlets in TABLES.values() for outlet_id, given in outlets.items()}
SPELLINGS = {spelling.text: spelling for spelling in load_gazetteer().spellings}


def test_no_name_means_two_outlets_without_a_cue() -> None:
    claims = defaultdict(set)
    for outlet_id, given in OUTLETS.items():
        names = {given["name"].removeprefix("The ")}
        for key in ("aliases", "programmes", "uk", "ru", "de"):
            names.update(given.get(key, ()))
        for name in names.difference(given.get("strict", ()), given.get("short", ())):
            claims[name].add(outlet_id)
    assert {name: ids for name, ids in claims.items() if len(ids) > 1} == {}


def test_ids_are_unique_slugs_of_one_kind() -> None:
    assert len(OUTLETS) == sum(map(len, TABLES.values()))
    assert [one for one in OUTLETS if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", one)] == []


@pytest.mark.parametrize("key", ["aliases", "strict", "short", "programmes", "uk", "ru", "de"])
def test_no_name_is_given_twice(key: str) -> None:
    assert [
        outlet_id
        for outlet_id, given in OUTLETS.items()
        if len(set(given.get(key, ()))) < len(given.get(key, ()))
    ] == []


def test_countries_are_codes() -> None:
    assert {
        outlet_id
        for outlet_id, given in OUTLETS.items()
        if not re.fullmatch(r"[A-Z]{2}", given.get("country", "XX"))
    } == set()


@pytest.mark.parametrize(
    "word",
    [
        "Time",
        "People",
        "Life",
        "Fortune",
        "Variety",
        "Wired",
        "Nature",
        "Science",
        "Focus",
        "Open",
        "Record",
        "Express",
        "Mirror",
        "Star",
        "Sun",
        "Post",
        "Mail",
        "Week",
        "Economist",
        "Observer",
        "Independent",
        "Hill",
        "Nation",
        "Atlantic",
        "Insider",
        "Outlook",
        "Vanguard",
        "Leadership",
        "Trend",
        "Prime",
        "Expert",
        "Snoop",
        "Brut",
        "Gala",
        "Chip",
        "Posta",
        "Kan",
        "Jang",
        "Sabah",
        "Krone",
        "Smithsonian",
        "Cicero",
        "Esquire",
        "Janes",
        "Relevo",
        "arte",
        "AS",
        "Heute",
        "Kurier",
        "Profil",
        "Marianne",
        "Elle",
        "Voici",
        "Semana",
        "Proceso",
        "Факти",
        "Час",
        "День",
        "Країна",
        "Новини",
        "Главком",
        "Главред",
        "Тексти",
        "Критика",
        "Конкурент",
        "Сегодня",
        "Вести",
        "Время",
        "Известия",
        "Граты",
        "Верстка",
        "Медуза",
        "Холод",
        "Агентство",
    ],
)
def test_a_word_is_an_outlet_only_beside_a_cue(word: str) -> None:
    found = SPELLINGS.get(word)
    assert found is None or found.ambiguity is not Ambiguity.NONE
