"""From a question to an answer: candidates, ranking, sentence, confidence, and silence where the corpus has none."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.answering.confidence import Coverage, confidence
from bot.answering.evidence import Sentences, Weighing, holds_kind
from bot.answering.facts import asked_fact, fact
from bot.answering.followup import borrowed
from bot.answering.question import SYNONYM_WEIGHT, Asked, Kind, Synonyms, analyse
from bot.answering.weights import ConfidenceWeights, SentenceWeights, Weights
from bot.attribution.attribute import Attributor
from bot.corpus.corpus import Corpus
from bot.index.protocol import Index
from bot.model import Answer, Attribution, Candidate, Question, Span
from bot.text.sentences import sentences
from bot.text.tokens import Analyzer

POOL = 30
"""How many passages of the index are looked at closely."""
ALONE = 0.4
"""The margin of a candidate that has no other to be ahead of."""
ALSO = 0.8
"""How much of the best passage's coverage another outlet's must have to be named too."""
ANALYSED = 4096
"""How many passages' sentences are remembered."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    passage: int
    score: float
    sentence: Span
    coverage: Coverage


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
        self._analyzer = Analyzer()
        self._synonyms = Synonyms(self._analyzer)
        self._weights, self._sentence_weights, self._confidence_weights = Weights(), SentenceWeights(), ConfidenceWeights()
        texts = [self._analyzer.terms(corpus[passage].text) for passage in range(len(corpus))]
        self._passages = make_index(texts)
        articles = [range(0)] * corpus.article_count
        for article in range(corpus.article_count):
            articles[article] = corpus.passages_of(article)
        self._titles = [self._analyzer.terms(corpus.article(article).title or "") for article in range(corpus.article_count)]
        self._articles = make_index(
            [self._titles[article] + [term for passage in passages for term in texts[passage]] for article, passages in enumerate(articles)]
        )
        self._sentences = lru_cache(maxsize=ANALYSED)(self._cut)

    def answer(self, question: Question) -> Answer:
        """The answer, or an abstention with the candidates that came nearest."""
        asked = analyse(question.text, self._analyzer, self._attributor)
        ranked = self._rank(asked, question)
        candidates = tuple(Candidate(self._corpus[one.passage], one.score, one.sentence, self._attributions[one.passage]) for one in ranked[: question.k])
        found = self._fact(question)
        if found is not None:
            return found if found.fact is None else Answer(question, found.answered, found.confidence, candidates, found.fact)
        sure = confidence(ranked[0].coverage, self._confidence_weights) if ranked else 0.0
        unknown = tuple(word for term, word in asked.words.items() if not self._known(term))
        answered = bool(ranked) and sure >= self._min_confidence
        uncited = tuple(outlet.name for outlet in asked.outlets if not any(self._cites(one.passage, {outlet.id}) for one in ranked[:1]))
        others = self._others(asked, ranked) if answered and asked.kind is Kind.OUTLET else ()
        return Answer(question, answered, sure, candidates, uncited=uncited, others=others, unknown=unknown)

    def _cites(self, passage: int, ids: Container[str | None]) -> bool:
        return any(citation.outlet_id in ids for citation in self._attributions[passage].citations)

    def _others(self, asked: Asked, ranked: list[_Ranked]) -> tuple[Candidate, ...]:
        """Passages that cite an outlet not yet named and cover as much of the question as the first, or nearly."""
        if not asked.terms:
            return ()
        named = {citation.outlet for citation in self._attributions[ranked[0].passage].citations}
        found = []
        for one in ranked[1:]:
            citations = {citation.outlet for citation in self._attributions[one.passage].citations if citation.outlet}
            if citations - named and one.coverage.passage >= ALSO * ranked[0].coverage.passage:
                named |= citations
                found.append(Candidate(self._corpus[one.passage], one.score, one.sentence, self._attributions[one.passage]))
        return tuple(found)

    def coverage(self, question: Question) -> Coverage | None:
        """What the confidence in the first candidate is made of; None where there is no candidate."""
        ranked = self._rank(analyse(question.text, self._analyzer, self._attributor), question)
        return ranked[0].coverage if ranked else None

    def _known(self, term: str) -> bool:
        return any(self._articles.frequency(one) > 0 for one in (term, *self._synonyms.of(term)))

    def _rank(self, asked: Asked, question: Question) -> list[_Ranked]:
        lent = borrowed(asked, question.history, self._analyzer)
        query = dict(lent)
        for term, weight in asked.terms.items():
            for near in self._synonyms.of(term):
                query[near] = max(query.get(near, 0.0), SYNONYM_WEIGHT * weight)
        query |= asked.terms
        hits = {hit.passage: hit.score for hit in self._passages.search(query, POOL)}
        ids: frozenset[str | None] = frozenset(outlet.id for outlet in asked.outlets if outlet.id)
        if ids:
            citing = [number for number, one in enumerate(self._attributions) if any(c.outlet_id in ids for c in one.citations)]
            hits |= {hit.passage: hit.score for hit in self._passages.search(query, POOL, within=citing)}
            # The words asked for may stand in the title alone.
            about = {hit.passage for hit in self._articles.search(query, POOL)}
            for passage in citing:
                if passage not in hits and (not asked.terms or self._corpus.article_of(passage) in about):
                    hits[passage] = 0.0
        if not hits:
            return []
        articles = {hit.passage: hit.score for hit in self._articles.search(query, 4 * POOL)}
        weighing = Weighing(asked, lent, {term: self._passages.idf(term) for term in query}, self._synonyms)
        shown = {turn.passage for turn in question.history if turn.passage}
        scored = [self._score(passage, score, articles, weighing, ids) for passage, score in hits.items()]
        best = max(one.score for one in scored)
        scored = [self._give_way(one, best) if self._corpus[one.passage].id in shown else one for one in scored]
        # Whoever asks for an outlet wants what it says, before all that others say.
        scored.sort(key=lambda one: (not self._cites(one.passage, ids), -one.score, one.passage))
        return self._with_margin(scored)

    def _give_way(self, one: _Ranked, best: float) -> _Ranked:
        return _Ranked(one.passage, one.score - self._weights.shown * best * (1 - one.coverage.sentence), one.sentence, one.coverage)

    def _score(self, number: int, hit: float, articles: dict[int, float], weighing: Weighing, ids: frozenset[str | None]) -> _Ranked:
        weights, asked, total = self._weights, weighing.asked, weighing.total or 1.0
        passage = self._corpus[number]
        article = self._corpus.article_of(number)
        cut = self._sentences(number)
        own = frozenset(term for terms in cut.terms for term in terms)
        around = frozenset(self._titles[article]) | frozenset(self._analyzer.terms(passage.heading or ""))
        sentence, sentence_mass = self._best_sentence(passage.text, cut, weighing)
        text = passage.text[sentence.start : sentence.end]
        kind = holds_kind(asked.kind, text, asked)
        wanted = asked.names | asked.numbers
        lacking = sum(1 for term in wanted if term not in own and term not in around) / len(wanted) if wanted else 0.0
        cites = self._cites(number, ids)
        score = (
            hit
            + weights.article * articles.get(article, 0.0)
            + weights.title * weighing.covered(frozenset(self._titles[article]))
            + weights.heading * weighing.covered(frozenset(self._analyzer.terms(passage.heading or "")))
            + weights.sentence * sentence_mass
            + weights.bigram * max((weighing.bigrams(terms) for terms in cut.terms), default=0.0)
            + total * (weights.kind * kind - weights.names * lacking + weights.outlet * cites)
        )
        if asked.kind is Kind.OUTLET:
            score += total * weights.cited * bool(self._attributions[number].citations)
        return _Ranked(
            number,
            score,
            sentence,
            self._coverage(weighing, own | around, text, kind=kind, lacking=lacking, cites=cites, uncited=bool(ids) and not cites),
        )

    def _coverage(self, weighing: Weighing, terms: frozenset[str], sentence: str, *, kind: bool, lacking: float, cites: bool, uncited: bool) -> Coverage:
        total = weighing.total
        if not total:
            return Coverage(0.8, 0.8, 0.0, 0.0, 0.5, float(kind), uncited)
        unknown = sum(mass for term, mass in weighing.mass.items() if not self._known(term)) / total
        passage = weighing.covered(terms) / total
        return Coverage(
            passage=passage,
            # Of an outlet's own passages the whole is wanted, not the sentence that repeats the question.
            sentence=passage if cites else weighing.covered(frozenset(self._analyzer.terms(sentence))) / total,
            unknown=unknown,
            names=lacking,
            margin=0.0,
            kind=float(kind),
            uncited=uncited,
        )

    def _with_margin(self, scored: list[_Ranked]) -> list[_Ranked]:
        first = scored[0]
        behind = max(0.0, scored[1].score) if len(scored) > 1 else 0.0
        margin = (first.score - behind) / first.score if first.score > 0 and len(scored) > 1 else ALONE
        c = first.coverage
        sure = replace(c, margin=margin)
        return [_Ranked(first.passage, first.score, first.sentence, sure), *scored[1:]]

    def _best_sentence(self, text: str, cut: Sentences, weighing: Weighing) -> tuple[Span, float]:
        weights, total = self._sentence_weights, weighing.total or 1.0
        best, best_score, best_mass = Span(0, len(text)), float("-inf"), 0.0
        for place, (span, terms) in enumerate(zip(cut.spans, cut.terms, strict=True)):
            held = frozenset(terms)
            mass = weighing.covered(held) + 0.5 * weighing.borrowed_covered(held)
            score = mass + weights.bigram * weighing.bigrams(terms)
            score += total * weights.kind * holds_kind(weighing.asked.kind, text[span.start : span.end], weighing.asked)
            score += total * weights.first * (place == 0)
            if score > best_score:
                best, best_score, best_mass = span, score, mass
        return best, best_mass

    def _cut(self, number: int) -> Sentences:
        text = self._corpus[number].text
        spans = tuple(sentences(text))
        return Sentences(spans, tuple(tuple(self._analyzer.terms(text[span.start : span.end])) for span in spans))

    def _fact(self, question: Question) -> Answer | None:
        """A question about an article itself: the fact, or an abstention when the article does not give it."""
        wanted = asked_fact(question.text)
        if wanted is None:
            return None
        article, sure = self._article_about(wanted.topic, question)
        if article is None:
            return None
        found = fact(wanted.field, self._corpus.article(article))
        return Answer(question, found is not None and sure >= self._min_confidence, sure if found else 0.0, fact=found)

    def _article_about(self, topic: str, question: Question) -> tuple[int | None, float]:
        terms = dict.fromkeys(self._analyzer.terms(topic), 1.0)
        if not terms:
            last = next((turn.passage for turn in reversed(question.history) if turn.passage), None)
            passage = self._corpus.find(last) if last else None
            if passage is not None:
                return self._corpus.article_of(passage), 0.9
            return (0, 0.9) if self._corpus.article_count == 1 else (None, 0.0)
        hits = self._articles.search(terms, 20)
        if not hits:
            return None, 0.0
        mass = {term: self._articles.idf(term) for term in terms}
        total = sum(mass.values())

        def titled(article: int) -> float:
            return sum(mass[term] for term in terms if term in self._titles[article])

        best = max(hits, key=lambda hit: (hit.score + 2 * titled(hit.passage), -hit.passage)).passage
        covered = sum(mass[term] for term in terms if self._articles.search({term: 1.0}, 1, within=[best])) / total
        return best, 0.95 * covered
