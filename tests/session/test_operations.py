"""How many operations a step has: counted at the prepared calls themselves."""

import numpy as np
import pytest
from session_kit import session

from eq_sim.session import actions as act
from eq_sim.session.training.costs import operations


@pytest.mark.parametrize("hidden", [(), (4,), (4, 2), (3, 5, 2)])
@pytest.mark.parametrize("biases", [True, False])
def test_the_operations_are_those_of_the_products_of_a_step(
    hidden: tuple[int, ...], biases: bool
) -> None:
    of = session(hidden=list(hidden), biases=biases, batch_size=10)
    of.apply(act.Train(1))
    work = of.trainer.last_workspace
    assert work is not None
    products = [call for call in work.fused if getattr(call, "func", None) is np.dot]
    # (m, k) times (k, n) is m·n sums of k products: a multiplication and an addition for each.
    counted = sum(
        2 * a.shape[0] * a.shape[1] * b.shape[1] for a, b, _ in (p.args for p in products)
    )
    assert operations(of.layout.architecture, 10) == counted


def test_the_ring_has_3000_in_a_batch_of_25() -> None:
    # 25 knobs: forward 2 each, their slopes 2 each; back through 4·2 + 2·1 weights 2 each.
    assert operations(session().layout.architecture, 25) == 25 * (2 * 25 + 2 * 25 + 2 * 10)
