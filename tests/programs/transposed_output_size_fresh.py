"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

from tests.programs import outcome


def right_by_counting(size, kernel_size, stride, padding, output_padding):
    rows = set()
    for i in range(size):
        rows |= set(range(i * stride, i * stride + kernel_size))
    return max(rows) + 1 - 2 * padding + output_padding


def right_by_sum(size, kernel_size, stride, padding, output_padding):
    return sum([stride] * (size - 1)) + kernel_size - padding - padding + output_padding


def right_by_inverting(size, kernel_size, stride, padding, output_padding):
    rows = 1
    while (rows + 2 * padding - kernel_size) // stride + 1 < size:
        rows += 1
    return rows + output_padding


def right_by_recursion(size, kernel_size, stride, padding, output_padding):
    if size == 1:
        return kernel_size - 2 * padding + output_padding
    return stride + right_by_recursion(size - 1, kernel_size, stride, padding, output_padding)


@outcome(says="In every case your size is size · kernel_size − 2 · padding + output_padding.")
def wrong_overlap_forgotten(size, kernel_size, stride, padding, output_padding):
    """Stamps side by side: H·K."""
    return size * kernel_size - 2 * padding + output_padding


@outcome(nothing=True)
def wrong_as_upsample(size, kernel_size, stride, padding, output_padding):
    """Spread and scanned without a frame."""
    return (size - 1) * stride + 1 - kernel_size + 1 + 2 * padding + output_padding
