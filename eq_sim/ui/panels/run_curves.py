"""Finished runs in the loss plot: thin coloured curves, each named at its end by what differs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from eq_sim.language.tr import tr
from eq_sim.session.curves import goes_on
from eq_sim.session.errors import shortened
from eq_sim.session.finished_run import FinishedRun
from eq_sim.ui.models.runs_desk import RunsDesk
from eq_sim.ui.panels.left_curves import NEAR
from eq_sim.ui.panels.run_words import curve_name, number_name, run_name
from eq_sim.ui.style import numbers
from eq_sim.ui.style.run_colors import run_color
from eq_sim.ui.style.theme import Theme, text_font

_LONGEST = 28  # characters of a name beside a curve
_AROUND = 14  # pixels that a name takes beside its letters
_MARGIN = 4  # pixels that it takes above and below them
_OPAQUE = 190  # of 255: curves behind a name are seen, and leave it readable


@dataclass(frozen=True, eq=False)
class RunCurve:
    """A curve that is drawn.

    Attributes:
        run: whose it is.
        name: what it is called beside its end.
        x: steps or epochs of its points.
        y: its train losses as the axis has them.
        label: the name in the plot.
        points: as a history has them.
    """

    run: FinishedRun
    name: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    label: pg.TextItem
    points: NDArray[np.float64]


class RunCurves:
    """Draws train losses of finished runs; of those that are chosen or pinned the test loss, too.

    Args:
        item: the plot.
        desk: which runs are looked at.
        scaled: a curve -> as the axis wants it.
        theme: the colours.

    Attributes:
        curves: what is drawn.
        shown: whether anything is; a lesson's plot shows its own curve alone.
        revision: grows when other curves are drawn.
    """

    def __init__(
        self,
        item: pg.PlotItem,
        desk: RunsDesk,
        scaled: Callable[[NDArray[np.float64]], NDArray[np.float64]],
        theme: Theme,
    ) -> None:
        self._item, self._desk, self._scaled, self._theme = item, desk, scaled, theme
        self._key: object = None
        self._places: object = None
        self._kept: tuple[FinishedRun, ...] = ()  # so that their places in memory stay theirs
        self._made: list[pg.GraphicsObject] = []
        self.curves: list[RunCurve] = []
        self._box = item.getViewBox()
        self._box.sigResized.connect(self._resized)
        self.shown = True
        self.revision = 0

    def refresh(self, *, by_epoch: bool, log_scale: bool) -> None:
        """Draws the curves anew, if they are others or are called otherwise."""
        desk = self._desk
        runs = desk.drawn if self.shown and desk.runs else ()
        now = desk.now if runs else None
        colors = tuple(desk.color(run.number) for run in runs)
        key = (*map(id, runs), colors, now, desk.chosen, by_epoch, log_scale, self._theme)
        if key == self._key:
            return
        self._key, self._places, self._kept = key, None, runs
        for made in self._made:
            self._item.removeItem(made)
        self._made, self.curves = [], []
        self.revision += 1
        for run in runs:
            if now is not None:
                name = shortened(curve_name(run, now), _LONGEST)
                self._draw(run, name, run.number in desk.chosen, by_epoch)

    def has(self, points: NDArray[np.float64]) -> bool:
        """Whether a curve is, or begins, one that is drawn here."""
        return any(goes_on(curve.points, points) for curve in self.curves)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._key = None

    def _resized(self, box: pg.ViewBox) -> None:
        self.place_names()

    def place_names(self) -> None:
        """Puts each name beside the end of its curve, and none over another."""
        box = self._box
        (left, right), (low, high) = box.viewRange()
        wide, tall = box.viewPixelSize()
        if wide <= 0 or tall <= 0:
            return  # there is no room at all, until the next resize
        places = (left, right, low, high, wide, tall, len(self.curves), self._key)
        if places == self._places or not self.curves:
            return
        self._places = places
        metrics = QFontMetricsF(text_font("tick"))
        room, half = (metrics.height() + 2) * tall, (metrics.height() / 2 + _MARGIN) * tall
        named = self._named(int((high - low) / room))
        for curve in self.curves:
            curve.label.setVisible(curve in named)
        ends = sorted(named, key=lambda curve: _end(curve)[1])
        top = -np.inf
        tops: list[float] = []
        for curve in ends:  # from below, each at least a line above the one before
            top = max(_end(curve)[1], top + room, low + half)
            tops.append(top)
        limit = high - half
        for at in range(len(ends) - 1, -1, -1):  # and from above, where they reach out of the plot
            tops[at] = min(tops[at], limit)
            limit = tops[at] - room
        for curve, y in zip(ends, tops, strict=True):
            x = _end(curve)[0]
            after, before = (right - x) / wide - _AROUND, (x - left) / wide - _AROUND
            beyond = metrics.horizontalAdvance(curve.name) <= after or after >= before
            length = after if beyond else before
            name = metrics.elidedText(curve.name, Qt.TextElideMode.ElideRight, length)
            if name != curve.label.toPlainText():
                curve.label.setText(name)
            curve.label.setAnchor((0 if beyond else 1, 0.5))
            curve.label.setPos(x + (4 if beyond else -4) * wide, y)

    def _named(self, most: int) -> list[RunCurve]:
        """Returns the curves that there is room to name: chosen, pinned, and the latest."""
        chosen = self._desk.chosen
        wanted = sorted(
            self.curves,
            key=lambda it: (it.run.number in chosen, it.run.pinned, it.run.number),
            reverse=True,
        )
        return wanted[:most]

    def near(self, box: pg.ViewBox, x: float, y: float) -> FinishedRun | None:
        """Returns the run whose curve is meant by a place in the plot.

        Args:
            box: where it is drawn.
            x: as the axis has it.
            y: as the axis has it.
        """
        wide, high = box.viewPixelSize()
        found = [
            (abs(float(np.interp(x, curve.x, curve.y)) - y) / high, curve.run)
            for curve in self.curves
            if curve.x[0] - NEAR * wide <= x <= curve.x[-1] + NEAR * wide
        ]
        distance, run = min(found, key=lambda one: one[0], default=(np.inf, None))
        return run if distance <= NEAR else None

    def words(self, run: FinishedRun) -> list[str]:
        """Returns what is said of a run that is pointed at."""
        name = next((curve.name for curve in self.curves if curve.run is run), "")
        losses = run.losses
        lines = [tr("finished run {run}", run=run_name(run))]
        if name not in (run.name, number_name(run)):
            lines.append(name)
        lines.append(tr("up to step {step:,}", step=run.steps))
        lines.append(tr("train {loss}", loss=numbers.loss(losses.train)))
        if losses.test is not None:
            lines.append(tr("test  {loss}", loss=numbers.loss(losses.test)))
        return [*lines, tr("click: choose it in Runs")]

    def _draw(self, run: FinishedRun, name: str, chosen: bool, by_epoch: bool) -> None:
        color = run_color(self._theme, self._desk.color(run.number))
        x, y = np.array(run.points[1 if by_epoch else 0]), self._scaled(run.points[2])
        marked = chosen or run.pinned
        view = self._item.getViewWidget()
        pixel = 1.0 if view is None else view.devicePixelRatioF()  # pens count the screen's pixels
        pen = pg.mkPen(color, width=(2 if marked else 1) * pixel)
        self._put(pg.PlotCurveItem(x, y, connect="finite", pen=pen), -0.5)
        test = self._scaled(run.points[3])
        if marked and np.isfinite(test).any():
            dashed = pg.mkPen(color, width=pixel, style=Qt.PenStyle.DashLine)
            self._put(pg.PlotCurveItem(x, test, connect="finite", pen=dashed), -0.5)
        ground = self._theme.color("window")
        ground.setAlpha(_OPAQUE)
        label = pg.TextItem(name, color=color, fill=pg.mkBrush(ground))
        label.setFont(text_font("tick"))
        self._put(label, 4)
        self.curves.append(RunCurve(run, name, x, np.nan_to_num(y), label, run.points[:4]))

    def _put(self, made: pg.GraphicsObject, height: float) -> None:
        made.setZValue(height)
        self._item.addItem(made, ignoreBounds=True)
        self._made.append(made)


def _end(curve: RunCurve) -> tuple[float, float]:
    return float(curve.x[-1]), float(curve.y[-1])
