"""Programs of the kinds that people were seen to write."""




def wrong_nop(size, kernel_size, stride, padding):
    """no padding"""
    return (size - kernel_size) % stride


def wrong_once(size, kernel_size, stride, padding):
    """padding once"""
    return (size + padding - kernel_size) % stride


def wrong_quot(size, kernel_size, stride, padding):
    """quotient"""
    return (size + 2 * padding - kernel_size) // stride


def wrong_nok(size, kernel_size, stride, padding):
    """no K"""
    return (size + 2 * padding) % stride


def wrong_real(size, kernel_size, stride, padding):
    """real rows"""
    return max(0, (size + 2 * padding - kernel_size) % stride - padding)


def wrong_missing(size, kernel_size, stride, padding):
    """missing"""
    return -(size + 2 * padding - kernel_size) % stride


def wrong_k(size, kernel_size, stride, padding):
    """% K"""
    return (size + 2 * padding) % kernel_size


def wrong_plus(size, kernel_size, stride, padding):
    """+1"""
    return (size + 2 * padding - kernel_size + 1) % stride


def wrong_sizeout(size, kernel_size, stride, padding):
    """size - out"""
    return size + 2 * padding - ((size + 2 * padding - kernel_size) // stride + 1) * stride


def wrong_bool(size, kernel_size, stride, padding):
    """bool"""
    return int((size + 2 * padding - kernel_size) % stride != 0)


def wrong_div(size, kernel_size, stride, padding):
    """/"""
    return (size + 2 * padding - kernel_size) / stride


def wrong_minus2p(size, kernel_size, stride, padding):
    """-2p"""
    return (size - 2 * padding - kernel_size) % stride


def wrong_zero(size, kernel_size, stride, padding):
    """0"""
    return 0


def wrong_smod(size, kernel_size, stride, padding):
    """size % stride"""
    return size % stride


def wrong_outs(size, kernel_size, stride, padding):
    """no p at out"""
    return size - ((size + 2 * padding - kernel_size) // stride * stride + kernel_size)
