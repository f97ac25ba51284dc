"""From a question to an answer: candidates, sentence, confidence, and silence where the corpus has none."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from bot.answering import alike
from bot.answering.about import About
from bot.answering.confidence import UNCITED, Coverage, confidence
from bot.answering.question import Asked, Opposites, Synonyms, analyse
from bot.answering.ranking import Ranked, Ranking
from bot.answering.reading import Reading
from bot.answering.spelling import Spelling
from bot.answering.weights import WEIGHTS, Weights
from bot.attribution.attribute import Attributor
from bot.corpus.corpus import Corpus
from bot.index.protocol import Index
from bot.model import Answer, Attribution, Candidate, Meant, Question
from bot.text.language import Language, Languages


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
        self._min_confidence = min_confidence
        self._languages = Languages()
        self._reading = Reading(corpus, self._languages, make_index)
        self._synonyms = Synonyms(self._languages.of("en").analyzer)
        self._opposites = Opposites(self._languages.of("en").analyzer)
        self._ranking = Ranking(self._reading, attributions, self._synonyms, WEIGHTS)
        self._spelling = Spelling(self._reading.words)
        self._about = About(self._reading)

    def answer(self, question: Question) -> Answer:
        """The answer, or an abstention with the candidates that came nearest."""
        language = self._language(question)
        asked, meant, suggested = self._repaired(analyse(question.text, language, self._attributor))
        ranked = self._ranking.rank(asked, question)
        candidates = tuple(map(self._shown, ranked[: question.k]))
        found = self._about.answer(question, asked.language.analyzer, self._min_confidence)
        if found is not None:
            return found if found.fact is None else Answer(question, found.answered, found.confidence, candidates, found.fact)
        sure = confidence(self._coverage(ranked, asked), WEIGHTS.confidence) if ranked else 0.0
        uncited = tuple(outlet.name for outlet in asked.outlets if not (ranked and self._ranking.cites(ranked[0].passage, {outlet.id or ""})))
        if asked.outlets and len(uncited) == len(asked.outlets):
            sure *= UNCITED
        answered = bool(ranked) and sure >= self._min_confidence
        unknown = tuple(word for term, word in asked.words.items() if not self._known(term, asked))
        foreign = None if not language.code or language.code in self._reading.languages or not all(self._reading.languages) else language.code
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
            meant=meant,
            suggested=suggested,
            foreign=foreign,
        )

    def examine(self, question: Question, weights: Weights) -> tuple[list[Ranked], Coverage | None]:
        """The candidates with all their evidence, and what the confidence in the first is made of: what weights are learned from."""
        asked, *_ = self._repaired(analyse(question.text, self._language(question), self._attributor))
        ranked = Ranking(self._reading, self._attributions, self._synonyms, weights).rank(asked, question)
        return ranked, self._coverage(ranked, asked) if ranked else None

    def _language(self, question: Question) -> Language:
        """The language of a question: as it shows, else as the corpus speaks."""
        return self._languages.of(self._languages.detect(question.text) or self._reading.spoken[0])

    def _repaired(self, asked: Asked) -> tuple[Asked, tuple[Meant, ...], tuple[Meant, ...]]:
        """The question with words that no article holds read as the one that is near; and what was near where more than one was."""
        meant: dict[str, str] = {}
        read: list[Meant] = []
        suggested: list[Meant] = []
        for term, word in asked.words.items():
            near = () if self._known(term, asked) else self._spelling.near(word)
            if len(near) == 1:
                meant[term] = self._reading.words[near[0]]
                read.append(Meant(word, self._written(near[0])))
            else:
                suggested += [Meant(word, self._written(one)) for one in near]
        return (asked.reading(meant) if meant else asked), tuple(read), tuple(suggested)

    def _written(self, word: str) -> str:
        """A word as the first passage that holds it writes it; of a word that only titles hold, case-folded."""
        term = self._reading.words[word]
        for hit in self._reading.index.search({term: 1.0}, 1):
            code = self._reading.languages[self._corpus.article_of(hit.passage)]
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
        return any(map(self._reading.known, (term, *self._ranking.near(asked).get(term, ()))))

    def _coverage(self, ranked: Sequence[Ranked], asked: Asked) -> Coverage:
        first = ranked[0]
        evidence, index = first.evidence, self._reading.index
        mass = {term: weight * index.idf(term) for term, weight in asked.terms.items()}
        total = sum(mass.values()) or 1.0
        sentence = self._sentence(first)
        said = set(asked.language.analyzer.terms(sentence))
        chances = [math.exp(min(0.0, one.score - first.score)) for one in ranked]
        return Coverage(
            one=1.0,
            unknown=sum(mass[term] for term in mass if not self._known(term, asked)) / total,
            rarest=max((mass[term] for term in first.lacking), default=0.0) / total,
            names=evidence.lacking,
            negated=float(bool(asked.language.negation.search(asked.text)) and not asked.language.negation.search(sentence)),
            contrary=float(asked.language.code == "en" and self._opposites.meets(set(asked.terms) - said, said)),
            ahead=1 / sum(chances),
            article=min(2.0, evidence.article) / 2,
        )
