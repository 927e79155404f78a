"""The numbers that captions and conditions can name, each computed when it is asked for.

A quantity stands in braces, with what it is asked of behind a colon: ``{loss}``,
``{knob: x -> y}``. Adding one is one function in ``network_numbers.py``, ``score_numbers.py``,
``sound_numbers.py``, ``drawing_numbers.py`` or ``large_numbers.py``, and one line here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from eq_sim.language.tr import later
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language import drawing_numbers as drawing
from eq_sim.lessons.language import large_numbers as large
from eq_sim.lessons.language import network_numbers as network
from eq_sim.lessons.language import score_numbers as score
from eq_sim.lessons.language import sound_numbers as sound
from eq_sim.lessons.language.knob_names import find_column, find_knob
from eq_sim.lessons.language.number_format import Number
from eq_sim.lessons.language.scope import Scope


@dataclass(frozen=True)
class Quantity:
    """One number that a script can name.

    Attributes:
        about: what it is, for the page that documents the format.
        read: (context, what stands behind the colon) -> the number.
        check: (what stands behind the colon, scope) -> nothing, or an ``UnknownNameError``.
        takes: what has to stand behind the colon, as a lecturer would say it; empty for nothing.
    """

    about: str
    read: Callable[[StepContext, str], Number]
    check: Callable[[str, Scope], object] = lambda words, scope: None
    takes: str = ""


QUANTITIES: dict[str, Quantity] = {
    "loss": Quantity("the train loss", score.train_loss),
    "test loss": Quantity("the test loss", score.test_loss),
    "validation loss": Quantity("the validation loss", score.validation_loss),
    "validation accuracy": Quantity(
        "the share of right answers on the validation part",
        partial(score.measure, metric="accuracy", part="validation", style="percent"),
    ),
    "test gap": Quantity("test loss minus train loss", score.test_gap),
    "train error": Quantity(
        "the error on the training part, as a multiple of the data's noise",
        partial(score.measure, metric="error_over_noise", part="train", style="number"),
    ),
    "test error": Quantity(
        "the error on the test part, as a multiple of the data's noise",
        partial(score.measure, metric="error_over_noise", part="test", style="number"),
    ),
    "stopped at": Quantity(
        "the step at which early stopping has just ended training", score.stopped_at
    ),
    "accuracy": Quantity(
        "the share of right answers, on the test part where there is one",
        partial(score.measure, metric="accuracy", part="test", style="percent"),
    ),
    "train accuracy": Quantity(
        "the share of right answers on the training part",
        partial(score.measure, metric="accuracy", part="train", style="percent"),
    ),
    "right": Quantity("how many answers are right, test part or all", score.count_right),
    "explained": Quantity(
        "the share of the targets' variance that the answers explain, on the test part where "
        "there is one",
        partial(score.measure, metric="explained", part="test", style="percent"),
    ),
    "gap": Quantity(
        "how far the knobs are from least squares, as a share: 0.0005 is three digits",
        partial(score.measure, metric="least_squares_gap", part="train", style="number"),
    ),
    "best loss": Quantity(
        "the lowest recorded loss of this run: on the validation part where there is one, else on "
        "the test part, else on all",
        score.best_loss,
    ),
    "best step": Quantity("the step of the lowest recorded loss of this run", score.best_step),
    "step": Quantity("training steps taken", score.steps_taken),
    "steps to come": Quantity(
        "how many training steps the next `train` of the lesson takes",
        partial(score.to_come, key="train"),
    ),
    "passes to come": Quantity(
        "how many passes through the data the next `rival` of the lesson takes",
        partial(score.to_come, key="rival"),
    ),
    "held": Quantity(
        "from how many seeds a counted expectation held",
        score.held,
        score.check_count,
        later("the name of a counted expectation"),
    ),
    "seeds": Quantity(
        "of how many seeds that was counted",
        score.seeds,
        score.check_count,
        later("the name of a counted expectation"),
    ),
    "chance": Quantity(
        "the share of right answers that guessing would have: one over the classes", score.chance
    ),
    "knobs": Quantity("how many knobs there are", network.knob_count),
    "questions": Quantity(
        "passes through the data it takes to ask each knob separately: one more than knobs",
        partial(network.knob_count, more=1),
    ),
    "moved": Quantity("how many knobs the last training step moved", score.moved),
    "moved far": Quantity(
        "the share of knobs that stand further from their start than 1 % of the largest start "
        "weight of their layer",
        network.moved_far,
    ),
    "free knobs": Quantity("how many knobs are not frozen", network.free_knobs),
    "new knobs": Quantity("how many knobs the adapter has", network.adapter_knobs),
    "muted": Quantity("how many knobs are silent", network.muted),
    "muted share": Quantity(
        "the share of the weights that are silent, biases not counted", network.muted_share
    ),
    "quiet knobs": Quantity(
        "the share of knobs that can be muted by themselves without changing an answer",
        score.quiet_knobs,
    ),
    "learned from": Quantity(
        "how many samples are learned from", partial(score.sample_count, part=0)
    ),
    "checked on": Quantity(
        "how many samples are in the test part", partial(score.sample_count, part=1)
    ),
    "chosen by": Quantity(
        "how many samples are in the validation part", partial(score.sample_count, part=2)
    ),
    "visited": Quantity("how many knobs the last rival has touched", score.visited),
    "level at": Quantity(
        "after how many passes through the data training was as low as the last rival at its end",
        score.level_at,
    ),
    "disagreement": Quantity(
        "how much asking each knob separately differs from one backward pass, as a share",
        score.disagreement,
    ),
    "limit": Quantity(
        "the largest learning rate at which plain gradient descent on full batches settles, for "
        "one linear layer and ½ mean squared error",
        network.learning_limit,
    ),
    "learning rate": Quantity("the learning rate", network.learning_rate),
    "learning rate now": Quantity(
        "the learning rate of the next step: warm-up and schedule are in it", network.rate_now
    ),
    "average target": Quantity("the mean of what is learned, in its unit", network.average_target),
    "average input": Quantity(
        "the mean of an input on what is learned from, in its unit",
        network.average_input,
        find_column,
        later("an input"),
    ),
    "line distance": Quantity(
        "how far the dividing line is from the middle", network.line_distance
    ),
    "knob": Quantity("where a knob stands", network.knob_value, find_knob, later("a knob")),
    "counts as": Quantity(
        "what the network computes with: where a knob stands, or the position that it clicks into",
        network.counts_as,
        find_knob,
        later("a knob"),
    ),
    "bits": Quantity("in how many bits each knob stands", network.bits),
    "setting": Quantity(
        "a hyperparameter or a setting of the data that is a number, by its name in `set`",
        network.setting,
        network.check_setting,
        later("a setting"),
    ),
    "positions": Quantity(
        "how many positions a knob has; none where knobs turn freely", network.positions
    ),
    "at zero": Quantity(
        "how many weights and biases are 0 where the network computes", network.at_zero
    ),
    "memory": Quantity(
        "how many bytes the knobs take, in as many bits as they have; scales are counted",
        network.memory,
    ),
    "best": Quantity(
        "where least squares puts a knob", network.least_squares_knob, find_knob, later("a knob")
    ),
    "worth": Quantity(
        "what a knob is worth in real units", network.knob_worth, find_knob, later("a knob")
    ),
    "input": Quantity(
        "an input of a point", network.input_at, network.check_input, later("an input and a point")
    ),
    "sum": Quantity(
        "what a neuron adds up at a point",
        partial(network.neuron_at, answer=False),
        network.check_neuron,
        later("a neuron and a point"),
    ),
    "answer": Quantity(
        "what a neuron answers at a point",
        partial(network.neuron_at, answer=True),
        network.check_neuron,
        later("a neuron and a point"),
    ),
    "effect": Quantity(
        "the most that an answer changes when an input goes from end to end",
        network.effect,
        find_column,
        later("an input"),
    ),
    "changed answers": Quantity(
        "how many answers differ from those of a remembered setting",
        score.changed_answers,
        score.check_setting,
        later("a remembered setting"),
    ),
    "changed knobs": Quantity(
        "how many knobs have another bit than in a remembered setting",
        score.changed_knobs,
        score.check_setting,
        later("a remembered setting"),
    ),
    "worst band": Quantity(
        "how far what the knobs make is from what is wanted where it is furthest, in dB",
        partial(score.measure, metric="worst_band", part="train", style="number", unit="dB"),
    ),
    "bands within": Quantity("how many bands are within 1 dB", sound.bands_within),
    "heard": Quantity(
        "by how many dB a band is louder than in the original; below 0 it is softer",
        sound.heard,
        find_column,
        later("a band"),
    ),
    "heard off": Quantity(
        "the most by which a tone from 25 Hz to 16 kHz is louder or softer than in the original, "
        "in dB",
        sound.heard_off,
    ),
    "heard change": Quantity(
        "the most by which such a tone is louder or softer than with a remembered setting, in dB",
        sound.heard_change,
        score.check_setting,
        later("a remembered setting"),
    ),
    "read as": Quantity(
        "what the network says of the drawing; in conditions its place among the classes, from 0",
        drawing.read_as,
        drawing.check_drawn,
    ),
    "sure": Quantity(
        "how sure the network is of what it says of the drawing",
        drawing.sure,
        drawing.check_drawn,
    ),
    "answer checksum": Quantity(
        "a checksum of all bits of the answer to the drawing, to compare with a noted one",
        drawing.answer_checksum,
        drawing.check_drawn,
    ),
    "batch size": Quantity("how many samples the batch of the next step has", score.batch_size),
    "batch loss": Quantity(
        "the mean loss of the batch of the step that is under way, as that step sees it",
        score.batch_loss,
    ),
    "desk": Quantity(
        "how long a desk would be with a fader of a centimetre for each knob; in conditions, in "
        "metres",
        large.desk,
    ),
    "years": Quantity(
        "how long it takes to turn each knob once, one a second; in conditions, in years",
        large.years,
    ),
    "knobs of": Quantity(
        "how many knobs a large network has",
        large.knobs_of,
        large.find_model,
        later("a large network"),
    ),
    "desk of": Quantity(
        "how long its desk would be", large.desk_of, large.find_model, later("a large network")
    ),
    "moons of": Quantity(
        "how many times as long as the way to the Moon its desk would be",
        large.moons_of,
        large.find_model,
        later("a large network"),
    ),
    "years of": Quantity(
        "how long it takes to turn each of its knobs once, one a second",
        large.years_of,
        large.find_model,
        later("a large network"),
    ),
}
"""Every number that a script can name; noted numbers are named by their notes."""
