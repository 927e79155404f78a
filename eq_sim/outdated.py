"""When what was said in the window has had its time: a refusal goes away with its fault."""

from eq_sim.session.actions import AnyAction, Grab, Pause, Release, Set
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS, Touches
from eq_sim.ui.window.main_window import MainWindow


def done_well(action: AnyAction, session: Session, window: MainWindow) -> None:
    """Takes away what went wrong before an action that was done, or says what to look out for."""
    if isinstance(action, Grab | Release | Pause):
        return
    if isinstance(action, Set):
        setting = SETTINGS[action.setting]
        if setting.touches is Touches.PACE:
            return
        if caution := setting.caution(session.scenario):
            window.say(caution)
            return
    elif session.refusal:
        return  # which says what to set
    take_away(session, window, warnings=True)


def take_away(session: Session, window: MainWindow, *, warnings: bool = False) -> None:
    """Takes away what was said, but a caution that still holds.

    Args:
        session: the experiment.
        window: where it was said.
        warnings: only if it was of something that went wrong.
    """
    panel = window.console_panel
    cautions = (setting.caution(session.scenario) for setting in SETTINGS.values())
    holds = panel.notice.text() in [text for text in cautions if text]
    if not holds and (panel.notice_row.warns or not warnings):
        panel.clear_notice()
