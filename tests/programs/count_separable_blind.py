"""Weights and multiply-adds of a separable layer, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_formula(kernel_size, in_channels, out_channels, output_size):
    weights = kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels
    return weights, weights * output_size[0] * output_size[1]


def right_two_halves(kernel_size, in_channels, out_channels, output_size):
    Kh, Kw = kernel_size
    rows, columns = output_size
    depthwise = in_channels * Kh * Kw
    pointwise = in_channels * out_channels
    cost = depthwise * rows * columns
    cost += pointwise * rows * columns
    return (depthwise + pointwise, cost)


def right_numpy(kernel_size, in_channels, out_channels, output_size):
    parameters = in_channels * (np.prod(kernel_size) + out_channels)
    return parameters, parameters * np.prod(output_size)


def right_counting_arrays(kernel_size, in_channels, out_channels, output_size):
    w = np.zeros((in_channels, *kernel_size))
    v = np.zeros((out_channels, in_channels))
    n = w.size + v.size
    return n, n * np.zeros(output_size).size


def right_counting_loops(kernel_size, in_channels, out_channels, output_size):
    parameters = 0
    for m in range(in_channels):
        for p in range(kernel_size[0]):
            parameters += kernel_size[1]
        parameters += out_channels
    adds = 0
    for i in range(output_size[0]):
        adds += output_size[1] * parameters
    return [parameters, adds]


def right_helper(kernel_size, in_channels, out_channels, output_size):
    def layer(size, inputs, outputs, groups):
        return size[0] * size[1] * (inputs // groups) * outputs

    both = layer(kernel_size, in_channels, in_channels, in_channels) + layer(
        (1, 1), in_channels, out_channels, 1
    )
    return both, both * output_size[0] * output_size[1]


@outcome("M01")
def wrong_full_layer(kernel_size, in_channels, out_channels, output_size):
    """Counts the full convolution."""
    n = kernel_size[0] * kernel_size[1] * in_channels * out_channels
    return n, n * output_size[0] * output_size[1]


@outcome("M14")
def wrong_biases(kernel_size, in_channels, out_channels, output_size):
    """Biases are counted as parameters."""
    n = kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels
    return n + in_channels + out_channels, n * output_size[0] * output_size[1]


@outcome("M14")
def wrong_biases_of_one_half(kernel_size, in_channels, out_channels, output_size):
    """The point-wise biases are counted."""
    n = kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels
    return n + out_channels, n * output_size[0] * output_size[1]


@outcome("M14")
def wrong_biases_everywhere(kernel_size, in_channels, out_channels, output_size):
    """Biases are counted as parameters and as multiply-adds."""
    n = (kernel_size[0] * kernel_size[1] + 1) * in_channels + (in_channels + 1) * out_channels
    return n, n * output_size[0] * output_size[1]


@outcome(says="Your parameters are the right ones for a square kernel_size, with as many columns as rows")
def wrong_square_filter(kernel_size, in_channels, out_channels, output_size):
    """Kh * Kh."""
    n = kernel_size[0] ** 2 * in_channels + in_channels * out_channels
    return n, n * output_size[0] * output_size[1]


@outcome(says="Wherever it is wrong, your multiply-adds are the right ones with H′ in place of W′.")
def wrong_square_map(kernel_size, in_channels, out_channels, output_size):
    """rows * rows."""
    n = kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels
    return n, n * output_size[0] ** 2


@outcome("M23")
def wrong_one_map(kernel_size, in_channels, out_channels, output_size):
    """The multiply-adds are counted for the rows only."""
    n = kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels
    return n, n * output_size[0]


@outcome("M23")
def wrong_rows_plus_columns(kernel_size, in_channels, out_channels, output_size):
    """rows + columns."""
    n = kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels
    return n, n * sum(output_size)


@outcome("M25")
def wrong_kernel_sum(kernel_size, in_channels, out_channels, output_size):
    """Kh + Kw."""
    n = sum(kernel_size) * in_channels + in_channels * out_channels
    return n, n * output_size[0] * output_size[1]


@outcome("M26")
def wrong_twice(kernel_size, in_channels, out_channels, output_size):
    """A multiply-add is counted as two operations."""
    n = kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels
    return n, 2 * n * output_size[0] * output_size[1]


@outcome("M21")
def wrong_depthwise_only(kernel_size, in_channels, out_channels, output_size):
    """The point-wise half is left out."""
    n = kernel_size[0] * kernel_size[1] * in_channels
    return n, n * output_size[0] * output_size[1]


@outcome("M21")
def wrong_pointwise_only(kernel_size, in_channels, out_channels, output_size):
    """The depth-wise half is left out."""
    n = in_channels * out_channels
    return n, n * output_size[0] * output_size[1]


@outcome("M23")
def wrong_pointwise_once(kernel_size, in_channels, out_channels, output_size):
    """The point-wise half is not repeated at every cell."""
    a, b = kernel_size[0] * kernel_size[1] * in_channels, in_channels * out_channels
    return a + b, a * output_size[0] * output_size[1] + b


@outcome("M21")
def wrong_depthwise_adds_only(kernel_size, in_channels, out_channels, output_size):
    """The multiply-adds are those of the depth-wise half."""
    a, b = kernel_size[0] * kernel_size[1] * in_channels, in_channels * out_channels
    return a + b, a * output_size[0] * output_size[1]


@outcome("M01")
def wrong_filters_by_outputs(kernel_size, in_channels, out_channels, output_size):
    """A depth-wise filter for every output map."""
    n = kernel_size[0] * kernel_size[1] * out_channels + in_channels * out_channels
    return n, n * output_size[0] * output_size[1]


@outcome("M01")
def wrong_one_shared_filter(kernel_size, in_channels, out_channels, output_size):
    """One depth-wise filter for all maps, as parameters."""
    n = kernel_size[0] * kernel_size[1] + in_channels * out_channels
    cost = kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels
    return n, cost * output_size[0] * output_size[1]


@outcome("M22")
def wrong_product_of_halves(kernel_size, in_channels, out_channels, output_size):
    """The halves are multiplied."""
    n = kernel_size[0] * kernel_size[1] * in_channels * in_channels * out_channels
    return n, n * output_size[0] * output_size[1]


@outcome("N25")
def wrong_pointwise_with_windows(kernel_size, in_channels, out_channels, output_size):
    """The point-wise half has windows too."""
    k = kernel_size[0] * kernel_size[1]
    n = k * in_channels + k * in_channels * out_channels
    return n, n * output_size[0] * output_size[1]


@outcome("N24")
def wrong_pointwise_sum(kernel_size, in_channels, out_channels, output_size):
    """M + N in place of M * N."""
    n = kernel_size[0] * kernel_size[1] * in_channels + in_channels + out_channels
    return n, n * output_size[0] * output_size[1]


@outcome("M01")
def wrong_square_channels(kernel_size, in_channels, out_channels, output_size):
    """The depth-wise half is counted as a full one from M to M."""
    n = kernel_size[0] * kernel_size[1] * in_channels**2 + in_channels * out_channels
    return n, n * output_size[0] * output_size[1]


@outcome("M27")
def wrong_exchanged(kernel_size, in_channels, out_channels, output_size):
    """Multiply-adds first."""
    n = kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels
    return n * output_size[0] * output_size[1], n


@outcome(says="Your function returned an int")
def wrong_sum_returned(kernel_size, in_channels, out_channels, output_size):
    """Only the multiply-adds."""
    n = kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels
    return n * output_size[0] * output_size[1]


@outcome(says="Your function returned an int")
def wrong_parameters_returned(kernel_size, in_channels, out_channels, output_size):
    """Only the parameters."""
    return kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels


@outcome(says="Your parameters are not yet added up over axis 0")
def wrong_four_numbers(kernel_size, in_channels, out_channels, output_size):
    """Both halves apart."""
    a, b = kernel_size[0] * kernel_size[1] * in_channels, in_channels * out_channels
    cells = output_size[0] * output_size[1]
    return (a, b), (a * cells, b * cells)


@outcome(nothing=True)
def wrong_shares(kernel_size, in_channels, out_channels, output_size):
    """The share of the full layer, 1/N + 1/K²."""
    share = 1 / out_channels + 1 / (kernel_size[0] * kernel_size[1])
    return share, share


@outcome("M26")
def wrong_products_and_sums(kernel_size, in_channels, out_channels, output_size):
    """Additions are one fewer than the products, and both are counted."""
    k = kernel_size[0] * kernel_size[1]
    cells = output_size[0] * output_size[1]
    n = k * in_channels + in_channels * out_channels
    return n, cells * (in_channels * (2 * k - 1) + out_channels * (2 * in_channels - 1))


@outcome(says="Your multiply-adds are the right ones multiplied by N, the number of output maps")
def wrong_output_in_parameters(kernel_size, in_channels, out_channels, output_size):
    """The multiply-adds are multiplied by the output maps once more."""
    n = kernel_size[0] * kernel_size[1] * in_channels + in_channels * out_channels
    return n, n * output_size[0] * output_size[1] * out_channels


@outcome(says="A pair (rows, columns) was used as one number")
def wrong_unpacked_name(kernel_size, in_channels, out_channels, output_size):
    """kernel_size is taken for one number."""
    n = kernel_size**2 * in_channels + in_channels * out_channels
    return n, n * output_size[0] * output_size[1]


@outcome(says="Your multiply-adds are the right ones when in_channels and out_channels change places")
def wrong_in_exchanged_with_out(kernel_size, in_channels, out_channels, output_size):
    """The depth-wise multiply-adds are counted for the output maps."""
    k, cells = kernel_size[0] * kernel_size[1], output_size[0] * output_size[1]
    return k * in_channels + in_channels * out_channels, (
        k * out_channels + in_channels * out_channels
    ) * cells
