"""What each setting needs, in words: said where it is typed, and where a file holds another."""

from eq_sim.session.words import SETTING_NAMES

REFUSAL = "The {caption} {verb} {needs}, not {text}"
"""What is said of a value that a setting does not take."""

PLURAL = frozenset({"hidden", "points", "examples", "components", "train_points"})
"""Settings whose names are plurals."""

_A_SHARE = "a share from 0 to less than 1 (100 %), such as 0.2 (20 %)"

NEEDS: dict[str, str] = {
    "learning_rate": "a number from 0 on, such as 0.1",
    "batch_size": "a whole number from 1 on, such as 25, or 'full' for all samples",
    "l1": "a number from 0 on, such as 0.001",
    "l2": "a number from 0 on, such as 0.001",
    "dropout": _A_SHARE,
    "momentum": "a number from 0 to less than 1, such as 0.9",
    "beta1": "a number from 0 to less than 1, such as 0.9",
    "beta2": "a number from 0 to less than 1, such as 0.999",
    "epsilon": "a number from 1e-12 to 1, such as 1e-8",
    "alpha": "a number from 0 to less than 1, such as 0.99",
    "schedule_length": "a whole number of steps from 1 on, such as 1000",
    "schedule_factor": "a number from 0 on, such as 0.1",
    "warmup": "a whole number of steps, such as 100, or 0 for none",
    "hidden": "whole numbers from 1 on with commas between them, such as 4,2",
    "components": "a whole number, such as 20, or none (0)",
    "speed": "a number of steps a second from above 0 to 1,000,000, such as 30",
    "points": "a whole number from 10 to 100,000, such as 300",
    "noise": "a number from 0 to 10, such as 0.2",
    "formula": "a formula of x, such as 'sin(3*x) + 0.2*x^2'",
    "from_x": "a number from -1e6 to 1e6, such as -2",
    "to_x": "a number from -1e6 to 1e6, such as 2",
    "examples": "a whole number from 1 to 20, such as 2",
    "contrast": "a number from -1 to 1, such as 0.35",
    "rotation": "a number of degrees from -180 to 180, such as 20",
    "shift_x": "a number of pixels from -8 to 8, such as 1",
    "shift_y": "a number of pixels from -8 to 8, such as 1",
    "test_fraction": _A_SHARE,
    "validation_fraction": _A_SHARE,
    "temperature": "a number from 0.1 to 100, such as 3",
    "label_share": _A_SHARE,
    "train_points": "a whole number from 1 to 100,000, such as 200",
    "early_stopping": "a whole number of steps, such as 200, or 0 to train on",
}
"""Of each setting that is not a choice among names."""

_SHOWN = 40  # letters of a refused value, in a sentence


def each_one_of(names: tuple[str, ...]) -> str:
    """Returns what a choice for each layer needs."""
    return f"{one_of(names)}, or several with commas between them, one for each layer"


def one_of(names: tuple[str, ...]) -> str:
    """Returns what a choice among names needs."""
    return f"one of {', '.join(names)}"


def refusal_of(name: str, needs: str, value: object, *, share: bool = False) -> dict[str, str]:
    """Returns what stands in ``REFUSAL``.

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
        "caption": SETTING_NAMES[name],
        "verb": "need" if name in PLURAL else "needs",
        "needs": needs,
        "text": text,
    }


def _shown(value: object) -> str:
    """Returns a value as a person writes it, and of a long one the beginning."""
    quote = "'" if isinstance(value, str) else ""
    match value:
        case bool():
            text = "true" if value else "false"
        case list() | tuple():
            text = ",".join(str(part) for part in value[:_SHOWN]) or "none"
        case dict():
            text = "a table"
        case None:
            text = "nothing"
        case float():
            text = repr(value)
        case int():
            text = str(value) if abs(value) < 10**_SHOWN else "a number so large"
        case _:
            text = f"{quote}{value}{quote}"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…{quote}"
