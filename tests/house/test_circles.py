"""No module of the bot imports one that needs it in turn, not even for its types or late."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path, modules: set[str]) -> set[str]:
    """Modules of ours that a file imports, at its top, under TYPE_CHECKING or within functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in modules else node.module for name in names}
    return found & modules


def test_no_import_circle() -> None:
    files = {module_name(file): file for file in sorted((ROOT / "bot").rglob("*.py"))}
    modules = set(files)
    graph = {name: imports(file, modules) - {name} for name, file in files.items()}
    assert sum(map(len, graph.values())) > 300
    circle: list[str] = []
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert not circle, " -> ".join(circle)
