"""What becomes of experiments that were never saved, asked once before the window closes."""

from enum import Enum, auto

from PySide6.QtWidgets import QMessageBox, QWidget

from eq_sim.language.tr import tr


class Choice(Enum):
    """What a person wants."""

    SAVE = auto()
    LOSE = auto()
    STAY = auto()


_LISTED = 12


def ask_about(
    names: list[str], parent: QWidget, *, in_file: bool = False, title: str = ""
) -> Choice:
    """Asks what becomes of some experiments.

    Args:
        names: of those that would be lost; the first one is saved by "Save".
        parent: the window.
        in_file: whether the first one has a file, and saving it asks for no name.
        title: of the question; by itself that the program is about to close.
    """
    one = len(names) == 1
    box = QMessageBox(parent)
    box.setWindowTitle(title or tr("Before eq_sim closes"))
    box.setText(
        tr("{name} was changed and not saved.", name=names[0])
        if one
        else tr("{count} experiments were changed and not saved.", count=len(names))
    )
    lines = [f"• {name}" for name in names[:_LISTED]]
    if len(names) > _LISTED:
        lines.append(tr("and {more} more", more=len(names) - _LISTED))
    box.setInformativeText("" if one else "\n".join(lines))
    words = tr("Save one by one…")
    if one:
        words = tr("Save") if in_file else tr("Save…")
    save = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
    lose = box.addButton(tr("Close without saving"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(stay)
    box.exec()
    clicked = box.clickedButton()
    if clicked is save:
        return Choice.SAVE
    return Choice.LOSE if clicked is lose else Choice.STAY
