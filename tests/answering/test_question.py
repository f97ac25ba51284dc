"""What is read out of a question."""

from __future__ import annotations

import pytest

from bot.answering.question import WEAK, Asked, Kind, Opposites, analyse
from bot.answering.thesaurus.thesaurus import Thesaurus
from bot.text.language import Languages
from tests.answering.corpora import ATTRIBUTOR

ENGLISH = Languages().of("en")
THESAURUS = Thesaurus(ENGLISH.analyzer)
OPPOSITES = Opposites(ENGLISH.analyzer)


def asked(question: str, code: str = "en") -> Asked:
    return analyse(question, ENGLISH if code == "en" else Languages().of(code), ATTRIBUTOR, THESAURUS)


def term(word: str) -> str:
    return ENGLISH.analyzer.plain_terms([word])[word]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("who lit the lantern?", Kind.PERSON),
        ("whose lantern was lit?", Kind.PERSON),
        ("which minister lit the lantern?", Kind.PERSON),
        ("where does the lantern hang?", Kind.PLACE),
        ("in which town does the lantern hang?", Kind.PLACE),
        ("which company made the lantern?", Kind.ORGANISATION),
        ("when was the lantern lit?", Kind.DATE),
        ("in what year was the lantern lit?", Kind.DATE),
        ("who lit the lantern when the fog came?", Kind.DATE),
        ("when the fog came, who lit the lantern?", Kind.DATE),
        ("how many lanterns were lit?", Kind.NUMBER),
        ("how tall is the lantern?", Kind.NUMBER),
        ("how much did the lantern cost?", Kind.MONEY),
        ("what price did the lantern fetch?", Kind.MONEY),
        ("how long did the lantern burn?", Kind.DURATION),
        ("how many hours did the lantern burn?", Kind.DURATION),
        ("what share of the lanterns burned?", Kind.SHARE),
        ("why was the lantern lit?", Kind.REASON),
        ("how come the lantern was lit?", Kind.REASON),
        ("what did the keeper say about the lantern?", Kind.QUOTATION),
        ("which newspaper wrote about the lantern?", Kind.OUTLET),
        ("who reported that the lantern was lit?", Kind.OUTLET),
        ("was the lantern lit?", Kind.YES_NO),
        ("WHO LIT THE LANTERN?", Kind.PERSON),
        ("the lantern", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_kinds(question: str, kind: Kind) -> None:
    assert asked(question).kind is kind


def test_terms_stand_in_order_and_as_asked() -> None:
    found = asked("which lanterns did the Keepers of the lantern light?")
    assert found.order == tuple(map(term, ("lantern", "keeper", "lantern", "light")))
    assert list(found.terms) == list(dict.fromkeys(found.order))
    assert found.words[term("keeper")] == "Keepers"


def test_words_of_saying_weigh_little_unless_they_are_all_there_is() -> None:
    found = asked("what did the keeper announce?")
    assert found.terms == {term("keeper"): 1.0, term("announce"): WEAK}
    assert asked("what was announced?").terms == {term("announce"): 1.0}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("who sold Ada Finch a rope?", ["Ada", "Finch"]),
        ("Ropes were sold by whom?", []),
        ("WHO SOLD ADA FINCH A ROPE?", []),
        ("who sold ada finch a rope?", []),
    ],
)
def test_names_have_a_capital_inside_the_question(question: str, names: list[str]) -> None:
    assert asked(question).names == set(map(term, names))


def test_numbers_are_read_however_they_are_grouped() -> None:
    for number in ("1200", "1,200"):
        assert asked(f"who sold {number} ropes?").numbers == {"1200"}
    assert asked("who sold ropes?").numbers == frozenset()


@pytest.mark.parametrize("question", ["what did Reuters report?", "what does reuters say?", "Reuters?"])
def test_an_outlet_alone_leaves_no_words_to_look_for(question: str) -> None:
    found = asked(question)
    assert [outlet.name for outlet in found.outlets] == ["Reuters"]
    assert dict(found.terms) == {}


def test_an_outlet_is_no_word_to_look_for_beside_others() -> None:
    found = asked("what did Reuters report about the lantern?")
    assert [outlet.name for outlet in found.outlets] == ["Reuters"]
    assert term("lantern") in found.terms
    assert term("Reuters") not in found.terms


def test_words_that_ask_for_an_outlet_are_not_looked_for() -> None:
    assert list(asked("which newspaper reported the fire?").terms) == [term("fire")]
    # Alone they are all there is.
    assert asked("which newspaper?").terms


@pytest.mark.parametrize(
    ("question", "back"),
    [
        ("who lit the lantern of Hollin?", False),
        ("when did she light the lantern?", True),
        ("and the lantern of Hollin?", True),
        ("the lantern?", True),
        ("why?", True),
    ],
)
def test_what_leans_on_the_turns_before(question: str, back: bool) -> None:
    assert asked(question).refers_back is back


def test_other_words_for_it_are_english_only() -> None:
    english, german = asked("who resigned over vehicles?"), asked("who resigned over vehicles?", "de")
    assert term("quit") in english.near[term("resign")]
    assert term("lorry") in english.narrower[term("vehicle")]
    assert (german.near, german.narrower) == ({}, {})


def test_a_phrase_lends_its_words_to_the_question() -> None:
    assert term("dismiss") in asked("which ropemakers were let go?").near[term("let")]


def test_a_question_read_otherwise_is_the_question_as_meant() -> None:
    read = asked("why did the vehicel of Hollim stop?").reading({term("vehicel"): term("vehicle"), term("hollim"): term("hollin")}, THESAURUS)
    right = asked("why did the vehicle of Hollin stop?")
    assert (read.terms, read.order, read.names, read.near, read.narrower) == (right.terms, right.order, right.names, right.near, right.narrower)
    assert read.words[term("vehicle")] == "vehicel"


@pytest.mark.parametrize(
    ("missing", "held", "contrary"),
    [
        ("increase", "fall", True),
        ("fall", "increase", True),
        ("growth", "losses", True),
        ("northern", "south", True),
        ("northern", "western", True),
        ("north", "northern", False),
        ("permit", "forbidden", True),
        ("legal", "illegal", True),
        ("illegal", "legal", True),
        ("happy", "unhappy", True),
        ("rope", "lantern", False),
        ("rope", "rope", False),
    ],
)
def test_opposites(missing: str, held: str, contrary: bool) -> None:
    assert OPPOSITES.meets(ENGLISH.analyzer.terms(missing), ENGLISH.analyzer.terms(held)) is contrary


def test_nothing_is_contrary_to_nothing() -> None:
    assert not OPPOSITES.meets([], [term("fall")])
    assert not OPPOSITES.meets([term("fall")], [])
