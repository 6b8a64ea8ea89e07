"""Programs of the kinds that people were seen to write."""


from tests.programs import outcome


@outcome("F14")
def wrong_nop(size, kernel_size, stride, padding):
    """no padding"""
    return (size - kernel_size) % stride


@outcome("F20")
def wrong_once(size, kernel_size, stride, padding):
    """padding once"""
    return (size + padding - kernel_size) % stride


@outcome("R08")
def wrong_quot(size, kernel_size, stride, padding):
    """quotient"""
    return (size + 2 * padding - kernel_size) // stride


@outcome("R13")
def wrong_nok(size, kernel_size, stride, padding):
    """no K"""
    return (size + 2 * padding) % stride


@outcome("R12")
def wrong_real(size, kernel_size, stride, padding):
    """real rows"""
    return max(0, (size + 2 * padding - kernel_size) % stride - padding)


@outcome("R09")
def wrong_missing(size, kernel_size, stride, padding):
    """missing"""
    return -(size + 2 * padding - kernel_size) % stride


@outcome("R17")
def wrong_k(size, kernel_size, stride, padding):
    """% K"""
    return (size + 2 * padding) % kernel_size


@outcome(says="Your rows is the right one for kernel_size − 1")
def wrong_plus(size, kernel_size, stride, padding):
    """+1"""
    return (size + 2 * padding - kernel_size + 1) % stride


@outcome(says="Right only where windows lie side by side, s = K")
def wrong_sizeout(size, kernel_size, stride, padding):
    """size - out"""
    return size + 2 * padding - ((size + 2 * padding - kernel_size) // stride + 1) * stride


@outcome(says="Where rows should be above 1, yours is 1.")
def wrong_bool(size, kernel_size, stride, padding):
    """bool"""
    return int((size + 2 * padding - kernel_size) % stride != 0)


@outcome("R08")
def wrong_div(size, kernel_size, stride, padding):
    """/"""
    return (size + 2 * padding - kernel_size) / stride


@outcome(says="Right up to padding 1, wrong in every case with more")
def wrong_minus2p(size, kernel_size, stride, padding):
    """-2p"""
    return (size - 2 * padding - kernel_size) % stride


@outcome(says="Your rows is 0 in every case")
def wrong_zero(size, kernel_size, stride, padding):
    """0"""
    return 0


@outcome("F14", "R13")
def wrong_smod(size, kernel_size, stride, padding):
    """size % stride"""
    return size % stride


@outcome(says="Your rows is too small by 2·padding in every case")
def wrong_outs(size, kernel_size, stride, padding):
    """no p at out"""
    return size - ((size + 2 * padding - kernel_size) // stride * stride + kernel_size)
