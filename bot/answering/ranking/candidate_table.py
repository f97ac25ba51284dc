"""A question and its candidates side by side, as matrices: what all evidence is read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.question.parsing import ParsedQuestion
from bot.answering.ranking.candidate_sentences import CandidateSentences, Vector
from bot.answering.ranking.term_matches import BoolArray, QueryTerms, TermMatches
from bot.arrays.ragged import IntArray, RaggedValues, is_in
from bot.model import Span


@dataclass(frozen=True, slots=True)
class CandidateTable:
    """A question and its candidates. A row a candidate, a column a term of the question."""

    query: ParsedQuestion
    corpus_size: int
    """How many passages there are in all."""
    passages: IntArray
    articles: IntArray
    """By candidate, the number of its article."""
    idf_weights: Vector
    """By term, its weight times its informativeness."""
    normalized_weights: Vector
    """By term, its part of the whole mass."""
    history_weights: Vector
    """The same by term that earlier turns lend."""
    history_mass: float
    """The weights times the informativeness of all that earlier turns lend."""
    is_follow_up: bool
    """Whether earlier turns lend terms, or showed a passage."""
    bigram_weights: Vector
    """The same by pair."""
    bigrams: tuple[tuple[int, int], ...]
    """Neighbouring words of the question, by the columns of their terms, in order."""
    sentences: CandidateSentences
    matches: TermMatches
    """What the passage has."""
    term_counts: IntArray
    """How many informative terms it has."""
    in_passage: BoolArray
    """The passage or its heading has the term."""
    in_context: BoolArray
    """The passage, its heading or its title has the term."""
    length_ratios: Vector
    """Its number of informative terms over the mean of the corpus."""
    in_title: BoolArray
    in_first_passage: BoolArray
    """The first passage of the article has the term."""
    positions: IntArray
    """By candidate, its place in its article, from 0."""
    article_lengths: IntArray
    """By candidate, how many passages its article has."""
    history_in_title: BoolArray
    """A column a term that earlier turns lend, as with the next."""
    history_in_first_passage: BoolArray
    in_window: BoolArray
    """A row a sentence: it or the one before has the term, or a synonym."""
    implied_heads: BoolArray
    """A row a sentence: it has the last word of a phrase that its article has in full elsewhere."""

    @property
    def is_first_passage(self) -> BoolArray:
        """By candidate, whether it opens its article."""
        first: BoolArray = self.positions == 0
        return first

    def weighted_share(self, flags: BoolArray) -> Vector:
        """By row, how much of the question's mass these terms make up."""
        return _weighted_sums(flags, self.normalized_weights)

    def bigram_share(self, flags: BoolArray) -> Vector:
        """By row, how much these pairs make up of the mass of all neighbours."""
        return _weighted_sums(flags, self.bigram_weights)

    def joint_share(self, own: BoolArray, history: BoolArray) -> Vector:
        """By row, how much of what the question and earlier turns say these terms make up."""
        mass = float(self.idf_weights.sum())
        both = mass * self.weighted_share(own) + self.history_mass * self.history_share(history)
        shares: Vector = both / ((mass + self.history_mass) or 1.0)
        return shares

    def history_share(self, flags: BoolArray) -> Vector:
        """By row, how much these terms make up of the mass of all that is lent."""
        return _weighted_sums(flags, self.history_weights)


def build_candidate_table(
    query: ParsedQuestion,
    history: Mapping[str, float],
    passages: IntArray,
    analyzed: AnalyzedCorpus,
    shown: Sequence[tuple[int, Span | None]] = (),
) -> CandidateTable:
    """Lay the candidates, in their order in the corpus, beside the question.

    `history` are terms of earlier turns with their weights, `shown` the passages that these
    turns showed, each with what was marked of it, as far as that is known.
    """
    corpus, idf = analyzed.corpus, analyzed.passage_index.idf
    articles = corpus.articles_of(passages)
    is_new_article = is_run_start(articles)
    article_starts, article_rows = np.flatnonzero(is_new_article), np.cumsum(is_new_article) - 1
    columns = {term: column for column, term in enumerate(query.terms)}
    bigrams = tuple(
        dict.fromkeys((columns[a], columns[b]) for a, b in pairwise(query.term_sequence) if a != b)
    )
    query_terms = QueryTerms(query, history, analyzed)
    first_passages = corpus.first_passages(articles[article_starts])
    sentences, matches, term_counts, (in_first_passage, history_in_first_passage) = _match_texts(
        query, query_terms, passages, first_passages, bigrams, analyzed, shown
    )
    in_title, history_in_title = (
        flags[article_rows]
        for flags in query_terms.contains(
            analyzed.titles.terms_of(articles[article_starts]), len(article_starts)
        )
    )
    in_heading, _ = query_terms.contains(analyzed.headings(passages, articles), len(passages))
    idf_weights = np.array(
        [weight * variant_idf(term, query, analyzed) for term, weight in query.terms.items()],
        dtype=np.float64,
    )
    history_idf = np.array(
        [weight * idf(term) for term, weight in history.items()], dtype=np.float64
    )
    return CandidateTable(
        query=query,
        corpus_size=len(corpus),
        passages=passages,
        articles=articles,
        idf_weights=idf_weights,
        normalized_weights=_normalized(idf_weights),
        history_weights=_normalized(history_idf),
        history_mass=float(history_idf.sum()),
        is_follow_up=bool(history or shown),
        bigram_weights=_normalized(
            np.array([idf_weights[a] + idf_weights[b] for a, b in bigrams], dtype=np.float64)
        ),
        bigrams=bigrams,
        sentences=sentences,
        matches=matches,
        term_counts=term_counts,
        in_passage=matches.exact | in_heading,
        in_context=matches.exact | in_title | in_heading,
        length_ratios=term_counts / analyzed.mean_passage_terms,
        in_title=in_title,
        in_first_passage=in_first_passage[article_rows],
        positions=passages - first_passages[article_rows],
        article_lengths=corpus.passage_counts(articles),
        history_in_title=history_in_title,
        history_in_first_passage=history_in_first_passage[article_rows],
        in_window=sentences.or_in_previous(sentences.matches.exact | sentences.matches.synonym),
        implied_heads=_implied_heads(sentences, article_starts, article_rows, bigrams),
    )


def variant_idf(term: str, query: ParsedQuestion, analyzed: AnalyzedCorpus) -> float:
    """Tell how informative a term is; one that no article has, as its commonest variant."""
    idf = analyzed.passage_index.idf
    if analyzed.has_term(term):
        return idf(term)
    variants = [
        max(map(idf, variant.written)) / len(variant.terms)
        for variant in query.variants
        if term in variant.terms
    ]
    return min(variants, default=idf(term))


def is_run_start(values: IntArray) -> BoolArray:
    """Tell by value whether a run of equal values begins with it."""
    new = np.ones(len(values), dtype=bool)
    new[1:] = values[1:] != values[:-1]
    return new


def _match_texts(
    query: ParsedQuestion,
    query_terms: QueryTerms,
    passages: IntArray,
    first_passages: IntArray,
    bigrams: Sequence[tuple[int, int]],
    analyzed: AnalyzedCorpus,
    shown: Sequence[tuple[int, Span | None]],
) -> tuple[CandidateSentences, TermMatches, IntArray, tuple[BoolArray, BoolArray]]:
    """Match the sentences of the passages, the passages as a whole, and first passages of articles.

    Gives what each sentence and each passage has, by passage its length in informative terms, and
    what the first passages have of the question and of earlier turns.
    """
    found_sentences = analyzed.passages.sentences_of(np.concatenate((passages, first_passages)))
    passage_count = len(passages)
    size = int(np.searchsorted(found_sentences.text_of_sentence, passage_count))
    end = int(np.searchsorted(found_sentences.terms.row, size))
    row, text = (
        found_sentences.terms.row[:end],
        found_sentences.text_of_sentence[found_sentences.terms.row],
    )
    hits = query_terms.match(found_sentences.terms.values[:end], row)
    sentences = CandidateSentences(
        ids=found_sentences.sentences[:size],
        candidate_rows=found_sentences.text_of_sentence[:size],
        first_rows=found_sentences.first_sentences[:passage_count],
        matches=query_terms.matches(hits, row, size),
        bigrams=query_terms.bigrams(hits, row, size, bigrams),
        has_answer_type=analyzed.answer_types.matches(
            query.answer_type, found_sentences.sentences[:size], query_terms.term_ids
        ),
        is_question=analyzed.answer_types.questions(found_sentences.sentences[:size]),
        was_marked=is_in(found_sentences.sentences[:size], _marked_sentences(shown, analyzed)),
    )
    in_first_passage = query_terms.contains(
        RaggedValues(found_sentences.terms.values[end:], text[end:] - passage_count),
        len(first_passages),
    )
    text = text[:end]
    return (
        sentences,
        query_terms.matches(hits, text, passage_count),
        np.bincount(text, minlength=passage_count),
        in_first_passage,
    )


def _marked_sentences(
    shown: Sequence[tuple[int, Span | None]], analyzed: AnalyzedCorpus
) -> list[int]:
    """Give the numbers of the sentences of passages that overlap with what was marked there."""
    texts = analyzed.passages
    return [
        sentence
        for passage, mark in shown
        if mark is not None
        for sentence in range(*texts.sentence_ends[passage : passage + 2].tolist())
        if mark.start < texts.sentence_span(sentence).end
        and texts.sentence_span(sentence).start < mark.end
    ]


def _implied_heads(
    sentences: CandidateSentences,
    article_starts: IntArray,
    article_rows: IntArray,
    bigrams: Sequence[tuple[int, int]],
) -> BoolArray:
    """Find terms that a sentence lacks where it has the words that they go with.

    "The mine" has "copper" where the article speaks of "the copper mine".
    """
    exact = sentences.matches.exact
    with_implied = exact.copy()
    present = np.flatnonzero(sentences.bigrams.any(axis=0)).tolist()
    if present:
        in_article = np.logical_or.reduceat(
            sentences.bigrams, sentences.first_rows[article_starts]
        )[article_rows[sentences.candidate_rows]]
        # From the end, so that a phrase of three words is had by its last one too.
        for position in reversed(present):
            a, b = bigrams[position]
            with_implied[:, a] |= with_implied[:, b] & in_article[:, position]
    return with_implied & ~exact


def _normalized(weights: Vector) -> Vector:
    parts: Vector = weights / (float(weights.sum()) or 1.0)
    return parts


def _weighted_sums(flags: BoolArray, weights: Vector) -> Vector:
    # Parts of one may add up to a last digit more than one.
    sums: Vector = np.minimum(flags.dot(weights), 1.0)
    return sums
