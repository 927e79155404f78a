"""Logs that an earlier version wrote lead to the same knobs, bit for bit on the same machine.

They were made by random hands, training, switches, sides, undo and redo, four of them with settings
in between. What changed since on purpose: undo takes back settings, too, so what the logs in
``UNDO_MEETS_SETTINGS`` lead to is another thing now; the penguins' measurements go by the training
part alone, so what their logs lead to was stored anew; and losses of another objective are not kept
in the history, which the stored results therefore do not speak of.
"""

import base64
import json
import zlib
from pathlib import Path

import numpy as np
import pytest
from session_kit import session

from eq_sim.session.actions import Train
from eq_sim.session.files.replay import replay_file

FOLDER = Path(__file__).parent / "kept_logs"
NAMES = sorted(path.stem for path in FOLDER.glob("*.jsonl"))
UNDO_MEETS_SETTINGS = {"02-xor", "05-sine", "08-digits", "11-digits"}
THERE = 967191312  # what 200 steps on digits lead to where the logs were made


@pytest.fixture(scope="module")
def same_machine() -> bool:
    digits = session("digits")
    digits.apply(Train(200))
    return zlib.crc32(digits.parameters.theta.tobytes()) == THERE


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_log_leads_to_the_same_knobs(name: str, same_machine: bool) -> None:
    again = replay_file(FOLDER / f"{name}.jsonl")
    wanted = json.loads((FOLDER / f"{name}.json").read_text())
    if name in UNDO_MEETS_SETTINGS:
        assert np.isfinite(again.parameters.theta).all()
        return
    theta = np.frombuffer(base64.b64decode(wanted["theta"]), wanted["dtype"])
    assert again.parameters.theta.dtype == theta.dtype
    assert (again.step, again.running) == (wanted["step"], wanted["running"])
    # Another processor may round the last digit otherwise, and training makes more of that.
    np.testing.assert_allclose(again.parameters.theta, theta, rtol=1e-3, atol=1e-4)
    if same_machine:
        assert again.parameters.theta.tobytes() == theta.tobytes()
        assert zlib.crc32(again.trainer.optimizer.state.tobytes()) == wanted["moments"]


def test_the_logs_that_differ_are_those_in_which_undo_meets_a_setting() -> None:
    met = {
        name
        for name in NAMES
        if json.loads((FOLDER / f"{name}.json").read_text())["undo_after_setting"]
    }
    assert met == UNDO_MEETS_SETTINGS
    assert len(NAMES) == 16
