"""A sweep on a local Dask cluster, as the README has it, comes to the bits of one process."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import eq_sim
from eq_sim.session.scenario import load_scenario
from eq_sim.sweeps.plan import Sweep
from eq_sim.sweeps.running import run
from eq_sim.sweeps.sheet import sheet

README = Path(eq_sim.__file__).resolve().parent.parent / "README.md"
CALL = "client.get_executor())"


@pytest.mark.slow
@pytest.mark.parametrize("stacked", [True, False])
def test_the_example_comes_to_the_same_bits(stacked: bool, tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8").partition("\n## Sweeps\n")[2]
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found is not None
    assert CALL in found[1]
    program = tmp_path / "example.py"
    program.write_text(found[1].replace(CALL, f"client.get_executor(), stacked={stacked})"))
    done = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "RuntimeWarning" not in done.stderr
    sweep = Sweep(load_scenario("digits"), "hidden", ((4,), (8,), (16,)), (1, 2, 3, 4))
    here = sheet(sweep, run(sweep, stacked=stacked))
    assert (tmp_path / "sweep.csv").read_text(encoding="utf-8-sig") == here
    assert here.count("stacked: ") == (12 if stacked else 0)
