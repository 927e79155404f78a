"""The answer over the whole plane, with the points on it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from eq_sim.data.dataset import View
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.shapes import draw_class
from eq_sim.ui.style.color_mix import Pixels, diverging, image_over
from eq_sim.ui.style.numbers import count, local
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font

_LEGEND = 40.0
_MOST = 4000  # points drawn; more would hide the surface, and take long


class PlaneView(AnswerView):
    """Two inputs are the two directions; the colour is the answer, the points are the data.

    Classes have a colour and a shape each: circles and squares. Points to learn from are filled,
    points to check on are hollow.
    """

    shows = View.PLANE
    _ramp: Pixels | None = None
    _points_of: object = None
    _points_pixmap: QPixmap

    def forget(self) -> None:
        """Makes colours and points anew."""
        self._ramp = self._points_of = None
        super().forget()

    def summary(self) -> str:
        """Returns how many test points are right."""
        session = self.session
        measure = session.evaluation.measure("accuracy")
        if measure.test is None:
            return local(f"{100 * (measure.train or 0):.1f} % right")
        return local(f"{100 * measure.test:.1f} % right on test")

    def foot(self) -> float:
        """The legend's height."""
        return _LEGEND

    def look(self) -> None:
        """Takes the answers over the plane, and the points."""
        session = self.session
        self._levels = (self.surface.answers() * 255).clip(0, 255).astype(np.intp)
        self._reach, self._structure = self.surface.reach, session.structure
        self._dataset = session.dataset
        self._train, self._test = session.evaluation.train, session.evaluation.test

    def draw(self, painter: QPainter) -> None:
        """Draws the surface, and on it the points and their legend."""
        side = min(self.wide, self.high - _LEGEND)
        area = QRectF((self.wide - side) / 2, 0, side, side)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, self._image())
        painter.drawPixmap(area.topLeft(), self._points(side, self.wide - area.left()))

    def _image(self) -> QImage:
        if self._ramp is None:
            self._ramp = _ramp(self.theme)
        self._pixels = self._ramp[self._levels]  # the image lives on this memory
        return image_over(self._pixels)

    def _points(self, side: float, wide: float) -> QPixmap:
        ratio = self.devicePixelRatioF() * current().scale
        wanted = (side, wide, ratio, self._structure)
        if wanted == self._points_of:
            return self._points_pixmap
        self._points_of = wanted
        pixmap = QPixmap((QSizeF(wide, side + _LEGEND) * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            dataset = self._dataset
            places = (dataset.inputs / self._reach * [[1], [-1]] + 1) * side / 2
            shown = [*self._train[: _MOST // 2].tolist(), *self._test[: _MOST // 2].tolist()]
            left = (self.wide - side) / 2
            self.offer([QPointF(left + places[0, k], places[1, k]) for k in shown], shown)
            size = min(max(side / 55, 4.0), 9.0)
            for part, hollow in ((self._test, True), (self._train, False)):
                for place in part[: _MOST // 2]:
                    one = bool(dataset.targets[0, place] > 0.5)
                    center = QPointF(places[0, place], places[1, place])
                    draw_class(painter, self.theme, center, size, int(one), hollow=hollow)
            self._legend(painter, side + 4)
        self._points_pixmap = pixmap
        return pixmap

    def _legend(self, painter: QPainter, top: float) -> None:
        painter.setFont(font("small"))
        zero, one = self._dataset.classes
        x, y = 6.0, top + 9
        items = [(one, True, False), (zero, False, False)]
        for words, is_one, hollow in items:
            draw_class(painter, self.theme, QPointF(x, y), 8, int(is_one), hollow=hollow)
            x = self._words(painter, x + 10, y, words) + 16
        x, y = 6.0, y + 17
        for words, hollow in (("learns from", False), ("checks on", True)):
            if hollow and not len(self._test):
                continue
            for is_one in (True, False):
                draw_class(painter, self.theme, QPointF(x, y), 8, int(is_one), hollow=hollow)
                x += 12
            x = self._words(painter, x - 2, y, words) + 16
        drawn = sum(min(len(p), _MOST // 2) for p in (self._test, self._train))
        if drawn < self._dataset.size:
            self._words(painter, x, y, f"{count(drawn)} shown")

    def _words(self, painter: QPainter, x: float, y: float, words: str) -> float:
        painter.setPen(self.theme.color("muted"))
        painter.drawText(QPointF(x, y + 4), words)
        return x + painter.fontMetrics().horizontalAdvance(words)


def _ramp(theme: Theme) -> Pixels:
    """Returns 256 colours from one class over the ground, where it cannot tell, to the other."""
    answer = np.arange(256) / 127.5 - 1
    ground = theme.color("window" if theme.name == "dark" else "panel")
    share = 0.55 * np.sign(answer) * np.abs(answer) ** 0.9
    return diverging(theme.color("class_zero"), ground, theme.color("class_one"), share)
