"""What it costs to draw a million knobs as cells or bars, beside a blit of the same picture.

python -m pytest tests/benchmarks/test_cells_speed.py -m slow -n 0 -s
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BENCH = Path(__file__).with_name("cells_bench.py")


@pytest.mark.parametrize("kind", ["whole", "corner", "near", "silent", "bars"])
@pytest.mark.parametrize("size", [(1600, 900), (3840, 2160)])
def test_a_frame_of_a_million_cells(
    screen: dict[str, str], size: tuple[int, int], kind: str
) -> None:
    done = subprocess.run(
        [sys.executable, str(BENCH), *map(str, size), kind],
        env=screen,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    print(
        f"\n998,070 moving knobs, {kind}, {size[0]}×{size[1]}: {told['frame_ms']:.1f} ms, "
        f"{told['ratio']:.2f} × a blit of the same picture ({told['blit_ms']:.1f} ms) "
        f"(wanted: at most 4); beside what else runs here {told['seen_ms']:.1f} ms"
    )
    # A picture of 1600×900 lies in the cache of some processors, and a blit costs nearly nothing.
    assert told["ratio"] < (16 if size[0] < 3840 else 8)
