"""Articles as they were read, laid into arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from unicodedata import normalize

import msgspec
import numpy as np
from numpy.typing import NDArray

from bot.arrays.ragged import NamedArrays, RaggedBuilder, TextArray, to_ndarray
from bot.errors import Notice
from bot.model import Article
from bot.text.digest import digest

NO_HEADING = -1
DIGEST_BYTES = 16
"""Bytes that stand for the content of an article."""
_BODY_DIGEST_BYTES = 8
"""Bytes that stand for its passages alone."""
NO_BODY = 0
"""Stands for those of an article that has none."""


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """Where a passage stands in the stored text of its article."""

    start: int
    end: int
    heading: str | None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it was read: what is known of it, its stored text and its passages."""

    article: Article
    text: str
    passages: tuple[PassageSpan, ...]
    notices: tuple[Notice, ...] = ()
    """What its team should know, by its path under the corpus."""

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings that passages stand under, each once, in the order of the text."""
        return tuple(
            dict.fromkeys(block.heading for block in self.passages if block.heading is not None)
        )


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """What is kept of an article beside its text and the places of its passages."""

    article: Article
    headings: tuple[str, ...]
    """Each once, in the order of the text."""


encode_record = msgspec.msgpack.Encoder().encode
decode_record = msgspec.msgpack.Decoder(ArticleRecord).decode
decode_notices = msgspec.msgpack.Decoder(tuple[Notice, ...]).decode


def pack_articles(stored: Iterable[StoredArticle]) -> dict[str, NDArray[Any]]:
    """Lay articles into the arrays that a `Corpus` reads, but for the names.

    They take 16 bytes a passage, and the texts. A passage's place is its start and end in code
    points, then in bytes of UTF-8; its heading counts from the article's first.
    """
    records, texts, digests = RaggedBuilder("B"), RaggedBuilder("B"), bytearray()
    notices, bodies = RaggedBuilder("B"), array("Q")
    passages, headings = array("q", [0]), array("q", [0])
    places, under = array("i"), array("i")
    for article in stored:
        names = {name: number for number, name in enumerate(article.headings)}
        record, text = (
            encode_record(ArticleRecord(article.article, article.headings)),
            article.text.encode("utf-8"),
        )
        records.append(record)
        texts.append(text)
        digests += blake2b(text, digest_size=DIGEST_BYTES, key=blake2b(record).digest()).digest()
        notices.append(encode_record(article.notices) if article.notices else b"")
        bodies.append(body_digest(article))
        at = byte = 0
        for block in article.passages:
            begin = byte + len(article.text[at : block.start].encode("utf-8"))
            at, byte = block.end, begin + len(article.text[block.start : block.end].encode("utf-8"))
            places.extend((block.start, block.end, begin, byte))
            under.append(NO_HEADING if block.heading is None else names[block.heading])
        passages.append(len(under))
        headings.append(headings[-1] + len(names))
    return {
        **records.to_arrays("article.record"),
        **texts.to_arrays("article.text"),
        "article.digest": np.frombuffer(bytes(digests), dtype=np.uint8).reshape(-1, DIGEST_BYTES),
        **notices.to_arrays("article.notices"),
        "article.body": to_ndarray(bodies),
        "article.passages": to_ndarray(passages),
        "article.headings": to_ndarray(headings),
        "passage.place": to_ndarray(places).reshape(-1, 4),
        "passage.heading": to_ndarray(under),
    }


def body_digest(article: StoredArticle) -> int:
    """Return a digest of an article's passages, whatever white space parts their words."""
    passages = [
        " ".join(normalize("NFC", article.text[block.start : block.end]).split())
        for block in article.passages
    ]
    return int.from_bytes(digest("\n".join(passages), _BODY_DIGEST_BYTES)) if passages else NO_BODY


def article_id_index(arrays: NamedArrays) -> dict[str, NDArray[Any]]:
    """Return what finds an article by its id: all hashes of ids in order, and whose they are."""
    records = TextArray.from_arrays("article.record", arrays)
    hashes = np.array(
        [id_hash(decode_record(records.raw(number)).article.id) for number in range(len(records))],
        dtype=np.uint64,
    )
    order = np.argsort(hashes, kind="stable")
    return {"names.hash": hashes[order], "names.article": order.astype(np.int32)}


def id_hash(article_id: str) -> int:
    """Return 64 bits that stand for an article's id."""
    return int.from_bytes(digest(article_id, 8))
