"""What a number in a sentence counts, beside what a question wants counted."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import dropwhile, takewhile

from bot.answering.question import Asked
from bot.model import Span
from bot.text.counting import AskedFor, Counting
from bot.text.quantities import Quantity

COUNTED = "count"
_FAR = 80
"""Characters between a number and what became of whom it counts, at most."""
_WORDS = 4
"""So many words behind a number may name what it counts."""


class Counted:
    """Tells whether a number counts what one question wants."""

    def __init__(self, asked: Asked, wanted: AskedFor, counting: Counting) -> None:
        """Take the question, what it wants counted, and the words of its language."""
        self._asked, self._wanted, self._counting = asked, wanted, counting
        self._analyzer = asked.language.analyzer
        self.terms = frozenset(self._analyzer.terms(wanted.noun)) if wanted.noun else frozenset[str]()
        """Of the noun that is counted."""

    def rank(self, said: str, one: Quantity, clause: Span, *, part: bool) -> tuple[int, str] | None:
        """How well a number of a sentence fits, the better the less, and the kind of its figure; None where it does not.

        It is only a `part` where its sentence speaks of the whole as well.
        """
        found = self._fits(said, one, clause)
        # "Three of the ropes" can't be compared with all of them.
        part = part or self._counting.behind(said, one.end) > one.end
        return (found[0], f"{found[1]} of") if found and part else found

    def _fits(self, said: str, one: Quantity, clause: Span) -> tuple[int, str] | None:
        noun = self.noun(said, one, clause)
        people, fate = self._counting.people(noun), self._fate(said, one, clause)
        wanted = self._wanted
        if fate != wanted.fate and (fate is None or wanted.fate is not None or wanted.people or people):
            return None
        named = next((token for token in self._analyzer.tokens(noun) if self._is_counted(token.term)), None)
        if named is not None:
            return self._described(noun[: named.start], "")
        before = said[clause.start : one.start]
        if not wanted.people:
            # "Of the ropes 5 broke"
            headed = not noun or stands(self._asked, self._analyzer.terms(noun)[0], self._asked.terms)
            return (1, COUNTED) if headed and any(map(self._is_counted, self._analyzer.terms(before))) else None
        if people:
            general, span = people[0]
            return self._described(noun[: span.start], "" if general else noun[span.start : span.end])
        if (noun and not self._counting.fates(noun.split()[0])) or not wanted.fate:
            return None
        # A number without a noun counts what its clause speaks of the number of, else people of whom the question speaks.
        counts = self._counting.number_of(before)
        if counts is None or not self._analyzer.terms(counts) or self._counting.fates(counts):
            return 1, COUNTED
        general = any(one for one, _ in self._counting.people(counts))
        return 1, COUNTED if general else f"{COUNTED} {counts.casefold()}"

    def noun(self, said: str, one: Quantity, clause: Span) -> str:
        """The words right behind a number that may name what it counts."""
        start = self._counting.behind(said, one.end)
        behind = dropwhile(lambda token: start > one.end and token.text[0].isdigit(), self._analyzer.tokens(said[start : clause.end]))
        head = list(takewhile(lambda token: not token.stop, behind))[:_WORDS]
        return said[start + head[0].start : start + head[-1].end] if head else ""

    def _fate(self, said: str, one: Quantity, clause: Span) -> str | None:
        """What became of whom a number counts: what its clause says nearest to it, else the only thing that its sentence says."""
        fates = self._counting.fates(said)
        own = [(fate, _distance(one, span)) for fate, span in fates if clause.start <= span.start and span.end <= clause.end]
        if own:
            nearest, distance = min(own, key=lambda row: row[1])
            return nearest if distance <= _FAR else None
        only = {fate for fate, _ in fates}
        alone = len(only) == 1 and (self._counting.people(self.noun(said, one, clause)) or self._counting.updates(said[clause.start : clause.end]))
        return only.pop() if alone else None

    def _described(self, words: str, kind: str) -> tuple[int, str]:
        """A number whose noun has words before it: "houses" can't be compared with "wooden houses"."""
        tokens = [token for token in self._analyzer.tokens(words) if not token.stop and not self._counting.fates(token.text)]
        others = sorted(token.term for token in tokens if not self._is_asked(token.term))
        return int(bool(kind)), " ".join(filter(None, (COUNTED, *others, kind.casefold())))

    def _is_counted(self, term: str) -> bool:
        return stands(self._asked, term, self.terms)

    def _is_asked(self, term: str) -> bool:
        return self._is_counted(term) or stands(self._asked, term, self._asked.terms)


def _distance(one: Quantity, span: Span) -> int:
    return max(span.start - one.end, one.start - span.end)


def stands(asked: Asked, term: str, terms: Iterable[str]) -> bool:
    """Whether a term of a text stands for one of some of a question's."""
    return any(term == one or term in (*asked.near.get(one, ()), *asked.narrower.get(one, ())) for one in terms)
