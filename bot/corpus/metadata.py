"""What front matter says of an article: which key means what, and what is wrong with a value."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.corpus.article_date import read_article_date
from bot.corpus.bylines import parse_byline, strip_byline_cue
from bot.corpus.front_matter import Entry, FrontMatter, Value, normalize_key, read_front_matter
from bot.corpus.language_code import language_code
from bot.errors import Fault, FaultKind, Notice, NoticeKind
from bot.model import Article
from bot.text.display import is_visible, shorten, without_surrogates
from bot.text.invisible import without_meaningless
from bot.text.web_address import UnlinkableReason, why_unlinkable

_KEYS = {
    "title": "title headline",
    "author": "author authors byline by writer writers creator",
    "publisher": "publisher outlet publication newspaper site sitename source",
    "date": "date datepublished published publishdate publicationdate publishedat pubdate "
    "publishedon posted created createdat datecreated updated modified lastmod",
    "url": "url link canonical canonicalurl permalink sourceurl originalurl webaddress",
    "language": "language lang locale",
}
"""For each field the keys that mean it, as `normalize_key` has them; the first that is there."""
_OTHER_KEYS = {
    "title": "subject заголовок назва тема titel betreff titre objet",
    "author": "from автор автори авторка від от autor autorin von auteur de",
    "publisher": "видання видавець джерело издание источник quelle",
    "date": "sent дата опубліковано надіслано отправлено datum gesendet envoyé",
    "url": "посилання адреса",
    "language": "мова",
    "": "to cc bcc replyto кому копія копия an à",
}
"""Keys of mails and of other languages, which are never suggested; the last say nothing."""
_FIELD_OF_KEY = {
    key: field
    for keys_of_field in (_KEYS, _OTHER_KEYS)
    for field, keys in keys_of_field.items()
    for key in keys.split()
}
_SUGGESTED_KEYS = [key for keys in _KEYS.values() for key in keys.split()]
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]|\[([^\[\]]*)\]\([^()]*\)")
_MAIL_ADDRESS = re.compile(r"(?<=\S)\s*<[^<>\s]*@[^<>\s]*>")
_ADDRESS = re.compile(r"(?i)(?:https?://|www\.)\S+\Z")
_RELATIVE_ADDRESS = re.compile(r"/\S*\Z")
_COMMENT = re.compile(r"[ \t]+#[ \t].*|[ \t]+#\Z", re.DOTALL)
_QUOTED = re.compile(r"(?s:\s*([\"']).*\1\s*)")
_MAX_NAMED_UTF16_UNITS = 80
"""UTF-16 units of what is named in a fault."""
_MAX_NAMED_KEYS = 8
_NOTICE_OF_REASON = {
    UnlinkableReason.TOO_LONG: NoticeKind.LONG_ADDRESS,
    UnlinkableReason.USER_INFORMATION: NoticeKind.USER_IN_ADDRESS,
    UnlinkableReason.NOT_HTTP: NoticeKind.OTHER_ADDRESS,
    UnlinkableReason.MALFORMED: NoticeKind.MALFORMED_ADDRESS,
}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What front matter comes to."""

    article: Article
    body_start: int
    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()


def read_metadata(text: str, article: Article, display_path: str) -> Metadata:
    """Read the front matter of an article.

    Args:
        text: The stored text.
        article: The article, of which only the file is known.
        display_path: The file as faults name it.
    """
    front = read_front_matter(text, _FIELD_OF_KEY)
    reading = _Reading(article.path, display_path)
    return reading.read(front, article)


class _Reading:
    """Gathers fields, faults and notices of one file."""

    def __init__(self, path: str, display_path: str) -> None:
        self._path, self._display_path = path, display_path
        self._faults: list[Fault] = []
        self._notices: list[Notice] = []
        self._unknown: list[Entry] = []

    def read(self, front: FrontMatter, article: Article) -> Metadata:
        for line, kind, detail in front.faults:
            self._faults.append(Fault(self._display_path, line, kind, detail=_named(detail)))
        chosen, extra = self._choose(front.entries)
        fields: dict[str, Any] = {}
        for field, entry in chosen.items():
            value = getattr(self, f"_{field}")(entry)
            if value is not None:
                fields |= value
        self._notice_unknown()
        article = replace(article, **fields, extra=tuple(extra))
        return Metadata(article, front.body_start, tuple(self._faults), tuple(self._notices))

    def _choose(self, entries: Sequence[Entry]) -> tuple[dict[str, Entry], list[tuple[str, str]]]:
        """Return the entry that each field is read from, and what is kept as it is written."""
        by_key: dict[str, Entry] = {}
        for entry in entries:
            key = normalize_key(entry.key)
            if key in by_key:
                self._fault(entry, FaultKind.DUPLICATE)
                continue
            by_key[key] = entry
        chosen: dict[str, Entry] = {}
        for key, field in _FIELD_OF_KEY.items():
            if field and key in by_key and by_key[key].value is not None:
                chosen.setdefault(field, by_key[key])
        _use_source_as_address(by_key.get("source"), chosen)
        extra = []
        for key, entry in by_key.items():
            if key not in _FIELD_OF_KEY:
                self._unknown.append(entry)
            used = entry in chosen.values() or entry.value is None
            if not used:
                extra.append((entry.key, without_surrogates(entry.source.strip())))
        return chosen, extra

    def _title(self, entry: Entry) -> dict[str, Any] | None:
        title = self._text(entry)
        return None if title is None else {"title": title}

    def _author(self, entry: Entry) -> dict[str, Any] | None:
        names = list(_names(entry.value))
        if not names:
            if entry.value not in ((), {}):
                self._fault(entry, FaultKind.NOT_TEXT)
            return None
        if len(names) > 1 or not isinstance(entry.value, str):
            return {"author": ", ".join(map(strip_byline_cue, names))}
        text = self._text(entry, names[0])
        if text is None:
            return None
        byline = parse_byline(text) if strip_byline_cue(text) != text else None
        if byline is None and normalize_key(entry.key) == "byline":
            byline = parse_byline(f"By {text}")
        if byline is None:
            return {"author": text}
        return {"author": byline.author, "byline": text}

    def _publisher(self, entry: Entry) -> dict[str, Any] | None:
        value = entry.value
        if isinstance(value, Mapping):
            value = next((value[key] for key in ("name", "title") if key in value), value)
        text = self._text(entry, value)
        return None if text is None else {"publisher": text}

    def _date(self, entry: Entry) -> dict[str, Any] | None:
        text = _COMMENT.sub("", entry.value) if isinstance(entry.value, str) else None
        if text is not None and not text.strip():
            return None
        date = read_article_date(text) if text is not None else None
        if date is None:
            self._fault(entry, FaultKind.WRONG_DATE, text or entry.source.strip())
            return None
        return {"date": date}

    def _url(self, entry: Entry) -> dict[str, Any] | None:
        text = self._text(entry)
        if text is None:
            return None
        if normalize_key(entry.key) != "url" and _RELATIVE_ADDRESS.match(text):
            # Where a page stands on its own site.
            return None
        if text.casefold().startswith("www."):
            text = f"https://{text}"
        if (reason := why_unlinkable(text)) is not None:
            self._notices.append(Notice(self._path, entry.line, _NOTICE_OF_REASON[reason]))
        return {"url": text}

    def _language(self, entry: Entry) -> dict[str, Any] | None:
        text = self._text(entry)
        if text is None:
            return None
        code = language_code(text)
        if code is None:
            values = (("value", _named(text)),)
            self._notices.append(
                Notice(self._path, entry.line, NoticeKind.UNKNOWN_LANGUAGE, values)
            )
            return None
        return {"language": code}

    def _text(self, entry: Entry, value: Value = None) -> str | None:
        """Return the text of a value; None, and a fault, where it is something else."""
        value = entry.value if value is None else value
        if isinstance(value, tuple) and len(value) == 1:
            value = value[0]
        if value is not None and not isinstance(value, str):
            self._fault(entry, FaultKind.NOT_TEXT)
            return None
        if value is None or not is_visible(value):
            return None
        text = value
        is_title = _FIELD_OF_KEY[normalize_key(entry.key)] == "title"
        if not is_title and "\n" not in entry.source and not _QUOTED.fullmatch(entry.source):
            text = _COMMENT.sub("", text) or text
        return " ".join(without_meaningless(without_surrogates(text)).split("\n")).strip()

    def _fault(self, entry: Entry, kind: FaultKind, detail: str = "") -> None:
        key = _named(entry.key)
        self._faults.append(
            Fault(self._display_path, entry.line, kind, key=key, detail=_named(detail))
        )

    def _notice_unknown(self) -> None:
        """One notice for all keys that mean nothing; a slip of the pen gets its own."""
        plain = []
        for entry in self._unknown:
            near = difflib.get_close_matches(normalize_key(entry.key), _SUGGESTED_KEYS, 1, 0.75)
            if near:
                values = (("written", _named(entry.key)), ("near", near[0]))
                self._notices.append(
                    Notice(self._path, entry.line, NoticeKind.MISSPELT_KEY, values)
                )
            else:
                plain.append(entry)
        if plain:
            keys = ", ".join(_named(entry.key) for entry in plain[:_MAX_NAMED_KEYS])
            if len(plain) > _MAX_NAMED_KEYS:
                keys += ", …"
            self._notices.append(
                Notice(self._path, plain[0].line, NoticeKind.UNKNOWN_KEY, (("keys", keys),))
            )


def _names(value: Value) -> Iterator[str]:
    """Yield the names of a list of authors, however deep they stand."""
    if isinstance(value, str):
        if is_visible(value):
            yield _MAIL_ADDRESS.sub("", _WIKI_LINK.sub(r"\1\2", value))
    elif isinstance(value, tuple):
        for item in value:
            yield from map(str.strip, _names(item))
    elif isinstance(value, Mapping):
        yield from _names(next((value[key] for key in value if normalize_key(key) == "name"), None))


def _named(text: str) -> str:
    return shorten(text, _MAX_NAMED_UTF16_UNITS)


def _use_source_as_address(source: Entry | None, chosen: dict[str, Entry]) -> None:
    """Take a source that is an address for the article's own, unless another is given."""
    if source is None or not isinstance(source.value, str) or not _ADDRESS.match(source.value):
        return
    chosen.setdefault("url", source)
    if chosen.get("publisher") is source:
        del chosen["publisher"]
