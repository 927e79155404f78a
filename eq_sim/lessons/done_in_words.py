"""What is done to an experiment, in words: what it was, and the key that does it."""

from eq_sim.language.tr import later, tr
from eq_sim.session import actions as act
from eq_sim.session.session import Session
from eq_sim.session.settings.setting import Value
from eq_sim.session.settings.table import CAPTIONS, SETTINGS
from eq_sim.session.words import words


def in_words(session: Session, action: act.AnyAction) -> str:
    """Returns what an action is, with the key that does it; empty for what the eye can see."""
    kind = type(action)
    match action:
        case act.Set(setting=setting, value=value) if setting != "speed":
            return _set_to(setting, value)
        case act.BeginWith(settings=settings) if settings:
            told = ", ".join(_set_to(name, value) for name, value in settings)
            return tr("begin again, {settings}", settings=told)
        case act.Freeze(knobs=knobs) | act.Mute(knobs=knobs) if not knobs:
            return ""
        case act.Train() if session.running:
            return ""
    if kind not in _KEYS:
        return ""
    what = tr(_WORDS[kind]) if kind in _WORDS else words(action.message(session.state()))
    key = tr(_KEYS[kind])
    return f"{what} ({key})" if key else what


def _set_to(setting: str, value: Value) -> str:
    return f"{tr(CAPTIONS[setting])}: {SETTINGS[setting].write(value)}"


_KEYS: dict[type[act.Action], str] = {
    act.Train: "S",
    act.TakePhase: later("Shift+S"),
    act.Run: later("Space"),
    act.Pause: later("Space"),
    act.Freeze: later("Shift+F"),
    act.Mute: later("Shift+M"),
    act.Solo: later("Shift+O"),
    act.FineTune: "",
    act.AddAdapter: "",
    act.SetStrength: "",
    act.MergeAdapter: "",
    act.RemoveAdapter: "",
    act.BackToStart: later("Ctrl+B"),
    act.NewStart: later("Ctrl+R"),
    act.SwitchSide: "X",
    act.ToBest: later("Ctrl+Shift+B"),
    act.StopEarly: "",
    act.LineUp: "",
    act.SetSides: "",
    act.AddNeurons: later("Alt++"),
    act.RemoveNeuron: later("Alt+−"),
    act.AddLayer: later("Ctrl+Alt++"),
    act.RemoveLayer: later("Ctrl+Alt+−"),
    act.Undo: later("Ctrl+Z"),
    act.Redo: later("Ctrl+Shift+Z"),
}
"""What is put into words, and its key; empty where it has none."""

_WORDS: dict[type[act.Action], str] = {
    act.Train: later("one step"),
    act.TakePhase: later("one phase"),
    act.Run: later("train"),
    act.Pause: later("pause"),
    act.SwitchSide: later("switch between A and B"),
    act.ToBest: later("the best so far"),
    act.Undo: later("undo"),
    act.Redo: later("redo"),
}
"""Of a key that is pressed, where undoing what it did is called something else."""
