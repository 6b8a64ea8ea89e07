"""Programs that sum over some axes of the products: which are named, and which stand near that and are not."""

import numpy as np

from tests.programs import outcome


def right_axes_from_behind(patch, w, bias):
    return (patch * w).sum(axis=(-1, -2, -3)) + bias


def right_axis_by_axis(patch, w, bias):
    return (w * patch).sum(axis=1).sum(axis=1).sum(axis=1) + bias


@outcome("F39")
def wrong_keeps_columns(patch, w, bias):
    """The first three axes, as if there were no n."""
    return np.sum(patch[None] * w, axis=(0, 1, 2)) + bias


@outcome("F39")
def wrong_keeps_maps(patch, w, bias):
    """einsum with the wrong letter at the end."""
    return np.einsum("mpq,nmpq->m", patch, w) + bias


@outcome(says="Right with one output map, wrong in every case with several")
def wrong_one_total(patch, w, bias):
    """One sum over everything, for every filter the same."""
    return np.full(len(w), (patch * w).sum()) + bias


@outcome(says="Your z has 2 axes; 1 is needed")
def wrong_keeps_both(patch, w, bias):
    """Rows and columns only."""
    return (patch * w).sum(axis=(-1, -2)) + bias[:, None]


@outcome(says="Right with one map in and out")
def wrong_maps_first(patch, w, bias):
    """The first two axes of the filters exchanged."""
    return (patch * w.swapaxes(0, 1)).sum(axis=(1, 2, 3)) + bias
