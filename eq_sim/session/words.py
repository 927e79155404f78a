"""English for messages: the one place in which a message becomes a sentence."""

from eq_sim.session.messages import Argument, KnobName, Message

SETTING_NAMES: dict[str, str] = {
    "learning_rate": "learning rate",
    "batch_size": "batch size",
    "optimizer": "optimizer",
    "momentum": "momentum",
    "beta1": "β₁",
    "beta2": "β₂",
    "epsilon": "ε",
    "alpha": "α",
    "schedule": "schedule",
    "schedule_length": "length of the schedule",
    "schedule_factor": "factor of the schedule",
    "warmup": "warm-up",
    "l1": "L1 penalty",
    "l2": "weight decay (L2)",
    "dropout": "dropout",
    "speed": "speed",
    "loss": "loss",
    "activation": "activation",
    "dtype": "precision",
    "hidden": "layers",
    "initializer": "start",
    "components": "principal components",
    "noise": "noise",
    "points": "points",
    "formula": "formula",
    "from_x": "first x",
    "to_x": "last x",
    "examples": "examples",
    "contrast": "contrast",
    "rotation": "rotation",
    "shift_x": "shift to the right",
    "shift_y": "shift down",
    "test_fraction": "test part",
    "validation_fraction": "validation part",
    "early_stopping": "early stopping",
    "temperature": "temperature",
    "label_share": "labels’ share",
    "train_points": "points to learn from",
}

SENTENCES: dict[str, str] = {
    # what can be undone
    "turn": "turn {knobs}",
    "paint": "painting in a picture",
    "training": "training, {steps}",
    "steps": "{steps}",
    "set": "set {setting}",
    "set-teacher": "another teacher",
    "begin-with": "beginning again, other {setting}",
    "freeze": "freeze {knobs}",
    "thaw": "thaw {knobs}",
    "mute": "mute {knobs}",
    "unmute": "unmute {knobs}",
    "solo": "solo {knobs}",
    "end-solo": "end solo of {knobs}",
    "switch-side": "switch to {side}",
    "copy-sides": "copy between A and B",
    "blend": "blend of A and B",
    "line-up": "line up B with A",
    "set-sides": "two networks as A and B",
    "to-best": "back to the best",
    "stop-early": "early stop, back to the best",
    "back-to-start": "back to start",
    "new-start": "new random start",
    "store-scene": "store scene {scene}",
    "recall-scene": "scene {scene}",
    "glide": "glide to scene {amount}",
    "clear-scene": "empty scene {scene}",
    "keep-checkpoint": "checkpoint at step {step:,}",
    "keep-automatically": "which checkpoints training keeps",
    "restore": "back to the checkpoint at step {step:,}",
    "describe-checkpoint": "words for a checkpoint",
    "let-go-checkpoint": "let go of a checkpoint",
    "go-to-run-start": "back to the start of run {run}",
    "go-to-run-end": "back to the end of run {run}",
    "name-run": "name of a run",
    "pin-runs": "pin of {runs}",
    "unpin-runs": "unpin of {runs}",
    "delete-runs": "deletion of {runs}",
    "go-to": "going to step {step:,}",
    "lock-knobs": "lock of all knobs",
    "unlock-knobs": "unlock of all knobs",
    "other-parameters": "other parameters",
    "one-at-a-time": "one knob at a time",
    "look-at-start": "a look at the start",
    "put": "set {knobs}",
    "reset": "reset {knobs}",
    "zero": "zero {knobs}",
    "scale": "multiply {knobs} by {amount}",
    "paste": "paste into {knobs}",
    "all-zero": "all zero",
    "all-to-start": "all to start",
    "shake": "shake by {amount} %",
    "own-lowest": "every knob to its own lowest point",
    "add-neurons": "add {neurons} to layer {layer}",
    "remove-neuron": "remove neuron {neuron} of layer {layer}",
    "add-layer": "add layer {layer} with {neurons}",
    "remove-layer": "remove layer {layer}",
    "quantise": "positions of {bits} bits",
    "prune": "prune the smallest {share} %",
    "pruning": "pruning",
    "unprune": "bring back all that was pruned",
    "add-adapter": "adapter beside the locked knobs",
    "set-strength": "strength of the adapter",
    "merge-adapter": "merge of the adapter",
    "remove-adapter": "removal of the adapter",
    "paint-points": "painting of points",
    "erase-points": "erasing of points",
    "add-drawing": "a drawn digit",
    "let-go-drawings": "letting go of drawn digits",
    # what the curve of the loss is marked with
    "pruned": "pruned the smallest {share} %",
    "unpruned": "brought back all that was pruned",
    "positions-on": "{positions:,} positions",
    "positions-off": "knobs turn freely again",
    "strength-set": "strength of the adapter {amount}",
    "painted": "points painted",
    "erased": "points erased",
    "drew-digit": "a digit drawn",
    "let-go-digits": "drawn digits let go",
    "tune-all": "all knobs trained",
    "tune-last": "the last layer alone trained",
    "tune-biases": "the biases alone trained",
    "turned": "a hand turned {knobs}",
    "changed": "{setting} changed",
    "froze": "froze {knobs}",
    "thawed": "thawed {knobs}",
    "muted": "muted {knobs}",
    "unmuted": "unmuted {knobs}",
    "soloed": "soloed {knobs}",
    "solo-ended": "ended the solo of {knobs}",
    "switched-side": "switched to {side}",
    "blended": "blended A and B",
    "lined-up": "lined B up with A",
    "sides-set": "went to A of two networks",
    "recalled-scene": "recalled scene {scene}",
    "went-to-best": "went back to the best, of step {step:,}",
    "added-neurons": "added {neurons} to layer {layer}",
    "removed-neuron": "removed neuron {neuron} of layer {layer}",
    "added-layer": "added layer {layer} with {neurons}",
    "removed-layer": "removed layer {layer}",
    "stopped-early": "stopped early: back to the best, of step {step:,}",
    # why training ended by itself
    "ended-early": (
        "Stopped early at step {step:,}: for {patience} the validation loss had reached no new "
        "low. The knobs are those of step {best:,} again, where it was lowest; undo brings back "
        "where training had come to."
    ),
    # why a step was refused
    "stopped": (
        "Training stopped at step {step:,}: the next step {what}. "
        "Every knob stays where it was. Lower {lower} and train again."
    ),
    # why a setting should be lowered while training goes on
    "rising": (
        "The train loss has risen for long: about {best:.3g} at step {step:,}, about {now:.3g} "
        "lately. Lower {lower}."
    ),
}


def words(message: Message) -> str:
    """Returns a message in English.

    One that is not known here, as in files of another version, or whose arguments are not those of
    its sentence, as in files that somebody edited, is its id.
    """
    sentence = SENTENCES.get(message.id)
    if sentence is None:
        return message.id
    try:
        return _put_in(sentence, message)
    except (KeyError, TypeError, ValueError):
        return message.id


def _put_in(sentence: str, message: Message) -> str:
    parts: dict[str, object] = dict(message.arguments)
    if "count" in parts:
        parts["knobs"] = knobs_words(message.arguments)
    if isinstance(steps := parts.get("steps"), int):
        parts["steps"] = _steps(steps)
    if isinstance(neurons := parts.get("neurons"), int):
        parts["neurons"] = "a neuron" if neurons == 1 else f"{neurons:,} neurons"
    if isinstance(runs := parts.get("runs"), int):
        parts["runs"] = "a run" if runs == 1 else f"{runs:,} runs"
    if isinstance(patience := parts.get("patience"), int):
        parts["patience"] = _steps(patience)
    if isinstance(setting := parts.get("setting"), str):
        parts["setting"] = SETTING_NAMES.get(setting, setting)
    if message.id == "stopped":
        parts |= _advice(message)
    if message.id == "rising":
        parts["lower"] = _lower(message.arguments["lower"], message.arguments["value"])
    return sentence.format(**parts)


def _steps(count: int) -> str:
    return f"{count:,} step{'' if count == 1 else 's'}"


def knob_words(name: KnobName) -> str:
    """Returns a knob's name: "x₂ → neuron 3, layer 1"."""
    place = f"rank {name.target}" if name.adapter == "A" else _neuron(name.target)
    if name.layer is not None:
        place += f", layer {name.layer}"
    if name.adapter:
        heard = f"rank {name.source}" if name.adapter == "B" else _neuron(name.source)
        return f"{name.adapter}: {heard} → {place}"
    if name.source is None:
        return f"bias of {place}"
    return f"{_neuron(name.source)} → {place}"


def _neuron(name: str | int | None) -> str:
    if name is None:
        return "the output"
    return name if isinstance(name, str) else f"neuron {name}"


def knobs_words(arguments: dict[str, Argument]) -> str:
    """Returns what some knobs are called, from the arguments of a message."""
    knob, count = arguments.get("knob"), arguments["count"]
    return knob_words(knob) if isinstance(knob, KnobName) else f"{count:,} knobs"


def _advice(message: Message) -> dict[str, object]:
    size, now = message.arguments.get("size"), message.arguments["now"]
    what = "has no finite value"
    if size is not None:
        what = f"would turn the knobs by {size:.1e} all together"
    return {"what": what, "lower": _lower(message.arguments["lower"], now)}


def _lower(setting: Argument, now: Argument) -> str:
    return {
        "l2": "the weight decay (L2, now {now:g})",
        "l1": "the L1 penalty (now {now:g})",
        "learning_rate": "the learning rate (now {now:g})",
    }[str(setting)].format(now=now)
