"""What a frame of the console costs, of 1 to a million knobs, near and far, beside a blit.

python -m pytest tests/benchmarks/test_frames_speed.py -m slow -n 0 -s
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BENCH = Path(__file__).with_name("frames_bench.py")

NETWORKS = {
    1: ("one-knob", ""),
    25: ("ring", ""),
    987: ("ring", "30,28"),
    2_410: ("digits", ""),
    10_095: ("ring", "98,98"),
    99_954: ("digits-wide", ""),
    998_070: ("digits-million", ""),
}


@pytest.mark.parametrize("kind", ["free", "frozen"])
@pytest.mark.parametrize("size", [(1600, 900), (3840, 2160)])
@pytest.mark.parametrize("knobs", NETWORKS)
def test_a_frame_beside_a_blit(
    screen: dict[str, str], knobs: int, size: tuple[int, int], kind: str
) -> None:
    done = subprocess.run(
        [sys.executable, str(BENCH), *NETWORKS[knobs], *map(str, size), kind],
        env=screen,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["knobs"] == knobs
    rows = told["rows"]
    print(f"\n{knobs:,} {kind} knobs, {size[0]}×{size[1]} (wanted: at most 4 × a blit):")
    for row in rows:
        print(
            f"  zoom {100 * row['at']:3.0f} %, {row['level']:6}: {row['frame']:5.1f} ms, "
            f"{row['frame'] / row['blit']:5.2f} × a blit ({row['blit']:.2f} ms); of the processor "
            f"{row['work']:.1f} ms, {row['work'] / row['blit_work']:.2f} ×"
        )
    assert max(row["frame"] / row["blit"] for row in rows) < 25
