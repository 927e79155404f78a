"""The bar under the loss: every moment of the experiment, from its beginning to now."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from eq_sim.language.tr import tr
from eq_sim.session.looking import Looking
from eq_sim.ui.panels.looking_words import reach, where
from eq_sim.ui.style.icons import icon
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_ICON, _BUTTON = 11, 24
_PAGES = 20  # presses of Page Up from one end to the other


class PastSlider(QSlider):
    """A slider that goes to where it is pressed, however many places it has.

    Args:
        tip: returns what is said of it.
    """

    def __init__(self, tip: Callable[[], str]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._tip = tip

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follows the pointer."""
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stays where it is."""
        self.setSliderDown(False)

    def event(self, event: QEvent) -> bool:
        """Says how far back it reaches, as that is at the time."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self._tip())
        return bool(super().event(event))

    def x_of(self, place: int) -> int:
        """Returns where on the slider a place is, in pixels."""
        handle, room = self._handle()
        along = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), place, room)
        return along + handle // 2

    def _follow(self, event: QMouseEvent) -> None:
        handle, room = self._handle()
        along = round(event.position().x()) - handle // 2
        low, high = self.minimum(), self.maximum()
        self.setValue(QStyle.sliderValueFromPosition(low, high, along, room))

    def _handle(self) -> tuple[int, int]:
        """Returns how wide the handle is, and how far it can go."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        metric = QStyle.PixelMetric.PM_SliderLength
        handle = self.style().pixelMetric(metric, option, self)
        return handle, max(1, self.width() - handle)


class PastBar(QWidget):
    """Goes along the past by mouse and keys.

    Args:
        looking: where one is in it.
        theme: the colours.
    """

    def __init__(self, looking: Looking, theme: Theme) -> None:
        super().__init__()
        self._looking, self._seen = looking, (-1, -1)
        # It takes what room there is, and asks its dock for none.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.back = self._button(
            tr("One step back"), tr("One step back (Alt+Left)"), lambda: looking.step(-1)
        )
        self.on = self._button(
            tr("One step on"), tr("One step on (Alt+Right)"), lambda: looking.step(1)
        )
        self.play = self._button(
            tr("Play backwards"),
            tr(
                "Play backwards, as fast as training went forwards, at the speed set above "
                "(Alt+Shift+Left)"
            ),
            looking.play,
        )
        self.slider = PastSlider(lambda: reach(looking))
        self.slider.setAccessibleName(tr("History"))
        self.slider.valueChanged.connect(looking.look_at)
        self.now = self._button(tr("Back to now"), tr("Back to now (Esc)"), looking.back_to_now)
        for widget in (self.play, self.back, self.on):
            row.addWidget(widget)
        row.addWidget(self.slider, 1)
        row.addWidget(self.now)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours of the icons."""
        self._theme = theme
        for button, name in ((self.back, "prev"), (self.on, "next"), (self.now, "now")):
            button.setIcon(icon(name, theme.text))
            button.setIconSize(QSize(scaled(_ICON), scaled(_ICON)))
        for button in (self.back, self.on, self.now, self.play):
            button.setIconSize(QSize(scaled(_ICON), scaled(_ICON)))
            button.setFixedWidth(scaled(_BUTTON))
        self.setFixedHeight(scaled(_BUTTON))
        self._seen = (-1, -1)
        self.refresh()

    def refresh(self) -> None:
        """Shows where one is, if that has changed."""
        looking = self._looking
        seen = (looking.revision, looking.now)
        if seen == self._seen:
            return
        self._seen = seen
        slider, last = self.slider, looking.lineage.last
        with QSignalBlocker(slider):
            slider.setRange(0, last)
            slider.setPageStep(max(1, last // _PAGES))
            slider.setValue(looking.wanted)
        slider.setEnabled(last > 0)
        slider.setAccessibleDescription(where(looking))
        self.back.setEnabled(looking.wanted > 0)
        self.play.setEnabled(looking.wanted > 0 or looking.playing)
        self.on.setEnabled(looking.active and looking.wanted < last)
        self.now.setEnabled(looking.active)
        self.play.setIcon(icon("pause" if looking.playing else "rewind", self._theme.text))

    def _button(self, name: str, tip: str, what: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setObjectName("toggle")
        button.setAccessibleName(name)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: what())
        return button
