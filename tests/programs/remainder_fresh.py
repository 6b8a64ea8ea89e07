"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

from tests.programs import outcome


def right_by_subtracting(size, kernel_size, stride, padding):
    left = size + 2 * padding - kernel_size
    while left >= stride:
        left -= stride
    return left


def right_from_the_size(size, kernel_size, stride, padding):
    steps = (size + 2 * padding - kernel_size) // stride
    return size + 2 * padding - (steps * stride + kernel_size)


def right_by_divmod(size, kernel_size, stride, padding):
    return divmod(size + 2 * padding - kernel_size, stride)[1]


def right_by_range(size, kernel_size, stride, padding):
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    return size + 2 * padding - kernel_size - starts[-1]


@outcome("R12")
def wrong_real_rows(size, kernel_size, stride, padding):
    """Real rows, not rows of the padded map."""
    return max(0, (size + 2 * padding - kernel_size) % stride - padding)


@outcome("R17")
def wrong_modulo_kernel(size, kernel_size, stride, padding):
    """Modulo K."""
    return (size + 2 * padding - kernel_size) % kernel_size


@outcome("R08")
def wrong_quotient(size, kernel_size, stride, padding):
    """// for %."""
    return (size + 2 * padding - kernel_size) // stride


@outcome("F20")
def wrong_padding_once(size, kernel_size, stride, padding):
    """Padding on one side."""
    return (size + padding - kernel_size) % stride
