"""An image with joints on it: what explorers of figures share."""

from __future__ import annotations

from cnnkit.figures.colours import ROLES
from cnnkit.widgets.board.assets import BOARD

__all__ = ["FOUND", "TRUE", "Photos", "print_photo"]

TRUE, FOUND = ROLES["reads"], ROLES["here"]


class Photos:
    """Part of an explorer whose panel shows images with joints; it stands before the explorer's other bases."""

    @classmethod
    def module_source(cls) -> str:
        """What draws an image with joints, then the other scripts."""
        return (BOARD / "photo.js").read_text(encoding="utf-8") + "\n" + super().module_source()

    @classmethod
    def style(cls) -> str:
        """The other styles, then that of images with joints."""
        return super().style() + (BOARD / "photo.css").read_text(encoding="utf-8")


def print_photo(axes, found, *, image, joints, bones, title: str = "", marker: str = "", here: int | None = None) -> None:
    """Draw an image, its joints (J, 2), and those that were found: as bones, or with a marker each.

    Examples
    --------
    >>> import numpy as np
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().add_axes((0, 0, 1, 1))
    >>> print_photo(axes, np.zeros((2, 2)), image=np.zeros((64, 64)), joints=np.ones((2, 2)), bones=[(0, 1)], title="one bone")
    >>> len(axes.images), len(axes.lines)
    (1, 5)
    """
    axes.imshow(image, cmap="gray", vmin=0, vmax=1, extent=(0, image.shape[1], image.shape[0], 0), interpolation="nearest")
    drawn = [(joints, TRUE, "-")] + ([(found, FOUND, "--")] if not marker else [])
    for places, colour, style in drawn:
        for one, other in bones:
            for shade, width in (("white", 3.0), (colour, 1.4)):
                axes.plot(*places[[one, other]].T[::-1], style if shade != "white" else "-", color=shade, linewidth=width)
    axes.plot(*joints.T[::-1], "o", color=TRUE, markersize=4, markeredgecolor="white")
    if marker:
        axes.plot(*found.T[::-1], marker, color="white", markersize=7, markeredgewidth=3)
        axes.plot(*found.T[::-1], marker, color=FOUND, markersize=6, markeredgewidth=1.4)
    if here is not None:
        row, column = joints[here]
        axes.plot(column, row, "o", markersize=9, markerfacecolor="none", markeredgecolor=FOUND, markeredgewidth=1.6)
    axes.set(xlim=(0, image.shape[1]), ylim=(image.shape[0], 0))
    axes.set_title(title, loc="left", fontsize=8.5, color="#444444")
    axes.set_axis_off()
