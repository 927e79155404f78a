"""What the keys of a keyboard and of a remote clicker do to a lesson."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from eq_sim.ui.lesson_view.bar import LessonBar

_FORWARD = (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_N)
_BACKWARD = (Qt.Key.Key_PageUp, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_P)
_STOP_AND_GO = (Qt.Key.Key_Space, Qt.Key.Key_Period, Qt.Key.Key_B)


def meaning(
    key: int, bar: LessonBar, present: Callable[[], object], *, presenting: bool
) -> Callable[[], object] | None:
    """Returns what a key does; None where it means nothing.

    Args:
        key: which, with no other held.
        bar: of what plays.
        present: fills the screen, or comes back.
        presenting: whether it is filled.
    """
    player = bar.player
    # The arrows belong to the knobs while they may be touched.
    touching = not player.playing or player.on_stage.your_turn
    answer = bar.answer_of(key - Qt.Key.Key_1)
    if answer is not None:
        return answer
    if key == Qt.Key.Key_R and bar.hand_count.question is not None:
        return bar.count_hands
    if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) or (
        presenting and not touching and goes_on(key)
    ):
        return player.next if key in _FORWARD else player.back
    if key == Qt.Key.Key_Space or (presenting and key in _STOP_AND_GO):
        return player.pause if player.playing else player.play
    if key == Qt.Key.Key_F5 or (key == Qt.Key.Key_Escape and presenting):
        return present
    return None


def goes_on(key: int) -> bool:
    """Whether a key goes from one thing to the next, on and on while it is held."""
    return key in (*_FORWARD, *_BACKWARD)
