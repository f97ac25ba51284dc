"""Stands for the rules by which articles are processed, so that no work of other rules is kept.

What processes articles is listed here by hand: a test follows the imports of the build and fails
for a module that is neither listed nor excluded with a reason.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from importlib import metadata, resources
from importlib.resources.abc import Traversable

from bot.errors import Fault, FaultKind, Notice, NoticeKind

SOURCES = {
    ".": ("model.py",),
    "answering/analysis": (
        "analyze.py",
        "answer_type_index.py",
        "answer_types.py",
        "corpus_statistics.py",
        "folded_terms.py",
        "spelling.py",
    ),
    "answering/question": ("answer_type.py",),
    "arrays": ("bundle.py", "ragged.py", "strings.py"),
    "attribution": (
        "article_names.py",
        "attribution_store.py",
        "attributor.py",
        "bodies.toml",
        "citation_cues.py",
        "citation_patterns.py",
        "cite_passages.py",
        "continuation.py",
        "continuation_rules.py",
        "discovered_outlets.py",
        "english_outlet_names.py",
        "gazetteer.py",
        "keyword_prefilter.py",
        "language_rules.py",
        "mentions.py",
        "named_citations.py",
        "origin.py",
        "outlet_discovery.py",
        "passage_language.py",
        "pattern_tables.py",
        "person_names.py",
        "reporting_verbs.py",
        "source_chain.py",
        "speakers.py",
        "speakers.toml",
        "stored_offsets.py",
        "text_spans.py",
        "verbs.toml",
    ),
    "attribution/rules": (
        "de.toml",
        "en.toml",
        "es.toml",
        "fr.toml",
        "origin.toml",
        "ru.toml",
        "uk.toml",
    ),
    "corpus": (
        "article_date.py",
        "blocks.py",
        "body_notices.py",
        "bylines.py",
        "corpus.py",
        "encodings.py",
        "folder.py",
        "front_matter.py",
        "language_code.py",
        "loader.py",
        "markdown.py",
        "metadata.py",
        "plain_text.py",
        "readers.py",
        "records.py",
        "scaffolding.py",
        "suffixes.py",
        "text_head.py",
        "text_layout.py",
    ),
    "index": ("engines.py", "postings.py", "vocabulary.py"),
    "indexing": (
        "cache.py",
        "columns.py",
        "folder_state.py",
        "merge.py",
        "parallel_tasks.py",
        "pipeline.py",
        "previous_build.py",
        "tasks.py",
        "vocabulary_merge.py",
    ),
    "text": (
        "answer_patterns.py",
        "date_grammar.py",
        "date_symbols.py",
        "dates.py",
        "detection.py",
        "digest.py",
        "display.py",
        "invisible.py",
        "language.py",
        "language_tables.py",
        "period.py",
        "regex_prefilter.py",
        "searchable.py",
        "sentences.py",
        "strip_markdown.py",
        "tokens.py",
        "unspaced.py",
        "utf16.py",
        "web_address.py",
        "word_pattern.py",
    ),
    "text/languages": (
        "ar.toml",
        "dates-en.toml",
        "dates-uk.toml",
        "de.toml",
        "el.toml",
        "en.toml",
        "es.toml",
        "fr.toml",
        "ru.toml",
        "strangers.toml",
        "tr.toml",
        "uk.toml",
        "unknown.toml",
        "unspaced.toml",
    ),
}
"""By folder of the package, the files that decide what is stored of an article."""
LIBRARIES = (
    "ahocorasick-rs",
    "charset-normalizer",
    "marisa-trie",
    "numpy",
    "PyStemmer",
    "PyYAML",
    "simplemma",
)
"""The libraries that do."""


def analysis_fingerprint(*inputs: str) -> str:
    """Digest the program as far as it processes articles, and whatever else decides."""
    digest = blake2b(bytes.fromhex(program_digest()), digest_size=16)
    for text in inputs:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


@cache
def program_digest() -> str:
    """Digest sources, libraries and the layout of what is stored by name."""
    digest = blake2b(source_digest(resources.files("bot")))
    for part in (
        unicodedata.unidata_version,
        *map(metadata.version, LIBRARIES),
        *_stored_names(),
    ):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def source_digest(package: Traversable) -> bytes:
    """Digest the listed files of a package."""
    digest = blake2b()
    for folder, names in SOURCES.items():
        for name in names:
            digest.update(package.joinpath(folder, name).read_bytes())
    return digest.digest()


def _stored_names() -> Iterator[str]:
    """The fields and kinds of faults and notices: of `errors.py`, that is all that is stored."""
    for stored in (Fault, Notice):
        yield from (field.name for field in fields(stored))
    for kinds in (FaultKind, NoticeKind):
        yield from kinds
