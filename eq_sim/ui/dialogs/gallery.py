"""All scenarios at a glance: what its network learns to answer, its knobs, its goal."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eq_sim.language.tr import ntr, tr
from eq_sim.session.goal import goal_text
from eq_sim.session.scenario import Scenario
from eq_sim.session.sources import source_of
from eq_sim.ui.dialogs.answer_picture import answer_picture, trained
from eq_sim.ui.panels.card import label
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.preferences_file import PreferencesFile
from eq_sim.ui.style.theme import Theme, theme_for

_ACROSS = 3
_PICTURE = QSize(276, 172)
_KEY = "scenarios/recent"


class Entry(QPushButton):
    """One scenario: press it to open it."""

    def __init__(self, name: str, scenario: Scenario) -> None:
        super().__init__()
        self.name, self._scenario = name, scenario
        source = source_of(scenario.data)
        count = scenario.architecture(source.features, source.outputs).count
        knobs = ntr("{count:,} knob", "{count:,} knobs", count)
        title, about, goal = tr(scenario.title), tr(scenario.about), goal_text(scenario)
        self.words = f"{title} {name} {about} {goal}".lower()
        spoken = tr("{title}, {knobs}. Goal: {goal}", title=title, knobs=knobs, goal=goal)
        self.setAccessibleName(spoken)
        self.setObjectName("entry")
        self.setAutoDefault(False)  # Enter belongs to the search
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 10, 10, 10)
        box.setSpacing(3)
        self.picture = QLabel()
        self.picture.setFixedSize(_PICTURE)
        box.addWidget(self.picture)
        box.addWidget(label(title, "title"))
        for text in (f"{knobs}. {about}", tr("Goal: {goal}.", goal=goal)):
            line = label(text, "note")
            line.setWordWrap(True)
            box.addWidget(line)
        box.addStretch(1)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(_PICTURE.width() + 20, _PICTURE.height() + scaled(141))

    def show_answer(self, theme: Theme) -> None:
        """Shows what the network answers once it has learned."""
        learned = trained(self.name, self._scenario)
        self.picture.setPixmap(answer_picture(learned, theme, _PICTURE))


class Gallery(QDialog):
    """The scenarios, the recent ones first, with a search.

    Args:
        scenarios: the shipped scenarios by name.
        choose: opens one.
        own_data: asks for a table of a person's own.
        settings: where the recent ones are remembered; None for nowhere.
        parent: the window.
    """

    def __init__(
        self,
        scenarios: dict[str, Scenario],
        choose: Callable[[str], object],
        own_data: Callable[[], object],
        settings: PreferencesFile | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Scenarios"))
        self._choose, self._own_data = choose, own_data
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(10)
        outer.addWidget(label(tr("Scenarios"), "title"))
        outer.addWidget(
            label(tr("The pictures: what each network answers after its training."), "note")
        )
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(tr("Search: ring, digits, 97 %, wave…"))
        self.search.setAccessibleName(tr("Search scenarios"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._sift)
        self.search.returnPressed.connect(self._open_first)
        self.own = QPushButton(tr("Your own data (CSV) …"))
        self.own.setToolTip(tr("Learn from a table of your own, from a spreadsheet or a database"))
        self.own.setAutoDefault(False)  # Enter belongs to the search
        self.own.clicked.connect(self._open_own)
        above = QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self.own)
        outer.addLayout(above)
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setSpacing(10)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        outer.addWidget(area, 1)
        self.nothing = label(tr("No scenario has these words. Try another."), "muted")
        self.nothing.hide()
        outer.addWidget(self.nothing)
        first = [name for name in recent(settings) if name in scenarios]
        order = [*first, *(name for name in scenarios if name not in first)]
        self.entries = [Entry(name, scenarios[name]) for name in order]
        for entry in self.entries:
            entry.clicked.connect(lambda _=False, name=entry.name: self._open(name))
        self._sift("")
        # Words first, then a picture at a time: the dialog is there at once, and answers meanwhile.
        self._waiting = list(self.entries)
        self._draw_next = QTimer(self)
        self._draw_next.timeout.connect(self._draw)
        self._draw_next.start(0)
        self.resize(_ACROSS * (_PICTURE.width() + 34) + 52, 700)

    @property
    def shown(self) -> list[str]:
        """The names that the search leaves, in order."""
        return [entry.name for entry in self.entries if not entry.isHidden()]

    def _sift(self, text: str) -> None:
        words = text.lower().split()
        place = 0
        for entry in self.entries:
            self._grid.removeWidget(entry)
            fits = all(word in entry.words for word in words)
            entry.setVisible(fits)
            if fits:
                self._grid.addWidget(entry, place // _ACROSS, place % _ACROSS)
                place += 1
        self._grid.setRowStretch(len(self.entries), 1)
        self.nothing.setVisible(place == 0)

    def _draw(self) -> None:
        """Draws the first picture that is missing, at first of those that the search leaves."""
        entry = next((one for one in self._waiting if not one.isHidden()), self._waiting[0])
        self._waiting.remove(entry)
        entry.show_answer(theme_for(current().theme))
        if not self._waiting:
            self._draw_next.stop()

    def done(self, result: int) -> None:
        """Closes, whatever is still to be drawn."""
        self._draw_next.stop()
        super().done(result)

    def _open_own(self) -> None:
        """Goes on to a table of a person's own."""
        self.accept()
        self._own_data()

    def _open_first(self) -> None:
        """Opens the first scenario that the search leaves."""
        if self.shown:
            self._open(self.shown[0])

    def _open(self, name: str) -> None:
        self._choose(name)
        self.accept()


def recent(settings: PreferencesFile | None) -> list[str]:
    """Returns the names of the scenarios opened lately, the last one first."""
    if settings is None:
        return []
    kept = settings.text(_KEY)
    return kept.split(",") if kept else []


def remember(settings: PreferencesFile | None, name: str) -> None:
    """Puts a scenario first among the recent ones."""
    if settings is not None:
        others = [other for other in recent(settings) if other != name]
        settings.keep({_KEY: ",".join([name, *others][:20])})
