"""The modules of the bot as they are written, read and parsed once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "bot").rglob("*.py"))


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(file) for file in FILES}


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """The classes and imports of a file, at its top, under TYPE_CHECKING or within functions."""
    wanted = (ast.ClassDef, ast.Import, ast.ImportFrom)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return tuple(node for node in ast.walk(tree) if isinstance(node, wanted))


def imported(file: Path) -> set[str]:
    """Whatever a file imports, modules of ours by their own names."""
    found: set[str] = set()
    for node in nodes(file):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in names}
    return found


def imported_of_ours(file: Path) -> set[str]:
    """The modules of ours among them."""
    return (imported(file) & MODULES) - {module_name(file)}
