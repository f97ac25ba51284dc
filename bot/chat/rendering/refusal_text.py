"""Why a change of the articles is refused, as the moderator reads it."""

from __future__ import annotations

from bot.chat.i18n import Translations
from bot.chat.rendering.labels import label
from bot.moderation.refusals import ChangeRefused


def refusal_text(tr: Translations, refused: ChangeRefused) -> str:
    """Say in a sentence why nothing was changed, and what to do."""
    return tr(
        f"refusal.{refused.reason}",
        name=label(refused.name),
        detail=label(refused.detail),
        count=tr.number(refused.number),
        wait=tr.count("second", refused.number),
    )
