"""What the window's title says: which scenario; while it is minimised, whether anything goes on."""

from eq_sim.language.tr import tr


def title(name: str, *, running: bool, minimised: bool, playing: bool, goes_on: bool) -> str:
    """Returns the title, the part first that a task bar has room for.

    Qt puts its sign for what is not saved in the place of ``[*]``.

    Args:
        name: what the experiment is called.
        running: whether training goes on by itself.
        minimised: whether only the title can be seen.
        playing: whether a lesson or a recording plays.
        goes_on: whether training goes on all the same.
    """
    named = f"{name.replace('[*]', '[ * ]')}[*] – eq_sim"
    if not minimised or not (playing or running):
        return named
    if playing:
        return tr("Waiting – {name}", name=named)
    if goes_on:
        return tr("Training goes on – {name}", name=named)
    return tr("Training waits – {name}", name=named)
