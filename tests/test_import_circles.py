"""No two files import each other, by any way round, for types alone or inside a function."""

import grimp
import pytest

ROOMS = (
    "eq_sim.network",
    "eq_sim.data",
    "eq_sim.session",
    "eq_sim.lessons",
    "eq_sim.film",
    "eq_sim.ui.lesson_view",
    "eq_sim.cli",
)
"""The rooms that are free of circles; ``("eq_sim",)`` would be the whole house."""


def circles(graph: grimp.ImportGraph, room: str) -> list[str]:
    """Returns a line for each import in a room that leads back to the file it stands in."""
    files = [name for name in graph.modules if name == room or name.startswith(f"{room}.")]
    found = []
    for name in sorted(files):
        for imported in sorted(graph.find_modules_directly_imported_by(name)):
            back = graph.find_shortest_chain(importer=imported, imported=name)
            if back is not None:
                found.append(" -> ".join((name, *back)))
    return found


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("eq_sim", cache_dir=None)


@pytest.mark.parametrize("room", ROOMS)
def test_no_two_files_import_each_other(graph: grimp.ImportGraph, room: str) -> None:
    assert circles(graph, room) == []


def test_a_circle_is_found_however_long_it_is() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in ("ab", "bc", "ca", "cd", "de", "fa"):
        graph.add_import(importer=importer, imported=imported)
    assert circles(graph, "a") == ["a -> b -> c -> a"]
    assert circles(graph, "c") == ["c -> a -> b -> c"]
    assert circles(graph, "d") == circles(graph, "f") == []
