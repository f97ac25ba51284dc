"""What came from outside, read as the article that it would be."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.attribution.attributor import Attributor
from bot.corpus.article_date import read_article_date
from bot.corpus.corpus import Corpus
from bot.corpus.encodings import guess_unmarked_utf16
from bot.corpus.folder import ArticleFile
from bot.corpus.front_matter_writer import write_front_matter
from bot.corpus.loader import parse_article
from bot.corpus.records import NO_BODY, body_digest
from bot.errors import Fault, Notice
from bot.model import Article, Attribution, Passage
from bot.moderation.article_input import ArticleForm
from bot.moderation.refusals import ChangeRefused, Refusal
from bot.text.display import is_visible
from bot.text.web_address import why_unlinkable

MAX_ARTICLE_BYTES = 1_000_000
"""Bytes of an article that comes from outside: some 150,000 words."""
_MAX_HEAD_CHARS = 100_000
"""Characters that front matter is looked for in."""
# What no text holds, but for the line and page ends that editors leave.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ANCHOR = re.compile(r"(?:^|[\s\[{,:-])&([\w.-]+)")
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*([\w.-]+)")


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """A file as it would be served."""

    path: str
    """Under the corpus."""
    content: bytes
    article: Article
    passages: tuple[Passage, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    """One a passage: what the article cites by itself."""
    faults: tuple[Fault, ...] = ()
    """With any it is not served."""
    notices: tuple[Notice, ...] = ()
    body: int = NO_BODY
    """Stands for the words of its passages."""


def check_size(name: str, size: int) -> None:
    """Raise ChangeRefused for a file of more bytes than an article has."""
    if size > MAX_ARTICLE_BYTES:
        raise ChangeRefused(Refusal.TOO_LARGE, name, str(MAX_ARTICLE_BYTES // 1_000_000))


def check_content(path: str, content: bytes) -> None:
    """Raise ChangeRefused for a file from outside that is too large, or no text of an article."""
    check_size(path, len(content))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A fault names the encoding.
        return
    if "\x00" in text and guess_unmarked_utf16(content):
        return
    if _CONTROLS.search(text):
        raise ChangeRefused(Refusal.NOT_TEXT, path)
    head = text.lstrip()[:_MAX_HEAD_CHARS]
    if head.startswith("---") and {*_ANCHOR.findall(head)} & {*_ALIAS.findall(head)}:
        raise ChangeRefused(Refusal.ALIASES, path)


def read_draft(path: str, content: bytes, attributor: Attributor) -> ArticleDraft:
    """Read a file as the article that it is, or would be, at a path under the corpus."""
    file = ArticleFile("", path, (0, 0, 0, 0))
    stored, faults = parse_article(file, content)
    if stored is None:
        return ArticleDraft(path, content, Article(file.id, path), faults=faults)
    corpus = Corpus.from_articles([stored])
    passages = tuple(corpus[number] for number in range(len(corpus)))
    return ArticleDraft(
        path,
        content,
        stored.article,
        passages,
        attributor.attribute(stored.article, passages),
        notices=stored.notices,
        body=body_digest(stored),
    )


def outlets_cited(draft: ArticleDraft) -> tuple[str, ...]:
    """Return the outlets that a draft cites, each once, in the order of its text."""
    return tuple(
        dict.fromkeys(
            citation.outlet or citation.surface
            for attribution in draft.attributions
            for citation in attribution.citations
        )
    )


def check_form(form: ArticleForm) -> ArticleForm:
    """Return a form with its date as 2024-06-14; raises ChangeRefused for a field of no use."""
    if not is_visible(form.title):
        raise ChangeRefused(Refusal.NO_TITLE)
    if not is_visible(form.text):
        raise ChangeRefused(Refusal.NO_CONTENT)
    day = read_article_date(form.date) if form.date.strip() else None
    if day is None and form.date.strip():
        raise ChangeRefused(Refusal.WRONG_DATE, form.date)
    url = form.url.strip()
    if url and why_unlinkable(url) is not None:
        raise ChangeRefused(Refusal.WRONG_ADDRESS, url)
    return replace(form, date=day.isoformat() if day else "", url=url)


def write_form(form: ArticleForm) -> bytes:
    """Return the file that holds a form, however wrong its fields may be."""
    values = {
        "title": form.title,
        "publisher": form.publisher,
        "date": form.date,
        "url": form.url,
    }
    return f"{write_front_matter(values)}\n{form.text.strip()}\n".encode()


def with_layout_of(text: str, content: bytes) -> bytes:
    """Return a text that went through a window as the file that it was, which is UTF-8.

    Windows make all line ends alike, and cut white space off both ends.
    """
    old = content.decode("utf-8-sig")
    bare = old.strip()
    start = old.index(bare)
    new = text.strip().replace("\r\n", "\n")
    if "\r\n" in old:
        new = new.replace("\n", "\r\n")
    laid_out = f"{old[:start]}{new}{old[start + len(bare) :]}".encode()
    return (BOM_UTF8 if content.startswith(BOM_UTF8) else b"") + laid_out


def changed_passages(
    before: Sequence[Passage], after: Sequence[Passage]
) -> tuple[tuple[str | None, str | None], ...]:
    """Pair the passages that differ: as they were (None: new), and as they would be (None: gone).

    In the order of the text.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 - only an edit needs it

    old, new = ([passage.text for passage in side] for side in (before, after))
    pairs: list[tuple[str | None, str | None]] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[first:last], new[start:end]
        longest = max(len(gone), len(come))
        pairs += [
            (
                gone[place] if place < len(gone) else None,
                come[place] if place < len(come) else None,
            )
            for place in range(longest)
        ]
    return tuple(pairs)
