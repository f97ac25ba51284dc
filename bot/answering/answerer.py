"""From a question to an answer: candidates, sentence, confidence, and silence where the corpus has none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from bot.answering import alike
from bot.answering.about import About
from bot.answering.confidence import UNCITED, Grounds, chance, outlet_alone, values
from bot.answering.question import Asked, Opposites, analyse
from bot.answering.ranking import Ranked, Ranker, Ranking
from bot.answering.reading import Reading
from bot.answering.scene import Vector
from bot.answering.spelling import Spelling
from bot.answering.thesaurus.thesaurus import Thesaurus
from bot.answering.weights import Weights, read_weights
from bot.attribution.attribute import Attributor, uncatalogued
from bot.corpus.corpus import Corpus
from bot.index.protocol import Index
from bot.model import Answer, Attribution, Candidate, Meant, Question
from bot.text.language import UNKNOWN, Language, Languages

LOOKED_AT = 15
"""How many candidates may be named beside the first."""


class Answerer:
    """Answers from one corpus; never changed once built, so that threads may share it."""

    def __init__(
        self,
        corpus: Corpus,
        attributions: Sequence[Attribution],
        attributor: Attributor,
        make_index: Callable[[Iterable[Sequence[str]]], Index],
        min_confidence: float,
    ) -> None:
        self._corpus = corpus
        self._attributions = attributions
        self._attributor = attributor
        self._uncatalogued = uncatalogued(attributions)
        self._min_confidence = min_confidence
        self._languages = Languages()
        self.reading = Reading(corpus, self._languages, make_index)
        self._thesaurus = Thesaurus(self._languages.of("en").analyzer)
        self._opposites = Opposites(self._languages.of("en").analyzer)
        self._weights = read_weights()
        self._ranker = Ranker(self.reading, attributions, self._weights)
        self._spelling = Spelling(self.reading.words)
        self._about = About(self.reading, self._thesaurus)

    def answer(self, question: Question) -> Answer:
        """The answer, or an abstention with the candidates that came nearest."""
        language = self._language(question)
        asked, meant, suggested = self._repaired(self._asked(question, language))
        ranking = self._ranker.rank(asked, question)
        ranked = self._ranker.best(ranking, max(question.k, LOOKED_AT))
        candidates = tuple(map(self._shown, ranked[: question.k]))
        found = self._about.answer(question, asked.language.analyzer, self._min_confidence)
        if found is not None:
            return found if found.fact is None else Answer(question, found.answered, found.confidence, candidates, found.fact)
        sure = chance(values(self._grounds(ranking, ranked[0])), self._weights.confidence) if ranked else 0.0
        uncited = tuple(outlet.name for outlet in asked.outlets if not (ranked and self._cites(ranked[0].passage, outlet.key)))
        if asked.outlets and len(uncited) == len(asked.outlets):
            sure *= UNCITED
        elif ranked and asked.outlets and not asked.terms:
            sure = outlet_alone(ranking.case, int(ranking.order[0]))
        answered = bool(ranked) and sure >= self._min_confidence
        unknown = tuple(word for term, word in asked.words.items() if not self._known(term, asked))
        foreign = None if not language.code or language.code in self.reading.languages or not all(self.reading.languages) else language.code
        also = alike.others(asked, ranked, self._corpus, self._attributions) if answered else []
        return Answer(
            question,
            answered,
            sure,
            candidates,
            uncited=uncited,
            others=tuple(map(self._shown, also)),
            differing=tuple(self._shown(one) for one in also if alike.differ(asked, self._sentence(ranked[0]), self._sentence(one))),
            unknown=unknown,
            lacking=tuple(word for term, word in asked.words.items() if word not in unknown and ranked and term in ranked[0].lacking),
            meant=meant,
            suggested=suggested,
            foreign=foreign,
        )

    def examine(self, question: Question, weights: Weights) -> tuple[Ranking, Vector | None]:
        """The candidates with all their evidence, and the grounds of the confidence in the first: what weights are learned from."""
        asked, *_ = self._repaired(self._asked(question, self._language(question)))
        ranker = Ranker(self.reading, self._attributions, weights)
        ranking = ranker.rank(asked, question)
        first = ranker.best(ranking, 1)
        return ranking, values(self._grounds(ranking, first[0])) if first else None

    def _asked(self, question: Question, language: Language) -> Asked:
        """The question taken apart, without the words of its time that no article has in its text but one has as its date."""
        asked = analyse(question.text, language, self._attributor, self._thesaurus, self._uncatalogued, question.today)
        period = asked.period
        unheard = {term for term in language.analyzer.terms(period.text) if not self.reading.known(term)} if period else set()
        dates = (self._corpus.article(number).date for number in range(self._corpus.article_count))
        if period and unheard and any(date is not None and period.holds(date) for date in dates):
            return asked.without(unheard)
        return asked

    def _language(self, question: Question) -> Language:
        """The language of a question: one of the articles' unless it is plainly another; where it does not tell, the one that knows most of its words."""

        def known(language: Language) -> int:
            return sum(map(self.reading.known, language.analyzer.terms(question.text)))

        spoken = [code for code in self.reading.spoken if code]
        languages = self._languages.of_question(question.text, spoken) if spoken else [self._languages.of(UNKNOWN)]
        return languages[0] if len(languages) == 1 else max(languages, key=known)

    def _repaired(self, asked: Asked) -> tuple[Asked, tuple[Meant, ...], tuple[Meant, ...]]:
        """The question with words that no article holds read as the one that is near; and what was near where more than one was."""
        meant: dict[str, str] = {}
        read: list[Meant] = []
        suggested: list[Meant] = []
        for term, word in asked.words.items():
            near = () if self._known(term, asked) else self._spelling.near(word)
            if len(near) == 1:
                meant[term] = self.reading.words[near[0]]
                if near[0] != word.casefold():
                    read.append(Meant(word, self._written(near[0])))
            else:
                suggested += [Meant(word, self._written(one)) for one in near]
        return (asked.reading(meant, self._thesaurus) if meant else asked), tuple(read), tuple(suggested)

    def _written(self, word: str) -> str:
        """A word as the first passage that holds it writes it; of a word that only titles hold, case-folded."""
        term = self.reading.words[word]
        for hit in self.reading.index.search({term: 1.0}, 1):
            code = self.reading.languages[self._corpus.article_of(hit.passage)]
            text = self._corpus[hit.passage].text
            for token in self._languages.of(code).analyzer.tokens(text):
                if token.term == term:
                    return text[token.start : token.end]
        return word

    def _sentence(self, one: Ranked) -> str:
        return self._corpus[one.passage].text[one.sentence.start : one.sentence.end]

    def _shown(self, one: Ranked) -> Candidate:
        return Candidate(self._corpus[one.passage], one.score, one.sentence, self._attributions[one.passage])

    def _known(self, term: str, asked: Asked) -> bool:
        return any(map(self.reading.known, (term, *asked.near.get(term, ()))))

    def _cites(self, passage: int, outlet: str) -> bool:
        return any((citation.outlet_id or citation.outlet) == outlet for citation in self._attributions[passage].citations)

    def _grounds(self, ranking: Ranking, first: Ranked) -> Grounds:
        row, asked = int(ranking.order[0]), ranking.case.scene.asked
        sentence = self._sentence(first)
        said = set(asked.language.analyzer.terms(sentence))
        denies = asked.language.negation.search
        return Grounds(
            ranking.case,
            row,
            ranking.scores,
            ranking.evidence[row],
            unknown=np.array([not self._known(term, asked) for term in asked.terms], dtype=bool),
            wanted=first.wanted,
            negated=bool(denies(asked.text)) and not denies(sentence),
            contrary=asked.language.code == "en" and self._opposites.meets(set(asked.terms) - said, said),
        )
