"""Under which name something is saved: it gets its ending, and replaces nothing unasked."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from eq_sim.language.tr import tr


def ask_name(parent: QWidget, title: str, name: str, kinds: str, ending: str) -> Path | None:
    """Asks for the name of a file to write.

    The dialog asks itself before a file is replaced; but of a name that gets its ending only
    here it knows nothing.

    Args:
        parent: the window.
        title: of the dialog.
        name: what is offered.
        kinds: of files, as the dialog lists them.
        ending: what the name ends with, in small letters; it is put behind one that does not.

    Returns:
        The file; None where a person wants none.
    """
    while chosen := QFileDialog.getSaveFileName(parent, title, name, kinds)[0]:
        if chosen.lower().endswith(ending):
            return Path(chosen)
        path = Path(f"{chosen}{ending}")
        if not path.exists() or _may_replace(path, parent, title):
            return path
        name = str(path)
    return None


def _may_replace(path: Path, parent: QWidget, title: str) -> bool:
    """Asks whether a file may be replaced, which nobody has named whole."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(tr("{file} is there already.", file=path.name))
    box.setInformativeText(tr("What is in it would be replaced."))
    replace = box.addButton(tr("Replace"), QMessageBox.ButtonRole.DestructiveRole)
    other = box.addButton(tr("Choose another name"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(other)
    box.setEscapeButton(other)
    box.exec()
    return box.clickedButton() is replace
