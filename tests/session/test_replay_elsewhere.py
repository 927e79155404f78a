"""What was done here leads to the same bits in another process."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from test_random_sequences import Hands, do, small

from eq_sim.session.files.recording import save_log
from eq_sim.session.files.replay import replay_file
from eq_sim.session.session import Session


def digest(of: Session) -> str:
    """Returns one text for knobs, start, moments, batches, curve and what the hands hold."""
    parts = (
        of.parameters.theta.tobytes(),
        of.parameters.start.tobytes(),
        of.trainer.optimizer.state.tobytes(),
        of.history.points.tobytes(),
        repr((of.step, of.epochs, int(of.phase), of.running, of.held, of.goal_reached)).encode(),
    )
    return hashlib.sha256(b"".join(parts)).hexdigest()


@pytest.mark.parametrize("logs", [20, pytest.param(60, marks=pytest.mark.slow)])
def test_random_logs_lead_to_the_same_bits_in_another_process(tmp_path: Path, logs: int) -> None:
    here = {}
    for seed in range(logs):
        hands = Hands(1000 + seed)
        ring = Session(small(hands.random.choice(["adam", "sgd", "momentum"])))
        for _ in range(40):
            do(ring, hands.action(ring))
        path = tmp_path / f"{seed:02}.jsonl"
        save_log(ring, path)
        here[path.name] = digest(ring)
    code = (
        f"import sys; sys.path.append({str(Path(__file__).parent)!r})\n"
        "import test_replay_elsewhere as here\n"
        "here.tell(sys.argv[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == here
    assert len(set(here.values())) > 5 * logs // 6  # some end with a load


def tell(folder: str) -> None:
    """Replays all recordings in a folder and prints where they lead."""
    found = {path.name: digest(replay_file(path)) for path in sorted(Path(folder).glob("*.jsonl"))}
    print(json.dumps(found))
