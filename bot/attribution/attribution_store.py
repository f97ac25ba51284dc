"""What the passages of a corpus lean on, laid into arrays and made again when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from bot.arrays.ragged import IntArray, NamedArrays, RaggedArray, RaggedBuilder, TextArray
from bot.attribution.gazetteer import Ambiguity, Gazetteer, Outlet, OutletSpelling
from bot.model import Attribution, Citation, CitationMode

ARRAY_NAME = "passage.attribution"
_PUBLISHER_KIND = "publisher"
"""The kind of an outlet of which no more is known than that it publishes articles."""
_NO_ATTRIBUTION = Attribution()
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Attribution).decode


def pack_attribution(attribution: Attribution) -> bytes:
    """An attribution as bytes; none at all for one that says nothing."""
    return b"" if attribution == _NO_ATTRIBUTION else _encode(attribution)


def citation_arrays(arrays: NamedArrays) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Which passages cite which outlets, and which come from them.

    The arrays, and the keys of the outlets in order with the kinds of those no gazetteer knows.
    """
    packed = TextArray.from_arrays(ARRAY_NAME, arrays)
    has_citation, names_outlet = np.zeros(len(packed), bool), np.zeros(len(packed), bool)
    by_outlet: dict[str, list[int]] = {}
    by_origin: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for passage in np.flatnonzero(np.diff(packed.rows.ends)).tolist():
        attribution = _decode(packed.raw(passage))
        citations, origin = attribution.citations, attribution.origin
        has_citation[passage] = bool(citations)
        names_outlet[passage] = any(citation.mode is CitationMode.NAMED for citation in citations)
        for outlet in dict.fromkeys(citation.key for citation in citations):
            by_outlet.setdefault(outlet, []).append(passage)
        unknown |= {
            citation.outlet: citation.kind
            for citation in citations
            if citation.outlet and citation.outlet_id is None
        }
        if origin is not None:
            by_origin.setdefault(origin.key, []).append(passage)
            names.setdefault(origin.key, origin.outlet)
            if origin.outlet_id is None:
                unknown.setdefault(origin.outlet, _PUBLISHER_KIND)
    rows, own = RaggedBuilder(), RaggedBuilder()
    for passages in by_outlet.values():
        rows.append(passages)
    for passages in by_origin.values():
        own.append(passages)
    arrays = {
        "passage.citing": has_citation,
        "passage.naming": names_outlet,
        **rows.to_arrays("outlet.passages"),
        **own.to_arrays("origin.passages"),
    }
    return arrays, {
        "outlets": list(by_outlet),
        "origins": {key: names[key] for key in by_origin},
        "uncatalogued": unknown,
    }


class AttributionStore:
    """What each passage leans on, by its number."""

    def __init__(self, arrays: NamedArrays, metadata: Mapping[str, Any]) -> None:
        """Take the arrays of `citation_arrays` with the packed attributions."""
        self._packed = TextArray.from_arrays(ARRAY_NAME, arrays)
        self.has_citation: NDArray[np.bool_] = arrays["passage.citing"]
        """By passage, whether it cites an outlet."""
        self.names_outlet: NDArray[np.bool_] = arrays["passage.naming"]
        """By passage, whether it names the outlet that it cites."""
        self._passages_by_outlet = RaggedArray.from_arrays("outlet.passages", arrays)
        self._outlets = {outlet: number for number, outlet in enumerate(metadata["outlets"])}
        self._passages_by_origin = RaggedArray.from_arrays("origin.passages", arrays)
        self._origin_names: dict[str, str] = metadata["origins"]
        self._origin_numbers = {outlet: number for number, outlet in enumerate(self._origin_names)}
        self.uncatalogued = gazetteer_from_kinds(metadata["uncatalogued"])
        """The outlets that passages cite and no gazetteer knows."""

    def __len__(self) -> int:
        """Tell how many passages there are."""
        return len(self._packed)

    def __getitem__(self, passage: int) -> Attribution:
        """Return what a passage leans on."""
        held = self._packed.raw(passage)
        return _decode(held) if held else _NO_ATTRIBUTION

    def __iter__(self) -> Iterator[Attribution]:
        """Return what each leans on, in their order."""
        return (self[passage] for passage in range(len(self)))

    def cited_outlets(self) -> list[tuple[Citation, IntArray]]:
        """List named outlets by one citation each, with their passages; the most cited first."""
        found = []
        for key in self._outlets:
            passages = self.passages_citing(key)
            citations = self[int(passages[0])].citations if len(passages) else ()
            found += [
                (citation, passages)
                for citation in citations
                if citation.outlet and citation.key == key
            ][:1]
        return sorted(found, key=lambda item: (-len(item[1]), item[0].outlet or ""))

    def passages_citing(self, outlet: str) -> IntArray:
        """Return the passages that cite an outlet, by its id, else its name."""
        number = self._outlets.get(outlet)
        return (
            np.zeros(0, np.int64)
            if number is None
            else self._passages_by_outlet[number].astype(np.int64)
        )

    def passages_from(self, outlet: str) -> IntArray:
        """The passages that come from an outlet, by dateline, byline, credit or publisher."""
        number = self._origin_numbers.get(outlet)
        return (
            np.zeros(0, np.int64)
            if number is None
            else self._passages_by_origin[number].astype(np.int64)
        )

    def passages_of_outlet(self, outlet: str) -> IntArray:
        """Return the passages that cite an outlet or come from it, each once and in order."""
        return np.union1d(self.passages_citing(outlet), self.passages_from(outlet))

    def names(self) -> list[str]:
        """Return the names of all outlets that passages cite or come from."""
        cited = [citation.outlet for citation, _ in self.cited_outlets() if citation.outlet]
        return [*cited, *self._origin_names.values()]

    def origins(self) -> list[tuple[str, str, IntArray]]:
        """Every outlet that passages come from: its key, its name and those passages."""
        return [(key, name, self.passages_from(key)) for key, name in self._origin_names.items()]


def gazetteer_from_kinds(kinds: Mapping[str, str]) -> Gazetteer:
    """Make a gazetteer of outlets that none knows, from their names with their kinds."""
    return Gazetteer(
        OutletSpelling(
            name, Outlet(None, name, kind), Ambiguity.NONE if " " in name else Ambiguity.NEEDS_CUE
        )
        for name, kind in kinds.items()
    )
