"""Colours, fonts and the style sheet: dark and light, both our own, on Qt's Fusion.

Orange and blue mean the sign of a knob, and nothing else. Teal and pink mean the two classes,
always together with a shape. Everything else is neutral; green is the one button to press.
"""

import re
from dataclasses import dataclass, fields, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from eq_sim.resources import resource
from eq_sim.ui.preferences import current, readable, scaled

SANS = "Inter"
MONO = "JetBrains Mono"


@dataclass(frozen=True)
class Theme:
    """One set of colours, as #rrggbb.

    Attributes:
        window: behind the panels.
        panel: a panel.
        strip: a neuron's strip and other wells in a panel.
        edge: thin borders.
        track: the slot of a fader, the ground of a plot.
        text: words and numbers.
        muted: words of less weight; still 4.5:1 on ``panel``.
        faint: lines that only guide the eye.
        positive: a knob above 0.
        negative: a knob below 0.
        class_one: the class that the network answers with 1.
        class_zero: the other class.
        class_two: the third of three classes.
        cap_light: the light end of a fader's cap.
        cap_dark: its dark end.
        cap_edge: its outline.
        go: the Train button.
        go_text: the words on it.
        alarm: a wrong answer, a refused step.
    """

    name: str
    window: str
    panel: str
    strip: str
    edge: str
    track: str
    text: str
    muted: str
    faint: str
    positive: str
    negative: str
    class_one: str
    class_zero: str
    class_two: str
    cap_light: str
    cap_dark: str
    cap_edge: str
    go: str
    go_text: str
    alarm: str

    def color(self, name: str) -> QColor:
        """Returns one of the colours by its name."""
        return QColor(getattr(self, name))


DARK = Theme(
    name="dark",
    window="#14161b",
    panel="#1c1f26",
    strip="#181b21",
    edge="#2b303a",
    track="#0d0f13",
    text="#f2f4f8",
    muted="#9ca5b4",
    faint="#3a404c",
    positive="#f5a742",
    negative="#4aa8ff",
    class_one="#2ac3a5",
    class_zero="#ee6aa7",
    class_two="#b79cff",
    cap_light="#c3c8d1",
    cap_dark="#6d7482",
    cap_edge="#0a0b0e",
    go="#2e7d4f",
    go_text="#ffffff",
    alarm="#ff7b72",
)

LIGHT = Theme(
    name="light",
    window="#e9ebef",
    panel="#fbfbfc",
    strip="#f1f3f6",
    edge="#d5dae2",
    track="#d9dee6",
    text="#14161b",
    muted="#535c6b",
    faint="#c3c9d3",
    positive="#a65f00",
    negative="#0b6fd0",
    class_one="#00806a",
    class_zero="#c0297a",
    class_two="#6a3fd0",
    cap_light="#ffffff",
    cap_dark="#dfe3ea",
    cap_edge="#7a8494",
    go="#2e7d4f",
    go_text="#ffffff",
    alarm="#c62828",
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}

# Blue against yellow and light against dark: what every kind of colour blindness leaves apart.
# The signs have the hues of the ends of CET-CBD1 (P. Kovesi, "Good Colour Maps", arXiv:1509.03700),
# as light or dark as the ground asks; classes differ in lightness first of all.
_SAFE = {
    "dark": {
        "positive": "#e6c229",
        "negative": "#4f95ff",
        "class_one": "#fff3c4",
        "class_zero": "#7d6bd6",
        "class_two": "#b08a4a",
    },
    "light": {
        "positive": "#8a6d00",
        "negative": "#1a5fe0",
        "class_one": "#b08200",
        "class_zero": "#26137a",
        "class_two": "#6c7bd8",
    },
}


def theme_for(choice: str) -> Theme:
    """Returns the colours of "dark", "light" or "system", in the palette that is in use."""
    theme = THEMES.get(choice) or THEMES[system_theme()]
    if current().palette == "safe":
        return replace(theme, **_SAFE[theme.name])
    return theme


def system_theme() -> str:
    """Returns "light" where the desktop says so, and "dark" anywhere else."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return "light" if scheme == Qt.ColorScheme.Light else "dark"


def load_fonts() -> None:
    """Makes the bundled fonts known to Qt.

    Raises:
        FileNotFoundError: a font is missing from the installation.
    """
    if MONO in QFontDatabase.families() and SANS in QFontDatabase.families():
        return
    for path in sorted(resource("fonts").iterdir()):
        if path.suffix in {".otf", ".ttf"}:
            QFontDatabase.addApplicationFont(str(path))


def font(pixels: float, *, bold: bool = False, mono: bool = False) -> QFont:
    """Returns a bundled font of so many logical pixels."""
    made = QFont(MONO if mono else SANS)
    made.setPixelSize(round(readable(pixels)))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Dresses the whole application; returns at once when it wears the theme already."""
    worn = f"{theme} {current().scale} {current().least}"
    if application.property("theme") == worn:
        return
    if application.property("theme") is None:
        application.setStyle("Fusion")  # once: it makes every widget's looks anew
    application.setProperty("theme", worn)
    application.setFont(font(scaled(13)))
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, name in (
        (roles.Window, "panel"),
        (roles.Base, "strip"),
        (roles.AlternateBase, "panel"),
        (roles.Button, "panel"),
        (roles.WindowText, "text"),
        (roles.Text, "text"),
        (roles.ButtonText, "text"),
        (roles.ToolTipBase, "panel"),
        (roles.ToolTipText, "text"),
        (roles.PlaceholderText, "muted"),
        (roles.Highlight, "faint"),
        (roles.HighlightedText, "text"),
        (roles.Link, "text"),
    ):
        palette.setColor(role, theme.color(name))
    disabled = QPalette.ColorGroup.Disabled
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(disabled, role, theme.color("muted"))
    application.setPalette(palette)
    sheet = _SHEET
    for field in fields(theme):
        sheet = sheet.replace(f"@{field.name}@", str(getattr(theme, field.name)))
    sheet = sheet.replace("@icons@", resource("icons").as_posix())
    application.setStyleSheet(_GROWING.sub(_grown, sheet))


_GROWING = re.compile(r"((?:font-size|min-height|max-height|width|height): )([1-9]\d)px")
"""Lengths that follow the size of words: those of two digits; thin lines stay thin."""


def _grown(match: re.Match[str]) -> str:
    pixels: float = int(match[2])
    if match[1].startswith("font"):
        pixels = readable(pixels)
    return f"{match[1]}{scaled(pixels)}px"


_SHEET = """
QMainWindow, QDialog { background: @window@; }
QMainWindow::separator { background: @window@; width: 8px; height: 2px; }
QMainWindow::separator:hover { background: @faint@; }
QMenuBar { background: @panel@; color: @text@; padding: 2px 8px; }
QMenuBar::item { padding: 4px 10px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: @faint@; }
QMenu { background: @panel@; color: @text@; border: 1px solid @edge@; padding: 6px; }
QMenu::item { padding: 5px 28px 5px 22px; border-radius: 5px; }
QMenu::item:selected { background: @faint@; }
QMenu::item:disabled { color: @muted@; }
QMenu::separator { height: 1px; background: @edge@; margin: 5px 8px; }
QToolTip { background: @panel@; color: @text@; border: 1px solid @muted@; padding: 5px 8px; }
QToolBar#transport { background: @panel@; border: none; border-bottom: 1px solid @edge@; }
QDockWidget { color: @text@; }
#card, QScrollArea#card { background: @panel@; border-radius: 8px; }
QLabel { background: transparent; }
QLabel[role="eyebrow"] { color: @muted@; font-size: 10px; font-weight: 600; }
QLabel[role="title"] { font-size: 15px; font-weight: 600; }
QLabel[role="muted"], QLabel[role="note"] { color: @muted@; font-size: 12px; }
QLabel[role="warning"] { color: @alarm@; font-size: 12px; }
QLabel[role="callout"] { font-size: 14px; font-weight: 500; }
QLabel[role="number"] { font-family: "JetBrains Mono"; font-size: 12px; }
QLabel[role="readout"] { font-family: "JetBrains Mono"; font-size: 17px; font-weight: 600; }
QLabel[role="brand"] { font-size: 19px; font-weight: 600; }
QPushButton, QToolButton#plain {
    background: @panel@; color: @text@; border: 1px solid @edge@; border-radius: 7px;
    padding: 6px 12px; font-weight: 500;
}
QPushButton:hover, QToolButton#plain:hover { border-color: @muted@; }
QPushButton:pressed, QToolButton#plain:pressed { background: @strip@; }
QPushButton:focus, QToolButton#plain:focus { border-color: @text@; }
QPushButton:disabled, QToolButton#plain:disabled { color: @muted@; border-color: @edge@; }
QPushButton#more:checked { background: @faint@; }
QPushButton#answer { padding: 9px 14px; font-size: 14px; }
QPushButton#answer:checked { background: @faint@; border-color: @text@; }
QPushButton#train { background: @go@; color: @go_text@; border: 1px solid @go@; font-weight: 600; }
QPushButton#train:hover { border-color: @go_text@; }
QPushButton#train:focus { border-color: @text@; }
QPushButton#entry { background: @strip@; border: 1px solid @edge@; text-align: left; }
QPushButton#entry:hover { border-color: @muted@; }
QPushButton#entry:focus { border: 2px solid @text@; }
QLineEdit#search { background: @panel@; border: 1px solid @edge@; padding: 5px 8px; }
QPushButton#quiet { border: none; padding: 3px 6px; text-align: left; background: transparent; }
QPushButton#quiet:hover { background: @strip@; }
QPushButton#readoutbutton {
    border: none; padding: 0; text-align: left; background: transparent;
    font-family: "JetBrains Mono"; font-size: 17px; font-weight: 600;
}
QPushButton#readoutbutton:hover { text-decoration: underline; }
QPushButton#toggle { padding: 2px 9px; font-size: 11px; border-radius: 5px; color: @muted@; }
QPushButton#toggle:checked { background: @faint@; color: @text@; }
QComboBox, QLineEdit, QSpinBox, QAbstractSpinBox {
    background: @panel@; color: @text@; border: 1px solid transparent; border-radius: 5px;
    padding: 1px 4px; selection-background-color: @faint@; selection-color: @text@;
    min-height: 18px;
}
QLineEdit[role="value"] { font-family: "JetBrains Mono"; font-size: 12px; }
QSpinBox#layer {
    background: @strip@; border: 1px solid @edge@; font-family: "JetBrains Mono"; font-weight: 600;
}
QLabel#layer {
    background: @strip@; border: 1px solid @edge@; border-radius: 5px; padding: 2px 4px;
    font-family: "JetBrains Mono"; font-weight: 600; color: @muted@; min-height: 20px;
}
QComboBox#framed { background: @strip@; border-color: @edge@; padding: 4px 8px; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator {
    width: 14px; height: 14px; border: 1px solid @muted@; border-radius: 4px; background: @strip@;
}
QCheckBox::indicator:checked { background: @go@; image: url(@icons@/check.svg); }
QCheckBox::indicator:focus { border: 2px solid @text@; }
QComboBox:hover, QLineEdit:hover, QSpinBox:hover { border-color: @edge@; background: @strip@; }
QComboBox:focus, QLineEdit:focus, QSpinBox:focus { border-color: @text@; background: @strip@; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow { image: url(@icons@/down-@name@.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView {
    background: @panel@; color: @text@; border: 1px solid @edge@; outline: none;
    selection-background-color: @faint@; selection-color: @text@;
}
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QSlider { min-height: 16px; max-height: 16px; background: transparent; }
QSlider::groove:horizontal { height: 3px; background: @faint@; border-radius: 1px; }
QSlider::sub-page:horizontal { height: 3px; background: @muted@; border-radius: 1px; }
QSlider::handle:horizontal {
    background: @text@; width: 12px; height: 12px; margin: -5px 0; border-radius: 6px;
    border: 1px solid @panel@;
}
QSlider::handle:horizontal:focus { border: 2px solid @panel@; background: @go@; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 9px; }
QScrollBar:horizontal { height: 9px; }
QScrollBar::handle { background: @faint@; border-radius: 4px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @muted@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QFrame#rule { background: @edge@; max-height: 1px; border: none; }
QTabBar { background: @window@; }
QTabBar::tab {
    background: @window@; color: @muted@; border: none; padding: 5px 7px; margin: 6px 0 0 1px;
    border-radius: 6px; font-size: 12px; font-weight: 500;
}
QTabBar::tab:selected { background: @panel@; color: @text@; }
QTabBar::tab:hover { color: @text@; }
QTabBar::tab:focus { border: 1px solid @text@; }
QLabel[role="why"] {
    background: @panel@; color: @text@; border: 1px solid @alarm@; border-radius: 5px;
    padding: 4px 7px; font-size: 12px;
}
QLineEdit#knobvalue {
    background: @panel@; border: 2px solid @text@; font-family: "JetBrains Mono";
    font-size: 13px;
}
QProgressBar { background: @track@; border: none; border-radius: 4px; max-height: 16px; }
QProgressBar::chunk { background: @text@; border-radius: 4px; }
QStatusBar { background: @panel@; color: @text@; }
QStatusBar::item { border: none; }
"""
