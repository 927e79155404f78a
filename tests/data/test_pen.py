"""A pen on a small picture: lines, dots, turns, and how far a pen of even speed is."""

import numpy as np
import pytest

from eq_sim.data.pen import blank, drawn_so_far, inked, pixels_of_ink, turned
from eq_sim.lessons.language.drawing_names import drawing_names, find_drawing

IMAGE = 8, 8
LINE = ((0.5, 0.1), (0.5, 0.9))
DOT = ((0.2, 0.2),)


def test_a_line_inks_its_pixels_and_no_others() -> None:
    seen = pixels_of_ink(inked((LINE,), IMAGE)).reshape(IMAGE)
    assert seen[2:6, 3:5].min() > 0.4
    assert not seen[:, :3].any()
    assert not seen[:, 5:].any()
    assert not blank(IMAGE).any()


def test_a_dot_is_round_and_where_it_was_put() -> None:
    y, x = np.nonzero(inked((DOT,), IMAGE))
    assert x.mean() == pytest.approx(0.2 * 32 - 0.5, abs=0.3)
    assert y.mean() == pytest.approx(x.mean(), abs=0.01)
    assert 10 < x.size < 20


def test_a_pen_draws_one_stroke_after_the_other_at_an_even_speed() -> None:
    strokes = (LINE, DOT, LINE)
    assert drawn_so_far(strokes, 0.0) == ()
    assert drawn_so_far(strokes, 1.0) == strokes
    (begun,) = drawn_so_far(strokes, 0.2)
    assert begun[0] == LINE[0]
    assert LINE[0][1] < begun[-1][1] < LINE[1][1]
    counts = [len(drawn_so_far(strokes, share)) for share in np.linspace(0, 1, 40)]
    assert counts == sorted(counts)
    assert set(counts) == {0, 1, 2, 3}


def test_half_a_turn_is_the_picture_upside_down() -> None:
    three = inked(find_drawing("3"), IMAGE)
    half = inked(turned(find_drawing("3"), 180), IMAGE)
    np.testing.assert_array_equal(half, three[::-1, ::-1])


def test_every_drawing_that_has_a_name_stays_on_the_paper() -> None:
    names = drawing_names()
    assert set("0123456789") <= set(names)
    for name in names:
        points = [point for stroke in find_drawing(name) for point in stroke]
        assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points), name
        assert 3 < pixels_of_ink(inked(find_drawing(name), IMAGE)).sum() < 48, name
