"""Programs of the kinds that people were seen to write."""

from tests.programs import outcome


@outcome("T16")
def wrong_no_op(size, kernel_size, stride, padding, output_padding):
    """output padding left out"""
    return (size - 1) * stride + kernel_size - 2 * padding


@outcome("T01")
def wrong_hb(size, kernel_size, stride, padding, output_padding):
    """H·b"""
    return size * stride


@outcome("T01")
def wrong_hb_op(size, kernel_size, stride, padding, output_padding):
    """H·b + op"""
    return size * stride + output_padding


@outcome("T17")
def wrong_h(size, kernel_size, stride, padding, output_padding):
    """H for H-1"""
    return size * stride + kernel_size - 2 * padding + output_padding


@outcome("T12")
def wrong_once(size, kernel_size, stride, padding, output_padding):
    """p once"""
    return (size - 1) * stride + kernel_size - padding + output_padding


@outcome("T06")
def wrong_plus(size, kernel_size, stride, padding, output_padding):
    """+ 2p"""
    return (size - 1) * stride + kernel_size + 2 * padding + output_padding


@outcome("T07")
def wrong_no_p(size, kernel_size, stride, padding, output_padding):
    """no p"""
    return (size - 1) * stride + kernel_size + output_padding


@outcome("T09")
def wrong_conv(size, kernel_size, stride, padding, output_padding):
    """conv"""
    return (size + 2 * padding - kernel_size) // stride + 1


@outcome("T19")
def wrong_k1(size, kernel_size, stride, padding, output_padding):
    """K-1"""
    return (size - 1) * stride + kernel_size - 1 - 2 * padding + output_padding


@outcome("T16")
def wrong_minus_op(size, kernel_size, stride, padding, output_padding):
    """- op"""
    return (size - 1) * stride + kernel_size - 2 * padding - output_padding


@outcome("T16")
def wrong_op2(size, kernel_size, stride, padding, output_padding):
    """2 op"""
    return (size - 1) * stride + kernel_size - 2 * padding + 2 * output_padding


@outcome("T02")
def wrong_s1(size, kernel_size, stride, padding, output_padding):
    """no stride"""
    return size - 1 + kernel_size - 2 * padding + output_padding


@outcome(nothing=True)
def wrong_sizemul(size, kernel_size, stride, padding, output_padding):
    """mult K"""
    return size * kernel_size - 2 * padding
