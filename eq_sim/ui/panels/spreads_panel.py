"""How the knobs of each layer are spread, now and over the steps."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from eq_sim.language.tr import later, ntr, tr
from eq_sim.ui.models.knob_spreads import KnobSpreads
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.choice_box import ChoiceBox
from eq_sim.ui.panels.spread_view import SpreadView
from eq_sim.ui.style.theme import Theme

_LEGEND = later(
    "Solid: the median. Dashed: 5\N{NO-BREAK SPACE}% of the knobs are beyond it, at each end."
)


class SpreadsPanel(Card):
    """A picture for each layer.

    Args:
        spreads: what is shown.
        theme: the colours.

    Attributes:
        views: of the layers, in their order.
    """

    def __init__(self, spreads: KnobSpreads, theme: Theme) -> None:
        super().__init__(later("The knobs over the steps"), later("Spread"))
        self._spreads, self._theme = spreads, theme
        self.which = ChoiceBox(scrolled=True)
        self.which.setObjectName("page")
        self.which.setAccessibleName(tr("Which knobs"))
        self.which.setToolTip(tr("The weights of each layer, or its biases"))
        self.which.addItem(tr("Weights"), userData=False)
        self.which.addItem(tr("Biases"), userData=True)
        self.which.activated.connect(self._choose)
        self.corner.addWidget(self.which)
        self.note = label("", "note")
        self.note.setWordWrap(True)
        self.body.addWidget(self.note)
        self._column = QWidget()
        self._box = QVBoxLayout(self._column)
        self._box.setContentsMargins(0, 4, 0, 0)
        self._box.setSpacing(6)
        self.body.addWidget(self._column)
        self.body.addStretch(1)
        self.views: list[SpreadView] = []

    def refresh(self) -> None:
        """Shows the knobs as they stand, if they have changed."""
        if not self._spreads.refresh():
            return
        layers = self._spreads.layers
        while len(self.views) > len(layers):
            view = self.views.pop()
            self._box.removeWidget(view)
            view.hide()
            view.deleteLater()
        while len(self.views) < len(layers):
            self.views.append(SpreadView(self._theme))
            self._box.addWidget(self.views[-1])
        for view, layer in zip(self.views, layers, strict=True):
            view.show_layer(layer)
        self.which.setCurrentIndex(int(self._spreads.biases))
        self.which.setEnabled(self._spreads.has_biases)
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        for view in self.views:
            view.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self.which.hug()
        for view in self.views:
            view.set_theme(self._theme)
        self._spreads.forget()
        if self.isVisible():
            self.refresh()

    def _choose(self, place: int) -> None:
        self._spreads.show_biases(on=bool(self.which.itemData(place, Qt.ItemDataRole.UserRole)))
        self.refresh()

    def _say(self) -> None:
        spreads, layers = self._spreads, self._spreads.layers
        if layers and layers[0].exact:
            counted = ntr(
                "{knobs:,} knobs, every value kept at {count:,} step so far.",
                "{knobs:,} knobs, every value kept at {count:,} steps so far.",
                spreads.moments,
                knobs=spreads.size,
            )
        else:
            counted = ntr(
                "{knobs:,} knobs, all counted at {count:,} step so far.",
                "{knobs:,} knobs, all counted at {count:,} steps so far.",
                spreads.moments,
                knobs=spreads.size,
            )
        words = " ".join((counted, tr(_LEGEND)))
        if words != self.note.text():
            self.note.setText(words)
