"""Qt's own words, as on the buttons of its dialogs, in the language that is spoken."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QKeySequence

_translators: list[QTranslator] = []  # Qt keeps none of them alive


def speak_qt(code: str) -> None:
    """Lets Qt speak a language, if it knows it; English otherwise.

    Args:
        code: of the language.
    """
    while _translators:
        QCoreApplication.removeTranslator(_translators.pop())
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator()
    if code != "en" and translator.load(QLocale(code), "qtbase", "_", folder):
        QCoreApplication.installTranslator(translator)
        _translators.append(translator)


def keys_as_read(keys: str) -> str:
    """Returns keys as a person reads them: "Ctrl+J" is "Strg+J" in German."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def own_name(code: str) -> str:
    """Returns what those call a language who speak it, such as "Deutsch"; its code if unknown."""
    anywhere = QLocale(QLocale(code).language(), QLocale.Country.World)
    return anywhere.nativeLanguageName() or code
