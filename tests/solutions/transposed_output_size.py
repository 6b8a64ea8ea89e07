"""Right and wrong ways to write transposed_output_size."""


def right_formula(size, kernel_size, stride, padding, output_padding):
    return stride * (size - 1) + kernel_size - padding - padding + output_padding


def right_by_the_last_row(size, kernel_size, stride, padding, output_padding):
    reached = {k * stride + p for k in range(size) for p in range(kernel_size)}
    return max(reached) + 1 - 2 * padding + output_padding


def right_by_turning_the_convolution_round(size, kernel_size, stride, padding, output_padding):
    """The smallest map that a convolution shrinks to `size`, and output padding on top."""
    large = 1
    while (large + 2 * padding - kernel_size) // stride + 1 < size or large + 2 * padding < kernel_size:
        large += 1
    return large + output_padding


def wrong_times_the_stride(size, kernel_size, stride, padding, output_padding):
    return size * stride


wrong_times_the_stride.mistakes = ("T01",)


def wrong_times_the_stride_and_a_rest(size, kernel_size, stride, padding, output_padding):
    return stride * size + output_padding


wrong_times_the_stride_and_a_rest.mistakes = ("T01",)


def wrong_padding_added(size, kernel_size, stride, padding, output_padding):
    return (size - 1) * stride + kernel_size + 2 * padding + output_padding


wrong_padding_added.mistakes = ("T06",)


def wrong_padding_forgotten(size, kernel_size, stride, padding, output_padding):
    return (size - 1) * stride + kernel_size + output_padding


wrong_padding_forgotten.mistakes = ("T07",)


def wrong_stride_forgotten(size, kernel_size, stride, padding, output_padding):
    return size - 1 + kernel_size - 2 * padding + output_padding


wrong_stride_forgotten.mistakes = ("T02",)


def wrong_as_a_convolution(size, kernel_size, stride, padding, output_padding):
    return int((size - kernel_size + 2 * padding) // stride) + 1


wrong_as_a_convolution.mistakes = ("T09",)


def wrong_one_zero_too_many(size, kernel_size, stride, padding, output_padding):
    spread = size + (size - 1) * stride
    return spread + kernel_size - 1 - 2 * padding + output_padding


wrong_one_zero_too_many.mistakes = ("T03",)


def wrong_padding_once(size, kernel_size, stride, padding, output_padding):
    return (size - 1) * stride + kernel_size - padding + output_padding


wrong_padding_once.mistakes = ("T12",)


def wrong_stride_and_padding_forgotten(size, kernel_size, stride, padding, output_padding):
    return size + kernel_size - 1 + output_padding


wrong_stride_and_padding_forgotten.mistakes = ("T02", "T07")
