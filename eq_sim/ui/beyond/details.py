"""The numbers of one network on the scale, with their sources below them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, tr
from eq_sim.large_models.facts import facts, sources
from eq_sim.large_models.scale import Stage
from eq_sim.large_models.table import Moon
from eq_sim.ui.panels.card import label

_NOTE = later("Bytes are those of the knobs alone: a file in few bits keeps scales beside them.")


class Details(QWidget):
    """A table of captions and numbers.

    Args:
        moon: how far it is.
    """

    def __init__(self, moon: Moon) -> None:
        super().__init__()
        self._moon = moon
        self._shown: tuple[object, ...] = ()
        self.name = label("", "title")
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(14)
        self._lines.setVerticalSpacing(3)
        self._lines.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self.note = label(tr(_NOTE), "note")
        self.source = label("", "note")
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(6)
        box.addWidget(self.name)
        box.addLayout(self._lines)
        for words in (self.note, self.source):
            words.setWordWrap(True)
            box.addWidget(words)
        self.source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addStretch(1)

    def show_stage(self, stage: Stage, yours: int) -> None:
        """Shows a network's numbers, if they are not those that are shown.

        Args:
            stage: which.
            yours: how many knobs the network has that runs here.
        """
        found = [(what, local(how_much)) for what, how_much in facts(stage, yours, self._moon)]
        shown = (stage, tuple(found))
        if shown == self._shown:
            return
        self._shown = shown
        year = f", {stage.model.year}" if stage.model else ""
        self.name.setText(f"{stage.name[:1].upper()}{stage.name[1:]}{year}")
        while len(self._rows) < len(found):
            self._add_row()
        for place, (what, how_much) in enumerate(self._rows):
            used = place < len(found)
            what.setVisible(used)
            how_much.setVisible(used)
            if used:
                what.setText(found[place][0])
                how_much.setText(found[place][1])
        # Sources are quoted as they are printed.
        quoted = sources(stage, self._moon)
        self.source.setText(tr("Sources: {sources}", sources=quoted) if stage.model else "")

    def fits(self, room: QSize) -> bool:
        """Whether all of it has room, with the sources."""
        self.source.setVisible(True)
        self._box.invalidate()
        return self._box.totalHeightForWidth(room.width()) <= room.height()

    def show_sources(self, on: bool) -> None:
        """Shows the sources or leaves them away."""
        self.source.setVisible(on)

    def _add_row(self) -> None:
        row = len(self._rows)
        what, how_much = label("", "note"), label("", "number")
        what.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for words in (what, how_much):
            words.setWordWrap(True)
        how_much.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines.addWidget(what, row, 0)
        self._lines.addWidget(how_much, row, 1)
        self._rows.append((what, how_much))
