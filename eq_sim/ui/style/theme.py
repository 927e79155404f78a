"""Colours, fonts and the style sheet: dark and light, both our own, on Qt's Fusion.

Orange and blue mean the sign of a knob, and nothing else. Teal and pink mean the two classes,
always together with a shape. Everything else is neutral; green is the one button to press.
"""

import re
from functools import cache

from msgspec import Struct
from msgspec.structs import asdict, replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from eq_sim.resources import resource
from eq_sim.ui.style.preferences import Preferences, current, readable

STYLE = "Fusion"
"""Qt's style beneath ours. An application has its name as the property "style"."""

SANS = "Inter"
MONO = "JetBrains Mono"


class Theme(Struct, frozen=True):
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
        theme = replace(theme, **_SAFE[theme.name])
    if ground := current().ground:
        theme = replace(theme, window=ground, panel=ground)
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


TEXT_SIZES = {
    "tick": 10.0,  # numbers along an axis, words in a small picture
    "eyebrow": 10.0,
    "small": 11.0,
    "note": 12.0,
    "body": 13.0,
    "callout": 14.0,
    "title": 15.0,
    "readout": 17.0,
    "brand": 19.0,
}
"""Every size of words, in logical pixels at 100 %; the style sheet and ``font`` use these."""


def text_size(name: str, look: Preferences | None = None) -> int:
    """Returns a named size of words, in logical pixels.

    Args:
        name: of the size.
        look: whose size; None for how it is on the screen now.
    """
    look = look or current()
    return look.scaled(max(TEXT_SIZES[name], look.least))


def font(size: str | float, *, bold: bool = False, mono: bool = False) -> QFont:
    """Returns a bundled font.

    Args:
        size: a name of ``TEXT_SIZES``, or logical pixels where a picture decides. Pictures are
            drawn larger as a whole, so this does not grow with the words; see ``text_font``.
        bold: whether it is semi-bold.
        mono: whether all figures have the same width.
    """
    pixels = TEXT_SIZES[size] if isinstance(size, str) else size
    made = QFont(MONO if mono else SANS)
    made.setPixelSize(round(readable(pixels)))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def text_font(name: str, *, mono: bool = False, look: Preferences | None = None) -> QFont:
    """Returns a bundled font of a named size that has grown with the words; see ``text_size``."""
    made = font(name, mono=mono)
    made.setPixelSize(text_size(name, look))
    return made


def apply_theme(wearer: QApplication | QWidget, theme: Theme) -> None:
    """Dresses the whole application, or one window otherwise than it.

    Returns at once when it wears the theme already.
    """
    worn = f"{theme} {current().scale} {current().least}"
    if wearer.property("theme") == worn:
        return
    # Once: it makes every widget's looks anew.
    if isinstance(wearer, QApplication) and wearer.property("style") != STYLE:
        wearer.setStyle(STYLE)
        wearer.setProperty("style", STYLE)
    wearer.setProperty("theme", worn)
    if isinstance(wearer, QApplication):
        # From one sheet straight to another, Qt makes a widget's looks anew for each one around it.
        wearer.setStyleSheet("")
    wearer.setFont(text_font("body"))
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
    wearer.setPalette(palette)
    wearer.setStyleSheet(style_sheet(theme))


def style_sheet(theme: Theme, look: Preferences | None = None) -> str:
    """Returns the style sheet in a theme's colours, with words of the size that is wanted.

    Args:
        theme: the colours.
        look: the size of words; None for how it is on the screen now.

    Raises:
        FileNotFoundError: the sheet is missing from the installation.
        KeyError: the sheet names something that there is not.
    """
    values = asdict(theme)
    values["icons"] = resource("icons").as_posix()
    values |= {f"text-{name}": f"{text_size(name, look)}px" for name in TEXT_SIZES}
    lengths = look or current()

    def value(match: re.Match[str]) -> str:
        length = match["length"]
        return f"{lengths.scaled(int(length))}px" if length else values[match["name"]]

    return _NAMED.sub(value, _sheet())


@cache
def _sheet() -> str:
    """Returns the style sheet as its file has it, without the comment at its head."""
    text = resource("style", "eq_sim.qss").read_text(encoding="utf-8")
    return text.partition("*/\n")[2]


_NAMED = re.compile(r"@(?:(?P<length>\d+)px|(?P<name>[\w-]+))@")
