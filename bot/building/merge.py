"""Sets of articles made into one, with what can only be told of all articles together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.derived import beginnings, indexes
from bot.answering.told import renumbered
from bot.attribution.packed import cited
from bot.building.columns import Holds, Patches, Run, Sink, join
from bot.building.lexicon import gather
from bot.compact.bundle import Bundle
from bot.compact.rows import Arrays
from bot.corpus.packed import names
from bot.index.engines import BM25S, engine_for


@dataclass(frozen=True, slots=True)
class Memory:
    """Takes arrays into memory."""

    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)

    def array(self, name: str, dtype: str, pieces: Any, width: int = 0) -> None:  # noqa: ANN401 - an iterable of arrays, or one array
        """Take an array; see `Sink.array`."""
        whole = pieces if isinstance(pieces, np.ndarray) else np.concatenate([*pieces, np.zeros((0, width) if width else 0, dtype)])
        self.arrays[name] = whole.astype(dtype, copy=False)


def merge(sources: Sequence[Bundle], wanted: Sequence[Run], patches: Patches, sink: Sink) -> list[str]:
    """Lay the wanted articles into one set; returns the languages by number."""
    lexicon = gather(sources, wanted)

    def change(source: int, holds: Holds, given: NDArray[Any]) -> NDArray[Any]:
        match holds:
            case Holds.WORDS:
                given = lexicon.words[source][given]
            case Holds.TOLD:
                given = renumbered(given, lexicon.terms[source])
            case Holds.LANGUAGE:
                given = lexicon.languages[source][given]
        return given

    join([source.arrays for source in sources], wanted, change, patches, sink)
    for name, values in lexicon.arrays.items():
        sink.array(name, values.dtype.str, values, values.shape[1] if values.ndim > 1 else 0)
    return lexicon.codes


def derive(arrays: Arrays, engine: str) -> Bundle:
    """What can be told of the whole: where names are found, who is cited where, how words begin, and the postings where the engine asks for them."""
    found, about = cited(arrays)
    found |= names(arrays) | beginnings(arrays)
    if engine_for(engine, len(arrays["passage.place"])) == BM25S:
        found |= indexes({**arrays, **found})
    return Bundle(found, about)
