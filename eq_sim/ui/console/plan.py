"""Which strips share a line, and how wide and high they are from far to near.

Which neurons stand side by side is fixed for a network in a view, so that a knob keeps its place;
zooming only makes columns wider and strips higher, each along a path of its own.
"""

from functools import cached_property
from itertools import pairwise
from math import exp, floor, log

from msgspec import Struct
from msgspec.structs import replace

from eq_sim.network.layout import Layout
from eq_sim.ui.console.bay import Bay
from eq_sim.ui.console.geometry import Geometry, Section
from eq_sim.ui.console.measures import SECTION_GAP, Level, Measures, measures

BAND_GAP = 8
INPUTS_WIDTH = 82
_SNAPPED = 6.0  # strips from this width on begin on a whole pixel


class Piece(Struct, frozen=True):
    """Neurons of a layer that stand in lines, so many in each.

    Attributes:
        layer: whose.
        first: the first neuron.
        count: how many.
        across: in a line.
        group: lines of a rack; 0 for no racks.
        rack: the gap between racks.
        aside: room left of it: the numbers of neurons.
        meter: room right of each strip.
    """

    layer: int
    first: int
    count: int
    across: int
    group: int = 0
    rack: float = 0.0
    aside: float = 0.0
    meter: float = 0.0


class Band(Struct, frozen=True):
    """Pieces side by side, and the height of the headings above them."""

    pieces: tuple[Piece, ...]
    heading: float


class Stop(Struct, frozen=True):
    """Sizes on the way from far to near.

    Attributes:
        pitches: the width of a column, per layer.
        heights: of a strip, per layer.
        slack: how much wider a strip is than its columns need, per layer.
    """

    pitches: tuple[float, ...]
    heights: tuple[float, ...]
    slack: tuple[float, ...]


class Plan(Struct, frozen=True, dict=True):
    """A network's desk in one view, at every zoom.

    Attributes:
        layout: where each knob sits in θ.
        bands: which strips stand where.
        stops: from all in view to large faders; the last but one are faders that can be read.
        opens_at: at which of the stops the desk opens.
        beside: whether the inputs stand beside the strips; above them otherwise.
        inputs: (x, y, width, height) of the inputs' strip.
        width: of the view.
        height: of the view.
        ratio: screen pixels per logical pixel.
        picture: whether the first layer's weights make pictures.
        centred: whether what is narrower than the view stands in its middle.
    """

    layout: Layout
    bands: tuple[Band, ...]
    stops: tuple[Stop, ...]
    opens_at: int
    beside: bool
    inputs: tuple[float, float, float, float]
    width: float
    height: float
    ratio: float
    picture: bool = False
    centred: bool = False

    @cached_property
    def ways(self) -> tuple[float, ...]:
        """How far it is from stop to stop: the logarithm of what grows most."""
        return tuple(_way(one, other) for one, other in pairwise(self.stops))

    @property
    def near(self) -> float:
        """The closeness at which knobs are faders that can be read."""
        return self._closeness(len(self.stops) - 2)

    @property
    def opening(self) -> float:
        """The closeness at which the desk opens."""
        return self._closeness(self.opens_at)

    def _closeness(self, stop: int) -> float:
        whole = sum(self.ways)
        return sum(self.ways[:stop]) / whole if whole else 0.0

    def step(self, factor: float) -> float:
        """Returns by how much closeness grows where what grows most grows by a factor."""
        whole = sum(self.ways)
        return log(factor) / whole if whole else 0.0

    def sizes(self, closeness: float) -> Stop:
        """Returns the sizes at a closeness from 0 to 1."""
        slack, begin = self._slack(closeness), 0.0
        for place in range(len(self.ways)):
            end = self._closeness(place + 1)
            if closeness <= end or place == len(self.ways) - 1:
                share = (closeness - begin) / (end - begin) if end > begin else 1.0
                return _between(self.stops[place], self.stops[place + 1], share, slack)
            begin = end
        return self.stops[0]

    def _slack(self, closeness: float) -> tuple[float, ...]:
        """Returns the slack, which is there as long as columns have not grown, and then less."""
        first = self._closeness(1) if self.stops[0].pitches == self.stops[1].pitches else 0.0
        share = max(0.0, (closeness - first) / (1 - first)) if first < 1 else 0.0
        return tuple(slack * (1 - share) ** 2 for slack in self.stops[0].slack)

    def at(self, closeness: float) -> Geometry:
        """Returns where everything is at a closeness from 0 to 1."""
        sizes, ratio = self.sizes(closeness), self.ratio
        of = tuple(
            measures(pitch, height, ratio, picture=self.picture and not layer)
            for layer, (pitch, height) in enumerate(zip(sizes.pitches, sizes.heights, strict=True))
        )
        left, y = _corner(self)
        bays: list[Bay] = []
        sections: list[Section] = []
        ends = [self.width]
        for number, band in enumerate(self.bands):
            x, bottom = left, y + band.heading
            for place, piece in enumerate(band.pieces):
                x += piece.aside
                bay = _bay(
                    piece, of[piece.layer], sizes.slack[piece.layer], x, y + band.heading, self
                )
                if not piece.first:
                    begin = bay.x - piece.aside
                    wide = bay.right + piece.meter - begin
                    sections.append(Section(piece.layer, begin, y, wide, band.heading))
                bays.append(bay)
                bottom = max(bottom, bay.bottom)
                end = bay.right + piece.meter
                ends.append(end)
                x = end + (SECTION_GAP if place + 1 < len(band.pieces) else 0)
            goes_on = number + 1 < len(self.bands) and not self.bands[number + 1].heading
            gap = float(BAND_GAP)
            if self.beside or goes_on:
                gap = max(of[piece.layer].below for piece in band.pieces)
            y = bottom + gap
        whole = Geometry(
            of, tuple(sorted(bays, key=lambda bay: (bay.layer, bay.first))),
            tuple(sections), self.beside, self.inputs, max(ends), max(self.height, y - gap),
        )  # fmt: skip
        return _centred(whole, self) if self.centred else _tidied(whole, self)


def _corner(plan: Plan) -> tuple[float, float]:
    """Returns where the strips begin, beside or below the inputs."""
    x, y, width, height = plan.inputs
    return (x + width + SECTION_GAP, 0.0) if plan.beside else (0.0, y + height + BAND_GAP)


def _bay(piece: Piece, of: Measures, slack: float, x: float, y: float, plan: Plan) -> Bay:
    ratio = plan.ratio
    columns = plan.layout.blocks[piece.layer].rows
    whole = of.wide(columns) + slack
    step = whole + of.gap + piece.meter
    step_y = of.height + of.below
    left = of.left + slack / 2
    if of.level is Level.CELL and whole >= _SNAPPED:  # never up: there may be very many
        whole, step = floor(whole * ratio) / ratio, floor(step * ratio) / ratio
    if of.level is not Level.CELL:
        step = floor(step * ratio + 1e-6) / ratio
        whole = min(_snap(whole, ratio), step)
        y, step_y, left = _snap(y, ratio), _snap(step_y, ratio), _snap(left, ratio)
    return Bay(
        piece.layer, piece.first, piece.count, piece.across, columns, of,
        _snap(x, ratio), y, whole, left, step, step_y,
        piece.group, piece.rack, piece.meter,
    )  # fmt: skip


def _centred(whole: Geometry, plan: Plan) -> Geometry:
    """Few knobs stand in the middle of what is left beside the inputs."""
    end = max(bay.right for bay in whole.bays)
    aside = max(0.0, _snap((plan.width - end) / 2, plan.ratio))
    bays = tuple(replace(bay, x=bay.x + aside) for bay in whole.bays)
    sections = tuple(replace(section, x=section.x + aside) for section in whole.sections)
    return replace(whole, bays=bays, sections=sections)


def _tidied(whole: Geometry, plan: Plan) -> Geometry:
    """What is a pixel larger than the view by rounding alone does not scroll."""
    spare = 2 / plan.ratio + 0.01
    width = plan.width if whole.width <= plan.width + spare else whole.width
    height = plan.height if whole.height <= plan.height + spare else whole.height
    return replace(whole, width=width, height=height)


def _between(one: Stop, other: Stop, share: float, slack: tuple[float, ...]) -> Stop:
    def mixed(low: tuple[float, ...], high: tuple[float, ...]) -> tuple[float, ...]:
        pairs = zip(low, high, strict=True)
        return tuple(a if a == b else exp(log(a) * (1 - share) + log(b) * share) for a, b in pairs)

    if share <= 0:
        return Stop(one.pitches, one.heights, slack)
    if share >= 1:
        return Stop(other.pitches, other.heights, slack)
    return Stop(mixed(one.pitches, other.pitches), mixed(one.heights, other.heights), slack)


def _way(one: Stop, other: Stop) -> float:
    pitches = zip(one.pitches, other.pitches, strict=True)
    heights = zip(one.heights, other.heights, strict=True)
    return max(abs(log(b / a)) for a, b in (*pitches, *heights))


def _snap(value: float, ratio: float) -> float:
    return round(value * ratio) / ratio
