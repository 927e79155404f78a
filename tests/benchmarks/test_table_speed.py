"""Opening a table against merely cutting its file into cells; what a window waits for meanwhile."""

import csv
import time
from pathlib import Path

import numpy as np
import pytest

from eq_sim.data.own.reading import begin_reading

pytestmark = pytest.mark.slow

ROWS = 200_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 200,000 rows: six columns of numbers, one of a few texts, one of whole numbers."""
    stream = np.random.default_rng(0)
    numbers = stream.normal(size=(ROWS, 6)).round(4).tolist()
    path = tmp_path_factory.mktemp("table") / "large.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow("abcdefgh")
        writer.writerows(
            [*row, ("red", "green", "blue")[place % 3], place] for place, row in enumerate(numbers)
        )
    return path


def cut(path: Path) -> float:
    start = time.process_time()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == ROWS + 1
    return time.process_time() - start


def opened(path: Path) -> list[float]:
    """How long each piece of work takes."""
    pieces, reading = [], begin_reading(path)
    start = time.process_time()
    for _ in reading:
        pieces.append(time.process_time() - start)
        start = time.process_time()
    pieces.append(time.process_time() - start)
    return pieces


def test_a_table_opens_at_most_eight_times_as_slowly_as_its_file_is_cut_into_cells(
    large: Path,
) -> None:
    cells = min(cut(large) for _ in range(3))
    runs = [opened(large) for _ in range(3)]
    whole = min(map(sum, runs))
    late = sorted(max(run) for run in runs)[0]
    often = float(np.median(np.concatenate(runs)))
    print(
        f"\n200,000 rows x 8: cut into cells {cells:.2f} s, opened {whole:.2f} s "
        f"({whole / cells:.1f} x); a piece {1000 * often:.1f} ms, the longest {1000 * late:.0f} ms"
    )
    assert whole < 8 * cells
    # Frames of 60 a second have room for it.
    assert often < 0.05 * cells
