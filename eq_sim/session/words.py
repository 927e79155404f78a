"""Words for messages: the one place in which a message becomes a sentence."""

from collections.abc import Callable

from eq_sim.data.names_said import name_said
from eq_sim.language.numerals import local
from eq_sim.language.tr import later, ntr, tr
from eq_sim.session.messages import Argument, KnobName, Message

SETTING_NAMES: dict[str, str] = {
    "learning_rate": later("learning rate"),
    "batch_size": later("batch size"),
    "optimizer": later("optimizer"),
    "momentum": later("momentum"),
    "beta1": "β₁",
    "beta2": "β₂",
    "epsilon": "ε",
    "alpha": "α",
    "schedule": later("schedule"),
    "schedule_length": later("length of the schedule"),
    "schedule_factor": later("factor of the schedule"),
    "warmup": later("warm-up"),
    "l1": later("L1 penalty"),
    "l2": later("weight decay (L2)"),
    "dropout": later("dropout"),
    "speed": later("speed"),
    "loss": later("loss"),
    "activation": later("activation"),
    "dtype": later("precision"),
    "hidden": later("layers"),
    "initializer": later("start"),
    "components": later("principal components"),
    "noise": later("noise"),
    "points": later("points"),
    "formula": later("formula"),
    "from_x": later("first x"),
    "to_x": later("last x"),
    "examples": later("examples"),
    "contrast": later("contrast"),
    "rotation": later("rotation"),
    "shift_x": later("shift to the right"),
    "shift_y": later("shift down"),
    "test_fraction": later("test part"),
    "validation_fraction": later("validation part"),
    "early_stopping": later("early stopping"),
    "temperature": later("temperature"),
    "label_share": later("labels’ share"),
    "train_points": later("points to learn from"),
}
"""Names of settings: ``tr`` says them."""

SENTENCES: dict[str, str] = {
    # what can be undone
    "turn": later("turn {knobs}"),
    "paint": later("painting in a picture"),
    "training": later("training, {steps}"),
    "steps": "{steps}",
    "set": later("set {setting}"),
    "set-teacher": later("another teacher"),
    "begin-with": later("beginning again, other {setting}"),
    "freeze": later("freeze {knobs}"),
    "thaw": later("thaw {knobs}"),
    "mute": later("mute {knobs}"),
    "unmute": later("unmute {knobs}"),
    "solo": later("solo {knobs}"),
    "end-solo": later("end solo of {knobs}"),
    "switch-side": later("switch to {side}"),
    "copy-sides": later("copy between A and B"),
    "blend": later("blend of A and B"),
    "line-up": later("line up B with A"),
    "set-sides": later("two networks as A and B"),
    "to-best": later("back to the best"),
    "stop-early": later("early stop, back to the best"),
    "back-to-start": later("back to start"),
    "new-start": later("new random start"),
    "store-scene": later("store scene {scene}"),
    "recall-scene": later("scene {scene}"),
    "glide": later("glide to scene {amount}"),
    "clear-scene": later("empty scene {scene}"),
    "keep-checkpoint": later("checkpoint at step {step:,}"),
    "keep-automatically": later("which checkpoints training keeps"),
    "restore": later("back to the checkpoint at step {step:,}"),
    "describe-checkpoint": later("words for a checkpoint"),
    "let-go-checkpoint": later("let go of a checkpoint"),
    "go-to-run-start": later("back to the start of run {run}"),
    "go-to-run-end": later("back to the end of run {run}"),
    "name-run": later("name of a run"),
    "pin-runs": later("pin of {runs}"),
    "unpin-runs": later("unpin of {runs}"),
    "delete-runs": later("deletion of {runs}"),
    "go-to": later("going to step {step:,}"),
    "lock-knobs": later("lock of all knobs"),
    "unlock-knobs": later("unlock of all knobs"),
    "other-parameters": later("other parameters"),
    "one-at-a-time": later("one knob at a time"),
    "look-at-start": later("a look at the start"),
    "put": later("set {knobs}"),
    "reset": later("reset {knobs}"),
    "zero": later("zero {knobs}"),
    "scale": later("multiply {knobs} by {amount}"),
    "paste": later("paste into {knobs}"),
    "all-zero": later("all zero"),
    "all-to-start": later("all to start"),
    "shake": later("shake by {amount} %"),
    "own-lowest": later("every knob to its own lowest point"),
    "add-neurons": later("add {neurons} to layer {layer}"),
    "remove-neuron": later("remove neuron {neuron} of layer {layer}"),
    "add-layer": later("add layer {layer} with {neurons}"),
    "remove-layer": later("remove layer {layer}"),
    "quantise": later("positions of {bits} bits"),
    "prune": later("prune the smallest {share} %"),
    "pruning": later("pruning"),
    "unprune": later("bring back all that was pruned"),
    "add-adapter": later("adapter beside the locked knobs"),
    "set-strength": later("strength of the adapter"),
    "merge-adapter": later("merge of the adapter"),
    "remove-adapter": later("removal of the adapter"),
    "paint-points": later("painting of points"),
    "erase-points": later("erasing of points"),
    "add-drawing": later("a drawn digit"),
    "let-go-drawings": later("letting go of drawn digits"),
    # what the curve of the loss is marked with
    "pruned": later("pruned the smallest {share} %"),
    "unpruned": later("brought back all that was pruned"),
    "positions-on": later("{positions:,} positions"),
    "positions-off": later("knobs turn freely again"),
    "strength-set": later("strength of the adapter {amount}"),
    "painted": later("points painted"),
    "erased": later("points erased"),
    "drew-digit": later("a digit drawn"),
    "let-go-digits": later("drawn digits let go"),
    "tune-all": later("all knobs trained"),
    "tune-last": later("the last layer alone trained"),
    "tune-biases": later("the biases alone trained"),
    "turned": later("a hand turned {knobs}"),
    "changed": later("{setting} changed"),
    "froze": later("froze {knobs}"),
    "thawed": later("thawed {knobs}"),
    "muted": later("muted {knobs}"),
    "unmuted": later("unmuted {knobs}"),
    "soloed": later("soloed {knobs}"),
    "solo-ended": later("ended the solo of {knobs}"),
    "switched-side": later("switched to {side}"),
    "blended": later("blended A and B"),
    "lined-up": later("lined B up with A"),
    "sides-set": later("went to A of two networks"),
    "recalled-scene": later("recalled scene {scene}"),
    "went-to-best": later("went back to the best, of step {step:,}"),
    "added-neurons": later("added {neurons} to layer {layer}"),
    "removed-neuron": later("removed neuron {neuron} of layer {layer}"),
    "added-layer": later("added layer {layer} with {neurons}"),
    "removed-layer": later("removed layer {layer}"),
    "stopped-early": later("stopped early: back to the best, of step {step:,}"),
    # why training ended by itself
    "ended-early": later(
        "Stopped early at step {step:,}: for {patience} the validation loss had reached no new "
        "low. The knobs are those of step {best:,} again, where it was lowest; undo brings back "
        "where training had come to."
    ),
    # why a step was refused
    "stopped": later(
        "Training stopped at step {step:,}: the next step would turn the knobs by {size:.1e} all "
        "together. Every knob stays where it was. Lower {lower} and train again."
    ),
    # why a setting should be lowered while training goes on
    "rising": later(
        "The train loss has risen for long: about {best:.3g} at step {step:,}, about {now:.3g} "
        "lately. Lower {lower}."
    ),
}

_NO_FINITE_VALUE = later(
    "Training stopped at step {step:,}: the next step has no finite value. "
    "Every knob stays where it was. Lower {lower} and train again."
)
"""What "stopped" says of a step whose size is no number."""

_TO_LOWER = {
    "l2": later("the weight decay (L2, now {now:g})"),
    "l1": later("the L1 penalty (now {now:g})"),
    "learning_rate": later("the learning rate (now {now:g})"),
}

_NEURON = later("neuron {neuron}")
_RANK = later("rank {rank}")
_OUTPUT = later("the output")
_IN_LAYER = later("{place}, layer {layer}")
_BIAS = later("bias of {place}")


def words(message: Message) -> str:
    """Returns a message in the language that is spoken.

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
        parts["neurons"] = ntr("a neuron", "{count:,} neurons", neurons)
    if isinstance(runs := parts.get("runs"), int):
        parts["runs"] = ntr("a run", "{count:,} runs", runs)
    if isinstance(patience := parts.get("patience"), int):
        parts["patience"] = _steps(patience)
    if isinstance(setting := parts.get("setting"), str):
        parts["setting"] = tr(SETTING_NAMES.get(setting, setting))
    for number in parts.keys() & {"amount", "share"}:
        parts[number] = local(str(parts[number]))
    if message.id == "stopped":
        parts["lower"] = _lower(message.arguments["lower"], message.arguments["now"])
        if parts.get("size") is None:
            sentence = _NO_FINITE_VALUE
    if message.id == "rising":
        parts["lower"] = _lower(message.arguments["lower"], message.arguments["value"])
    if not parts:
        return tr(sentence).format()  # refused where it needs arguments
    return tr(sentence, **parts)


def _steps(count: int) -> str:
    return ntr("{count:,} step", "{count:,} steps", count)


def knob_words(name: KnobName) -> str:
    """Returns a knob's name: "x₂ → neuron 3, layer 1"."""
    return _said(name, tr, str if name.own else name_said)


def written_knob(name: KnobName) -> str:
    """Returns a knob's name as files have it, in English whatever is spoken."""
    return _said(name, lambda sentence, **arguments: sentence.format(**arguments), str)


def _said(name: KnobName, say: Callable[..., str], named: Callable[[str], str]) -> str:
    def neuron(called: str | int | None) -> str:
        if called is None:
            return say(_OUTPUT)
        return named(called) if isinstance(called, str) else say(_NEURON, neuron=called)

    place = say(_RANK, rank=name.target) if name.adapter == "A" else neuron(name.target)
    if name.layer is not None:
        place = say(_IN_LAYER, place=place, layer=name.layer)
    if name.adapter:
        heard = say(_RANK, rank=name.source) if name.adapter == "B" else neuron(name.source)
        return f"{name.adapter}: {heard} → {place}"
    if name.source is None:
        return say(_BIAS, place=place)
    return f"{neuron(name.source)} → {place}"


def knobs_words(arguments: dict[str, Argument]) -> str:
    """Returns what some knobs are called, from the arguments of a message."""
    knob, count = arguments.get("knob"), arguments["count"]
    if isinstance(knob, KnobName):
        return knob_words(knob)
    if not isinstance(count, int):
        raise TypeError(f"no count: {count}")
    return ntr("{count:,} knob", "{count:,} knobs", count)


def _lower(setting: Argument, now: Argument) -> str:
    return tr(_TO_LOWER[str(setting)], now=now)
