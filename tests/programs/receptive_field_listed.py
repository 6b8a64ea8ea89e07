"""Programs of the kinds that people were seen to write."""


from tests.programs import outcome


@outcome("R01")
def wrong_nojump(layers):
    """no jump"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += kernel_size - 1
        jump *= stride
    return size, jump


@outcome("R03")
def wrong_k(layers):
    """K"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += kernel_size * jump
        jump *= stride
    return size, jump


@outcome("R04")
def wrong_before(layers):
    """jump before"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        jump *= stride
        size += (kernel_size - 1) * jump
    return size, jump


@outcome("R05")
def wrong_plus(layers):
    """jump +="""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump += stride
    return size, jump


@outcome("R05")
def wrong_last(layers):
    """jump = stride"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump = stride
    return size, jump


@outcome("R06")
def wrong_rev(layers):
    """reversed"""
    size, jump = 1, 1
    for kernel_size, stride in reversed(layers):
        size += (kernel_size - 1) * jump
        jump *= stride
    return size, jump


@outcome("R07")
def wrong_zero(layers):
    """start 0"""
    size, jump = 0, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump *= stride
    return size, jump


@outcome(says="The results are there, but in another order: (size, jump) is needed")
def wrong_swap(layers):
    """swapped"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump *= stride
    return jump, size


@outcome(says="Your function returned an int; 2 results are needed, (size, jump)")
def wrong_only(layers):
    """only size"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump *= stride
    return size


@outcome("R19")
def wrong_prod(layers):
    """product"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size *= kernel_size
        jump *= stride
    return size, jump


@outcome(nothing=True)
def wrong_sum(layers):
    """sum K"""
    size, jump = 0, 1
    for kernel_size, stride in layers:
        size += kernel_size
        jump *= stride
    return size, jump


@outcome("R16")
def wrong_stride(layers):
    """by own stride"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * stride
        jump *= stride
    return size, jump


@outcome(nothing=True)
def wrong_mul(layers):
    """size*stride"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size = size * stride + kernel_size - 1
        jump *= stride
    return size, jump


@outcome(says="Your size is the right one when only the first of layers counts.")
def wrong_first(layers):
    """first layer only"""
    size, jump = 1, 1
    for kernel_size, stride in layers[:1]:
        size += (kernel_size - 1) * jump
        jump *= stride
    return size, jump


@outcome(says="Your size is too large by 1 in every case")
def wrong_minus(layers):
    """size 1 more"""
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump
        jump *= stride
    return size + 1, jump
