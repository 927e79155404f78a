"""A line to type what is looked for, with a way out beside it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from eq_sim.language.tr import tr


class SearchLine(QHBoxLayout):
    """The line, and a button that closes what it stands in.

    Args:
        hint: what can be typed, shown while nothing is.
        name: as screen readers say it.
        changed: called when something else is typed.
        leave: closes.
        keys: whose event filter takes keys before the line.

    Attributes:
        line: what is typed.
        shut: the button.
    """

    def __init__(
        self,
        hint: str,
        name: str,
        changed: Callable[..., object],
        leave: Callable[..., object],
        keys: QObject,
    ) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setObjectName("search")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(name)
        self.line.setMaxLength(200)
        self.line.textChanged.connect(changed)
        self.line.installEventFilter(keys)
        self.shut = QPushButton("×")
        self.shut.setObjectName("quiet")
        self.shut.setToolTip(tr("Close (Esc)"))
        self.shut.setAccessibleName(tr("Close"))
        self.shut.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.shut.clicked.connect(leave)
        self.setSpacing(4)
        self.addWidget(self.line, 1)
        self.addWidget(self.shut)
