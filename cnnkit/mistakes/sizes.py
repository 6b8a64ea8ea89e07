"""Mistakes with receptive fields, remainders and the rows that a cell feeds (lecture 1.1.2)."""

from __future__ import annotations

from cnnkit.mistakes.program import Mistake, Program

__all__ = ["AFFECTED", "MISTAKES", "RECEPTIVE_FIELD", "REMAINDER"]


def receptive_field(layers, faults=frozenset()):
    """Size and jump of a stack, with faults."""
    size, jump = 0 if "R07" in faults else 1, 1
    if "R06" in faults:
        layers = layers[::-1]
    for kernel_size, stride in layers:
        if "R04" in faults:  # the stride of the layer counts for its own window
            jump *= stride
        if "R19" in faults:
            size *= kernel_size
        else:
            step = 1 if "R01" in faults else stride if "R16" in faults else jump
            size += (kernel_size if "R03" in faults else kernel_size - 1) * step
        if "R04" in faults:
            continue
        if "R05" in faults:  # strides added
            jump += stride
        elif "R05:last" in faults:
            jump = stride
        else:
            jump *= stride
    return size, jump


def remainder(size, kernel_size, stride, padding, faults=frozenset()):
    """Rows left over at the end, with faults."""
    if "F14" in faults:
        padding = 0
    if "F20" in faults:
        padding = padding / 2
    over = size + 2 * padding - kernel_size
    if "R21" in faults:  # brackets left out
        return over + kernel_size - kernel_size % stride
    if "R08" in faults:  # the quotient
        return over // stride
    if "R08:with decimals" in faults:
        return over / stride
    if "R17" in faults:  # divided by K
        return over % kernel_size
    if "R09" in faults:  # what is missing to the next step
        return -over % stride
    if "R12" in faults:  # only rows of the map itself
        return max(0, over % stride - padding)
    return (over + kernel_size) % stride if "R13" in faults else over % stride


def affected(r, size, kernel_size, stride, padding, faults=frozenset()):
    """Output rows that an input row feeds, with faults."""
    place = r + (0 if "F14" in faults else -padding if "R10" in faults else padding)
    outputs = (size + 2 * padding - kernel_size) // stride + 1
    if "R11" in faults:  # outputs that do not exist
        outputs = size + 2 * padding + kernel_size
    step = 1 if "F22" in faults else stride
    reach = kernel_size + ("R14" in faults)
    first = 1 if "R15" in faults else 0
    if "R20" in faults:  # the rows of the filter
        return [place - i * step for i in range(outputs) if first <= place - i * step < reach]
    return [i for i in range(outputs) if first <= place - i * step < reach]


RECEPTIVE_FIELD = Program(
    receptive_field,
    ("R01", "R03", "R04", "R05", "R05:last", "R06", "R07", "R16", "R19"),
    instead=(("R01", "R04", "R16", "R19"), ("R03", "R19")),
)
REMAINDER = Program(
    remainder, ("F14", "F20", "R08", "R08:with decimals", "R09", "R12", "R13", "R17", "R21"), instead=(("R08", "R09", "R12", "R17", "R21"), ("F14", "F20"), ("R13", "R21"))
)
AFFECTED = Program(affected, ("F14", "F22", "R10", "R11", "R14", "R15", "R20"))

MISTAKES = (
    Mistake("R01", "every window is taken to move over single pixels",
            "A window of a higher layer spans K − 1 steps of the layer below, and each of them is as long as all strides below multiplied.",
            "size += (kernel_size - 1) * jump."),
    Mistake("R03", "each layer adds K steps in place of K − 1",
            "The first cell of the window is the unit that was there before; K − 1 more are new.",
            "size += (kernel_size - 1) * jump."),
    Mistake("R04", "the stride of a layer is counted before its window",
            "A layer's stride lies between its outputs; its own window still moves over the layer below.",
            "Widen the field first, then jump *= stride."),
    Mistake("R05", "the jump is not the product of the strides",
            "Each stride is counted in steps of the layer below, so they multiply.",
            "jump *= stride, starting with 1."),
    Mistake("R06", "the layers are taken in the wrong order",
            "size += (K − 1)·jump goes from the first layer up, with jump growing on the way; (size − 1)·s + K goes from the last layer down.",
            "Go through the layers in their order with size += (kernel_size - 1) * jump."),
    Mistake("R07", "the field starts at 0",
            "Without any layer a unit sees itself: one pixel.",
            "Start with size = 1."),
    Mistake("R16", "a window is taken to move by its own stride",
            "A window of a layer spans K − 1 steps of the layer below; these are as long as all strides below multiplied.",
            "size += (kernel_size - 1) * jump."),
    Mistake("R19", "the windows are multiplied",
            "Each layer adds K − 1 steps to the field of the one below.",
            "size += (kernel_size - 1) * jump."),
    Mistake("R17", "the window stands where the stride belongs",
            "The window moves in steps of the stride; what is no whole step is left over.",
            "Use % stride."),
    Mistake("R08", "the quotient in place of the remainder",
            "// says how many whole steps fit, % what is left after them.",
            "Use the operator %."),
    Mistake("R21", "brackets are missing: only the last term is divided",
            "//, / and % come before + and −, as · does: a − b % c is a − (b % c).",
            "Put brackets around all that is divided: (size + 2 * padding - …) // stride, or % stride."),
    Mistake("R09", "what is missing to one more step, in place of what is left over",
            "After the last whole step r rows are left; s − r more would make another step.",
            "Use (size + 2 * padding - kernel_size) % stride."),
    Mistake("R12", "only real rows are counted",
            "r counts rows of the padded map; up to p of them are padding.",
            "Leave out the subtraction of padding at the end."),
    Mistake("R13", "the window is left out",
            "The window itself takes K rows; what is divided into steps are the others.",
            "Take kernel_size off before the division."),
    Mistake("R10", "padding is taken off where it has to be added",
            "p rows lie before the map, so input row r is padded row r + p.",
            "Use r + padding."),
    Mistake("R11", "outputs are listed that do not exist",
            "There are (H + 2p − K) // s + 1 outputs; a window that would reach over the end is none of them.",
            "Let i run over range(output size)."),
    Mistake("R20", "the rows of the filter in place of the output rows",
            "Output row i meets input row r with the filter's row r + p − i·s; asked for is i.",
            "Put i into the list, not r + padding - i * stride."),
    Mistake("R14", "the window is taken one row too long",
            "Output i covers the padded rows i·s to i·s + K − 1.",
            "Use < kernel_size, not <=."),
    Mistake("R15", "the first row of each window is left out",
            "Output i covers the padded rows i·s to i·s + K − 1, the first one too.",
            "Use 0 <=, not 0 <."),
)  # fmt: skip
