"""FilterBankExplorer: one filter in every turn, mirror image or size, and an image that moves."""

from __future__ import annotations

import numpy as np
from traitlets import Any, Bool, Enum, Int, validate

from cnnkit.numbers import precise
from cnnkit.shapes import real_array
from cnnkit.widgets.board.choice import OWN, Choice
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.filter_bank import picture as pictures
from cnnkit.widgets.filter_bank.examples import FILTERS, IMAGES, example_filter, example_image
from cnnkit.widgets.filter_bank.movement import Movement
from cnnkit.widgets.filter_bank.view import BANKS, BankView, bank_curve, bank_view

__all__ = ["FilterBankExplorer"]

TABS = (("pooled", "pooled"), ("unpooled", "unpooled"))
KINDS = {
    "rotation4": "rotation, 4 angles",
    "rotation8": "rotation, 8 angles",
    "reflection": "reflection",
    "scale": "scale",
}
LARGEST_IMAGE, LARGEST_FILTER, STEP, FARTHEST = 32, 7, 15, 6
FACTORS = (1.0, 1.25, 1.5, 1.75, 2.0)


class FilterBankExplorer(Explorer):
    """A filter bank on an image that moves: which maps follow, which roll, what stays.

    Lecture 4: each filter is enumerated in its transformed versions, and the maximum over them pooled.

    Parameters
    ----------
    tab : {"pooled", "unpooled"}
        The strongest member everywhere, or the maps of all members before and after the movement.
    bank : {"rotation4", "rotation8", "reflection", "scale"}
        Which versions of the filter there are.
    filter : str
        "edge", "corner", "line", "end", "soft edge", or "own".
    example : str
        "camera", "brick", "coffee", "square", "integers", or "given" for your own image.
    angle : int
        By how many degrees the image is turned, counter-clockwise: 0 to 360.
    mirrored : bool
        Whether the image is mirrored before.
    factor : float
        By how much it is enlarged: 1, 1.25, 1.5, 1.75 or 2.
    shift : int
        By how many columns it is pushed to the right: 0 to 6.
    stride : int
        Of the scan, 1 or 2.
    rolled : bool
        Unpooled: whether the moved maps of the upright image are rolled along the bank too.
    image, w : arrays, optional
        Your own square image and filter.
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    TypeError, ValueError
        If an array given is not square, or the filter is larger than the image.

    Examples
    --------
    >>> meters = FilterBankExplorer(example="integers", angle=90).view.meters
    >>> meters.follows, meters.one_filter > 1, meters.peak
    (0.0, True, 0.0)
    """

    tab = Enum([value for value, _ in TABS], "pooled").tag(sync=True, picture=True)
    bank = Enum(list(BANKS), "rotation4").tag(sync=True, picture=True)
    filter = Choice(FILTERS, "edge", own="own")
    example = Choice(IMAGES, "camera")
    angle = Int(0, min=0, max=360).tag(sync=True, picture=True)
    mirrored = Bool(False).tag(sync=True, picture=True)
    factor = Enum(FACTORS, 1.0).tag(sync=True, picture=True)
    shift = Int(0, min=0, max=FARTHEST).tag(sync=True, picture=True)
    stride = Int(1, min=1, max=2).tag(sync=True, picture=True)
    rolled = Bool(True).tag(sync=True, picture=True)
    image = Any(None, allow_none=True).tag(picture=True)
    w = Any(None, allow_none=True).tag(picture=True)

    def __init__(self, **settings):
        if settings.get("image") is not None:
            settings.setdefault("example", OWN)
        else:
            settings["image"] = example_image(settings.get("example", "camera"))
        if settings.get("w") is not None:
            settings.setdefault("filter", "own")
        else:
            settings["w"] = example_filter(settings.get("filter", "edge"))
        self._curve_of, self._curve = None, None
        super().__init__(**settings)

    @validate("image", "w")
    def _read_square(self, proposal):
        name = proposal["trait"].name
        array = real_array(proposal["value"], name).astype(float)
        most = LARGEST_IMAGE if name == "image" else LARGEST_FILTER
        if array.ndim != 2 or array.shape[0] != array.shape[1] or not np.isfinite(array).all():
            raise ValueError(
                f"{name} has shape {array.shape}, but one finite square array is needed"
            )
        if not 1 <= len(array) <= most:
            raise ValueError(f"{name} has {len(array)} rows, but 1 to {most} fit here")
        return array

    # Settings that hang together

    def prepare(self, name: str) -> None:
        """A name brings its array; an array given is the learner's own."""
        if name == "filter" and self.filter != "own":
            self.w = example_filter(self.filter)
        elif name == "example" and self.example != OWN:
            self.image = example_image(self.example)
        elif name == "w":
            self.filter = "own"
        elif name == "image":
            self.example = OWN

    def edit(self, grid: str, row: int, column: int, value: float) -> None:
        """Change one weight; all members follow."""
        if grid != "w":
            raise ValueError(f"{grid} follows from the filter w; type there")
        w = self.w.copy()
        w[row, column] = value
        self.set_together(w=w, filter="own")

    def controls(self) -> list[Control]:
        """The face, the bank, filter and image, and what is done to the image."""
        sizes = tuple((factor, f"× {precise(factor)}") for factor in FACTORS)
        return [
            Control("tabs", "tab", "which maps", options=TABS, group="face"),
            Control("menu", "bank", "bank", options=tuple(KINDS.items()), group="what"),
            self.traits()["filter"].menu(self, "filter"),
            self.traits()["example"].menu(self, "example"),
            Control("slider", "angle", "turn the image", low=0, high=360, step=STEP, group="move"),
            Control("slider", "factor", "enlarge it", options=sizes, group="move"),
            Control("slider", "shift", "push it right", low=0, high=FARTHEST, group="move"),
            Control("switch", "mirrored", "mirror it first", group="how"),
            Control("slider", "stride", "stride of the scan", low=1, high=2, group="how"),
            Control("switch", "rolled", "move and roll", group="how", hidden=self.tab == "pooled"),
        ]

    # The picture

    @property
    def view(self) -> BankView:
        """The bank on the image and on the moved image."""
        movement = Movement(self.mirrored, self.factor, self.angle, self.shift)
        return bank_view(self.image, self.w, kind=self.bank, movement=movement, stride=self.stride)

    def compute(self) -> Picture:
        """The picture of the tab, the meters, and their curve."""
        view = self.view
        if self.tab == "pooled":
            picture = pictures.pooled(view, self.w)
        else:
            picture = pictures.unpooled(view, self.w, self.rolled)
        return pictures.with_curve(picture, self._errors())

    def static_figure(self):
        """The static twin, with the curve of the errors."""
        return pictures.printed(self.picture, self.lit)

    def _errors(self):
        # 25 turns take longer than a frame, and the sliders of the image need no new ones
        key = (self.bank, self.stride, len(self.w), self.image.tobytes(), self.w.tobytes())
        if self._curve_of != key:
            self._curve_of = key
            self._curve = bank_curve(self.image, self.w, self.bank, self.stride)
        return self._curve
