"""The map of the network in its panel: small among the others, or large beside the console."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from eq_sim.language.tr import later, tr
from eq_sim.ui.console.console import Console
from eq_sim.ui.models.activity import Activity
from eq_sim.ui.models.neuron_curves import NeuronCurves
from eq_sim.ui.models.sample_trace import SampleTrace
from eq_sim.ui.models.surface import Surface
from eq_sim.ui.panels.answering import Answering
from eq_sim.ui.panels.card import Card, Elided
from eq_sim.ui.panels.map_view import MapView
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme

_KEY = later("line: weight, dot: bias")


class NetworkPanel(Card):
    """The map, with a line of words for what is pointed at.

    Args:
        session: what is asked.
        console: whose knobs, and whose selection.
        surface: the answers over the plane.
        curves: the answers along the one input.
        trace: what each neuron answers to the chosen sample.
        activity: whether training runs.
        theme: the colours.
        enlarge: gives the panel much room, or takes it away again.
    """

    def __init__(
        self,
        session: Answering,
        console: Console,
        surface: Surface,
        curves: NeuronCurves,
        trace: SampleTrace,
        activity: Activity,
        theme: Theme,
        enlarge: Callable[[bool], None],
    ) -> None:
        super().__init__(later("Map"), later("The network"))
        self._about = Elided(tr(_KEY), "muted")
        self.say_aside(self._about)
        self.large = QPushButton(tr("Large"))
        self.large.setObjectName("toggle")
        self.large.setCheckable(True)
        self.large.setToolTip(tr("Gives the map half of the window; once more: as it was"))
        self.large.toggled.connect(enlarge)
        self.corner.addWidget(self.large)
        self.map = MapView(session, console, surface, curves, trace, activity, theme)
        self.map.told.connect(self._say)
        self.body.addWidget(self.map, 1)
        self._fit()

    def refresh(self) -> None:
        """Shows the network as it stands, if it has changed."""
        self.map.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.map.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self.large.setVisible(not current().least)  # a hall needs the room
        self._fit()
        self.map.forget()

    def entries(self) -> list[tuple[str, str, Callable[[], object], QPushButton]]:
        """Returns what the View menu can do here: words, shortcut, what it does, its switch."""
        return [(tr("Large map of the network"), "Ctrl+Shift+M", self.large.toggle, self.large)]

    def _say(self) -> None:
        """Names what is pointed at; otherwise what is drawn, where that is not all of it."""
        words = self.map.words() or self._drawn()
        if words != self._about.text():
            self._about.setText(words)

    def _drawn(self) -> str:
        network = self.map.network
        marks = [tr(_KEY)]
        parts = (network.lines, *network.dots)
        if any(part.frozen.any() for part in parts):
            marks.append(tr("bar: frozen"))
        if any(part.silent.any() for part in parts):
            marks.append(tr("dotted: silent"))
        return ", ".join(marks)

    def _fit(self) -> None:
        self.ask_for(scaled(230), scaled(150))
