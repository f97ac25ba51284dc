"""Sets of articles made into one, with what can only be told of all articles together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.analysis.answer_type_index import remap_terms
from bot.answering.analysis.corpus_statistics import build_indexes, term_prefixes
from bot.answering.analysis.folded_terms import folded_terms
from bot.arrays.bundle import ArrayBundle
from bot.arrays.ragged import NamedArrays
from bot.attribution.attribution_store import citation_arrays
from bot.corpus.records import article_id_index
from bot.index.engines import SPARSE, select_engine
from bot.indexing.columns import ArraySink, ArticleRange, AttributionUpdates, RemapKind, concatenate
from bot.indexing.vocabulary_merge import merge_vocabularies


@dataclass(frozen=True, slots=True)
class InMemorySink:
    """Takes arrays into memory."""

    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)

    def write_array(self, name: str, dtype: str, pieces: Any, width: int = 0) -> None:  # noqa: ANN401 - an iterable of arrays, or one array
        """Take an array; see `ArraySink.write_array`."""
        whole = (
            pieces
            if isinstance(pieces, np.ndarray)
            else np.concatenate([*pieces, np.zeros((0, width) if width else 0, dtype)])
        )
        self.arrays[name] = whole.astype(dtype, copy=False)


def merge(
    sources: Sequence[ArrayBundle],
    ranges: Sequence[ArticleRange],
    updates: AttributionUpdates,
    sink: ArraySink,
) -> list[str]:
    """Lay the wanted articles into one set; returns the languages by number."""
    vocabulary = merge_vocabularies(sources, ranges)

    def remap(source: int, holds: RemapKind, given: NDArray[Any]) -> NDArray[Any]:
        match holds:
            case RemapKind.WORDS:
                given = vocabulary.words[source][given]
            case RemapKind.ANSWER_TYPES:
                given = remap_terms(given, vocabulary.terms[source])
            case RemapKind.LANGUAGE:
                given = vocabulary.languages[source][given]
        return given

    concatenate([source.arrays for source in sources], ranges, remap, updates, sink)
    for name, values in vocabulary.arrays.items():
        sink.write_array(name, values.dtype.str, values, values.shape[1] if values.ndim > 1 else 0)
    return vocabulary.language_codes


def build_derived(arrays: NamedArrays, engine: str) -> ArrayBundle:
    """Compute what depends on all articles.

    Where ids are found, who is cited where, how words begin, and postings where the engine needs
    them.
    """
    found, about = citation_arrays(arrays)
    found |= article_id_index(arrays) | term_prefixes(arrays) | folded_terms(arrays)
    if select_engine(engine, len(arrays["passage.place"])) == SPARSE:
        found |= build_indexes({**arrays, **found})
    return ArrayBundle(found, about)
