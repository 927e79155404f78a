"""The list of what one can come back to: a small picture of the answer then, and words."""

from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from eq_sim.language.tr import tr
from eq_sim.ui.dialogs.answer_picture import answer_then
from eq_sim.ui.models.kept_moments import Keeps, KeptMoment
from eq_sim.ui.style import numbers
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_PICTURE = QSize(64, 48)
_BEST = -1
_BREAK = "\u2028"  # between lines, as Qt's own drawing has it


class CheckpointList(QListWidget):
    """Words first, then a picture and a loss at a time; those that can be seen come first.

    Args:
        of: whose checkpoints they are.
        theme: the colours.
    """

    def __init__(self, of: Keeps, theme: Theme) -> None:
        super().__init__()
        self._of, self._theme = of, theme
        self.moments: list[KeptMoment] = []
        self._shown: list[tuple[object, ...]] = []
        self._looks: dict[int, tuple[object, QPixmap, str]] = {}
        self._soon = QTimer(self)
        self._soon.timeout.connect(self._look_at_next)
        self.setAccessibleName(tr("Checkpoints"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setItemDelegate(_ThreeLines(self))
        self.verticalScrollBar().valueChanged.connect(self._look_soon)
        self.fit()

    def fit(self) -> None:
        """Takes up the size of words."""
        self.setIconSize(QSize(scaled(_PICTURE.width()), scaled(_PICTURE.height())))
        self.setMinimumHeight(scaled(3 * (_PICTURE.height() + 10)))

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours: every picture is made anew."""
        self._theme = theme
        self._looks.clear()
        self._write()

    @property
    def chosen(self) -> KeptMoment | None:
        """The moment that is chosen."""
        row = self.currentRow()
        return self.moments[row] if 0 <= row < len(self.moments) else None

    def choose(self, number: int | None) -> None:
        """Chooses a checkpoint by its number; None for the best."""
        for row, moment in enumerate(self.moments):
            if moment.best if number is None else moment.number == number and not moment.best:
                self.setCurrentRow(row)

    def show_moments(self, moments: list[KeptMoment]) -> None:
        """Shows what one can come back to; the chosen one stays chosen."""
        shown, chosen = [moment.shown for moment in moments], self.chosen
        self.moments = moments
        if shown == self._shown:
            self._look_soon()
            return
        self._shown = shown
        alive = {_key(moment) for moment in moments}
        self._looks = {key: look for key, look in self._looks.items() if key in alive}
        self.blockSignals(True)
        while self.count() > len(moments):
            self.takeItem(self.count() - 1)
        while self.count() < len(moments):
            self.addItem(QListWidgetItem())
        self.blockSignals(False)
        self._write()
        if chosen is not None:
            keys = [_key(moment) for moment in moments]
            place = keys.index(_key(chosen)) if _key(chosen) in keys else -1
            self.setCurrentRow(place)

    def showEvent(self, event: QShowEvent) -> None:
        """Draws what was waiting to be seen."""
        super().showEvent(event)
        self._look_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draws what can be seen now."""
        super().resizeEvent(event)
        self._look_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves letters to the menus: nobody looks for a checkpoint by typing."""
        if event.text().isprintable() and event.text() and event.key() != Qt.Key.Key_Return:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _write(self) -> None:
        for row, moment in enumerate(self.moments):
            self._write_row(self.item(row), moment)
        self._look_soon()

    def _write_row(self, item: QListWidgetItem, moment: KeptMoment) -> None:
        look = self._looks.get(_key(moment))
        fresh = look is not None and look[0] is moment.source
        title = tr("Best so far") if moment.best else moment.name
        lines = [tr("Step {step:,}", step=moment.step)]
        if title:
            lines = [title, tr("step {step:,}", step=moment.step)]
        lines += [look[2]] if look is not None and fresh else []
        item.setText("\n".join(lines))
        item.setToolTip(_tip(moment))
        if look is not None:
            icon = QIcon(look[1])
            icon.addPixmap(look[1], QIcon.Mode.Selected)  # as it is: its colours mean something
            item.setIcon(icon)
        else:
            item.setIcon(QIcon(_blank(self.iconSize())))

    def _waiting(self) -> int | None:
        """Returns the first row that can be seen and still needs its picture."""
        area = self.viewport().rect()
        for row, moment in enumerate(self.moments):
            look = self._looks.get(_key(moment))
            stale = look is None or look[0] is not moment.source
            if stale and self.visualItemRect(self.item(row)).intersects(area):
                return row
        return None

    def _look_soon(self) -> None:
        # The best of a run that goes on is another one in each frame: it can wait for its end.
        if self.isVisible() and not self._of.running and self._waiting() is not None:
            self._soon.start(0)

    def _look_at_next(self) -> None:
        row = self._waiting()
        if row is None or self._of.running or not self.isVisible():
            self._soon.stop()
            return
        moment = self.moments[row]
        state = moment.state()
        if state is None:
            self._soon.stop()  # the list is about to be another one
            return
        picture, losses = answer_then(state, self._theme, self.iconSize())
        shown = numbers.loss(losses.choosing)
        if losses.validation is not None:
            words = tr("validation loss {loss}", loss=shown)
        elif losses.test is not None:
            words = tr("test loss {loss}", loss=shown)
        else:
            words = tr("loss {loss}", loss=shown)
        self._looks[_key(moment)] = (moment.source, picture, words)
        self._write_row(self.item(row), moment)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        self.fit()
        self._looks.clear()
        self._write()


class _ThreeLines(QStyledItemDelegate):
    """Room for name, step and loss in each row: Qt measures one, which may have no name."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as the picture, or three lines of these words."""
        row = QStyleOptionViewItem(option)
        self.initStyleOption(row, index)
        row.text = _BREAK * 2
        kind = QStyle.ContentsType.CT_ItemViewItem
        return row.widget.style().sizeFromContents(kind, row, QSize(), row.widget)


def _key(moment: KeptMoment) -> int:
    return _BEST if moment.best or moment.number is None else moment.number


def _tip(moment: KeptMoment) -> str:
    kept = {
        "hand": tr("Kept by hand."),
        "best": tr("Kept by training: the best of its run."),
        "epochs": tr("Kept by training."),
    }[moment.by]
    if moment.number is None:
        kept = tr("The knobs at the lowest recorded loss. Training would go on from now.")
    words = f"{moment.note}\n{kept}" if moment.note else kept
    # A note that looks like HTML is words all the same.
    return f'<p style="white-space: pre-wrap">{escape(words)}</p>'


def _blank(size: QSize) -> QPixmap:
    made = QPixmap(size)
    made.fill(Qt.GlobalColor.transparent)
    return made
