"""Nothing is collected on the way to the first frame, and it is so on no other way."""

import gc
from collections.abc import Iterator

import pytest

from eq_sim.startup import nothing_collected, started


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.freeze()  # as all tests have it
    gc.enable()


def test_the_collector_is_off_until_the_first_frame() -> None:
    with nothing_collected():
        assert not gc.isenabled()
        started()
        assert gc.isenabled()
    assert gc.isenabled()


def test_the_collector_is_on_again_where_no_window_came() -> None:
    gc.unfreeze()
    with pytest.raises(ValueError, match="no such scenario"), nothing_collected():
        raise ValueError("no such scenario")
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    with nothing_collected():
        assert not gc.isenabled()
    assert not gc.isenabled()
