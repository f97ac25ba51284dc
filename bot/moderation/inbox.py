"""Questions that were not answered or voted wrong, near wordings together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.store.records import (
    AbstentionReason,
    AnswerRecord,
    InboxItem,
    InboxState,
    LoggedQuestion,
)
from bot.text.digest import digest
from bot.text.language import languages

_KEY_BYTES = 8
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MIN_TERMS = 2
"""A question of fewer words is only told from others by the one that it goes on from."""


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """A question, in all the wordings that come to the same words."""

    key: str
    records: tuple[AnswerRecord, ...]
    """The answers that were not given or voted wrong, the newest first; at least one."""
    previous: str
    """The question that the newest goes on from, where it says little by itself."""
    wrong_votes: int
    item: InboxItem | None
    """What a moderator has made of it; None where nobody has."""

    @property
    def question(self) -> str:
        """The newest wording."""
        return asked_text(self.records[0])

    @property
    def other_wordings(self) -> tuple[str, ...]:
        """The other wordings, the newest first."""
        wordings = {
            _folded(asked_text(record)): asked_text(record) for record in self.records[::-1]
        }
        wordings.pop(_folded(self.question))
        return tuple(reversed(wordings.values()))

    @property
    def people(self) -> int:
        """How many people asked."""
        return len({record.author for record in self.records})

    @property
    def unanswered(self) -> AnswerRecord | None:
        """The newest of them that was not answered."""
        return next((record for record in self.records if record.abstained), None)

    @property
    def missing_words(self) -> tuple[str, ...]:
        """The words that the articles, or the closest passage, lacked last."""
        return self.unanswered.missing_words if self.unanswered else ()

    @property
    def reason(self) -> AbstentionReason:
        """Why it was not answered last."""
        return self.unanswered.reason if self.unanswered else AbstentionReason.NONE

    @property
    def closest_passage(self) -> str:
        """Id of the passage that came nearest, or was given and voted wrong; may be empty."""
        newest = self.records[0]
        if newest.abstained:
            return newest.closest_passage
        return next((shown.passage for shown in newest.quoted if not shown.field), "")

    @property
    def links(self) -> tuple[AnswerRecord, ...]:
        """The answers that can be led to, the newest first."""
        return tuple(record for record in self.records if jump_url(record))

    @property
    def state(self) -> InboxState:
        """How far it is; what is asked again after it was resolved is open again."""
        if self.item is None:
            return InboxState.OPEN
        again = self.item.state is InboxState.RESOLVED and self.records[0].at > self.item.at
        return InboxState.OPEN if again else self.item.state


def group_questions(
    logged: Iterable[LoggedQuestion],
    items: Iterable[InboxItem],
    earlier: Mapping[str, str],
) -> tuple[InboxEntry, ...]:
    """Put questions with the same words together, those asked most first, then the newest.

    `logged` come newest first; `earlier` has the texts of questions, by their ids, that short ones
    go on from.
    """
    states = {item.key: item for item in items}
    groups: dict[str, list[LoggedQuestion]] = defaultdict(list)
    for question in logged:
        previous = earlier.get(question.answer.follows, "")
        groups[question_key(asked_text(question.answer), previous)].append(question)
    entries = [
        InboxEntry(
            key,
            tuple(question.answer for question in group),
            _previous(group[0].answer, earlier),
            sum(question.wrong_votes for question in group),
            states.get(key),
        )
        for key, group in groups.items()
    ]
    return tuple(sorted(entries, key=lambda entry: (-len(entry.records), -entry.records[0].at)))


def question_key(text: str, previous: str = "") -> str:
    """Return what stands for the words of a question, in 16 hexadecimal digits.

    `previous` is the question that it goes on from, which counts where it says little by itself.
    """
    terms = content_terms(text)
    if len(terms) < _MIN_TERMS:
        terms |= content_terms(previous)
    # Where nothing but function words is left, the wording itself must do.
    return digest(" ".join(sorted(terms)) or _folded(text), _KEY_BYTES).hex()


def goes_on(record: AnswerRecord) -> bool:
    """Return whether a question says so little that the one before it must be known."""
    return bool(record.follows) and len(content_terms(asked_text(record))) < _MIN_TERMS


def content_terms(text: str) -> set[str]:
    """Return the stems of the words of a question, without those that decide nothing."""
    known = languages()
    language = known.get(known.detect(text) or ("uk" if _CYRILLIC.search(text) else "en"))
    terms = set(language.analyzer.terms(text))
    return terms - language.faint_terms or terms


def asked_text(record: AnswerRecord) -> str:
    """Return what was asked, as far as it is known."""
    return " ".join((record.question_text or record.text).split())


def jump_url(record: AnswerRecord) -> str | None:
    """Return the address of an answer that everybody in its channel sees; None for any other.

    Only answers on Discord are kept beyond the process that gave them.
    """
    if not (is_public(record) and record.channel and record.messages):
        return None
    return f"https://discord.com/channels/{record.server}/{record.channel}/{record.messages[0]}"


def is_public(record: AnswerRecord) -> bool:
    """Return whether everybody in a channel of a server saw what was asked."""
    return not record.private and bool(record.server)


def open_entries(entries: Sequence[InboxEntry]) -> tuple[InboxEntry, ...]:
    """Return the questions that are not resolved."""
    return tuple(entry for entry in entries if entry.state is not InboxState.RESOLVED)


def _previous(record: AnswerRecord, earlier: Mapping[str, str]) -> str:
    return earlier.get(record.follows, "") if goes_on(record) else ""


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
