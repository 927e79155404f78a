"""The small windows: which knobs stood still, what this program is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eq_sim import __version__
from eq_sim.language.tr import later, tr
from eq_sim.session.questions.unmoved_knobs import reasons
from eq_sim.session.session import Session
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.numbers import count
from eq_sim.ui.style.preferences import scaled

_MOST_NAMED = 40
_ABOUT = (
    later(
        "Every parameter of a neural network is a knob. A sound engineer turns the knobs of an "
        "equalizer until it sounds right; training turns all of them at once, a tiny step each, "
        "downhill."
    ),
    later(
        "The sliders are the weights and biases of a live network in NumPy. The gradients, the "
        "data and every number on a label are real."
    ),
    later(
        "Made with PySide6 (LGPL), NumPy (BSD), pyqtgraph (MIT), safetensors (Apache 2.0) and "
        "msgspec (BSD). Fonts: Inter and JetBrains Mono (SIL Open Font License)."
    ),
    later(
        "Data: Anglin and Gençay 1996 (house prices); Alpaydin and Kaynak 1998, CC BY 4.0 "
        "(handwritten digits); Gorman, Williams and Fraser 2014, palmerpenguins, CC0 (penguins)."
    ),
    later("eq_sim itself is under the MIT licence."),
)


class Sheet(QDialog):
    """A dialog with a title, content that scrolls, and a button that closes it."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(scaled(440))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(10)
        outer.addWidget(label(title, "title"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inner = QWidget()
        self.content = QGridLayout(inner)
        self.content.setContentsMargins(0, 0, 8, 0)
        self.content.setHorizontalSpacing(28)
        self.content.setVerticalSpacing(6)
        area.setWidget(inner)
        outer.addWidget(area, 1)
        close = QPushButton(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self._row = 0

    def line(self, *parts: tuple[str, str]) -> None:
        """Adds a row of (text, role) labels."""
        for column, (text, role) in enumerate(parts):
            made = label(text, role)
            made.setWordWrap(len(parts) == 1)
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            span = 2 if len(parts) == 1 else 1
            self.content.addWidget(made, self._row, column, 1, span)
        self._row += 1

    def finish(self, height: int) -> None:
        """Gathers the rows at the top."""
        self.content.setRowStretch(self._row, 1)
        self.resize(scaled(500), min(scaled(height), 640))


def stillness_sheet(session: Session, parent: QWidget) -> Sheet:
    """Returns the list of knobs that the last step did not move, and why."""
    sheet = Sheet(tr("Which knobs stood still in the last step"), parent)
    if session.step == 0:
        sheet.line((tr("No training step has been taken yet. Press Train or Step."), "row"))
        sheet.finish(200)
        return sheet
    still = reasons(session)
    size = session.layout.size
    moved = size - len(still)
    sheet.line((tr("{moved:,} of {size:,} knobs moved.", moved=moved, size=size), "row"))
    if not still:
        sheet.line((tr("All of them, at once: that is training."), "muted"))
    groups: dict[str, list[int]] = {}
    for knob, reason in still:
        groups.setdefault(reason, []).append(knob)
    for reason, knobs in sorted(groups.items(), key=lambda item: -len(item[1])):
        sheet.line((f"{reason[0].upper()}{reason[1:]}", "row"), (count(len(knobs)), "number"))
        names = ", ".join(session.name(knob) for knob in knobs[:_MOST_NAMED])
        if more := len(knobs[_MOST_NAMED:]):
            names = tr("{names}, and {more:,} more", names=names, more=more)
        sheet.line((names, "note"))
    sheet.finish(min(140 + 60 * len(groups) + 2 * len(still), 560))
    return sheet


def about_sheet(parent: QWidget) -> Sheet:
    """Returns what this program is and whose work it contains."""
    sheet = Sheet(f"eq_sim {__version__}", parent)
    for text in _ABOUT:
        sheet.line((tr(text), "row"))
    sheet.finish(380)
    return sheet
