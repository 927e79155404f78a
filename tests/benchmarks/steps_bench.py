"""Training steps of two versions of the program, in processes of their own and in turn.

python tests/benchmarks/steps_bench.py OLD NEW

Each is a folder with ``eq_sim`` and ``resources`` in it, such as ``git archive`` writes.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import eq_sim  # (before NumPy: it sets how many threads that has)
from eq_sim.session.session import Session

NAMES = ("ring", "digits")
ROUNDS, STEPS = 25, 300
_TURNS = 10


def begun(name: str) -> Session:
    """Returns a session of a scenario that has trained for a while."""
    from eq_sim.session.scenario import load_scenario
    from eq_sim.session.settings.table import changed

    scenario = load_scenario(name)
    if name == "ring":
        scenario = changed(scenario, "batch_size", 10)
    session = Session(scenario, 1)
    session.trainer.run(200)
    return session


def microseconds(session: Session) -> float:
    """Returns what a step of the trainer takes, of processor time."""
    begin = time.thread_time()
    session.trainer.run(STEPS)
    return 1e6 * (time.thread_time() - begin) / STEPS


def measured() -> dict[str, object]:
    """Returns the least time of a step of each scenario, and whose it is."""
    told: dict[str, object] = {"from": eq_sim.__file__}
    for name in NAMES:
        session = begun(name)
        told[name] = min(microseconds(session) for _ in range(ROUNDS))
    return told


def compare(old: Path, new: Path) -> None:
    """Prints the ratio of the steps of two versions."""
    found: dict[Path, list[dict[str, float]]] = {old: [], new: []}
    for turn in range(_TURNS):
        for tree in (old, new) if turn % 2 else (new, old):
            surroundings = os.environ | {"PYTHONPATH": str(tree)}
            words = [sys.executable, str(Path(__file__).resolve())]
            done = subprocess.run(words, env=surroundings, capture_output=True, check=True)
            said = json.loads(done.stdout)
            assert said.pop("from").startswith(str(tree)), said
            found[tree].append(said)
    for name in NAMES:
        times = [[said[name] for said in found[tree]] for tree in (old, new)]
        least, middle = ([of(values) for values in times] for of in (min, statistics.median))
        print(
            f"{name}: {least[0]:.2f} → {least[1]:.2f} µs a step, ratio {least[1] / least[0]:.3f}; "
            f"of medians {middle[1] / middle[0]:.3f}"
        )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        compare(*(Path(word).resolve() for word in sys.argv[1:]))
    else:
        print(json.dumps(measured()))
