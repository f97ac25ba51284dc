"""Engines to compare, behind one interface.

Each is made from passages as terms and finds the best passages for the terms of a question. All get
the same terms: stemmed, without stop words, as the bot itself indexes them. What an engine needs is
imported when it is made, so that one that is not installed is missed by nobody else, and no engine
pays for the memory of another.
"""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

Texts = Iterable[list[str]]
K = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as people ask it, and as terms."""

    text: str
    terms: Sequence[str]


class Engine(Protocol):
    """Passages that are searched."""

    def search(self, question: Asked) -> list[int]:
        """The numbers of the best K passages, best first."""


class RankBM25:
    """The rank-bm25 package by its own `get_top_n`."""

    def __init__(self, texts: Texts) -> None:
        listed = list(texts)
        self._numbers = range(len(listed))
        self._bm25 = import_module("rank_bm25").BM25Plus(listed, k1=1.5, b=0.75, delta=1.0)

    def search(self, question: Asked) -> list[int]:
        """See `Engine.search`."""
        found: list[int] = self._bm25.get_top_n(question.terms, self._numbers, n=K)
        return found


class BM25S:
    """The bm25s package: scores computed beforehand, and summed by numpy or numba."""

    def __init__(self, texts: Texts, backend: str) -> None:
        listed = list(texts)
        self._k = min(K, len(listed))
        if backend == "numba":
            import_module("numba")
        self._bm25 = import_module("bm25s").BM25(
            method="bm25+", k1=1.5, b=0.75, delta=1.0, backend=backend
        )
        self._bm25.index(listed, show_progress=False)

    def search(self, question: Asked) -> list[int]:
        """See `Engine.search`."""
        found: list[int] = (
            self._bm25.retrieve([list(question.terms)], k=self._k, show_progress=False)
            .documents[0]
            .tolist()
        )
        return found


class Tantivy:
    """The tantivy package, its index in memory."""

    HEAP = 256_000_000

    def __init__(self, texts: Texts) -> None:
        tantivy: Any = import_module("tantivy")
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("number", stored=True)
        self._module, self._schema = tantivy, builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=self.HEAP, num_threads=1)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(terms=" ".join(text), number=number))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def search(self, question: Asked) -> list[int]:
        """See `Engine.search`."""
        should, term = self._module.Occur.Should, self._module.Query.term_query
        query = self._module.Query.boolean_query(
            [(should, term(self._schema, "terms", item, "freq")) for item in question.terms]
        )
        hits = self._searcher.search(query, limit=K, count=False).hits
        return [self._searcher.doc(address)["number"][0] for _, address in hits]


class FTS5:
    """SQLite's full-text search, its table in memory and without the texts themselves."""

    def __init__(self, texts: Texts) -> None:
        self._database = sqlite3.connect(":memory:")
        # A term may hold a dot: 3.5, u.s
        self._database.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(terms, content='',"
            """ tokenize="unicode61 remove_diacritics 0 tokenchars '.'")"""
        )
        rows = ((number, " ".join(text)) for number, text in enumerate(texts))
        self._database.executemany("INSERT INTO passages(rowid, terms) VALUES (?, ?)", rows)
        self._database.execute("INSERT INTO passages(passages) VALUES ('optimize')")
        self._database.commit()

    def search(self, question: Asked) -> list[int]:
        """See `Engine.search`."""
        query = " OR ".join(f'"{term}"' for term in question.terms)
        # `rank` is bm25() unless told otherwise, and the one that is sorted by within the engine.
        rows = self._database.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?", (query, K)
        )
        return [number for (number,) in rows]


class Xapian:
    """Xapian, its index in a temporary folder: what it has in memory is meant for tests."""

    def __init__(self, texts: Texts) -> None:
        xapian: Any = import_module("xapian")
        self._module, self._folder = xapian, tempfile.TemporaryDirectory()
        database = xapian.WritableDatabase(self._folder.name, xapian.DB_CREATE_OR_OVERWRITE)
        for text in texts:
            document = xapian.Document()
            for term, count in Counter(text).items():
                document.add_term(term, count)
            database.add_document(document)
        database.commit()
        database.close()
        self._enquire = xapian.Enquire(xapian.Database(self._folder.name))
        self._enquire.set_weighting_scheme(xapian.BM25PlusWeight(1.5, 0, 1, 0.75, 0.5, 1.0))

    def search(self, question: Asked) -> list[int]:
        """See `Engine.search`."""
        self._enquire.set_query(self._module.Query(self._module.Query.OP_OR, list(question.terms)))
        return [match.docid - 1 for match in self._enquire.get_mset(0, K)]


class BylineIndex:
    """One of Byline's own engines, every term weighing the same."""

    def __init__(self, texts: Texts, module: str, name: str) -> None:
        kind = getattr(import_module(module), name)
        self._index = getattr(kind, "from_texts", kind)(texts)

    def search(self, question: Asked) -> list[int]:
        """See `Engine.search`."""
        return [hit.doc for hit in self._index.search(dict.fromkeys(question.terms, 1.0), K)]


class BylineAnswer:
    """Byline's whole answer, from the question as asked to the sentence that is marked.

    It is made from the articles themselves.
    """

    def __init__(self, corpus: Path) -> None:
        from bot.attribution.attributor import Attributor  # noqa: PLC0415 - as with every engine
        from bot.attribution.gazetteer_loader import load_gazetteer  # noqa: PLC0415
        from bot.library import Library  # noqa: PLC0415
        from bot.question_answer import Question  # noqa: PLC0415
        from bot.snapshot_builder import SnapshotBuilder  # noqa: PLC0415

        kept = tempfile.mkdtemp()
        atexit.register(shutil.rmtree, kept)
        self._question = Question
        self._library = Library(
            SnapshotBuilder(corpus, Attributor(load_gazetteer()), 0.4, Path(kept)).build
        )

    def search(self, question: Asked) -> list[int]:
        """See `Engine.search`; -1 for a passage that is not in the corpus."""
        answer = self._library.ask(self._question(question.text, k=K))
        numbers = (
            self._library.snapshot.corpus.find_passage(candidate.passage.id)
            for candidate in answer.candidates
        )
        return [-1 if number is None else number for number in numbers]


@dataclass(frozen=True, slots=True)
class Kind:
    """An engine of the comparison."""

    shown: str
    make: Callable[[Texts, Path], Engine]
    """From the terms of all passages, or from the folder of articles."""
    against: str = "bm25s"
    """The bm25s that computes by the same means."""


KINDS: dict[str, Kind] = {
    "rank-bm25": Kind("rank-bm25 (BM25Plus)", lambda texts, _: RankBM25(texts)),
    "bm25s": Kind("bm25s, numpy", lambda texts, _: BM25S(texts, "numpy")),
    "bm25s-numba": Kind(
        "bm25s, numba", lambda texts, _: BM25S(texts, "numba"), against="bm25s-numba"
    ),
    "tantivy": Kind("tantivy", lambda texts, _: Tantivy(texts)),
    "fts5": Kind("SQLite FTS5", lambda texts, _: FTS5(texts)),
    "xapian": Kind("Xapian", lambda texts, _: Xapian(texts)),
    "byline-rank-bm25": Kind(
        "Byline's index over rank-bm25",
        lambda texts, _: BylineIndex(texts, "bot.index.rank_bm25", "RankBM25Index"),
    ),
    "byline-bm25s": Kind(
        "Byline's index",
        lambda texts, _: BylineIndex(texts, "bot.index.sparse_bm25", "SparseBM25Index"),
    ),
    "byline": Kind("Byline's whole answer", lambda _, corpus: BylineAnswer(corpus)),
}
"""By the name that `--engines` takes."""
