"""The catalogues have every sentence of the program, translated, and the program reads them."""

import ast
import re

import pytest
from program_trees import program_trees

from eq_sim.language.catalogues import error_names, missing, mo_bytes, po_file, po_text, updated
from eq_sim.language.spoken import languages

_ARGUMENT = re.compile(r"\{(\w+)(?:[!:][^{}]*)?\}")
_MARKS = {"tr", "ntr", "ptr", "later"}


@pytest.fixture(scope="module", params=languages()[1:])
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_catalogue_has_every_sentence_and_no_other(code: str) -> None:
    catalog = updated(code)
    stale = "run python -m eq_sim.language.catalogues"
    assert po_file(code).read_text("utf-8") == po_text(catalog), stale
    assert po_file(code).with_suffix(".mo").read_bytes() == mo_bytes(catalog), stale
    assert list(missing(catalog)) == []
    for message in catalog:
        pairs = (
            zip(message.id, message.string, strict=False)
            if isinstance(message.id, tuple)
            else [(message.id, message.string)]
        )
        for english, other in pairs:
            assert set(_ARGUMENT.findall(other)) <= set(_ARGUMENT.findall(english)) | {"count"}, (
                other
            )


def test_every_marked_sentence_stands_where_the_catalogues_find_it() -> None:
    """A choice, a sum or an f-string as the first argument is passed over in silence.

    So is what is said within an f-string.
    """
    marks = _MARKS | error_names()
    wrong = []
    for path, tree in program_trees().items():
        nodes = list(ast.walk(tree))
        hidden = [
            call
            for text in nodes
            if isinstance(text, ast.JoinedStr)
            for call in ast.walk(text)
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
        ]
        wrong += [
            f"{path.name}:{call.lineno}"
            for call in hidden
            if isinstance(call.func, ast.Name) and call.func.id in _MARKS
        ]
        for node in nodes:
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            first = node.args[0]
            if node.func.id in marks and isinstance(first, ast.IfExp | ast.JoinedStr | ast.BinOp):
                wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []


def test_nothing_is_said_before_a_language_is_chosen() -> None:
    """What a module says while it is imported stays English for ever: ``later`` marks it."""
    wrong = []
    for path, tree in program_trees().items():
        wrong += [f"{path.name}:{line}" for line in _said_at_the_top(tree)]
    assert wrong == []


def _said_at_the_top(tree: ast.AST) -> list[int]:
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for default in (*node.args.defaults, *node.args.kw_defaults, *node.decorator_list):
                found += [] if default is None else _said_at_the_top(default)
        elif not isinstance(node, ast.Lambda):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found += [node.lineno] if node.func.id in {"tr", "ntr", "ptr"} else []
            found += _said_at_the_top(node)
    return found
