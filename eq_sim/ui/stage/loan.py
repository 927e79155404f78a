"""A panel that is somewhere else for a while, and comes back to its place."""

from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget


class Loan:
    """A widget taken out of the layout or the scrolling column that it stands in.

    Args:
        widget: what is taken; it has no place until somebody gives it one.
    """

    def __init__(self, widget: QWidget) -> None:
        self.widget = widget
        self._column = _column_of(widget)
        self._home: QBoxLayout | None = None
        self._place = self._share = 0
        if self._column is not None:
            self._column.takeWidget()
            return
        parent = widget.parentWidget()
        home = None if parent is None else parent.layout()
        if isinstance(home, QBoxLayout):
            self._home, self._place = home, home.indexOf(widget)
            self._share = home.stretch(self._place)
            home.removeWidget(widget)

    def give_back(self) -> None:
        """Puts it where it was."""
        if self._column is not None:
            self._column.setWidget(self.widget)
        elif self._home is not None:
            self._home.insertWidget(self._place, self.widget, self._share)
        self.widget.show()


def _column_of(widget: QWidget) -> QScrollArea | None:
    """Returns the scrolling column that a widget fills; None where it stands in none."""
    view = widget.parentWidget()
    column = None if view is None else view.parentWidget()
    return column if isinstance(column, QScrollArea) and column.widget() is widget else None
