"""The filters of the full convolution that does the same, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_broadcast(depthwise, pointwise):
    return pointwise[:, :, None, None] * depthwise[None]


def right_einsum(depthwise, pointwise):
    return np.einsum("nm,mpq->nmpq", pointwise, depthwise)


def right_loops(depthwise, pointwise):
    N, M = pointwise.shape
    _, Kh, Kw = depthwise.shape
    full = np.zeros((N, M, Kh, Kw))
    for n in range(N):
        for m in range(M):
            for p in range(Kh):
                for q in range(Kw):
                    full[n, m, p, q] = pointwise[n, m] * depthwise[m, p, q]
    return full


def right_stacked(depthwise, pointwise):
    return np.stack([[v * filter for v, filter in zip(row, depthwise)] for row in pointwise])


def right_diagonal_product(depthwise, pointwise):
    M, Kh, Kw = depthwise.shape
    own = np.zeros((M, M, Kh, Kw))
    own[np.arange(M), np.arange(M)] = depthwise
    return np.tensordot(pointwise, own, axes=1)


def right_maps_outside(depthwise, pointwise):
    per_map = [np.multiply.outer(pointwise[:, m], depthwise[m]) for m in range(len(depthwise))]
    return np.stack(per_map, axis=1)


def right_repeated(depthwise, pointwise):
    full = np.repeat(depthwise[np.newaxis].astype(float), len(pointwise), axis=0)
    full *= pointwise.reshape(*pointwise.shape, 1, 1)
    return full


@outcome("M29")
def wrong_transposed_result(depthwise, pointwise):
    """(M, N, Kh, Kw)."""
    return np.einsum("nm,mpq->mnpq", pointwise, depthwise)


@outcome("M19")
def wrong_transposed_weights(depthwise, pointwise):
    """pointwise is read as (M, N)."""
    return np.einsum("mn,mpq->nmpq", pointwise, depthwise)


@outcome(says="Your w holds the right numbers, not all in their places")
def wrong_reshaped(depthwise, pointwise):
    """The axes of the result are exchanged by a reshape."""
    N, M = pointwise.shape
    return np.einsum("nm,mpq->mnpq", pointwise, depthwise).reshape(N, M, *depthwise.shape[1:])


@outcome("M28")
def wrong_added_up(depthwise, pointwise):
    """Summed over the maps: a weighted mean filter for every output map."""
    return np.einsum("nm,mpq->npq", pointwise, depthwise)


@outcome("M28")
def wrong_added_up_kept(depthwise, pointwise):
    """The summed filter stands for every map."""
    total = np.tensordot(pointwise, depthwise, axes=1)
    return np.repeat(total[:, None], pointwise.shape[1], axis=1)


@outcome("M24")
def wrong_sum_for_product(depthwise, pointwise):
    """Adds the weight to the filter."""
    return pointwise[:, :, None, None] + depthwise[None]


@outcome(says="Your w is the right one when every number of pointwise is 1")
def wrong_weights_left_out(depthwise, pointwise):
    """The filters are repeated, without weights."""
    return np.repeat(depthwise[None], len(pointwise), axis=0)


@outcome("M15")
def wrong_filter_by_output(depthwise, pointwise):
    """The filter is chosen by the output map."""
    N, M = pointwise.shape
    full = np.zeros((N, M, *depthwise.shape[1:]))
    for n in range(N):
        for m in range(M):
            full[n, m] = pointwise[n, m] * depthwise[n % M]
    return full


@outcome("M15")
def wrong_filter_index_n(depthwise, pointwise):
    """The filter is chosen by n, which may be too large."""
    N, M = pointwise.shape
    full = np.zeros((N, M, *depthwise.shape[1:]))
    for n in range(N):
        for m in range(M):
            full[n, m] = pointwise[n, m] * depthwise[n]
    return full


@outcome("N22")
def wrong_diagonal(depthwise, pointwise):
    """Only n = m gets a filter."""
    N, M = pointwise.shape
    full = np.zeros((N, M, *depthwise.shape[1:]))
    for m in range(min(N, M)):
        full[m, m] = pointwise[m, m] * depthwise[m]
    return full


@outcome(says="Axis 0 of your w counts filters")
def wrong_block_diagonal(depthwise, pointwise):
    """The depth-wise half alone as a full one: (M, M, Kh, Kw)."""
    M = len(depthwise)
    full = np.zeros((M, M, *depthwise.shape[1:]))
    full[range(M), range(M)] = depthwise
    return full


@outcome("F01")
def wrong_flipped(depthwise, pointwise):
    """The filters are turned."""
    return pointwise[:, :, None, None] * depthwise[None, :, ::-1, ::-1]


@outcome(says="Your w is the right one with rows and columns exchanged, its last two axes")
def wrong_filters_transposed(depthwise, pointwise):
    """Rows and columns of the filters are exchanged."""
    return np.einsum("nm,mpq->nmqp", pointwise, depthwise)


@outcome(nothing=True)
def wrong_in_the_centre(depthwise, pointwise):
    """The point-wise weight is added in the centre of the filter."""
    N, M = pointwise.shape
    full = np.repeat(depthwise[None].astype(float), N, axis=0)
    full[:, :, depthwise.shape[1] // 2, depthwise.shape[2] // 2] += pointwise
    return full


@outcome("N26")
def wrong_one_weight_a_filter(depthwise, pointwise):
    """The weights of an output map are added up first."""
    return pointwise.sum(axis=1)[:, None, None, None] * depthwise[None]


@outcome(says="Your w is the right one divided by M, the number of input maps")
def wrong_mean(depthwise, pointwise):
    """Divided by the number of maps."""
    return pointwise[:, :, None, None] * depthwise[None] / len(depthwise)


@outcome(says="Right with every square filter, wrong with every other")
def wrong_square_filter(depthwise, pointwise):
    """Kw is taken from Kh."""
    N, M = pointwise.shape
    K = depthwise.shape[1]
    full = np.zeros((N, M, K, K))
    for n in range(N):
        for m in range(M):
            full[n, m] = pointwise[n, m] * depthwise[m]
    return full


def right_like_depthwise_kind(depthwise, pointwise):
    """The result takes its dtype from the depth-wise filters."""
    N, M = pointwise.shape
    full = np.zeros((N, *depthwise.shape), dtype=depthwise.dtype)
    for n in range(N):
        full[n] = pointwise[n][:, None, None] * depthwise
    return full


def right_like_pointwise_kind(depthwise, pointwise):
    """The result takes its dtype from the point-wise weights."""
    full = np.zeros((*pointwise.shape, *depthwise.shape[1:]), dtype=pointwise.dtype)
    full[...] = pointwise[:, :, None, None] * depthwise
    return full


@outcome(says="Your w is right for filter 0 only")
def wrong_in_place(depthwise, pointwise):
    """The filters are multiplied in place, one output map after the other."""
    full = np.zeros((len(pointwise), *depthwise.shape))
    for n, row in enumerate(pointwise):
        depthwise *= row[:, None, None]
        full[n] = depthwise
    return full


@outcome(nothing=True)
def wrong_no_new_axes(depthwise, pointwise):
    """Left to broadcasting: the weights meet the columns."""
    return pointwise * depthwise[None]


@outcome(says="Your w holds the result of the first filter for every filter")
def wrong_first_row(depthwise, pointwise):
    """The weights of output map 0 are used for all."""
    return np.repeat((pointwise[0][:, None, None] * depthwise)[None], len(pointwise), axis=0)


@outcome(says="Your w is right for the last input map only")
def wrong_last_map(depthwise, pointwise):
    """Assigned outside the inner loop: only the last map is filled."""
    N, M = pointwise.shape
    full = np.zeros((N, M, *depthwise.shape[1:]))
    for n in range(N):
        for m in range(M):
            filter = pointwise[n, m] * depthwise[m]
        full[n, m] = filter
    return full


@outcome(says="Your w holds the right numbers in the right order, in another shape")
def wrong_flat(depthwise, pointwise):
    """(N, M Kh Kw)."""
    return (pointwise[:, :, None, None] * depthwise[None]).reshape(len(pointwise), -1)
