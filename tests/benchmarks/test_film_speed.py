"""How long a film takes to make, against its own length; drawing, encoding and training apart.

python -m pytest tests/benchmarks/test_film_speed.py -m slow -n 0 -s
EQ_SIM_LESSONS=all python -m pytest tests/benchmarks/test_film_speed.py -m slow -n 0 -s
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eq_sim.lessons.files.lesson_file import bundled_lessons

pytestmark = pytest.mark.slow

ONE = ["what-is-one-knob-worth"]
LESSONS = bundled_lessons() if os.environ.get("EQ_SIM_LESSONS") == "all" else ONE

SCRIPT = """
import json, sys, time
from pathlib import Path
from eq_sim.film.film import make_film
from eq_sim.film.pictures import SAME
from eq_sim.lessons.player import Player
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.offscreen_film import OffscreenFilm

training = [0.0]
advance = Player.advance
def timed(self, ticks):
    start = time.perf_counter()
    advance(self, ticks)
    training[0] += time.perf_counter() - start
Player.advance = timed
pictures = OffscreenFilm(load_lesson(sys.argv[1]), (1920, 1080), "dark")
new = [0]
def counted():
    for frame in pictures.frames(30):
        new[0] += frame is not SAME
        yield frame
start = time.perf_counter()
film = make_film(counted(), Path(sys.argv[2]), fps=30, size=(1920, 1080), burned=True)
took = time.perf_counter() - start
print(json.dumps({"took": took, "training": training[0], "seconds": film.seconds,
                  "frames": film.frames, "new": new[0]}))
"""


@pytest.mark.parametrize("name", LESSONS)
def test_a_film_takes_no_longer_than_it_lasts(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, name, str(tmp_path / "film.mp4")],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    ratio = (told["took"] - told["training"]) / told["seconds"]
    print(
        f"\n{name}: {told['seconds']:.0f} s of 1080p30 in {told['took']:.0f} s, of which "
        f"{told['training']:.1f} s are the lesson's own steps: {ratio:.2f} × its length "
        f"(wanted: at most 1); {told['new']:,} of {told['frames']:,} frames were new"
    )
    assert ratio < 3
