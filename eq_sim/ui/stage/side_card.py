"""A setting of all knobs as a card: its desk in small, its answer in small, and its train loss."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame

from eq_sim.language.tr import tr
from eq_sim.session.ab import NAMES
from eq_sim.ui.models.blending import HALFWAY, Blending, Setting
from eq_sim.ui.models.small_answer import PlaneAnswer
from eq_sim.ui.stage.lines import Line, draw_lines, fitting, size_of
from eq_sim.ui.stage.small_desk import SmallDesk
from eq_sim.ui.stage.small_picture import SmallPicture
from eq_sim.ui.style import numbers
from eq_sim.ui.style.theme import Theme

_PAD = 0.028  # of the picture's height
_TITLE, _SMALL, _BIG = 0.044, 1 / 34, 0.076  # of the picture's height
_WIDE, _TALL = 2.1, 0.8  # width over height: beside each other, and below each other
_DESK = 0.44  # of the height, or of the width where it is wide
_LONGEST = 99  # % of the way: the same places on every card, wherever the blend stands
_LEAST_PICTURE = 0.5  # of the side that it could have: smaller words would not be better


class SideCard(QFrame):
    """A, B, or the setting in play between them.

    Args:
        blending: what there is to show.
        name: A, B or ``HALFWAY``.
        theme: the colours.

    Attributes:
        title: what it is called: "A", "halfway", "37 % of the way".
        setting: what is shown; None before B is set.
    """

    def __init__(self, blending: Blending, name: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.name = name
        self.title = name
        self.setting: Setting | None = None
        self._blending, self._theme = blending, theme
        self._picture = SmallPicture(theme)
        self._desk: SmallDesk | None = None
        self._seen = -1

    def refresh(self) -> None:
        """Shows the setting as it is now, if anything has changed."""
        blending = self._blending
        blending.refresh()
        if blending.revision == self._seen:
            return
        self._seen = blending.revision
        self.title = blending.where if self.name == HALFWAY else self.name
        there = self.name == NAMES[0] or blending.is_set
        self.setting = self._desk = None
        if there:  # a paint can come when the network is another already
            self.setting = setting = blending.setting(self.name)
            layout, limits = blending.session.layout, blending.limits
            self._desk = SmallDesk(layout, setting.values, limits)
        self.setAccessibleName(self.title)
        self.setAccessibleDescription(self.said)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme, self._picture = theme, SmallPicture(theme)
        self.update()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self._seen = -1
        self.refresh()

    @property
    def loss_text(self) -> str:
        """The train loss."""
        if self.setting is None:
            return ""
        loss = self.setting.loss
        return tr(numbers.COMPUTING) if loss is None else numbers.loss(loss)

    @property
    def second_text(self) -> str:
        """How good it is on what it has not learned from: "100 % right on test"."""
        setting = self.setting
        if setting is None or setting.loss is None:
            return ""
        if setting.right is not None:
            share = numbers.share_right(setting.right)
            if setting.part == "test":
                return tr("{share} right on test", share=share)
            return tr("{share} right on train", share=share)
        if setting.other_loss is None:
            return ""
        return tr("test loss {loss}", loss=numbers.loss(setting.other_loss))

    @property
    def said(self) -> str:
        """All numbers in words."""
        if self.setting is None:
            return tr("not set yet")
        words = tr("train loss {loss}", loss=self.loss_text)
        return f"{words}, {self.second_text}" if self.second_text else words

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws desk, answer and numbers, as they fit into the card."""
        super().paintEvent(event)
        high = self.window().height()
        pad = min(_PAD * high, 0.07 * min(self.width(), self.height()))
        room = QRectF(self.rect()).adjusted(pad, pad, -pad, -pad)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            lines = self._lines(high)
            setting, drawn = self.setting, self._desk
            if setting is None or drawn is None:
                share = fitting(lines, room.width(), room.height())
                draw_lines(painter, self._theme, lines, room.topLeft(), share)
                return
            longest = [
                replace(lines[0], text=tr("{share} % of the way", share=_LONGEST)),
                *lines[1:],
            ]
            desk, picture, words, share = self._places(room, pad, longest)
            drawn.draw(painter, self._theme, desk, _SMALL * high)
            if setting.answer is not None:
                self._picture.draw(painter, picture, setting.answer)
            draw_lines(painter, self._theme, lines, words, share)

    def _lines(self, high: float) -> list[Line]:
        small = _SMALL * high
        lines = [Line(self.title, _TITLE * high, bold=True)]
        if self.setting is None:
            return [*lines, Line(tr("not set yet"), small, "muted")]
        lines.append(Line(tr("train loss"), small, "muted"))
        computing = self.setting.loss is None
        lines.append(Line(self.loss_text, small if computing else _BIG * high, number=True))
        if self.second_text:
            lines.append(Line(self.second_text, small))
        return lines

    def _places(
        self, room: QRectF, gap: float, lines: list[Line]
    ) -> tuple[QRectF, QRectF, QPointF, float]:
        """Returns where desk, picture and words are, and at which share of their size words are."""
        shape = self.width() / max(1, self.height())
        if shape < _TALL:
            share = fitting(lines, room.width(), 0.36 * room.height())
            below = room.adjusted(0, size_of(lines, share)[1] + gap, 0, 0)
            desk = below.adjusted(0, 0.5 * (below.height() + gap), 0, 0)
            picture = below.adjusted(0, 0, 0, -desk.height() - gap)
            return desk, self._framed(picture), room.topLeft(), share
        if shape > _WIDE:
            desk = room.adjusted(0, 0, -(1 - _DESK) * room.width(), 0)
            rest = room.adjusted(desk.width() + gap, 0, 0, 0)
        else:
            desk = room.adjusted(0, 0, 0, -(1 - _DESK) * room.height())
            rest = room.adjusted(0, desk.height() + gap, 0, 0)
        most = min(rest.height(), 0.62 * rest.width())
        wide = size_of(lines, fitting(lines, rest.width(), rest.height()))[0]
        side = max(_LEAST_PICTURE * most, min(most, rest.width() - gap - wide))
        left = rest.left() + side + gap
        share = fitting(lines, rest.right() - left, rest.height())
        top = rest.top() + (rest.height() - size_of(lines, share)[1]) / 2
        picture = QRectF(rest.left(), rest.top(), side, rest.height())
        return desk, self._framed(picture), QPointF(left, top), share

    def _framed(self, room: QRectF) -> QRectF:
        """Returns the part of some room that the answer takes: a square for a plane."""
        side = min(room.width(), room.height())
        wide = side if self._is_square else min(room.width(), 1.6 * side)
        box = QRectF(room.left(), room.top(), wide, side)
        box.moveCenter(QPointF(room.left() + wide / 2, room.center().y()))
        return box

    @property
    def _is_square(self) -> bool:
        return self.setting is not None and isinstance(self.setting.answer, PlaneAnswer)
