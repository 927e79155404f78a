"""A step that draws a picture, which the network reads: an input like any other."""

# What check, begin, at, end, suspend and resume are for is said once, in Step and RunningStep.
# ruff: noqa: D102

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from eq_sim.data.pen import Strokes, drawn_so_far, turned
from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.drawing_names import find_drawing
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.scene import Drawing
from eq_sim.lessons.steps.step import KeyReason, RunningStep, Seconds, Step, ticks
from eq_sim.session.questions.changed_bits import standing

_NOTHING = "nothing"
_Share = Annotated[float, Meta(ge=0, le=1)]
_Point = tuple[_Share, _Share]
_Stroke = Annotated[list[_Point], Meta(min_length=1, max_length=1000)]


class DrawStep(Step, frozen=True, kw_only=True):
    """Draws on the pad: strokes, each a list of points from 0 to 1, or a drawing by its name.

    What was drawn before is wiped first; with ``add`` it stays. ``turned`` turns the drawing
    clockwise by so many degrees. ``draw = "nothing"`` leaves blank paper.
    """

    key: ClassVar[str] = "draw"
    draw: str | Annotated[list[_Stroke], Meta(min_length=1, max_length=200)]
    seconds: Seconds = 3.0
    turned: Annotated[float, Meta(ge=-360, le=360)] = 0.0
    add: bool = False

    @property
    def ticks(self) -> int:
        return 0 if self._wipes else ticks(self.seconds)

    @property
    def _wipes(self) -> bool:
        return isinstance(self.draw, str) and self.draw.strip().casefold() == _NOTHING

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        scope.drawn = not self._wipes
        if isinstance(self.draw, str) and not self._wipes:
            try:
                find_drawing(self.draw)
            except UnknownNameError as error:
                yield "draw", tr("{mistake}, or '{word}'", mistake=error, word=_NOTHING)
        if scope.dataset is not None and scope.dataset.seen.image is None:
            yield "draw", tr("there is nothing to draw on: a sample is no picture here")

    def strokes(self) -> Strokes:
        """Returns what is drawn, as it stands on the paper.

        Raises:
            UnknownNameError: there is no drawing of this name.
        """
        if isinstance(self.draw, str):
            strokes = find_drawing(self.draw)
        else:
            strokes = tuple(tuple(stroke) for stroke in self.draw)
        return turned(strokes, self.turned) if self.turned else strokes

    def begin(self, context: StepContext) -> RunningStep:
        scene = context.scene
        if self._wipes:
            scene.drawing = None if scene.drawing is None else Drawing((), scene.drawing.knobs)
            return RunningStep()
        before = scene.drawing or Drawing((), standing(context.session))
        scene.drawing = before if self.add else Drawing((), before.knobs)
        return _RunningPen(context, scene.drawing, self.strokes(), self.ticks)


class _RunningPen(RunningStep):
    """A pen of even speed."""

    def __init__(self, context: StepContext, before: Drawing, strokes: Strokes, ticks: int) -> None:
        self._context, self._before = context, before
        self._strokes, self._ticks = strokes, ticks

    def at(self, tick: int) -> None:
        share = tick / self._ticks if self._ticks else 1.0
        strokes = self._before.strokes + drawn_so_far(self._strokes, share)
        self._context.scene.drawing = Drawing(strokes, self._before.knobs)
