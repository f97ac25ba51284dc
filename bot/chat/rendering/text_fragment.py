"""Web addresses that open an article at a sentence, as "URL Fragment Text Directives" has it.

A browser takes the first place on the page where the whole of
`#:~:text=[prefix-,]start[,end][,-suffix]` fits. It compares letters
without their case and accents, begins and ends at words, and finds no term that reaches over a
line break or from one block into another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from urllib.parse import quote

from bot.chat.rendering.page_text import PageText
from bot.corpus.corpus import Corpus
from bot.corpus.suffixes import is_markdown
from bot.model import Article, Passage, Span
from bot.text.web_address import MAX_URL_UTF16_UNITS, why_unlinkable

LONGEST_PAGE = 500_000
"""Characters of an article in which it is looked for words that stand nowhere else."""
MAX_WHOLE_SENTENCE_CHARS = 80
"""Encoded characters of a sentence given whole; of longer ones the ends are given."""
_MIN_START_WORDS, _MIN_END_WORDS = 3, 2
"""Words of the terms that begin and end a longer sentence, at least."""
_MAX_WORDS = 12
"""And at most; also of a term that tells a sentence from others like it."""

_WEB_ADDRESS = re.compile(r"https?://[^#]*(#(?:(?!:~:).)*)?", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"[ \t]+")

_Context = tuple[Span | None, Span | None]
_NO_CONTEXT: _Context = (None, None)
Directive = tuple[Span | None, Span, Span | None, Span | None]
"""Prefix, start, end and suffix, as offsets into the text of the page."""


def article_link(article: Article) -> str | None:
    """Return the address of an article; None for one without, or whose address is no link."""
    return article.url if article.url and why_unlinkable(article.url) is None else None


def link_to_sentence(passage: Passage, sentence: Span | None, corpus: Corpus) -> str | None:
    """Return the address of the article, opened at a sentence of the passage, or at the passage.

    None for an article without a link.
    """
    url = article_link(passage.article)
    number = corpus.find_article(passage.article.id) if url else None
    stored = corpus.stored_text(number) if number is not None else ""
    if url is None or stored[passage.start : passage.end] != passage.text:
        # A reload has taken the article away meanwhile, or changed it.
        return url
    if len(stored) > LONGEST_PAGE:
        return url
    shown = sentence or Span(0, len(passage.text))
    span = Span(passage.start + shown.start, passage.start + shown.end)
    return text_fragment_url(
        url, *PageText.of(stored, span, markdown=is_markdown(passage.article.path))
    )


def text_fragment_url(url: str, page: PageText, sentence: Span) -> str:
    """Return the address opened at a sentence.

    The same address where a browser would find no fragment there alone.
    """
    found = _WEB_ADDRESS.fullmatch(url)
    # A team that gives an address with a directive of its own means that one.
    directive = _build_directive(page, sentence) if found else None
    if found is None or directive is None:
        return url
    prefix, start, end, suffix = (span and _encode_term(page, span) for span in directive)
    terms = (f"{prefix}-" if prefix else None, start, end, f"-{suffix}" if suffix else None)
    whole = f"{url}{'' if found[1] else '#'}:~:text={','.join(term for term in terms if term)}"
    return whole if len(whole) <= MAX_URL_UTF16_UNITS else url


def _encode_term(page: PageText, span: Span) -> str:
    # A soft hyphen is no part of what is compared; a page shows blanks in a row as one.
    text = _BLANKS.sub(" ", page.text[span.start : span.end].replace("\xad", ""))
    return quote(text, safe="").replace("-", "%2D")


def _build_directive(page: PageText, sentence: Span) -> Directive | None:
    """Return the shortest directive that fits the sentence alone, or at least first."""
    lines = page.lines(sentence)
    if not lines:
        return None
    whole = Span(lines[0].start, lines[-1].end)
    if len(lines) > 1:
        return _range_directive(page, whole, lines)
    if len(_encode_term(page, whole)) <= MAX_WHOLE_SENTENCE_CHARS:
        return _exact_directive(page, whole)
    return _range_directive(page, whole, lines) or _exact_directive(page, whole)


def _exact_directive(page: PageText, whole: Span) -> Directive | None:
    """Return the sentence itself, with what stands around it where others are the same."""
    before, after = (
        list(page.before(whole.start, _MAX_WORDS)),
        list(page.after(whole.end, _MAX_WORDS)),
    )
    same_line = [
        bool(after) and page.same_line(whole.end, after[0].start),
        bool(before) and page.same_line(before[0].end, whole.start),
    ]
    sides: list[list[_Context]] = [
        [(None, span) for span in after],
        [(span, None) for span in before],
    ]
    if same_line == [False, True]:
        # What stands in the same block stays beside the sentence, whatever pages put between.
        sides.reverse()
    order: list[list[_Context]] = [[_NO_CONTEXT], *sides, list(zip(before, after, strict=False))]
    if any(same_line) and len(list(page.prefixes(whole, 1, _MIN_START_WORDS))) < _MIN_START_WORDS:
        # A word or two may well stand on the page outside the article.
        order[:2] = order[1::-1]
    for prefix, suffix in chain(*order):
        bounded = (prefix or page.at_word(whole.start)) and (suffix or page.at_word(whole.end))
        if bounded and page.is_unique(Span((prefix or whole).start, (suffix or whole).end)):
            return prefix, whole, None, suffix
    at_words = page.at_word(whole.start) and page.at_word(whole.end)
    return (None, whole, None, None) if at_words and page.is_first(whole) else None


def _range_directive(page: PageText, whole: Span, lines: Sequence[Span]) -> Directive | None:
    """Return the first words of the sentence and its last."""
    suffix = None if page.at_word(whole.end) else next(page.after(whole.end, 1))
    starts = [
        start
        for start in page.prefixes(lines[0], _MIN_START_WORDS, _MAX_WORDS)
        if start.end < whole.end
    ]
    for prefix, start in _unique_starts(page, starts):
        for end in page.suffixes(lines[-1], _MIN_END_WORDS, _MAX_WORDS):
            if end.start >= start.end and page.is_first_after(end, start, (suffix or whole).end):
                return prefix, start, end, suffix
    return None


def _unique_starts(page: PageText, starts: Sequence[Span]) -> Iterator[tuple[Span | None, Span]]:
    """Yield terms that begin at one place of the page alone, the shortest first."""
    at_word = bool(starts) and page.at_word(starts[0].start)
    if at_word:
        yield from ((None, start) for start in starts if page.is_unique(start))
    for start in starts[:1]:
        yield from (
            (prefix, start)
            for prefix in page.before(start.start, _MAX_WORDS)
            if page.is_unique(Span(prefix.start, start.end))
        )
    if at_word:
        yield from ((None, start) for start in starts[:1] if page.is_first(start))
