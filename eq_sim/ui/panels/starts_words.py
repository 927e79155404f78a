"""What is said of several starts: which are one network, and what lies between two."""

import numpy as np

from eq_sim.sweeps.disguises import HILL, NEAR, Disguises, Pair, can_line_up
from eq_sim.sweeps.starts import Starts
from eq_sim.ui.style.numbers import count, loss, plain, steps

NOT_LINED_UP = (
    "Neurons are not lined up here: layers are too wide, or neurons have numbers of their own."
)
EMPTY = (
    "Trains this experiment from several random starts at once: same data, same settings. Then it "
    "tells which of them are one network in disguise: neurons in another order, with other signs."
)


def network(found: Disguises, number: int) -> str:
    """Returns which network a start came to: the letter of its group, A to Z, AA and on.

    A good one that is one with no other is "alone"; one that is not good has a dash.
    """
    group = found.group_of(number)
    if group is None:
        return "–"
    if len(found.groups[group]) == 1:
        return "alone"
    place = sum(len(other) > 1 for other in found.groups[:group])
    name = ""
    while place >= 0:
        name, place = chr(ord("A") + place % 26) + name, place // 26 - 1
    return name


def summary(starts: Starts, found: Disguises) -> str:
    """Returns what was found of all pairs."""
    pairs = found.good_pairs
    made = f"{starts.count} starts, {steps(starts.steps)} each, {len(found.good)} good ones."
    if not pairs:
        return f"There are no two good ones to compare. {made}"
    before = loss(float(np.median([pair.barrier for pair in pairs])))
    rises = f"Between two the train loss rises by {before} (median)"
    if not can_line_up(starts.state):
        return f"{rises}. {NOT_LINED_UP} {made}"
    after = loss(float(np.median([pair.lined_up_barrier for pair in pairs])))
    return (
        f"Of {count(len(pairs))} good pairs {len(found.same_pairs)} are one network in disguise, "
        f"{len(found.joined_pairs)} have no hill between them. {rises}, lined up by {after}. {made}"
    )


def tolerance(found: Disguises) -> str:
    """Returns what makes two networks one."""
    return (
        "One network in disguise: both are good; lined up, the train loss on the straight path "
        f"between them never rises by more than {plain(HILL * found.gain, 2)} above the line "
        f"between theirs; and their knobs are at most {plain(NEAR)} as far apart as strangers'. "
        "Each letter is a group: all in it are one with its best."
    )


def between(found: Disguises, pair: Pair) -> str:
    """Returns what lies between two networks."""
    apart, lined = plain(pair.apart, 2), plain(pair.lined_up_apart, 2)
    rises = f"the train loss rises by {loss(max(0.0, pair.barrier))}"
    after = f"by {loss(max(0.0, pair.lined_up_barrier))}"
    verdict = ""
    if found.are_one(pair):
        verdict = "One network in disguise. "
    elif found.are_joined(pair):
        verdict = "No hill between them, but other knobs. "
    return (
        f"{verdict}From start {pair.first} to start {pair.second} {rises}, lined up {after}. "
        f"Knobs apart {apart}, lined up {lined}; strangers 1."
    )
