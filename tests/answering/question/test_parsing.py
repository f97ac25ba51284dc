"""What is read out of a question."""

from __future__ import annotations

import pytest

from bot.answering.question.antonyms import Antonyms
from bot.answering.question.parsing import (
    LIGHT_TERM_WEIGHT,
    AnswerType,
    ParsedQuestion,
    parse_question,
)
from bot.answering.question.synonyms.synonym_map import SynonymMap
from bot.text.language import Languages
from tests.answering.corpora import ATTRIBUTOR

ENGLISH = Languages().get("en")
THESAURUS = SynonymMap(ENGLISH.analyzer)
OPPOSITES = Antonyms(ENGLISH.analyzer)


def asked(question: str, code: str = "en") -> ParsedQuestion:
    return parse_question(
        question, ENGLISH if code == "en" else Languages().get(code), ATTRIBUTOR, THESAURUS
    )


def term(word: str) -> str:
    return ENGLISH.analyzer.terms_by_word([word])[word]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("who lit the lantern?", AnswerType.PERSON),
        ("whose lantern was lit?", AnswerType.PERSON),
        ("which minister lit the lantern?", AnswerType.PERSON),
        ("where does the lantern hang?", AnswerType.PLACE),
        ("in which town does the lantern hang?", AnswerType.PLACE),
        ("which company made the lantern?", AnswerType.ORGANISATION),
        ("when was the lantern lit?", AnswerType.DATE),
        ("in what year was the lantern lit?", AnswerType.DATE),
        ("who lit the lantern when the fog came?", AnswerType.DATE),
        ("when the fog came, who lit the lantern?", AnswerType.DATE),
        ("how many lanterns were lit?", AnswerType.NUMBER),
        ("how tall is the lantern?", AnswerType.NUMBER),
        ("how much did the lantern cost?", AnswerType.MONEY),
        ("what price did the lantern fetch?", AnswerType.MONEY),
        ("how long did the lantern burn?", AnswerType.DURATION),
        ("how long is the pier of Emby?", AnswerType.NUMBER),
        ("how long was the bridge closed?", AnswerType.DURATION),
        ("how long were the weavers busy at the old mill?", AnswerType.DURATION),
        ("how long is the truce to last?", AnswerType.DURATION),
        ("how many hours did the lantern burn?", AnswerType.DURATION),
        ("what share of the lanterns burned?", AnswerType.SHARE),
        ("why was the lantern lit?", AnswerType.REASON),
        ("how come the lantern was lit?", AnswerType.REASON),
        ("what did the keeper say about the lantern?", AnswerType.QUOTATION),
        ("which newspaper wrote about the lantern?", AnswerType.OUTLET),
        ("who reported that the lantern was lit?", AnswerType.OUTLET),
        ("was the lantern lit?", AnswerType.YES_NO),
        ("WHO LIT THE LANTERN?", AnswerType.PERSON),
        ("the lantern", AnswerType.OTHER),
        ("", AnswerType.OTHER),
    ],
)
def test_kinds(question: str, kind: AnswerType) -> None:
    assert asked(question).answer_type is kind


def test_terms_stand_in_order_and_as_asked() -> None:
    found = asked("which lanterns did the Keepers of the lantern light?")
    assert found.term_sequence == tuple(map(term, ("lantern", "keeper", "lantern", "light")))
    assert list(found.terms) == list(dict.fromkeys(found.term_sequence))
    assert found.word_of_term[term("keeper")] == "Keepers"


def test_words_of_saying_weigh_little_unless_they_are_all_there_is() -> None:
    found = asked("what did the keeper announce?")
    assert found.terms == {term("keeper"): 1.0, term("announce"): LIGHT_TERM_WEIGHT}
    assert asked("what was announced?").terms == {term("announce"): 1.0}


@pytest.mark.parametrize(
    ("text", "light"),
    [
        ("which country sold the lantern?", "country"),
        ("what small island has the lantern?", "island"),
        ("who broke the lantern this week?", "week"),
        ("did the lantern break last month?", "month"),
    ],
)
def test_words_that_only_tell_the_kind_of_answer_or_a_time_from_today_are_light(
    text: str, light: str
) -> None:
    found = asked(text)
    assert found.terms[term(light)] == LIGHT_TERM_WEIGHT
    assert found.terms[term("lantern")] == 1.0


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("what did the company sell?", "company"),
        ("who left the country?", "country"),
        ("how many weeks did it take the keeper?", "week"),
    ],
)
def test_the_same_words_count_where_they_are_what_is_asked_about(text: str, own: str) -> None:
    assert asked(text).terms[term(own)] == 1.0


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


@pytest.mark.parametrize(
    "question", ["what did Reuters report?", "what does reuters say?", "Reuters?"]
)
def test_an_outlet_alone_leaves_no_words_to_look_for(question: str) -> None:
    found = asked(question)
    assert [outlet.name for outlet in found.requested_outlets] == ["Reuters"]
    assert dict(found.terms) == {}


def test_an_outlet_is_no_word_to_look_for_beside_others() -> None:
    found = asked("what did Reuters report about the lantern?")
    assert [outlet.name for outlet in found.requested_outlets] == ["Reuters"]
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
    assert asked(question).is_context_dependent is back


def test_other_words_for_it_are_english_only() -> None:
    english, german = (
        asked("who resigned over vehicles?"),
        asked("who resigned over vehicles?", "de"),
    )
    assert term("quit") in english.synonyms[term("resign")]
    assert term("lorry") in english.hyponyms[term("vehicle")]
    assert (german.synonyms, german.hyponyms) == ({}, {})


def test_a_phrase_lends_its_words_to_the_question() -> None:
    assert term("dismiss") in asked("which ropemakers were let go?").synonyms[term("let")]


def test_a_question_read_otherwise_is_the_question_as_meant() -> None:
    read = asked("why did the vehicel of Hollim stop?").with_corrections(
        {term("vehicel"): term("vehicle"), term("hollim"): term("hollin")}, THESAURUS
    )
    right = asked("why did the vehicle of Hollin stop?")
    assert (read.terms, read.term_sequence, read.names, read.synonyms, read.hyponyms) == (
        right.terms,
        right.term_sequence,
        right.names,
        right.synonyms,
        right.hyponyms,
    )
    assert read.word_of_term[term("vehicle")] == "vehicel"


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
    assert (
        OPPOSITES.contradicts(ENGLISH.analyzer.terms(missing), ENGLISH.analyzer.terms(held))
        is contrary
    )


def test_nothing_is_contrary_to_nothing() -> None:
    assert not OPPOSITES.contradicts([], [term("fall")])
    assert not OPPOSITES.contradicts([term("fall")], [])
