"""What a lesson does to the desk: panels hidden and brought out, how near one looks, a sample."""

from PySide6.QtWidgets import QDockWidget

from eq_sim.data.dataset import Dataset
from eq_sim.lessons.scene import Near
from eq_sim.lessons.show import OnStage
from eq_sim.ui.lesson_view.host import LessonHost
from eq_sim.ui.lesson_view.panels import dock_to_bring_out, show_all_but


class DeskLink:
    """The desk of one window while a lesson plays; at the end it is as a person looks at it.

    Args:
        host: the window.
    """

    def __init__(self, host: LessonHost) -> None:
        self._host = host
        self._docks: list[QDockWidget] = []
        self._hidden: tuple[str, ...] = ()
        self._beyond: float | None = None
        self._near: Near | None = None
        self._followed: tuple[int | None, Dataset] = None, host.session.dataset

    def follow(self, stage: OnStage, *, staged: bool) -> None:
        """Shows what the lesson says of the desk now.

        Args:
            stage: what stands beside the experiment.
            staged: whether a stage is in the place of the desk, and says which panels are there.
        """
        if stage.hidden != self._hidden and not staged:
            self.hide(stage.hidden)
        self._look_from(stage.beyond)
        self._come_near(stage.near)
        self._follow(stage.followed)
        self._bring_out([] if staged else [lit.panel for lit in stage.highlights])

    def end(self) -> None:
        """Leaves the desk to the person."""
        self.hide(())
        self._look_from(None)
        self._come_near(None)
        self._follow(None)

    def hide(self, names: tuple[str, ...]) -> None:
        """Hides panels; those that were hidden before come back."""
        show_all_but(self._host, names, self._hidden)
        self._hidden = names

    def _bring_out(self, panels: list[str]) -> None:
        """Brings panels out while they are spoken of; see ``dock_to_bring_out``."""
        hall = self._host.audience.hall
        found = [dock_to_bring_out(self._host, name, hall=hall) for name in panels]
        wanted = [dock for dock in found if dock is not None]
        if wanted == self._docks:
            return
        for dock in self._docks:
            if dock not in wanted:
                dock.hide()
        self._docks = wanted
        for dock in wanted:
            dock.show()
            dock.raise_()

    def _look_from(self, beyond: float | None) -> None:
        """Goes beyond the last real knob, or back to the knobs."""
        if beyond != self._beyond:
            self._beyond = beyond
            self._host.beyond.show_at(beyond)

    def _come_near(self, near: Near | None) -> None:
        """Looks at a knob from as near as the lesson says; at last at all of them."""
        console, before = self._host.console_panel.console, self._near
        if near == before:
            return
        self._near = near
        if near is None:
            console.afterimage.rest()
            console.fit_all()
            return
        console.afterimage.glide(near.moving, near.seconds)
        there = before is not None and before.place == near.place
        if not there and near.knob < self._host.session.layout.size:
            console.view.look_at_knob(near.knob, near.closeness)

    def _follow(self, sample: int | None) -> None:
        """Marks the sample that the lesson takes, in other data too; or marks none any more."""
        before, now = self._followed, (sample, self._host.session.dataset)
        if before[0] == now[0] and (sample is None or before[1] is now[1]):
            return
        self._followed = now
        there = sample is not None and sample < now[1].inputs.shape[1]
        self._host.chosen.choose(sample if there else None)
        self._host.refresh()
