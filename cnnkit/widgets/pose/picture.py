"""The pictures of PoseExplorer: the heat maps of a figure; the answers of two nets and their PCK."""

from __future__ import annotations

import numpy as np

from cnnkit.data import BONES, JOINTS
from cnnkit.numbers import number
from cnnkit.widgets.board.chart import Axis, Line, draw_chart
from cnnkit.widgets.board.photo import FOUND, TRUE, print_photo
from cnnkit.widgets.board.picture import Grid, Picture
from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.board.twin import draw
from cnnkit.widgets.pose.examples import COUNT
from cnnkit.widgets.pose.view import THRESHOLDS, FigureView, NetsView
from cnnkit.widgets.pose.words import cell_words, mean_words, nets_words, score_words

__all__ = ["joints", "nets", "printed"]

NUMBERS_FROM = 16  # the stride from which maps carry their numbers
ROOM = 176  # pixels of a net's map
FIGURE_INCHES = 3.4


def joints(view: FigureView, image, joint: int, maps: Substitute, read: Substitute, half: bool) -> Picture:
    """The image with its joints, the map of the joint in hand in numbers, and all maps small."""
    cell = [int(k) for k in np.unravel_index(view.maps[joint].argmax(), view.maps[joint].shape)]
    # far from the joint the numbers say nothing; a map of few cells has room for them all
    shared = {"scale": "magnitude", "limit": 1.0, "bare": view.stride < NUMBERS_FROM, "group": "map"}
    grids = (
        Grid("down", "down", view.down[joint][:, None], "rows", **shared),
        Grid("map", "map", title=f"{JOINTS[joint]}; largest in ({cell[0]}, {cell[1]})", **shared, **maps.grid(lambda a: a[0, joint])),
        Grid("along", "along", view.along[joint][None], "columns", **shared),
    )
    notes = (cell_words(view), mean_words(view), maps.note, read.note.replace("Your function", "Your decoding", 1))
    found = read.shown[0]
    return Picture(
        grids=grids,
        tables={"image": np.asarray(image, float), "joints": view.joints, "read": found, "maps": maps.shown[0]},
        facts={
            "face": "joints", "names": list(JOINTS), "bones": [list(bone) for bone in BONES], "joint": joint, "stride": view.stride,
            "half": half, "yours": read.values is not None, "cell": cell,
        },
        notes=tuple(note for note in notes if note),
        home=("map", *cell),
        links=view.links,
        words=f"A figure of {len(JOINTS)} joints, and a heat map for each with stride {view.stride} and sigma {number(view.sigma)}",
    )  # fmt: skip


def nets(view: NetsView, image, joint: int, rank: int, order: str, threshold: float) -> Picture:
    """The figure as both nets see it, the map that one of them makes, and PCK over the threshold."""
    limit = float(max(1.0, np.abs(view.maps).max()))
    shared = {"bare": True, "room": ROOM, "group": "maps"}
    name = JOINTS[joint]
    grids = (
        Grid("map", "map", view.maps, f"the net's, for the {name}", limit=limit, **shared),
        Grid("target", "target", view.target, "the wanted one", limit=limit, **shared),
        Grid("gap", "dmaps", view.maps - view.target, "map − target", limit=limit, **shared),
    )
    cell = [int(k) for k in np.unravel_index(view.maps.argmax(), view.maps.shape)]
    notes = (*nets_words(view, joint, rank, order), score_words(view, threshold, COUNT))
    tables = {"image": np.asarray(image, float), "joints": view.joints, "thresholds": np.array(THRESHOLDS)}
    for k, kind in enumerate(view.found):
        tables |= {f"found{k}": view.found[kind], f"pck{k}": view.curves[kind]}
    return Picture(
        grids=grids,
        tables=tables,
        facts={
            "face": "nets", "names": list(JOINTS), "bones": [list(bone) for bone in BONES], "joint": joint,
            "kinds": list(view.found), "threshold": threshold, "cell": cell,
        },
        notes=notes,
        home=("map", *cell),
        links=view.links,
        words="What two nets find of a figure that they have not seen, one by heat maps, one by numbers",
    )  # fmt: skip


def printed(picture: Picture, lit):
    """The static twin: below the grids the image with its joints, and the curve of the nets."""
    figure = draw(picture, lit, room=FIGURE_INCHES)
    tall, tables, facts = figure.get_size_inches()[1], picture.tables, picture.facts
    side = FIGURE_INCHES - 0.7

    def place(left: float, width: float = side):
        return figure.add_axes((left / 10, 0.3 / tall, width / 10, side / tall))

    drawn = {"image": tables["image"], "joints": tables["joints"], "bones": facts["bones"], "here": facts["joint"]}
    if facts["face"] == "joints":
        said = "× read back" if facts["half"] or facts["yours"] else "× read back without the half cell"
        print_photo(place(0.2), tables["read"], title=f"● joint, {said}", marker="x", **drawn)
        for j, (name, one) in enumerate(zip(facts["names"], tables["maps"])):
            left, top = 3.4 + 0.93 * (j % 7), 0.3 + 1.4 * (1 - j // 7)
            axes = figure.add_axes((left / 10, top / tall, 0.085, 0.85 / tall))
            axes.imshow(one, cmap="cividis", vmin=0, vmax=1)
            axes.set_title(name, fontsize=7.5, loc="left", fontweight="bold" if j == facts["joint"] else "normal")
            axes.set_axis_off()
        return figure
    for k, kind in enumerate(facts["kinds"]):
        print_photo(place(0.2 + k * (side + 0.3)), tables[f"found{k}"], title=f"blue: true, orange: {kind}", **drawn)
    axes = figure.add_axes((6.7 / 10, 0.7 / tall, 2.0 / 10, (side - 0.6) / tall))
    lines = [
        Line(tables["thresholds"], tables[f"pck{k}"], kind, colour)
        for k, (kind, colour) in enumerate(zip(facts["kinds"], (FOUND, TRUE)))
    ]
    ticks = tuple((t, f"{t:g}") for t in (0, 0.1, 0.2, 0.3))
    draw_chart(axes, Axis("threshold", ticks=ticks), Axis(), lines, title="PCK", now=facts["threshold"])
    return figure
