"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

from tests.programs import outcome


def right_by_range(size, kernel_size, stride, padding, dilation):
    return len(range(0, size + 2 * padding - dilation * (kernel_size - 1), stride))


def right_by_walking(size, kernel_size, stride, padding, dilation):
    count, first = 0, -padding
    while first + dilation * (kernel_size - 1) < size + padding:
        count, first = count + 1, first + stride
    return count


def right_by_divmod(size, kernel_size, stride, padding, dilation):
    room = size + padding + padding - ((kernel_size - 1) * dilation + 1)
    return divmod(room, stride)[0] + 1


def right_by_recursion(size, kernel_size, stride, padding, dilation):
    if size + 2 * padding < dilation * (kernel_size - 1) + 1:
        return 0
    return 1 + right_by_recursion(size - stride, kernel_size, stride, padding, dilation)


@outcome(nothing=True)
def wrong_dilation_added(size, kernel_size, stride, padding, dilation):
    """Dilation added to the kernel's size."""
    return (size + 2 * padding - kernel_size - dilation) // stride + 1


@outcome(says="Right with dilation 1, wrong in every case with more: where does the dilation enter?")
def wrong_dilated_map(size, kernel_size, stride, padding, dilation):
    """Dilation spreads the map, not the kernel."""
    return (size * dilation + 2 * padding - kernel_size) // stride + 1


@outcome(nothing=True)
def wrong_padding_by_kernel(size, kernel_size, stride, padding, dilation):
    """Padding thought of as (K - 1)/2."""
    return (size + 2 * ((kernel_size - 1) // 2) - dilation * (kernel_size - 1) - 1) // stride + 1


@outcome(says="Your size is too small by 1 wherever it is wrong.")
def wrong_plus_before(size, kernel_size, stride, padding, dilation):
    """+ 1 before the division."""
    return (size + 2 * padding - dilation * (kernel_size - 1)) // stride


@outcome(says="size was asked for, and stands at place 0 of the 2 results that you return; return it")
def wrong_array(size, kernel_size, stride, padding, dilation):
    """A pair where one number is asked."""
    n = (size + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1
    return n, n
