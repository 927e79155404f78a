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
    """Asks where something is saved; nothing is replaced unasked.

    The dialog asks itself before a file is replaced; but of a name that gets its ending only here
    it knows nothing.

    Args:
        title: of the dialog.
        name: that is offered.
        kinds: of files, as the dialog lists them.
        ending: with its point, in small letters; it is put behind a name that lacks it.
        parent: the window.

    Returns:
        The file; None where a person wants none.
    """
    while chosen := QFileDialog.getSaveFileName(parent, title, name, kinds)[0]:
        if chosen.lower().endswith(ending):
            return Path(chosen)
        path = Path(f"{chosen}{ending}")
        there = tr("{file} is there already.", file=path.name)
        yes, no = tr("Replace it"), tr("Choose another name")
        if not os.path.lexists(path) or agreed(title, there, yes, no, parent):
            return path
        name = str(path)
    return None
