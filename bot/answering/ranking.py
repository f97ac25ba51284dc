"""Candidates for a question, best first, with what speaks for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from bot.answering import choice
from bot.answering.choice import SentenceEvidence
from bot.answering.evidence import Evidence, Match, Weighing, length, match
from bot.answering.followup import borrowed, leaning
from bot.answering.period import Period, asked_period
from bot.answering.question import Asked, Kind, Synonyms
from bot.answering.reading import Reading
from bot.answering.weights import Weights
from bot.model import Attribution, Question, Span

POOL = 30
"""How many passages of the index are looked at closely."""
ARTICLES = 3
"""Of how many articles all passages are looked at, whatever words they share with the question."""
OF_AN_ARTICLE = 12
"""How many passages of such an article."""
SYNONYM = 0.3
"""The weight of a synonym in the search."""
DEEP = 120
"""How many articles are searched for."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate."""

    passage: int
    score: float
    sentence: Span
    covered: float
    """The share of the question's mass in its sentence."""
    lacking: frozenset[str]
    """Terms of the question that neither passage nor heading nor title has."""
    evidence: Evidence
    choices: tuple[SentenceEvidence, ...]
    """What speaks for each of its sentences."""
    cites: bool
    """It cites an outlet that the question asks for."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What all candidates of a question are weighed with."""

    weighing: Weighing
    articles: Mapping[int, float]
    """BM25+ by article."""
    outlets: frozenset[str]
    """Ids of the outlets asked for."""
    shown: frozenset[int]
    home: int | None
    """The article that the last answer came from."""
    leaning: float
    period: Period | None


class Ranking:
    """Ranks the passages of one corpus."""

    def __init__(self, reading: Reading, attributions: Sequence[Attribution], synonyms: Synonyms, weights: Weights) -> None:
        self._reading = reading
        self._attributions = attributions
        self._synonyms = synonyms
        self._weights = weights

    def near(self, asked: Asked) -> dict[str, tuple[str, ...]]:
        """The synonyms of each term of a question."""
        return {term: self._synonyms.of(term) for term in asked.terms} if asked.language.code == "en" else {}

    def rank(self, asked: Asked, question: Question) -> list[Ranked]:
        """The candidates, best first."""
        reading, near = self._reading, self.near(asked)
        lent = borrowed(asked, question.history)
        query = dict(lent)
        for term, others in near.items():
            for other in others:
                query[other] = max(query.get(other, 0.0), SYNONYM * asked.terms[term])
        query |= asked.terms
        articles = {hit.passage: hit.score for hit in reading.articles.search(query, DEEP)}
        forwards = (reading.passages, reading.titles, reading.headings)
        shown = [number for turn in question.history if turn.passage and (number := reading.corpus.find(turn.passage)) is not None]
        context = _Context(
            weighing=Weighing(asked, lent, {term: reading.index.idf(term) for term in query}, near, forwards),
            articles=articles,
            outlets=frozenset(outlet.id for outlet in asked.outlets if outlet.id),
            shown=frozenset(shown),
            home=reading.corpus.article_of(shown[-1]) if shown else None,
            leaning=leaning(asked),
            period=asked_period(question.text, question.today),
        )
        found = [self._candidate(passage, context) for passage in sorted(self._pool(asked, query, context)) if self._speaks(passage, asked)]
        # Whoever asks for an outlet wants what it says, before all that others say.
        found.sort(key=lambda one: (not one.cites, -one.score, one.passage))
        return found

    def cites(self, passage: int, ids: Collection[str]) -> bool:
        """Whether a passage cites one of these outlets."""
        return any(citation.outlet_id in ids for citation in self._attributions[passage].citations)

    def _pool(self, asked: Asked, query: Mapping[str, float], context: _Context) -> set[int]:
        """Passages that share words with the question, and all of the articles that share most."""
        reading, articles = self._reading, context.articles
        pool = {hit.passage for hit in reading.index.search(query, POOL)}
        for article in sorted(articles, key=lambda one: (-articles[one], one))[:ARTICLES]:
            pool.update(reading.corpus.passages_of(article)[:OF_AN_ARTICLE])
        if context.outlets:
            citing = [number for number in range(len(self._attributions)) if self.cites(number, context.outlets)]
            pool |= {hit.passage for hit in reading.index.search(query, POOL, within=citing)}
            # The words asked for may stand in the title alone.
            pool.update(passage for passage in citing if not asked.terms or reading.corpus.article_of(passage) in articles)
        return pool

    def _speaks(self, passage: int, asked: Asked) -> bool:
        code = self._reading.languages[self._reading.corpus.article_of(passage)]
        return not asked.language.code or not code or code == asked.language.code

    def _candidate(self, number: int, context: _Context) -> Ranked:
        cut = self._reading.passages[number]
        matches = match(cut, self._reading.corpus[number].text, context.weighing)
        choices = choice.evidence(matches, context.weighing)
        place = choice.best(choices, self._weights.sentence)
        evidence, lacking = self._evidence(number, context, matches, place)
        score = sum(map(mul, self._weights.ranking, evidence))
        covered = context.weighing.share(matches[place].own)
        return Ranked(number, score, cut.spans[place], covered, lacking, evidence, tuple(choices), self.cites(number, context.outlets))

    def _evidence(self, number: int, context: _Context, matches: Sequence[Match], place: int) -> tuple[Evidence, frozenset[str]]:
        reading, weighing, asked = self._reading, context.weighing, context.weighing.asked
        article = reading.corpus.article_of(number)
        cut, date = reading.passages[number], reading.corpus.article(article).date
        own_terms, title_terms, heading_terms = weighing.own
        title = {title_terms[one] for one in reading.titles[article].terms[0] if one in title_terms}
        heading = {heading_terms[one] for one in reading.headings[number].terms[0] if one in heading_terms}
        own = set().union(*(one.own for one in matches))
        near = set().union(*(one.near for one in matches)) - own
        chosen = matches[place]
        first = reading.corpus.passages_of(article)[0]
        lead = {own_terms[one] for terms in reading.passages[first].terms for one in terms if one in own_terms}
        counts = Counter(own_terms[one] for terms in cut.terms for one in terms if one in own_terms)
        lacking = weighing.wanted - own - title - heading
        evidence = Evidence(
            article=context.articles.get(article, 0.0) / weighing.total if weighing.total else 0.0,
            title=weighing.share(title),
            covered=weighing.share(own | title | heading),
            around=weighing.share(own | title | heading | lead),
            often=sum(weighing.share({term}) * (1 - 1 / times) for term, times in counts.items()),
            window=weighing.share(chosen.own | matches[place - 1].own if place else chosen.own),
            pairs=max(one.pairs for one in matches),
            synonyms=weighing.share(near),
            lent=weighing.lent_share([term for terms in cut.terms for term in terms]),
            kind=chosen.kind,
            elsewhere=float(not chosen.kind and any(one.kind for one in matches)),
            lacking=len(lacking) / len(weighing.wanted) if weighing.wanted else 0.0,
            length=length(sum(map(len, cut.terms))),
            cites=float(asked.kind is Kind.OUTLET and bool(self._attributions[number].citations)),
            dated=float(context.period is not None and date is not None and context.period.holds(date)),
            same=context.leaning * (article == context.home),
            shown=1 - weighing.share(chosen.own) if number in context.shown else 0.0,
        )
        return evidence, frozenset(asked.terms) - own - title - heading
