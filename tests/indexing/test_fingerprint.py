"""The fingerprint covers what changes stored work, and nothing else."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from bot.indexing.fingerprint import LIBRARIES, SOURCES, source_digest
from tests.house.sources import FILES, ROOT, imported, imported_of_ours, module_name

BUILD = ("bot.indexing.tasks", "bot.indexing.merge", "bot.indexing.pipeline")
NOT_STORED = {
    "bot.attribution.outlet_request": "reads questions",
    "bot.corpus.diff": "compares two corpora; what moved is kept whatever the rules",
    "bot.corpus.notices": "told anew at each start, from what the readers stored",
    "bot.corpus.redirects": "what moved is kept whatever the rules",
    "bot.errors": "the fields and kinds that are stored are digested one by one",
    "bot.indexing.best_effort_cache": "whether work can be stored, not what",
    "bot.indexing.fingerprint": "decides what is covered, and is seen by what comes of it",
    "bot.indexing.workers": "where work is done, not how",
    "bot.private_files": "who may read what is stored",
    "bot.text.memo": "remembers what others computed",
}
"""Modules that a build imports and that decide nothing that is stored, each with the reason."""
DATA_NOT_STORED = {
    "attribution/declension/de.toml": "decides spellings, which the gazetteer's digest covers",
    "attribution/declension/ru.toml": "the same",
    "attribution/declension/uk.toml": "the same",
    "attribution/outlets.toml": "the gazetteer's digest covers it",
    "text/languages/quantities-en.toml": "compares figures when somebody asks",
    "text/languages/quantities-uk.toml": "the same",
}
"""Tables in the folders of those modules that do not either."""
DISTRIBUTIONS = {
    "charset_normalizer": "charset-normalizer",
    "Stemmer": "PyStemmer",
    "ahocorasick_rs": "ahocorasick-rs",
    "yaml": "PyYAML",
} | {"marisa_trie": "marisa-trie"}
LIBRARIES_NOT_STORED = {
    "filelock": "keeps other processes out",
    "msgspec": "writes msgpack, which every version reads",
    "rapidfuzz": "corrects questions",
    "wcwidth": "shortens what a fault names",
    "xxhash": "a fixed algorithm",
}


FILE_OF = {module_name(file): file for file in FILES}
COVERED = {
    f"{folder}/{name}".removeprefix("./") for folder, names in SOURCES.items() for name in names
}
COVERED_MODULES = {module_name(ROOT / "bot" / path) for path in COVERED if path.endswith(".py")}


def closure(modules: tuple[str, ...]) -> set[str]:
    """The modules of ours that these import, one through the other, but through none excluded."""
    found: set[str] = set()
    waiting = [*modules]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            if module not in NOT_STORED:
                waiting += imported_of_ours(FILE_OF[module])
    return found


def test_every_module_of_a_build_is_covered_or_excluded_with_a_reason() -> None:
    used = closure(BUILD)
    assert len(used) > 50
    assert used - NOT_STORED.keys() == COVERED_MODULES
    assert used >= NOT_STORED.keys()


def test_every_library_of_a_build_is_covered_or_excluded_with_a_reason() -> None:
    used = {
        name.partition(".")[0] for module in COVERED_MODULES for name in imported(FILE_OF[module])
    }
    ours = used - sys.stdlib_module_names - {"bot"}
    covered = {name for name in ours if DISTRIBUTIONS.get(name, name) in LIBRARIES}
    assert len(covered) == len(LIBRARIES)
    assert ours - covered == LIBRARIES_NOT_STORED.keys()


def test_every_table_beside_these_modules_is_covered_or_excluded_with_a_reason() -> None:
    there = {
        file.relative_to(ROOT / "bot").as_posix()
        for package in ("arrays", "attribution", "corpus", "index", "indexing", "text")
        for file in (ROOT / "bot" / package).rglob("*")
        if file.suffix in {".toml", ".txt"}
    } | {
        file.relative_to(ROOT / "bot").as_posix()
        for file in (ROOT / "bot/answering/analysis").rglob("*")
        if file.suffix in {".toml", ".txt"}
    }
    covered = {path for path in COVERED if not path.endswith(".py")}
    assert there - DATA_NOT_STORED.keys() == covered
    assert there >= DATA_NOT_STORED.keys()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__")
    return shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=ignored)


def edit(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"# edited\n")


def test_an_edit_of_what_answers_costs_no_rebuild(package: Path) -> None:
    before = source_digest(package)
    for path in (
        "answering/ranking/weights.toml",
        "answering/ranking/passage_features.py",
        "answering/question/parsing.py",
        "text/quantities/date_parser.py",
        "chat/rendering/answer_replies.py",
        "chat/locales/en.toml",
        "errors.py",
    ):
        edit(package / path)
        assert source_digest(package) == before, path


def test_an_edit_of_what_processes_articles_costs_a_rebuild(package: Path) -> None:
    seen = {source_digest(package)}
    for path in sorted(COVERED)[::9]:
        edit(package / path)
        digest = source_digest(package)
        assert digest not in seen, path
        seen.add(digest)


@pytest.mark.parametrize(
    "path",
    [
        "text/tokens.py",
        "text/dates.py",
        "text/languages/dates-uk.toml",
        "text/sentences.py",
        "text/languages/uk.toml",
        "attribution/rules/en.toml",
        "attribution/cite_passages.py",
        "attribution/gazetteer.py",
        "answering/analysis/answer_types.py",
        "answering/question/answer_type.py",
        "arrays/bundle.py",
        "corpus/markdown.py",
        "indexing/columns.py",
        "index/postings.py",
        "model.py",
    ],
)
def test_what_must_be_covered(path: str) -> None:
    assert path in COVERED
