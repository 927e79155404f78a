"""A lesson goes away from one knob to all of them: thousands of cells pass, and none flashes."""

from pathlib import Path

from eq_sim.film.flashes import SHARE, FlashMeter
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.offscreen_film import OffscreenFilm

LESSON = """
title = "Away"
idea = "Away from one."
scenario = "digits-wide"
seed = 1

[[step]]
show = ["console"]
seconds = 0

[[step]]
zoom = "neuron 12 -> neuron 40, layer 2"
seconds = 0

[[step]]
zoom = "all"
seconds = 2
"""
FPS, SIZE = 15, (384, 216)


def test_what_glides_past_does_not_flash(tmp_path: Path) -> None:
    path = tmp_path / "away.toml"
    path.write_text(LESSON, "utf-8")
    film = OffscreenFilm(load_lesson(str(path)), SIZE, "light")
    meter = FlashMeter(FPS, SIZE)
    for frame in film.frames(FPS):
        meter.add(frame)
    film.close()
    assert meter.worst <= SHARE
