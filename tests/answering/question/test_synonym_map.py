"""The tables of words that stand for one another."""

from __future__ import annotations

from importlib import resources

import pytest

from bot.answering.question.synonyms.synonym_map import MAX_PHRASE_WORDS, SynonymMap
from bot.text.language import Languages

ANALYZER = Languages().get("en").analyzer
THESAURUS = SynonymMap(ANALYZER)


def term(word: str) -> str:
    """What is indexed of a word."""
    return ANALYZER.terms_by_word([word])[word]


def lines(name: str) -> list[tuple[int, str]]:
    """The numbered lines of a shipped table."""
    text = (
        resources.files("bot.answering.question.synonyms")
        .joinpath(name)
        .read_text(encoding="utf-8")
    )
    return [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line and not line.startswith("#")
    ]


def faults_of_group(line: str) -> list[str]:
    words = line.split()
    twice = sorted({word for word in words if words.count(word) > 1})
    return (["fewer than two words"] if len(words) < 2 else []) + [
        f"{word!r} twice" for word in twice
    ]


def faults_of_pair(line: str, least: int, most: int) -> list[str]:
    left, colon, right = line.partition(":")
    found = [] if colon and left.strip() and right.split() else ["a side is missing"]
    if not least <= len(left.split()) <= most:
        found.append(f"the left side has {len(left.split())} words, not {least} to {most}")
    twice = sorted({word for word in right.split() if right.split().count(word) > 1})
    return found + [f"{word!r} twice" for word in twice]


def phrased(question: str) -> dict[str, tuple[str, ...]]:
    return THESAURUS.phrase_synonyms(ANALYZER.tokens(question))


def test_groups_have_two_words_and_none_twice() -> None:
    wrong = [
        f"groups.txt, line {number}: {fault}"
        for number, line in lines("groups.txt")
        for fault in faults_of_group(line)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "least", "most"), [("narrower.txt", 1, 1), ("phrases.txt", 2, MAX_PHRASE_WORDS)]
)
def test_lines_have_both_sides(name: str, least: int, most: int) -> None:
    wrong = [
        f"{name}, line {number}: {fault}"
        for number, line in lines(name)
        for fault in faults_of_pair(line, least, most)
    ]
    assert not wrong, "\n".join(wrong)


def test_faults_are_seen() -> None:
    assert faults_of_group("rope cord rope") == ["'rope' twice"]
    assert faults_of_group("rope") == ["fewer than two words"]
    assert faults_of_pair("cord rope", 1, 1) == [
        "a side is missing",
        "the left side has 2 words, not 1 to 1",
    ]
    assert faults_of_pair("rope: cord line cord", 1, 1) == ["'cord' twice"]


def test_every_shipped_phrase_is_found() -> None:
    """One of function words alone would never be: there is no word of the question that others could stand in for."""
    unfound = []
    for number, line in lines("phrases.txt"):
        phrase, _, words = line.partition(":")
        informative = ANALYZER.terms(phrase)
        standing = {term for others in phrased(phrase).values() for term in others}
        if (
            not informative
            or not {term(word) for word in words.split()} - {informative[0]} <= standing
        ):
            unfound.append(f"phrases.txt, line {number}: {phrase}")
    assert not unfound, "\n".join(unfound)


@pytest.mark.parametrize(
    ("one", "other", "stand"),
    [
        ("resign", "quit", True),
        ("quit", "resigned", True),
        ("minister", "secretaries", True),
        ("win", "won", False),
        ("rope", "minister", False),
        ("zzyx", "quit", False),
    ],
)
def test_words_that_stand_for_one_another(one: str, other: str, stand: bool) -> None:
    assert (term(other) in THESAURUS.synonyms(term(one))) == stand


def test_no_word_stands_for_itself() -> None:
    for _, line in lines("groups.txt"):
        for one in map(term, line.split()):
            assert one not in THESAURUS.synonyms(one), line


def test_a_general_word_has_narrower_ones_and_not_the_other_way_round() -> None:
    assert term("lorry") in THESAURUS.hyponyms(term("vehicles"))
    assert term("vehicle") not in THESAURUS.hyponyms(term("lorry"))
    assert THESAURUS.hyponyms("zzyx") == ()


@pytest.mark.parametrize("line", [line for _, line in lines("narrower.txt")][::20])
def test_what_is_a_synonym_is_not_narrower_too(line: str) -> None:
    general = term(line.partition(":")[0])
    assert not set(THESAURUS.hyponyms(general)) & {general, *THESAURUS.synonyms(general)}


@pytest.mark.parametrize(
    "question",
    [
        "let go were which ropemakers?",
        "were ropemakers let go last autumn?",
        "how many ropemakers were let go?",
        "who lets the ropemakers go on, and who was Let Go?",
    ],
)
def test_a_phrase_is_found_anywhere_in_a_question(question: str) -> None:
    found = phrased(question)
    assert term("dismiss") in found[term("let")]


@pytest.mark.parametrize(
    "question", ["", "let", "who let the ropemakers go?", "who will go and let rooms?", "go let"]
)
def test_words_apart_are_no_phrase(question: str) -> None:
    assert term("dismiss") not in {term for others in phrased(question).values() for term in others}


def test_two_phrases_of_a_question_are_both_found() -> None:
    found = phrased("who was let go before the mayor could step down?")
    assert term("dismiss") in found[term("let")]
    assert term("resign") in found[term("step")]


def test_forms_of_one_phrase_add_up() -> None:
    """The table has "go on" and "going on", with different words."""
    for question in ("what went on at the ropery?", "what is going on at the ropery?"):
        assert {term("happen"), term("ongoing"), term("continue")} <= set(
            phrased(question)[term("go")]
        )


def test_the_longest_phrase_does_not_hide_the_shorter() -> None:
    """ "run out of" is a phrase, and so is "run out"."""
    found = phrased("did the town run out of rope?")
    assert {term("expire"), term("lack")} <= set(found[term("run")])
