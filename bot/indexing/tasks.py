"""What is computed of some articles without regard to any others: segments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import msgspec
import numpy as np

from bot.answering.analysis.analyze import analyze_articles
from bot.arrays.bundle import ArrayBundle
from bot.arrays.ragged import NamedArrays, RaggedBuilder, TextArray
from bot.attribution.attribution_store import pack_attribution
from bot.attribution.attributor import Attributor
from bot.attribution.discovered_outlets import AffectedTexts, DiscoveredOutlets, OutletNames
from bot.corpus.corpus import Corpus
from bot.corpus.folder import ArticleFile
from bot.corpus.loader import read_article_file
from bot.corpus.records import StoredArticle, pack_articles
from bot.errors import Fault
from bot.indexing.columns import ATTRIBUTION
from bot.text.language import languages

UNREAD_KEY = bytes(16)
"""Stands for every file that could not be read: nothing is known of what it holds."""

_outlet_names = msgspec.msgpack.Decoder(OutletNames)


@dataclass(frozen=True, slots=True)
class ProcessedFiles:
    """What came of some files."""

    bundle: ArrayBundle
    """Of those without a fault."""
    keys: tuple[bytes, ...]
    """By file, what stands for its path and content as they were read."""
    faults: tuple[Fault, ...]


def content_key(path: str, content: bytes | None) -> bytes:
    """Digest the path and content of a file; UNREAD_KEY where it could not be read."""
    if content is None:
        return UNREAD_KEY
    return blake2b(content, digest_size=16, key=blake2b(path.encode()).digest()).digest()


ReadFile = Callable[[ArticleFile], tuple[bytes | None, StoredArticle | None, tuple[Fault, ...]]]
"""Gives what a file holds, its article, and what is wrong with it, as `read_article_file` does."""


def process_files(
    files: Sequence[ArticleFile],
    attributor: Attributor,
    discovered: DiscoveredOutlets,
    read: ReadFile = read_article_file,
) -> ProcessedFiles:
    """Read, analyse and attribute some articles; those with a fault are left out.

    `discovered` is what the corpus is expected to introduce as outlets; where it turns out
    otherwise, `reattribute` mends it.
    """
    stored, keys, held = [], [], bytearray()
    faults: list[Fault] = []
    for file in files:
        content, article, wrong = read(file)
        faults += wrong
        keys.append(content_key(file.path, content))
        if article is not None:
            stored.append(article)
            held += keys[-1]
    arrays = pack_articles(stored)
    analysed, codes = analyze_articles(stored, languages())
    corpus = Corpus(arrays)
    attributions, discovered_arrays = RaggedBuilder("B"), RaggedBuilder("B")
    for number in range(corpus.article_count):
        passages = [corpus[passage] for passage in corpus.passages_of(number)]
        own_outlets = attributor.discover_outlets(passages)
        discovered_arrays.append(msgspec.msgpack.encode(own_outlets) if own_outlets else b"")
        for attribution in attributor.attribute(
            corpus.article(number), passages, discovered, own_outlets
        ):
            attributions.append(pack_attribution(attribution))
    arrays |= analysed
    arrays |= {"article.key": np.frombuffer(bytes(held), dtype=np.uint8).reshape(-1, 16)}
    arrays |= attributions.to_arrays(ATTRIBUTION) | discovered_arrays.to_arrays("article.presents")
    return ProcessedFiles(
        ArrayBundle(arrays, {"languages": codes, "presented": dict(discovered.kinds)}),
        tuple(keys),
        tuple(faults),
    )


def discovered_by_article(arrays: NamedArrays, article: int) -> OutletNames:
    """Return what an article presents as outlets."""
    held = TextArray.from_arrays("article.presents", arrays).raw(article)
    return _outlet_names.decode(held) if held else ()


def reattribute(
    part: tuple[ArrayBundle, int, int], attributor: Attributor, discovered: DiscoveredOutlets
) -> dict[int, list[bytes]]:
    """Attribute the passages of articles anew, as far as it matters what is `discovered` now.

    Returns packed attributions by article.

    The articles are given by their set, with the first number and the one behind the last.
    """
    bundle, first, end = part
    names = DiscoveredOutlets(bundle.metadata["presented"]).difference(discovered)
    is_affected = AffectedTexts(names)
    corpus = Corpus(bundle.arrays)
    found = {}
    for number in range(first, end):
        if names and is_affected(corpus.stored_text(number)):
            passages = [corpus[passage] for passage in corpus.passages_of(number)]
            own_outlets = discovered_by_article(bundle.arrays, number)
            found[number] = [
                pack_attribution(attribution)
                for attribution in attributor.attribute(
                    corpus.article(number), passages, discovered, own_outlets
                )
            ]
    return found
