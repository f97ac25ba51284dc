"""No module of the bot imports one that needs it in turn, not even for its types or late."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from tests.house.sources import FILES, imported_of_ours, module_name


def test_no_import_circle() -> None:
    graph = {module_name(file): imported_of_ours(file) for file in FILES}
    assert sum(map(len, graph.values())) > 300
    circle: list[str] = []
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert not circle, " -> ".join(circle)
