"""From a question to an answer: candidates, sentence, confidence, and silence where the corpus has none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.answering.about import About
from bot.answering.alike import LOOKED_AT, Company
from bot.answering.allowed import Allowed
from bot.answering.confidence import UNCITED, Grounds, chance, outlet_alone, values
from bot.answering.newest import NewestFirst, on_its_days
from bot.answering.question import Asked, analyse, opposites
from bot.answering.ranking import Ranked, Ranker, Ranking
from bot.answering.reading import Reading
from bot.answering.reprints import reprints
from bot.answering.scene import Vector
from bot.answering.thesaurus.thesaurus import thesaurus
from bot.answering.weights import Weights, read_weights
from bot.attribution.attribute import Attributor
from bot.attribution.packed import Attributions
from bot.model import Answer, Candidate, Meant, Question, Reprint
from bot.text.language import UNKNOWN, Language, languages


@dataclass(frozen=True, slots=True)
class _Heard:
    """A question as it is understood, with slips of the pen."""

    asked: Asked
    unknown: frozenset[str]
    """Terms that stand in no article, nor does a synonym."""
    meant: tuple[Meant, ...]
    """What was taken for a slip."""
    suggested: tuple[Meant, ...]
    """What was near where more than one word was."""


class Answerer:
    """Answers from one corpus; never changed once built, so that threads may share it."""

    def __init__(self, reading: Reading, attributions: Attributions, attributor: Attributor, min_confidence: float) -> None:
        self.reading = reading
        self._corpus = reading.corpus
        self._attributions = attributions
        self._attributor = attributor
        self._min_confidence = min_confidence
        self._languages = languages()
        self._thesaurus = thesaurus()
        self._opposites = opposites()
        self._weights = read_weights()
        self._ranker = Ranker(self.reading, attributions, self._weights)
        self._about = About(self.reading, self._thesaurus)
        self.allowed = Allowed(reading, attributions, attributor)
        self._newest = NewestFirst(self.reading, attributions)

    def answer(self, question: Question) -> Answer:
        """The answer, or an abstention with the candidates that came nearest."""
        language = self._language(question)
        allowed = self.allowed.left(question.only)
        told = self._about.answer(question, language.analyzer, self._min_confidence, allowed)
        if told is not None and told.fact is None:
            return told
        heard = self._repaired(self._asked(question, language))
        asked = heard.asked
        ranking = self._ranker.rank(asked, question, allowed)
        ranked = self._ranker.best(ranking, max(question.k, LOOKED_AT))
        candidates = tuple(map(self._shown, ranked[: question.k]))
        if told is not None:
            return replace(told, candidates=candidates)
        repeated = reprints([one.passage for one in ranked], self.reading, self._attributions)
        copies = [row for row, one in zip(ranking.order.tolist(), ranked, strict=False) if one.passage in repeated]
        sure, uncited = self._sure(heard, ranking, ranked, copies)
        answered = bool(ranked) and sure >= self._min_confidence
        foreign = None if not language.code or language.code in self.reading.spoken or UNKNOWN in self.reading.spoken else language.code
        found = Answer(
            question,
            answered,
            sure,
            candidates,
            uncited=uncited,
            words=len(asked.informative) + bool(asked.outlets),
            unknown=tuple(word for term, word in asked.words.items() if term in heard.unknown),
            lacking=tuple(word for term, word in asked.words.items() if term not in heard.unknown and ranked and term in ranked[0].lacking),
            meant=heard.meant,
            suggested=heard.suggested,
            foreign=foreign,
            allowed=None if allowed is None else len(allowed.passages),
            undated=self.allowed.undated(question.only),
            reprints=self._named(repeated),
        )
        return self._accompanied(found, heard, ranking, ranked, repeated, copies) if answered else found

    def _accompanied(
        self, found: Answer, heard: _Heard, ranking: Ranking, ranked: Sequence[Ranked], repeated: Mapping[int, int], copies: Sequence[int]
    ) -> Answer:
        """An answer with what else answers; where another figure takes the place of its own, with that one first."""

        def chances(rows: Sequence[int], said: Collection[str]) -> list[float]:
            credited = self._ranker.crediting(ranking, rows, said)
            by_row = dict(zip(ranking.order.tolist(), ranked, strict=False))
            grounds = (self._grounds(credited, row, by_row[row], heard, (*rows, *copies), figured=True) for row in rows)
            return [chance(values(one), self._weights.confidence) for one in grounds]

        def shown(one: Ranked) -> Candidate:
            figure = beside.figures.get(one.passage)
            return replace(self._shown(one), figure=figure.span if figure else None)

        company = Company(heard.asked, ranking, ranked, self.reading, self._attributions, repeated)
        beside = company.beside(chances, self._min_confidence)
        candidates = found.candidates
        if beside.first is not ranked[0]:
            first = shown(beside.first)
            candidates = (first, *(one for one in candidates if one.passage.id != first.passage.id))[: found.question.k]
        return replace(
            found,
            confidence=found.confidence if beside.confidence is None else beside.confidence,
            candidates=candidates,
            others=tuple(map(shown, beside.others)),
            differing=tuple(map(shown, beside.differing)),
            older=tuple(map(shown, beside.older)),
            reprints=self._named(beside.reprints),
        )

    def _named(self, reprints: Mapping[int, int]) -> tuple[Reprint, ...]:
        return tuple(Reprint(self._corpus[one].id, self._corpus[other].id) for one, other in reprints.items())

    def latest(self, question: Question) -> Answer | None:
        """The newest passages on what the question names, one of each article, or the ordinary abstention; None where it names nothing."""
        heard = self._repaired(self._asked(question, self._language(question)))
        asked = on_its_days(heard.asked)
        if not asked.terms and not asked.outlets and not asked.period:
            return None
        allowed = self.allowed.left(question.only)
        found = self._newest.find(asked, question.k, None if allowed is None else allowed.passages)
        if not found:
            return replace(self.answer(question), answered=False, fact=None, others=(), differing=())
        candidates = tuple(Candidate(self._corpus[one.passage], one.score, one.sentence, self._attributions[one.passage]) for one in found)
        return Answer(question, answered=True, confidence=1.0, candidates=candidates, meant=heard.meant)

    def outlets_named(self, text: str) -> tuple[str, ...]:
        """The keys of the outlets that a text names, for `Attributions.cited_by`."""
        return tuple(outlet.key for outlet in self._attributor.asked_outlets(text, self._attributions.uncatalogued))

    def examine(self, question: Question, weights: Weights) -> tuple[Ranking, Vector | None]:
        """The candidates with all their evidence, and the grounds of the confidence in the first: what weights are learned from."""
        heard = self._repaired(self._asked(question, self._language(question)))
        ranker = Ranker(self.reading, self._attributions, weights)
        ranking = ranker.rank(heard.asked, question)
        first = ranker.best(ranking, 1)
        return ranking, values(self._grounds(ranking, int(ranking.order[0]), first[0], heard)) if first else None

    def _sure(self, heard: _Heard, ranking: Ranking, ranked: Sequence[Ranked], copies: Sequence[int]) -> tuple[float, tuple[str, ...]]:
        """The chance that the first candidate answers; and the outlets asked for that it does not cite."""
        asked = heard.asked
        # A text that stands in several files is as likely as one.
        grounds = self._grounds(ranking, int(ranking.order[0]), ranked[0], heard, copies) if ranked else None
        sure = chance(values(grounds), self._weights.confidence) if grounds else 0.0
        uncited = tuple(outlet.name for outlet in asked.outlets if not (ranked and self._cites(ranked[0].passage, outlet.key)))
        if asked.outlets and len(uncited) == len(asked.outlets):
            return sure * UNCITED, uncited
        if ranked and asked.outlets and not asked.terms:
            return outlet_alone(ranking.case, int(ranking.order[0])), uncited
        return sure, uncited

    def _asked(self, question: Question, language: Language) -> Asked:
        """The question taken apart, without the words of its time that no article has in its text but one has as its date."""
        asked = analyse(question.text, language, self._attributor, self._thesaurus, self._attributions.uncatalogued, question.today)
        period = asked.period
        unheard = {term for term in language.analyzer.terms(period.text) if not self.reading.known(term)} if period else set()
        if period and unheard and period.holding(self.reading.dates).any():
            return asked.without(unheard)
        return asked

    def _language(self, question: Question) -> Language:
        """The language of a question: one of the articles' unless it is plainly another; where it does not tell, the one that knows most of its words."""

        def known(language: Language) -> int:
            return sum(map(self.reading.known, language.analyzer.terms(question.text)))

        spoken = [code for code in self.reading.spoken if code]
        understood = self._languages.of_question(question.text, spoken) if spoken else [self._languages.of(UNKNOWN)]
        return understood[0] if len(understood) == 1 else max(understood, key=known)

    def _repaired(self, asked: Asked) -> _Heard:
        """The question with words that no article holds read as the one that is near."""
        unknown = self._unknown(asked)
        meant: dict[str, str] = {}
        read: list[Meant] = []
        suggested: list[Meant] = []
        for term, word in asked.words.items():
            near = self.reading.spelling.near(word) if term in unknown else ()
            if len(near) == 1:
                [(other, meant[term])] = near
                if other != word.casefold():
                    read.append(Meant(word, self._written(*near[0])))
            else:
                suggested += [Meant(word, self._written(*one)) for one in near]
        if meant:
            asked = asked.reading(meant, self._thesaurus)
            unknown = self._unknown(asked)
        return _Heard(asked, unknown, tuple(read), tuple(suggested))

    def _unknown(self, asked: Asked) -> frozenset[str]:
        known = self.reading.known
        return frozenset(term for term in asked.terms if not known(term) and not any(map(known, asked.near.get(term, ()))))

    def _written(self, word: str, term: str) -> str:
        """A word as the first passage that holds it writes it; of a word that only titles hold, case-folded."""
        for hit in self.reading.index.search({term: 1.0}, 1):
            code = self.reading.language_of(hit.passage)
            text = self._corpus[hit.passage].text
            for token in self._languages.of(code).analyzer.tokens(text):
                if token.term == term:
                    return text[token.start : token.end]
        return word

    def _sentence(self, one: Ranked) -> str:
        return self._corpus[one.passage].text[one.sentence.start : one.sentence.end]

    def _shown(self, one: Ranked) -> Candidate:
        return Candidate(self._corpus[one.passage], one.score, one.sentence, self._attributions[one.passage], one.holds, one.holds_titled)

    def _cites(self, passage: int, outlet: str) -> bool:
        return any(citation.key == outlet for citation in self._attributions[passage].citations)

    def _grounds(self, ranking: Ranking, row: int, one: Ranked, heard: _Heard, without: Sequence[int] = (), *, figured: bool = False) -> Grounds:
        """Of the candidate of a row, were it not for those of some other rows; whether it was found to give the figure asked for."""
        asked = ranking.case.scene.asked
        scores = ranking.scores.copy()
        scores[[other for other in without if other != row]] = -np.inf
        sentence = self._sentence(one)
        said = set(asked.language.analyzer.terms(sentence))
        denies = asked.language.negation.search
        return Grounds(
            ranking.case,
            row,
            scores,
            ranking.evidence[row],
            unknown=np.array([term in heard.unknown for term in asked.terms], dtype=bool),
            wanted=one.wanted,
            negated=bool(denies(asked.text)) and not denies(sentence),
            figured=figured,
            contrary=asked.language.code == "en" and self._opposites.meets(set(asked.terms) - said, said),
        )
