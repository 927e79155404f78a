"""A session in which anything happened leaves as a script that leads to the same knobs."""

import runpy
import sys
from pathlib import Path

import numpy as np
import pytest
from test_action_log import wild_session

from eq_sim.export.script import write_script
from eq_sim.session.actions import LockKnobs, MergeAdapter, Quantise, Set


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wild rates overflow in the loss it prints
@pytest.mark.parametrize("seed", range(6))
def test_a_wild_session_leaves_as_a_script(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wild, _ = wild_session(seed, "float64")
    wild.apply(LockKnobs(on=False))
    if wild.scenario.training.loss == "distillation":  # no script has a teacher to ask
        wild.apply(Set("loss", "binary_cross_entropy"))
    if wild.parameters.making.rounding is not None:  # nor knobs that click
        wild.apply(Quantise(32))
    if wild.layout.adapters:
        wild.apply(MergeAdapter())
    write_script(tmp_path / "wild.py", wild)
    monkeypatch.setattr(sys, "argv", ["wild.py", str(tmp_path / "knobs.npz")])
    runpy.run_path(str(tmp_path / "wild.py"), run_name="__main__")
    with np.load(tmp_path / "knobs.npz") as found:
        for name, tensor in wild.layout.as_torch(wild.parameters.theta).items():
            scale = max(np.abs(tensor).max(), 1e-3)
            assert np.abs(found[name] - tensor).max() / scale < 1e-6
