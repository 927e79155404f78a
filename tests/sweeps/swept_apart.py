"""A program of a user's own that sweeps in processes; the tests of that start it.

Its first word says what befalls the trials there; it prints what came of them as JSON.
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path

import numpy as np  # as a user may: before eq_sim, so that the environment has to do it

from eq_sim.session.scenario import load_scenario
from eq_sim.sweeps import portions
from eq_sim.sweeps.alone import Ended
from eq_sim.sweeps.plan import Outcome, Sweep, Trial
from eq_sim.sweeps.processes import Processes
from eq_sim.sweeps.running import run

usual = portions.run_alone


def dying(trial: Trial, *rest: object) -> Ended | None:
    """Ends the process of the trials of one value, as the system does that has no memory left."""
    if trial.value == (5,):
        os.kill(os.getpid(), signal.SIGKILL)
    return usual(trial, *rest)


def telling(trial: Trial, *rest: object) -> Ended | None:
    """Tells of the process instead of the trial."""
    libraries = Path("/proc/self/maps").read_text().split()
    blas = next(name for name in libraries if "openblas" in name)
    told = {
        "threads": ctypes.CDLL(blas).scipy_openblas_get_num_threads64_(),
        "qt": any(name.startswith("PySide6") for name in sys.modules),
        "pid": os.getpid(),
    }
    return Ended(Outcome(trial, refusal=json.dumps(told)), np.zeros(1))


if sys.argv[1] == "dying":
    portions.run_alone = dying
elif sys.argv[1] == "telling":
    portions.run_alone = telling

if __name__ == "__main__":
    sweep = Sweep(load_scenario("ring"), "hidden", ((3,), (4,), (5,), (6,)), (1, 2), 60)
    found = sorted(run(sweep, Processes(2), stacked=False), key=lambda each: each.trial.number)
    print(json.dumps([[each.value, each.seed, each.train_loss, each.refusal] for each in found]))
