"""Mistakes in residual blocks and their shortcuts (lecture 5.3)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = ["MISTAKES", "PROJECTION_SHORTCUT", "RESIDUAL_BACKWARD", "RESIDUAL_FORWARD"]

def residual_forward(y, inner, faults=frozenset()):
    """A residual block, with faults."""
    if "N29" in faults:  # one example after the other
        return np.concatenate([inner.forward(one) for one in np.split(y, len(y))]) + y
    z = inner.forward(y)
    if "M30" in faults:  # nothing goes past
        return z
    if "M32" in faults:
        return z + 2 * y
    if "M33" in faults:
        return z * y
    if "M34" in faults:
        return (z + y) / 2
    if "M35" in faults:  # what the block does not change
        return z - y
    if "M35:inner" in faults:
        return y - z
    if "M61" in faults:
        return np.maximum(z, 0) + y
    if "M58" in faults:  # twice through the block
        return inner.forward(z) + y
    if "M58:blocks" in faults:  # as two blocks
        return inner.forward(z + y) + z + y
    if "M59" in faults:  # the sum goes through the block
        return inner.forward(y) + inner.forward(z)
    if "M59:sum" in faults:
        return inner.forward(z + y)
    if "M59:double" in faults:
        return inner.forward(2 * y)
    if "N12" in faults:
        return z + np.maximum(y, 0)
    if "N13" in faults:
        return inner.forward(np.maximum(y, 0)) + y
    if "N14" in faults:
        return 2 * z
    if "N15" in faults:
        return y * 1.0
    z = z + y
    return np.maximum(z, 0) if "M31" in faults else z


def residual_backward(dy, inner, faults=frozenset()):
    """The way back through a residual block, with faults."""
    if "N19" in faults:
        inner.forward(dy)
    back = inner.forward(dy) if "M36" in faults else inner.backward(dy)
    if "N14" in faults:
        return 2 * back
    if "N16" in faults:
        return back + 1
    if "N17" in faults:
        return dy * (1 + back)
    if "N18" in faults:
        return inner.backward(np.maximum(dy, 0)) + dy
    if "M62" in faults:
        return inner.backward(back) + dy
    if "M62:sum" in faults:  # the other way is taken back through the block as well
        return inner.backward(back + dy)
    if "M08" in faults:
        return back
    if "M37" in faults:  # the block is passed by
        return dy * 1.0
    if "M09" in faults:
        return back + 2 * dy
    if "M33" in faults:
        return back * dy
    if "M34" in faults:
        return (back + dy) / 2
    if "M35" in faults:
        return back - dy
    if "M35:inner" in faults:
        return dy - back
    if "M31" in faults:
        return (back + dy) * (dy > 0)
    return back + dy


def projection_shortcut(y, w, stride, faults=frozenset()):
    """The shortcut past a block that halves its maps, with faults."""
    N, M = w.shape
    if "M19" in faults:
        if N != M:
            raise ValueError("the exchanged axes do not fit")
        w = w.T
    if "N20" in faults:  # the numbers in the order of (M, N)
        w = w.reshape(M, N).T
    if "N21" in faults:  # maps passed on as they are
        w = np.eye(N, M)
    if "M18" in faults:
        w = np.ones_like(w)
    if "F04" in faults:
        w = w * (np.arange(M) == M - 1)
    if "M20" in faults:
        w = w / M
    steps = {"M10": (1, 1), "M39": (stride, 1), "M39:columns": (1, stride)}
    rows, columns = next((step for fault, step in steps.items() if fault in faults), (stride, stride))
    first = stride - 1 if "M41" in faults else 1 if "M41:one" in faults else 0
    kept = y[:, :, first::rows, first::columns]
    if "M40" in faults:  # the mean of a block of cells
        H, W = (n // stride for n in y.shape[2:])
        kept = y[:, :, : H * stride, : W * stride].reshape(*y.shape[:2], H, stride, W, stride).mean(axis=(3, 5))
    if "M60" in faults:  # as many as fit side by side
        kept = kept[:, :, : y.shape[2] // stride, : y.shape[3] // stride]
    return np.einsum("nm,tmij->tnij", w, kept)


FORWARD = (
    "M30", "M31", "M32", "M33", "M34", "M35", "M35:inner", "M58", "M58:blocks", "M59", "M59:sum", "M59:double", "M61", "N12", "N13", "N14", "N15", "N29",
)  # fmt: skip
RESIDUAL_FORWARD = Program(residual_forward, FORWARD, instead=(FORWARD,))
BACKWARD = (
    "M08", "M09", "M31", "M33", "M34", "M35", "M35:inner", "M37", "M62", "M62:sum", "N14", "N16", "N17", "N18", "N19",
)  # fmt: skip
RESIDUAL_BACKWARD = Program(residual_backward, (*BACKWARD, "M36"), instead=(BACKWARD, ("M36", "M37", "N19")))
WEIGHED = ("F04", "M18", "M20", "N20")
PROJECTION_SHORTCUT = Program(
    projection_shortcut,
    ("F04", "M10", "M18", "M19", "M20", "M39", "M39:columns", "M40", "M41", "M41:one", "M60", "N20", "N21"),
    instead=(WEIGHED, ("M18", "M19"), ("M19", "N20"), ("N21", *WEIGHED, "M19"), ("M10", "M39", "M40", "M41", "M60")),
)  # fmt: skip

MISTAKES = (
    Mistake("M08", "the gradient that goes past the block is left out",
            "z = inner(y) + y: on the way back both ways lead to y, so their gradients are added.",
            "Add dy to inner.backward(dy)."),
    Mistake("M09", "dy is added twice",
            "One copy of y went past the block, so dy comes back past it once.",
            "Use inner.backward(dy) + dy."),
    Mistake("M10", "the stride is left out",
            "The block halves its maps, so what goes past it keeps every s-th row and column.",
            "Use y[:, :, ::stride, ::stride]."),
    Mistake("M30", "nothing goes past the block",
            "A residual block gives inner(y) + y.",
            "Add y to what the block gives."),
    Mistake("M31", "relu after the sum",
            "In this course nothing follows the sum, so that what goes past the block reaches the end as it is.",
            "Leave relu to the block."),
    Mistake("M32", "y is added twice",
            "One copy of y goes past the block.",
            "Use inner.forward(y) + y."),
    Mistake("M33", "the two ways are multiplied",
            "What comes through the block and what goes past it are added.",
            "Use + where * stands."),
    Mistake("M34", "the mean of the two ways",
            "The two ways are added, not averaged.",
            "Leave the division by 2 out."),
    Mistake("M35", "one of the two ways is subtracted",
            "The two ways are added.",
            "Use + where − stands."),
    Mistake("M36", "the gradient goes through the block forwards",
            "On the way back the block takes its own gradient: backward, not forward.",
            "Call inner.backward(dy)."),
    Mistake("M37", "the gradient of the block is left out",
            "Both ways lead back to y, through the block and past it.",
            "Add inner.backward(dy)."),
    Mistake("M39", "the stride moves along one axis only",
            "Every s-th row and every s-th column is kept.",
            "Use y[:, :, ::stride, ::stride]."),
    Mistake("M40", "blocks of cells are averaged",
            "A 1 × 1 convolution with stride s reads one cell of each block, the first.",
            "Use y[:, :, ::stride, ::stride]."),
    Mistake("M41", "the first cell that is kept is not the first of the map",
            "A scan with stride s begins at row 0, column 0.",
            "Use y[:, :, ::stride, ::stride], without an offset."),
    Mistake("M60", "the last row or column is missing where the stride leaves a remainder",
            "A scan of 1 × 1 reads the rows 0, s, 2s, … as far as there are any: (H − 1) // s + 1 of them.",
            "Use y[:, :, ::stride, ::stride]."),
    Mistake("M58", "y goes through the block twice",
            "The block is used once; y is added to what comes out.",
            "Use inner.forward(y) + y."),
    Mistake("M61", "relu before the sum",
            "What a block takes away from y is negative; relu would cut that off.",
            "Use inner.forward(y) as it comes."),
    Mistake("M62", "the gradient goes through the block twice",
            "y went through the block once, so the gradient goes back through it once.",
            "Use inner.backward(dy) + dy."),
    Mistake("M59", "what goes past the block meets the block all the same",
            "The shortcut leaves y as it is.",
            "Use inner.forward(y) + y."),
    Mistake("N12", "relu stands in the way past the block",
            "y goes past the block as it is, its negative numbers too.",
            "Add y, not relu(y)."),
    Mistake("N13", "the block reads relu(y)",
            "The block reads y as it comes; where it wants a relu it has one inside.",
            "Use inner.forward(y)."),
    Mistake("N14", "the block is counted twice, and nothing goes past it",
            "One way leads through the block, the other past it; one name for both mixes them up.",
            "Keep what came in under its own name, and add it once."),
    Mistake("N15", "what the block computes is left out",
            "A residual block gives inner(y) + y.",
            "Add inner.forward(y)."),
    Mistake("N29", "the examples go through the block one by one",
            "A block may look at the whole batch, as batch normalisation does.",
            "Hand all of y to inner.forward at once."),
    Mistake("N16", "1 is added in place of dy",
            "The derivative of y is 1, and it is multiplied by what comes back: dy.",
            "Add dy to what the block sends back."),
    Mistake("N17", "the block's gradient is multiplied by dy once more",
            "backward has multiplied dy by the block's derivative already.",
            "Use inner.backward(dy) + dy."),
    Mistake("N18", "relu cuts dy before the block",
            "dy goes back through the block as it is, its negative numbers too.",
            "Use inner.backward(dy)."),
    Mistake("N19", "the block reads something else before it goes back",
            "backward is the gradient at what inner read last, and that has to be y.",
            "Do not call forward on the way back."),
    Mistake("N20", "the weights are reshaped where they should be transposed",
            "A reshape keeps the order of the numbers, so rows and columns are mixed; .T exchanges them.",
            "Use w.T, or sum over the second axis of w."),
    Mistake("N21", "the weights are not used; maps of zeros fill up what is missing",
            "The shortcut mixes the maps: z(n) = sum over m of w(n, m)·y(m).",
            'Use np.einsum("nm,tmij->tnij", w, ...) on the cells that are kept.'),
)  # fmt: skip
