"""Programs of the kinds that people were seen to write."""


from tests.programs import outcome


@outcome("S12")
def wrong_noshare(input_size, kernel_size, in_channels, out_channels, shared):
    """ignores shared"""
    return kernel_size[0] * kernel_size[1] * in_channels * out_channels


@outcome("S10")
def wrong_inverse(input_size, kernel_size, in_channels, out_channels, shared):
    """inverse"""
    return kernel_size[0] * kernel_size[1] * in_channels * out_channels * (1 if not shared else (input_size[0] - kernel_size[0] + 1) * (input_size[1] - kernel_size[1] + 1))


@outcome("M14")
def wrong_bias(input_size, kernel_size, in_channels, out_channels, shared):
    """with bias"""
    return (kernel_size[0] * kernel_size[1] * in_channels * out_channels + out_channels) * (1 if shared else (input_size[0] - kernel_size[0] + 1) * (input_size[1] - kernel_size[1] + 1))


@outcome("M14")
def wrong_bias1(input_size, kernel_size, in_channels, out_channels, shared):
    """bias once"""
    return kernel_size[0] * kernel_size[1] * in_channels * out_channels * (1 if shared else (input_size[0] - kernel_size[0] + 1) * (input_size[1] - kernel_size[1] + 1)) + out_channels


@outcome("F05")
def wrong_nom(input_size, kernel_size, in_channels, out_channels, shared):
    """no M"""
    return kernel_size[0] * kernel_size[1] * out_channels * (1 if shared else (input_size[0] - kernel_size[0] + 1) * (input_size[1] - kernel_size[1] + 1))


@outcome("S08")
def wrong_non(input_size, kernel_size, in_channels, out_channels, shared):
    """no N"""
    return kernel_size[0] * kernel_size[1] * in_channels * (1 if shared else (input_size[0] - kernel_size[0] + 1) * (input_size[1] - kernel_size[1] + 1))


@outcome("S09")
def wrong_hw(input_size, kernel_size, in_channels, out_channels, shared):
    """cells"""
    return kernel_size[0] * kernel_size[1] * in_channels * out_channels * (1 if shared else input_size[0] * input_size[1])


@outcome("S11")
def wrong_dense(input_size, kernel_size, in_channels, out_channels, shared):
    """dense"""
    return kernel_size[0] * kernel_size[1] * in_channels * out_channels if shared else (input_size[0] - kernel_size[0] + 1) * (input_size[1] - kernel_size[1] + 1) * out_channels * input_size[0] * input_size[1] * in_channels


@outcome(says="Wherever it is wrong, your count is the right one with Kh in place of Kw.")
def wrong_square(input_size, kernel_size, in_channels, out_channels, shared):
    """Kh²"""
    return kernel_size[0] ** 2 * in_channels * out_channels * (1 if shared else (input_size[0] - kernel_size[0] + 1) * (input_size[1] - kernel_size[1] + 1))


@outcome(says="Right with shared weights, wrong without sharing")
def wrong_noplus(input_size, kernel_size, in_channels, out_channels, shared):
    """H-K"""
    return kernel_size[0] * kernel_size[1] * in_channels * out_channels * (1 if shared else (input_size[0] - kernel_size[0]) * (input_size[1] - kernel_size[1]))


@outcome(says="Your count is the right one with M + N in place of M · N.")
def wrong_add(input_size, kernel_size, in_channels, out_channels, shared):
    """M+N"""
    return kernel_size[0] * kernel_size[1] * (in_channels + out_channels) * (1 if shared else (input_size[0] - kernel_size[0] + 1) * (input_size[1] - kernel_size[1] + 1))


@outcome(says="Wherever it is wrong, your count is the right one with Kw left out.")
def wrong_k1(input_size, kernel_size, in_channels, out_channels, shared):
    """K"""
    return kernel_size[0] * in_channels * out_channels * (1 if shared else (input_size[0] - kernel_size[0] + 1) * (input_size[1] - kernel_size[1] + 1))


@outcome(says="Wherever it is wrong, your count is the right one with H′ in place of W′.")
def wrong_hh(input_size, kernel_size, in_channels, out_channels, shared):
    """H twice"""
    return kernel_size[0] * kernel_size[1] * in_channels * out_channels * (1 if shared else (input_size[0] - kernel_size[0] + 1) ** 2)


@outcome(says="Wherever it is wrong, your count is the right one with W′ left out.")
def wrong_oneN(input_size, kernel_size, in_channels, out_channels, shared):
    """positions/N"""
    return kernel_size[0] * kernel_size[1] * in_channels * out_channels * (1 if shared else (input_size[0] - kernel_size[0] + 1))


@outcome(says="Right with one input map and with shared weights, wrong in every other case.")
def wrong_maps(input_size, kernel_size, in_channels, out_channels, shared):
    """weights times maps"""
    return kernel_size[0] * kernel_size[1] * in_channels * out_channels * (1 if shared else (input_size[0] - kernel_size[0] + 1) * (input_size[1] - kernel_size[1] + 1) * in_channels)
