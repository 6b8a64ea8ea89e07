"""DepthExplorer: what depth does to activations, to gradients, and to the difference of two images."""

from __future__ import annotations

from traitlets import Bool, Enum, Float, Int, TraitError, validate

from cnnkit.numbers import precise
from cnnkit.widgets.board.choice import Choice
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.depth import picture as pictures
from cnnkit.widgets.depth.examples import BATCHES, example_batch
from cnnkit.widgets.depth.view import DepthView, measured

__all__ = ["DEPTHS", "DepthExplorer"]

DEPTHS = tuple(range(8, 57, 6))
GAINS = (0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 2.0)


class DepthExplorer(Explorer):
    """Activations, gradients and the cosine of two images, layer by layer, in a net that was not trained yet.

    Lecture 5.3.  Nothing is drawn from a formula: a batch of real images goes forward and back through the net.

    Parameters
    ----------
    example : {"digits", "same", "clothes"}
        The images.
    depth : {8, 14, 20, ..., 56}
        Convolutions on the longest way, and the linear layer.
    norm : bool
        Batch normalisation after every convolution.
    skips : bool
        Ways past the blocks.
    gain : float
        How many times as far as `init_filters` says the first filters spread, up to 4.
    layer : int
        Whose maps are shown, 1 to depth − 1; by default the last whose maps are as large as the image.
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    TraitError, ValueError
        If there is no net of that depth or no such spread; if it has no such layer.

    Examples
    --------
    >>> plain, normed = (DepthExplorer(depth=56, norm=norm).view.gradients for norm in (False, True))
    >>> bool(plain[0] / plain[-1] < 10), bool(normed[0] / normed[-1] > 1000)
    (True, True)
    """

    example = Choice(BATCHES, "digits", own="digits")
    depth = Enum(DEPTHS, 20).tag(sync=True, picture=True)
    norm = Bool(False).tag(sync=True, picture=True)
    skips = Bool(False).tag(sync=True, picture=True)
    gain = Float(1.0).tag(sync=True, picture=True)
    layer = Int(7, min=1).tag(sync=True, picture=True)

    def __init__(self, **settings):
        # where the maps are still as large as the image
        settings.setdefault("layer", 1 + (int(settings.get("depth", 20)) - 2) // 3)
        super().__init__(**settings)

    @validate("gain")
    def _read_gain(self, proposal):
        if not 0 < proposal["value"] <= 4:
            raise TraitError(f"gain is {proposal['value']:g}, but a number above 0, up to 4, is needed")
        return proposal["value"]

    @property
    def view(self) -> DepthView:
        """The pass through the net."""
        return measured(self.example, self.depth, self.norm, self.skips, self.gain)

    def prepare(self, name: str) -> None:
        """A shallower net has fewer layers."""
        if name == "depth":
            self.layer = min(self.layer, self.depth - 1)

    def controls(self) -> list[Control]:
        """The net, its first weights, the images, and the layer in hand."""
        return [
            Control("slider", "depth", "depth", options=tuple((n, str(n)) for n in DEPTHS), group="net"),
            Control("switch", "norm", "batch normalisation", group="net"),
            Control("switch", "skips", "skips", group="net"),
            Control(
                "slider", "gain", "first weights ×", group="start",
                options=tuple((gain, precise(gain)) for gain in sorted({*GAINS, self.gain})),
            ),
            self.traits()["example"].menu(self, "images", group="start"),
            Control("slider", "layer", "maps of layer", low=1, high=self.depth - 1, group="layer"),
        ]  # fmt: skip

    def compute(self) -> Picture:
        """The curves of all layers, and the maps of one."""
        if self.layer >= self.depth:
            raise ValueError(f"layer is {self.layer}, but a net of depth {self.depth} has layers 1 to {self.depth - 1} before the linear one")
        return pictures.depth(
            self.view, self.layer, norm=self.norm, skips=self.skips, gain=self.gain, images=len(example_batch(self.example)[1])
        )

    def static_figure(self):
        """The static twin: maps and curves."""
        return pictures.printed(self.picture, self.lit)
