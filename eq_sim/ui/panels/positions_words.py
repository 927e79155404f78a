"""Positions of knobs in words and numbers, as the panel writes them."""

from eq_sim.language.numerals import local
from eq_sim.language.tr import later, ntr, tr
from eq_sim.large_models.units import MEMORY, amount
from eq_sim.network.making import MOST_BITS
from eq_sim.session.questions.at_positions import AtPositions
from eq_sim.ui.models.positions_desk import PositionsDesk
from eq_sim.ui.panels.reference_words import error_size
from eq_sim.ui.panels.set_up import SetUp
from eq_sim.ui.panels.transport import measure_text
from eq_sim.ui.style.numbers import plain

_LARGE_MODELS = later(
    "4 bits are an eighth of 32 and a quarter of 16. In 4-bit files of large models a knob takes "
    "about {least} to {most} bits, for they hold scales, too."
)
_IN_LARGE_MODELS = {"least": 4.1, "most": 4.5}
_REPAIRS = later(
    "Training goes on: each step asks what the knobs at their positions do wrong, and turns them "
    "between positions. That repairs much."
)
_DIGITS = 4


def about() -> str:
    """Returns what holds of all networks."""
    return f"{tr(_REPAIRS)}\n\n{tr(_LARGE_MODELS, **_IN_LARGE_MODELS)}"


def choice(bits: int) -> str:
    """Returns what a number of bits is called where one is chosen: "4: 15 positions"."""
    if bits == MOST_BITS:
        return tr("{bits}: free", bits=bits)
    return tr("{bits}: {positions:,} positions", bits=bits, positions=2**bits - 1)


def size(many: int) -> str:
    """Returns a number of bytes: "1.373 kB"."""
    return local(amount(many, MEMORY, _DIGITS).text)


def measured(session: SetUp, metric: str, value: float | None) -> str:
    """Returns a measure as the screen writes it, in the units of the data."""
    target = session.dataset.target
    if value is not None and metric == "typical_error" and target is not None:
        return error_size(value, target)
    return measure_text(metric, value, session.scenario.goal)


def measure_name(metric: str) -> str:
    """Returns what is measured, in a word or two."""
    if metric == "accuracy":
        return tr("Right")
    return tr("Typical error") if metric == "typical_error" else tr("Goal's measure")


def lines(desk: PositionsDesk) -> tuple[str, ...]:
    """Returns what is said of the knobs as they stand."""
    now, session = desk.now, desk.session
    if now is None:
        return (tr("Computing …"),)
    late = desk.now_at if desk.now_at != session.step else None
    step = late if session.evaluation.step is None else session.evaluation.step
    worth = _worth(desk, now, step)
    if now.positions is None:
        free = tr(
            "Knobs turn freely: {size}, {bits} bits each.", size=size(now.size), bits=MOST_BITS
        )
        return (free, worth)
    first = ntr(
        "{positions:,} positions. {size} with {count:,} scale: {bits} bits a knob in all.",
        "{positions:,} positions. {size} with {count:,} scales: {bits} bits a knob in all.",
        desk.scales,
        positions=now.positions,
        size=size(now.size),
        bits=plain(8 * now.size / session.layout.size, 3),
    )
    moved = now.moved
    went = tr(
        "From where it was turned to, a knob is {mean} in the mean, {median} in the middle, "
        "{most} at most.",
        mean=plain(moved.mean),
        median=plain(moved.median),
        most=plain(moved.largest),
    )
    return (first, worth, went)


def _worth(desk: PositionsDesk, now: AtPositions, step: int | None) -> str:
    """Returns how good the network is, and at which step that is not now."""
    session, name = desk.session, measure_name(desk.metric)
    parts = [tr("{value} on train", value=measured(session, desk.metric, now.measure.train))]
    if now.measure.test is not None:
        value = measured(session, desk.metric, now.measure.test)
        parts.append(tr("{value} on test", value=value))
    values = ", ".join(parts)
    if step is None:
        return tr("{measure}: {values}.", measure=name, values=values)
    return tr("{measure} at step {step:,}: {values}.", measure=name, step=step, values=values)


def accuracy_rows(desk: PositionsDesk) -> list[tuple[str, ...]]:
    """Returns bits, train and test at each setting; nothing of a part that there is not."""
    rows = []
    for at in desk.each:
        parts = (at.measure.train, at.measure.test)
        cells = ["" if of is None else measured(desk.session, desk.metric, of) for of in parts]
        rows.append((str(at.bits), *cells))
    return rows


def size_rows(desk: PositionsDesk) -> list[tuple[str, ...]]:
    """Returns bits, bytes and bits a knob at each setting."""
    knobs = desk.session.layout.size
    return [(str(at.bits), size(at.size), plain(8 * at.size / knobs, 3)) for at in desk.each]


def distance_rows(desk: PositionsDesk) -> list[tuple[str, ...]]:
    """Returns bits, and how far the knobs went: mean, median, largest."""
    return [
        (str(at.bits), *(plain(x, 2) for x in (at.moved.mean, at.moved.median, at.moved.largest)))
        for at in desk.each
    ]


def curves(desk: PositionsDesk, what: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Returns the heights of the curve that is solid, and of the dashed one; empty for none."""

    def known(values: list[float | None]) -> tuple[float, ...]:
        return tuple(nan if value is None else value for value in values)

    nan, each = float("nan"), desk.each
    if what == "size":
        return tuple(at.size / 1e3 for at in each), ()
    if what == "distance":
        return tuple(at.moved.mean for at in each), tuple(at.moved.largest for at in each)
    share = 100.0 if desk.metric == "accuracy" else 1.0
    target = desk.session.dataset.target
    if desk.metric == "typical_error" and target is not None:
        share = abs(target.scale)
    train = known([at.measure.train for at in each])
    test = known([at.measure.test for at in each])
    some = any(at.measure.test is not None for at in each)
    return tuple(share * y for y in train), tuple(share * y for y in test) if some else ()


def curve_name(at: AtPositions, text: tuple[str, ...], heads: tuple[str, ...]) -> str:
    """Returns a row as it is read aloud."""
    pairs = ", ".join(f"{head} {cell}" for head, cell in zip(heads, text[1:], strict=True))
    if at.positions is None:
        return tr("{bits} bits, turning freely: {values}", bits=at.bits, values=pairs)
    return tr(
        "{bits} bits, {positions:,} positions: {values}",
        bits=at.bits,
        positions=at.positions,
        values=pairs,
    )
