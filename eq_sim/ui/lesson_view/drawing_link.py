"""What a lesson draws is on the window's pad, and a hand may draw there while the lesson rests."""

from collections.abc import Callable

from eq_sim.lessons.scene import Drawing
from eq_sim.lessons.show import Show
from eq_sim.ui.lesson_view.host import LessonHost
from eq_sim.ui.panels.output import OutputPanel


class DrawingLink:
    """The pad of one lesson in one window.

    Args:
        player: what plays.
        host: the window.
        touched: called when a hand draws while the lesson goes on.
    """

    def __init__(self, player: Show, host: LessonHost, touched: Callable[[], None]) -> None:
        self._player, self._host, self._touched = player, host, touched
        self._drawing: Drawing | None = None
        self._page = ""
        self._pad = host.models.pad
        self._pad.touched.connect(self._taken)

    def follow(self, drawing: Drawing | None) -> None:
        """Shows what the lesson has drawn; what a hand drew goes when the lesson goes on.

        Args:
            drawing: what the lesson has drawn; None for nothing.
        """
        taken_back = drawing is not None and self._pad.by_hand and self._goes_on
        if drawing is self._drawing and not taken_back:
            return
        if (drawing is None) != (self._drawing is None):
            self._turn_page(to_pad=drawing is not None)
        self._drawing = drawing
        self._pad.show(drawing)

    def end(self) -> None:
        """Leaves the pad to the hand."""
        self._pad.touched.disconnect(self._taken)
        if self._drawing is not None:
            self._turn_page(to_pad=False)

    @property
    def _goes_on(self) -> bool:
        return self._player.playing and self._player.on_stage.waits_for is None

    def _taken(self) -> None:
        if self._goes_on:
            self._touched()

    def _turn_page(self, *, to_pad: bool) -> None:
        """Shows the pad in the output, or what was there before."""
        output = self._host.panel("output")
        if isinstance(output, OutputPanel):
            output.refresh()  # the lesson may have other data than it last looked at
            if to_pad:
                self._page = output.asked.currentData() or "answer"
            output.show_page("draw" if to_pad else self._page)
