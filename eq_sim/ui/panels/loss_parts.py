"""The loss told apart: what the data cost, and what large weights do."""

from eq_sim.language.tr import tr
from eq_sim.session.questions.penalty import Penalised, decays_apart, penalty
from eq_sim.ui.style.numbers import adding_up


def parted(experiment: Penalised, train: float) -> tuple[str, ...]:
    """Returns what training lowers, as a sum: "0.523 = 0.493 data + 0.030 penalty".

    Args:
        experiment: whose weights have a price.
        train: the train loss of its knobs as they stand, which is without it.

    Returns:
        The sum, and in less room the penalty alone; empty words without penalties.
    """
    price = penalty(experiment)
    parts = adding_up(train, price) if price else None
    if parts is None:
        return ("",)
    data, price_of, whole = parts
    return (
        tr("{sum} = {data} data + {penalty} penalty", sum=whole, data=data, penalty=price_of),
        tr("+ {penalty} penalty", penalty=price_of),
    )


def lowers(experiment: Penalised, train: float) -> str:
    """Returns the same as a few sentences to follow another one; empty without penalties."""
    sentences = []
    if sum_of := parted(experiment, train)[0]:
        sentences.append(
            tr("Training lowers {sum}. Losses here are without the penalty", sum=sum_of)
        )
    if decays_apart(experiment.scenario):
        sentences.append(
            tr(
                "AdamW's weight decay is no part of any loss: each step takes learning rate × "
                "decay of every weight away"
            )
        )
    return "".join(f". {sentence}" for sentence in sentences)
