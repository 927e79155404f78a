"""``eq-sim sweep``: what each value of a setting comes to, as a table, a sheet, numbers."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from command_line import run
from started import OF_A_DISPLAY, held_at

RING = ("sweep", "ring", "--steps", 20)
PATIENCE = 5000  # looks, on a machine that does four other things at once
NAMES = (
    "layers",
    "seed",
    "knobs",
    "training steps",
    "train loss (binary cross-entropy)",
    "validation loss (binary cross-entropy)",
    "test loss (binary cross-entropy)",
    "train error (share of wrong answers)",
    "validation error (share of wrong answers)",
    "test error (share of wrong answers)",
    "how it was run",
    "why it ended early",
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_table_is_printed_and_a_sheet_written(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    said = run(*RING, "--vary", "hidden=4,3-2,0", "--seeds", 3, "--seed", 7, "-o", path).stdout
    lines = said.splitlines()
    assert lines[0] == "Ring: 9 of 9 trials, 20 steps each"
    assert lines[1].startswith("Median of the seeds (lowest to highest), share of wrong answers")
    assert lines[2].split() == ["layers", "knobs", "seeds", "train", "error", "test", "error"]
    assert [line.split()[:3] for line in lines[3:]] == [
        ["4", "17", "3"],
        ["3-2", "20", "3"],
        ["0", "3", "3"],
    ]
    found = rows(path)
    assert tuple(found[0]) == NAMES
    assert [(row["layers"], row["seed"]) for row in found] == [
        (value, str(seed)) for value in ("4", "3-2", "0") for seed in (7, 8, 9)
    ]
    assert {row["training steps"] for row in found} == {"20"}
    wrong = sorted(float(row["test error (share of wrong answers)"]) for row in found[:3])
    middle, low, high = (f"{100 * wrong[place]:.1f}" for place in (1, 0, 2))
    assert lines[3].endswith(f"{middle} ({low} to {high})")


@pytest.mark.parametrize("executor", ["one", "stacked"])
def test_every_way_comes_to_what_training_comes_to(executor: str) -> None:
    words = ("--vary", "learning_rate=0.1,0.5", "--seeds", 4, "--json", "--executor", executor)
    told = json.loads(run(*RING, *words).stdout)
    assert (told["setting"], told["steps"], told["trials"]) == ("learning_rate", 20, 8)
    trial = told["values"][1]["trials"][2]
    alone = ("train", "ring", "--steps", 20, "--seed", 3, "--set", "learning_rate=0.5", "--json")
    trained = json.loads(run(*alone).stdout)
    assert trial["seed"] == 3
    assert trial["train_loss"] == pytest.approx(trained["train_loss"], rel=1e-4)
    assert trial["test_error"] == pytest.approx(1 - trained["metric"]["test"])
    assert (trial["bits"] == "alone") == (executor == "one")


def test_what_diverges_is_counted_and_its_reason_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    words = ("sweep", "house-price", "--vary", "learning_rate=0.1,3", "--seeds", 2, "-o", path)
    lines = run(*words).stdout.splitlines()
    assert "typical error, in $" in lines[1]
    errors = [float(row["train error (typical error in $)"]) for row in rows(path)[:2]]
    assert lines[3].split()[:4] == ["0.1", "3", "2", f"{sum(errors) / 2:,.0f}"]
    assert lines[4].split() == ["3", "3", "0", "of", "2", "none"]
    assert lines[5].startswith("2 of 4 did not take all their steps. Learning rate 3, seed 1: ")
    assert "Lower the learning rate" in rows(path)[3]["why it ended early"]


def test_a_table_of_ones_own_is_swept(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("size,price\n" + "".join(f"{n * 7 % 31},{n % 31 + n % 5}\n" for n in range(60)))
    words = ("--vary", "hidden=2,3", "--seeds", 2, "--steps", 10, "--json")
    told = json.loads(run("sweep", path, "--target", "price", *words).stdout)
    assert [value["knobs"] for value in told["values"]] == [7, 10]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--vary", "hidden"), "--vary takes KEY=VALUE,VALUE,…, not 'hidden'"),
        ((), "There is still missing: --vary"),
        (("--vary", "pitch=1"), "There is no setting 'pitch' to vary: choose learning_rate"),
        (("--vary", "hidden=4,x"), "The layers need whole numbers from 1 on"),
        (("--vary", "l2=0.1,0.1"), "The values of a sweep differ: 0.1 is there twice"),
        (("--vary", "l2=0.1", "--seeds", 0), "seeds are 1 to 10,000, not '0'"),
        (("--vary", "l2=0.1", "--steps", 0), "a sweep trains: 1 step at least"),
        (("--vary", "l2=0.1", "--jobs", 0), "processes are 1 to 256, not '0'"),
        (("--vary", "l2=0.1", "--executor", "one", "--jobs", 2), "--jobs is for processes"),
        (("--vary", "l2=0.1", "--executor", "dask"), "choose one or stacked or processes"),
        (("--vary", "l2=0.1", "-o", "a.txt"), "a.txt: a sweep is kept in a .csv file"),
        (("--vary", "l2=0.1", "-o", "no/a.csv"), "there is no folder no"),
        (("--vary", "l2=0.1", "--target", "x"), "--target is for a table of your own"),
    ],
)
def test_a_mistake_is_one_sentence(
    words: tuple[object, ...], sentence: str, tmp_path: Path
) -> None:
    told = run("sweep", "ring", *words, code=2, folder=tmp_path).stderr
    assert sentence in told
    assert told.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_what_is_done_is_written_when_it_is_interrupted(tmp_path: Path) -> None:
    words = ("sweep", "ring", "--vary", "hidden=2,3,4", "--seeds", "1", "--steps", "30")
    moment = "eq_sim.sweeps.sheet:csv.writer"  # the first trial is done
    with held_at(moment, *words, "--executor", "one", "-o", "a.csv", folder=tmp_path) as process:
        process.send_signal(signal.SIGINT)
        said, told = process.communicate("\n")
        assert process.returncode == 130
    assert told == "eq-sim: Interrupted\n"
    assert said.startswith("Ring: 1 of 3 trials, 30 steps each\n")
    assert [row["layers"] for row in rows(tmp_path / "a.csv")] == ["2"]


def children(pid: int) -> list[int]:
    """Returns the processes that a process has begun."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(is_so: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(PATIENCE):
        if is_so():
            return
        pause.wait(0.02)
    pytest.fail("it never came to that")


def begun(folder: Path) -> "subprocess.Popen[str]":
    """Begins a sweep in two processes; its small trial is done, its large one at work."""
    varied = ("--vary", "hidden=2,800-800", "--seeds", "1", "--steps", "3000")
    words = (*varied, "--executor", "processes", "--jobs", "2", "-o", "a.csv")
    process = subprocess.Popen(
        [sys.executable, "-m", "eq_sim", "sweep", "ring", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        start_new_session=True,
        # As in a terminal, even where these tests run in a shell's background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        env={name: value for name, value in os.environ.items() if name not in OF_A_DISPLAY},
    )
    wait_until(lambda: (folder / "a.csv").exists() or process.poll() is not None)
    assert process.poll() is None
    return process


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_ctrl_c_in_a_terminal_ends_all_processes_and_keeps_what_is_done(tmp_path: Path) -> None:
    process = begun(tmp_path)
    others = children(process.pid)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to everyone
    said, told = process.communicate()
    assert (process.returncode, told) == (130, "eq-sim: Interrupted\n")
    assert said.startswith("Ring: 1 of 2 trials")
    assert [row["layers"] for row in rows(tmp_path / "a.csv")] == ["2"]
    wait_until(lambda: not any(map(is_there, others)))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_process_outlives_the_program(tmp_path: Path) -> None:
    process = begun(tmp_path)
    others = children(process.pid)
    assert len(others) >= 2
    process.kill()
    process.communicate()
    wait_until(lambda: not any(map(is_there, others)))
