"""Wrong programs of a beginner, written from the text of the exercise alone."""

from tests.programs import outcome


@outcome("M14")
def wrong_with_bias(input_size, kernel_size, in_channels, out_channels, shared):
    """With bias."""
    H, W = input_size
    Kh, Kw = kernel_size
    n = out_channels * (in_channels * Kh * Kw + 1)
    return n if shared else n * (H - Kh + 1) * (W - Kw + 1)


@outcome("S09")
def wrong_all_pixels(input_size, kernel_size, in_channels, out_channels, shared):
    """All pixels."""
    H, W = input_size
    Kh, Kw = kernel_size
    n = out_channels * in_channels * Kh * Kw
    return n if shared else n * H * W


@outcome("S10")
def wrong_turned(input_size, kernel_size, in_channels, out_channels, shared):
    """Turned."""
    H, W = input_size
    Kh, Kw = kernel_size
    n = out_channels * in_channels * Kh * Kw
    if not shared:
        return n
    return n * (H - Kh + 1) * (W - Kw + 1)


@outcome("S11")
def wrong_dense(input_size, kernel_size, in_channels, out_channels, shared):
    """Dense."""
    H, W = input_size
    Kh, Kw = kernel_size
    if shared:
        return out_channels * in_channels * Kh * Kw
    return out_channels * in_channels * H * W * (H - Kh + 1) * (W - Kw + 1)
