"""RemainderExplorer: one number, four consequences."""

from __future__ import annotations

from traitlets import Int

from cnnkit.shapes import ShapeError
from cnnkit.widgets.board.choice import OWN, Choice
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.remainder import picture as pictures
from cnnkit.widgets.remainder.view import RemainderRow, RemainderView, remainder_row, remainder_view

__all__ = ["RemainderExplorer"]

EXAMPLES = {
    "one left": ("one row left over", 8, 3, 2, 0),
    "none": ("nothing left over", 7, 3, 2, 0),
    "in the padding": ("left over in the padding", 8, 3, 2, 1),
    "gaps": ("K < s: gaps", 7, 1, 2, 0),
    "three left": ("three rows left over", 10, 3, 4, 0),
}
SIZES = range(4, 13)


class RemainderExplorer(Explorer):
    """What r = (H + 2p − K) mod s decides: lost rows, zero gradients, sizes back, equivariance.

    Lecture 2.1.2, 2.1.3.2, 3 and 4, which the one number ties together.

    Parameters
    ----------
    example : str
        "one left", "none", "in the padding", "gaps", "three left", or "given" for your own numbers.
    size, kernel_size, stride, padding : int
        H (4 to 12), K, s and p; everything is square.
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    ShapeError, TraitError
        If the window does not fit the map, or a number lies outside its slider.

    Examples
    --------
    >>> RemainderExplorer(size=8, kernel_size=3, stride=2).view.row.remainder
    1
    """

    example = Choice({name: words for name, (words, *_) in EXAMPLES.items()}, "one left")
    size = Int(8, min=SIZES[0], max=SIZES[-1]).tag(sync=True, picture=True)
    kernel_size = Int(3, min=1, max=5).tag(sync=True, picture=True)
    stride = Int(2, min=1, max=4).tag(sync=True, picture=True)
    padding = Int(0, min=0, max=3).tag(sync=True, picture=True)

    def __init__(self, **settings):
        numbers = {"size", "kernel_size", "stride", "padding"}
        if numbers & set(settings):
            settings.setdefault("example", OWN)
        else:
            settings = self._numbers(settings.get("example", "one left")) | settings
        super().__init__(**settings)

    @staticmethod
    def _numbers(example: str) -> dict:
        names = ("size", "kernel_size", "stride", "padding")
        return dict(zip(names, EXAMPLES[example][1:])) if example in EXAMPLES else {}

    def prepare(self, name: str) -> None:
        """An example brings its numbers; a moved slider makes them the learner's own."""
        if name != "example":
            self.example = OWN
        for setting, value in self._numbers(self.example).items():
            setattr(self, setting, value)

    def controls(self) -> list[Control]:
        """The four numbers under the formula, and examples."""
        return [
            Control("slider", "size", "map size H", low=SIZES[0], high=SIZES[-1], group="numbers"),
            Control("slider", "kernel_size", "kernel size K", low=1, high=5, group="numbers"),
            Control("slider", "stride", "stride s", low=1, high=4, group="numbers"),
            Control("slider", "padding", "padding p", low=0, high=3, group="numbers"),
            self.traits()["example"].menu(self, "example"),
        ]

    @property
    def view(self) -> RemainderView:
        """The scan, its gradient, its way back and its turn."""
        return remainder_view(self.size, self.kernel_size, self.stride, self.padding)

    def compute(self) -> Picture:
        """Four grids, and the same numbers for every H."""
        return pictures.remainder(self.view, self._rows())

    def static_figure(self):
        """The static twin, with the table of all H."""
        return pictures.printed(self.picture, self.lit)

    def _rows(self) -> list[RemainderRow]:
        rows = []
        for size in SIZES:
            try:
                rows.append(remainder_row(size, self.kernel_size, self.stride, self.padding))
            except ShapeError:  # a map smaller than the window has no column in the table
                continue
        return rows
