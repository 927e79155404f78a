"""The locked bank in words: how many numbers, what each is, how much each component explains."""

from eq_sim.language.numerals import local
from eq_sim.language.tr import ntr, tr
from eq_sim.ui.models.locked_bank import MEAN, LockedBank
from eq_sim.ui.style.numbers import signed


def knobs(bank: LockedBank) -> str:
    """Returns "1,002 trained knobs beside 1,344 locked ones"."""
    said = [ntr("{count:,} trained knob", "{count:,} trained knobs", bank.trained)]
    if bank.frozen:
        said.append(tr("{number:,} frozen", number=bank.frozen))
    if bank.silent:
        said.append(tr("{number:,} silent", number=bank.silent))
    return tr("{knobs} beside {locked:,} locked ones", knobs=", ".join(said), locked=bank.pca.size)


def counted(bank: LockedBank) -> str:
    """Returns how many numbers are locked: "16 × 64 components + 64 means"."""
    components, features = bank.pca.components.shape
    return ntr(
        "{count:,} × {features:,} component + {features:,} means",
        "{count:,} × {features:,} components + {features:,} means",
        components,
        features=features,
    )


def makeup(bank: LockedBank) -> str:
    """Returns what the locked ones are, and where they come from."""
    return ntr(
        "{numbers}, learned from the one sample of the train part. "
        "Gradient descent does not move them.",
        "{numbers}, learned from the {count:,} samples of the train part. "
        "Gradient descent does not move them.",
        bank.pca.samples,
        numbers=counted(bank),
    )


def title(place: int) -> str:
    """Returns "Component 3", or "Means"."""
    return tr("Means") if place == MEAN else tr("Component {number:,}", number=place)


def share(bank: LockedBank, place: int) -> str:
    """Returns how much of the variance a component explains: "17.9 %"; nothing for the means."""
    return "" if place == MEAN else percent(float(bank.pca.explained[place - 1]))


def explained(bank: LockedBank, place: int) -> str:
    """Returns how much of the variance a component explains, alone and with those before it."""
    if place == MEAN:
        return tr("A sample like the means is 0 along every component")
    own = share(bank, place)
    if place <= 1:
        return tr("{share} of the variance", share=own)
    return tr(
        "{share} of the variance; the first {number:,} together {together}",
        share=own,
        number=place,
        together=percent(float(bank.pca.explained[:place].sum())),
    )


def number(bank: LockedBank, place: int, feature: int) -> str:
    """Returns one locked number with its name: "pixel in row 2, column 5: +0.1834, locked …"."""
    value = float(bank.values(place)[feature])
    return tr(
        "{name}: {value}, locked: no step moves it",
        name=bank.names[feature],
        value=signed(value, 4),
    )


def percent(value: float) -> str:
    """Returns a share of the variance: "17.9 %"."""
    return local(f"{100 * value:.1f}\N{NO-BREAK SPACE}%")
