"""Programs of the kinds that people were seen to write."""



def wrong_no_op(size, kernel_size, stride, padding, output_padding):
    """output padding left out"""
    return (size - 1) * stride + kernel_size - 2 * padding


def wrong_hb(size, kernel_size, stride, padding, output_padding):
    """H·b"""
    return size * stride


def wrong_hb_op(size, kernel_size, stride, padding, output_padding):
    """H·b + op"""
    return size * stride + output_padding


def wrong_h(size, kernel_size, stride, padding, output_padding):
    """H for H-1"""
    return size * stride + kernel_size - 2 * padding + output_padding


def wrong_once(size, kernel_size, stride, padding, output_padding):
    """p once"""
    return (size - 1) * stride + kernel_size - padding + output_padding


def wrong_plus(size, kernel_size, stride, padding, output_padding):
    """+ 2p"""
    return (size - 1) * stride + kernel_size + 2 * padding + output_padding


def wrong_no_p(size, kernel_size, stride, padding, output_padding):
    """no p"""
    return (size - 1) * stride + kernel_size + output_padding


def wrong_conv(size, kernel_size, stride, padding, output_padding):
    """conv"""
    return (size + 2 * padding - kernel_size) // stride + 1


def wrong_k1(size, kernel_size, stride, padding, output_padding):
    """K-1"""
    return (size - 1) * stride + kernel_size - 1 - 2 * padding + output_padding


def wrong_minus_op(size, kernel_size, stride, padding, output_padding):
    """- op"""
    return (size - 1) * stride + kernel_size - 2 * padding - output_padding


def wrong_op2(size, kernel_size, stride, padding, output_padding):
    """2 op"""
    return (size - 1) * stride + kernel_size - 2 * padding + 2 * output_padding


def wrong_s1(size, kernel_size, stride, padding, output_padding):
    """no stride"""
    return size - 1 + kernel_size - 2 * padding + output_padding


def wrong_sizemul(size, kernel_size, stride, padding, output_padding):
    """mult K"""
    return size * kernel_size - 2 * padding
