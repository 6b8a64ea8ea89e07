"""Programs of the kinds that people were seen to write."""


from tests.programs import outcome


@outcome("F14")
def wrong_nop(r, size, kernel_size, stride, padding):
    """no padding"""
    return [i for i in range((size + 2 * padding - kernel_size) // stride + 1) if 0 <= r - i * stride < kernel_size]


@outcome("R10")
def wrong_minus(r, size, kernel_size, stride, padding):
    """minus padding"""
    return [i for i in range((size + 2 * padding - kernel_size) // stride + 1) if 0 <= r - padding - i * stride < kernel_size]


@outcome("F22")
def wrong_nos(r, size, kernel_size, stride, padding):
    """no stride"""
    return [i for i in range((size + 2 * padding - kernel_size) // stride + 1) if 0 <= r + padding - i < kernel_size]


@outcome("R14")
def wrong_le(r, size, kernel_size, stride, padding):
    """<="""
    return [i for i in range((size + 2 * padding - kernel_size) // stride + 1) if 0 <= r + padding - i * stride <= kernel_size]


@outcome("R15")
def wrong_lt(r, size, kernel_size, stride, padding):
    """0 <"""
    return [i for i in range((size + 2 * padding - kernel_size) // stride + 1) if 0 < r + padding - i * stride < kernel_size]


@outcome("R11")
def wrong_all(r, size, kernel_size, stride, padding):
    """beyond"""
    return [i for i in range(size + 2 * padding) if 0 <= r + padding - i * stride < kernel_size]


@outcome(says="Your rows ends too early; what is there is right")
def wrong_size(r, size, kernel_size, stride, padding):
    """outputs without padding"""
    return [i for i in range((size - kernel_size) // stride + 1) if 0 <= r + padding - i * stride < kernel_size]


@outcome(says="True and False stand in rows; numbers are needed.")
def wrong_bool(r, size, kernel_size, stride, padding):
    """booleans"""
    return [0 <= r + padding - i * stride < kernel_size for i in range((size + 2 * padding - kernel_size) // stride + 1)]


@outcome(says="Your rows is the right one multiplied by stride")
def wrong_starts(r, size, kernel_size, stride, padding):
    """starts"""
    return [i * stride for i in range((size + 2 * padding - kernel_size) // stride + 1) if 0 <= r + padding - i * stride < kernel_size]


@outcome(says="Your rows is a single number; an array of shape (1,) is needed here")
def wrong_count(r, size, kernel_size, stride, padding):
    """count"""
    return len([i for i in range((size + 2 * padding - kernel_size) // stride + 1) if 0 <= r + padding - i * stride < kernel_size])


@outcome(says="Your rows is too large by 1 in every case")
def wrong_one(r, size, kernel_size, stride, padding):
    """from 1"""
    return [i + 1 for i in range((size + 2 * padding - kernel_size) // stride + 1) if 0 <= r + padding - i * stride < kernel_size]


@outcome(says="Your rows ends too early; what is there is right")
def wrong_first(r, size, kernel_size, stride, padding):
    """first only"""
    return [i for i in range((size + 2 * padding - kernel_size) // stride + 1) if 0 <= r + padding - i * stride < kernel_size][:1]


@outcome("R20")
def wrong_weights(r, size, kernel_size, stride, padding):
    """weight index"""
    return [r + padding - i * stride for i in range((size + 2 * padding - kernel_size) // stride + 1) if 0 <= r + padding - i * stride < kernel_size]


@outcome(says="The last entry of your rows is missing")
def wrong_cut(r, size, kernel_size, stride, padding):
    """last output missing"""
    return [i for i in range((size + 2 * padding - kernel_size) // stride) if 0 <= r + padding - i * stride < kernel_size]


@outcome(says="Your rows is the right one in reverse order")
def wrong_rev(r, size, kernel_size, stride, padding):
    """reversed"""
    return [i for i in range((size + 2 * padding - kernel_size) // stride + 1) if 0 <= r + padding - i * stride < kernel_size][::-1]
