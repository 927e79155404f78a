"""Qt's own words, as on the buttons of its dialogs, in the language that is spoken."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

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


def own_name(code: str) -> str:
    """Returns what those call a language who speak it, such as "Deutsch"; its code if unknown."""
    anywhere = QLocale(QLocale(code).language(), QLocale.Country.World)
    return anywhere.nativeLanguageName() or code
