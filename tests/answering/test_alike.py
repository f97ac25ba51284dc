"""Other passages that answer too."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering import alike
from bot.answering.question import analyse
from bot.answering.thesaurus.thesaurus import Thesaurus
from bot.model import Answer, Question
from bot.text.language import Languages
from tests.answering.corpora import ATTRIBUTOR, answerer, article

ENGLISH = Languages().of("en")
THESAURUS = Thesaurus(ENGLISH.analyzer)

MANY = "how many ropes did the storm of Hollin break?"
WHEN = "when did the storm of Hollin begin?"
MONEY = "how much did the ropes of Hollin cost?"


def differ(question: str, one: str, other: str) -> bool:
    return alike.differ(analyse(question, ENGLISH, ATTRIBUTOR, THESAURUS), one, other)


@pytest.mark.parametrize(
    ("question", "one", "other", "different"),
    [
        ("when did it open?", "It opened on 4 May 2024.", "It opened on 9 May 2024.", True),
        ("when did it open?", "It opened on May 4.", "It opened on June 4.", True),
        ("when did it open?", "It opened on May 4.", "It opened on 4th May.", False),
        (MANY, "It broke 1,200 ropes.", "It broke 1,300 ropes.", True),
        (MANY, "It broke 1,200 ropes.", "It broke 1200 ropes.", False),
        (MANY, "It broke 1 200 ropes.", "It broke 1\u00a0200 ropes.", False),
        (MANY, "It broke 1,200,000 ropes.", "It broke 1200000 ropes.", False),
        (MANY, "It broke 1.2 tons of rope.", "It broke 12 tons of rope.", True),
        (MANY, "It broke 12 ropes.", "It broke 12 ropes and 3 masts.", False),
        (MANY, "It broke 12 ropes.", "It broke many ropes.", False),
        (MANY, "It broke all ropes.", "It broke many ropes.", False),
        (WHEN, "It began on 4 May.", "It began on 5 May.", True),
        (WHEN, "It began on 4 May.", "On May 4 it began.", False),
        (WHEN, "It began on 4 May 2024.", "On May 4 2024 it began.", False),
        (WHEN, "It began on 4 May 2024.", "On May 4, 2024, it began.", False),
        (WHEN, "It began on 4 May.", "It broke 90 ropes.", False),
        (MONEY, "They cost 90 crowns.", "They cost 80 crowns.", True),
        (MONEY, "They cost 90 crowns.", "They weigh 80 stone.", False),
        ("what share of the ropes broke?", "Some 5 percent broke.", "Some 6 percent broke.", True),
        ("how long did the ropes hold?", "They held 5 days.", "They held 6 days.", True),
        ("who sold the ropes?", "Finch sold 5 ropes.", "Finch sold 6 ropes.", False),
        # What the question says itself is no answer.
        ("how many of the 90 ropes broke?", "Of 90 ropes 5 broke.", "Of 90 ropes 6 broke.", True),
        ("how many of the 90 ropes broke?", "Of 90 ropes 5 broke.", "Of 90 ropes some broke.", False),
        ("how many of the 1,200 ropes broke?", "Of 1200 ropes 5 broke.", "Of 1,200 ropes some broke.", False),
    ],
)
def test_figures(question: str, one: str, other: str, different: bool) -> None:
    assert differ(question, one, other) is different
    assert differ(question, other, one) is different


def answer(folder: Path, question: str, **articles: str) -> Answer:
    found = answerer(folder, articles, min_confidence=0.0).answer(Question(question))
    assert found.answered
    return found


def around(found: Answer) -> list[str]:
    """The articles of the answer and of the others, in order."""
    return [one.passage.article.id for one in (found.candidates[0], *found.others)]


BROKE = "The storm of Hollin did break {} ropes."


def test_another_figure_is_told_apart_from_the_same(tmp_path: Path) -> None:
    found = answer(tmp_path, MANY, a=article(BROKE.format("1,200")), b=article(BROKE.format("1200")), c=article(BROKE.format("900")))
    assert around(found) == ["a", "b", "c"]
    assert [one.passage.article.id for one in found.differing] == ["c"]


def test_others_come_newest_first_and_those_without_a_date_last(tmp_path: Path) -> None:
    dates = {"b": "2025-01-05", "c": "2025-03-05", "d": None, "e": "2025-02-05"}
    others = {name: article(BROKE.format(90), **({"date": date} if date else {})) for name, date in dates.items()}
    found = answer(tmp_path, MANY, a=article(BROKE.format(90), date="2025-01-01"), **others)
    assert around(found) == ["a", "c", "e", "b", "d"]


def test_no_more_than_a_few_others(tmp_path: Path) -> None:
    found = answer(tmp_path, MANY, **{f"a{number}": article(BROKE.format(90)) for number in range(9)})
    assert len(found.others) == alike.MOST


@pytest.mark.parametrize(
    ("one", "other", "others"),
    [
        (f"{BROKE} Reuters reported that.", f"{BROKE} Bloomberg reported that.", 1),
        (f"{BROKE} Reuters reported that.", f"{BROKE} Reuters reported that.", 0),
        (f"{BROKE} Reuters reported that.", BROKE, 1),
        (BROKE, BROKE, 1),
        (BROKE, "The storm of Sollen did break {} masts.", 0),
        (BROKE, "The storm of Hollin did break no ropes.", 0),
    ],
)
def test_another_source_is_another_outlet_or_else_another_article(tmp_path: Path, one: str, other: str, others: int) -> None:
    found = answer(tmp_path, MANY, a=article(one.format(90)), b=article(other.format(90)))
    assert len(found.others) == others


def test_one_article_is_one_source(tmp_path: Path) -> None:
    assert answer(tmp_path, MANY, a=article(BROKE.format(90), BROKE.format(80))).others == ()


def test_an_outlet_alone_has_no_others(tmp_path: Path) -> None:
    said = "Reuters reported that the storm of Hollin broke 90 ropes."
    assert answer(tmp_path, "what did Reuters report?", a=article(said), b=article("Bloomberg reported that the storm broke ropes.")).others == ()


def test_who_asks_for_an_outlet_hears_of_other_outlets_only(tmp_path: Path) -> None:
    found = answer(
        tmp_path,
        "which agency reported that the storm of Hollin broke ropes?",
        a=article("The storm of Hollin broke ropes, Reuters reported."),
        b=article("The storm of Hollin broke ropes, Bloomberg reported."),
        c=article("The storm of Hollin broke ropes, Finch feared."),
    )
    assert sorted(around(found)) == ["a", "b"]


def test_an_abstention_has_no_others(tmp_path: Path) -> None:
    articles = {"a": article(BROKE.format(90)), "b": article(BROKE.format(80))}
    found = answerer(tmp_path, articles, min_confidence=1.0).answer(Question(MANY))
    assert (found.answered, found.others, found.differing) == (False, (), ())
