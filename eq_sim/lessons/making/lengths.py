"""Steps and pauses of any length, as steps and pauses no longer than a lesson's may be."""

from eq_sim.lessons.making.draft import LONGEST, Table, seconds_of

_MOST_STEPS = 1_000_000  # of training, in one step of a lesson


def sized(table: Table) -> list[Table]:
    """Returns a step as long as a lesson's may be; more training is several of them."""
    if "seconds" in table:
        table = {**table, "seconds": min(seconds_of(table), LONGEST)}
    steps = table.get("train")
    if not isinstance(steps, int) or steps <= _MOST_STEPS:
        return [table]
    pieces = [min(_MOST_STEPS, steps - begun) for begun in range(0, steps, _MOST_STEPS)]
    seconds = round(seconds_of(table) / len(pieces), 2)
    return [{**table, "train": piece, "seconds": seconds} for piece in pieces]


def pauses(seconds: float) -> list[Table]:
    """Returns the steps in which nothing happens for so long."""
    whole, rest = divmod(round(seconds, 1), LONGEST)
    parts = [LONGEST] * int(whole) + ([round(rest, 1)] if rest >= 0.1 else [])
    return [{"pause": part} for part in parts]
