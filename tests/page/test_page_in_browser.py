"""The page where it is read: in a browser, opened from a disk, without a network."""

from pathlib import Path

import pytest
from browser import CHROMIUM, browser
from page_kit import LESSON, page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here"),
]

SEEK = """
new Promise(done => {
  const shown = () => requestAnimationFrame(() => done(caption.textContent));
  film.addEventListener("seeked", shown, {once: true});
  film.currentTime = %s;
})
"""

CUT = """
[...document.querySelectorAll("body *")]
  .filter(each => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest("pre"))
  .map(each => each.outerHTML.slice(0, 80))
"""

CONTRAST = """
(() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (one) => {
    const own = getComputedStyle(one).backgroundColor;
    return own.endsWith(", 0)") ? ground(one.parentElement) : own;
  };
  return [...document.querySelectorAll("h1, h2, p, li, time, button, summary, code, a")]
    .filter(one => one.getClientRects().length)
    .map(one => [light(getComputedStyle(one).color), light(ground(one)), one.textContent])
    .map(([a, b, text]) => [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), text])
    .filter(([ratio]) => ratio < 4.5);
})()
"""


def test_film_captions_chapters_and_keys_go_together_and_nobody_is_asked(tmp_path: Path) -> None:
    made = page(tmp_path / "a page, with ü", fps=24)
    index = made.folder / "index.html"
    with browser() as tab:
        tab.open(index)
        tab.run("film.readyState >= 1 || new Promise(r => film.onloadedmetadata = r)")
        assert abs(tab.run("film.duration") - made.seconds) < 0.1
        assert tab.run("caption.textContent") == "A few </script><b>knobs</b>."
        assert tab.run(SEEK % 1.5) == "What happens\nnow?\n1  It falls\n2  It rises <i>"
        assert tab.run(SEEK % 2.5) == "Down it goes.\n✓ It falls"
        present = "[...document.querySelectorAll('[aria-current]')].map(e => e.textContent)"
        assert tab.run(present)[0] == "One0:00"
        tab.run("film.playbackRate = 0.0625")  # so that it does not end under a busy machine
        tab.run("document.querySelectorAll('.chapter')[1].click()")
        tab.run("film.seeking ? new Promise(r => film.addEventListener('seeked', r)) : 0")
        start = tab.run("Number(document.querySelectorAll('.chapter')[1].dataset.at)")
        assert tab.run("film.currentTime") >= start
        assert not tab.run("film.paused")
        assert tab.run("document.activeElement.id") == "screen"
        tab.press(" ")
        assert tab.run("film.paused")
        at = tab.run("film.currentTime")
        tab.press("ArrowLeft")
        assert tab.run("film.currentTime") == pytest.approx(max(0, at - 5), abs=0.05)
        tab.press("ArrowRight")
        assert tab.run("film.currentTime") == pytest.approx(
            min(made.seconds, max(0, at - 5) + 5), abs=0.1
        )
        tab.run("document.querySelector('.line:nth-child(2) .time').focus()")
        tab.press("Enter")
        assert tab.run("film.currentTime") >= 1
        assert not tab.run("document.querySelector('details').open")
        tab.run("document.querySelector('summary').focus()")
        tab.press(" ")
        assert tab.run("document.querySelector('details').open")
        assert tab.run("document.fonts.ready.then(() => document.fonts.check('1em Inter'))")
        images = (
            "[...document.images].every(i => (i.loading = 'eager', i.decode().then(() => true)))"
        )
        assert tab.run(images)
        assert {each.partition(":")[0] for each in tab.asked} <= {"file", "data"}
        assert all(index.parent.as_uri() in each for each in tab.asked if each[:5] == "file:")
        assert tab.said == []


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_page_has_room_from_a_telephone_to_a_wall_and_is_readable(
    tmp_path: Path, theme: str
) -> None:
    made = page(tmp_path / "out", text=LESSON.replace('"One"', f'"{"Long" * 9} name"'), fps=24)
    with browser() as tab:
        for width in (320, 390, 1280, 3840):
            tab.open(made.folder / "index.html", width, theme=theme)
            assert tab.run("document.documentElement.scrollWidth") <= width
            assert tab.run(CUT) == []
        assert tab.run(CONTRAST) == []
        assert tab.said == []
