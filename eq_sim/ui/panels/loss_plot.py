"""How wrong it is: the losses over the steps, drawn by pyqtgraph.

The import of pyqtgraph takes longer than the first paint of the window, so this widget is made
after it.
"""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from eq_sim.language.tr import tr
from eq_sim.session.change import Change, Watch
from eq_sim.session.history import Mark
from eq_sim.session.looking import Looking
from eq_sim.ui.console.scales import rung
from eq_sim.ui.models.flags import Flag, flags_on
from eq_sim.ui.models.hand_curve import HandCurve
from eq_sim.ui.models.runs_desk import RunsDesk
from eq_sim.ui.panels.batch_curve import BatchCurve
from eq_sim.ui.panels.card import label
from eq_sim.ui.panels.gap_band import GapBand
from eq_sim.ui.panels.left_curves import NEAR, LeftCurves
from eq_sim.ui.panels.loss_axis import LossAxis
from eq_sim.ui.panels.loss_flags import LossFlags
from eq_sim.ui.panels.loss_marks import LossMarks
from eq_sim.ui.panels.loss_pointer import LossPointer
from eq_sim.ui.panels.loss_run import LossRun
from eq_sim.ui.panels.plot_drag import PlotDrag
from eq_sim.ui.panels.run_curves import RunCurves
from eq_sim.ui.style import numbers
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, text_font

_PLAIN_LOSS, _PLAIN_STEPS = 1e5, 1e7  # numbers from here on are written with a power of ten
_SHOWN = Change.KNOBS | Change.HISTORY | Change.STRUCTURE | Change.TRAINING | Change.OBJECTIVE
_SHOWN |= Change.SHELF
_HALL = 1.3  # pixels of a curve in a hall, at the usual size of words


class LossPlot(QWidget):
    """Train loss solid, test dashed, validation dash and dot; a line where a hand turned a knob.

    Args:
        run: whose history is shown.
        by_hand: the curve of a person who plays against training.
        theme: the colours.
        looking: where one is in the past.
        desk: which finished runs are looked at; by default those that were left last.
    """

    def __init__(
        self,
        run: LossRun,
        by_hand: HandCurve,
        theme: Theme,
        looking: Looking,
        desk: RunsDesk | None = None,
    ) -> None:
        super().__init__()
        self._run, self._by_hand = run, by_hand
        self._watch = Watch(run.changes, _SHOWN)
        self._turns = by_hand.revision
        self.log_scale, self.by_epoch = True, False
        pg.setConfigOptions(antialias=True)
        axes = {"left": LossAxis("left", _PLAIN_LOSS), "bottom": LossAxis("bottom", _PLAIN_STEPS)}
        self.plot = pg.PlotWidget(axisItems=axes, enableMenu=False)
        self.plot.setAccessibleName(tr("Loss over training steps"))
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys do nothing there
        (item := self.plot.getPlotItem()).hideButtons()
        self.plot.setMouseEnabled(x=False, y=False)
        item.setLogMode(x=False, y=True)
        # The history is bounded, so plain curves do; they cost a third of a PlotDataItem.
        self.train, self.test, self.validation = (pg.PlotCurveItem() for _ in range(3))
        for curve in (self.train, self.test, self.validation):
            item.addItem(curve)
        self.batches = BatchCurve(item)
        self.gap = GapBand(item)
        item.getViewBox().disableAutoRange()
        self._range: object = None
        self._pointed: QPointF | None = None
        self.hand = pg.PlotCurveItem()
        item.addItem(self.hand)
        self._looking, self._seen = looking, (-1, -1)
        self._desk = desk = desk or RunsDesk(looking.session)
        self.runs = RunCurves(item, desk, self._scaled, theme)
        self.left = LeftCurves(item, looking, self._scaled, theme, self.runs.has)
        PlotDrag(self.plot, self._press, self._drag)
        self._expectant = True
        self.head = pg.ScatterPlotItem(size=8, pxMode=True)
        item.addItem(self.head)
        self.flags = LossFlags(item)
        self._marks = LossMarks(self.plot)
        self._pointer = LossPointer(item)
        self.hint = label(tr("Press Train."), "muted", self.plot)
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.plot.scene().sigMouseMoved.connect(self._point_at)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.plot)
        self.set_theme(theme)

    @property
    def marks(self) -> list[pg.InfiniteLine]:
        """The lines where something happened."""
        return self._marks.lines

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.left.set_theme(theme)
        self.runs.set_theme(theme)
        self.batches.set_theme(theme)
        self.gap.set_theme(theme)
        self.plot.setBackground(theme.panel)
        item = self.plot.getPlotItem()
        item.getViewBox().setBackgroundColor(theme.window)
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(pg.mkPen(theme.faint))
            axis.setTextPen(pg.mkPen(theme.muted))
            axis.set_font(text_font("tick", mono=True))
            axis.setStyle(tickLength=-4)
            # Its words change in leaps only: in between a pixmap of them does.
            axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)
        item.getAxis("bottom").label.setFont(text_font("body"))
        item.showGrid(x=False, y=True, alpha=0.12)
        # Two pixels wide, to be seen from the last row; the history is short enough for it.
        width = 2 * self.devicePixelRatioF()  # pyqtgraph counts the screen's pixels
        if current().least:
            width *= max(1.0, _HALL * current().scale)
        self.train.setPen(pg.mkPen(theme.text, width=width))
        self.test.setPen(pg.mkPen(theme.muted, width=width, style=Qt.PenStyle.DashLine))
        self.validation.setPen(pg.mkPen(theme.text, width=width, style=Qt.PenStyle.DashDotLine))
        self.hand.setPen(pg.mkPen(theme.text, width=width, style=Qt.PenStyle.DotLine))
        self.head.setBrush(pg.mkBrush(theme.text))
        self.head.setPen(pg.mkPen(None))
        self._pointer.set_theme(theme)
        self._draw_anew()

    def set_log(self, on: bool) -> None:
        """Chooses a logarithmic or a linear loss axis."""
        if on == self.log_scale:
            return
        self.log_scale = on
        self.plot.getPlotItem().setLogMode(x=False, y=on)
        self._draw_anew()

    def set_epochs(self, on: bool) -> None:
        """Chooses epochs or steps along the bottom."""
        if on == self.by_epoch:
            return
        self.by_epoch = on
        self._draw_anew()

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        self.set_theme(self._theme)
        self._place_hint()
        if self._pointed is not None:
            self._point_at(self._pointed)

    def _draw_anew(self) -> None:
        self._watch.forget()
        self._range = None
        self._marks.forget()
        self.refresh()

    def expect(self, expectant: bool) -> None:
        """Decides whether an empty plot says what to do."""
        if expectant != self._expectant:
            self._expectant = expectant
            self._watch.forget()

    def refresh(self) -> None:
        """Draws the history, if it has grown, or the knobs or the curve by hand have moved."""
        run, turned = self._run, self._by_hand.revision != self._turns
        self._turns = self._by_hand.revision
        place = (self._looking.revision, self._desk.revision)
        elsewhere, self._seen = self._seen != place, place
        if not self._watch.news() and not turned and not elsewhere:
            return
        self.left.shown = self.runs.shown = self._expectant
        self.runs.refresh(by_epoch=self.by_epoch, log_scale=self.log_scale)
        self.left.refresh(
            by_epoch=self.by_epoch, log_scale=self.log_scale, beside=self.runs.revision
        )
        x, train, test, validation = self._curves()
        curves = (self.train, self.test, self.validation)
        for curve, losses in zip(curves, (train, test, validation), strict=True):
            curve.setVisible(bool(np.isfinite(losses).any()))  # no path is better than an empty one
            curve.setData(x, self._scaled(losses), connect="finite")
        self.gap.show_gap(x, self._scaled(train), self._scaled(test))
        self.batches.show_losses(
            run.history.batches, by_epoch=self.by_epoch, log_scale=self.log_scale
        )
        hand = np.array(self._by_hand.losses)
        turns = np.arange(len(hand), dtype=np.float64)
        if self.by_epoch and run.step:
            turns *= run.epochs / run.step
        self.hand.setData(turns, self._scaled(hand), connect="finite")
        self.head.setData(x[-1:], self._scaled(train[-1:]))
        beside = [curve.points for curve in self.left.curves]
        beside += [curve.points for curve in self.runs.curves]
        now = np.array([self._x(run.step, run.epochs)])  # the thin curve goes on to here
        along = np.concatenate(
            [x, now, turns[-1:], *(points[int(self.by_epoch)] for points in beside)]
        )
        high = np.concatenate([train, hand, *(points[2] for points in beside)])
        self._show_range(along, high, np.concatenate([test, validation]))
        self.runs.place_names()
        self._show_marks()
        self._show_flags(x, validation, test, train)
        self.hint.setVisible(run.step == 0 and self._expectant)
        if self._pointed is not None:
            self._point_at(self._pointed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the hint in the middle of the empty plot, and the words of a mark inside."""
        super().resizeEvent(event)
        self._place_hint()
        if self._range is not None:
            self._show_marks()

    def _place_hint(self) -> None:
        left = round(self.plot.getPlotItem().getAxis("left").width())
        self.hint.setGeometry(left, 0, max(0, self.width() - left), self.height() - scaled(40))

    def event(self, event: QEvent) -> bool:
        """Draws lines as wide as before on a screen of another scale."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.set_theme(self._theme)
        return bool(super().event(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Takes the values away with the pointer."""
        self._point_at(None)

    # Looking back

    def _press(self, at: QPointF) -> None:
        """Goes to the moment under the pointer, of the curve that is meant; in no lesson."""
        if not self._expectant:
            return
        on_it, box = self._is_on_it(at), self.plot.getPlotItem().getViewBox()
        run = None if on_it else self.runs.near(box, at.x(), at.y())
        if run is not None:
            self._desk.pick(run.number)
            return
        left = None if on_it else self.left.near(box, at.x(), at.y())
        if left is not None:
            self._looking.choose(left, self._step_at(at.x(), left.points))
        elif on_it:
            self._drag(at)
        else:
            present = self._looking.session.present().progress.history.points
            self._looking.choose_present(self._step_at(at.x(), present))

    def _is_on_it(self, at: QPointF) -> bool:
        """Whether the present curve is meant by a place in the plot."""
        x, train, *_ = self._curves()
        here = float(np.interp(at.x(), x, self._scaled(train)))
        _, pixel = self.plot.getPlotItem().getViewBox().viewPixelSize()
        return bool(at.x() <= x[-1] and abs(here - at.y()) <= NEAR * pixel)

    def _drag(self, at: QPointF) -> None:
        """Goes to the moment under the pointer."""
        if not self._expectant:
            return
        looking = self._looking
        points = looking.session.present().progress.history.points
        if looking.branch is not None:
            points = looking.branch.points
        looking.look_at_step(self._step_at(at.x(), points))

    def _step_at(self, x: float, points: np.ndarray) -> int:
        if self.by_epoch and points.shape[1]:
            x = float(np.interp(x, points[1], points[0]))
        return max(0, round(x))

    def _x(self, step: float, epoch: float) -> float:
        return epoch if self.by_epoch else step

    def _curves(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Returns x, train, test, validation loss: recorded points, and the knobs as they stand.

        These are left out where their loss is not known yet.
        """
        run = self._run
        (step, epoch, train, test), validation = run.history.points, run.history.validation
        if run.computing or run.evaluation.step is not None:
            return (epoch if self.by_epoch else step), train, test, validation
        losses = run.losses
        last, chosen = (np.nan if one is None else one for one in losses[1:])
        x = np.append(epoch if self.by_epoch else step, self._x(run.step, run.epochs))
        validation = np.append(validation, chosen)
        return x, np.append(train, losses.train), np.append(test, last), validation

    def _scaled(self, curve: np.ndarray) -> np.ndarray:
        """Returns a curve as the axis wants it; what cannot be shown on it is left out."""
        with np.errstate(all="ignore"):
            scaled = np.log10(curve) if self.log_scale else curve.copy()
        scaled[~np.isfinite(scaled)] = np.nan
        return scaled

    def _show_range(self, x: np.ndarray, train: np.ndarray, others: np.ndarray) -> None:
        """Fits the axes, in leaps: an axis that moved in each frame would be drawn in each."""
        both = np.concatenate([self._scaled(train), self._scaled(others)])
        both = both[np.isfinite(both)]
        low, high = (float(both.min()), float(both.max())) if both.size else (0.0, 1.0)
        if self.log_scale:
            leap = 0.1 if high - low < 1 else 0.25
            low, high = np.floor(low / leap - 0.2) * leap, np.ceil(high / leap + 0.2) * leap
        else:
            low, high = 0.0, rung(1.02 * high)
        end = max(rung(1.03 * float(x.max())), 1.0 if self.by_epoch else 10.0)
        wanted = (end, low, high, self.by_epoch)
        if wanted == self._range:
            return
        self._range = wanted
        item = self.plot.getPlotItem()
        item.setXRange(0, end, padding=0.015)
        item.setYRange(low, high, padding=0)
        item.getAxis("left").make_room(low, high)
        words = tr("epochs") if self.by_epoch else tr("steps")
        item.getAxis("bottom").setLabel(words, color=self._theme.muted)

    def _show_marks(self) -> None:
        run = self._run
        where = (run.structure, self._range, self.plot.width(), self._theme)
        self._marks.show_marks(run.history.marks, self._x, where, self._theme)

    def _show_flags(self, x: np.ndarray, *judges: np.ndarray) -> None:
        """Draws a flag for each checkpoint on the curve that it was judged by: the first drawn."""
        run, points = self._run, self._run.history.points
        looks = (self.by_epoch, self.log_scale, self._theme, scaled(1000))
        if not self.flags.are_others(run.shelf, points, looks):
            return
        flags = flags_on(run.shelf, points, run.step)
        judged = next((curve for curve in judges if np.isfinite(curve).any()), judges[-1])
        self.flags.show_flags(flags, self._flag_x, (x, self._scaled(judged)), self._theme)

    def _flag_x(self, flag: Flag) -> float:
        return self._x(flag.step, flag.epoch)

    def _place(self, x: np.ndarray, mark: Mark) -> int:
        """Returns which of the points is nearest to a mark; of several at a step, the first."""
        return int(np.argmin(np.abs(x - self._x(mark.step, mark.epoch))))

    def _point_at(self, position: QPointF | None) -> None:
        """Shows the values under the pointer; None hides them."""
        self._pointed = position
        if position is None:
            self._pointer.hide()
            return
        box = self.plot.getPlotItem().getViewBox()
        x, train, test, validation = self._curves()
        if not box.sceneBoundingRect().contains(position) or not x.size:
            self._pointer.hide()
            return
        at = box.mapSceneToView(position)
        place = int(np.argmin(np.abs(x - at.x())))
        if self.by_epoch:
            lines = [tr("epoch {epoch:,.1f}", epoch=float(x[place]))]
        else:
            lines = [tr("step {step:,.0f}", step=float(x[place]))]
        lines.append(tr("train {loss}", loss=numbers.loss(float(train[place]))))
        if np.isfinite(test[place]):
            lines.append(tr("test  {loss}", loss=numbers.loss(float(test[place]))))
        if np.isfinite(validation[place]):
            lines.append(tr("validation {loss}", loss=numbers.loss(float(validation[place]))))
        left = self.left.near(box, at.x(), at.y())
        run = None if self._is_on_it(at) else self.runs.near(box, at.x(), at.y())
        if run is not None:
            lines = self.runs.words(run)
        elif left is not None:
            lines = [self.left.words(left), tr("click: look at it")]
        marks = self._run.history.marks if left is None and run is None else ()
        near = [mark.text for mark in marks if self._place(x, mark) == place]
        if near:
            lines.append(near[-1])
        reach = 6 * box.viewPixelSize()[0]
        lines += self.flags.texts_near(float(x[place]), self._flag_x, reach)[-1:]
        self._pointer.show_at(float(x[place]), lines)
