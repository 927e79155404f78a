"""What each setting needs, in words: said where it is typed, and where a file holds another."""

from eq_sim.language.tr import later, tr
from eq_sim.session.words import SETTING_NAMES

_NEEDS = later("The {caption} needs {needs}, not {text}")
_NEED = later("The {caption} need {needs}, not {text}")
_PLURAL = frozenset({"hidden", "points", "examples", "components", "train_points"})

ONE_OF = later("one of {names}")
"""What a choice among names needs."""

EACH_ONE_OF = later("one of {names}, or several with commas between them, one for each layer")
"""What a choice for each layer needs."""

_A_SHARE = later("a share from 0 to less than 1 (100 %), such as 0.2 (20 %)")

NEEDS: dict[str, str] = {
    "learning_rate": later("a number from 0 on, such as 0.1"),
    "batch_size": later("a whole number from 1 on, such as 25, or 'full' for all samples"),
    "l1": later("a number from 0 on, such as 0.001"),
    "l2": later("a number from 0 on, such as 0.001"),
    "dropout": _A_SHARE,
    "momentum": later("a number from 0 to less than 1, such as 0.9"),
    "beta1": later("a number from 0 to less than 1, such as 0.9"),
    "beta2": later("a number from 0 to less than 1, such as 0.999"),
    "epsilon": later("a number from 1e-12 to 1, such as 1e-8"),
    "alpha": later("a number from 0 to less than 1, such as 0.99"),
    "schedule_length": later("a whole number of steps from 1 on, such as 1000"),
    "schedule_factor": later("a number from 0 on, such as 0.1"),
    "warmup": later("a whole number of steps, such as 100, or 0 for none"),
    "hidden": later("whole numbers from 1 on with commas between them, such as 4,2"),
    "components": later("a whole number, such as 20, or none (0)"),
    "speed": later("a number of steps a second from above 0 to 1,000,000, such as 30"),
    "points": later("a whole number from 10 to 100,000, such as 300"),
    "noise": later("a number from 0 to 10, such as 0.2"),
    "formula": later("a formula of x, such as 'sin(3*x) + 0.2*x^2'"),
    "from_x": later("a number from -1e6 to 1e6, such as -2"),
    "to_x": later("a number from -1e6 to 1e6, such as 2"),
    "examples": later("a whole number from 1 to 20, such as 2"),
    "contrast": later("a number from -1 to 1, such as 0.35"),
    "rotation": later("a number of degrees from -180 to 180, such as 20"),
    "shift_x": later("a number of pixels from -8 to 8, such as 1"),
    "shift_y": later("a number of pixels from -8 to 8, such as 1"),
    "test_fraction": _A_SHARE,
    "validation_fraction": _A_SHARE,
    "temperature": later("a number from 0.1 to 100, such as 3"),
    "label_share": _A_SHARE,
    "train_points": later("a whole number from 1 to 100,000, such as 200"),
    "early_stopping": later("a whole number of steps, such as 200, or 0 to train on"),
}
"""Of each setting that is not a choice among names: ``tr`` says it."""

_SHOWN = 40  # letters of a refused value, in a sentence


def one_of(names: tuple[str, ...]) -> str:
    """Returns what a choice among names needs, as it is said now."""
    return tr(ONE_OF, names=", ".join(names))


def refusal_sentence(name: str) -> str:
    """Returns what is said of a value that a setting does not take, to be filled by its words.

    Args:
        name: of the setting; the names of some are plurals.
    """
    return _NEED if name in _PLURAL else _NEEDS


def refusal_of(name: str, needs: str, value: object, *, share: bool = False) -> dict[str, str]:
    """Returns what stands in ``refusal_sentence``, as it is said now.

    Args:
        name: of the setting.
        needs: what it needs, in words.
        value: what it got, as it was typed or as a file holds it.
        share: whether a person sees per cent, too.
    """
    text = _shown(value)
    if share and isinstance(value, int | float):
        text += f" ({100 * value:g} %)"
    return {
        "caption": tr(SETTING_NAMES[name]),
        "needs": tr(needs),
        "text": text,
    }


def _shown(value: object) -> str:
    """Returns a value as a person writes it, and of a long one the beginning."""
    quote = "'" if isinstance(value, str) else ""
    match value:
        case bool():
            text = "true" if value else "false"
        case list() | tuple():
            text = ",".join(str(part) for part in value[:_SHOWN]) or tr("none")
        case dict():
            text = tr("a table")
        case None:
            text = tr("nothing")
        case float():
            text = repr(value)
        case int():
            text = str(value) if abs(value) < 10**_SHOWN else tr("a number so large")
        case _:
            text = f"{quote}{value}{quote}"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…{quote}"
