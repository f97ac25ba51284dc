from __future__ import annotations

from dataclasses import replace

from bot.chat.conversation.more_results import more_results
from bot.model import Article, Attribution, Citation, CitationMode, Passage, Span
from bot.question_answer import Answer, Candidate, Fact, FactField, Question, Reprint
from bot.text.language import Languages

LANGUAGES = Languages()
ARTICLE = Article("a", "a.txt", title="The canal of Brisk", language="en")


def candidate(number: int, text: str, score: float = 0.0, outlet: str | None = None) -> Candidate:
    cited = (
        ()
        if outlet is None
        else (
            Citation(outlet, outlet.lower(), "agency", CitationMode.CONTINUED, outlet, "a#0", 0, 1),
        )
    )
    return Candidate(
        Passage(f"a#{number}", ARTICLE, number, None, 0, len(text), text),
        score,
        Span(0, 1),
        Attribution(cited),
    )


FIRST = candidate(0, "The canal of Brisk freezes every winter, Reuters reported.", 10.0, "Reuters")


def held(question: str, one: Candidate) -> Candidate:
    """A candidate as the ranking gives it."""
    english = LANGUAGES.get("en")
    terms = english.analyzer.terms
    asked = frozenset(terms(question.replace("Reuters", ""))) - english.reporting_terms
    cites = "Reuters" in question and bool(one.attribution.citations)
    text, title = terms(one.passage.text), terms(ARTICLE.title or "")
    return replace(
        one,
        matched_terms=len(asked.intersection(text)) + cites,
        matched_terms_with_title=len(asked.intersection([*text, *title])) + cites,
    )


def rest(
    question: str, *others: Candidate, answered: bool = True, **more: object
) -> tuple[list[int], int]:
    english = LANGUAGES.get("en")
    words = len(frozenset(english.analyzer.terms(question)) - english.reporting_terms)
    found = more_results(
        Answer(
            Question(question),
            answered,
            0.5,
            tuple(held(question, one) for one in (FIRST, *others)),
            query_term_count=words,
            **more,
        )
    )  # type: ignore[arg-type]
    return [int(spot.passage[2:]) for spot in found.refs], found.answer_count


def test_what_holds_all_of_the_question_answers_and_comes_first():
    one = candidate(1, "A canal needs locks.", 9.0)
    two = candidate(2, "The canal of Brisk freezes less in a mild winter.", 1.0)
    assert rest("does the canal of Brisk freeze in winter?", one, two) == ([2, 1], 1)


def test_what_holds_no_word_of_the_question_is_not_worth_showing():
    assert rest(
        "does the canal of Brisk freeze in winter?", candidate(1, "The mayor was pleased.", 9.9)
    ) == ([], 0)


def test_as_much_as_the_first_answers_where_it_is_near():
    asked = "does the canal ice over?"
    assert rest(asked, candidate(1, "The canal is a good place to skate.", 8.5)) == ([1], 1)
    assert rest(asked, candidate(1, "The canal is a good place to skate.", 7.5)) == ([1], 0)


def test_an_outlet_that_is_cited_counts_as_held():
    assert rest(
        "what did Reuters report of Brisk?",
        candidate(1, "The agency adds that the ice is thick.", 9.0, "Reuters"),
    ) == ([1], 1)
    assert rest("what did Reuters report of Brisk?", candidate(1, "The ice is thick.", 9.0)) == (
        [],
        0,
    )


def test_what_the_answer_has_shown_is_not_shown_again_and_what_it_names_as_answering_answers():
    asked = "does the canal of Brisk freeze?"
    differing, other = (
        held(asked, one)
        for one in (
            candidate(1, "The canal of Brisk freezes twice.", 9.0),
            candidate(2, "It is frozen.", 9.0),
        )
    )
    assert rest(
        asked, differing, other, alternatives=(differing, other), conflicting=(differing,)
    ) == ([2], 1)


def test_a_text_is_shown_once_however_often_it_was_reprinted():
    asked = "does the canal of Brisk freeze?"
    one, two, three = (
        candidate(number, "The canal of Brisk freezes twice.", 9.0) for number in (1, 2, 3)
    )
    copies = (Reprint("a#2", "a#1"), Reprint("a#3", "a#0"))
    assert rest(asked, one, two, three, reprints=copies) == ([1], 1)
    assert rest(asked, one, two, three, reprints=copies, answered=False) == ([0, 1], 0)


def test_after_an_abstention_the_closest_comes_first_and_nothing_answers():
    one, two = (
        candidate(1, "The canal of Brisk freezes in winter.", 9.0),
        candidate(2, "Nothing of it.", 9.0),
    )
    assert rest("does the canal of Brisk freeze in winter?", one, two, answered=False) == (
        [0, 1],
        0,
    )
    assert rest("who sang?", one, two, answered=False) == ([0], 0)


def test_after_a_bare_question_only_what_is_near_comes_and_nothing_answers():
    near, far = candidate(1, "One.", 8.5), candidate(2, "Two.", 7.5)
    assert rest("when?", near, far) == ([1], 0)


def test_after_a_fact_nothing_comes():
    assert rest(
        "who wrote the article about the canal?",
        candidate(1, "The canal.", 9.0),
        fact=Fact(FactField.TITLE, "x", ARTICLE),
    ) == ([], 0)


def test_where_there_is_nothing_there_is_nothing_next():
    assert not more_results(Answer(Question("who?"), False, 0.0)).refs
