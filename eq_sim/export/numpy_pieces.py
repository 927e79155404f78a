"""The mathematics of a script in plain NumPy, piece by piece: a script takes those that it needs.

``tests/export`` runs them against the program's own, each activation, loss, optimizer and start.
"""

ACTIVATIONS = {
    "identity": ("z", "np.ones_like(z)"),
    "tanh": ("np.tanh(z)", "1 - np.tanh(z) ** 2"),
    "relu": ("np.maximum(z, 0)", "(z > 0).astype(z.dtype)"),
    "leaky_relu": ("np.maximum(z, 0.01 * z)", "np.where(z > 0, 1, 0.01).astype(z.dtype)"),
    "sigmoid": ("sigmoid(z)", "sigmoid(z) * (1 - sigmoid(z))"),
    "softplus": ("np.logaddexp(0, z)", "sigmoid(z)"),
    "gelu_tanh": (
        "z * gate(z)",
        "gate(z) + z * gate(z) * (1 - gate(z)) * 1.5957691216 * (1 + 3 * 0.044715 * z**2)",
    ),
    "silu": ("z * sigmoid(z)", "sigmoid(z) * (1 + z * (1 - sigmoid(z)))"),
}
"""What a neuron does with its sum z, and the slope of that."""

SIGMOID = '''

def sigmoid(z):
    """Returns 1 / (1 + exp(-z)); written so, no z overflows it."""
    return (1 + np.tanh(z / 2)) / 2
'''

GATE = '''

def gate(z):
    """Returns the share of z that GELU, in its tanh form, lets through."""
    return sigmoid(1.5957691216 * (z + 0.044715 * z**3))
'''

LOSSES = {
    "half_mse": (
        "half of the squared error, summed over the outputs",
        "np.sum((a - y) ** 2) / (2 * a.shape[1])",
        "(a - y) / a.shape[1]",
    ),
    "binary_cross_entropy": (
        "binary cross-entropy of logits",
        "np.mean(np.logaddexp(0, (1 - 2 * y) * a))",
        "(sigmoid(a) - y) / a.size",
    ),
    "softmax_cross_entropy": (
        "softmax cross-entropy of logits",
        "np.mean(np.log(np.exp(a - a.max(0)).sum(0)) + a.max(0) - (y * a).sum(0))",
        "(softmax(a) - y) / a.shape[1]",
    ),
}
"""What it is, the mean loss of answers a against targets y, and its slope along each answer."""

SOFTMAX = '''

def softmax(a):
    """Returns a share for each class; the shares of a sample add up to 1."""
    powers = np.exp(a - a.max(axis=0))
    return powers / powers.sum(axis=0)
'''

SLOTS = {"sgd": 0, "momentum": 1, "nesterov": 1, "rmsprop": 1, "adam": 2, "adamw": 2}
"""Moments of each knob."""

OPTIMIZERS = {
    "sgd": """
        return self.hyper["learning_rate"] * g
""",
    "momentum": """
        v = self.moments[0]
        v[:] = self.hyper["momentum"] * v + g
        return self.hyper["learning_rate"] * v
""",
    "nesterov": """
        v = self.moments[0]
        v[:] = self.hyper["momentum"] * v + g
        return self.hyper["learning_rate"] * (g + self.hyper["momentum"] * v)
""",
    "rmsprop": """
        s = self.moments[0]
        alpha = self.hyper["alpha"]
        s[:] = alpha * s + (1 - alpha) * g**2
        return self.hyper["learning_rate"] * g / (np.sqrt(s) + self.hyper["epsilon"])
""",
    "adam": """
        m, s = self.moments
        beta1, beta2 = self.hyper["beta1"], self.hyper["beta2"]
        m[:] = beta1 * m + (1 - beta1) * g
        s[:] = beta2 * s + (1 - beta2) * g**2
        mean, square = m / (1 - beta1**self.updates), s / (1 - beta2**self.updates)
        return self.hyper["learning_rate"] * mean / (np.sqrt(square) + self.hyper["epsilon"])
""",
    "adamw": """
        m, s = self.moments
        beta1, beta2 = self.hyper["beta1"], self.hyper["beta2"]
        m[:] = beta1 * m + (1 - beta1) * g
        s[:] = beta2 * s + (1 - beta2) * g**2
        mean, square = m / (1 - beta1**self.updates), s / (1 - beta2**self.updates)
        step = mean / (np.sqrt(square) + self.hyper["epsilon"])
        step = step + self.hyper["l2"] * WEIGHTS * self.theta
        return self.hyper["learning_rate"] * step
""",
}
"""The body of each optimizer: from the slopes g to what is taken off every knob."""

STARTS = {
    "zeros": "np.zeros(shape)",
    "normal": "chance.standard_normal(shape)",
    "uniform": "chance.uniform(-1, 1, shape)",
    "xavier": "chance.uniform(-np.sqrt(6 / sum(shape)), np.sqrt(6 / sum(shape)), shape)",
    "he": "chance.standard_normal(shape) * np.sqrt(2 / shape[0])",
}
"""A layer's weights of (inputs, neurons) at the start."""

RATE = '''
    def rate(self):
        """Returns the learning rate of the present step: warm-up first, then the schedule."""
        hyper, step = self.hyper, self.step - self.hyper["warmup"]
        share = 1.0
        if step < 0:
            share = (self.step + 1) / hyper["warmup"]
        elif hyper["schedule"] == "step":
            share = hyper["schedule_factor"] ** (step // hyper["schedule_length"])
        elif hyper["schedule"] == "cosine":
            share = (1 + np.cos(np.pi * min(step / hyper["schedule_length"], 1))) / 2
        return float(hyper["learning_rate"] * share)
'''
"""The learning rate of a run that has a schedule."""
