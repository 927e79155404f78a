"""The line under the loss: the gap between test and train loss, its name, and what helps."""

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from eq_sim.language.tr import later, tr
from eq_sim.ui.models.audience import Audience
from eq_sim.ui.models.fitting import Fitting
from eq_sim.ui.panels.fit_words import compared_words, remedy_words, said_of
from eq_sim.ui.style.line_breaks import SPACE, broken
from eq_sim.ui.style.theme import Theme, text_font

_BEGINS = later("Each begins again at step 0 and trains. Undo brings this run back.")


class Lines(QWidget):
    """Words in as many lines as they need, which live numbers do not move.

    It asks its panel for more height when they need more, and gives some back when what is said
    is of another kind.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._text, self._kind, self._count = theme, "", "", 1
        self._lines: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, text: str, kind: str) -> None:
        """Shows words.

        Args:
            text: the words.
            kind: what they speak of.
        """
        if text == self._text:
            return
        if kind != self._kind:
            self._kind, self._count = kind, 1
        self._text = text
        self.setAccessibleName(text)
        self._break()

    def text(self) -> str:
        """Returns the words."""
        return self._text

    def set_theme(self, theme: Theme) -> None:
        """Changes colours and the size of words."""
        self._theme, self._count = theme, 1
        self._break()

    def sizeHint(self) -> QSize:
        """Any width, and the height of the lines."""
        return QSize(0, round(self._count * self._metrics().lineSpacing()) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Breaks the lines anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._count = 1
            self._break()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the words."""
        with QPainter(self) as painter:
            painter.setFont(text_font("small"))
            named = self._kind not in ("", "gap")
            painter.setPen(self._theme.color("text" if named else "muted"))
            high = round(self._metrics().lineSpacing())
            for place, line in enumerate(self._lines):
                row = QRect(0, place * high, self.width(), high)
                painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, line)

    def _break(self) -> None:
        self._lines = broken(self._text, SPACE, self.width(), self._metrics())
        needed = max(self._count, len(self._lines))
        if needed != self._count or self.sizeHint().height() != self.height():
            self._count = needed
            self.updateGeometry()
        self.update()

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(text_font("small"))


class FitLine(QWidget):
    """The gap; over- and underfitting by name where they are there; and what can be tried.

    Args:
        fitting: how well the network fits.
        audience: who looks on: in a lesson nothing can be pressed.
        theme: the colours.

    Attributes:
        lines: what is said.
        helps: opens what can be tried.
    """

    def __init__(self, fitting: Fitting, audience: Audience, theme: Theme) -> None:
        super().__init__()
        self._fitting, self._audience = fitting, audience
        # It takes what room there is, and asks its dock for none.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.lines = Lines(theme)
        row.addWidget(self.lines, 1)
        self.helps = QPushButton(tr("What helps?"))
        self.helps.setObjectName("toggle")
        self.helps.setToolTip(tr("What textbooks advise here, to be tried from the same start"))
        self.helps.clicked.connect(self._open)
        self.helps.hide()
        row.addWidget(self.helps, 0, Qt.AlignmentFlag.AlignTop)

    def refresh(self) -> None:
        """Says what is known, if that has changed."""
        fit, tried = self._fitting.fit, self._fitting.compared()
        if tried is not None and tried[1].step:
            self.lines.say(compared_words(*tried), f"tried {tried[0].name}")
        elif fit is not None:
            kind = "gap" if fit.found is None else type(fit.found).__name__
            # Before the first step a gap says nothing of what was learned.
            self.lines.say(said_of(fit) if self._fitting.begun else "", kind)
        helps = not self._audience.lesson and bool(self._fitting.remedies())
        if self.helps.isHidden() == helps:
            self.helps.setVisible(helps)
        here = bool(self.lines.text()) or helps
        if self.isHidden() == here:
            self.setVisible(here)

    def set_theme(self, theme: Theme) -> None:
        """Changes colours and the size of words."""
        self.lines.set_theme(theme)

    def menu(self) -> QMenu:
        """Returns a menu of what can be tried."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(tr(_BEGINS)).setEnabled(False)
        for remedy in self._fitting.remedies():
            menu.addAction(remedy_words(remedy), partial(self._fitting.begin, remedy))
        return menu

    def _open(self) -> None:
        self.menu().popup(self.helps.mapToGlobal(self.helps.rect().bottomLeft()))
