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
from bot.corpus.records import id_hash
from bot.corpus.redirects import RedirectTable
from bot.model import Article
from bot.text.digest import digest

MIN_SHARED_TEXT = 0.5
"""Share of an article's text, in whole passages, above which another that has it is the same."""
MIN_WORD_SIMILARITY = 0.75
"""Similarity of words, 0 to 1, from which on two articles of one name or title are the same."""
MAX_ARTICLES_PER_SHARED_PASSAGE = 20
"""Articles up to which a passage that stands in all of them tells which one it came to."""
COMPARED_WORDS = 2_000
"""Words of an article that are compared."""
_DIGEST_BYTES = 16
_WORD = re.compile(r"\w+")

NumberPair = tuple[int, int]
"""The number of an article in the corpus before, and in the one after."""


@dataclass(frozen=True, slots=True)
class CorpusDiff:
    """What became of articles, by number: of the removed in the old corpus, else in the new one."""

    added: tuple[int, ...]
    removed: tuple[int, ...]
    changed: tuple[NumberPair, ...]
    """Including those that were moved as well."""
    moved: tuple[NumberPair, ...]
    """To another file, or under another name."""
    copied: tuple[NumberPair, ...]
    """Those of the removed whose very text another article has."""


def diff(old: Corpus, new: Corpus) -> CorpusDiff:
    """Compare two readings of a corpus; takes longer, the more articles differ."""
    before, after = old.digests_by_hash(), new.digests_by_hash()
    gone = {old.article_by_hash(item) for item in before if item not in after}
    come = {new.article_by_hash(item) for item in after if item not in before}
    altered = [item for item, held in after.items() if before.get(item, held) != held]
    pairs = {(old.article_by_hash(item), new.article_by_hash(item)) for item in altered}
    # The id leaves out the suffix of the file, so that a .txt may have become an .md.
    renamed = {(item, other) for item, other in pairs if _same_text(old, new, item, other)}
    edited = pairs - renamed
    # A file may hold another article by now; each of the two may have another place.
    doubtful = edited if gone or come or len(edited) > 1 else ()
    replaced = {
        (item, other) for item, other in doubtful if not _is_same_article(old, new, item, other)
    }
    moved = _match_moved(old, new, gone | _old_numbers(replaced), come | _new_numbers(replaced))
    left, taken = _old_numbers(moved), _new_numbers(moved)
    rewritten = {
        (item, other) for item, other in replaced if item not in left and other not in taken
    }
    removed = (gone | _old_numbers(replaced)) - left - _old_numbers(rewritten)
    added = (come | _new_numbers(replaced)) - taken - _new_numbers(rewritten)
    changed = (edited - replaced) | rewritten
    changed |= {pair for pair in (*moved, *renamed) if _is_edited(old, new, *pair)}
    return CorpusDiff(
        added=tuple(sorted(added)),
        removed=tuple(sorted(removed)),
        changed=_sorted_pairs(changed),
        moved=_sorted_pairs({*moved, *renamed}),
        copied=_sorted_pairs(_find_copies(old, new, sorted(removed))),
    )


def find_redirects(old: Corpus, new: Corpus) -> RedirectTable:
    """Return where articles stand: those moved up to `old`, between the two, and as `new` knows."""
    found = diff(old, new)
    pairs = (*found.moved, *found.copied)
    ids = {id_hash(old.article(item).id): id_hash(new.article(other).id) for item, other in pairs}
    return new.redirects.merged_with(old.redirects.with_moves(ids))


def passage_texts(corpus: Corpus, article: int) -> set[str]:
    """Return the texts of an article's passages, each once."""
    return set(corpus.texts_of(article))


def _old_numbers(pairs: Iterable[NumberPair]) -> set[int]:
    return {item for item, _ in pairs}


def _new_numbers(pairs: Iterable[NumberPair]) -> set[int]:
    return {other for _, other in pairs}


def _sorted_pairs(pairs: Iterable[NumberPair]) -> tuple[NumberPair, ...]:
    return tuple(sorted(pairs, key=lambda pair: (pair[1], pair[0])))


def _same_text(old: Corpus, new: Corpus, old_number: int, new_number: int) -> bool:
    return old.stored_bytes(old_number) == new.stored_bytes(new_number)


def _is_same_article(old: Corpus, new: Corpus, old_number: int, new_number: int) -> bool:
    """Tell whether what stands under one id is the same article still, edited."""
    lengths = {text: len(text) for text in passage_texts(old, old_number)}
    kept = sum(lengths[text] for text in lengths.keys() & passage_texts(new, new_number))
    return kept > MIN_SHARED_TEXT * sum(lengths.values()) or _has_similar_words(
        old, new, old_number, new_number
    )


def _has_similar_words(old: Corpus, new: Corpus, old_number: int, new_number: int) -> bool:
    return (
        Indel.normalized_similarity(_words(old, old_number), _words(new, new_number))
        >= MIN_WORD_SIMILARITY
    )


def _words(corpus: Corpus, article: int) -> list[str]:
    words: list[str] = []
    for text in corpus.texts_of(article):
        words += _WORD.findall(text)
        if len(words) >= COMPARED_WORDS:
            break
    return words[:COMPARED_WORDS]


def _is_edited(old: Corpus, new: Corpus, old_number: int, new_number: int) -> bool:
    """Tell whether more than the place of an article is another."""
    before, after = old.article(old_number), new.article(new_number)
    in_place = replace(before, id=after.id, path=after.path)
    return in_place != after or passage_texts(old, old_number) != passage_texts(new, new_number)


def _match_moved(old: Corpus, new: Corpus, removed: set[int], added: set[int]) -> list[NumberPair]:
    """Pair articles that left their place with those that came to one, the surest first."""
    found: list[NumberPair] = []
    for pairs in (_match_by_text, _match_by_passages, _match_by_label):
        found += pairs(
            old, new, sorted(removed - _old_numbers(found)), sorted(added - _new_numbers(found))
        )
    return found


def _match_by_text(
    old: Corpus, new: Corpus, removed: Sequence[int], added: Sequence[int]
) -> list[NumberPair]:
    """Pair those with the same stored text.

    Of several copies, those of one name belong together, then the first ones. Where there are fewer
    copies than before, several become one.
    """
    held = defaultdict[bytes, list[int]](list)
    named = defaultdict[tuple[bytes, str], deque[int]](deque)
    for number in added:
        text = _digest(new, number)
        held[text].append(number)
        named[text, _name(new.article(number))].append(number)
    texts = {number: text for number in removed if (text := _digest(old, number)) in held}
    found: dict[int, int] = {}
    for number, text in texts.items():
        if same := named[text, _name(old.article(number))]:
            found[number] = same.popleft()
    taken = {*found.values()}
    free = {
        text: deque(copy for copy in copies if copy not in taken) for text, copies in held.items()
    }
    for number, text in texts.items():
        if number not in found:
            found[number] = free[text].popleft() if free[text] else held[text][0]
    return list(found.items())


def _match_by_passages(
    old: Corpus, new: Corpus, removed: Sequence[int], added: Sequence[int]
) -> list[NumberPair]:
    """Pair those that share most of their passages; several may have become one."""
    ranked = sorted(_shared_passages(old, new, removed, added))
    found: dict[int, int] = {}
    taken = set()
    for *_, number, other in ranked:
        if number not in found and other not in taken:
            found[number] = other
            taken.add(other)
    for *_, number, other in ranked:
        found.setdefault(number, other)
    return list(found.items())


def _shared_passages(
    old: Corpus,
    new: Corpus,
    removed: Sequence[int],
    added: Sequence[int],
) -> Iterator[tuple[float, bool, int, int]]:
    """Yield each two that share most of their passages, in tuples that sort the likeliest first."""
    holding: dict[bytes, list[int]] = defaultdict(list)
    for number in added:
        for text in passage_texts(new, number):
            holding[digest(text, _DIGEST_BYTES)].append(number)
    for number in removed if holding else ():
        texts = passage_texts(old, number)
        name, size = _name(old.article(number)), sum(map(len, texts))
        shared = Counter[int]()
        for text in texts:
            others = holding.get(digest(text, _DIGEST_BYTES), ())
            for other in others if len(others) <= MAX_ARTICLES_PER_SHARED_PASSAGE else ():
                shared[other] += len(text)
        for other, kept in shared.items():
            # Lines that stand below every article may be many, but are short.
            if kept > MIN_SHARED_TEXT * size:
                yield -kept / size, name != _name(new.article(other)), number, other


def _match_by_label(
    old: Corpus, new: Corpus, removed: Sequence[int], added: Sequence[int]
) -> list[NumberPair]:
    """Pair those that alone have a name or a title, and read alike."""
    found: list[NumberPair] = []
    for label in (_name, attrgetter("title")):
        before = _unique_labels(label, old, {*removed} - _old_numbers(found))
        after = _unique_labels(label, new, {*added} - _new_numbers(found))
        pairs = [(before[item], after[item]) for item in sorted(before.keys() & after.keys())]
        found += [pair for pair in pairs if _has_similar_words(old, new, *pair)]
    return found


def _unique_labels(
    label: Callable[[Article], str | None],
    corpus: Corpus,
    numbers: Collection[int],
) -> dict[str, int]:
    """Return, by label, the one article among some that has it."""
    labels = {number: label(corpus.article(number)) for number in numbers}
    often = Counter(labels.values())
    return {
        item: number for number, item in labels.items() if item is not None and often[item] == 1
    }


def _find_copies(old: Corpus, new: Corpus, removed: Sequence[int]) -> Iterator[NumberPair]:
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
