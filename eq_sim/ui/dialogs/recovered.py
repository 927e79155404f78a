"""What was there when the program ended unexpectedly: a picture, the time, and a choice."""

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from eq_sim.language.spoken import ENGLISH, spoken
from eq_sim.language.tr import tr
from eq_sim.session.session import Session
from eq_sim.ui.dialogs.answer_picture import answer_picture
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.numbers import loss, steps
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import theme_for

_PICTURE = QSize(276, 172)


class RecoveredDialog(QDialog):
    """Offers what was left over.

    Args:
        session: what can be recovered.
        name: what it was called.
        when: seconds since 1970 when it was last written.
        parent: the window.
        also: what else can be, a sentence; empty for nothing.
    """

    forgotten = Signal()
    """It is not wanted any more."""

    def __init__(
        self, session: Session, name: str, when: float, parent: QWidget, also: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Recovered"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(10)
        outer.addWidget(label(tr("eq_sim ended unexpectedly, and your work was kept"), "title"))
        row = QHBoxLayout()
        row.setSpacing(16)
        picture = QLabel()
        picture.setPixmap(answer_picture(session, theme_for(current().theme), _PICTURE))
        picture.setAccessibleName(tr("The network's answer then"))
        row.addWidget(picture)
        words = QVBoxLayout()
        words.addWidget(label(name or tr(session.original.title), "title"))
        taken, wrong = steps(session.step), loss(session.losses.train)
        for text in (
            _moment(when),
            tr("{steps}, train loss {loss}", steps=taken, loss=wrong),
        ):
            words.addWidget(label(text, "note"))
        words.addStretch(1)
        row.addLayout(words)
        outer.addLayout(row)
        if also:
            told = label(also, "row")
            told.setWordWrap(True)
            outer.addWidget(told)
        buttons = QHBoxLayout()
        forget = QPushButton(tr("Forget it"))
        forget.setToolTip(tr("It is deleted and cannot be recovered any more"))
        forget.clicked.connect(self._forget)
        later = QPushButton(tr("Ask me next time"))
        later.clicked.connect(self.reject)
        go_on = QPushButton(tr("Go on with it"))
        go_on.setObjectName("go")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        buttons.addWidget(forget)
        buttons.addStretch(1)
        buttons.addWidget(later)
        buttons.addWidget(go_on)
        outer.addLayout(buttons)
        go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        self.forgotten.emit()
        self.reject()


def _moment(when: float) -> str:
    """Returns a day and time as the system writes them, or else the language that is spoken."""
    usual, own = QLocale(), QLocale(spoken())
    locale = usual if spoken() == ENGLISH or usual.language() == own.language() else own
    moment = QDateTime.fromSecsSinceEpoch(int(when))
    return locale.toString(moment, QLocale.FormatType.ShortFormat)
