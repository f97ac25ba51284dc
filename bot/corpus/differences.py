"""What became of articles between two readings of a corpus.

They are added, changed or removed, or else their files were moved, which leaves them as they are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from operator import attrgetter

import numpy as np
from rapidfuzz.distance import Indel

from bot.corpus.corpus import Corpus
from bot.corpus.packed import id_hash
from bot.corpus.redirects import Redirects
from bot.model import Article
from bot.text.digest import digest

MOST_OF_IT = 0.5
"""Share of an article's text, in whole passages, above which another that has it is the same."""
ALIKE = 0.75
"""Similarity of words, 0 to 1, from which on two articles of one name or title are the same."""
TELLING = 20
"""Articles up to which a passage that stands in all of them tells which one it came to."""
COMPARED_WORDS = 2_000
"""Words of an article that are compared."""
_DIGEST_BYTES = 16
_WORD = re.compile(r"\w+")

Pair = tuple[int, int]
"""The number of an article in the corpus before, and in the one after."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What became of articles, by number: of the removed in the old corpus, else in the new one."""

    added: tuple[int, ...]
    removed: tuple[int, ...]
    changed: tuple[Pair, ...]
    """Including those that were moved as well."""
    moved: tuple[Pair, ...]
    """To another file, or under another name."""
    copied: tuple[Pair, ...]
    """Those of the removed whose very text another article has."""


def differences(old: Corpus, new: Corpus) -> Differences:
    """Compare two readings of a corpus; takes longer, the more articles differ."""
    before, after = old.digests(), new.digests()
    gone = {old.hashed(one) for one in before if one not in after}
    come = {new.hashed(one) for one in after if one not in before}
    altered = [one for one, held in after.items() if before.get(one, held) != held]
    pairs = {(old.hashed(one), new.hashed(one)) for one in altered}
    # The id leaves out the suffix of the file, so that a .txt may have become an .md.
    renamed = {(one, other) for one, other in pairs if _same_text(old, new, one, other)}
    edited = pairs - renamed
    # A file may hold another article by now; each of the two may have another place.
    doubtful = edited if gone or come or len(edited) > 1 else ()
    replaced = {(one, other) for one, other in doubtful if not _same(old, new, one, other)}
    moved = _moved(old, new, gone | _firsts(replaced), come | _seconds(replaced))
    left, taken = _firsts(moved), _seconds(moved)
    rewritten = {(one, other) for one, other in replaced if one not in left and other not in taken}
    removed = (gone | _firsts(replaced)) - left - _firsts(rewritten)
    added = (come | _seconds(replaced)) - taken - _seconds(rewritten)
    changed = (edited - replaced) | rewritten
    changed |= {pair for pair in (*moved, *renamed) if _reads_otherwise(old, new, *pair)}
    return Differences(
        added=tuple(sorted(added)),
        removed=tuple(sorted(removed)),
        changed=_in_order(changed),
        moved=_in_order({*moved, *renamed}),
        copied=_in_order(_copied(old, new, sorted(removed))),
    )


def redirects(old: Corpus, new: Corpus) -> Redirects:
    """Return where articles stand: those moved up to `old`, between the two, and as `new` knows."""
    found = differences(old, new)
    pairs = (*found.moved, *found.copied)
    ids = {id_hash(old.article(one).id): id_hash(new.article(other).id) for one, other in pairs}
    return new.redirects.joined(old.redirects.followed(ids))


def passage_texts(corpus: Corpus, article: int) -> set[str]:
    """Return the texts of an article's passages, each once."""
    return set(corpus.texts_of(article))


def _firsts(pairs: Iterable[Pair]) -> set[int]:
    return {one for one, _ in pairs}


def _seconds(pairs: Iterable[Pair]) -> set[int]:
    return {other for _, other in pairs}


def _in_order(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted(pairs, key=lambda pair: (pair[1], pair[0])))


def _same_text(old: Corpus, new: Corpus, one: int, other: int) -> bool:
    return old.stored_bytes(one) == new.stored_bytes(other)


def _same(old: Corpus, new: Corpus, one: int, other: int) -> bool:
    """Whether what stands under one id is the same article still, edited."""
    lengths = {text: len(text) for text in passage_texts(old, one)}
    kept = sum(lengths[text] for text in lengths.keys() & passage_texts(new, other))
    return kept > MOST_OF_IT * sum(lengths.values()) or _alike(old, new, one, other)


def _alike(old: Corpus, new: Corpus, one: int, other: int) -> bool:
    return Indel.normalized_similarity(_words(old, one), _words(new, other)) >= ALIKE


def _words(corpus: Corpus, article: int) -> list[str]:
    words: list[str] = []
    for text in corpus.texts_of(article):
        words += _WORD.findall(text)
        if len(words) >= COMPARED_WORDS:
            break
    return words[:COMPARED_WORDS]


def _reads_otherwise(old: Corpus, new: Corpus, one: int, other: int) -> bool:
    """Whether more than the place of an article is another."""
    before, after = old.article(one), new.article(other)
    in_place = replace(before, id=after.id, path=after.path)
    return in_place != after or passage_texts(old, one) != passage_texts(new, other)


def _moved(old: Corpus, new: Corpus, gone: set[int], come: set[int]) -> list[Pair]:
    """Pair articles that left their place with those that came to one, the surest first."""
    found: list[Pair] = []
    for pairs in (_by_text, _by_passages, _by_label):
        found += pairs(old, new, sorted(gone - _firsts(found)), sorted(come - _seconds(found)))
    return found


def _by_text(old: Corpus, new: Corpus, gone: Sequence[int], come: Sequence[int]) -> list[Pair]:
    """Pair those with the same stored text.

    Of several copies, those of one name belong together, then the first ones. Where there are fewer
    copies than before, several become one.
    """
    held = defaultdict[bytes, list[int]](list)
    named = defaultdict[tuple[bytes, str], deque[int]](deque)
    for number in come:
        text = _digest(new, number)
        held[text].append(number)
        named[text, _name(new.article(number))].append(number)
    texts = {number: text for number in gone if (text := _digest(old, number)) in held}
    found: dict[int, int] = {}
    for number, text in texts.items():
        if same := named[text, _name(old.article(number))]:
            found[number] = same.popleft()
    taken = {*found.values()}
    free = {text: deque(one for one in copies if one not in taken) for text, copies in held.items()}
    for number, text in texts.items():
        if number not in found:
            found[number] = free[text].popleft() if free[text] else held[text][0]
    return list(found.items())


def _by_passages(old: Corpus, new: Corpus, gone: Sequence[int], come: Sequence[int]) -> list[Pair]:
    """Pair those that share most of their passages; several may have become one."""
    ranked = sorted(_sharing(old, new, gone, come))
    found: dict[int, int] = {}
    taken = set()
    for *_, number, other in ranked:
        if number not in found and other not in taken:
            found[number] = other
            taken.add(other)
    for *_, number, other in ranked:
        found.setdefault(number, other)
    return list(found.items())


def _sharing(
    old: Corpus,
    new: Corpus,
    gone: Sequence[int],
    come: Sequence[int],
) -> Iterator[tuple[float, bool, int, int]]:
    """Yield each two that share most of their passages, in tuples that sort the likeliest first."""
    holding: dict[bytes, list[int]] = defaultdict(list)
    for number in come:
        for text in passage_texts(new, number):
            holding[digest(text, _DIGEST_BYTES)].append(number)
    for number in gone if holding else ():
        texts = passage_texts(old, number)
        name, size = _name(old.article(number)), sum(map(len, texts))
        shared = Counter[int]()
        for text in texts:
            others = holding.get(digest(text, _DIGEST_BYTES), ())
            for other in others if len(others) <= TELLING else ():
                shared[other] += len(text)
        for other, kept in shared.items():
            # Lines that stand below every article may be many, but are short.
            if kept > MOST_OF_IT * size:
                yield -kept / size, name != _name(new.article(other)), number, other


def _by_label(old: Corpus, new: Corpus, gone: Sequence[int], come: Sequence[int]) -> list[Pair]:
    """Pair those that alone have a name or a title, and read alike."""
    found: list[Pair] = []
    for label in (_name, attrgetter("title")):
        before = _alone(label, old, {*gone} - _firsts(found))
        after = _alone(label, new, {*come} - _seconds(found))
        pairs = [(before[one], after[one]) for one in sorted(before.keys() & after.keys())]
        found += [pair for pair in pairs if _alike(old, new, *pair)]
    return found


def _alone(
    label: Callable[[Article], str | None],
    corpus: Corpus,
    numbers: Collection[int],
) -> dict[str, int]:
    """Return, by label, the one article among some that has it."""
    labels = {number: label(corpus.article(number)) for number in numbers}
    often = Counter(labels.values())
    return {one: number for number, one in labels.items() if one is not None and often[one] == 1}


def _copied(old: Corpus, new: Corpus, removed: Sequence[int]) -> Iterator[Pair]:
    """Yield the removed, each with another article that has its very text, where there is any."""
    sizes, wanted = new.stored_sizes(), old.stored_sizes()[list(removed)]
    fitting: list[int] = np.flatnonzero(np.isin(sizes, wanted)).tolist()
    held = {_digest(new, number): number for number in fitting}
    for number in removed:
        if (other := held.get(_digest(old, number))) is not None:
            yield number, other


def _digest(corpus: Corpus, article: int) -> bytes:
    return blake2b(corpus.stored_bytes(article), digest_size=_DIGEST_BYTES).digest()


def _name(article: Article) -> str:
    return article.id.rpartition("/")[2]
