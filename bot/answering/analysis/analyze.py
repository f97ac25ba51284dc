"""Analyse articles: every text as words and terms, in its article's language, as arrays."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain
from typing import Any, TypeVar

from numpy.typing import NDArray

from bot.answering.analysis.answer_type_index import ANY_TERM, pack_answer_type
from bot.answering.analysis.answer_types import NO_TERM, find_answer_types
from bot.arrays.ragged import RaggedBuilder, to_ndarray
from bot.arrays.strings import encode_strings, hash_strings
from bot.corpus.records import StoredArticle
from bot.model import Span
from bot.text.language import UNKNOWN_LANGUAGE, Language, Languages
from bot.text.searchable import blank_unsearched, searchable
from bot.text.sentences import split_sentences
from bot.text.tokens import Analyzer
from bot.text.word_pattern import broken_parts

Key = TypeVar("Key", bound=Hashable)

MAX_DETECTION_CHARS = 400
"""Characters of the first passages that decide an article's language where it gives none."""


class _Numbering(dict[Key, int]):
    """Numbers things as they come."""

    def __missing__(self, key: Key) -> int:
        self[key] = number = len(self)
        return number


class _WordCache(dict[str, tuple[int, ...]]):
    """The numbers of the words of each piece of text, found when it is met first."""

    def __init__(self, words: _Numbering[tuple[str, str]], analyzer: Analyzer) -> None:
        super().__init__()
        self._words, self._analyzer = words, analyzer

    def __missing__(self, piece: str) -> tuple[int, ...]:
        self[piece] = found = tuple(map(self._words.__getitem__, self._analyzer.piece_words(piece)))
        return found


class VocabularyBuilder:
    """The words met, each with its term: numbered as they come."""

    def __init__(self) -> None:
        self.words = _Numbering[tuple[str, str]]()
        """A word and its term."""
        self.terms = _Numbering[str]()
        self._word_caches: dict[Analyzer, dict[str, tuple[int, ...]]] = {}
        self._packed_types: dict[tuple[str, str], int] = {}

    def word_ids(self, text: str, analyzer: Analyzer) -> Iterator[int]:
        """Return the numbers of the informative words of a text."""
        cache = self._word_caches.get(analyzer)
        if cache is None:
            cache = self._word_caches[analyzer] = _WordCache(self.words, analyzer)
        pieces = analyzer.pieces(text)
        if analyzer.has_stop_names(pieces):
            return map(self.words.__getitem__, analyzer.words(text))
        return chain.from_iterable(map(cache.__getitem__, pieces))

    def answer_types_of(self, sentence: str, language: Language) -> Iterator[int]:
        """Return what a sentence tells, packed."""
        return map(self._pack, find_answer_types(sentence, language))

    def _pack(self, type_and_term: tuple[str, str]) -> int:
        packed = self._packed_types.get(type_and_term)
        if packed is None:
            kind, term = type_and_term
            packed = self._packed_types[type_and_term] = pack_answer_type(
                kind, ANY_TERM if term == NO_TERM else self.terms[term]
            )
        return packed


def analyze_articles(
    stored: Iterable[StoredArticle], languages: Languages
) -> tuple[dict[str, NDArray[Any]], list[str]]:
    """Make the arrays of an `AnalyzedCorpus`, but for what only all articles together tell.

    Also gives the languages by number.
    """
    vocabulary = VocabularyBuilder()
    language_ids: dict[str, int] = {}
    languages_of_articles, dates, spans = array("B"), array("i"), array("i")
    titles, headings, words, answer_types = (
        RaggedBuilder(),
        RaggedBuilder(),
        RaggedBuilder(),
        RaggedBuilder("I"),
    )
    ends = array("q", [0])
    for article in stored:
        language = languages.get(article.article.language or _detect_language(article, languages))
        languages_of_articles.append(language_ids.setdefault(language.code, len(language_ids)))
        dates.append(article.article.date.toordinal() if article.article.date else 0)
        title = searchable(blank_unsearched(article.article.title or ""))
        titles.append(vocabulary.word_ids(title, language.analyzer))
        for heading in article.headings:
            shown = searchable(blank_unsearched(heading))
            headings.append(vocabulary.word_ids(shown, language.analyzer))
        for block in article.passages:
            text = article.text[block.start : block.end]
            shown = blank_unsearched(text)
            for span in split_sentences(text) or [Span(0, 0)]:
                raw = shown[span.start : span.end]
                sentence = searchable(raw)
                spans.extend((span.start, span.end))
                both = " ".join([sentence, *broken_parts(raw)])
                words.append(vocabulary.word_ids(both, language.analyzer))
                answer_types.append(vocabulary.answer_types_of(sentence, language))
            ends.append(len(words))
    by_word = array("i", (vocabulary.terms[term] for _, term in vocabulary.words))
    arrays = {
        "article.language": to_ndarray(languages_of_articles),
        "article.date": to_ndarray(dates),
        **titles.to_arrays("article.title"),
        **headings.to_arrays("heading.words"),
        "passage.sentences": to_ndarray(ends),
        "sentence.span": to_ndarray(spans).reshape(-1, 2),
        **words.to_arrays("sentence.words"),
        **answer_types.to_arrays("sentence.told"),
        "word.text": encode_strings(word for word, _ in vocabulary.words),
        "word.term": to_ndarray(by_word),
        "word.hash": hash_strings(f"{word}\n{term}" for word, term in vocabulary.words),
        "term.text": encode_strings(vocabulary.terms),
        "term.hash": hash_strings(vocabulary.terms),
    }
    return arrays, list(language_ids)


def _detect_language(article: StoredArticle, languages: Languages) -> str:
    text = " ".join(
        article.text[block.start : block.end][:MAX_DETECTION_CHARS]
        for block in article.passages[:3]
    )
    return languages.detect(text) or UNKNOWN_LANGUAGE
