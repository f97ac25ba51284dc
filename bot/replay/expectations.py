"""What came back beside what was expected."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from bot.chat.messages.request_reply import Reply
from bot.replay.conversation import Expected


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What a step brought."""

    text: str
    """As the person sees it, without layout."""
    reply: Reply | None
    """None when nothing was said."""


def find_mismatches(expected: Expected, outcome: StepOutcome) -> list[str]:
    """Return a line or a small diff for each expectation that is not met."""
    wrong = []
    if expected.reply is not None and outcome.text.strip() != expected.reply.strip():
        wrong.append(
            "reply:\n"
            + "\n".join(
                difflib.ndiff(
                    expected.reply.strip().splitlines(), outcome.text.strip().splitlines()
                )
            )
        )
    wrong += [
        f"lacks {part!r}, said:\n{outcome.text}"
        for part in expected.contains
        if part not in outcome.text
    ]
    wrong += [
        f"should not say {part!r}, said:\n{outcome.text}"
        for part in expected.lacks
        if part in outcome.text
    ]
    for name, value in _observed(outcome).items():
        wanted = getattr(expected, name)
        if wanted is not None and wanted != value:
            wrong.append(f"{name}: expected {wanted!r}, got {value!r}")
    return wrong


def _observed(outcome: StepOutcome) -> dict[str, object]:
    reply = outcome.reply
    answer = reply.answer if reply else None
    shown = reply.shown if reply else None
    nearest = shown.attribution.nearest if shown else None
    origin = shown.attribution.origin if shown else None
    return {
        "passage": shown.passage.id if shown else None,
        "cites": tuple(
            citation.outlet or citation.surface for citation in shown.attribution.citations
        )
        if shown
        else None,
        "nearest": nearest.outlet if nearest else None,
        "origin": origin.outlet if origin else None,
        "abstains": not answer.answered if answer else None,
        "fact": answer.fact.text if answer and answer.fact else None,
        "private": reply.private if reply else False,
        "silent": reply is None,
        "error": reply.error if reply else False,
    }
