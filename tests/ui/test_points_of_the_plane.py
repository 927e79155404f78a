"""The points that a network learns from are found among those that only check."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.session.actions import Load
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import changed
from eq_sim.ui.panels.output import OutputPanel
from eq_sim.ui.panels.plane_view import PlaneView


def moons(learned_from: int) -> Load:
    """Returns 1,200 points, so many of which are learned from."""
    scenario = changed(load_scenario("moons"), "points", 1200)
    return Load(changed(scenario, "test_fraction", 1 - learned_from / 1200), 1)


def typical_width(app: App) -> float:
    """Returns how wide a filled point is in the picture, in pixels."""
    for _ in range(3):
        QApplication.processEvents()
        app.window.refresh()
    panel = app.window.panel("output")
    assert isinstance(panel, OutputPanel)
    view = panel.view
    assert isinstance(view, PlaneView)
    image = view.grab().toImage()
    spots = [view.spot_of(int(sample)) for sample in app.session.evaluation.train]
    return float(np.median([width_at(image, spot) for spot in spots if spot is not None]))


def width_at(image: QImage, spot: QPointF) -> int:
    """Returns how many pixels in a row have the colour that is at the spot."""
    x, y = round(spot.x()), round(spot.y())
    color, width = image.pixelColor(x, y), 1
    for way in (-1, 1):
        at = x + way
        while 0 <= at < image.width() and image.pixelColor(at, y) == color:
            width, at = width + 1, at + way
    return width


def test_few_points_to_learn_from_are_larger_than_the_many_that_check(
    opened: Callable[..., App],
) -> None:
    session = Session(load_scenario("moons"), 1)
    app = opened(session)
    session.apply(moons(600))
    many = typical_width(app)
    session.apply(moons(60))
    assert typical_width(app) > 1.2 * many
