"""What a network is worth with each share pruned, whatever loss it learns by."""

import pytest

from eq_sim.network.pruning import By
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.at_shares import SHARES, AtEachShare


@pytest.mark.parametrize("name", ["ring", "distillation"])
def test_each_share_is_asked_of_any_loss(name: str) -> None:
    session = open_session(name)
    asked = AtEachShare(session, next(iter(By)))
    while asked.go_on():
        pass
    assert [each.share for each in asked.found] == list(SHARES)
    assert asked.found[0].measure == session.evaluation.measure("accuracy")
