"""Beside a sweep over sizes: how another quantity, large models’ loss per token, falls."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.large_models.scaling_law import ScalingLaw, scaling_law
from eq_sim.large_models.units import COUNT, LETTERS, amount
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.frame import LEFT, Axis, Frame, axis
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import font, theme_for

_SIZE = (216, 124)
_POINTS = 60


class LawOfLargeModels(QWidget):
    """A small drawing of the law, and what it says."""

    def __init__(self) -> None:
        super().__init__()
        self._law = scaling_law()
        self.drawing = _Drawing(self._law)
        self.words = label("", "note")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.drawing)
        row.addWidget(self.words, 1)
        self.rescale()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        self.drawing.setFixedSize(scaled(_SIZE[0]), scaled(_SIZE[1]))
        words = _words(self._law)
        plain = words.replace("<sup>", "^").replace("</sup>", "")
        self.words.setText(words)
        self.words.setAccessibleName(plain)
        self.drawing.setAccessibleDescription(plain)


class _Drawing(QWidget):
    def __init__(self, law: ScalingLaw) -> None:
        super().__init__()
        self._law = law
        self.setAccessibleName(tr("Large language models: loss per token against knobs"))

    def changeEvent(self, event: QEvent) -> None:
        """Takes up other colours."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the curve, and the floor below it."""
        theme, zoom, law = theme_for(current().theme), current().scale, self._law
        knobs = np.geomspace(law.least_knobs, law.most_knobs, _POINTS)
        loss = law.loss(knobs, law.most_tokens)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(zoom, zoom)
            room = QRectF(LEFT, 20, self.width() / zoom - LEFT - 10, self.height() / zoom - 54)
            powers = range(8, 11)
            words = tuple(amount(10**power, LETTERS).text for power in powers)
            x = Axis(
                law.least_knobs,
                law.most_knobs,
                [10.0**power for power in powers],
                "",
                log=True,
                words=words,
            )
            frame = Frame(room, x, axis(np.append(loss, law.floor), ""))
            frame.draw(painter, theme)
            painter.setPen(theme.color("muted"))
            painter.setFont(font("small"))
            head = QRectF(2, 0, 220, 16)
            painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, tr("Loss per token, nats ↑"))
            foot = QRectF(room.left(), room.bottom() + 17, room.width(), 16)
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, tr("knobs →"))
            painter.setPen(QPen(theme.color("muted"), 1.0, Qt.PenStyle.DotLine))
            left, right = frame.points(knobs[[0, -1]], np.full(2, law.floor))
            painter.drawLine(QPointF(left), QPointF(right))
            frame.curve(painter, QPen(theme.color("muted"), 2.0), knobs, loss)


def _words(law: ScalingLaw) -> str:
    """Returns what the law is, of what, and who says so."""
    floor, of_knobs, by_knobs, of_tokens, by_tokens = (
        local(f"{number}")
        for number in (
            law.floor,
            law.knobs_factor,
            law.knobs_exponent,
            law.tokens_factor,
            law.tokens_exponent,
        )
    )
    least, most, tokens = (
        local(amount(number, COUNT).text)
        for number in (law.least_knobs, law.most_knobs, law.most_tokens)
    )
    return tr(
        "Another quantity, to compare with: the loss per token of large language models of N knobs "
        "on D tokens of text. L = {floor} + {of_knobs} ∕ N<sup>{by_knobs}</sup> + {of_tokens} ∕ "
        "D<sup>{by_tokens}</sup>; drawn for D = {tokens}; dotted, the floor of {floor}. Networks "
        "of {least} to {most} knobs ({runs_source}), fitted by {source}.",
        floor=floor,
        of_knobs=of_knobs,
        by_knobs=by_knobs,
        of_tokens=of_tokens,
        by_tokens=by_tokens,
        tokens=tokens,
        least=least,
        most=most,
        runs_source=tr(law.runs_source),
        source=tr(law.source),
    )
