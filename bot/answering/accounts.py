"""What each candidate tells of the figure asked for: the sentence that would answer by itself, and its figure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import numpy as np

from bot.answering.figure import DATE, Figure
from bot.answering.figures import FigureReader
from bot.answering.ranking import Ranking
from bot.answering.reading import Reading
from bot.answering.sought import Flags
from bot.compact.rows import Numbers

_INSIDE = re.compile(r"[\w,]\s")
LOOKED_AT = 4
"""Of a passage, so many sentences that have the question's words are read for figures."""
NAMED = 10
"""A name that no more articles have than these tells one event from others;"""
PART = 0.01
"""in large corpora this part of them. "How many voters" and "how many Americans" are asked of many."""
READ = 5_000
"""So many characters of a passage are looked at for the names of a question that is written without capitals."""
ALONE = 2
"""A question of fewer words than these besides its figure is answered only where the sentence itself has them."""


class Accounts:
    """Reads the figures of a question's candidates."""

    def __init__(self, reader: FigureReader, ranking: Ranking, reading: Reading) -> None:
        """Take what reads figures, the candidates, and the corpus that they are from."""
        self._reader, self._ranking, self._reading = reader, ranking, reading
        scene = ranking.case.scene
        self._needed = np.array([term in reader.needed for term in scene.asked.terms], dtype=bool)
        words = scene.sentences.words
        self._said: Flags = words.own | words.near | words.narrow | words.akin
        around = scene.window | scene.title[scene.sentences.candidate]
        held = self._said | around
        self._held = held
        columns = {term: column for column, term in enumerate(scene.asked.terms)}
        for one, other in reversed(reader.spare.items()):
            held[:, columns[one]] |= held[:, columns[other]]
        self._missing: Numbers = (~held)[:, self._needed].sum(axis=1)
        most = max(NAMED, PART * len(reading.articles))
        self._rare = {columns[term]: term for term in reader.needed if reading.articles.frequency(term) <= most}

    def of(self, row: int, *, chosen: bool = False) -> Figure | None:
        """The figure of the candidate of a row, from its answering sentence if that is `chosen`; None where no sentence would answer by itself."""
        case = self._ranking.case
        sentences = case.scene.sentences
        passage = int(case.scene.passages[row])
        first = int(case.chosen[row])
        own = np.flatnonzero(sentences.candidate == row) if not chosen else np.array([first])
        # What the sentence itself has of the question decides, the answering sentence first.
        has = self._said[own][:, self._needed].sum(axis=1) + 0.5 * (own == first)
        text = self._reading.corpus[passage].text
        for sentence in own[np.argsort(-has, kind="stable")][:LOOKED_AT].tolist():
            if self._missing[sentence] > 1:
                continue
            figure = self._reader.read(text, self._reading.passages.span(int(sentences.numbers[sentence])), self._day(passage))
            if figure is not None and self._answers(sentence, figure):
                return replace(figure, of_one_event=self._is_of_one_event(sentence, text))
        return None

    def _answers(self, sentence: int, figure: Figure) -> bool:
        """Whether a sentence with a figure is an answer by itself.

        With what is around it, it has all words of the question; one may be missing where it says that its figure takes another
        one's place: "the toll rose to 19". Half of them stand in it or in the one before it; of a date, of which there are many, more
        than half in itself. What it measures, what became of people, and that it takes another one's place count like a word.
        """
        own = self._said[sentence]
        if figure.kind != DATE:
            own = own | self._ranking.case.scene.window[sentence]
        said, whole = int(own[self._needed].sum()), int(self._needed.sum())
        telling = self._reader.telling + figure.updating
        if self._missing[sentence] > int(figure.updating) or not whole:
            return False
        least = ALONE if whole < ALONE else (whole + (figure.kind == DATE)) / 2
        return said + telling >= least or said == whole

    def _is_of_one_event(self, sentence: int, text: str) -> bool:
        """Whether the sentence, with what is around it, has a name of the question that few articles have."""
        asked = self._ranking.case.scene.asked
        rare = {term for column, term in self._rare.items() if self._held[sentence, column]}
        if not asked.names.isdisjoint(asked.terms):
            return not rare.isdisjoint(asked.names)
        read = text[:READ]
        inside = (token for token in asked.language.analyzer.tokens(read) if _INSIDE.fullmatch(read, token.start - 2, token.start))
        return not rare.isdisjoint({token.term for token in inside if read[token.start].isupper()})

    def _day(self, passage: int) -> dt.date | None:
        day = int(self._reading.dates[self._reading.corpus.article_of(passage)])
        return dt.date.fromordinal(day) if day else None
