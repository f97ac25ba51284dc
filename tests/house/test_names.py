"""Names by the glossary: no retired word, no class name twice, and documents that name what is there."""

from __future__ import annotations

import ast
import re

from tests.house.sources import FILES, MODULES, ROOT, module_name, nodes

DOCUMENTS = ("docs/glossary.md", "docs/architecture.md", "CONTRIBUTING.md", "tests/README.md")


def words_of(name: str) -> set[str]:
    """The words of a name, in small letters: of `CandidateTable`, `candidate_table` or `BM25Baseline`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return set(parted.lower().strip("_").split("_")) | {name.lower().strip("_")}


def retired_words() -> set[str]:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    return set(re.findall(r"`(\w+)`", text.partition("## Retired words")[2]))


def classes() -> list[tuple[str, str]]:
    """Every class of the bot with its module."""
    return [
        (node.name, module_name(file))
        for file in FILES
        for node in nodes(file)
        if isinstance(node, ast.ClassDef)
    ]


def test_no_retired_word_in_the_name_of_a_module_or_class() -> None:
    retired = retired_words()
    assert len(retired) > 50
    named = [(part, module) for module in MODULES for part in module.split(".")] + classes()
    wrong = sorted(
        {
            f"{name} in {module}: {', '.join(words)}"
            for name, module in named
            if (words := sorted(words_of(name) & retired))
        }
    )
    assert not wrong, "\n".join(wrong)


def test_no_two_classes_of_one_name() -> None:
    by_name: dict[str, list[str]] = {}
    for name, module in classes():
        by_name.setdefault(name.lstrip("_"), []).append(module)
    assert len(by_name) > 200
    twice = [
        f"{name}: {', '.join(modules)}"
        for name, modules in sorted(by_name.items())
        if len(modules) > 1
    ]
    assert not twice, "\n".join(twice)


def test_documents_name_what_is_there() -> None:
    missing = []
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        paths = re.findall(r"`((?:bot|bench|tests|docs)/[\w./-]+)`", text)
        assert len(paths) > 5
        missing += [f"{document}: {path}" for path in paths if not (ROOT / path).exists()]
    assert not missing, "\n".join(missing)
