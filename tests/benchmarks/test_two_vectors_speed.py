"""What knobs and weights as two vectors cost the ordinary network, where they are one memory."""

import numpy as np
import pytest
from steps_bench import NAMES, ROUNDS, begun, microseconds

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", NAMES)
def test_the_ordinary_step_is_that_of_one_vector(name: str) -> None:
    ours, bare = begun(name), begun(name)
    parameters = bare.parameters
    theta = parameters.theta.base
    assert theta is not None

    def as_one_vector(update: np.ndarray) -> None:
        np.subtract(theta, update, theta)
        parameters.revision += 1

    parameters.step = as_one_vector  # type: ignore[method-assign]
    assert ours.parameters.w is ours.parameters.theta
    times = [(microseconds(ours), microseconds(bare)) for _ in range(ROUNDS)]
    here, there = (min(values) for values in zip(*times, strict=True))
    assert np.array_equal(ours.parameters.theta, bare.parameters.theta)
    print(
        f"\n{name}: {here:.1f} µs a step, {here / there:.3f} × that of one vector "
        "(wanted: at most 1.05)"
    )
    assert here / there < 1.2
