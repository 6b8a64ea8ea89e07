"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_loops(w, in_channels, kernel_size):
    Kh, Kw = kernel_size
    filters = np.empty((len(w), in_channels, Kh, Kw))
    for n, row in enumerate(w):
        numbers = iter(row)
        for m, p, q in np.ndindex(filters.shape[1:]):
            filters[n, m, p, q] = next(numbers)
    return filters


def right_by_split(w, in_channels, kernel_size):
    return np.stack([part.reshape(-1, *kernel_size) for part in np.split(w, in_channels, axis=1)], axis=1)


def right_by_reshape(w, in_channels, kernel_size):
    return w.reshape((-1, in_channels) + tuple(kernel_size)).copy()


def right_by_index(w, in_channels, kernel_size):
    Kh, Kw = kernel_size
    m, p, q = np.indices((in_channels, Kh, Kw))
    return w[:, (m * Kh + p) * Kw + q]


@outcome("S02")
def wrong_maps_last(w, in_channels, kernel_size):
    """The maps are laid out last, as in images."""
    return np.moveaxis(w.reshape(len(w), *kernel_size, in_channels), 3, 1)


@outcome("S02")
def wrong_columns_first(w, in_channels, kernel_size):
    """Columns first within a map."""
    Kh, Kw = kernel_size
    return w.reshape(len(w), in_channels, Kw, Kh).swapaxes(2, 3)


@outcome(says="Your filters holds the result of the first input map for every input map.")
def wrong_first_map(w, in_channels, kernel_size):
    """Every map gets the first map's weights."""
    Kh, Kw = kernel_size
    one = w[:, : Kh * Kw].reshape(len(w), 1, Kh, Kw)
    return np.repeat(one, in_channels, axis=1)


@outcome("F01")
def wrong_turned(w, in_channels, kernel_size):
    """Flips what is a filter already."""
    return w.reshape(len(w), in_channels, *kernel_size)[:, :, ::-1, ::-1]


@outcome(says="Right with every square filter, wrong with every other: is Kw taken from Kh somewhere?")
def wrong_square(w, in_channels, kernel_size):
    """Kw taken from Kh."""
    Kh = kernel_size[0]
    return w.reshape(len(w), in_channels, Kh, Kh)
