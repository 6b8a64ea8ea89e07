"""PoseExplorer: joints that can be dragged, their heat maps, what is read back, and what two nets find."""

from __future__ import annotations

import numpy as np
from traitlets import Bool, Enum, Float, Int, List, validate

from cnnkit import data
from cnnkit.numbers import count, precise
from cnnkit.shapes import real_array
from cnnkit.widgets.board.awaited import Awaited
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.photo import Photos
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.board.substitute import Substitute, yours
from cnnkit.widgets.pose import picture as pictures
from cnnkit.widgets.pose.examples import COUNT, KINDS, SIDE, answered, figures, nets_view, ranked
from cnnkit.widgets.pose.view import THRESHOLDS, FigureView, NetsView, figure_view

__all__ = ["PoseExplorer"]

TABS = (("joints", "heat maps"), ("nets", "two nets"))
STRIDES = (4, 8, 16)
SIGMAS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)


class PoseExplorer(Photos, Explorer):
    """Joints of drawn figures: as heat maps, read back from them, and found by two nets.

    Lecture 5.2: pose estimation.

    Parameters
    ----------
    tab : {"joints", "nets"}
        Heat maps of one figure whose joints can be dragged, or what the nets that ship find of figures never seen.
    figure : int
        Which figure is shown under "joints".
    joint : int
        The joint in hand, a place in `data.JOINTS`.
    joints : list of (row, col), optional
        Places of the joints in pixels, where they were dragged; those of the figure if empty.
    stride : {4, 8, 16}
        Pixels from one cell of the heat maps to the next.
    sigma : float
        Width of the hills, in cells: 0.5, 0.75, 1, 1.5, 2 or 3.
    half : bool
        Whether the half cell is added when joints are read back.
    rank : int
        Which figure is shown under "nets": 0 is the worst.
    order : {"heat maps", "numbers"}
        Whose errors order the figures.
    threshold : float
        Of PCK, in parts of the image: 0 to 0.3.
    joint_heatmaps, decode_heatmaps : callable, optional
        Your functions of these exercises, finished or not: their numbers are shown, and cells that differ are crossed.
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    TraitError
        If a setting is not one of those above.
    ValueError
        If joints are not 14 finite places.

    Examples
    --------
    >>> explorer = PoseExplorer(stride=8)
    >>> explorer.view.maps.shape
    (14, 8, 8)
    """

    tab = Enum([value for value, _ in TABS], "joints").tag(sync=True, picture=True)
    figure = Int(0, min=0, max=COUNT - 1).tag(sync=True, picture=True)
    joint = Int(7, min=0, max=len(data.JOINTS) - 1).tag(sync=True, picture=True)
    joints = List().tag(sync=True, picture=True)
    stride = Enum(STRIDES, 4).tag(sync=True, picture=True)
    sigma = Enum(SIGMAS, 1.0).tag(sync=True, picture=True)
    half = Bool(True).tag(sync=True, picture=True)
    rank = Int(0, min=0, max=COUNT - 1).tag(sync=True, picture=True)
    order = Enum(KINDS, "heat maps").tag(sync=True, picture=True)
    threshold = Float(0.1, min=0.0, max=THRESHOLDS[-1]).tag(sync=True, picture=True)
    joint_heatmaps, decode_heatmaps = yours(), yours()

    @validate("joints")
    def _read_joints(self, proposal):
        places = real_array(proposal["value"], "joints").astype(float)
        if not len(proposal["value"]):
            return []
        if places.shape != (len(data.JOINTS), 2) or not np.isfinite(places).all():
            raise ValueError(f"joints have shape {places.shape}, but ({len(data.JOINTS)}, 2) finite numbers are needed")
        return np.round(places.clip(0, SIDE), 2).tolist()

    def prepare(self, name: str) -> None:
        """A new figure brings its own joints."""
        if name == "figure":
            self.joints = []

    def press(self, name: str) -> None:
        """Put the joints back where they are in the image."""
        if name == "back":
            self.set_together(joints=[])

    def controls(self) -> list[Control]:
        """The face; the joint; stride and width of the maps, or order and threshold of the nets."""
        nets = self.tab == "nets"
        return [
            Control("tabs", "tab", "what is shown", options=TABS, group="face"),
            Control("menu", "joint", "joint", options=tuple(enumerate(data.JOINTS)), group="joint"),
            Control("slider", "figure", "figure", high=COUNT - 1, group="which", hidden=nets),
            Control("slider", "stride", "stride", options=tuple((s, str(s)) for s in STRIDES), group="maps", hidden=nets),
            Control("slider", "sigma", "sigma", options=tuple((s, precise(s)) for s in SIGMAS), group="maps", hidden=nets),
            Control("switch", "half", "with the half cell", group="half", hidden=nets or self.decode_heatmaps is not None),
            Control("button", "back", "joints back", group="half", hidden=nets),
            Control("slider", "rank", "figure, worst first", high=COUNT - 1, group="which", hidden=not nets),
            Control("menu", "order", "by the errors of", options=tuple((k, k) for k in KINDS), group="which", hidden=not nets),
            Control("slider", "threshold", "threshold", high=THRESHOLDS[-1], step=0.01, group="pck", hidden=not nets),
        ]

    # The picture

    @property
    def view(self) -> FigureView:
        """Heat maps of the joints as they stand, and what is read back."""
        places = np.array(self.joints) if self.joints else figures()[1][self.figure]
        return figure_view(places, SIDE, self.stride, self.sigma)

    @property
    def nets(self) -> NetsView:
        """What the nets find of the figure of this rank."""
        return nets_view(self._ranked, self.joint)

    @property
    def _ranked(self) -> int:
        return int(ranked(self.order)[self.rank])

    def awaited(self) -> Awaited | None:
        """The answers of both nets, before they are asked for the first time."""
        if self.tab == "joints" or answered():
            return None
        return Awaited(
            f"Both nets are looking at {count(COUNT)} figures that they never saw. That takes a few seconds, once.",
            lambda: nets_view(0, 0),
        )

    def compute(self) -> Picture:
        """The picture of the tab."""
        if self.tab == "nets":
            image = figures()[0][self._ranked, 0]
            return pictures.nets(self.nets, image, self.joint, self.rank, self.order, self.threshold)
        view = self.view
        maps = Substitute.of(
            self.joint_heatmaps, view.maps[None], view.joints[None] / self.stride, view.maps.shape[1:], self.sigma
        )
        read = view.read if self.half else view.corners
        if self.decode_heatmaps is not None:
            read = view.read
        found = Substitute.of(self.decode_heatmaps, read[None], view.maps[None], self.stride)
        return pictures.joints(view, figures()[0][self.figure, 0], self.joint, maps, found, self.half)

    def static_figure(self):
        """The static twin: the grids, the figure with its joints, and the curve of the nets."""
        return pictures.printed(self.picture, self.lit)
