"""Every reason for which a change of the articles is refused is a sentence in every language."""

from __future__ import annotations

import pytest

from bot.chat.i18n import LANGUAGES, translations
from bot.chat.rendering.error_messages import error_text
from bot.moderation.refusals import ChangeRefused, Refusal


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_is_a_sentence(language: str, reason: Refusal) -> None:
    said = error_text(translations(language), ChangeRefused(reason, "a.md", "b.md", 5))
    assert said.endswith(".")
    assert said == " ".join(said.split())


def test_every_sentence_has_its_refusal() -> None:
    keys = {key for key in translations().messages if key.startswith("refusal.")}
    assert keys == {f"refusal.{reason}" for reason in Refusal}


def test_names_from_outside_stay_in_their_line() -> None:
    refused = ChangeRefused(Refusal.UNSEEN_SIGN, "a\u202e\n# b.md")
    assert error_text(translations(), refused) == (
        "“a # b.md” contains invisible characters. Please type the name again."
    )
