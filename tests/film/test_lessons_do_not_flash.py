"""The films of all lessons, measured as WCAG 2.3.1 asks: minutes of drawing, so not each time.

python -m pytest tests/film/test_lessons_do_not_flash.py -m slow -n 0 -s
"""

import pytest

from eq_sim.film.flashes import SHARE, FlashMeter
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
from eq_sim.offscreen_film import OffscreenFilm

pytestmark = pytest.mark.slow

FPS = 30
SIZE = (768, 432)  # enough for the meter: it looks at 192 points from top to bottom


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("name", bundled_lessons())
def test_no_lesson_flashes(name: str, theme: str) -> None:
    film = OffscreenFilm(load_lesson(name), SIZE, theme)
    meter = FlashMeter(FPS, SIZE)
    for frame in film.frames(FPS):
        meter.add(frame)
    film.close()
    print(f"\n{name}, {theme}: at worst {meter.worst:.2f} of a field, of {SHARE:g} that may")
    assert meter.found == []
