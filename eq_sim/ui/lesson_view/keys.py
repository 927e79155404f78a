"""What the keys of a keyboard and of a remote clicker do to a lesson.

A clicker is a keyboard with few keys. Those of Logitech send Page Up, Page Down, F5 and Esc in
turns from one button, and "."; those of Kensington F5 and "b". Slides are shown with them by one
convention, and so are lessons: Page Down goes on, F5 begins from the first slide and Shift+F5 from
the present one, "b" and "." make the screen black, any key brings it back, and Esc ends the show.
F5 while it is shown does nothing, for a button that sends it again must not end a talk.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt

from eq_sim.lessons.player import Player
from eq_sim.ui.lesson_view.bar import LessonBar

_FORWARD = (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_N)
_BACKWARD = (Qt.Key.Key_PageUp, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_P)
_PLAIN = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALONE = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
)

Doing = Callable[[], object]


def meaning(
    key: int,
    held: Qt.KeyboardModifier,
    bar: LessonBar,
    present: Mapping[int, Doing],
    begin: Callable[[bool], object],
) -> Doing | None:
    """Returns what a key does; None where it means nothing.

    Args:
        key: which.
        held: which keys are held with it.
        bar: of what plays.
        present: what keys do while an audience looks on; empty while none does.
        begin: fills the screen for an audience: from the beginning, or from here.
    """
    held &= ~Qt.KeyboardModifier.KeypadModifier
    player = bar.player
    if key == Qt.Key.Key_F5 and held in (_PLAIN, _SHIFT):
        return _nothing if present else lambda: begin(held == _PLAIN)
    if held == _SHIFT and isinstance(player, Player):
        if key == Qt.Key.Key_PageDown:
            return player.next_chapter
        return player.chapter_before if key == Qt.Key.Key_PageUp else None
    if key == Qt.Key.Key_J and bar.hear is not None:
        # As in the menu, which a hall does not see and whose keys are then dead.
        return {_CTRL: bar.hear.click, _CTRL | _SHIFT: bar.hear.mute}.get(held)
    if held != _PLAIN:
        return None
    # The arrows belong to the knobs while they may be touched.
    touching = not player.playing or player.on_stage.your_turn
    answer = bar.answer_of(key - Qt.Key.Key_1)
    if answer is not None:
        return answer
    if key == Qt.Key.Key_R and bar.hand_count.question is not None:
        return bar.count_hands
    if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) or (
        present and not touching and goes_on(key)
    ):
        return player.next if key in _FORWARD else player.back
    if key == Qt.Key.Key_Space:
        return player.pause if player.playing else player.play
    return present.get(key)


def goes_on(key: int) -> bool:
    """Whether a key goes from one thing to the next, on and on while it is held."""
    return key in (*_FORWARD, *_BACKWARD)


def is_a_key(key: int) -> bool:
    """Whether it is one to press by itself, and not one that is only held with others."""
    return key not in _ALONE


def _nothing() -> None:
    """Takes a key, and does nothing."""
