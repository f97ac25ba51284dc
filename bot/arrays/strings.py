"""Short texts, one a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray


def encode_strings(texts: Iterable[str], end: str = "\n") -> NDArray[np.uint8]:
    """Texts that have no such `end` inside, as one array of bytes, each with an end behind it."""
    return np.frombuffer("".join(text + end for text in texts).encode("utf-8"), dtype=np.uint8)


def decode_strings(encoded: NDArray[Any], end: str = "\n") -> list[str]:
    """Return the texts of such an array."""
    return encoded.tobytes().decode("utf-8").split(end)[:-1]


def hash_strings(texts: Iterable[str]) -> NDArray[np.uint64]:
    """64 bits that stand for each text."""
    return np.fromiter(
        (xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")) for text in texts),
        dtype=np.uint64,
    )
