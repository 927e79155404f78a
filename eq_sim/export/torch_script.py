"""A run as a script with PyTorch: its optimizers, its gradients, and a model that keeps its names.

The start, the order of the samples and the masks of dropout are drawn by NumPy, from the same
streams: PyTorch's own randomness knows no others.
"""

from eq_sim.export.numpy_pieces import RATE
from eq_sim.export.numpy_script import settings
from eq_sim.export.plan import Plan
from eq_sim.export.script_text import Needs

MAIN = '''

def main():
    """Trains as it was done in eq_sim, says the loss, and keeps the parameters if asked to."""
    x, y, part = read()
    x, y = torch.from_numpy(x.T.copy()), torch.from_numpy(y.T.copy())
    learn = torch.tensor(part == "train")
    run = Run(x[learn], y[learn], start())
    do(run)
    with torch.no_grad():
        train = loss(run.model(x[learn]), y[learn]).item()
        others = ""
        for name in ("test", "validation"):
            some = torch.tensor(part == name)
            if some.any():
                others += f", {{name}} loss {{loss(run.model(x[some]), y[some]).item():.6g}}"
    print(f"step {{run.step:,}}: train loss {{train:.6g}} (in eq_sim {loss}){{others}}")
    if len(sys.argv) > 1:
        torch.save(run.model.state_dict(), sys.argv[1])

'''

_FUNCTIONS = {
    "identity": "torch.nn.Identity()",
    "tanh": "torch.tanh",
    "relu": "torch.relu",
    "leaky_relu": "torch.nn.functional.leaky_relu",
    "sigmoid": "torch.sigmoid",
    "softplus": "torch.nn.functional.softplus",
    "gelu_tanh": 'torch.nn.GELU("tanh")',
    "silu": "torch.nn.functional.silu",
}

_LOSSES = {
    "half_mse": ("half of the squared error", "((a - y) ** 2).sum() / (2 * len(a))"),
    "binary_cross_entropy": (
        "binary cross-entropy of logits",
        "torch.nn.functional.binary_cross_entropy_with_logits(a, y)",
    ),
    "softmax_cross_entropy": (
        "softmax cross-entropy of logits",
        "torch.nn.functional.cross_entropy(a, y)",
    ),
}

_CONSTANTS = 'betas=(hyper["beta1"], hyper["beta2"]), eps=hyper["epsilon"]'
_OPTIMIZERS = {
    "sgd": 'torch.optim.SGD(groups, lr=hyper["learning_rate"])',
    "momentum": 'torch.optim.SGD(groups, lr=hyper["learning_rate"], momentum=hyper["momentum"])',
    "nesterov": (
        'torch.optim.SGD(groups, lr=hyper["learning_rate"], momentum=hyper["momentum"], '
        'nesterov=hyper["momentum"] > 0)'
    ),
    "rmsprop": (
        'torch.optim.RMSprop(groups, lr=hyper["learning_rate"], alpha=hyper["alpha"], '
        'eps=hyper["epsilon"])'
    ),
    "adam": f'torch.optim.Adam(groups, lr=hyper["learning_rate"], {_CONSTANTS})',
    "adamw": f'torch.optim.AdamW(groups, lr=hyper["learning_rate"], {_CONSTANTS})',
}

_MOMENTS = {
    "momentum": '("momentum_buffer",)',
    "nesterov": '("momentum_buffer",)',
    "rmsprop": '("square_avg",)',
    "adam": '("exp_avg", "exp_avg_sq")',
    "adamw": '("exp_avg", "exp_avg_sq")',
}

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


def split(flat):
    """Returns a flat vector as tensors in the shapes of the model's parameters."""
    tensors = []
    for w, inputs in zip(layers(flat), SIZES):
        tensors += [w[:inputs].T, *w[inputs:]]
    return tensors


class Network(torch.nn.Module):
    """The network: its parameters have the names that eq_sim writes into files."""

    def __init__(self):
        super().__init__()
        shapes = zip(SIZES, SIZES[1:], BIASES)
        self.layers = torch.nn.ModuleList(torch.nn.Linear(i, n, bias=b) for i, n, b in shapes)

    def forward(self, x, masks=None):
        for k, (layer, name) in enumerate(zip(self.layers, ACTIVATIONS)):
            x = FUNCTIONS[name](layer(x))
            if masks and k < len(masks):
                x = x * masks[k]
        return x
'''

_INIT = '''

class Run:
    """The model, and what trains it. Knobs are numbered as in eq_sim."""

    def __init__(self, x, y, theta):
        self.x, self.y, self.model = x, y, Network()
        self.write(torch.from_numpy(theta))
        self.hyper = dict(HYPERPARAMETERS)
        self.optimizer = self.new_optimizer()
        self.step = 0
        self.epoch, self.seen = 0, 0  # passes through the samples; samples seen of this one
        self.order = None  # of the samples, in this pass
'''

_STAYS = """        self.fixed = torch.zeros(COUNT, dtype=torch.bool)
        self.held, self.silent = self.fixed.clone(), self.fixed.clone()
        self.parked = self.theta()
"""

_KNOBS = '''
    def theta(self):
        """Returns all knobs as one flat vector."""
        theta = torch.zeros(COUNT)
        for place, parameter in zip(split(theta), self.model.parameters()):
            place.copy_(parameter.detach())
        return theta

    def write(self, theta):
        """Sets all knobs."""
        with torch.no_grad():
            for place, parameter in zip(split(theta), self.model.parameters()):
                parameter.copy_(place)

    def batch(self):
        """Returns the next samples: epochs in shuffled order, batch by batch."""
        count, size = len(self.x), self.hyper["batch_size"]
        size = count if size == "full" else min(size, count)
        if self.order is None:
            whole = self.seen == 0 and size == count  # all samples at once need no order
            self.order = np.arange(count) if whole else stream(3, self.epoch).permutation(count)
        chosen = self.order[self.seen : self.seen + size]
        self.seen += len(chosen)
        if self.seen == count:
            self.epoch, self.seen, self.order = self.epoch + 1, 0, None
        return self.x[chosen], self.y[chosen]
'''


def body(plan: Plan, needs: Needs, middle: str) -> str:
    """Returns the script up to where it reads its data.

    Args:
        plan: the run.
        needs: what it makes use of.
        middle: what it knows from before its beginning.
    """
    scenario, shape = plan.start.scenario, plan.start.layout.architecture
    words, loss = _LOSSES[scenario.training.loss]
    table = "".join(
        f'    "{name}": {_FUNCTIONS[name]},\n' for name in dict.fromkeys(shape.activations)
    )
    return "".join(
        (
            settings(plan, needs),
            f"torch.set_default_dtype(torch.{plan.start.theta.dtype})\n",
            _FRAME,
            f"\n\nFUNCTIONS = {{\n{table}}}\n",
            "\n\ndef loss(a, y):\n"
            f'    """Returns the mean loss of answers against targets: {words}."""\n'
            f"    return {loss}\n",
            _INIT,
            _STAYS if needs.stays else "",
            _before(middle, scenario.training.optimizer),
            _train(needs),
            _KNOBS,
            _masks(needs),
            RATE if needs.schedule else "",
            _optimizer(needs),
            _hands(needs),
        )
    )


def _before(middle: str, optimizer: str) -> str:
    """Returns what the run knows from before its beginning, as statements."""
    if not middle:
        return ""
    place, _, moments = middle.partition(", moments=")
    found = dict(part.split("=") for part in place.split(", "))
    updates = found.pop("updates", "0")
    text = "".join(f"        self.{name} = {value}\n" for name, value in found.items())
    if moments:
        text += f"""        moments = torch.from_numpy(np.array({moments}, DTYPE))
        for name, moment in zip({_MOMENTS[optimizer]}, moments.reshape(-1, COUNT)):
            for place, parameter in zip(split(moment), self.model.parameters()):
                state = self.optimizer.state[parameter]
                state["step"], state[name] = torch.tensor({updates}.0), place.clone()
"""
    return text


def _train(needs: Needs) -> str:
    l1 = (
        '            wrong = wrong + self.hyper["l1"] * sum(layer.weight.abs().sum() for layer in '
        "self.model.layers)\n"
    )
    decays = (
        '            if self.hyper["optimizer"] != "adamw":  # it has a decay of its own\n    '
        if "adamw" in needs.optimizers
        else ""
    )
    l2 = (
        f'{decays}            wrong = wrong + self.hyper["l2"] / 2 * sum((layer.weight**2).sum() '
        "for layer in self.model.layers)\n"
    )
    rests = """            for place, parameter in zip(split(self.fixed), self.model.parameters()):
                parameter.grad[place] = 0
"""
    stays = """            still = self.fixed | self.held
            self.write(torch.where(still, before, self.theta()))
"""
    return "".join(
        (
            '''
    def train(self, steps):
        """Takes training steps: each turns every knob a little, downhill."""
        for _ in range(steps):
            x, y = self.batch()
''',
            "            wrong = loss(self.model(x, self.masks(len(x))), y)\n"
            if needs.dropout
            else "            wrong = loss(self.model(x), y)\n",
            l1 if needs.l1 else "",
            l2 if needs.l2 else "",
            "            self.optimizer.zero_grad()\n            wrong.backward()\n",
            rests if needs.switches else "",
            "            before = self.theta()\n" if needs.stays else "",
            _RATED if needs.schedule else "",
            "            self.optimizer.step()\n",
            stays if needs.stays else "",
            "            self.step += 1\n",
        )
    )


_RATED = """            for group in self.optimizer.param_groups:
                group["lr"] = self.rate()
"""


def _masks(needs: Needs) -> str:
    if not needs.dropout:
        return ""
    return '''
    def masks(self, batch):
        """Returns which answers of each hidden layer dropout leaves out in this step."""
        chance, drop = stream(4, self.step), self.hyper["dropout"]
        draws = [chance.random((neurons, batch), np.float32) for neurons in SIZES[1:-1]]
        masks = [((draw >= drop) / (1 - drop)).astype(DTYPE) for draw in draws]
        return [torch.from_numpy(mask.T) for mask in masks]
'''


def _optimizer(needs: Needs) -> str:
    groups = "        hyper, groups = self.hyper, self.model.parameters()\n"
    if needs.decay:
        groups = """        hyper = self.hyper
        weights = [layer.weight for layer in self.model.layers]
        biases = [layer.bias for layer in self.model.layers if layer.bias is not None]
        groups = [{"params": weights}, {"params": biases, "weight_decay": 0.0}]
        if hyper["optimizer"] == "adamw":
            groups[0]["weight_decay"] = hyper["l2"]
"""
    text = (
        '\n    def new_optimizer(self):\n        """Returns the optimizer, without moments."""\n'
        f"{groups}"
    )
    for name in needs.optimizers[1:]:
        text += (
            f'        if hyper["optimizer"] == "{name}":\n            return {_OPTIMIZERS[name]}\n'
        )
    return text + f"        return {_OPTIMIZERS[needs.optimizers[0]]}\n"


def _hands(needs: Needs) -> str:
    """Returns what hands do to a run, each only where it is done."""
    text = ""
    if needs.changes:
        text += '''
    def set(self, **changes):
        """Changes hyperparameters from here; another optimizer begins without moments."""
        before, self.hyper = self.hyper, self.hyper | changes
        fresh = self.new_optimizer()
        if before["optimizer"] == self.hyper["optimizer"]:
            fresh.state = self.optimizer.state
        self.optimizer = fresh
'''
    if needs.turns:
        text += '''
    def turn(self, places, values):
        """Sets some knobs by hand."""
        theta = self.theta()
        theta[torch.tensor(list(places))] = torch.from_numpy(np.array(values, DTYPE))
        self.write(theta)
'''
    if needs.stays:
        text += '''
    def mask(self, places):
        """Returns which knobs these are, as a flat vector."""
        mask = torch.zeros(COUNT, dtype=torch.bool)
        mask[torch.from_numpy(np.array(places, np.int64))] = True
        return mask
'''
    if needs.holds:
        text += '''
    def hold(self, places):
        """From here a hand holds these knobs, and no others: steps leave them where they are."""
        self.held = self.mask(places)
'''
    if needs.puts:
        theta = "torch.from_numpy(np.array(values, DTYPE))"
        if needs.switches:
            text += f'''
    def put(self, values):
        """Sets every knob."""
        self.parked = {theta}
        self.write(torch.where(self.silent, 0, self.parked))
'''
        else:
            text += f'''
    def put(self, values):
        """Sets every knob."""
        self.write({theta})
'''
    if needs.switches:
        text += '''
    def switch(self, frozen, silent):
        """From here exactly these knobs are frozen, and these are 0 until they come back."""
        self.parked = torch.where(self.silent, self.parked, self.theta())
        self.silent = self.mask(silent)
        self.write(torch.where(self.silent, 0, self.parked))
        self.fixed = self.mask(frozen) | self.silent
        for place, parameter in zip(split(self.fixed), self.model.parameters()):
            for moment in self.optimizer.state[parameter].values():
                if torch.is_tensor(moment) and moment.shape == place.shape:
                    moment[place] = 0
'''
    return text
