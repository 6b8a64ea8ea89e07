"""Mistakes with filter banks: making the members, scanning, gradients, and what turns with the image (lecture 4)."""

from __future__ import annotations

from math import ceil

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = [
    "BANK_FORWARD",
    "BANK_GRAD_WEIGHT",
    "EQUIVARIANCE_ERROR",
    "MISTAKES",
    "REFLECTION_BANK",
    "ROTATION_BANK",
    "SCALE_BANK",
    "TURN_BANK_MAPS",
]


def turned(maps, turns, faults, axes=(2, 3)):
    """Quarter turns as somebody with these misconceptions makes them."""
    if "I15" in faults:  # rot90 without axes turns the first two
        axes = (0, 1)
    if "I15:rows" in faults:  # axes counted from 1
        axes = (axes[0] - 1, axes[1] - 1)
    if "I10" in faults:  # clockwise
        turns = -turns
    return np.rot90(maps, turns, axes=axes)


def member(w, r, faults):
    """One member of a rotation bank."""
    if "I18" in faults:  # the first member is already turned
        r = r + 1
    if "I16" in faults:  # the four mirror images: left-right, top-bottom, both
        return (w, w[..., ::-1], w[:, :, ::-1], w[:, :, ::-1, ::-1])[r % 4]
    if "I16:transposed" in faults:  # rows and columns exchanged, taken for a quarter turn
        flipped = w[:, :, ::-1, ::-1] if r % 4 > 1 else w
        return flipped.transpose(0, 1, 3, 2) if r % 2 else flipped
    return turned(w, r, faults)


def rotation_bank(w, faults=frozenset()):
    """A filter in its four turns, with faults."""
    members = [member(w, r, faults) for r in range(4)]
    return np.stack(members, axis=bank_axis(faults))


def bank_axis(faults):
    """Where the new axis goes."""
    if "I14" in faults:
        return 0
    return 2 if "I14:behind the maps" in faults else 1


def windows_of(y, size):
    return np.lib.stride_tricks.sliding_window_view(y, size, axis=(2, 3))


def bank_forward(y, w, faults=frozenset()):
    """Scan with the rotation bank and keep the strongest, with faults."""
    bank = np.stack([member(w, r, faults) for r in range(4)], axis=1)
    if "I03" in faults:  # a plain convolution
        bank = bank[:, :1]
    if "I42" in faults:  # the last member left out
        bank = bank[:, :3]
    if "I42:two" in faults:
        bank = bank[:, :2]
    if "F01" in faults:  # flipped before the scan: the members exchange their places
        bank = bank[..., ::-1, ::-1]
    windows = windows_of(y, w.shape[2:])
    if "F04" in faults:
        windows, bank = windows[:, :1], bank[:, :, :1]
    maps = np.einsum("tmijpq,nrmpq->tnrij", windows, bank)
    if "I21" in faults:  # one winner for the whole map
        totals = maps.max(axis=(3, 4)).argmax(axis=2)
        z = np.take_along_axis(maps, totals[:, :, None, None, None], axis=2)[:, :, 0]
        return z, np.broadcast_to(totals[:, :, None, None], z.shape)
    if "I47" in faults:  # the weakest
        return maps.min(axis=2), maps.argmin(axis=2)
    if "I48" in faults:  # the strongest filter of each member
        return maps.max(axis=1), maps.argmax(axis=1)
    sizes = np.abs(maps) if faults & {"I20", "I20:with its sign"} else maps  # the largest magnitude
    winner = sizes.argmax(axis=2)
    if "I38" in faults:  # of equal ones the last
        winner = maps.shape[2] - 1 - sizes[:, :, ::-1].argmax(axis=2)
    if "I19" in faults:
        return maps.mean(axis=2), winner
    if "I19:sum" in faults:
        return maps.sum(axis=2), winner
    if "I39" in faults:  # the search starts at 0
        return np.maximum(maps.max(axis=2), 0), np.where(maps.max(axis=2) > 0, winner, 0)
    if "I40" in faults:  # among the members that a reader sees first: member r of filter n is r·N + n
        wide = maps.transpose(0, 2, 1, 3, 4).reshape(maps.shape)
        return wide.max(axis=2), wide.argmax(axis=2)
    if "I20:with its sign" in faults:
        return np.take_along_axis(maps, winner[:, :, None], axis=2)[:, :, 0], winner
    return sizes.max(axis=2), winner


def bank_grad_weight(dz, winner, y, w, faults=frozenset()):
    """Each member's gradient turned back and summed, with faults."""
    windows, dw = windows_of(y, w.shape[2:]), np.zeros(w.shape)
    for r in range(3 if "I42" in faults else 4):
        won = dz if "I23" in faults else np.where(winner == r + ("I43" in faults), dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        if "I11" not in faults:  # not turned back
            share = turned(share, -r, faults)
        dw = share if "I25" in faults else dw + share
    if "I24" in faults:  # mean over the members
        dw = dw / 4
    if "W01" in faults:
        dw = dw[:, :, ::-1, ::-1]
    return dw / len(dz) if "W04" in faults else dw


def turn_bank_maps(z, faults=frozenset()):
    """The maps of the turned image from those of the upright one, with faults."""
    u = z if "I26" in faults else turned(z, 1, faults, axes=(3, 4))
    if "I04" in faults:  # not rolled
        return u
    axis = 1 if "I37" in faults else 2  # along the filters
    if "I41" in faults:  # two places on
        return np.roll(u, 2, axis=axis)
    return np.roll(u, -1 if "I13" in faults else 1, axis=axis)


def reflection_bank(w, faults=frozenset()):
    """A filter and its mirror image, with faults."""
    image = w[..., ::-1]
    if "I17" in faults:  # top and bottom
        image = w[:, :, ::-1]
    if "I17:both" in faults:  # a half turn
        image = w[:, :, ::-1, ::-1]
    if "I17:maps" in faults:  # np.fliplr reverses axis 1
        image = w[:, ::-1]
    if "I17:transposed" in faults:
        image = w.transpose(0, 1, 3, 2)
    members = [image, w] if "I18" in faults else [w, image]
    return np.stack(members, axis=bank_axis(faults))


def size_of(maps, faults):
    """How large maps are, for somebody with these misconceptions."""
    if "I44" in faults:  # no root
        return (maps**2).sum()
    if "I45" in faults:  # the largest cell
        return np.abs(maps).max()
    return np.abs(maps).sum() if "I45:sum" in faults else np.linalg.norm(maps)


def equivariance_error(layer, y, faults=frozenset()):
    """The worst relative gap of three turns, with faults."""
    straight, gaps = layer(y), []
    tried = [tuple(map(int, switch.split(":")[1])) for switch in faults if switch.startswith("I28:")]
    for turns in tried[0] if tried else (1,) if "I28" in faults else (1, 2, 3):
        moved = layer(np.rot90(y, turns, axes=(2, 3)))
        wanted = straight if "I27" in faults else turned(straight, turns, faults)  # invariance
        gaps.append(size_of(moved - wanted, faults))
    gap = np.mean(gaps) if "I29" in faults else sum(gaps) if "I29:sum" in faults else min(gaps) if "I29:least" in faults else max(gaps)
    if "I30" in faults:  # not relative
        return gap
    size = size_of(y if "I30:to the input" in faults else straight, faults)
    if "I31" not in faults and not size and not gap:
        return 0.0
    return gap / size


def scale_bank(w, factors, faults=frozenset()):
    """A filter in several sizes, with faults."""
    (N, M, K, _), largest = w.shape, max(factors)
    reach = ceil(largest * (K + 1) / 2) - 1
    if "I36" in faults:  # K cells taken to be K steps wide
        reach = ceil(largest * K / 2)
    if "I36:tails cut" in faults:  # from the first cell's centre to the last one's
        reach = ceil(largest * (K - 1) / 2)
    cells = np.arange(2 * reach + 1)
    members = []
    for factor in factors:
        by = 1 / factor if "I34" in faults else factor
        # corners in place of centres
        places = cells / by if "I32" in faults else (K - 1) / 2 + (cells - reach) / by
        if "I46" in faults:  # the centre at K / 2
            places = places + 0.5
        if "I35" in faults:  # the border goes on outside w
            places = np.clip(places, 0, K - 1)
        if "I33" in faults:  # nearest cell
            places = np.floor(places + 0.5)
        if "I33:to even" in faults:  # as np.round does
            places = np.rint(places)
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        power = 0 if "I12" in faults else 1 if "I12:once" in faults else 2
        members.append(np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / factor**power)
    return np.stack(members, axis=bank_axis(faults))


AXES = ("I14", "I14:behind the maps")
MEMBERS = ("I10", "I15", "I15:rows", "I16", "I16:transposed", "I18")
ROTATION_BANK = Program(rotation_bank, (*MEMBERS, *AXES))
BANK_FORWARD = Program(
    bank_forward, ("I03", "I10", "I16", "I16:transposed", "I18", "F01", "F04", "I19", "I19:sum", "I20", "I20:with its sign", "I21",
     "I38", "I39", "I40", "I42", "I42:two", "I47", "I48"),
    instead=(("I19", "I20", "I21", "I39", "I47", "I48"),),
)
BANK_GRAD_WEIGHT = Program(
    bank_grad_weight, ("I10", "I11", "I15", "I23", "I24", "I25", "I42", "I43", "W01", "W04"), instead=(("I10", "I11", "I15"), ("I23", "I42", "I43"))
)  # fmt: skip
TURN_BANK_MAPS = Program(turn_bank_maps, ("I04", "I13", "I10", "I15", "I15:rows", "I26", "I37", "I41"))
REFLECTION_BANK = Program(reflection_bank, ("I17", "I17:both", "I17:maps", "I17:transposed", "I18", *AXES))
EQUIVARIANCE_ERROR = Program(
    equivariance_error,
    ("I10", "I27", "I28", "I28:2", "I28:3", "I28:12", "I28:13", "I28:23", "I29", "I29:sum", "I29:least", "I30", "I30:to the input", "I31", "I44", "I45", "I45:sum"),
    instead=(("I44", "I45"), ("I28", "I29")),
)
SCALE_BANK = Program(
    scale_bank, ("I12", "I12:once", "I32", "I33", "I34", "I35", "I36", "I36:tails cut", "I33:to even", "I46", *AXES)
)  # fmt: skip

MISTAKES = (
    Mistake("I03", "only w itself is scanned",
            "One filter finds a pattern in one direction. A convolution turns nothing along; only the bank does.",
            "Scan with every member of rotation_bank(w), then take the maximum."),
    Mistake("I04", "the maps turn, but the members keep their places",
            "In the turned image, what member 0 found is found by member 1: the maps turn and move on along the bank.",
            "After the turn, np.roll(..., 1, axis=2)."),
    Mistake("I10", "turned the other way",
            "Here a turn is counter-clockwise, as in np.rot90; what is turned back goes clockwise.",
            "Change the sign of the number of turns."),
    Mistake("I11", "the members' gradients are not turned back",
            "Member r met the image with its weights turned r times. Its gradient lies in that position and has to be "
            "turned back before it is that of w.",
            "np.rot90(share, -r, axes=(2, 3)) before you add it."),
    Mistake("I12", "not divided by factor²",
            "A filter of twice the size covers four times the cells; undivided, the larger member would win more often than it should.",
            "Divide each member by factor ** 2."),
    Mistake("I13", "the members roll the wrong way",
            "Member r of the upright image answers where member r + 1 answers in the turned one.",
            "np.roll(..., 1, axis=2), not -1."),
    Mistake("I14", "the members stand along another axis",
            "The members have an axis of their own, after that of the filters: (N, R, M, K, K), and (T, N, R, H′, W′) for maps.",
            "Stack filters along axis=1; roll maps along axis=2."),
    Mistake("I15", "other axes are turned",
            "rot90 turns the first two axes unless it is told; here rows and columns are the last two.",
            "Give axes: (2, 3) for filters, (3, 4) for the maps of a bank."),
    Mistake("I16", "mirror images among the turns",
            "A turn can be made on the table; a mirror image, or rows and columns exchanged, cannot.",
            "np.rot90(w, r, axes=(2, 3)) for r = 0, 1, 2, 3."),
    Mistake("I17", "mirrored another way",
            "Left–right reverses the columns, which are the last axis, and nothing else.",
            "Use w[:, :, :, ::-1]."),
    Mistake("I18", "the first member is not w itself",
            "Member 0 is w as it is, member r follows after r steps.",
            "Begin with r = 0."),
    Mistake("I19", "the mean or the sum of the members in place of the strongest",
            "All members of a sum answer at once, whichever way the pattern lies; the maximum keeps the one that fits.",
            "Take maps.max(axis=2)."),
    Mistake("I20", "the largest magnitude in place of the largest value",
            "A strongly negative answer says that the pattern is not there.",
            "Compare the values themselves, without abs."),
    Mistake("I47", "the weakest member in place of the strongest",
            "The member that fits the pattern answers most strongly.",
            "Take max and argmax over the members, not min and argmin."),
    Mistake("I48", "the strongest filter of each member, not the strongest member of each filter",
            "Every filter keeps a map of its own; the maximum runs over its four members.",
            "Take the maximum over the axis of the members, axis 2 of (T, N, 4, H′, W′)."),
    Mistake("I21", "one member wins the whole map",
            "Each place has a winner of its own: parts of an image lie in different directions.",
            "Take the maximum along the bank axis only."),
    Mistake("I23", "every member gets the gradient",
            "Only the winner of a place reached z there; the others changed nothing.",
            "np.where(winner == r, dz, 0) for member r."),
    Mistake("I24", "the mean over the members in place of their sum",
            "The weights are shared: a weight stands in all four members, and what it does there adds up.",
            "Sum; do not divide by the number of members."),
    Mistake("I25", "only the last member's gradient is kept",
            "The weights are shared, so the members' gradients add up.",
            "Use += where = stands."),
    Mistake("I26", "the maps roll, but do not turn",
            "The bank moves on by one, and each map turns with the image.",
            "np.rot90(z, axes=(3, 4)) before the roll."),
    Mistake("I27", "invariance is measured, not equivariance",
            "Equivariant means that the maps turn with the image; compared with the unturned maps this tells whether they stay.",
            "Turn layer(y) as y was turned, then compare."),
    Mistake("I28", "not all three turns are tried",
            "A layer may get one turn right and another wrong.",
            "Take the largest of the three errors."),
    Mistake("I44", "the root is missing: squares are compared",
            "‖x‖ is the square root of the sum of squares; without it a small error looks smaller still.",
            "Use np.linalg.norm, or take the root."),
    Mistake("I45", "another norm",
            "‖x‖ is the square root of the sum of squares over all maps and cells.",
            "Use np.linalg.norm of the whole difference and of the whole result."),
    Mistake("I29", "not the worst of the three errors",
            "One turn that goes wrong is enough; a mean hides it.",
            "max, not mean."),
    Mistake("I30", "the error is not relative to the maps",
            "Twice the filters would be twice the error. Divide by ‖layer(y)‖, with all maps in one norm.",
            "Divide by np.linalg.norm(layer(y))."),
    Mistake("I31", "0/0 where the maps are all 0",
            "Maps of zeros that stay zeros turn with the image perfectly; the error is 0.",
            "Return 0.0 where the gap and the size are both 0."),
    Mistake("I32", "corners are aligned in place of centres",
            "Enlarged about its corner, a filter also moves, and its members look at different places.",
            "Row i of K′ reads row (K − 1)/2 + (i − (K′ − 1)/2)/factor of w."),
    Mistake("I33", "the nearest cell in place of bilinear",
            "Between two cells, both count, the nearer one more.",
            "Weigh the cells with max(0, 1 − distance), along rows and along columns."),
    Mistake("I34", "the factor works the other way round",
            "A cell of a filter enlarged by f shows what stood f times nearer to the centre.",
            "Divide the distance from the centre by factor."),
    Mistake("I35", "the border of the filter goes on outside it",
            "Outside w there is nothing: 0.",
            "Do not clip the places; let cells outside w count 0."),
    Mistake("I36", "the frame has another size",
            "Between two cells both count, so an enlarged filter reaches to just before (K + 1)/2 steps from its centre, "
            "enlarged max(factors) times; a smaller frame cuts its tails off.",
            "Make 2 * ceil(max(factors) * (K + 1) / 2) - 1 rows."),
    Mistake("I37", "the roll runs along the filters, not along the bank",
            "In (T, N, R, H′, W′) axis 1 counts filters and axis 2 the members of a bank; filters stay where they are.",
            "np.roll(..., 1, axis=2)."),
    Mistake("I38", "of equal members the last one wins",
            "Where two members answer alike, the first one is named, as argmax does.",
            "Compare with >, not >=, or use argmax."),
    Mistake("I39", "the search for the strongest member starts at 0",
            "Where all four answers are negative, the strongest is negative too.",
            "Start with member 0, or with -inf."),
    Mistake("I40", "members and filters are mixed up when their axis is split",
            "A bank of shape (N, 4, M, K, K) laid out as (4·N, M, K, K) has the four members of filter 0 first.",
            "Split the axis of the maps as (T, N, 4, H′, W′)."),
    Mistake("I43", "the winners are counted from 1",
            "winner holds the members' numbers, 0 to 3.",
            "winner == r for r = 0, 1, 2, 3."),
    Mistake("I46", "the centre of the filter is taken at K/2",
            "Cells 0 to K − 1 have their middle at (K − 1)/2.",
            "Row i of K′ reads row (K − 1)/2 + (i − (K′ − 1)/2)/factor of w."),
    Mistake("I42", "not all four members are scanned with",
            "A filter has four turns, r = 0, 1, 2, 3.",
            "Use range(4)."),
    Mistake("I41", "the members move on by two",
            "A quarter turn moves the bank on by one.",
            "np.roll(..., 1, axis=2)."),
)  # fmt: skip
