"""Other passages that answer too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answering.figures import candidate_figures
from bot.question_answer import Answer, Candidate, Question
from tests.answering.corpora import answerer, article

MANY = "how many ropes did the storm of Hollin break?"


def answer(folder: Path, question: str, **articles: str) -> Answer:
    found = answerer(folder, articles, min_confidence=0.0).answer(Question(question))
    assert found.answered
    return found


def around(found: Answer) -> list[str]:
    """The articles of the answer and of the others, in order."""
    return [one.passage.article.id for one in (found.candidates[0], *found.alternatives)]


BROKE = "The storm of Hollin did break {} ropes."
SAID = (
    "Finch counted {} ropes that the storm of Hollin did break.",
    "In one night the storm of Hollin did break {} ropes on the quay.",
    "Nobody slept as the storm of Hollin did break {} ropes.",
    "It was the storm of Hollin that did break {} ropes and two masts.",
    "The storm of Hollin did break {} ropes, the harbour office says.",
    "Old men shook their heads. The storm of Hollin did break {} ropes.",
    "The storm of Hollin, from the west, did break {} ropes.",
)
"""What several authors may write of one thing, the one that is ranked best first."""


def say(number: int, figure: object, **known: str) -> str:
    return article(SAID[number].format(figure), **known)


def ids(some: Sequence[Candidate]) -> list[str]:
    return [one.passage.article.id for one in some]


def test_another_figure_is_told_apart_from_the_same(tmp_path: Path) -> None:
    found = answer(tmp_path, MANY, a=say(0, "1,200"), b=say(1, "1200"), c=say(2, "900"))
    assert (
        around(found)[0],
        sorted(ids(found.alternatives)),
        ids(found.conflicting),
        found.superseded,
    ) == ("a", ["b", "c"], ["c"], ())


def test_where_a_figure_stands(tmp_path: Path) -> None:
    found = answer(tmp_path, MANY, a=say(0, "1,200"), b=say(1, "900"))
    assert [
        one.passage.text[one.figure.start : one.figure.end]
        for one in found.conflicting
        if one.figure
    ] == ["900"]


def test_what_gives_no_figure_is_neither_alike_nor_another(tmp_path: Path) -> None:
    assert answer(tmp_path, MANY, a=say(0, 90), b=say(1, "many")).alternatives == ()
    assert answer(tmp_path, MANY, a=say(0, "many"), b=say(1, 90)).alternatives == ()


def test_of_one_other_figure_one_passage_is_shown_and_of_others_no_more_than_a_few(
    tmp_path: Path,
) -> None:
    found = answer(
        tmp_path, MANY, a=say(0, 90), b=say(1, 80), c=say(2, 80), d=say(3, 70), e=say(4, 60)
    )
    assert ids(found.conflicting) == ["b", "d"]


def test_others_come_newest_first_and_those_without_a_date_last(tmp_path: Path) -> None:
    dates = {"b": "2025-01-05", "c": "2025-03-05", "d": None, "e": "2025-02-05"}
    others = {
        name: say(number, 90, **({"date": date} if date else {}))
        for number, (name, date) in enumerate(dates.items(), 1)
    }
    found = answer(tmp_path, MANY, a=say(0, 90, date="2025-01-01"), **others)
    assert around(found) == ["a", "c", "e", "b", "d"]


def test_no_more_than_a_few_others(tmp_path: Path) -> None:
    found = answer(tmp_path, MANY, **{f"a{number}": say(number, 90) for number in range(len(SAID))})
    assert len(found.alternatives) == 5


@pytest.mark.parametrize(
    ("one", "other", "others"),
    [
        (f"{BROKE} Reuters reported that.", f"{BROKE} Bloomberg reported that.", 1),
        (f"{BROKE} Reuters reported that.", f"Reuters said: {BROKE}", 0),
        (
            f"{BROKE} Reuters reported that.",
            f"{BROKE} Nobody on the quay had seen the like in all the years.",
            1,
        ),
        (f"{BROKE} Reuters reported that.", BROKE, 1),
        (BROKE, SAID[1], 1),
        (BROKE, "The storm of Sollen did break {} masts.", 0),
        (BROKE, "The storm of Hollin did break no ropes.", 0),
    ],
)
def test_another_source_is_another_outlet_or_else_another_article(
    tmp_path: Path, one: str, other: str, others: int
) -> None:
    found = answer(tmp_path, MANY, a=article(one.format(90)), b=article(other.format(90)))
    assert len(found.alternatives) == others


def test_one_article_is_one_source(tmp_path: Path) -> None:
    assert answer(tmp_path, MANY, a=article(BROKE.format(90), BROKE.format(80))).alternatives == ()


def test_in_one_article_another_outlet_may_give_another_figure(tmp_path: Path) -> None:
    found = answer(
        tmp_path,
        MANY,
        a=article(
            f"{BROKE.format(90)} Reuters reported that.",
            f"{BROKE.format(80)} Bloomberg reported that.",
        ),
    )
    assert [one.passage.id for one in found.conflicting] == ["a#1"]


def test_within_one_article_no_figure_takes_the_place_of_another(tmp_path: Path) -> None:
    risen = (
        "The number of ropes that the storm of Hollin did break rose to 120, Bloomberg reported."
    )
    found = answer(tmp_path, MANY, a=article(f"{BROKE.format(90)} Reuters reported that.", risen))
    assert (len(found.conflicting), found.superseded) == (1, ())


def test_another_figure_is_told_of_something_named_alone(tmp_path: Path) -> None:
    of_any = "how many ropes did the storm break?"
    texts = {
        "a": article("The storm did break 90 ropes."),
        "b": article("On the quay the storm did break 80 ropes."),
    }
    assert answer(tmp_path, of_any, **texts).alternatives == ()


def named(most: int) -> dict[str, str]:
    """Articles that have the name of the question as well, and others."""
    return {
        f"c{number}": article(
            f"{'Hollin' if number < most else 'Sollen'} has a street number {number}."
        )
        for number in range(30)
    }


@pytest.mark.parametrize(("many", "told"), [(8, ["b"]), (9, [])])
def test_a_name_that_many_articles_have_tells_nothing_apart(
    tmp_path: Path, many: int, told: list[str]
) -> None:
    assert (
        ids(answer(tmp_path, MANY, a=say(0, 90), b=say(1, 80), **named(many)).conflicting) == told
    )


def test_in_large_corpora_a_name_may_be_in_more_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidate_figures, "MAX_ARTICLE_SHARE_OF_RARE_NAME", 0.5)
    assert ids(answer(tmp_path, MANY, a=say(0, 90), b=say(1, 80), **named(9)).conflicting) == ["b"]


@pytest.mark.parametrize(("length", "told"), [(4_000, ["b"]), (5_000, [])])
def test_of_a_long_passage_the_beginning_is_looked_at_for_names_without_capitals(
    tmp_path: Path, length: int, told: list[str]
) -> None:
    long = "Rain fell on the quay and on the boats. " * (length // 40) + SAID[1].format(80)
    assert ids(answer(tmp_path, MANY.casefold(), a=say(0, 90), b=article(long)).conflicting) == told


def test_of_a_passage_some_sentences_are_read_for_figures(tmp_path: Path) -> None:
    text = "The storm of Hollin did break many ropes. Rain fell. The harbour office says that it broke 120 ropes of Hollin."
    found = answer(
        tmp_path,
        MANY,
        a=say(0, 90, title="How many ropes the storm of Hollin broke"),
        b=article(text, title="After the storm"),
    )
    assert [
        one.passage.text[one.sentence.start : one.sentence.end] for one in found.conflicting
    ] == [text.rpartition(". ")[2]]


def test_a_name_alone_must_be_in_the_sentence(tmp_path: Path) -> None:
    texts = {
        "a": article("Some 80,000 people live in Oskarra."),
        "b": article("Some 90,000 people live here.", title="A walk through Oskarra"),
    }
    assert answer(tmp_path, "how many people live in Oskarra?", **texts).alternatives == ()
    texts["b"] = article("Some 90,000 people live in old Oskarra.", title="A walk through Oskarra")
    found = answer(tmp_path, "how many people live in Oskarra?", **texts)
    assert sorted(ids([found.candidates[0], *found.conflicting])) == ["a", "b"]


WHO = "who closed the harbour of Hollin to trawlers?"


@pytest.mark.parametrize(
    ("other", "others"),
    [
        ("Ada Finch closed the harbour of Hollin to trawlers for the winter.", ["b"]),
        ("For the winter Ada Finch closed the harbour of Hollin.", []),
        (
            "Ada Finch closed the harbour of Hollin, and trawlers "
            + "went from bay to bay in search of herring and of shelter, " * 9
            + "all winter.",
            [],
        ),
        ("Nobody knows why the harbour of Hollin was closed to trawlers.", []),
        # It says the same, but hardly in the words of the question.
        ("Ada Finch shut the port of Hollin to trawlers.", []),
    ],
)
def test_what_answers_by_its_words_has_most_of_them_and_is_near(
    tmp_path: Path, other: str, others: list[str]
) -> None:
    found = answer(
        tmp_path,
        WHO,
        a=article("Ben Carr closed the harbour of Hollin to trawlers."),
        b=article(other),
    )
    assert ids(found.alternatives) == others


def test_a_name_may_be_asked_without_capitals(tmp_path: Path) -> None:
    assert ids(answer(tmp_path, MANY.casefold(), a=say(0, 90), b=say(1, 80)).conflicting) == ["b"]


def test_another_figure_is_that_of_the_outlet_asked_for_alone(tmp_path: Path) -> None:
    texts = {
        "a": article(f"{BROKE.format(90)} Reuters reported that."),
        "b": say(1, 80),
        "c": article(f"Reuters says: {SAID[2].format(70)}"),
    }
    found = answer(
        tmp_path, "how many ropes did the storm of Hollin break according to Reuters?", **texts
    )
    assert sorted((ids(found.candidates)[0], *ids(found.conflicting))) == ["a", "c"]


def test_an_outlet_alone_has_no_others(tmp_path: Path) -> None:
    said = "Reuters reported that the storm of Hollin broke 90 ropes."
    assert (
        answer(
            tmp_path,
            "what did Reuters report?",
            a=article(said),
            b=article("Bloomberg reported that the storm broke ropes."),
        ).alternatives
        == ()
    )


def test_who_asks_for_an_outlet_hears_of_other_outlets_only(tmp_path: Path) -> None:
    found = answer(
        tmp_path,
        "which agency reported that the storm of Hollin broke ropes?",
        a=article("The storm of Hollin broke ropes, Reuters reported."),
        b=article("The storm of Hollin broke ropes, Bloomberg reported."),
        c=article("The storm of Hollin broke ropes, Finch feared."),
        d=article("Ropes of Hollin are dear, AFP reported."),
    )
    assert sorted(around(found)) == ["a", "b"]


def test_an_abstention_has_no_others(tmp_path: Path) -> None:
    found = answerer(tmp_path, {"a": say(0, 90), "b": say(1, 80)}, min_confidence=1.0).answer(
        Question(MANY)
    )
    assert (found.answered, found.alternatives, found.conflicting) == (False, (), ())


def newest(folder: Path, **articles: str) -> tuple[str, list[str], list[str]]:
    """The article of the answer, those with other figures, and those with older ones."""
    found = answer(folder, MANY, **articles)
    return found.candidates[0].passage.article.id, ids(found.conflicting), ids(found.superseded)


def test_a_figure_of_a_later_day_comes_first(tmp_path: Path) -> None:
    assert newest(tmp_path, a=say(0, 90, date="2025-01-01"), b=say(1, 80, date="2025-01-02")) == (
        "b",
        ["a"],
        ["a"],
    )
    assert newest(tmp_path, a=say(0, 90, date="2025-01-02"), b=say(1, 80, date="2025-01-01")) == (
        "a",
        ["b"],
        ["b"],
    )


def test_figures_of_one_day_or_without_a_day_stand_side_by_side(tmp_path: Path) -> None:
    assert newest(tmp_path, a=say(0, 90, date="2025-01-01"), b=say(1, 80, date="2025-01-01")) == (
        "a",
        ["b"],
        [],
    )
    assert newest(tmp_path, a=say(0, 90, date="2025-01-01"), b=say(1, 80)) == ("a", ["b"], [])


def test_figures_of_this_month_are_of_the_month_of_their_article(tmp_path: Path) -> None:
    of_month = "The storm of Hollin did break {} ropes this month."
    assert newest(
        tmp_path,
        a=article(of_month.format(90), date="2025-06-30"),
        b=article(of_month.format(80), date="2025-07-30"),
    ) == ("a", [], [])


def test_who_asks_for_a_month_is_not_answered_with_another_one(tmp_path: Path) -> None:
    texts = {
        "a": say(0, 90, date="2025-06-30"),
        "b": say(1, 80, date="2025-07-30"),
        "c": say(2, 70, date="2025-06-12"),
    }
    found = answer(tmp_path, "how many ropes did the storm of Hollin break in June?", **texts)
    assert (ids(found.candidates)[0], ids(found.superseded)) == ("a", ["c"])


def test_where_days_do_not_tell_the_newer_figure_says_so(tmp_path: Path) -> None:
    risen = article("The number of ropes that the storm of Hollin did break has risen to 120.")
    assert newest(tmp_path, a=say(0, 90), b=risen) == ("b", ["a"], ["a"])
    # Of two that say so, the one that names the other as the one before.
    first = article("The number of ropes that the storm of Hollin did break rose to 100.")
    second = article(
        "On the quay of Hollin the number of ropes that the storm did break rose to 120, up from 100."
    )
    assert newest(tmp_path, a=first, b=second) == ("b", ["a"], ["a"])


def test_the_newest_figure_is_shown_with_its_sentence_and_its_own_confidence(
    tmp_path: Path,
) -> None:
    toll = "So many were lost. In Hollin 120 ropes are known to have been broken by last week's storm now. Ships left."
    before = answer(tmp_path, MANY, a=say(0, 90, date="2025-01-01"))
    found = answer(
        tmp_path, MANY, a=say(0, 90, date="2025-01-01"), b=article(toll, date="2025-01-03")
    )
    assert found.best == found.candidates[0]
    best = found.candidates[0]
    assert best.passage.text[best.sentence.start : best.sentence.end].startswith(
        "In Hollin 120 ropes"
    )
    assert [one.passage.id for one in found.candidates] == ["b#0", "a#0"]
    assert 0.4 < found.confidence < before.confidence - 0.02


def test_a_figure_that_would_not_be_answered_with_is_not_told(tmp_path: Path) -> None:
    texts = {
        "a": say(0, 90),
        "b": article(
            "The storm raged on. People of Hollin who should know say that it broke 80 ropes."
        ),
    }
    shown = [
        len(answerer(tmp_path, texts, min_confidence=sure).answer(Question(MANY)).conflicting)
        for sure in (0.0, 0.99)
    ]
    assert shown == [1, 0]


def test_a_reprint_is_as_old_as_the_text(tmp_path: Path) -> None:
    found = newest(
        tmp_path,
        a=say(0, 90, date="2025-01-05"),
        b=say(1, 80, date="2025-01-02"),
        c=say(0, 90, date="2025-01-01"),
    )
    assert found == ("b", ["a"], ["a"])
