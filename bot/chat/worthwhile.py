"""Which other candidates of an answer are worth showing when somebody wants more, and which of them may stand as answers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from bot.chat.trail import END, Spot, Trail
from bot.model import Answer, Candidate
from bot.text.language import Languages
from bot.text.tokens import Analyzer

CANDIDATES = 20
"""How many are asked for."""
MOST_OF_IT = 0.8
"""How much of the question a passage must hold to stand as an answer; or how much of what the first holds, when it is near that one."""
NEAR = 2.0
"""How far behind the first its score may be then: e to this power times less likely, by the ranking's own model."""
LOOKED_AT = 20_000
"""Characters of a passage that are looked at."""


def rest_of(found: Answer, languages: Languages) -> Trail:
    """What to show after an answer: passages that may answer too, then those that hold at least a word of the question.

    After an abstention the closest passage comes first, whatever it holds, and nothing stands as an answer. After a fact nothing comes.
    """
    if found.fact is not None or not found.candidates:
        return END
    first = found.candidates[0]
    words = _Words.of(found, languages)
    answering: list[Candidate] = []
    close: list[Candidate] = [] if found.answered else [first]
    for one in found.candidates[1:]:
        if one in found.differing:
            # The first answer shows it whole.
            continue
        own = words.by_itself(one)
        if found.answered and (one in found.others or _answers(one, own, first, words)):
            answering.append(one)
        elif own or (not words.asked and _near(one, first)):
            close.append(one)
    return Trail(tuple(map(Spot.of, (*answering, *close))), len(answering))


def _answers(one: Candidate, own: int, first: Candidate, words: _Words) -> bool:
    if not own or own >= MOST_OF_IT * len(words.asked):
        return own > 0
    return _near(one, first) and words.with_title(one) >= MOST_OF_IT * words.with_title(first)


def _near(one: Candidate, first: Candidate) -> bool:
    return one.score >= first.score - NEAR


@dataclass(frozen=True, slots=True)
class _Words:
    """The informative words of a question, and how many of them a candidate holds."""

    asked: frozenset[str]
    analyzer: Analyzer

    @staticmethod
    def of(found: Answer, languages: Languages) -> _Words:
        """The words of an answer's question, in the language of the candidates, with slips of the pen as they were read."""
        first = found.candidates[0].passage
        language = languages.of(first.article.language or languages.detect(first.text))
        text = found.question.text
        for one in found.meant:
            text = text.replace(one.asked, one.read)
        terms = frozenset(language.analyzer.terms(text))
        return _Words(terms - language.weak or terms, language.analyzer)

    def by_itself(self, one: Candidate, *more: str | None) -> int:
        """How many its text and heading hold, and the outlets that it cites."""
        outlets = [name for citation in one.attribution.citations for name in (citation.outlet, citation.surface)]
        # Headings and names are soon met again.
        names = (self.analyzer.phrase(name[:LOOKED_AT]) for name in (one.passage.heading, *outlets, *more) if name)
        return len(self.asked.intersection(chain(self.analyzer.terms(one.passage.text[:LOOKED_AT]), *names)))

    def with_title(self, one: Candidate) -> int:
        """The same with the title of its article."""
        return self.by_itself(one, one.passage.article.title)
