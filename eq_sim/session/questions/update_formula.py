"""How one step moves one knob, by the rule of its optimizer, with this step's numbers."""

from eq_sim.language.tr import tr
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.questions.shown_digits import Equation, Form, Line, Quantity, Values, lines
from eq_sim.session.questions.step_apart import StepApart
from eq_sim.session.session import Session


def update_formula(session: Session, apart: StepApart, knob: int) -> tuple[Line, ...]:
    """Returns how the step puts a knob where it will be: the rule, then where its parts come from.

    Args:
        session: whose step it is; only the shape of its network is read.
        apart: the step, its backward pass done.
        knob: which.

    Returns:
        No line for a knob that the step leaves alone, or where its slope is unknown.
    """
    if apart.after is None or apart.gradient is None or knob in apart.still:
        return ()
    made = _Made(session, apart, knob)
    kind = apart.training.optimizer
    return {
        "sgd": made.descent,
        "momentum": made.velocity,
        "nesterov": made.nesterov,
        "rmsprop": made.rms,
        "adam": made.adam,
        "adamw": made.adam,
    }[kind]()


def rows_of(optimizer: str) -> int:
    """Returns how many lines the formula of an optimizer has: one, and one for each moment."""
    return 1 + OPTIMIZERS[optimizer].slots


class _Made:
    """The quantities of one knob's update, and the lines made of them."""

    def __init__(self, session: Session, apart: StepApart, knob: int) -> None:
        training, self.of = apart.training, apart.rates
        assert apart.after is not None
        assert apart.gradient is not None
        self.count = apart.updates + 1
        self.moments = [float(moment[knob]) for moment in apart.moments]
        weight = bool(session.layout.weights[knob])
        letter = "w" if weight else tr("bias")
        decoupled = "decay" in OPTIMIZERS[training.optimizer].uses
        self.l2 = training.l2 if weight and not decoupled else 0.0
        self.l1 = training.l1 if weight else 0.0
        self.decay = self.of.decay if weight and decoupled else 0.0
        self.w, self.g = float(apart.theta[knob]), float(apart.gradient[knob])
        self.rate = apart.rate
        self.sign = (self.w > 0) - (self.w < 0)
        self.slope = self.g + self.l2 * self.w + self.l1 * self.sign
        self.q = {
            "new": Quantity(letter, float(apart.after[knob]), Form.PLACE),
            "w": Quantity(letter, self.w, Form.PLACE),
            "rate": _told(tr("learning rate"), self.rate),
            "g": Quantity(tr("gradient"), self.g),
        }
        self.equations: list[Equation] = []
        self.links: list[Equation] = []

    # What the data and the penalties say together

    def _slope(self, *, whole: bool = False) -> tuple[str, ...]:
        """Returns the slope as pieces of a line; ``whole``: in brackets where it is a sum."""
        pieces = ["{g}"]
        if self.l2:
            self.q["l2"] = _told(tr("weight decay"), self.l2)
            pieces += ["+", "{l2}", "×", "{w}"]
        if self.l1 and self.sign:
            self.q["l1"] = _told("L1", self.l1)
            pieces += ["+" if self.sign > 0 else "−", "{l1}"]
        return ("(", *pieces, ")") if whole and len(pieces) > 1 else tuple(pieces)

    def _worked(self, shown: Values) -> float:
        penalty = shown.get("l2", 0.0) * shown["w"] + shown.get("l1", 0.0) * self.sign
        return shown["g"] + penalty

    # The rules

    def descent(self) -> tuple[Line, ...]:
        """Plain gradient descent: w − rate · slope."""
        pieces = ("{w}", "−", "{rate}", "×", *self._slope(whole=True))
        work = lambda of: of["w"] - of["rate"] * self._worked(of)  # noqa: E731
        return self._lines(Equation("new", pieces, work))

    def velocity(self) -> tuple[Line, ...]:
        """Momentum: w − rate · v, and v keeps a part of what it was."""
        self._add_velocity()
        pieces = ("{w}", "−", "{rate}", "×", "{v}")
        work = lambda of: of["w"] - of["rate"] * of["v"]  # noqa: E731
        return self._lines(Equation("new", pieces, work))

    def nesterov(self) -> tuple[Line, ...]:
        """Nesterov: w − rate · (slope + keeps · v)."""
        self._add_velocity()
        slope = self._slope()
        pieces = ("{w}", "−", "{rate}", "×", "(", *slope, "+", "{mu}", "×", "{v}", ")")
        work = lambda of: (  # noqa: E731
            of["w"] - of["rate"] * (self._worked(of) + of["mu"] * of["v"])
        )
        return self._lines(Equation("new", pieces, work))

    def _add_velocity(self) -> None:
        before, keeps = self.moments[0], self.of.momentum
        self.q["mu"] = _told(tr("momentum"), keeps)
        self.q["old"] = Quantity(_before("v"), before)
        self.q["v"] = Quantity("v", keeps * before + self.slope, Form.RESULT)
        slope = self._slope()
        self.equations.append(
            Equation(
                "v",
                ("{mu}", "×", "{old}", "+", *slope),
                lambda of: of["mu"] * of["old"] + self._worked(of),
            )
        )

    def rms(self) -> tuple[Line, ...]:
        """RMSProp: w − rate · slope / (√s + ε)."""
        keeps = self.of.alpha
        square = keeps * self.moments[0] + (1 - keeps) * self.slope**2
        self._add_square("s", "s", self.moments[0], keeps, square, 1.0)
        pieces = ("{w}", "−", "{rate}", "×", *self._slope(whole=True), "÷", "{root}")
        work = lambda of: of["w"] - of["rate"] * self._worked(of) / of["root"]  # noqa: E731
        return self._lines(Equation("new", pieces, work))

    def adam(self) -> tuple[Line, ...]:
        """Adam: w − rate · m̂ / (√ŝ + ε); AdamW takes its decay off directly."""
        beta1, beta2 = self.of.beta1, self.of.beta2
        first, second = self.moments
        grown1, grown2 = 1 - beta1**self.count, 1 - beta2**self.count
        mean = (beta1 * first + (1 - beta1) * self.slope) / grown1
        square = (beta2 * second + (1 - beta2) * self.slope**2) / grown2
        self.q["m old"] = Quantity(_before("m"), first)
        self.q["beta1"], self.q["rest1"] = _told("β₁", beta1), _told("1 − β₁", 1 - beta1)
        self.q["grown1"] = Quantity("1 − β₁ᵗ", grown1)
        self.q["m"] = Quantity("m̂", mean, Form.RESULT)
        slope = self._slope(whole=True)
        self.equations.append(
            Equation(
                "m",
                ("(", "{beta1}", "×", "{m old}", "+", "{rest1}", "×", *slope, ")", "÷", "{grown1}"),
                lambda of: (
                    (of["beta1"] * of["m old"] + of["rest1"] * self._worked(of)) / of["grown1"]
                ),
            )
        )
        self._add_square("ŝ", "s", second, beta2, square, grown2)
        pieces = ["{w}", "−", "{rate}", "×", "{m}", "÷", "{root}"]
        if self.decay:
            self.q["decay"] = _told(tr("weight decay"), self.decay)
            pieces += ["−", "{rate}", "×", "{decay}", "×", "{w}"]
        work = lambda of: (  # noqa: E731
            of["w"]
            - of["rate"] * of["m"] / of["root"]
            - of["rate"] * of.get("decay", 0.0) * of["w"]
        )
        return self._lines(Equation("new", tuple(pieces), work))

    def _add_square(
        self, caption: str, name: str, before: float, keeps: float, square: float, grown: float
    ) -> None:
        """Adds the mean of the squared slopes, and its root, which a step is divided by."""
        epsilon = self.of.epsilon
        self.q["s old"] = Quantity(_before(name), before)
        self.q["beta2"], self.q["rest2"] = _told("β₂", keeps), _told("1 − β₂", 1 - keeps)
        self.q["s"] = Quantity(caption, square, Form.RESULT)
        self.q["root"] = Quantity(f"√{caption} + ε", square**0.5 + epsilon, Form.RESULT)
        slope = self._slope(whole=True)
        pieces = ["{beta2}", "×", "{s old}", "+", "{rest2}", "×", *slope, "²"]
        if grown != 1.0:
            self.q["grown2"] = Quantity("1 − β₂ᵗ", grown)
            pieces = ["(", *pieces, ")", "÷", "{grown2}"]
        else:
            self.q["beta2"], self.q["rest2"] = _told("α", keeps), _told("1 − α", 1 - keeps)
        self.equations.append(
            Equation(
                "s",
                tuple(pieces),
                lambda of: (
                    (of["beta2"] * of["s old"] + of["rest2"] * self._worked(of) ** 2)
                    / of.get("grown2", 1.0)
                ),
            )
        )
        self.links.append(Equation("root", (), lambda of: max(of["s"], 0.0) ** 0.5 + epsilon))

    def _lines(self, rule: Equation) -> tuple[Line, ...]:
        return lines(self.q, [rule, *self.equations], self.links, apart=("new", "w"))


def _before(letter: str) -> str:
    return tr("{letter} before", letter=letter)


def _told(caption: str, value: float) -> Quantity:
    return Quantity(caption, value, Form.GIVEN)
