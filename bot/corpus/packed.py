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

from bot.compact.rows import Arrays, Growing, Texts, flat
from bot.errors import Notice
from bot.model import Article
from bot.text.digest import digest

NO_HEADING = -1
DIGEST = 16
"""Bytes that stand for the content of an article."""
_BODY = 8
"""Bytes that stand for its passages alone."""
NO_BODY = 0
"""Stands for those of an article that has none."""


@dataclass(frozen=True, slots=True)
class Block:
    """Where a passage stands in the stored text of its article."""

    start: int
    end: int
    heading: str | None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it was read: what is known of it, its stored text and its passages."""

    article: Article
    text: str
    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...] = ()
    """What its team should know, by its path under the corpus."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that passages stand under, each once, in the order of the text."""
        return tuple(dict.fromkeys(block.heading for block in self.blocks if block.heading is not None))


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of an article beside its text and the places of its passages."""

    article: Article
    headings: tuple[str, ...]
    """Each once, in the order of the text."""


encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Record).decode
decode_notices = msgspec.msgpack.Decoder(tuple[Notice, ...]).decode


def pack(stored: Iterable[StoredArticle]) -> dict[str, NDArray[Any]]:
    """The arrays that a `Corpus` reads, but for the names: 16 bytes a passage, and the texts.

    A passage's place is its start and end in code points, then in bytes of UTF-8; its heading counts from the article's first.
    """
    records, texts, digests = Growing("B"), Growing("B"), bytearray()
    notices, bodies = Growing("B"), array("Q")
    passages, headings = array("q", [0]), array("q", [0])
    places, under = array("i"), array("i")
    for one in stored:
        names = {name: number for number, name in enumerate(one.headings)}
        record, text = encode(Record(one.article, one.headings)), one.text.encode("utf-8")
        records.add(record)
        texts.add(text)
        digests += blake2b(text, digest_size=DIGEST, key=blake2b(record).digest()).digest()
        notices.add(encode(one.notices) if one.notices else b"")
        bodies.append(_body(one))
        at = byte = 0
        for block in one.blocks:
            begin = byte + len(one.text[at : block.start].encode("utf-8"))
            at, byte = block.end, begin + len(one.text[block.start : block.end].encode("utf-8"))
            places.extend((block.start, block.end, begin, byte))
            under.append(NO_HEADING if block.heading is None else names[block.heading])
        passages.append(len(under))
        headings.append(headings[-1] + len(names))
    return {
        **records.named("article.record"),
        **texts.named("article.text"),
        "article.digest": np.frombuffer(bytes(digests), dtype=np.uint8).reshape(-1, DIGEST),
        **notices.named("article.notices"),
        "article.body": flat(bodies),
        "article.passages": flat(passages),
        "article.headings": flat(headings),
        "passage.place": flat(places).reshape(-1, 4),
        "passage.heading": flat(under),
    }


def _body(one: StoredArticle) -> int:
    """What stands for the passages of an article, whatever white space parts their words; NO_BODY where it has none."""
    passages = [" ".join(normalize("NFC", one.text[block.start : block.end]).split()) for block in one.blocks]
    return int.from_bytes(digest("\n".join(passages), _BODY)) if passages else NO_BODY


def names(arrays: Arrays) -> dict[str, NDArray[Any]]:
    """What finds an article by its id: the hashes of all ids in order, and whose they are."""
    records = Texts.named("article.record", arrays)
    hashes = np.array([id_hash(decode(records.raw(number)).article.id) for number in range(len(records))], dtype=np.uint64)
    order = np.argsort(hashes, kind="stable")
    return {"names.hash": hashes[order], "names.article": order.astype(np.int32)}


def id_hash(article_id: str) -> int:
    """64 bits that stand for an article's id."""
    return int.from_bytes(digest(article_id, 8))
