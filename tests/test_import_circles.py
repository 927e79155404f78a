"""No two files import each other, by any way round, for types alone or inside a function."""

import grimp
import pytest


def circles(graph: grimp.ImportGraph, house: str) -> list[str]:
    """Returns a line for each import in a house that leads back to the file it stands in."""
    files = [name for name in graph.modules if name == house or name.startswith(f"{house}.")]
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


def test_no_two_files_import_each_other(graph: grimp.ImportGraph) -> None:
    assert len(graph.modules) > 200
    assert circles(graph, "eq_sim") == []


def test_a_circle_is_found_however_long_it_is() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in ("ab", "bc", "ca", "cd", "de", "fa"):
        graph.add_import(importer=importer, imported=imported)
    assert circles(graph, "a") == ["a -> b -> c -> a"]
    assert circles(graph, "c") == ["c -> a -> b -> c"]
    assert circles(graph, "d") == circles(graph, "f") == []
