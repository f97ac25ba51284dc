"""Find the figure that each candidate gives, in the sentence that would answer by itself."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import numpy as np

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.figures.figure import DATE, Figure
from bot.answering.figures.figure_extractor import FigureExtractor
from bot.answering.ranking.ranker import Ranking
from bot.answering.ranking.term_matches import BoolArray
from bot.arrays.ragged import IntArray

_MID_SENTENCE = re.compile(r"[\w,]\s")
MAX_SENTENCES = 4
"""Of a passage, so many sentences that have the question's words are read for figures."""
MAX_ARTICLES_OF_RARE_NAME = 10
"""A name that no more articles have than these tells one event from others;"""
MAX_ARTICLE_SHARE_OF_RARE_NAME = 0.01
"""in large corpora this part of them. "How many voters" is asked of many."""
MAX_CHARS = 5_000
"""Characters of a passage that are searched for names of a question without capitals."""
MIN_TERMS = 2
"""A question of fewer words besides its figure needs them in the sentence itself."""


class CandidateFigures:
    """Reads the figures of a question's candidates."""

    def __init__(self, reader: FigureExtractor, ranking: Ranking, analyzed: AnalyzedCorpus) -> None:
        """Take what reads figures, the candidates, and the corpus that they are from."""
        self._reader, self._ranking, self._analyzed = reader, ranking, analyzed
        table = ranking.context.table
        self._is_required = np.array(
            [term in reader.required_terms for term in table.query.terms], dtype=bool
        )
        words = table.sentences.matches
        self._matched: BoolArray = words.exact | words.synonym | words.hyponym | words.same_prefix
        around = table.in_window | table.in_title[table.sentences.candidate_rows]
        held = self._matched | around
        self._matched_in_context = held
        columns = {term: column for column, term in enumerate(table.query.terms)}
        for item, other in reversed(reader.optional_name_terms.items()):
            held[:, columns[item]] |= held[:, columns[other]]
        self._missing_counts: IntArray = (~held)[:, self._is_required].sum(axis=1)
        most = max(
            MAX_ARTICLES_OF_RARE_NAME, MAX_ARTICLE_SHARE_OF_RARE_NAME * len(analyzed.article_index)
        )
        self._rare_terms = {
            columns[term]: term
            for term in reader.required_terms
            if analyzed.article_index.doc_frequency(term) <= most
        }

    def find(self, row: int, *, chosen_only: bool = False) -> Figure | None:
        """Return the figure of a row's candidate; None where no sentence would answer by itself.

        With `chosen_only` it is that of its answering sentence.
        """
        context = self._ranking.context
        sentences = context.table.sentences
        passage = int(context.table.passages[row])
        first = int(context.answer_sentences[row])
        own = (
            np.flatnonzero(sentences.candidate_rows == row)
            if not chosen_only
            else np.array([first])
        )
        # What the sentence itself has of the question decides, the answering sentence first.
        has = self._matched[own][:, self._is_required].sum(axis=1) + 0.5 * (own == first)
        text = self._analyzed.corpus[passage].text
        for sentence in own[np.argsort(-has, kind="stable")][:MAX_SENTENCES].tolist():
            if self._missing_counts[sentence] > 1:
                continue
            figure = self._reader.extract(
                text,
                self._analyzed.passages.sentence_span(int(sentences.ids[sentence])),
                self._article_date(passage),
            )
            if figure is not None and self._is_complete_answer(sentence, figure):
                return replace(figure, is_specific=self._is_specific(sentence, text))
        return None

    def _is_complete_answer(self, sentence: int, figure: Figure) -> bool:
        """Tell whether a sentence with a figure is an answer by itself.

        With what is around it, it has all words of the question; one may be missing where it says
        that its figure takes another one's place: "the toll rose to 19". Half of them stand in it
        or in the one before it; of a date, of which there are many, more than half in itself. What
        it measures, what became of people, and that it takes another one's place count like a word.
        """
        own = self._matched[sentence]
        if figure.kind != DATE:
            own = own | self._ranking.context.table.in_window[sentence]
        said, total = int(own[self._is_required].sum()), int(self._is_required.sum())
        telling = self._reader.kind_is_specific + figure.is_update
        if self._missing_counts[sentence] > int(figure.is_update) or not total:
            return False
        least = MIN_TERMS if total < MIN_TERMS else (total + (figure.kind == DATE)) / 2
        return said + telling >= least or said == total

    def _is_specific(self, sentence: int, text: str) -> bool:
        """Tell whether the sentence and what is around it has a rare name of the question."""
        query = self._ranking.context.table.query
        rare = {
            term
            for column, term in self._rare_terms.items()
            if self._matched_in_context[sentence, column]
        }
        if not query.names.isdisjoint(query.terms):
            return not rare.isdisjoint(query.names)
        read = text[:MAX_CHARS]
        inside = (
            token
            for token in query.language.analyzer.tokens(read)
            if _MID_SENTENCE.fullmatch(read, token.start - 2, token.start)
        )
        return not rare.isdisjoint({token.term for token in inside if read[token.start].isupper()})

    def _article_date(self, passage: int) -> dt.date | None:
        day = int(self._analyzed.date_ordinals[self._analyzed.corpus.article_of(passage)])
        return dt.date.fromordinal(day) if day else None
