"""Wrong programs of a beginner, written from the text of the exercise alone."""

from tests.programs import outcome


@outcome("S02")
def wrong_wrong_order(w, in_channels, kernel_size):
    """Wrong order."""
    Kh, Kw = kernel_size
    return w.reshape(len(w), Kh, Kw, in_channels).transpose(0, 3, 1, 2)


@outcome(says="Your filters hold the right numbers in the right order, in another shape")
def wrong_m_first(w, in_channels, kernel_size):
    """M first."""
    Kh, Kw = kernel_size
    return w.reshape(in_channels, len(w), Kh, Kw)


@outcome(says="Your filters hold the right numbers in the right order, in another shape")
def wrong_swapped(w, in_channels, kernel_size):
    """Swapped."""
    Kh, Kw = kernel_size
    return w.reshape(len(w), in_channels, Kw, Kh)


@outcome(says="Your filters hold the right numbers in the right order, in another shape")
def wrong_square(w, in_channels, kernel_size):
    """Square."""
    K = kernel_size[0]
    return w.reshape(-1, in_channels, K, K)


@outcome(says="A pair (rows, columns) was used as one number")
def wrong_int_k(w, in_channels, kernel_size):
    """Int k."""
    return w.reshape(-1, in_channels, kernel_size, kernel_size)
