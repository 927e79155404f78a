"""The setting that is being set, as large as the lesson is about it."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent

from eq_sim.language.tr import tr
from eq_sim.lessons.language.stage_names import cut_setting
from eq_sim.lessons.staging import Subject
from eq_sim.session.actions import Grab, Release, Set
from eq_sim.session.settings.setting import Value
from eq_sim.ui.models.shown_setting import Rung, SettingNow, ShownSetting, limit_lines, limit_words
from eq_sim.ui.stage.painted_card import (
    BIG,
    HEADING,
    SECOND,
    SMALL,
    PaintedCard,
    fitting,
    high,
    wide,
)
from eq_sim.ui.window.panel_spec import PanelModels

_NOTCH = 120  # of a wheel, for one rung
_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_Home: -10_000,
    Qt.Key.Key_End: 10_000,
}
_UPRIGHT = 1.15  # of a card's width: from that height on its scale stands upright


class SettingCard(PaintedCard):
    """One setting: its name, its value, what that was, and its scale, which a hand turns.

    Args:
        models: whose setting, and who takes what a hand does.
        subject: which one, by its name, and whether its limit is shown.
    """

    def __init__(self, models: PanelModels, subject: Subject) -> None:
        super().__init__(models.theme)
        self._do = models.do
        self._model = ShownSetting(models.session, *cut_setting(subject.words))
        self._track = QRectF()
        self._upright = False
        self._held = False
        self._owed = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self._model.setting.title)
        self.setToolTip(self._model.setting.tip)
        self.refresh()

    @property
    def now(self) -> SettingNow:
        """What is shown."""
        return self._model.now

    @property
    def track(self) -> QRectF:
        """Where the scale is, in the card's pixels; empty where there is none."""
        return self._track

    def refresh(self) -> None:
        """Shows the setting as it is, if it has changed."""
        if self._model.refresh():
            self.say(self.now.words)
            self.update()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self._model.forget()
        self.refresh()
        self.update()

    # Drawing

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Draws name and value, and below them the scale or the choices."""
        now = self.now
        below = self._draw_value(painter, room, now)
        left = QRectF(room.left(), below, room.width(), room.bottom() - below)
        self._track = QRectF()
        if now.rungs and now.at is not None:
            self._upright = self.height() > _UPRIGHT * self.width()
            self._draw_scale(painter, left, now)
        elif now.choices:
            self._draw_choices(painter, left, now)
        if self.hasFocus():
            painter.setPen(QPen(self.theme.color("text"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _draw_value(self, painter: QPainter, room: QRectF, now: SettingNow) -> float:
        """Draws the name, what it was and what it is; returns where that ends."""
        picture, most = self.picture, room.height()
        face = fitting(now.title, min(HEADING * picture, 0.13 * most), room.width())
        y = room.top() + self.write(painter, now.title, "muted", face, room.left(), room.top())
        big = min(BIG * picture, 0.3 * most)
        before = f"{now.before} → " if now.before else ""
        second = fitting(before, min(SECOND * picture, 0.18 * most), room.width(), mono=True)
        beside = room.width() - wide(before, second)
        face = fitting(now.value, big, beside, mono=True)
        x = room.left()
        if before and face.pixelSize() < 0.8 * big:  # what it was stands above, then
            y += self.write(painter, before.rstrip(), "muted", second, x, y)
            face = fitting(now.value, big, room.width(), mono=True)
        elif before:
            drop = high(face) * 0.78 - high(second) * 0.78
            self.write(painter, before, "muted", second, x, y + drop)
            x += wide(before, second)
        y += self.write(painter, now.value, "alarm" if now.over else "text", face, x, y)
        if now.now:
            words = tr("at this step {value}", value=now.now)
            face = fitting(words, min(SMALL * picture, 0.11 * most), room.width())
            y += self.write(painter, words, "text", face, room.left(), y)
        return y

    def _draw_scale(self, painter: QPainter, room: QRectF, now: SettingNow) -> None:
        letters = min(SMALL * self.picture, 0.11 * self.height(), 0.11 * self.width())
        if room.height() < 2.2 * letters:
            return
        if self._upright:
            self._draw_upright(painter, room, now, letters)
        else:
            self._draw_level(painter, room, now, letters)

    def _draw_upright(
        self, painter: QPainter, room: QRectF, now: SettingNow, letters: float
    ) -> None:
        face = fitting("", letters, room.width(), mono=True)
        line, handle = high(face), 0.45 * letters
        track = room.adjusted(0, 0.6 * line, 0, -0.6 * line)
        shown = _spread(now.rungs, track.height(), 1.15 * line)
        ends = max(wide(rung.words, face) for rung in shown)
        x = room.left() + ends + 1.2 * letters
        self._track = QRectF(x - 0.8 * letters, track.top(), 1.6 * letters, track.height())
        self._draw_track(painter, now, handle)
        for rung in shown:
            y = track.bottom() - rung.share * track.height()
            at = room.left() + ends - wide(rung.words, face)
            self.write(painter, rung.words, "muted", face, at, y - line / 2)
        if now.limit is None:
            return
        y = track.bottom() - now.limit.share * track.height()
        at = x + 1.3 * letters
        words = limit_words(now.limit.words, over=now.over)
        lines, right = [words], room.right() - at - 0.6 * letters
        if wide(words, fitting("", letters, right)) > right:
            lines = limit_lines(now.limit.words, over=now.over)
        self._draw_flag(painter, QPointF(at, y), now, letters)
        bold = min((fitting(words, letters, right, bold=True) for words in lines), key=high)
        tall = len(lines) * high(bold)
        top = min(max(y - tall / 2, room.top()), room.bottom() - tall)
        for words in lines:
            color = "alarm" if now.over else "text"
            top += self.write(painter, words, color, bold, at + 0.6 * letters, top)

    def _draw_level(self, painter: QPainter, room: QRectF, now: SettingNow, letters: float) -> None:
        face = fitting("", letters, room.width(), mono=True)
        line, handle = high(face), 0.45 * letters
        said = 0.0
        if now.limit is not None:
            words = limit_words(now.limit.words, over=now.over)
            bold = fitting(words, letters, room.width(), bold=True)
            said = high(bold) + 0.9 * letters
        needed = said + 1.4 * letters + line
        if now.limit is not None and needed > room.height():
            said, needed = 0.0, 1.4 * letters + line
        y = room.bottom() - line - 0.9 * letters
        y -= max(0.0, (room.height() - needed) * 0.4)
        edge = max(wide(rung.words, face) for rung in (now.rungs[0], now.rungs[-1])) / 2
        edge = max(edge, handle)
        track = QRectF(room.left() + edge, y, room.width() - 2 * edge, 0)
        self._track = track.adjusted(0, -0.8 * letters, 0, 0.8 * letters)
        self._draw_track(painter, now, handle)
        apart = max(wide(rung.words, face) for rung in now.rungs) + 0.8 * letters
        for rung in _spread(now.rungs, track.width(), apart):
            x = track.left() + rung.share * track.width() - wide(rung.words, face) / 2
            self.write(painter, rung.words, "muted", face, x, y + 0.8 * letters)
        if now.limit is not None and said:
            x = track.left() + now.limit.share * track.width()
            color = "alarm" if now.over else "text"
            self._draw_flag(painter, QPointF(x, y - 0.9 * letters), now, letters)
            needed = wide(words, bold)
            at = min(max(x - needed / 2, room.left()), room.right() - needed)
            self.write(painter, words, color, bold, at, y - 1.4 * letters - high(bold))

    def _draw_track(self, painter: QPainter, now: SettingNow, handle: float) -> None:
        """Draws the slot, what it was dashed, and the handle."""
        assert now.at is not None
        track, theme, thick = self._track, self.theme, 0.5 * handle
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("track"))
        middle = track.center()
        if self._upright:
            slot = QRectF(middle.x() - thick / 2, track.top(), thick, track.height())
        else:
            slot = QRectF(track.left(), middle.y() - thick / 2, track.width(), thick)
        painter.drawRoundedRect(slot, thick / 2, thick / 2)
        across = 1.6 * handle
        for share, name, style in (
            (None if now.limit is None else now.limit.share, "text", Qt.PenStyle.SolidLine),
            (now.was_at, "muted", Qt.PenStyle.DashLine),
        ):
            if share is None:
                continue
            at = self._spot(share)
            painter.setPen(QPen(theme.color(name), max(1.5, 0.25 * handle), style))
            if self._upright:
                painter.drawLine(QPointF(at.x() - across, at.y()), QPointF(at.x() + across, at.y()))
            else:
                painter.drawLine(QPointF(at.x(), at.y() - across), QPointF(at.x(), at.y() + across))
        painter.setPen(QPen(theme.color("cap_edge"), 1.5))
        painter.setBrush(theme.color("alarm" if now.over else "text"))
        painter.drawEllipse(self._spot(now.at), handle, handle)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_flag(self, painter: QPainter, tip: QPointF, now: SettingNow, letters: float) -> None:
        """Draws the small head that points from the words of the limit at its mark."""
        size = 0.4 * letters
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("alarm" if now.over else "text"))
        if self._upright:
            tip = tip - QPointF(size, 0)
            points = [tip, tip + QPointF(size, -size / 1.5), tip + QPointF(size, size / 1.5)]
        else:
            points = [tip, tip + QPointF(-size / 1.5, -size), tip + QPointF(size / 1.5, -size)]
        painter.drawPolygon(points)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_choices(self, painter: QPainter, room: QRectF, now: SettingNow) -> None:
        """Draws what can be chosen, as many as there is room for, the chosen one outlined."""
        letters = min(SMALL * self.picture, 0.11 * self.height())
        row = 1.9 * letters
        gap = 0.5 * letters
        count = min(int((room.height() - gap) / row), len(now.choices))
        if count < 2 or now.chosen is None:
            return
        first = min(max(now.chosen - count // 2, 0), len(now.choices) - count)
        for place in range(first, first + count):
            words, chosen = now.choices[place], place == now.chosen
            top = room.top() + gap + (place - first) * row
            box = QRectF(room.left(), top, room.width(), row - 2)
            face = fitting(words, letters, box.width() - 1.4 * letters, bold=chosen)
            if chosen:
                painter.setPen(QPen(self.theme.color("text"), 2))
                painter.drawRoundedRect(box, 5, 5)
            color = "text" if chosen else "muted"
            y = box.center().y() - high(face) / 2
            self.write(painter, words, color, face, box.left() + 0.7 * letters, y)

    def _spot(self, share: float) -> QPointF:
        """Returns where on the card a place of the scale is."""
        track = self._track
        if self._upright:
            return QPointF(track.center().x(), track.bottom() - share * track.height())
        return QPointF(track.left() + share * track.width(), track.center().y())

    # A hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the setting on its scale."""
        if event.button() == Qt.MouseButton.LeftButton and self._track.contains(event.position()):
            self._grab()
            self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turns it to where the pointer is."""
        if self._held:
            self._drag(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go."""
        self._let_go()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turns it by a rung a notch."""
        self._owed += event.angleDelta().y()
        notches = int(self._owed / _NOTCH)
        self._owed -= notches * _NOTCH
        if notches:
            self._set(self._model.by_rungs(notches))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turns it as the arrows turn its field; a key that is held is one thing to undo."""
        rungs = _STEPS.get(Qt.Key(event.key()))
        if rungs is None:
            super().keyPressEvent(event)
            return
        if self.now.choices:  # a list goes down
            rungs = -rungs if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) else rungs
        if not event.isAutoRepeat():
            self._grab()
        self._set(self._model.by_rungs(rungs))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Lets go."""
        if not event.isAutoRepeat():
            self._let_go()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lets go."""
        self._let_go()
        super().focusOutEvent(event)
        self.update()

    def _drag(self, at: QPointF) -> None:
        track = self._track
        if self._upright:
            share = (track.bottom() - at.y()) / max(1.0, track.height())
        else:
            share = (at.x() - track.left()) / max(1.0, track.width())
        self._set(self._model.nearest_to(share))

    def _grab(self) -> None:
        if not self._held:
            self._held = self._do(Grab((), f"set:{self._model.setting.name}"))

    def _let_go(self) -> None:
        if self._held:
            self._held = False
            self._do(Release())

    def _set(self, value: Value | None) -> None:
        if value is not None:
            self._do(Set(self._model.setting.name, value))
            self.refresh()


def _spread(rungs: tuple[Rung, ...], length: float, needed: float) -> list[Rung]:
    """Returns the rungs that are named: the ends, and between them as many as stand apart.

    Args:
        rungs: all of them.
        length: of the scale, in pixels.
        needed: how far apart two names are at least.
    """
    decades = [rung for rung in rungs if rung.decade]
    between = decades if len(decades) > 2 and len(rungs) > 12 else list(rungs)
    first, last = rungs[0], rungs[-1]
    for every in range(1, len(between) + 1):
        inner = [
            rung for rung in between[::-every] if min(rung.share, 1 - rung.share) * length >= needed
        ]
        named = [first, *reversed(inner), last]
        if all((b.share - a.share) * length >= needed for a, b in pairwise(named)):
            return named
    return [first, last]
