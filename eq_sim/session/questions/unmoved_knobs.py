"""Why some knobs stood still in the last training step."""

import numpy as np

from eq_sim.language.tr import tr
from eq_sim.session.session import Session


def reasons(session: Session) -> list[tuple[int, str]]:
    """Returns (knob, reason) for every knob that the last training step did not move."""
    session.join()  # the buffers of that step have to rest
    trainer = session.trainer
    still = np.flatnonzero(trainer.after == trainer.before)
    return [(int(knob), _why(session, int(knob))) for knob in still]


def _why(session: Session, index: int) -> str:
    held = session.trainer.held_then
    if held is not None and index in held:
        return tr("in your hand")
    if session.switches.silent[index]:
        return tr("muted")
    if session.switches.frozen[index]:
        return tr("frozen")
    knob, work = session.layout.knob(index), session.trainer.last_workspace
    if work is None:
        return tr("the last step is not at hand any more")
    if knob.source is not None and not work.inputs[knob.layer][knob.source].any():
        if knob.layer == 0:
            return tr("blank input")
        return tr("listens to a silent neuron")
    answers, delta = work.hidden[knob.layer][knob.neuron], work.deltas[knob.layer][knob.neuron]
    activation = session.layout.architecture.activations[knob.layer]
    if activation == "relu" and not answers.any():
        return tr("dead ReLU: its neuron is silent")
    if not delta.any():
        if knob.layer == len(session.layout.blocks) - 1:
            return tr("no error left in this batch")
        return tr("nothing that hears its neuron would change")
    if session.trainer.gradient[index] == 0:
        return tr("pulls cancel out exactly")
    return tr("its turn is smaller than the number's last digit")
