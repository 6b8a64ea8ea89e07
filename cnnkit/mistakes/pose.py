"""Mistakes with joints: heat maps, reading them back, and the share that is found (lecture 5.2)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = ["DECODE_HEATMAPS", "JOINT_HEATMAPS", "MISTAKES", "PCK", "POSE_LOSS"]


def joint_heatmaps(joints, size, sigma, faults=frozenset()):
    """Hills at the joints, with faults."""
    rows, cols = joints[..., 0], joints[..., 1]
    if "K01" in faults:  # read as (x, y)
        rows, cols = cols, rows
    if "K08" in faults:  # moved to the centre of their cell
        rows, cols = np.floor(rows) + 0.5, np.floor(cols) + 0.5
    if "K08:rounded" in faults:
        rows, cols = np.rint(rows), np.rint(cols)
    if "K08:nearest" in faults:  # rounded to the number of a cell
        rows, cols = np.rint(rows) + 0.5, np.rint(cols) + 0.5
    H, W = size[::-1] if "K10" in faults else size
    half = 0.0 if "M04" in faults else -0.5 if "M04:back" in faults else 0.5
    down = (np.arange(H) + (0.0 if "M04:rows" in faults else half) - rows[..., None])[..., :, None]
    along = (np.arange(W) + (0.0 if "M04:columns" in faults else half) - cols[..., None])[..., None, :]
    squares = down**2 + along**2
    if "K06" in faults:  # steps along rows and columns
        squares = (np.abs(down) + np.abs(along)) ** 2
    if "K04" in faults:
        squares = np.sqrt(squares)
    width = sigma if "K03" in faults else sigma**2
    width *= 1 if "K02" in faults else 4 if "K49" in faults else 2  # K49: (2 * sigma)**2
    if "K50" in faults:  # / 2 * sigma**2
        width = 4 / width
    maps = np.exp(-squares / width)
    if "K51" in faults:  # a row of hills and a column of hills
        maps = np.exp(-(down**2) / width) + np.exp(-(along**2) / width)
    if "K11" in faults:  # grows with the distance
        with np.errstate(over="ignore"):
            maps = 1 / maps
    if "K45" in faults:  # a single cell
        maps = ((np.floor(rows)[..., None] == np.arange(H))[..., :, None] & (np.floor(cols)[..., None] == np.arange(W))[..., None, :]) * 1.0
    if "K09" in faults:  # cut off at three sigma
        maps = maps * (squares <= 9 * sigma**2)
    with np.errstate(all="ignore"):
        if "K05" in faults:  # a density
            maps = maps / (2 * np.pi * sigma**2)
        if "K05:sum" in faults:
            maps = maps / maps.sum(axis=(2, 3), keepdims=True)
        if "K05:peak" in faults:
            maps = maps / maps.max(axis=(2, 3), keepdims=True)
    if "K07" in faults:  # one map for all joints
        maps = np.repeat(maps.sum(axis=1, keepdims=True), maps.shape[1], axis=1)
    if "K07:largest" in faults:
        maps = np.repeat(maps.max(axis=1, keepdims=True), maps.shape[1], axis=1)
    if "K07:one" in faults:
        maps = maps.sum(axis=1)
    if "K07:first" in faults:
        maps = np.repeat(maps[:, :1], maps.shape[1], axis=1)
    return maps


def decode_heatmaps(heatmaps, stride, faults=frozenset()):
    """Joints read back from heat maps, with faults."""
    T, J, H, W = heatmaps.shape
    if "K18" in faults:
        heatmaps = np.abs(heatmaps)
    if "K20" in faults:
        heatmaps = -heatmaps
    if "K47" in faults:  # the largest sums of rows and of columns
        heatmaps = heatmaps.sum(axis=3, keepdims=True) * 1000 + heatmaps.sum(axis=2, keepdims=True)
    flat = heatmaps.reshape(T, J, H * W)
    if "K48" in faults:  # begins at 0
        flat = np.where((flat > 0).any(axis=2, keepdims=True), flat, 0)
    if "K16" in faults:  # one cell for all joints
        flat = np.repeat(flat.max(axis=1, keepdims=True), J, axis=1)
    if "K16:all" in faults:  # and for all examples
        flat = np.broadcast_to(flat.reshape(-1, H * W)[flat.max(axis=2).argmax()], flat.shape)
    if "K17:columns" in faults:  # of equal cells the first in column order
        best = heatmaps.swapaxes(2, 3).reshape(T, J, W * H).argmax(axis=2)
        cells = np.stack([best % H, best // H], axis=-1)
    else:
        best = H * W - 1 - flat[..., ::-1].argmax(axis=2) if "K17" in faults else flat.argmax(axis=2)
        cells = np.stack(divmod(best, H if "K15" in faults else W), axis=-1)
    if "K52" in faults:  # the middle of all largest cells
        top = flat == flat.max(axis=2, keepdims=True)
        cells = np.stack([(top * place).sum(axis=2) / top.sum(axis=2) for place in np.divmod(np.arange(H * W), W)], axis=-1)
    if faults & {"K19", "K19:values"}:  # the mean place
        p = heatmaps if "K19:values" in faults else np.exp(heatmaps - heatmaps.max(axis=(2, 3), keepdims=True))
        with np.errstate(all="ignore"):
            p = p / p.sum(axis=(2, 3), keepdims=True)
        cells = np.stack([p.sum(axis=3) @ np.arange(H), p.sum(axis=2) @ np.arange(W)], axis=-1)
    if "K01" in faults:
        cells = cells[..., ::-1]
    cells = cells + (0.0 if faults & {"M04", "K12"} else 1.0 if "K21" in faults else 0.5)
    if "K14" in faults:
        places = cells / stride
    else:
        places = cells * (1 if "K13" in faults else stride)
    if "K12" in faults:
        places = places + 0.5
    return np.floor(places) if "K22" in faults else places


def pck(pred, joints, scale, threshold, faults=frozenset()):
    """The share of the joints that are found, with faults."""
    gap = pred - joints
    if "K34" in faults:  # distances from the origin are compared
        far = np.abs(np.sqrt((pred**2).sum(axis=-1)) - np.sqrt((joints**2).sum(axis=-1)))
    elif "K06" in faults:
        far = np.abs(gap).sum(axis=-1)
    elif "K53" in faults:  # too small is always near
        far = gap.max(axis=-1)
    elif "K54" in faults:  # the mean of both squares
        far = np.sqrt((gap**2).mean(axis=-1))
    elif "K28" in faults:  # rows and columns, each by itself
        far = np.abs(gap)
    elif "K28:both" in faults:
        far = np.abs(gap).max(axis=-1)
    elif "K30" in faults:
        far = (gap**2).sum(axis=-1)
    else:
        far = np.sqrt((gap**2).sum(axis=-1))
    if "K55" in faults:
        far = np.floor(far)
    if "K32:all" in faults:
        far = far.mean(keepdims=True)
    if "K32" in faults:  # the mean of a figure
        far = far.mean(axis=-1, keepdims=True)
    if "K46" in faults:  # no threshold
        return float(far.mean())
    if "K46:scaled" in faults:
        return float(far.mean() / scale)
    reach = threshold * scale
    if "M07" in faults:
        reach = threshold
    if "M07:threshold" in faults:
        reach = scale
    if "K23" in faults:
        reach = threshold / scale
    near = far < reach if "K24" in faults else far <= reach
    if "K31" in faults:
        near = ~near
    if "K25" in faults:  # figures of which all joints are found
        near = near.reshape(len(near), -1).all(axis=1)
    if "K26" in faults:
        return float(near.sum())
    if "K26:figure" in faults:  # in each figure
        return float(near.sum() / len(near))
    return float(near.mean()) * (100 if "K27" in faults else 1)


def pose_loss(maps, target, faults=frozenset()):
    """Half the squared distance of maps, and its gradient, with faults."""
    gap = maps - target
    for switch, under in (("K56", target > 0.1), ("K56:above 0", target > 0), ("K56:not 0", target != 0)):
        if switch in faults:  # elsewhere nothing is asked
            gap = gap * under
    squares = np.abs(gap) if faults & {"K42", "K42:sum"} else maps**2 - target**2 if "M100" in faults else gap**2
    div = squares.sum(axis=(1, 2, 3)) / 2
    if "M99" in faults:  # the sum squared
        div = gap.sum(axis=(1, 2, 3)) ** 2 / 2
    if "K40" in faults:
        div = squares.sum(axis=(2, 3)) / 2
    if "K39" in faults:
        div = squares.sum() / 2
    if "K39:others" in faults:
        div = squares.sum(axis=(0, 1, 2)) / 2
    if "K38:one" in faults:
        div = squares.sum() / 2 / len(maps)
    if faults & {"K41", "K41:its gradient"}:
        div = np.sqrt(2 * div)
    if "K41:half" in faults:
        div = np.sqrt(2 * div) / 2
    if faults & {"K33", "K33:both", "K42:sum"}:
        div = div * 2
    if faults & {"K37", "K37:both"}:
        div = div / gap[0].size
    dmaps = gap * (2 if faults & {"K35", "K33:both"} else 1)
    if "K42:sum" in faults:
        dmaps = np.sign(gap)
    if "K41:its gradient" in faults:
        dmaps = gap / div[:, None, None, None]
    if "K36" in faults:
        dmaps = -dmaps
    if faults & {"K37:gradient", "K37:both"}:
        dmaps = dmaps / gap[0].size
    if faults & {"K38", "K38:one"}:
        dmaps = dmaps / len(maps)
    if "K43" in faults:  # the chain goes on through maps
        dmaps = dmaps * maps
    return (dmaps, div) if "K44" in faults else (div, dmaps)


JOINT_HEATMAPS = Program(
    joint_heatmaps,
    (
        "M04", "M04:back", "M04:rows", "M04:columns", "K49", "K50", "K51", "K01", "K02", "K03", "K04", "K05", "K05:sum", "K05:peak", "K06", "K07", "K07:largest", "K07:one",
        "K07:first", "K08", "K08:rounded", "K08:nearest", "K09", "K10", "K11", "K45",
    ),
    instead=(
        ("K49", "K50", "K02", "K03"), ("K51", "K45", "K04", "K06", "K09", "K11"), ("K45", "K49", "K50"), ("K45", "K02", "K03", "K04", "K06", "K08", "K09", "K11"), ("K09", "K11"), ("K04", "K06"), ("K04", "K09"), ("K06", "K09"), ("K02", "K09"), ("K03", "K09"),
    ),
)  # fmt: skip
DECODE_HEATMAPS = Program(
    decode_heatmaps,
    (
        "M04", "K01", "K12", "K13", "K14", "K15", "K16", "K16:all", "K17", "K17:columns", "K18", "K19", "K19:values", "K20", "K21", "K22",
        "K47", "K48", "K52",
    ),
    instead=(("K52", "K15", "K16", "K17", "K18", "K19", "K20", "K47", "K48"), ("K15", "K16", "K17", "K19", "K47", "K48"), ("K18", "K20", "K47", "K48"), ("M04", "K12", "K21"), ("K13", "K14"), ("K15", "K17"), ("K18", "K20"), ("K22", "M04"), ("K22", "K21")),
)  # fmt: skip
PCK = Program(
    pck,
    (
        "M07", "M07:threshold", "K06", "K23", "K24", "K25", "K26", "K26:figure", "K27", "K28", "K28:both", "K30", "K31", "K32", "K32:all", "K34",
        "K46", "K46:scaled", "K53", "K54", "K55",
    ),
    instead=(("K53", "K54", "K06", "K28", "K30", "K34", "K46"), ("K55", "K32", "K46", "K24"), ("K46", "M07", "K23", "K24", "K25", "K26", "K27", "K31", "K32", "K28"), ("M07", "K23"), ("K06", "K28", "K30", "K34"), ("K26", "K27"), ("K25", "K32"), ("K28", "K32")),
)  # fmt: skip
POSE_LOSS = Program(
    pose_loss,
    (
        "K33", "K33:both", "K35", "K36", "K37", "K37:gradient", "K37:both", "K38", "K38:one", "K39", "K39:others", "K40", "K41", "K41:half", "K41:its gradient", "K42", "K42:sum",
        "K43", "K44", "K56", "K56:above 0", "K56:not 0", "M99", "M100",
    ),
    instead=(("M99", "M100", "K39", "K40", "K41", "K42", "K33"), ("M99", "K38"), ("K42", "K33", "K35"), ("K41", "K35"), ("K33", "K35"), ("K38", "K39", "K40"), ("K39", "K40"), ("K41", "K42"), ("K33", "K41"), ("K37", "K41")),
)  # fmt: skip

MISTAKES = (
    Mistake("M04", "the half cell is missing or has the wrong sign",
            "Cell (r, c) covers the rows from r to r + 1: its centre lies at (r + ½, c + ½).",
            "Add 0.5 to the index of a cell."),
    Mistake("M07", "distances are compared with the scale or the threshold alone",
            "A threshold is given in parts of the scale: 0.1 of an image of 64 pixels is 6.4 pixels.",
            "Compare with threshold * scale."),
    Mistake("K01", "row and column are exchanged",
            "A joint is (row, col), and a map has its rows first.",
            "Use joints[..., 0] for rows and joints[..., 1] for columns."),
    Mistake("K02", "the 2 in the exponent is missing",
            "A Gauss curve falls as exp(−distance² / (2·sigma²)).",
            "Divide by 2 * sigma**2."),
    Mistake("K49", "the 2 in the exponent is squared too",
            "The exponent is divided by 2·sigma². (2·sigma)² is twice that.",
            "Square sigma alone: 2 * sigma**2."),
    Mistake("K50", "sigma² multiplies where it divides",
            "x / 2 * sigma**2 divides by 2 and then multiplies by sigma².",
            "Put brackets around the divisor: x / (2 * sigma**2)."),
    Mistake("K51", "the factors of row and column are added",
            "exp of a sum is a product: one factor for the row times one for the column.",
            "Multiply the two."),
    Mistake("K03", "sigma is not squared",
            "The exponent is a ratio of two squares: distance² over 2·sigma².",
            "Divide by 2 * sigma**2."),
    Mistake("K04", "the distance is not squared",
            "The exponent holds the squared distance; without the square the hill is a spike with long tails.",
            "Leave the root out: rows**2 + columns**2."),
    Mistake("K05", "the hill is divided by something",
            "The hill is 1 high where the joint is; it is no probability.",
            "Return np.exp(...) as it is."),
    Mistake("K06", "steps along rows and columns are added",
            "The distance is the length of the straight line: the squares of both are added.",
            "Use rows**2 + columns**2."),
    Mistake("K07", "the joints share a map",
            "Each joint has a map of its own, else nobody could tell which joint a hill stands for.",
            "Keep the axis of the joints."),
    Mistake("K08", "the joints are moved to whole cells",
            "A joint lies anywhere in its cell, and the values around it tell where.",
            "Use joints as they come, without rounding."),
    Mistake("K09", "the hill is cut off at 3 sigma",
            "The formula has no border: the values beyond are small, but they are not 0.",
            "Leave the values of all cells as they are."),
    Mistake("K10", "the size of the maps is read as columns first",
            "The size of a map is (rows, columns).",
            "Use size[0] for the rows."),
    Mistake("K11", "the minus in the exponent is missing",
            "The hill is highest at the joint and falls with the distance.",
            "Use np.exp(-...)."),
    Mistake("K12", "half a pixel is added where half a cell is meant",
            "The centre lies half a cell in, and a cell is stride pixels wide.",
            "Add 0.5 before you multiply by the stride."),
    Mistake("K13", "the stride is left out",
            "The map counts cells; one cell is stride pixels wide.",
            "Multiply by the stride."),
    Mistake("K14", "the stride divides",
            "From pixels to cells one divides; here it goes back to pixels.",
            "Multiply by the stride."),
    Mistake("K15", "positions are decoded with the number of rows",
            "A position counts along the rows: position = row·W + column.",
            "Use divmod(position, W)."),
    Mistake("K16", "one cell is searched for all joints together",
            "Each joint has a map of its own, with a largest cell of its own.",
            "Search every map by itself."),
    Mistake("K17", "of several largest cells another one than the first is taken",
            "Ties go to the first cell in row order, as everywhere in this course.",
            "Use argmax over the cells in row order."),
    Mistake("K52", "the mean of several largest cells",
            "Between equal cells there may be none that is large. Ties go to the first cell in row order.",
            "Use argmax over the cells in row order."),
    Mistake("K18", "the largest magnitude in place of the largest value",
            "A net may answer with values below 0; they say that the joint is not there.",
            "Leave abs and squares out."),
    Mistake("K19", "the mean place in place of the largest cell",
            "The mean lies between hills where there are several; what is asked for is the largest cell.",
            "Use argmax over the cells of each map."),
    Mistake("K20", "the smallest cell in place of the largest",
            "The hill is highest where the joint is.",
            "Use argmax."),
    Mistake("K21", "a whole cell is added where half of one is meant",
            "A cell begins at its index and ends one later; its centre lies in the middle.",
            "Add 0.5 to the index of a cell."),
    Mistake("K22", "the places are cut to whole pixels",
            "Half an odd stride is no whole number, and a joint may lie between pixels.",
            "Leave the places as they are."),
    Mistake("K23", "the scale divides the threshold",
            "A threshold of 0.1 means a tenth of the scale: the larger the scale, the farther a joint may be.",
            "Compare with threshold * scale."),
    Mistake("K24", "a joint exactly at the threshold is not counted",
            "PCK counts distances up to the threshold, and that one too.",
            "Compare with <= in place of <."),
    Mistake("K25", "whole figures are counted in place of joints",
            "Each joint counts by itself; a figure with one joint lost keeps the others.",
            "Average over all joints, without all()."),
    Mistake("K26", "a number of joints in place of a share",
            "PCK is the number of joints found divided by the number of all joints.",
            "Use mean over all joints."),
    Mistake("K27", "a number from 0 to 100",
            "PCK is a share from 0 to 1 here.",
            "Leave the 100 out."),
    Mistake("K28", "rows and columns are judged each by itself",
            "Near is what lies in a circle: the distance takes rows and columns together.",
            "Take the root of the sum of both squares first."),
    Mistake("K30", "the root of the squared distance is missing",
            "The threshold is a length, so it is compared with a length.",
            "Use np.sqrt of the sum of squares."),
    Mistake("K31", "what is too far is counted",
            "PCK is the share of the joints that are near enough.",
            "Turn the comparison round."),
    Mistake("K32", "a mean distance is compared",
            "Each joint is near or not by itself; the mean comes last.",
            "Compare first, then average."),
    Mistake("K34", "distances from the corner are compared",
            "Two points equally far from the corner of the image may lie far from each other.",
            "Subtract the places first, then take the length."),
    Mistake("K53", "differences are compared with their sign",
            "A difference below 0 is smaller than any threshold, however far the answer is off.",
            "Square the differences, add both squares, and take the root."),
    Mistake("K54", "the mean of both squares in place of their sum",
            "The distance is the root of the sum of both squares; with the mean it comes out too short by a factor of √2.",
            "Use sum(axis=2) below the root."),
    Mistake("K55", "distances are cut to whole pixels",
            "A joint 5.9 pixels off is farther away than 5 pixels.",
            "Leave the distances as they are."),
    Mistake("K33", "the ½ is missing",
            "div is half the sum of squares, so that its gradient is maps − target without a factor.",
            "Multiply the sum of squares by 0.5."),
    Mistake("K35", "the gradient has a factor 2",
            "The ½ of div and the 2 of the square cancel.",
            "Return maps - target."),
    Mistake("K36", "the gradient has the wrong sign",
            "Where the map is too high, div grows with it: the gradient is maps − target.",
            "Subtract target from maps, not the other way round."),
    Mistake("K37", "a mean over the cells in place of their sum",
            "div is the sum over joints, rows and columns; its gradient has no factor.",
            "Use sum, not mean."),
    Mistake("K38", "the mean over the examples is taken here already",
            "div has one number for each example; mean_loss divides by their number later, once.",
            "Leave the axis of the examples alone."),
    Mistake("K39", "the examples are added up",
            "div has one number for each example.",
            "Sum over the axes 1, 2, 3."),
    Mistake("K40", "each joint has a divergence of its own",
            "div has one number for each example: joints are summed over too.",
            "Sum over the axes 1, 2, 3."),
    Mistake("K41", "the root of the sum",
            "The divergence is half the squared distance; with a root its gradient would not be maps − target.",
            "Leave the root out."),
    Mistake("K42", "magnitudes in place of squares",
            "The divergence adds up squares.",
            "Use (maps - target) ** 2."),
    Mistake("K43", "the gradient is multiplied by the maps",
            "The gradient for the maps ends at the maps; nothing follows behind them.",
            "Return maps - target."),
    Mistake("K44", "the two results are exchanged",
            "The divergence comes first, then its gradient.",
            "Return (div, dmaps)."),
    Mistake("K56", "only cells under a hill count",
            "Far from the joint the map should be 0, and that has to be learned too: every cell counts.",
            "Sum over all cells, without a condition."),
    Mistake("K45", "1 in the cell of the joint and 0 elsewhere",
            "The hill falls off smoothly, so that the cells beside the joint's say where in its cell it lies.",
            "Use np.exp of the squared distance for every cell."),
    Mistake("K46", "the mean distance in place of a share",
            "PCK asks of each joint whether it is near enough, yes or no, and averages that.",
            "Compare with threshold * scale before you average."),
    Mistake("K47", "sums of rows and of columns are searched",
            "A row may have the largest sum without holding the largest cell.",
            "Search the cells of each map."),
    Mistake("K48", "the search for the largest cell begins at 0",
            "All values of a map may lie below 0; the largest of them still tells the place.",
            "Begin with the first cell, or use argmax."),
)  # fmt: skip
