"""``eq-sim starts``: one experiment from several random starts, and which of them are one."""

import json
import math
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

import numpy as np

from eq_sim import interruption
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_json, add_seed, add_settings, settings, steps
from eq_sim.session.files.opening import open_session
from eq_sim.sweeps.alone import Ended
from eq_sim.sweeps.disguises import GOOD, HILL, NEAR, Disguises, Pair, can_line_up, disguises
from eq_sim.sweeps.starts import MOST, Starts, run_starts

_SHOWN = 10  # pairs in the table


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="SCENARIO|FILE|LINE")
    parser.add_argument(
        "--count", type=_count, default=12, metavar="K", help="how many starts, from 0 on (12)"
    )
    parser.add_argument("--steps", type=_steps, metavar="N", help="training steps of each")
    add_seed(parser)
    add_settings(parser)
    add_json(parser)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 9 or not 2 <= int(text) <= MOST:
        raise ArgumentTypeError(f"starts are 2 to {MOST}, not '{text[:200]}'")
    return int(text)


def _steps(text: str) -> int:
    number = steps(text)
    if not number:
        raise ArgumentTypeError("a start is trained: 1 step at least")
    return number


def _run(options: Namespace) -> int:
    session = open_session(options.what, options.seed, settings(options.set))
    starts = Starts(session.state(), options.count, options.steps or 0)
    shown = sys.stderr.isatty() and not options.json

    def say(what: str, share: float) -> bool:
        interruption.check()
        if shown:
            print(f"\r{what}: {100 * share:.0f} %   ", end="", file=sys.stderr, flush=True)
        return True

    ended = run_starts(starts, lambda share: say("training", share)) or []
    found = disguises(starts.state, ended, lambda share: say("comparing", share))
    if shown:
        print(file=sys.stderr)
    assert found is not None  # whoever wants it to stop is answered by an exception
    if options.json:
        print(json.dumps(_numbers(starts, ended, found)))
    else:
        print(_sentences(starts, ended, found))
    return 0


def _numbers(starts: Starts, ended: list[Ended], found: Disguises) -> dict[str, Any]:
    state = starts.state
    return {
        "scenario": state.scenario.name,
        "seed": state.seed,
        "knobs": state.layout.size,
        "steps": starts.steps,
        "bits": ended[0].outcome.bits,
        "lined_up": can_line_up(state),
        "good_within": GOOD * found.gain,
        "hill": HILL * found.gain,
        "near": NEAR,
        "networks": [_network(each, found) for each in ended],
        "groups": [list(group) for group in found.groups],
        "good_pairs": len(found.good_pairs),
        "joined_pairs": len(found.joined_pairs),
        "same_pairs": len(found.same_pairs),
        "pairs": [_pair(pair, found) for pair in found.pairs],
    }


def _network(each: Ended, found: Disguises) -> dict[str, Any]:
    outcome = each.outcome
    return {
        "start": outcome.trial.number,
        "steps": outcome.steps,
        "train_loss": _finite(outcome.train_loss),
        "validation_loss": _finite(outcome.validation_loss),
        "test_loss": _finite(outcome.test_loss),
        "error": outcome.kind.words,
        "train_error": _finite(outcome.train_error),
        "validation_error": _finite(outcome.validation_error),
        "test_error": _finite(outcome.test_error),
        "good": outcome.trial.number in found.good,
        "group": found.group_of(outcome.trial.number),
        "refusal": outcome.advice or None,
    }


def _pair(pair: Pair, found: Disguises) -> dict[str, Any]:
    return {
        "first": pair.first,
        "second": pair.second,
        "barrier": _finite(pair.barrier),
        "lined_up_barrier": _finite(pair.lined_up_barrier),
        "apart": _finite(pair.apart),
        "lined_up_apart": _finite(pair.lined_up_apart),
        "joined": found.are_joined(pair),
        "same": found.are_one(pair),
    }


def _finite(value: float | None) -> float | None:
    """JSON has no infinity: what is not finite is null."""
    return value if value is not None and math.isfinite(value) else None


def _sentences(starts: Starts, ended: list[Ended], found: Disguises) -> str:
    state = starts.state
    lines = [
        f"{state.scenario.title}: {state.layout.size:,} knobs, seed {state.seed}, "
        f"{starts.count} random starts, up to {starts.steps:,} steps each.",
        f"{'start':>5}{'train loss':>12}{'test loss':>12}{'test error':>12}   one network with",
    ]
    for each in ended:
        outcome, others = each.outcome, _others(each.outcome.trial.number, found)
        told = outcome.advice or others
        lines.append(
            f"{outcome.trial.number:>5}{_told(outcome.train_loss):>12}"
            f"{_told(outcome.test_loss):>12}{_told(outcome.test_error):>12}   {told}"
        )
    pairs, joined, same = found.good_pairs, found.joined_pairs, found.same_pairs
    lines.append(
        f"{len(pairs)} pairs of good ones (within {GOOD * found.gain:.3g} of the best train loss)."
    )
    if not pairs:
        return "\n".join(lines)
    before = np.median([pair.barrier for pair in pairs])
    after = np.median([pair.lined_up_barrier for pair in pairs])
    lines.append(f"On the straight path the train loss rises by {before:.3g} (median).")
    if not can_line_up(state):
        lines.append(
            "Neurons are not lined up here: layers are too wide, or neurons have numbers of "
            "their own."
        )
        return "\n".join(lines)
    lines += [
        f"Lined up, by {after:.3g}; by {HILL * found.gain:.3g} at most, which is no hill to speak "
        f"of, in {len(joined)} of {len(pairs)}.",
        f"In {len(same)} of {len(pairs)} the knobs are near, too (at most {NEAR:g} of the way "
        "between strangers): one network in disguise.",
    ]
    return "\n".join(lines)


def _others(number: int, found: Disguises) -> str:
    """Returns which starts came to the same network."""
    group = found.group_of(number)
    if group is None:
        return "not a good one"
    return ", ".join(str(other) for other in found.groups[group] if other != number) or "alone"


def _told(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


COMMAND = Command(
    "starts", 21, "train from several random starts, and tell which are one", _arguments, _run
)
