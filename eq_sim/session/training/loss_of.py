"""The loss that hyperparameters ask for, as a function of answers and targets."""

from eq_sim.network.distillation import DISTILLATION, distillation
from eq_sim.network.losses import LOSSES, Loss
from eq_sim.session.scenario import TrainingSpec


def loss_of(training: TrainingSpec) -> Loss:
    """Returns the loss; the same object for the same loss."""
    if training.loss == DISTILLATION:
        return distillation(training.temperature, training.label_share)
    return LOSSES[training.loss]
