"""Candidates for a question, best first, with what speaks for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from bot.answering import choice, evidence
from bot.answering.allowed import Left
from bot.answering.evidence import Case
from bot.answering.followup import borrowed, leaning
from bot.answering.question import Asked
from bot.answering.reading import Reading
from bot.answering.scene import Matrix, Vector, set_scene
from bot.answering.sought import Flags
from bot.answering.weights import Weights
from bot.attribution.packed import Attributions
from bot.compact.rows import Numbers
from bot.model import Question, Span

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
    holds: int
    """How many informative terms of the question passage and heading have, and of the outlets asked for it cites."""
    holds_titled: int
    """The same with the title."""


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
    """The candidates' rows, best first; without those that may not answer."""


class Ranker:
    """Ranks the passages of one corpus."""

    def __init__(self, reading: Reading, attributions: Attributions, weights: Weights) -> None:
        self._reading = reading
        self._weights = weights
        self._attributions = attributions

    def rank(self, asked: Asked, question: Question, allowed: Left | None = None) -> Ranking:
        """The candidates with what speaks for them; in the order are only those that are `allowed`, when that is given."""
        reading = self._reading
        lent = borrowed(asked, question.history)
        query = dict(lent)
        for like, weight in ((asked.narrower, NARROWER), (asked.near, SYNONYM)):
            for term, others in like.items():
                for other in others:
                    query[other] = max(query.get(other, 0.0), weight * asked.terms[term])
        query |= asked.terms
        articles = {hit.passage: hit.score for hit in reading.articles.search(query, DEEP)}
        if allowed is not None:
            articles |= {hit.passage: hit.score for hit in reading.articles.search(query, DEEP, allowed.articles)}
        wanted = _kept(self._passages_citing(asked), allowed)
        passages = self._speaking(self._pool(asked, query, articles, wanted, allowed), asked)
        scene = set_scene(asked, lent, passages, reading)
        choices = choice.evidence(scene)
        shown = [number for turn in question.history if turn.passage and (number := reading.corpus.find(turn.passage)) is not None]
        case = Case(
            scene,
            chosen=choice.choose(scene, _weighed(choices, self._weights.sentence)),
            article_bm25=np.array([articles.get(one, 0.0) for one in scene.articles.tolist()]),
            citing=self._attributions.citing[passages],
            dated=self._dated(asked, scene.articles),
            shown=_among(passages, shown),
            home=scene.articles == (reading.corpus.article_of(shown[-1]) if shown else -1),
            leaning=leaning(asked),
        )
        table = evidence.evidence(case)
        scores = _weighed(table, self._weights.ranking)
        cites = np.isin(passages, wanted)
        named = self._attributions.naming[passages] & cites
        # Whoever asks for an outlet wants what it says, before all that others say, and rather where it is named.
        order = np.lexsort((passages, -scores - NAMED * named, ~cites))
        if allowed is not None:
            # The others stay beside them: whatever is far behind one of those is hardly the answer.
            order = order[np.isin(passages[order], allowed.passages)]
        return Ranking(case, choices, table, scores, cites, order)

    def crediting(self, ranking: Ranking, rows: Sequence[int], terms: Collection[str]) -> Ranking:
        """The same candidates, where those of some rows and their answering sentences count as having some terms."""
        case, scene = ranking.case, ranking.case.scene
        columns = [column for column, term in enumerate(scene.asked.terms) if term in terms]
        sentences, words, chosen = scene.sentences, scene.words, case.chosen[rows]
        scene = replace(
            scene,
            held=_with(scene.held, rows, columns),
            words=replace(words, own=_with(words.own, rows, columns)),
            sentences=replace(sentences, words=replace(sentences.words, own=_with(sentences.words.own, chosen, columns))),
            window=_with(scene.window, chosen, columns),
        )
        case = replace(case, scene=scene)
        table = evidence.evidence(case)
        return replace(ranking, case=case, evidence=table, scores=_weighed(table, self._weights.ranking))

    def best(self, ranking: Ranking, most: int) -> list[Ranked]:
        """The first candidates."""
        case, scene = ranking.case, ranking.case.scene
        terms, span = list(scene.asked.terms), self._reading.passages.span
        rows = ranking.order[:most]
        chosen, held, wanted = case.chosen[rows], scene.held[rows], ranking.wanted[rows]
        informative = np.array([term in scene.asked.informative for term in terms], dtype=bool)
        columns = (
            scene.passages[rows],
            ranking.scores[rows],
            scene.sentences.numbers[chosen],
            scene.share(held),
            scene.sentences.told[chosen] > 0,
            ~(held | scene.words.near[rows]),
            case.citing[rows],
            wanted,
            scene.body[rows][:, informative].sum(axis=1) + wanted,
            held[:, informative].sum(axis=1) + wanted,
        )
        return [
            Ranked(passage, score, span(sentence), covered, told, frozenset(compress(terms, lacks)), *others)
            for passage, score, sentence, covered, told, lacks, *others in zip(*(column.tolist() for column in columns), strict=True)
        ]

    def _passages_citing(self, asked: Asked) -> Numbers:
        """Passages that cite an outlet that the question asks for, or come from it."""
        found = [self._attributions.of_outlet(outlet.key) for outlet in asked.outlets]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def _pool(self, asked: Asked, query: Mapping[str, float], articles: Mapping[int, float], wanted: Numbers, allowed: Left | None) -> Numbers:
        """Passages that share words with the question, and all of the articles that share most."""
        reading = self._reading
        pool = {hit.passage for hit in reading.index.search(query, POOL)}
        if allowed is not None:
            pool |= {hit.passage for hit in reading.index.search(query, POOL, within=allowed.passages)}
        for article in sorted(articles, key=lambda one: (-articles[one], one))[:ARTICLES]:
            pool.update(reading.corpus.passages_of(article)[:OF_AN_ARTICLE])
        if len(wanted):
            pool |= {hit.passage for hit in reading.index.search(query, POOL, within=wanted)}
            # The words asked for may stand in the title alone.
            titled = np.isin(reading.corpus.articles_of(wanted), list(articles)) | (not asked.terms)
            pool.update(wanted[titled][:POOL].tolist())
        return np.array(sorted(pool), dtype=np.int64)

    def _speaking(self, passages: Numbers, asked: Asked) -> Numbers:
        """Those that are in the question's language, as far as languages are known."""
        reading = self._reading
        if not asked.language.code or len(reading.codes) == 1:
            return passages
        speaks = np.array([code in {"", asked.language.code} for code in reading.codes], dtype=bool)
        understood: Numbers = passages[speaks[reading.language[reading.corpus.articles_of(passages)]]]
        return understood

    def _dated(self, asked: Asked, articles: Numbers) -> Flags:
        if asked.period is None:
            return np.zeros(len(articles), dtype=bool)
        return asked.period.holding(self._reading.dates[articles])


def _among(passages: Numbers, some: Collection[int]) -> Flags:
    return np.isin(passages, list(some)) if some else np.zeros(len(passages), dtype=bool)


def _with(flags: Flags, rows: Sequence[int] | Numbers, columns: Sequence[int]) -> Flags:
    credited = flags.copy()
    credited[np.asarray(rows)[:, None], columns] = True
    return credited


def _kept(passages: Numbers, allowed: Left | None) -> Numbers:
    kept: Numbers = passages if allowed is None else passages[np.isin(passages, allowed.passages)]
    return kept


def _weighed(table: Matrix, weights: Vector) -> Vector:
    """The weighted sums, rounded: a product of matrices may differ in the last digit between rows that are the same."""
    sums: Vector = table.dot(weights).round(9)
    return sums
