"""What is said of several starts: which are one network, and what lies between two."""

import numpy as np

from eq_sim.language.tr import later, tr
from eq_sim.sweeps.disguises import HILL, NEAR, Disguises, Pair, can_line_up
from eq_sim.sweeps.starts import Starts
from eq_sim.ui.style.numbers import loss, plain, steps

NOT_LINED_UP = later(
    "Neurons are not lined up here: layers are too wide, or neurons have numbers of their own."
)
EMPTY = later(
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
    return letters(found, number) or tr("alone")


def letters(found: Disguises, number: int) -> str:
    """Returns the letter of the group that a start's network is in; nothing for one in none."""
    group = found.group_of(number)
    if group is None or len(found.groups[group]) == 1:
        return ""
    place = sum(len(other) > 1 for other in found.groups[:group])
    name = ""
    while place >= 0:
        name, place = chr(ord("A") + place % 26) + name, place // 26 - 1
    return name


def summary(starts: Starts, found: Disguises) -> str:
    """Returns what was found of all pairs."""
    pairs = found.good_pairs
    made = tr(
        "{starts} starts, {steps} each, {good} good ones.",
        starts=starts.count,
        steps=steps(starts.steps),
        good=len(found.good),
    )
    if not pairs:
        return " ".join((tr("There are no two good ones to compare."), made))
    before = loss(float(np.median([pair.barrier for pair in pairs])))
    if not can_line_up(starts.state):
        rises = tr("Between two the train loss rises by {loss} (median).", loss=before)
        return " ".join((rises, tr(NOT_LINED_UP), made))
    same = tr(
        "Of {pairs:,} good pairs {same} are one network in disguise, {joined} have no hill "
        "between them.",
        pairs=len(pairs),
        same=len(found.same_pairs),
        joined=len(found.joined_pairs),
    )
    rises = tr(
        "Between two the train loss rises by {loss} (median), lined up by {lined_up}.",
        loss=before,
        lined_up=loss(float(np.median([pair.lined_up_barrier for pair in pairs]))),
    )
    return " ".join((same, rises, made))


def tolerance(found: Disguises) -> str:
    """Returns what makes two networks one."""
    return tr(
        "One network in disguise: both are good; lined up, the train loss on the straight path "
        "between them never rises by more than {hill} above the line between theirs; and their "
        "knobs are at most {near} as far apart as strangers'. Each letter is a group: all in it "
        "are one with its best.",
        hill=plain(HILL * found.gain, 2),
        near=plain(NEAR),
    )


def between(found: Disguises, pair: Pair) -> str:
    """Returns what lies between two networks."""
    rises = tr(
        "From start {first} to start {second} the train loss rises by {loss}, lined up by "
        "{lined_up}.",
        first=pair.first,
        second=pair.second,
        loss=loss(max(0.0, pair.barrier)),
        lined_up=loss(max(0.0, pair.lined_up_barrier)),
    )
    apart = tr(
        "Knobs apart {apart}, lined up {lined_up}; strangers 1.",
        apart=plain(pair.apart, 2),
        lined_up=plain(pair.lined_up_apart, 2),
    )
    if found.are_one(pair):
        return " ".join((tr("One network in disguise."), rises, apart))
    if found.are_joined(pair):
        return " ".join((tr("No hill between them, but other knobs."), rises, apart))
    return f"{rises} {apart}"
