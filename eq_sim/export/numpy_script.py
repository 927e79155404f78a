"""A run as a script in plain NumPy."""

import pprint

from eq_sim.export import numpy_pieces as pieces
from eq_sim.export.plan import Plan
from eq_sim.export.script_text import HYPERPARAMETERS, Needs
from eq_sim.network.layout import Architecture
from eq_sim.network.optimizers import OPTIMIZERS

STARTS = pieces.STARTS

MAIN = '''

def main():
    """Trains as it was done in eq_sim, says the loss, and keeps the parameters if asked to."""
    x, y, part = read()
    learn = part == "train"
    run = Run(x[:, learn], y[:, learn], start())
    do(run)
    train = loss(run.answers(x[:, learn]), y[:, learn])
    others = ""
    for name in ("test", "validation"):
        if (part == name).any():
            answers = run.answers(x[:, part == name])
            others += f", {{name}} loss {{loss(answers, y[:, part == name]):.6g}}"
    print(f"step {{run.step:,}}: train loss {{train:.6g}} (in eq_sim {loss}){{others}}")
    if len(sys.argv) > 1:
        np.savez(sys.argv[1], **run.parameters())

'''

_FRAME = '''

def stream(*purpose):
    """Returns the randomness for one purpose: each has its own, whatever was drawn before."""
    return np.random.default_rng(np.random.SeedSequence(SEED, spawn_key=purpose))


def layers(flat):
    """Returns each layer's (inputs + 1, neurons) view of a flat vector: biases in the last row."""
    views, at = [], 0
    for inputs, neurons, bias in zip(SIZES, SIZES[1:], BIASES):
        views.append(flat[at : at + (inputs + bias) * neurons].reshape(inputs + bias, neurons))
        at += (inputs + bias) * neurons
    return views
'''

_WEIGHTS = """

WEIGHTS = np.ones(COUNT, DTYPE)  # 1 for a weight, 0 for a bias: biases do not decay
for _layer, _inputs in zip(layers(WEIGHTS), SIZES):
    _layer[_inputs:] = 0
"""


def settings(plan: Plan, needs: Needs) -> str:
    """Returns the hyperparameters and the network's shape as statements."""
    state = plan.start
    training, shape = state.scenario.training, state.layout.architecture
    hyper = {name: getattr(training, name) for name in HYPERPARAMETERS if needs.used(name)}
    lines = "".join(f'    "{name}": {value!r},\n' for name, value in hyper.items())
    lines = lines.replace("'", '"')
    return f"""
SEED = {state.seed}
DTYPE = np.{state.theta.dtype}

# What you set: hyperparameters.
HYPERPARAMETERS = {{
{lines}}}

# The network.
SIZES = {shape.sizes}  # inputs, and the neurons of each layer
ACTIVATIONS = {_names(shape.activations)}
BIASES = {shape.biases}
COUNT = {state.layout.size}  # parameters: what is learned
"""


def _names(names: tuple[str, ...]) -> str:
    return pprint.pformat(names, width=90).replace("'", '"')


def body(plan: Plan, needs: Needs, middle: str) -> str:
    """Returns the script up to where it reads its data.

    Args:
        plan: the run.
        needs: what it makes use of.
        middle: what it knows from before its beginning.
    """
    loss = plan.start.scenario.training.loss
    weights = needs.l1 or needs.l2 or needs.decay
    return "".join(
        (
            settings(plan, needs),
            _FRAME,
            _WEIGHTS if weights else "",
            functions(plan.start.layout.architecture, loss),
            _run_class(plan, needs, middle),
        )
    )


def functions(shape: Architecture, loss: str) -> str:
    """Returns activations and loss as functions."""
    names = dict.fromkeys(shape.activations)
    words, value, slope = pieces.LOSSES[loss]
    every = "".join("".join(pieces.ACTIVATIONS[name]) for name in names) + slope
    text = ""
    if "sigmoid" in every or "gate" in every:
        text += pieces.SIGMOID
    if "gate" in every:
        text += pieces.GATE
    if "softmax" in every:
        text += pieces.SOFTMAX
    table = "".join(
        f'    "{name}": (lambda z: {pieces.ACTIVATIONS[name][0]}, '
        f"lambda z: {pieces.ACTIVATIONS[name][1]}),\n"
        for name in names
    )
    return (
        f"{text}\n\n# What a neuron does with its sum z, and the slope of that.\n"
        f"FUNCTIONS = {{\n{table}}}\n"
        f'\n\ndef loss(a, y):\n    """Returns the mean loss of answers against targets: {words}."""'
        f"\n    return {value}\n"
        f'\n\ndef loss_slope(a, y):\n    """Returns its slope along each answer."""'
        f"\n    return {slope}\n"
    )


def _run_class(plan: Plan, needs: Needs, middle: str) -> str:
    slots = max(pieces.SLOTS[name] for name in needs.optimizers)
    stays = needs.stays
    parts = [
        '''

class Run:
    """The parameters theta, and what trains them."""

    def __init__(self, x, y, theta):
        self.x, self.y, self.theta = x, y, theta
        self.hyper = dict(HYPERPARAMETERS)
        self.step, self.updates = 0, 0
        self.epoch, self.seen = 0, 0  # passes through the samples; samples seen of this one
        self.order = None  # of the samples, in this pass
''',
        f"        self.moments = np.zeros(({slots}, COUNT), DTYPE)\n" if slots else "",
        "        self.fixed = self.held = self.silent = np.array([], int)\n" if stays else "",
        "        self.parked = theta.copy()\n" if needs.switches else "",
        _before(middle),
        '''
    def train(self, steps):
        """Takes training steps: each turns every knob a little, downhill."""
        for _ in range(steps):
            x, y = self.batch()
            g = self.gradient(x, y)
''',
        '            g += self.hyper["l1"] * WEIGHTS * np.sign(self.theta)\n' if needs.l1 else "",
        _l2(needs),
        "            g[self.fixed] = 0\n" if needs.switches else "",
        "            self.updates += 1\n            update = self.update(g)\n",
        "            update[self.fixed] = 0\n" if needs.switches else "",
        "            update[self.held] = 0\n" if needs.holds else "",
        "            self.theta -= update\n            self.step += 1\n",
        _BATCH,
        _gradient(needs),
        pieces.RATE if needs.schedule else "",
        _optimizers(needs),
        _hands(needs, slots),
        _ANSWERS,
    ]
    return "".join(parts)


def _before(middle: str) -> str:
    """Returns what the run knows from before its beginning, as statements."""
    if not middle:
        return ""
    at_moments = middle.partition(", moments=")
    lines = [f"        self.{part.replace('=', ' = ')}\n" for part in at_moments[0].split(", ")]
    if at_moments[2]:
        lines.append(f"        before = np.array({at_moments[2]}, DTYPE)\n")
        lines.append("        self.moments.flat[: before.size] = before\n")
    return "".join(lines)


def _l2(needs: Needs) -> str:
    if not needs.l2:
        return ""
    line = 'g += self.hyper["l2"] * WEIGHTS * self.theta\n'
    if "adamw" in needs.optimizers:
        return (
            '            if self.hyper["optimizer"] != "adamw":  # it has a decay of its own\n'
            f"                {line}"
        )
    return f"            {line}"


_BATCH = '''
    def batch(self):
        """Returns the next samples: epochs in shuffled order, batch by batch."""
        count, size = self.x.shape[1], self.hyper["batch_size"]
        size = count if size == "full" else min(size, count)
        if self.order is None:
            whole = self.seen == 0 and size == count  # all samples at once need no order
            self.order = np.arange(count) if whole else stream(3, self.epoch).permutation(count)
        chosen = self.order[self.seen : self.seen + size]
        self.seen += len(chosen)
        if self.seen == count:
            self.epoch, self.seen, self.order = self.epoch + 1, 0, None
        return self.x[:, chosen], self.y[:, chosen]
'''

_ANSWERS = '''
    def answers(self, x):
        """Returns the network's answers, without dropout."""
        for w, name in zip(layers(self.theta), ACTIVATIONS):
            z = w.T @ np.vstack([x, np.ones((1, x.shape[1]), DTYPE)])[: len(w)]
            x = FUNCTIONS[name][0](z)
        return x

    def parameters(self):
        """Returns the parameters under PyTorch's names and in its shapes."""
        found = {}
        for k, (w, inputs, bias) in enumerate(zip(layers(self.theta), SIZES, BIASES)):
            found[f"layers.{k}.weight"] = w[:inputs].T
            if bias:
                found[f"layers.{k}.bias"] = w[inputs]
        return found
'''


def _gradient(needs: Needs) -> str:
    drops = (
        """        drop, chance = self.hyper["dropout"], stream(4, self.step)
        draws = [chance.random((neurons, x.shape[1]), np.float32) for neurons in SIZES[1:-1]]
        masks = [((draw >= drop) / (1 - drop)).astype(DTYPE) for draw in draws] + [DTYPE(1)]
"""
        if needs.dropout
        else ""
    )
    times, back = ("* masks[k]", "* masks[k] ") if needs.dropout else ("", "")
    return f'''
    def gradient(self, x, y):
        """Returns the slope of the mean loss along every knob: forward, compare, backward."""
        heard, sums = [], []
{drops}        for k, w in enumerate(layers(self.theta)):
            heard.append(np.vstack([x, np.ones((1, x.shape[1]), DTYPE)])[: len(w)])
            sums.append(w.T @ heard[k])
            x = FUNCTIONS[ACTIVATIONS[k]][0](sums[k]){" " + times if times else ""}
        slopes = np.zeros_like(self.theta)
        delta = loss_slope(x, y)
        for k in reversed(range(len(sums))):
            delta = delta {back}* FUNCTIONS[ACTIVATIONS[k]][1](sums[k])
            layers(slopes)[k][:] = heard[k] @ delta.T
            delta = layers(self.theta)[k][: SIZES[k]] @ delta
        return slopes
'''


def _optimizers(needs: Needs) -> str:
    if len(needs.optimizers) == 1:
        name = needs.optimizers[0]
        words = f'"""Returns what a step takes off every knob: {OPTIMIZERS[name].label}."""'
        return f"\n    def update(self, g):\n        {words}{_update(name, needs)}"
    text = (
        "\n    def update(self, g):\n"
        '        """Returns what a step takes off every knob, by the present optimizer."""\n'
        '        return getattr(self, self.hyper["optimizer"])(g)\n'
    )
    for name in needs.optimizers:
        text += f"\n    def {name}(self, g):{_update(name, needs)}"
    return text


def _update(name: str, needs: Needs) -> str:
    """Returns an optimizer's step, with the rate of the present step where there is a schedule."""
    text = pieces.OPTIMIZERS[name]
    return text.replace('self.hyper["learning_rate"]', "self.rate()") if needs.schedule else text


def _hands(needs: Needs, slots: int) -> str:
    """Returns what hands do to a run, each only where it is done."""
    text = ""
    if needs.changes:
        clear = "            self.moments[:] = 0\n" if slots else ""
        anew = (
            '        if changes.get("optimizer", self.hyper["optimizer"]) != '
            'self.hyper["optimizer"]:\n'
            f"{clear}            self.updates = 0\n"
            if len(needs.optimizers) > 1
            else ""
        )
        text += f'''
    def set(self, **changes):
        """Changes hyperparameters from here; another optimizer begins without moments."""
{anew}        self.hyper.update(changes)
'''
    if needs.turns:
        text += '''
    def turn(self, places, values):
        """Sets some knobs by hand."""
        self.theta[list(places)] = values
'''
    if needs.holds:
        text += '''
    def hold(self, places):
        """From here a hand holds these knobs, and no others: steps leave them where they are."""
        self.held = np.array(places, int)
'''
    if needs.puts:
        silent = (
            "        self.parked, self.theta[self.silent] = self.theta.copy(), 0\n"
            if needs.switches
            else ""
        )
        text += f'''
    def put(self, values):
        """Sets every knob."""
        self.theta[:] = values
{silent}'''
    if needs.switches:
        clear = "        self.moments[:, self.fixed] = 0\n" if slots else ""
        text += f'''
    def switch(self, frozen, silent):
        """From here exactly these knobs are frozen, and these are 0 until they come back."""
        self.theta[self.silent] = self.parked[self.silent]
        self.parked, self.silent = self.theta.copy(), np.array(silent, int)
        self.theta[self.silent] = 0
        self.fixed = np.union1d(np.array(frozen, int), self.silent)
{clear}'''
    return text
