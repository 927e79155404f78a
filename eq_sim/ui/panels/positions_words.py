"""Positions of knobs in words and numbers, as the panel writes them."""

from eq_sim.language.numerals import local
from eq_sim.large_models.units import MEMORY, amount
from eq_sim.network.making import MOST_BITS
from eq_sim.session.questions.at_positions import AtPositions
from eq_sim.ui.models.positions_desk import PositionsDesk
from eq_sim.ui.panels.reference_words import error_size
from eq_sim.ui.panels.set_up import SetUp
from eq_sim.ui.panels.transport import measure_text
from eq_sim.ui.style.numbers import COMPUTING, at_step, count, plain

LARGE_MODELS = (
    "4 bits are an eighth of 32 and a quarter of 16. In 4-bit files of large models a knob takes "
    "about 4.1 to 4.5 bits, for they hold scales, too."
)
REPAIRS = (
    "Training goes on: each step asks what the knobs at their positions do wrong, and turns them "
    "between positions. That repairs much."
)
_DIGITS = 4


def choice(bits: int) -> str:
    """Returns what a number of bits is called where one is chosen: "4: 15 positions"."""
    return f"{bits}: free" if bits == MOST_BITS else f"{bits}: {count(2**bits - 1)} positions"


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
    return {"accuracy": "Right", "typical_error": "Typical error"}.get(metric, "Goal's measure")


def lines(desk: PositionsDesk) -> tuple[str, ...]:
    """Returns what is said of the knobs as they stand."""
    now, session = desk.now, desk.session
    if now is None:
        return (f"{COMPUTING[0].upper()}{COMPUTING[1:]}",)
    late = desk.now_at if desk.now_at != session.step else None
    when = at_step(late if session.evaluation.step is None else session.evaluation.step)
    parts = [f"{measured(session, desk.metric, now.measure.train)} on train"]
    if now.measure.test is not None:
        parts.append(f"{measured(session, desk.metric, now.measure.test)} on test")
    worth = f"{measure_name(desk.metric)}{when}: {', '.join(parts)}."
    if now.positions is None:
        free = f"Knobs turn freely: {size(now.size)}, {MOST_BITS} bits each."
        return (free, worth)
    whole = 8 * now.size / session.layout.size
    scales = f"{count(desk.scales)} scale{'s' if desk.scales != 1 else ''}"
    first = (
        f"{count(now.positions)} positions. {size(now.size)} with {scales}: "
        f"{plain(whole, 3)} bits a knob in all."
    )
    moved = now.moved
    went = (
        f"From where it was turned to, a knob is {plain(moved.mean)} in the mean, "
        f"{plain(moved.median)} in the middle, {plain(moved.largest)} at most."
    )
    return (first, worth, went)


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
    what = "turning freely" if at.positions is None else f"{count(at.positions)} positions"
    pairs = ", ".join(f"{head} {cell}" for head, cell in zip(heads, text[1:], strict=True))
    return f"{at.bits} bits, {what}: {pairs}"
