"""Articles analysed: every text as words and terms, in the language of its article, laid into arrays."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain
from typing import Any, TypeVar

from numpy.typing import NDArray

from bot.answering.telling import ALWAYS, tells
from bot.answering.told import ANYTHING, pack
from bot.compact.lines import hashes, lines
from bot.compact.rows import Growing, flat
from bot.corpus.packed import StoredArticle
from bot.model import Span
from bot.text.language import UNKNOWN, Language, Languages
from bot.text.sentences import sentences
from bot.text.tokens import Analyzer

Thing = TypeVar("Thing", bound=Hashable)

MOST_HELD = 400
"""How many characters of an article's first passages decide its language, when it does not give it."""


class _Numbered(dict[Thing, int]):
    """Numbers things as they come."""

    def __missing__(self, thing: Thing) -> int:
        self[thing] = number = len(self)
        return number


class _Pieces(dict[str, tuple[int, ...]]):
    """The numbers of the words of each piece of text, found when it is met first."""

    def __init__(self, words: _Numbered[tuple[str, str]], analyzer: Analyzer) -> None:
        super().__init__()
        self._words, self._analyzer = words, analyzer

    def __missing__(self, piece: str) -> tuple[int, ...]:
        self[piece] = found = tuple(map(self._words.__getitem__, self._analyzer.piece_words(piece)))
        return found


class Lexicon:
    """The words met, each with its term: numbered as they come."""

    def __init__(self) -> None:
        self.words = _Numbered[tuple[str, str]]()
        """A word and its term."""
        self.terms = _Numbered[str]()
        self._pieces: dict[Analyzer, dict[str, tuple[int, ...]]] = {}
        self._told: dict[tuple[str, str], int] = {}

    def words_of(self, text: str, analyzer: Analyzer) -> Iterator[int]:
        """The numbers of the informative words of a text."""
        pieces = self._pieces.get(analyzer)
        if pieces is None:
            pieces = self._pieces[analyzer] = _Pieces(self.words, analyzer)
        return chain.from_iterable(map(pieces.__getitem__, analyzer.pieces(text)))

    def told_by(self, sentence: str, language: Language) -> Iterator[int]:
        """What a sentence tells, packed."""
        return map(self._packed, tells(sentence, language))

    def _packed(self, told: tuple[str, str]) -> int:
        packed = self._told.get(told)
        if packed is None:
            kind, term = told
            packed = self._told[told] = pack(kind, ANYTHING if term == ALWAYS else self.terms[term])
        return packed


def analyse(stored: Iterable[StoredArticle], languages: Languages) -> tuple[dict[str, NDArray[Any]], list[str]]:
    """The arrays that a `Reading` is made from, apart from what can only be told of all articles together; and the languages by number."""
    lexicon = Lexicon()
    codes: dict[str, int] = {}
    spoken, dates, spans = array("B"), array("i"), array("i")
    titles, headings, words, told = Growing(), Growing(), Growing(), Growing("I")
    ends = array("q", [0])
    for one in stored:
        language = languages.of(one.article.language or _language(one, languages))
        spoken.append(codes.setdefault(language.code, len(codes)))
        dates.append(one.article.date.toordinal() if one.article.date else 0)
        titles.add(lexicon.words_of(one.article.title or "", language.analyzer))
        for heading in one.headings:
            headings.add(lexicon.words_of(heading, language.analyzer))
        for block in one.blocks:
            text = one.text[block.start : block.end]
            for span in sentences(text) or [Span(0, 0)]:
                sentence = text[span.start : span.end]
                spans.extend((span.start, span.end))
                words.add(lexicon.words_of(sentence, language.analyzer))
                told.add(lexicon.told_by(sentence, language))
            ends.append(len(words))
    by_word = array("i", (lexicon.terms[term] for _, term in lexicon.words))
    arrays = {
        "article.language": flat(spoken),
        "article.date": flat(dates),
        **titles.named("article.title"),
        **headings.named("heading.words"),
        "passage.sentences": flat(ends),
        "sentence.span": flat(spans).reshape(-1, 2),
        **words.named("sentence.words"),
        **told.named("sentence.told"),
        "word.text": lines(word for word, _ in lexicon.words),
        "word.term": flat(by_word),
        "word.hash": hashes(f"{word}\n{term}" for word, term in lexicon.words),
        "term.text": lines(lexicon.terms),
        "term.hash": hashes(lexicon.terms),
    }
    return arrays, list(codes)


def _language(one: StoredArticle, languages: Languages) -> str:
    text = " ".join(one.text[block.start : block.end][:MOST_HELD] for block in one.blocks[:3])
    return languages.detect(text) or UNKNOWN
