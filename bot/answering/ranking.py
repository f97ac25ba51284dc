"""Candidates for a question, best first, with what speaks for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answering import choice, evidence
from bot.answering.evidence import Case
from bot.answering.followup import borrowed, leaning
from bot.answering.question import Asked
from bot.answering.reading import Reading
from bot.answering.scene import Flags, Matrix, Vector, set_scene
from bot.answering.weights import Weights
from bot.index.forward import Numbers
from bot.model import Attribution, Mode, Question, Span

POOL = 30
"""How many passages of the index are looked at closely."""
ARTICLES = 3
"""Of how many articles all passages are looked at, whatever words they share with the question."""
OF_AN_ARTICLE = 12
"""How many passages of such an article."""
SYNONYM = 0.3
"""The weight of a synonym in the search."""
NARROWER = 0.15
"""The weight of a more exact word."""
NAMED = 1.0
"""What naming an outlet adds to the score where it is asked for, beside passages that merely go on from it."""
DEEP = 120
"""How many articles are searched for."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate."""

    passage: int
    score: float
    sentence: Span
    covered: float
    """The share of the question's mass in passage, heading and title."""
    told: bool
    """Its sentence holds the kind of thing asked for."""
    lacking: frozenset[str]
    """Terms of the question that neither passage nor heading nor title has, nor a synonym."""
    citing: bool
    """It cites an outlet."""
    wanted: bool
    """It cites an outlet that the question asks for."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates of a question with their evidence; vectors and matrices have a row a candidate, or a sentence of one."""

    case: Case
    choices: Matrix
    """What speaks for each sentence."""
    evidence: Matrix
    scores: Vector
    wanted: Flags
    """It cites an outlet that the question asks for."""
    order: Numbers
    """The candidates' rows, best first."""


class Ranker:
    """Ranks the passages of one corpus."""

    def __init__(self, reading: Reading, attributions: Sequence[Attribution], weights: Weights) -> None:
        self._reading = reading
        self._weights = weights
        self._citing = np.array([bool(one.citations) for one in attributions], dtype=bool)
        self._naming = np.array([any(citation.mode is Mode.NAMED for citation in one.citations) for one in attributions], dtype=bool)
        by_outlet: dict[str | None, list[int]] = {}
        for number, one in enumerate(attributions):
            for outlet in {citation.outlet_id or citation.outlet for citation in one.citations}:
                by_outlet.setdefault(outlet, []).append(number)
        self._by_outlet = {outlet: np.array(numbers) for outlet, numbers in by_outlet.items()}

    def rank(self, asked: Asked, question: Question) -> Ranking:
        """The candidates with what speaks for them."""
        reading = self._reading
        lent = borrowed(asked, question.history)
        query = dict(lent)
        for like, weight in ((asked.narrower, NARROWER), (asked.near, SYNONYM)):
            for term, others in like.items():
                for other in others:
                    query[other] = max(query.get(other, 0.0), weight * asked.terms[term])
        query |= asked.terms
        articles = {hit.passage: hit.score for hit in reading.articles.search(query, DEEP)}
        wanted = self._passages_citing(asked)
        passages = self._speaking(self._pool(asked, query, articles, wanted), asked)
        scene = set_scene(asked, lent, passages, reading)
        choices = choice.evidence(scene)
        shown = [number for turn in question.history if turn.passage and (number := reading.corpus.find(turn.passage)) is not None]
        case = Case(
            scene,
            chosen=choice.choose(scene, _weighed(choices, self._weights.sentence)),
            article_bm25=np.array([articles.get(int(one), 0.0) for one in scene.articles]),
            citing=self._citing[passages],
            dated=self._dated(asked, scene.articles),
            shown=np.isin(passages, shown),
            home=scene.articles == (reading.corpus.article_of(shown[-1]) if shown else -1),
            leaning=leaning(asked),
        )
        table = evidence.evidence(case)
        scores = _weighed(table, self._weights.ranking)
        cites = np.isin(passages, wanted)
        named = self._naming[passages] & cites
        # Whoever asks for an outlet wants what it says, before all that others say, and rather where it is named.
        return Ranking(case, choices, table, scores, cites, np.lexsort((passages, -scores - NAMED * named, ~cites)))

    def best(self, ranking: Ranking, most: int) -> list[Ranked]:
        """The first candidates."""
        scene = ranking.case.scene
        terms = list(scene.asked.terms)
        rows = ranking.order[:most]
        held = scene.held[rows]
        said = held | scene.sentences.any_of(scene.sentences.near)[rows]
        found = []
        for row, covered, has in zip(rows, scene.share(held), said, strict=True):
            chosen = ranking.case.chosen[row]
            found.append(
                Ranked(
                    passage=int(scene.passages[row]),
                    score=float(ranking.scores[row]),
                    sentence=self._reading.passages.span(int(scene.sentences.numbers[chosen])),
                    covered=float(covered),
                    told=bool(scene.sentences.told[chosen]),
                    lacking=frozenset(term for term, there in zip(terms, has, strict=True) if not there),
                    citing=bool(ranking.case.citing[row]),
                    wanted=bool(ranking.wanted[row]),
                )
            )
        return found

    def _passages_citing(self, asked: Asked) -> Numbers:
        """Passages that cite an outlet that the question asks for."""
        found = [self._by_outlet[outlet.key] for outlet in asked.outlets if outlet.key in self._by_outlet]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def _pool(self, asked: Asked, query: Mapping[str, float], articles: Mapping[int, float], wanted: Numbers) -> Numbers:
        """Passages that share words with the question, and all of the articles that share most."""
        reading = self._reading
        pool = {hit.passage for hit in reading.index.search(query, POOL)}
        for article in sorted(articles, key=lambda one: (-articles[one], one))[:ARTICLES]:
            pool.update(reading.corpus.passages_of(article)[:OF_AN_ARTICLE])
        if len(wanted):
            citing = wanted.tolist()
            pool |= {hit.passage for hit in reading.index.search(query, POOL, within=citing)}
            # The words asked for may stand in the title alone.
            pool.update([passage for passage in citing if not asked.terms or reading.corpus.article_of(passage) in articles][:POOL])
        return np.array(sorted(pool), dtype=np.int64)

    def _speaking(self, passages: Numbers, asked: Asked) -> Numbers:
        """Those that are in the question's language, as far as languages are known."""
        languages, corpus = self._reading.languages, self._reading.corpus
        speaks = [languages[corpus.article_of(int(one))] in {"", asked.language.code} for one in passages]
        return passages[np.array(speaks, dtype=bool)] if asked.language.code else passages

    def _dated(self, asked: Asked, articles: Numbers) -> Flags:
        period = asked.period
        if period is None:
            return np.zeros(len(articles), dtype=bool)
        dates = (self._reading.corpus.article(int(one)).date for one in articles)
        return np.array([date is not None and period.holds(date) for date in dates], dtype=bool)


def _weighed(table: Matrix, weights: Vector) -> Vector:
    """The weighted sums, rounded: a product of matrices may differ in the last digit between rows that are the same."""
    sums: Vector = np.round(table @ weights, 9)
    return sums
