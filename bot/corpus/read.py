"""A folder of files read as a corpus; what can't be read is told, all at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.corpus.corpus import Corpus, StoredArticle
from bot.corpus.markdown import read_markdown
from bot.corpus.plain import read_plain
from bot.errors import Fault, FaultKind

Reader = Callable[[str, str, str, str], tuple[StoredArticle, tuple[Fault, ...]]]
"""Stored text, article id, path under the corpus, path to show -> the article and what is wrong with the file."""

READERS: dict[str, Reader] = {".txt": read_plain, ".md": read_markdown}


def read_corpus(folder: Path) -> tuple[Corpus, tuple[Fault, ...]]:
    """Read every article under a folder, in the order of their paths.

    An article with a fault is left out; its faults stand in the second value.
    """
    articles: dict[str, StoredArticle] = {}
    faults: list[Fault] = []
    if not folder.is_dir():
        return Corpus(), (Fault(str(folder), None, FaultKind.MISSING),)
    for file in _files(folder, faults):
        path = file.relative_to(folder).as_posix()
        article_id = path[: -len(file.suffix)]
        if article_id in articles:
            faults.append(Fault(str(file), None, FaultKind.DUPLICATE, detail=str(folder / articles[article_id].article.path)))
            continue
        stored, wrong = _read(file, article_id, path)
        faults += wrong
        if stored is not None and not wrong:
            articles[article_id] = stored
    return Corpus(articles.values()), tuple(sorted(faults, key=lambda fault: (fault.path, fault.line or 0, fault.key)))


def _files(folder: Path, faults: list[Fault]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        faults.append(Fault(str(error.filename), None, FaultKind.UNREADABLE, detail=error.strerror or ""))

    found = []
    for base, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(base, name) for name in names if not name.startswith(".") and Path(name).suffix in READERS]
    return iter(sorted(found, key=lambda file: file.relative_to(folder).as_posix()))


def _read(file: Path, article_id: str, path: str) -> tuple[StoredArticle | None, tuple[Fault, ...]]:
    shown = str(file)
    try:
        content = file.read_bytes()
    except OSError as error:
        return None, (Fault(shown, None, FaultKind.UNREADABLE, detail=error.strerror or ""),)
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return None, (Fault(shown, content[: error.start].count(b"\n") + 1, FaultKind.NOT_UTF8),)
    if not text.strip():
        return None, (Fault(shown, None, FaultKind.EMPTY),)
    return READERS[file.suffix](text, article_id, path, shown)
