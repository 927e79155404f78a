"""How many threads multiply matrices is ours to say: it decides the last bits."""

import os
import subprocess
import sys

import eq_sim

TRAINED = """
import eq_sim, zlib
from eq_sim.session.actions import Set, Train
from eq_sim.session.files.opening import open_session
digits = open_session("digits")
digits.apply(Set("batch_size", "full"))
digits.apply(Train(20))
print(zlib.crc32(digits.parameters.theta.tobytes()))
"""


def python(code: str, threads: str | None) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name not in eq_sim.THREADS}
    if threads:
        env["OPENBLAS_NUM_THREADS"] = threads
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
    )


def test_a_setting_of_the_shell_changes_no_bit() -> None:
    assert python(TRAINED, "2").stdout == python(TRAINED, None).stdout


def test_it_is_said_when_numpy_was_there_first() -> None:
    late = "import numpy, eq_sim"
    assert "NumPy was imported before eq_sim" in python(late, None).stderr
    assert "NumPy was imported before eq_sim" in python(late, "2").stderr
    assert python(late, "1").stderr == ""
    assert python("import eq_sim, numpy", "2").stderr == ""
