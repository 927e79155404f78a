"""The scale on which networks stand as squares: an area for each number of knobs, true to size.

Zooming out is one number: how many knobs the square has that fills the view. All squares share a
corner and a knob has the same size in each, so that this number decides all that is seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from eq_sim.language.tr import later, tr
from eq_sim.large_models.table import LargeModel, ModelTable
from eq_sim.large_models.units import LETTERS, amount

YOURS = later("your network")
"""What a lesson calls the network that runs here; on the screen ``tr`` says it."""


@dataclass(frozen=True)
class Stage:
    """One square.

    Attributes:
        name: whose it is.
        knobs: how many knobs that has.
        said: the number as a person would say it.
        model: what is known of it; None for the network that runs here.
    """

    name: str
    knobs: int
    said: str
    model: LargeModel | None = None

    @property
    def decades(self) -> float:
        """The logarithm of its knobs, to the base ten."""
        return log10(self.knobs)

    @property
    def active(self) -> "Stage | None":
        """The part of it that takes part in one answer; None where that is all of it."""
        if self.model is None or self.model.active is None:
            return None
        count = self.model.active
        return Stage(tr("for each token"), count, amount(count, LETTERS).text)


def stages(knobs: int, table: ModelTable) -> tuple[Stage, ...]:
    """Returns the squares from small to large: the network that runs here, and the large ones.

    Args:
        knobs: of the network that runs here.
        table: the large ones.
    """
    found = [Stage(tr(YOURS), knobs, f"{knobs:,}")]
    for model in table.model:
        called = tr(model.called)
        said = tr("about {amount}", amount=called) if model.counted == "estimated" else called
        found.append(Stage(model.name, model.knobs, said, model))
    return tuple(sorted(found, key=lambda stage: stage.knobs))


class Zoom:
    """How far one has zoomed out, between the smallest square and the largest.

    Args:
        of: the squares, from small to large.

    Attributes:
        stages: the squares.
        at: the logarithm of the number of knobs whose square fills the view.
    """

    def __init__(self, of: Sequence[Stage]) -> None:
        self.stages = tuple(of)
        self.at = self.yours.decades

    @property
    def yours(self) -> Stage:
        """The network that runs here."""
        return next(stage for stage in self.stages if stage.model is None)

    @property
    def least(self) -> float:
        """Where the smallest square fills the view."""
        return self.stages[0].decades

    @property
    def most(self) -> float:
        """Where the largest square fills the view."""
        return self.stages[-1].decades

    @property
    def chosen(self) -> Stage:
        """The square that is nearest to filling the view."""
        return min(self.stages, key=lambda stage: abs(stage.decades - self.at))

    def to(self, at: float) -> bool:
        """Zooms to a place, or as near as there is one. Returns whether that changed anything."""
        at = min(max(at, self.least), self.most)
        changed = at != self.at
        self.at = at
        return changed

    def beside(self, way: int) -> Stage:
        """Returns the next larger (1) or smaller (−1) square than the chosen one, or the last."""
        place = self.stages.index(self.chosen) + way
        return self.stages[min(max(place, 0), len(self.stages) - 1)]

    def side(self, knobs: float) -> float:
        """Returns the side of a square, as a share of that which fills the view."""
        return float(10 ** ((log10(knobs) - self.at) / 2))

    def measure(self, least: float) -> int:
        """Returns a round number of knobs to measure by: a power of ten.

        Args:
            least: the share of the view that its square's side has at least.
        """
        return int(10 ** max(0, ceil(self.at + 2 * log10(least) - 1e-9)))
