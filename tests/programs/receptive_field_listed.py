"""Programs of the kinds that people were seen to write."""




def wrong_nojump(layers):
    """no jump"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += kernel_size - 1
        jump *= stride
    return size, jump


def wrong_k(layers):
    """K"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += kernel_size * jump
        jump *= stride
    return size, jump


def wrong_before(layers):
    """jump before"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        jump *= stride
        size += (kernel_size - 1) * jump
    return size, jump


def wrong_plus(layers):
    """jump +="""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump += stride
    return size, jump


def wrong_last(layers):
    """jump = stride"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump = stride
    return size, jump


def wrong_rev(layers):
    """reversed"""
    size, jump = 1, 1
    for kernel_size, stride in reversed(layers):
        size += (kernel_size - 1) * jump
        jump *= stride
    return size, jump


def wrong_zero(layers):
    """start 0"""
    size, jump = 0, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump *= stride
    return size, jump


def wrong_swap(layers):
    """swapped"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump *= stride
    return jump, size


def wrong_only(layers):
    """only size"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump *= stride
    return size


def wrong_prod(layers):
    """product"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size *= kernel_size
        jump *= stride
    return size, jump


def wrong_sum(layers):
    """sum K"""
    size, jump = 0, 1
    for kernel_size, stride in layers:
        size += kernel_size
        jump *= stride
    return size, jump


def wrong_stride(layers):
    """by own stride"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * stride
        jump *= stride
    return size, jump


def wrong_mul(layers):
    """size*stride"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size = size * stride + kernel_size - 1
        jump *= stride
    return size, jump


def wrong_first(layers):
    """first layer only"""
    size, jump = 1, 1
    for kernel_size, stride in layers[:1]:
        size += (kernel_size - 1) * jump
        jump *= stride
    return size, jump


def wrong_minus(layers):
    """size 1 more"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump *= stride
    return size + 1, jump
