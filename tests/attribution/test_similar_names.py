from __future__ import annotations

import pytest

from bot.attribution.similar_names import similar_names

NAMES = ["The New York Times", "The Washington Post", "Arden Gazette", "Reuters", "Sky News"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Foo Times", ("The New York Times",)),
        ("the Evening Post", ("The Washington Post",)),
        ("Rueters", ("Reuters",)),
        ("arden gazete", ("Arden Gazette",)),
        ("the News", ()),
        ("Sentinel", ()),
        ("?", ()),
    ],
)
def test_names_that_share_a_word_or_are_written_alike(name: str, near: tuple[str, ...]) -> None:
    assert similar_names(name, NAMES) == near


def test_no_more_than_three_the_nearest_first() -> None:
    names = [f"{word} Post" for word in ("Arden", "Welm", "Hahn", "Evening Arden")]
    found = similar_names("Evening Post", names)
    assert len(found) == 3
    assert found[0] == "Evening Arden Post"
