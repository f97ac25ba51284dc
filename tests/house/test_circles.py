"""No circle, no hub and no long module, imports for types and late ones included."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from tests.house.sources import FILES, imported_of_ours, module_name

MOST_IMPORTS = 20
"""Modules of ours that one may import."""
MOST_LINES = 300


def test_no_import_circle() -> None:
    graph = {module_name(file): imported_of_ours(file) for file in FILES}
    assert sum(map(len, graph.values())) > 300
    circle: list[str] = []
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert not circle, " -> ".join(circle)


def test_no_hub() -> None:
    hubs = [
        f"{module_name(file)} imports {many}"
        for file in FILES
        if (many := len(imported_of_ours(file))) > MOST_IMPORTS
    ]
    assert not hubs, "\n".join(hubs)


def test_no_long_module() -> None:
    long = [
        f"{module_name(file)}: {many} lines"
        for file in FILES
        if (many := len(file.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    ]
    assert not long, "\n".join(long)
