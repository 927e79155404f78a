"""A question before something is lost, and a file's name that is asked for."""

import os
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from eq_sim.language.tr import tr


def agreed(question: str, words: str, yes: str, no: str, parent: QWidget) -> bool:
    """Asks whether something may be lost. Enter and Esc lose nothing.

    Args:
        question: the title.
        words: what would be lost, a sentence.
        yes: on the button that loses it.
        no: on the other one.
        parent: the window.
    """
    box = QMessageBox(parent)
    box.setWindowTitle(question)
    box.setText(words)
    agree = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is agree


def may_replace(words: str, parent: QWidget) -> bool:
    """Asks whether a file may be replaced.

    Args:
        words: why it is asked, a sentence.
        parent: the window.
    """
    return agreed(tr("Replace a file"), words, tr("Replace it"), tr("Leave it as it is"), parent)


def name_to_save(title: str, name: str, kinds: str, ending: str, parent: QWidget) -> Path | None:
    """Asks where something is saved; nothing is replaced unasked. Returns None for nowhere.

    Args:
        title: of the dialog.
        name: that is offered.
        kinds: of files, which it shows.
        ending: with its point, which a name gets that has another one or none.
        parent: the window.
    """
    chosen = QFileDialog.getSaveFileName(parent, title, name, kinds)[0]
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix == ending:
        return path  # the dialog has asked about a file of this name, but about no other
    path = Path(f"{path}{ending}")
    asks = os.path.lexists(path)
    words = tr("{file} is there already.", file=path)
    return None if asks and not may_replace(words, parent) else path
