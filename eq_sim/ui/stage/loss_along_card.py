"""The card of the loss along a knob: it is drawn as the knob goes, with a ball where it stands."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame

from eq_sim.language.tr import tr
from eq_sim.lessons.language.stage_names import along_options
from eq_sim.lessons.staging import Subject
from eq_sim.ui.models.along_span import Span, span_of
from eq_sim.ui.models.knob_questions import Along, KnobQuestions
from eq_sim.ui.panels.frame import axis_ticks
from eq_sim.ui.stage.backdrop import Backdrop
from eq_sim.ui.stage.bowl_drawing import BowlDrawing, ball_radius
from eq_sim.ui.stage.bowl_places import BowlPlaces
from eq_sim.ui.stage.measures import Unit, figure, first_fitting, shrunk, width_of
from eq_sim.ui.stage.points_inset import SHAPE, PointsInset
from eq_sim.ui.style.numbers import COMPUTING, at_step, signed, tick
from eq_sim.ui.style.numbers import loss as loss_text
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font
from eq_sim.ui.window.panel_spec import PanelModels

_POINTS = 129
_GONE = 6.0  # heights of the frame above which a ball has left for good, and no scale follows
_GROWN = 2.0  # times as high a frame becomes, once, for a ball that leaves it step by step
_OTHER = 3.0  # how much larger or smaller a better scale is before it is taken up
_WIDEST, _TRIES = 4.0, 3  # ends of the knob's scale that a frame reaches to, at most


class LossAlongCard(QFrame):
    """The train loss as one knob alone is turned, the others standing as they do.

    Args:
        models: what it is made from.
        subject: which knob, and what else is shown: ``whole`` for the curve where the knob has
            not been, ``points`` for the points and the line.

    Attributes:
        way: where the knob has been.
        along: the loss along it, over what the frame shows; None without such a knob.
        span: what the frame shows; the same while a hand turns the knob.
        whole: whether the curve is drawn where the knob has not been, too.
        written: the words in the frame, as of the last paint.
    """

    def __init__(self, models: PanelModels, subject: Subject) -> None:
        super().__init__()
        self.setObjectName("card")
        self._session, self._theme = models.session, models.theme
        self._scales, self._bank = models.console.scales, models.console.bank
        self._best = models.best_knobs
        self._questions = KnobQuestions(models.session)
        self._inset, self._backdrop = PointsInset(models.session), Backdrop(self)
        options = along_options(subject.words)
        self.whole, self._points = "whole" in options, "points" in options
        self._knob = subject.knobs[0]
        self.way = models.knob_ways.of(self._knob)
        self.along: Along | None = None
        self.span: Span | None = None
        self.written: tuple[str, ...] = ()
        self._seen: object = None
        self._beginning, self._step = -1, 0
        self._grown = False
        self.setAccessibleName(self._headings()[0])

    @property
    def loss_text(self) -> str:
        """The train loss as it is written at the top."""
        session = self._session
        if session.computing:
            return tr(COMPUTING)
        return loss_text(session.losses.train) + at_step(session.evaluation.step)

    @property
    def ball(self) -> tuple[float, float] | None:
        """Where the ball is: the knob's value, and the train loss there."""
        return None if self.along is None else (self.along.here, self.along.loss)

    @property
    def ball_inside(self) -> bool:
        """Whether the frame holds the ball."""
        ball = self.ball
        return ball is not None and self.span is not None and self.span.holds(*ball)

    def words(self) -> str:
        """Returns what is seen, for who does not see it."""
        way, best = self.way, self.way.known_best()
        said = [
            tr(
                "Train loss {loss} with the knob at {value}.",
                loss=self.loss_text,
                value=signed(way.here),
            ),
            tr("Start {value}.", value=signed(way.start)),
        ]
        if way.turns:
            said.append(tr("Turned at {value}.", value=signed(way.turns[-1])))
        if best is not None:
            said.append(tr("Best {value}, by least squares.", value=signed(best)))
        if not self.ball_inside:
            said.append(tr("That is outside the picture."))
        return " ".join([*said, self._part()]).strip()

    def refresh(self) -> None:
        """Follows the knob, if anything has changed."""
        self._scales.fit()
        self.way.refresh()
        session = self._session
        seen = (self.way.revision, session.computing, session.evaluation.step)
        if seen == self._seen:
            return
        self._seen = seen
        self._look()
        self.setAccessibleDescription(self.words())
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self.setAccessibleDescription(self.words())
        self.update()

    def _look(self) -> None:
        """Works out the curve, and what part of it is shown."""
        if not self.way.exists:
            self.along = None
            return
        if self.span is None or self._beginning != self.way.beginning:
            self.span = self._fitted()
            self._beginning = self.way.beginning
            self._grown = False
        self.along = self._between(self.span)
        span = self._other_span(self.span, self.along)
        if span is not None:
            self.span = span
            self.along = self._between(span)
        self._step = self._session.step

    def _between(self, span: Span) -> Along:
        return self._questions.between(self._knob, span.left, span.right, _POINTS)

    def _fitted(self) -> Span:
        """Returns what a frame shows that is made for the knobs as they stand."""
        way = self.way
        limit = way.limit
        here = float(np.clip(way.here, -_WIDEST * limit, _WIDEST * limit))
        reach = max(limit, abs(way.start), abs(here))
        for _ in range(_TRIES):  # until the other side of the valley is as high as the start
            whole = self._questions.between(self._knob, -reach, reach, _POINTS)
            place = int(np.argmin(np.nan_to_num(whole.losses, nan=np.inf)))
            other = abs(2 * float(whole.values[place]) - way.start)
            at_end = place in (0, len(whole.values) - 1)
            if at_end or other <= reach or reach >= _WIDEST * limit:
                break
            reach = min(1.1 * other, _WIDEST * limit)
        return span_of(whole.values, whole.losses, np.array([way.start, here]))

    def _other_span(self, span: Span, along: Along) -> Span | None:
        """Returns another part that has to be shown now; None to keep the one there is."""
        high = span.top - span.bottom
        gone = not np.isfinite(along.loss) or along.loss > span.top + _GONE * high
        if self.way.held or gone:
            return None
        holds = span.holds(along.here, along.loss)
        if holds and not (self.way.others_moved and self._poor(span, along)):
            return None
        found = self._fitted()
        if holds or not self._trains(along):
            return found
        if along.loss > span.top:
            return self._grown_span(span, along)
        return Span(min(span.left, found.left), max(span.right, found.right),
                    min(span.bottom, found.bottom), max(span.top, found.top))  # fmt: skip

    def _grown_span(self, span: Span, along: Along) -> Span | None:
        """Returns a higher part, once: who watches each step sees it swing wider and wider."""
        jumps = self.way.jumps
        top = span.bottom + _GROWN * (span.top - span.bottom)
        if self._grown or along.loss > top or not (jumps and jumps[-1].single):
            return None
        self._grown = True
        reach = _WIDEST * self.way.limit
        whole = self._questions.between(self._knob, -reach, reach, _POINTS)
        inside = np.flatnonzero(whole.losses <= top)
        around = np.clip([inside[0] - 1, inside[-1] + 1], 0, _POINTS - 1) if inside.size else []
        ends = (*whole.values[np.array(around, int)], span.left, span.right, along.here)
        return Span(float(min(ends)), float(max(ends)), span.bottom, top)

    def _trains(self, along: Along) -> bool:
        """Whether steps follow each other: then no scale follows a ball that goes away."""
        return along.busy or self._session.step != self._step

    def _poor(self, span: Span, along: Along) -> bool:
        """Whether the present curve, which was another one, asks for quite another scale."""
        places = np.array([self.way.start, along.here]).clip(span.left, span.right)
        asked = span_of(along.values, along.losses, places)
        ratio = (asked.top - asked.bottom) / (span.top - span.bottom)
        return not 1 / _OTHER < ratio < _OTHER

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        super().paintEvent(event)
        along, span = self.along, self.span
        if along is None or span is None:
            return
        unit = Unit.of(self)
        face = font(unit.word, mono=True)
        losses = axis_ticks(max(span.bottom, 0.0), span.top, 5)
        left = max((width_of(tick(one), face) for one in losses), default=0.0) + unit.word
        top = unit.head + 2 * unit.head_top
        area = QRectF(self.rect()).adjusted(unit.pad + left, top, -unit.pad,
                                            -unit.pad * 0.6 - 3.1 * unit.word)  # fmt: skip
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_head(painter, unit)
            if area.width() >= 10 and area.height() >= 10:
                apart = ball_radius(unit, area) * 1.1
                places = BowlPlaces(area, span, along.values, along.losses, apart)
                self._draw(BowlDrawing(painter, self._theme, unit, places), unit, places, left)

    def _draw(self, drawing: BowlDrawing, unit: Unit, places: BowlPlaces, left: float) -> None:
        along, way, span = self.along, self.way, self.span
        assert along is not None
        assert span is not None
        here, inside = (along.here, along.loss), span.holds(along.here, along.loss)
        drawing.keep_jumps_free(way)
        start, at_start = None, way.began == way.start and not way.others_moved
        if at_start:
            there = tr("loss {loss}", loss=loss_text(places.loss_at(way.began)))
            begin = tr("start")
            start = drawing.room_beside(way.began, ((begin, there), (begin,)))
        box = None
        if self._points and self._inset.exists:
            box = places.inset(SHAPE, 9 * unit.word)
        below = self._below(unit, places.area.width())

        def paint(painter: QPainter) -> None:
            BowlDrawing(painter, self._theme, unit, places).frame(left, below)
            if box is not None:
                self._inset.draw_points(painter, box, unit, self._theme)

        still = (self._theme, unit, span, below, left, current().comma, self._session.structure)
        self._backdrop.draw(drawing.painter, (*still, box and box.getRect()), paint)
        best, limit = way.known_best(), way.limit
        if box is not None:
            found = self._best.found
            theta = None if best is None or found is None or not way.alone else found.theta
            self._inset.draw_lines(drawing.painter, box, unit, self._theme, theta)
        drawing.visited(way, here, entire=self.whole or way.others_moved)
        if inside:
            drawing.plumb(*here)
        drawing.jumps(way)
        written = [] if inside else [drawing.outside(*here, limit)]
        if best is not None:
            written.append(drawing.best(best, self._best_words(best, limit)))
        turns = [] if way.others_moved else way.turns
        if start is not None:
            drawing.write(start)
            written += start.lines
        drawing.rings([*([way.began] if at_start else []), *turns])
        if turns:
            words = tr("turned at {value}", value=figure(turns[-1], limit))
            turned = drawing.room_beside(turns[-1], ((words,),))
            if turned is not None:
                drawing.write(turned)
                written += turned.lines
        if inside:
            drawing.ball(*here)
        self.written = tuple(text for text in written if text)

    def _best_words(self, best: float, limit: float) -> Sequence[str]:
        """Returns what is said of the best place, from much to little."""
        number = figure(best, limit)
        if self.way.alone:
            return (
                tr("best {value} (least squares)", value=number),
                tr("best {value}", value=number),
                tr("best"),
            )
        return (tr("best of all together {value}", value=number), f"θ* {number}")

    def _draw_head(self, painter: QPainter, unit: Unit) -> None:
        """Writes the heading and the loss."""
        wide = self.width() - 2 * unit.pad
        text = tr("train loss {loss}", loss=self.loss_text)
        head = font(unit.heading, bold=True)
        face = shrunk(text, unit.second, wide)
        heading = first_fitting(self._headings(), head, wide - width_of(text, face) - unit.word)
        box = QRectF(unit.pad, unit.head_top, wide, unit.head)
        painter.setFont(face)
        painter.setPen(self._theme.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(head)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, heading)

    def _headings(self) -> tuple[str, ...]:
        """Returns what it is called, from much to little."""
        if self.way.alone or not self.way.exists:
            return (tr("Loss along this knob"), tr("Along this knob"))
        name = self._bank.name(self._knob)
        short = name.partition(",")[0]
        along = (tr("Loss along {knob}", knob=each) for each in (name, short))
        return (*along, tr("Along {knob}", knob=short), short)

    def _part(self) -> str:
        """Returns of which samples the curve is, where it is not of all that are learned from."""
        along = self.along
        if along is None or along.used == along.total:
            return ""
        return tr(
            "Curve on {used:,} of {total:,} train samples", used=along.used, total=along.total
        )

    def _below(self, unit: Unit, wide: float) -> str:
        """Returns what stands under the frame."""
        said = [
            tr("value of the knob"),
            self._part(),
            tr("Dots: steps of training") if self.way.jumps else "",
        ]
        parts = [text for text in said if text]
        texts = [". ".join(parts[:most]) for most in range(len(parts), 0, -1)]
        return first_fitting(texts, font(unit.word), wide)
