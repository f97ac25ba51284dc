"""Find other passages that answer too, alike or with another figure, and which is the newest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.figures.candidate_figures import CandidateFigures
from bot.answering.figures.figure import Figure
from bot.answering.figures.figure_extractor import FigureExtractor
from bot.answering.question.answer_type import AnswerType
from bot.answering.question.parsing import ParsedQuestion
from bot.answering.ranking.ranker import RankedPassage, Ranking
from bot.attribution.attribution_store import AttributionStore

MIN_COVERAGE_RATIO = 0.8
"""How much of the first passage's coverage another's must have."""
MAX_SCORE_GAP = 2.0
"""How far behind its score may be: less likely by e to this power, in the ranking's own model."""
MAX_ALTERNATIVES = 5
"""How many others are named."""
MAX_CANDIDATES = 15
"""How many candidates may be named beside the first."""
MAX_OTHER_FIGURES = 2
"""How many other figures are shown: as many as the buttons of an answer carry."""


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """An answer with what stands beside it."""

    answer: RankedPassage
    """The newest, where its figure takes the place of another one's."""
    confidence: float | None = None
    """The chance that it answers, where it is not the one that was ranked first."""
    alternatives: tuple[RankedPassage, ...] = ()
    """What answers too, the newest first."""
    conflicting: tuple[RankedPassage, ...] = ()
    """What of it gives another figure, older ones first."""
    superseded: tuple[RankedPassage, ...] = ()
    """Those of them whose figure the answer's takes the place of."""
    reprints: Mapping[int, int] = field(default_factory=dict)
    """By passage that repeats another of the candidates, that one."""
    figures: Mapping[int, Figure] = field(default_factory=dict)
    """By passage, the figure asked for that it gives."""


@dataclass(frozen=True, slots=True)
class _CandidateFigure:
    """A candidate with its figure."""

    candidate: RankedPassage
    figure: Figure
    article: int
    day: int
    """The day its text was first published on, as `date.toordinal` counts; 0 where unknown."""

    @property
    def with_figure_sentence(self) -> RankedPassage:
        """The candidate with the sentence that has the figure."""
        return replace(self.candidate, sentence=self.figure.sentence)

    def conflicts_with(self, other: _CandidateFigure) -> bool:
        """Tell whether both give another figure for one thing."""
        return (
            self.figure.is_specific
            and other.figure.is_specific
            and not self.figure.agrees_with(other.figure)
        )

    def supersedes(self, other: _CandidateFigure) -> bool:
        """Tell whether this figure came later: its text did, by a day or more, or else says so."""
        if self.article == other.article:
            return False
        if self.day and other.day and self.day != other.day:
            return self.day > other.day
        if self.figure.replaces(other.figure) or other.figure.replaces(self.figure):
            return self.figure.replaces(other.figure)
        return self.figure.is_update and not other.figure.is_update


class AlternativeFinder:
    """The candidates of one question, each beside the others."""

    def __init__(
        self,
        query: ParsedQuestion,
        ranking: Ranking,
        ranked: Sequence[RankedPassage],
        analyzed: AnalyzedCorpus,
        attributions: AttributionStore,
        reprints: Mapping[int, int],
    ) -> None:
        """Take the question, its candidates best first, their corpus, and which repeat another."""
        self._asked, self._ranked, self._analyzed, self._attributions = (
            query,
            ranked,
            analyzed,
            attributions,
        )
        self._rows = {
            int(ranking.context.table.passages[row]): int(row)
            for row in ranking.order[: len(ranked)]
        }
        self._reader = FigureExtractor.for_question(query)
        self._figures = CandidateFigures(self._reader, ranking, analyzed) if self._reader else None
        self.reprints = dict(reprints)

    def find(
        self,
        probabilities: Callable[[Sequence[int], Collection[str]], Sequence[float]],
        min_probability: float,
    ) -> AnswerSet:
        """Find what stands beside the first candidate, which answers.

        Other figures count from `min_probability` on. `probabilities` gives, for the candidates of
        some rows, how likely each answers by itself if it has some terms in whatever words.
        """
        first = self._ranked[0]
        if self._figures is None or self._reader is None:
            return AnswerSet(
                first,
                alternatives=tuple(self._one_per_source(first, self._similar_answers(first))),
                reprints=self.reprints,
            )
        accounts = self._comparable_figures(self._figures)
        if not accounts:
            return AnswerSet(first, reprints=self.reprints)
        rows = [self._rows[account.candidate.passage] for account in accounts]
        found_probabilities = (
            probabilities(rows, self._reader.implied_terms) if len(rows) > 1 else [1.0]
        )
        pairs = zip(accounts, found_probabilities, strict=True)
        accounts = [
            candidate_figure
            for candidate_figure, probability in pairs
            if candidate_figure is accounts[0] or probability >= min_probability
        ]
        newest = accounts[0]
        for account in accounts[1:]:
            if account.conflicts_with(newest) and account.supersedes(newest):
                newest = account
        differing = _conflicting(newest, accounts)
        older = [
            candidate_figure
            for candidate_figure in differing
            if newest.supersedes(candidate_figure)
        ]
        shown = [
            candidate_figure.with_figure_sentence
            for candidate_figure in (
                *older,
                *(
                    candidate_figure
                    for candidate_figure in differing
                    if candidate_figure not in older
                ),
            )
        ]
        agreeing = [
            account.with_figure_sentence
            for account in accounts
            if account is not newest and account.figure.agrees_with(newest.figure)
        ]
        return AnswerSet(
            newest.candidate if newest is accounts[0] else newest.with_figure_sentence,
            None
            if newest is accounts[0]
            else found_probabilities[rows.index(self._rows[newest.candidate.passage])],
            tuple(
                sorted(
                    (*shown, *self._one_per_source(newest.candidate, agreeing)),
                    key=lambda ranked: -self._first_published(ranked.passage),
                )
            ),
            tuple(shown),
            tuple(shown[: len(older)]),
            self.reprints,
            {account.candidate.passage: account.figure for account in accounts},
        )

    def _comparable_figures(self, accounts: CandidateFigures) -> list[_CandidateFigure]:
        """Give comparable candidates, one an article; none where the first gives no figure."""
        found: list[_CandidateFigure] = []
        sources: list[tuple[tuple[str, ...], int]] = []
        for ranked in self._ranked[:MAX_CANDIDATES]:
            source, article = (
                self._source_key(ranked),
                self._analyzed.corpus.article_of(ranked.passage),
            )
            original = self.reprints.get(ranked.passage)
            # Within one article another outlet may give another figure.
            is_new_source = article not in {of for _, of in sources} or (
                ranked.has_citation and all(source != other for other, _ in sources)
            )
            figure = (
                accounts.find(self._rows[ranked.passage], chosen_only=not found)
                if is_new_source
                else None
            )
            if figure is None and not found:
                break
            if (self._asked.requested_outlets and not ranked.cites_requested) or (
                found and not self._is_in_period(article)
            ):
                continue
            if figure is None or (found and not figure.is_comparable_with(found[0].figure)):
                continue
            if original is not None and any(
                known.candidate.passage == original and known.figure.agrees_with(figure)
                for known in found
            ):
                continue
            self.reprints.pop(ranked.passage, None)
            sources.append((source, article))
            found.append(
                _CandidateFigure(ranked, figure, article, self._first_published(ranked.passage))
            )
        return found

    def _is_in_period(self, article: int) -> bool:
        """Whether an article is of the time that the question names; true where it names none."""
        period = self._asked.period
        return period is None or bool(period.mask(self._analyzed.date_ordinals[[article]])[0])

    def _similar_answers(self, first: RankedPassage) -> list[RankedPassage]:
        """Return the candidates that answer as well as the first one, by their words."""
        return [
            ranked
            for ranked in self._ranked[1:MAX_CANDIDATES]
            if self._asked.terms
            and ranked.passage not in self.reprints
            and _is_alternative(ranked, first, self._asked)
        ]

    def _one_per_source(
        self, first: RankedPassage, candidates: Sequence[RankedPassage]
    ) -> list[RankedPassage]:
        """One of each source besides the first one's, the newest first where dates are known."""
        known_sources = {self._source_key(first)}
        found: list[RankedPassage] = []
        for candidate in candidates:
            source = self._source_key(candidate)
            if len(found) < MAX_ALTERNATIVES and source not in known_sources:
                known_sources.add(source)
                found.append(candidate)
        return sorted(found, key=lambda ranked: -self._first_published(ranked.passage))

    def _source_key(self, ranked: RankedPassage) -> tuple[str, ...]:
        """Who says it: the outlets cited, else the article."""
        cited = tuple(
            sorted(
                {
                    citation.outlet
                    for citation in self._attributions[ranked.passage].citations
                    if citation.outlet
                }
            )
        )
        return cited or (f"#{self._analyzed.corpus.article_of(ranked.passage)}",)

    def _first_published(self, passage: int) -> int:
        """The first day on which the text of a passage stood somewhere; 0 where none is known."""
        texts = [
            passage,
            *(copy for copy, repeated in self.reprints.items() if repeated == passage),
        ]
        days = [
            int(self._analyzed.date_ordinals[self._analyzed.corpus.article_of(text)])
            for text in texts
        ]
        return min(filter(None, days), default=0)


def _conflicting(
    newest: _CandidateFigure, accounts: Sequence[_CandidateFigure]
) -> list[_CandidateFigure]:
    """Those with another figure than the newest, one of each figure."""
    found: list[_CandidateFigure] = []
    for account in accounts:
        if len(found) < MAX_OTHER_FIGURES and all(
            account.conflicts_with(other) for other in (newest, *found)
        ):
            found.append(account)
    return found


def _is_alternative(ranked: RankedPassage, first: RankedPassage, query: ParsedQuestion) -> bool:
    if query.answer_type is AnswerType.OUTLET:
        return ranked.has_citation and ranked.coverage >= MIN_COVERAGE_RATIO * first.coverage
    is_close = (
        ranked.score >= first.score - MAX_SCORE_GAP
        and ranked.coverage >= MIN_COVERAGE_RATIO * first.coverage
    )
    return (
        is_close
        and ranked.has_answer_type >= first.has_answer_type
        and not ranked.missing_terms - first.missing_terms
    )
