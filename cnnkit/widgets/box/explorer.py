"""BoxExplorer: drag a box over the true one; IoU, squared error and gradient follow."""

from __future__ import annotations

import numpy as np
from traitlets import Any, Enum, Int, TraitError, validate

from cnnkit.shapes import real_array
from cnnkit.shapes.arguments import shown
from cnnkit.widgets.board.awaited import Awaited
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.box import picture as pictures
from cnnkit.widgets.box.view import SIDE, Agreement, agreement, net_answers, turned

__all__ = ["BoxExplorer"]

FACES = (("by hand", "by hand"), ("net", "the trained net"))
ORDERS = (("worst", "worst first"), ("best", "best first"))
SCENES = 100  # as many from either end
SIZES = 8, 56
STEP = 5  # degrees


class BoxExplorer(Explorer):
    """Two boxes: one is true, the other is dragged, resized, or answered by a trained net.

    Lecture 5.1: IoU = area of the intersection / area of the union; squared error = 1/2 sum (y - d)^2.

    Parameters
    ----------
    face : {"by hand", "net"}
        A box to drag, or the answers of the net that ships on scenes that it never saw.
    size : int
        Width of the true box in pixels, 8 to 56; its height is three fifths of it.
    box : (row0, col0, row1, col1)
        The box in hand.
    turn : int
        Degrees by which its error is turned: another box of the same squared error.
    order : {"worst", "best"}
        From which end the net's scenes are counted.
    scene : int
        Which of them, from 0.
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    TraitError
        If the box is not four finite numbers, first edges before last ones.

    Examples
    --------
    >>> explorer = BoxExplorer(size=40, box=(24, 16, 48, 56))
    >>> round(explorer.found.overlap, 2), explorer.found.error
    (0.6, 32.0)
    >>> explorer.turn = 90
    >>> round(explorer.found.overlap, 2), explorer.found.error
    (0.62, 32.0)
    """

    face = Enum([name for name, _ in FACES], "by hand").tag(sync=True, picture=True)
    size = Int(40, min=SIZES[0], max=SIZES[1]).tag(sync=True, picture=True)
    box = Any((24.0, 16.0, 48.0, 56.0)).tag(sync=True, picture=True)
    turn = Int(0, min=0, max=360).tag(sync=True, picture=True)
    order = Enum([name for name, _ in ORDERS], "worst").tag(sync=True, picture=True)
    scene = Int(0, min=0, max=SCENES - 1).tag(sync=True, picture=True)

    def __init__(self, **settings):
        self._true = true_box(settings.get("size", 40))
        super().__init__(**settings)
        self._true = true_box(self.size)

    @validate("box")
    def _four_edges(self, proposal):
        box = real_array(proposal["value"], "box").astype(float)
        if box.shape != (4,) or not np.isfinite(box).all():
            raise TraitError(f"box is {shown(proposal['value'])}, but four finite numbers (row0, col0, row1, col1) are needed")
        if (box[:2] > box[2:]).any():
            raise TraitError(f"box is {shown(proposal['value'])}, but first edges stand before last ones: (row0, col0, row1, col1)")
        return tuple(box.clip(-SIDE, 2 * SIDE).tolist())

    @property
    def true(self) -> np.ndarray:
        """The true box of the face in hand."""
        return true_box(self.size) if self.face == "by hand" else net_answers().true[self.rank]

    @property
    def rank(self) -> int:
        """Place of the net's scene, counted from the worst."""
        return self.scene if self.order == "worst" else len(net_answers().overlaps) - 1 - self.scene

    @property
    def shown(self) -> np.ndarray:
        """The box that is compared: that in hand, its error turned, or the net's."""
        return turned(self.box, self.true, self.turn) if self.face == "by hand" else net_answers().boxes[self.rank]

    @property
    def found(self) -> Agreement:
        """How well the two agree."""
        return agreement(self.shown, self.true)

    def prepare(self, name: str) -> None:
        """A box that is dragged begins a way of its own; another size keeps the error."""
        if name == "box":
            self.turn = 0
        elif name == "size":
            moved = np.array(self.box) - self._true + true_box(self.size)
            self.box = tuple(np.concatenate([moved[:2], np.maximum(moved[2:], moved[:2])]))
        self._true = true_box(self.size)

    def controls(self) -> list[Control]:
        """The face, then what it has: size and turn, or the net's scenes."""
        own = self.face == "by hand"
        return [
            Control("tabs", "face", "which boxes", options=FACES, group="face"),
            Control("slider", "size", "size of the true box", low=SIZES[0], high=SIZES[1], group="own", hidden=not own),
            Control("slider", "turn", "turn the error, same squared error", high=360, step=STEP, group="own", hidden=not own),
            Control("menu", "order", "scenes", options=ORDERS, group="net", hidden=own),
            Control("slider", "scene", "scene", high=SCENES - 1, group="net", hidden=own),
        ]

    def awaited(self) -> Awaited | None:
        """The net's answers, before they are asked for the first time."""
        if self.face == "by hand" or net_answers.cache_info().currsize:
            return None
        return Awaited("The net is looking at 1,000 scenes that it never saw. That takes a few seconds, once.", net_answers)

    def compute(self) -> Picture:
        """Both boxes, all numbers, and the curve."""
        found = self.found
        if self.face == "net":
            return pictures.answered(net_answers(), self.rank, found)
        return pictures.by_hand(np.array(self.box), found, self.turn)

    def static_figure(self):
        """The static twin: both boxes, the curve, and all numbers."""
        return pictures.printed(self.picture)


def true_box(size: int) -> np.ndarray:
    """A box of this width in the middle of the scene, three fifths as high; whole numbers.

    Examples
    --------
    >>> true_box(40)
    array([20., 12., 44., 52.])
    """
    height = max(2, 2 * round(0.3 * size))
    row0, col0 = (SIDE - height) // 2, (SIDE - size) // 2
    return np.array([row0, col0, row0 + height, col0 + size], float)
