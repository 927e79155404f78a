"""The locked bank in words: how many numbers, what each is, how much each component explains."""

from eq_sim.language.numerals import local
from eq_sim.ui.models.locked_bank import MEAN, LockedBank
from eq_sim.ui.style.numbers import count, signed

_LOCKED = "locked: no step moves it"


def knobs(bank: LockedBank) -> str:
    """Returns "1,002 trained knobs beside 1,344 locked ones"."""
    trained = f"{count(bank.trained)} trained {'knob' if bank.trained == 1 else 'knobs'}"
    still = ((bank.frozen, "frozen"), (bank.silent, "silent"))
    others = "".join(f", {count(number)} {kind}" for number, kind in still if number)
    return f"{trained}{others} beside {count(bank.pca.size)} locked ones"


def makeup(bank: LockedBank) -> str:
    """Returns what the locked ones are, and where they come from."""
    components, features = bank.pca.components.shape
    several = "component" if components == 1 else "components"
    samples = f"the {count(bank.pca.samples)} samples" if bank.pca.samples > 1 else "the one sample"
    return (
        f"{count(components)} × {count(features)} {several} + {count(features)} means, learned "
        f"from {samples} of the train part. Gradient descent does not move them."
    )


def title(place: int) -> str:
    """Returns "Component 3", or "Means"."""
    return "Means" if place == MEAN else f"Component {count(place)}"


def share(bank: LockedBank, place: int) -> str:
    """Returns how much of the variance a component explains: "17.9 %"; nothing for the means."""
    return "" if place == MEAN else percent(float(bank.pca.explained[place - 1]))


def explained(bank: LockedBank, place: int) -> str:
    """Returns how much of the variance a component explains, alone and with those before it."""
    if place == MEAN:
        return "A sample like the means is 0 along every component"
    together = percent(float(bank.pca.explained[:place].sum()))
    said = f"{share(bank, place)} of the variance"
    return f"{said}; the first {count(place)} together {together}" if place > 1 else said


def number(bank: LockedBank, place: int, feature: int) -> str:
    """Returns one locked number with its name: "pixel in row 2, column 5: +0.1834, locked …"."""
    value = float(bank.values(place)[feature])
    return f"{bank.names[feature]}: {signed(value, 4)}, {_LOCKED}"


def percent(value: float) -> str:
    """Returns a share of the variance: "17.9 %"."""
    return local(f"{100 * value:.1f}\N{NO-BREAK SPACE}%")
