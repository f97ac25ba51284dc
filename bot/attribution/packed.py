"""What the passages of a corpus lean on, laid into arrays and made again when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from bot.attribution.gazetteer import Gazetteer, Outlet, Spelling, Sureness
from bot.compact.rows import Arrays, Growing, Numbers, Rows, Texts
from bot.model import Attribution, Citation, Mode

NAME = "passage.attribution"
_OWN = "publisher"
"""The kind of an outlet of which no more is known than that it publishes articles."""
_NOTHING = Attribution()
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Attribution).decode


def pack(attribution: Attribution) -> bytes:
    """An attribution as bytes; none at all for one that says nothing."""
    return b"" if attribution == _NOTHING else _encode(attribution)


def cited(arrays: Arrays) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Which passages cite which outlets, and which come from them.

    The arrays, and the keys of the outlets in order with the kinds of those that no gazetteer knows.
    """
    held = Texts.named(NAME, arrays)
    citing, naming = np.zeros(len(held), bool), np.zeros(len(held), bool)
    by_outlet: dict[str, list[int]] = {}
    by_origin: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for passage in np.flatnonzero(np.diff(held.rows.ends)).tolist():
        attribution = _decode(held.raw(passage))
        citations, origin = attribution.citations, attribution.origin
        citing[passage] = bool(citations)
        naming[passage] = any(citation.mode is Mode.NAMED for citation in citations)
        for outlet in dict.fromkeys(citation.key for citation in citations):
            by_outlet.setdefault(outlet, []).append(passage)
        unknown |= {citation.outlet: citation.kind for citation in citations if citation.outlet and citation.outlet_id is None}
        if origin is not None:
            by_origin.setdefault(origin.key, []).append(passage)
            names.setdefault(origin.key, origin.outlet)
            if origin.outlet_id is None:
                unknown.setdefault(origin.outlet, _OWN)
    rows, own = Growing(), Growing()
    for passages in by_outlet.values():
        rows.add(passages)
    for passages in by_origin.values():
        own.add(passages)
    arrays = {"passage.citing": citing, "passage.naming": naming, **rows.named("outlet.passages"), **own.named("origin.passages")}
    return arrays, {"outlets": list(by_outlet), "origins": {key: names[key] for key in by_origin}, "uncatalogued": unknown}


class Attributions:
    """What each passage leans on, by its number."""

    def __init__(self, arrays: Arrays, about: Mapping[str, Any]) -> None:
        """Take the arrays of `cited` with the packed attributions."""
        self._held = Texts.named(NAME, arrays)
        self.citing: NDArray[np.bool_] = arrays["passage.citing"]
        """By passage, whether it cites an outlet."""
        self.naming: NDArray[np.bool_] = arrays["passage.naming"]
        """By passage, whether it names the outlet that it cites."""
        self._passages = Rows.named("outlet.passages", arrays)
        self._outlets = {outlet: number for number, outlet in enumerate(about["outlets"])}
        self._own = Rows.named("origin.passages", arrays)
        self._names: dict[str, str] = about["origins"]
        self._origins = {outlet: number for number, outlet in enumerate(self._names)}
        self.uncatalogued = gazetteer_of(about["uncatalogued"])
        """The outlets that passages cite and no gazetteer knows."""

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._held)

    def __getitem__(self, passage: int) -> Attribution:
        """What a passage leans on."""
        held = self._held.raw(passage)
        return _decode(held) if held else _NOTHING

    def __iter__(self) -> Iterator[Attribution]:
        """What each leans on, in their order."""
        return (self[passage] for passage in range(len(self)))

    def outlets(self) -> list[tuple[Citation, Numbers]]:
        """Every outlet with a name that passages cite, by one of its citations, and those passages; the ones cited by most first."""
        found = []
        for key in self._outlets:
            passages = self.cited_by(key)
            citations = self[int(passages[0])].citations if len(passages) else ()
            found += [(one, passages) for one in citations if one.outlet and one.key == key][:1]
        return sorted(found, key=lambda one: (-len(one[1]), one[0].outlet or ""))

    def cited_by(self, outlet: str) -> Numbers:
        """The passages that cite an outlet, by its id, else its name."""
        number = self._outlets.get(outlet)
        return np.zeros(0, np.int64) if number is None else self._passages[number].astype(np.int64)

    def originating(self, outlet: str) -> Numbers:
        """The passages that come from an outlet, by dateline, byline, credit or publisher."""
        number = self._origins.get(outlet)
        return np.zeros(0, np.int64) if number is None else self._own[number].astype(np.int64)

    def of_outlet(self, outlet: str) -> Numbers:
        """The passages that cite an outlet or come from it, each once and in order."""
        return np.union1d(self.cited_by(outlet), self.originating(outlet))

    def origins(self) -> list[tuple[str, str, Numbers]]:
        """Every outlet that passages come from: its key, its name and those passages."""
        return [(key, name, self.originating(key)) for key, name in self._names.items()]


def gazetteer_of(kinds: Mapping[str, str]) -> Gazetteer:
    """Outlets that no gazetteer knows, by their names with their kinds: for `Attributor.asked_outlets`."""
    return Gazetteer(Spelling(name, Outlet(None, name, kind), Sureness.SAFE if " " in name else Sureness.STRICT) for name, kind in kinds.items())
