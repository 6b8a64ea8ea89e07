"""Programs of the kinds that people were seen to write."""

from tests.programs import outcome


@outcome("F20")
def wrong_once(size, kernel_size, stride, padding, dilation):
    """padding once"""
    return (size + padding - dilation * (kernel_size - 1) - 1) // stride + 1


@outcome("F14")
def wrong_none(size, kernel_size, stride, padding, dilation):
    """no padding"""
    return (size - dilation * (kernel_size - 1) - 1) // stride + 1


@outcome(says="Your size is not a whole number: / keeps decimals, // rounds down")
def wrong_float(size, kernel_size, stride, padding, dilation):
    """/"""
    return (size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride + 1


@outcome("F18")
def wrong_plus(size, kernel_size, stride, padding, dilation):
    """no + 1"""
    return (size + 2 * padding - dilation * (kernel_size - 1) - 1) // stride


@outcome("F35")
def wrong_dk(size, kernel_size, stride, padding, dilation):
    """dilation * K"""
    return (size + 2 * padding - dilation * kernel_size) // stride + 1


@outcome("F17")
def wrong_no_d(size, kernel_size, stride, padding, dilation):
    """no dilation"""
    return (size + 2 * padding - kernel_size) // stride + 1


@outcome(says="Your size is too large by 1 wherever it is wrong")
def wrong_nearest(size, kernel_size, stride, padding, dilation):
    """round"""
    return round((size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride) + 1


@outcome("F13")
def wrong_ceil(size, kernel_size, stride, padding, dilation):
    """ceil"""
    return -(-(size + 2 * padding - dilation * (kernel_size - 1) - 1) // stride) + 1


@outcome("F22")
def wrong_stride(size, kernel_size, stride, padding, dilation):
    """no stride"""
    return size + 2 * padding - dilation * (kernel_size - 1) - 1 + 1


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_minus(size, kernel_size, stride, padding, dilation):
    """minus padding"""
    return (size - 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


@outcome(says="Your size is too small by 1 wherever it is wrong")
def wrong_inner(size, kernel_size, stride, padding, dilation):
    """// before"""
    return size // stride + 2 * padding // stride - (dilation * (kernel_size - 1)) // stride


@outcome(says="In every case your size is (size + 2 · padding) // kernel_size")
def wrong_h_k(size, kernel_size, stride, padding, dilation):
    """H//K"""
    return (size + 2 * padding) // kernel_size


@outcome(says="Your size is too large by 1 wherever it is wrong")
def wrong_d_only(size, kernel_size, stride, padding, dilation):
    """dilation only times"""
    return (size + 2 * padding - dilation * (kernel_size - 1)) // stride + 1
