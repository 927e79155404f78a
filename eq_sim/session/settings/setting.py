"""What one setting is: where it stands, what it is called, how it is typed, what it touches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from eq_sim.language.tr import later, tr
from eq_sim.session.errors import SettingError
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings import cautions, typed
from eq_sim.session.settings.needs import refusal_of, refusal_sentence

Value: TypeAlias = float | int | str | tuple[int | str, ...]


class Touches(Enum):
    """What a changed setting touches, and so what has to be made anew."""

    PACE = auto()
    """Nothing of the experiment: the speed on screen."""
    TRAINING = auto()
    """How the next step is taken. θ and the moments stay."""
    FUNCTION = auto()
    """What the network computes. θ stays."""
    DATA = auto()
    """What is learned from. θ stays."""
    NETWORK = auto()
    """How many knobs there are or where they start: a new start."""


_ANEW = {
    Touches.NETWORK: later("A change begins a new start; undo brings everything back"),
    Touches.DATA: later("A change leaves the knobs as they are and begins a new curve"),
}


class Kind(Enum):
    """What kind of value a setting takes: its members are the readers of what is typed."""

    NUMBER = auto()
    SHARE = auto()
    """A number from 0 to less than 1; a person sees and types per cent."""
    WHOLE = auto()
    WHOLE_OR_NONE = auto()
    """A whole number, or the word "none", which is 0."""
    BATCH = auto()
    """A whole number, or the word "full"."""
    SIZES = auto()
    """Whole numbers, one for each hidden layer."""
    CHOICE = auto()
    """A name from a list."""
    CHOICES = auto()
    """A name from a list, or a list of them, one for each hidden layer."""
    FORMULA = auto()
    """An expression in x."""

    @property
    def is_whole(self) -> bool:
        """Whether a number of this kind has no decimals."""
        return self in (Kind.WHOLE, Kind.WHOLE_OR_NONE, Kind.BATCH)

    @property
    def is_continuous(self) -> bool:
        """Whether any number between two others will do, so that it can be computed."""
        return self in (Kind.NUMBER, Kind.SHARE)


_READERS: dict[Kind, Callable[[str], Value]] = {
    Kind.NUMBER: typed.number,
    Kind.SHARE: typed.number,
    Kind.WHOLE: typed.whole,
    Kind.WHOLE_OR_NONE: typed.whole_or_none,
    Kind.BATCH: typed.batch,
    Kind.SIZES: typed.sizes,
    Kind.CHOICE: str.strip,
    Kind.CHOICES: typed.names,
    Kind.FORMULA: str.strip,
}


def _always(scenario: Scenario) -> bool:
    return True


def _silent(scenario: Scenario) -> Value | None:
    return None


def _no_most(scenario: Scenario) -> int | None:
    return None


def said(names: Mapping[str, str]) -> dict[str, str]:
    """Returns what can be chosen with its words as they are said now."""
    return {name: tr(words) for name, words in names.items()}


def _nothing(scenario: Scenario) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One row of the table of settings; its words are English, and ``tr`` says them.

    Attributes:
        name: the field's name in scenario files, on the command line and in lessons.
        part: the part of the scenario it is in: "data", "network" or "training".
        caption: what it is called for a person, within a sentence: "learning rate".
        tip: what it does, in plain words.
        kind: what it takes.
        need: the same in words, for a refusal: "a number, such as 0.1".
        touches: what a change touches.
        ladder: the values that a slider steps through, in order.
        names: what stands in ``need`` as the names to choose from.
        choices: scenario -> what can be chosen there, value to words as they are said now.
        applies: scenario -> whether the setting makes a difference there.
        digits: how many significant ones a panel shows of a number.
        rare: whether it stands behind "More settings".
        row: what its row in a panel says, where that is not the caption.
        too_high: what mostly happens above the end of its ladder; empty for nothing special.
        silent: scenario -> the value that it has where a scenario says none.
        only_where_used: whether its row is there only where it makes a difference.
        most: scenario -> the highest number that it takes there; None where its ladder says it.
        cautions: scenario -> a sentence for what is allowed there and does not do what it says.
    """

    name: str
    part: str
    caption: str
    tip: str
    kind: Kind
    need: str
    touches: Touches
    ladder: tuple[float | int | str, ...] = ()
    names: tuple[str, ...] = ()
    choices: Callable[[Scenario], Mapping[str, str]] = _nothing
    applies: Callable[[Scenario], bool] = _always
    digits: int = 4
    rare: bool = False
    row: str = ""
    too_high: str = ""
    silent: Callable[[Scenario], Value | None] = _silent
    only_where_used: bool = False
    most: Callable[[Scenario], int | None] = _no_most
    cautions: Callable[[Scenario], str | None] = cautions.none

    def rungs(self, scenario: Scenario) -> int:
        """Returns how many rungs of the ladder can be taken in a scenario, from the lowest on."""
        most = self.most(scenario)
        if most is None:
            return len(self.ladder)
        return sum(isinstance(rung, int | float) and rung <= most for rung in self.ladder)

    @property
    def consequence(self) -> str:
        """What a change begins anew, said before it is made; empty for nothing."""
        return tr(_ANEW.get(self.touches, ""))

    @property
    def needs(self) -> str:
        """What it needs, as it is said now."""
        return tr(self.need, names=", ".join(self.names)) if self.names else tr(self.need)

    @property
    def title(self) -> str:
        """What a panel's row calls it, as it is said now: "Learning rate"."""
        if self.row:
            return tr(self.row)
        caption = tr(self.caption)
        return caption[0].upper() + caption[1:]

    def of(self, scenario: Scenario) -> Value | None:
        """Returns the value in a scenario; None where a real table has no such thing."""
        value: Value | None = getattr(getattr(scenario, self.part), self.name)
        return self.silent(scenario) if value is None else value

    def read(self, text: str) -> Value:
        """Returns the value that a person typed; ``write`` is the way back.

        Raises:
            SettingError: the text is not of this kind.
        """
        try:
            return _READERS[self.kind](text)
        except ValueError as error:
            raise self.refusal(text) from error

    def write(self, value: Value) -> str:
        """Returns a value as ``read`` takes it: "0.1", "full", "4,2"."""
        if isinstance(value, tuple):
            return ",".join(str(part) for part in value)
        return value if isinstance(value, str) else repr(value)

    def caution(self, scenario: Scenario) -> str | None:
        """Returns a sentence for a value that is allowed, and hardly what somebody wants."""
        if said := self.cautions(scenario):
            return said
        value, end = self.of(scenario), self.ladder[-1] if self.ladder else None
        if not self.too_high or not isinstance(value, float) or not isinstance(end, float):
            return None
        if value <= end:
            return None
        return tr(
            "A {setting} of {value} is very high: above {end}, where its slider ends, {what}",
            setting=tr(self.caption),
            value=f"{value:,.12g}",  # its notice writes all numbers as the person wants them
            end=f"{end:g}",
            what=tr(self.too_high),
        )

    def refusal(self, value: object) -> SettingError:
        """Returns the sentence for a value, typed or not, that the setting does not take."""
        found = refusal_of(self.name, self.needs, value, share=self.kind is Kind.SHARE)
        return SettingError(refusal_sentence(self.name), **found)
