"""Web addresses that open an article at a sentence, by a text fragment as "URL Fragment Text Directives" specifies it.

A browser takes the first place on the page where the whole of `#:~:text=[prefix-,]start[,end][,-suffix]` fits. It compares letters
without their case and accents, begins and ends at words, and finds no term that reaches over a line break or from one block into another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from urllib.parse import quote

from bot.chat.page_text import PageText
from bot.corpus.corpus import Corpus
from bot.model import Article, Passage, Span
from bot.text.web_address import LONGEST, unlinkable

LONGEST_PAGE = 500_000
"""Characters of an article in which it is looked for words that stand nowhere else."""
WHOLE = 80
"""Encoded characters of a sentence that is given whole; of a longer one its first and last words are."""
_FIRST, _LAST = 3, 2
"""Words of the terms that begin and end a longer sentence, at least."""
_MOST = 12
"""And at most; also of a term that tells a sentence from others like it."""

_WEB = re.compile(r"https?://[^#]*(#(?:(?!:~:).)*)?", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"[ \t]+")

_Context = tuple[Span | None, Span | None]
_ALONE: _Context = (None, None)
Directive = tuple[Span | None, Span, Span | None, Span | None]
"""Prefix, start, end and suffix, as offsets into the text of the page."""


def link_of(article: Article) -> str | None:
    """The address of an article; None for one without, or whose address is served as no link."""
    return article.url if article.url and unlinkable(article.url) is None else None


def opened_at(passage: Passage, sentence: Span | None, corpus: Corpus) -> str | None:
    """The address of the passage's article where it opens at a sentence of the passage, or at the passage; None for an article without a link."""
    url = link_of(passage.article)
    number = corpus.find_article(passage.article.id) if url else None
    stored = corpus.stored_text(number) if number is not None else ""
    if url is None or stored[passage.start : passage.end] != passage.text:
        # A reload has taken the article away meanwhile, or changed it.
        return url
    if len(stored) > LONGEST_PAGE:
        return url
    shown = sentence or Span(0, len(passage.text))
    span = Span(passage.start + shown.start, passage.start + shown.end)
    return address(url, *PageText.of(stored, span, markdown=passage.article.path.endswith(".md")))


def address(url: str, page: PageText, sentence: Span) -> str:
    """Where the article opens at a sentence; the same address where no fragment can be made that a browser would find there alone."""
    found = _WEB.fullmatch(url)
    # A team that gives an address with a directive of its own means that one.
    directive = _directive(page, sentence) if found else None
    if found is None or directive is None:
        return url
    prefix, start, end, suffix = (one and _term(page, one) for one in directive)
    terms = (f"{prefix}-" if prefix else None, start, end, f"-{suffix}" if suffix else None)
    whole = f"{url}{'' if found[1] else '#'}:~:text={','.join(term for term in terms if term)}"
    return whole if len(whole) <= LONGEST else url


def _term(page: PageText, span: Span) -> str:
    # A soft hyphen is no part of what is compared; a page shows blanks in a row as one.
    text = _BLANKS.sub(" ", page.text[span.start : span.end].replace("\xad", ""))
    return quote(text, safe="").replace("-", "%2D")


def _directive(page: PageText, sentence: Span) -> Directive | None:
    """The shortest that fits the sentence alone, or at least fits it first."""
    pieces = page.pieces(sentence)
    if not pieces:
        return None
    whole = Span(pieces[0].start, pieces[-1].end)
    if len(pieces) > 1:
        return _pair(page, whole, pieces)
    if len(_term(page, whole)) <= WHOLE:
        return _exact(page, whole)
    return _pair(page, whole, pieces) or _exact(page, whole)


def _exact(page: PageText, whole: Span) -> Directive | None:
    """The sentence itself, with what stands around it where it has to be told from others."""
    before, after = list(page.before(whole.start, _MOST)), list(page.after(whole.end, _MOST))
    beside = [bool(after) and page.same_line(whole.end, after[0].start), bool(before) and page.same_line(before[0].end, whole.start)]
    sides: list[list[_Context]] = [[(None, one) for one in after], [(one, None) for one in before]]
    if beside == [False, True]:
        # What stands in the same block stays beside the sentence, whatever a page puts between blocks.
        sides.reverse()
    order: list[list[_Context]] = [[_ALONE], *sides, list(zip(before, after, strict=False))]
    if any(beside) and len(list(page.firsts(whole, 1, _FIRST))) < _FIRST:
        # A word or two may well stand on the page outside the article.
        order[:2] = order[1::-1]
    for prefix, suffix in chain(*order):
        bounded = (prefix or page.at_word(whole.start)) and (suffix or page.at_word(whole.end))
        if bounded and page.once(Span((prefix or whole).start, (suffix or whole).end)):
            return prefix, whole, None, suffix
    free = page.at_word(whole.start) and page.at_word(whole.end)
    return (None, whole, None, None) if free and page.first(whole) else None


def _pair(page: PageText, whole: Span, pieces: Sequence[Span]) -> Directive | None:
    """The first words of the sentence and its last."""
    suffix = None if page.at_word(whole.end) else next(page.after(whole.end, 1))
    starts = [start for start in page.firsts(pieces[0], _FIRST, _MOST) if start.end < whole.end]
    for prefix, start in _beginnings(page, starts):
        for end in page.lasts(pieces[-1], _LAST, _MOST):
            if end.start >= start.end and page.first_after(end, start, (suffix or whole).end):
                return prefix, start, end, suffix
    return None


def _beginnings(page: PageText, starts: Sequence[Span]) -> Iterator[tuple[Span | None, Span]]:
    """Terms that begin at one place of the page alone, the shortest first; at last one that begins there first."""
    free = bool(starts) and page.at_word(starts[0].start)
    if free:
        yield from ((None, start) for start in starts if page.once(start))
    for start in starts[:1]:
        yield from ((prefix, start) for prefix in page.before(start.start, _MOST) if page.once(Span(prefix.start, start.end)))
    if free:
        yield from ((None, start) for start in starts[:1] if page.first(start))
