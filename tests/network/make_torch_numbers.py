"""Makes ``torch_numbers.npz``: what PyTorch computes, so that no test needs PyTorch.

In an environment with PyTorch, NumPy, msgspec and safetensors, from the checkout's root:

    OPENBLAS_NUM_THREADS=1 PYTHONPATH=.:tests/network python tests/network/make_torch_numbers.py

The file keeps the versions that it was made with. The seeds are those of ``torch_cases``.
"""

import numpy as np
import torch
from torch_cases import MARKS, NETWORKS, NUMBERS, TRAJECTORIES, Case, case, trajectory

from eq_sim.session.session import Session

functional = torch.nn.functional
ACTIVATIONS = {
    "identity": lambda z: z,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "sigmoid": torch.sigmoid,
    "softplus": functional.softplus,
    "gelu_tanh": lambda z: functional.gelu(z, approximate="tanh"),
    "silu": functional.silu,
}


def loss_of(name: str, answers: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if name == "softmax_cross_entropy":
        return torch.nn.CrossEntropyLoss()(answers, targets.argmax(dim=1))
    if name == "binary_cross_entropy":
        return torch.nn.BCEWithLogitsLoss()(answers, targets)
    return 0.5 * ((answers - targets) ** 2).sum(dim=1).mean()


def gradient(of: Case) -> tuple[float, np.ndarray]:
    """Returns the loss and its gradient: layer after layer, its weights and then its biases."""
    knobs, x = [], torch.tensor(of.x)
    for weight, bias, activation in zip(of.weights, of.biases, of.activations, strict=True):
        knobs.append(torch.tensor(weight, requires_grad=True))
        z = x @ knobs[-1].T
        if bias is not None:
            knobs.append(torch.tensor(bias, requires_grad=True))
            z = z + knobs[-1]
        x = ACTIVATIONS[activation](z)
    loss = loss_of(of.loss, x, torch.tensor(of.y))
    loss.backward()
    return float(loss.detach()), np.concatenate([knob.grad.numpy().ravel() for knob in knobs])


def train(name: str) -> np.ndarray:
    """Returns (marks, knobs): the tensors of the network, one after another, after some steps."""
    session = Session(trajectory(name), 1)
    training = session.scenario.training
    start = session.layout.as_torch(session.parameters.theta.copy())
    inputs, targets = session.evaluation.learned_from
    x, y = torch.tensor(inputs[:-1].T.copy()), torch.tensor(targets.T.copy())
    layers = torch.nn.ModuleList()
    for number in range(len(start) // 2):
        weight, bias = start[f"layers.{number}.weight"], start[f"layers.{number}.bias"]
        layer = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(weight))
            layer.bias.copy_(torch.tensor(bias))
        layers.append(layer)
    weights, biases = [at.weight for at in layers], [at.bias for at in layers]
    groups = [{"params": weights, "weight_decay": training.l2},
              {"params": biases, "weight_decay": 0.0}]  # fmt: skip
    rate, momentum = training.learning_rate, training.momentum
    optimizer = {
        "sgd": lambda: torch.optim.SGD(groups, lr=rate),
        "momentum": lambda: torch.optim.SGD(groups, lr=rate, momentum=momentum),
        "nesterov": lambda: torch.optim.SGD(groups, lr=rate, momentum=momentum, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop(groups, lr=rate),
        "adam": lambda: torch.optim.Adam(groups, lr=rate),
        "adamw": lambda: torch.optim.AdamW(groups, lr=rate),
    }[training.optimizer]()
    found = []
    for step in range(1, MARKS[-1] + 1):
        optimizer.zero_grad()
        a = x
        for layer in layers:
            a = layer(a) if layer is layers[-1] else torch.tanh(layer(a))
        loss = torch.nn.BCEWithLogitsLoss()(a, y)
        loss = loss + training.l1 * sum(weight.abs().sum() for weight in weights)
        loss.backward()
        optimizer.step()
        if step in MARKS:
            with torch.no_grad():
                found.append(torch.cat([p.ravel() for at in layers for p in (at.weight, at.bias)]))
    return torch.stack(found).numpy()


def main() -> None:
    made = [gradient(case(number)) for number in range(NETWORKS)]
    np.savez_compressed(
        NUMBERS,
        versions=np.array([f"PyTorch {torch.__version__}", f"NumPy {np.__version__}"]),
        losses=np.array([loss for loss, _ in made]),
        lengths=np.array([slopes.size for _, slopes in made]),
        gradients=np.concatenate([slopes for _, slopes in made]),
        **{f"trajectory {name}": train(name) for name in TRAJECTORIES},
    )
    print(f"{NUMBERS}: {NUMBERS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
