"""Nothing that can be reached from a session by its public names is a way to write to θ."""

import re
from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest
from session_kit import session

from eq_sim.session.actions import Grab, TakePhase, Train
from eq_sim.session.session import Session

# `base` and `flags` are NumPy's own doors; whoever takes those means to break in.
PUBLIC = re.compile(r"^[a-z]\w*$", re.IGNORECASE)


def parts(thing: object) -> Iterator[tuple[str, object]]:
    """What can be reached from a thing: public attributes, items, arguments of prepared calls."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield f"[{key!r}]", value
    elif isinstance(thing, (list, tuple, set, frozenset)):
        for at, value in enumerate(thing):
            yield f"[{at}]", value
    elif isinstance(thing, partial):
        for at, value in enumerate(thing.args):
            yield f".args[{at}]", value
    if type(thing).__module__.startswith("eq_sim"):
        for name in dir(thing):
            if PUBLIC.match(name):
                value = getattr(thing, name)
                if not callable(value) or isinstance(value, partial):
                    yield f".{name}", value


def arrays(root: object) -> dict[str, np.ndarray]:
    found, seen, alive = {}, set(), []
    open_ends: list[tuple[str, object]] = [("session", root)]
    while open_ends:
        path, thing = open_ends.pop()
        if isinstance(thing, np.ndarray):
            found[path] = thing
            continue
        if id(thing) in seen or isinstance(thing, (str, bytes, int, float, type(None))):
            continue
        seen.add(id(thing))
        alive.append(thing)  # an id is only an identity while its object lives
        open_ends += [(path + name, part) for name, part in parts(thing)]
    return found


CASES = [
    {"dtype": dtype, "optimizer": optimizer, "dropout": dropout, "batch_size": batch}
    for dtype in ("float32", "float64")
    for optimizer, dropout, batch in (
        ("sgd", 0.0, 7),
        ("adamw", 0.3, "full"),
        ("nesterov", 0.0, 25),
    )
]


def busy(name: str, **changes: object) -> Session:
    some = session(name, **changes)
    some.apply(Grab((0, 1)))
    some.apply(Train(30))
    some.apply(TakePhase())
    assert some.losses.train > 0
    return some


@pytest.mark.parametrize("name", ["ring", "house-price", "digits"])
@pytest.mark.parametrize("changes", CASES, ids=str)
def test_no_public_array_is_a_way_to_write_to_theta(name: str, changes: dict[str, object]) -> None:
    some = busy(name, **changes)
    theta, before = some.parameters.theta, some.parameters.theta.tobytes()
    found = arrays(some)
    sharing = {path for path, array in found.items() if np.may_share_memory(array, theta)}
    # The walk goes far enough: it meets θ itself, the moments and the prepared calls.
    assert {"session.parameters.theta", "session.trainer.parameters.theta"} & sharing
    assert any("workspace.program" in path for path in sharing)
    assert "session.trainer.gradient" in found
    assert "session.trainer.optimizer.state" in found
    assert {path for path in sharing if found[path].flags.writeable} == set()
    assert some.parameters.theta.tobytes() == before


@pytest.mark.parametrize("name", ["ring", "house-price", "digits"])
def test_torch_tensors_of_theta_are_no_way_either(name: str) -> None:
    some = busy(name)
    theta = some.parameters.theta
    for tensor in some.layout.as_torch(theta).values():
        assert not (np.may_share_memory(tensor, theta) and tensor.flags.writeable)
    for view in some.layout.views(theta):
        assert not view.flags.writeable


@pytest.mark.parametrize("attribute", ["theta", "start"])
def test_writing_is_refused(attribute: str) -> None:
    array = getattr(session().parameters, attribute)
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        array += 1


def test_history_and_data_cannot_be_written() -> None:
    some = busy("ring")
    for array in (some.history.points, some.dataset.inputs, some.dataset.targets):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1.0
