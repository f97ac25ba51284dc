"""What is computed of some articles without regard to any others: a set that is kept until they change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import msgspec
import numpy as np

from bot.answering.analyse import analyse
from bot.attribution.attribute import Attributor
from bot.attribution.packed import pack as pack_attribution
from bot.attribution.presented import Names, Presented, Touched
from bot.building.columns import ATTRIBUTION
from bot.compact.bundle import Bundle
from bot.compact.rows import Arrays, Growing, Texts
from bot.corpus.corpus import Corpus
from bot.corpus.folder import ArticleFile
from bot.corpus.packed import StoredArticle
from bot.corpus.packed import pack as pack_articles
from bot.corpus.read import read_file
from bot.errors import Fault
from bot.text.language import languages

UNREAD = bytes(16)
"""Stands for every file that could not be read: nothing is known of what it holds."""

_names = msgspec.msgpack.Decoder(Names)


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of some files."""

    bundle: Bundle
    """Of those without a fault."""
    keys: tuple[bytes, ...]
    """By file, what stands for its path and content as they were read."""
    faults: tuple[Fault, ...]


def key(path: str, content: bytes | None) -> bytes:
    """What stands for a file under a corpus: other where its path or its content is another; UNREAD where it could not be read."""
    if content is None:
        return UNREAD
    return blake2b(content, digest_size=16, key=blake2b(path.encode()).digest()).digest()


Read = Callable[[ArticleFile], tuple[bytes | None, StoredArticle | None, tuple[Fault, ...]]]
"""What a file holds, the article that it is, and what is wrong with it; as `read_file` does."""


def work(files: Sequence[ArticleFile], attributor: Attributor, presented: Presented, read: Read = read_file) -> Worked:
    """Read, analyse and attribute some articles; those with a fault are left out.

    `presented` is what the corpus is thought to present as outlets; where it turns out otherwise, `attributed_anew` mends it.
    """
    stored, keys, held = [], [], bytearray()
    faults: list[Fault] = []
    for one in files:
        content, article, wrong = read(one)
        faults += wrong
        keys.append(key(one.path, content))
        if article is not None:
            stored.append(article)
            held += keys[-1]
    arrays = pack_articles(stored)
    analysed, codes = analyse(stored, languages())
    corpus = Corpus(arrays)
    attributions, presenting = Growing("B"), Growing("B")
    for number in range(corpus.article_count):
        passages = [corpus[passage] for passage in corpus.passages_of(number)]
        own = attributor.presents(passages)
        presenting.add(msgspec.msgpack.encode(own) if own else b"")
        for attribution in attributor.attribute(corpus.article(number), passages, presented, own):
            attributions.add(pack_attribution(attribution))
    arrays |= analysed
    arrays |= {"article.key": np.frombuffer(bytes(held), dtype=np.uint8).reshape(-1, 16)}
    arrays |= attributions.named(ATTRIBUTION) | presenting.named("article.presents")
    return Worked(Bundle(arrays, {"languages": codes, "presented": dict(presented.kinds)}), tuple(keys), tuple(faults))


def presents(arrays: Arrays, article: int) -> Names:
    """What an article presents as outlets."""
    held = Texts.named("article.presents", arrays).raw(article)
    return _names.decode(held) if held else ()


def attributed_anew(part: tuple[Bundle, int, int], attributor: Attributor, presented: Presented) -> dict[int, list[bytes]]:
    """What the passages of some articles lean on, packed, by article; of those alone for which it matters what is `presented` now.

    The articles are given by their set, with the first number and the one behind the last.
    """
    bundle, first, end = part
    names = Presented(bundle.about["presented"]).differing(presented)
    touched = Touched(names)
    corpus = Corpus(bundle.arrays)
    found = {}
    for number in range(first, end):
        if names and touched(corpus.stored_text(number)):
            passages = [corpus[passage] for passage in corpus.passages_of(number)]
            own = presents(bundle.arrays, number)
            found[number] = [pack_attribution(one) for one in attributor.attribute(corpus.article(number), passages, presented, own)]
    return found
