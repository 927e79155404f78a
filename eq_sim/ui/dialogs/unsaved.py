"""What becomes of experiments that were never saved, asked once before the window closes."""

from enum import Enum, auto

from PySide6.QtWidgets import QMessageBox, QWidget


class Choice(Enum):
    """What a person wants."""

    SAVE = auto()
    LOSE = auto()
    STAY = auto()


def ask_about(names: list[str], parent: QWidget) -> Choice:
    """Asks what becomes of some experiments.

    Args:
        names: of those that would be lost; the first one is saved by "Save".
        parent: the window.
    """
    one = len(names) == 1
    box = QMessageBox(parent)
    box.setWindowTitle("Before eq_sim closes")
    box.setText(
        f"{names[0]} was changed and not saved."
        if one
        else f"{len(names)} experiments were changed and not saved."
    )
    box.setInformativeText("" if one else "\n".join(f"• {name}" for name in names[:12]))
    save = box.addButton("Save…" if one else "Save one by one…", QMessageBox.ButtonRole.AcceptRole)
    lose = box.addButton("Close without saving", QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton("Stay", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(stay)
    box.exec()
    clicked = box.clickedButton()
    if clicked is save:
        return Choice.SAVE
    return Choice.LOSE if clicked is lose else Choice.STAY
