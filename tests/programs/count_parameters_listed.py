"""Programs of the kinds that people were seen to write."""


from tests.programs import outcome


@outcome("F06")
def wrong_nob(layers):
    """no biases"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * M * K * K
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += inputs * outputs
        else:
            total += 0
    return total


@outcome("F06")
def wrong_nobc(layers):
    """no conv biases"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * M * K * K
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += outputs * (inputs + 1)
        else:
            total += 0
    return total


@outcome("F06")
def wrong_nobl(layers):
    """no linear biases"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * (M * K * K + 1)
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += inputs * outputs
        else:
            total += 0
    return total


@outcome("F07")
def wrong_nm(layers):
    """bias per pair"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * M * (K * K + 1)
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += outputs * (inputs + 1)
        else:
            total += 0
    return total


@outcome("F38")
def wrong_inb(layers):
    """bias per input"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * M * K * K + M
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += outputs * (inputs + 1)
        else:
            total += 0
    return total


@outcome("F33")
def wrong_k(layers):
    """K"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * (M * K + 1)
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += outputs * (inputs + 1)
        else:
            total += 0
    return total


@outcome("F05")
def wrong_nom(layers):
    """no M"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * (K * K + 1)
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += outputs * (inputs + 1)
        else:
            total += 0
    return total


@outcome("P14")
def wrong_pool(layers):
    """pool counted"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * (M * K * K + 1)
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += outputs * (inputs + 1)
        else:
            total += layer[1] ** 2
    return total


@outcome("F34")
def wrong_one(layers):
    """one bias"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * M * K * K + 1
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += inputs * outputs + 1
        else:
            total += 0
    return total


@outcome("F36")
def wrong_linb(layers):
    """linear bias inputs"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * (M * K * K + 1)
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += inputs * outputs + inputs
        else:
            total += 0
    return total


@outcome("F37")
def wrong_lastonly(layers):
    """last layer"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * (M * K * K + 1) - total
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += outputs * (inputs + 1) - total
        else:
            total += 0
    return total


@outcome("F38")
def wrong_swap(layers):
    """M and N"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += M * (N * K * K + 1)
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += outputs * (inputs + 1)
        else:
            total += 0
    return total


@outcome(nothing=True)
def wrong_add(layers):
    """M + N"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += (M + N) * K * K + N
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += outputs * (inputs + 1)
        else:
            total += 0
    return total


@outcome("P14")
def wrong_pools(layers):
    """pool size times stride"""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, M, N, K = layer
            total += N * (M * K * K + 1)
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += outputs * (inputs + 1)
        else:
            total += layer[1] * layer[2]
    return total
