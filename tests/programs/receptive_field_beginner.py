"""Wrong programs of a beginner, written from the text of the exercise alone."""

from tests.programs import outcome


@outcome("R04")
def wrong_jump_first(layers):
    """Jump first."""
    size = jump = 1
    for K, s in layers:
        jump *= s
        size += (K - 1) * jump
    return (size, jump)


@outcome("R01")
def wrong_sum_k(layers):
    """Sum k."""
    size = 1
    jump = 1
    for K, s in layers:
        size += K - 1
        jump *= s
    return (size, jump)


@outcome("R03")
def wrong_k(layers):
    """K."""
    size = 1
    jump = 1
    for K, s in layers:
        size += K * jump
        jump *= s
    return (size, jump)


@outcome("R05")
def wrong_jump_adds(layers):
    """Jump adds."""
    size = 1
    jump = 1
    for K, s in layers:
        size += (K - 1) * jump
        jump += s
    return (size, jump)


@outcome("R06")
def wrong_reversed(layers):
    """Reversed."""
    size = 1
    jump = 1
    for K, s in reversed(layers):
        size += (K - 1) * jump
        jump *= s
    return (size, jump)


@outcome(says="Your function returned an int")
def wrong_only_size(layers):
    """Only size."""
    size = 1
    jump = 1
    for K, s in layers:
        size += (K - 1) * jump
        jump *= s
    return size


@outcome("R07")
def wrong_start0(layers):
    """Start0."""
    size = 0
    jump = 1
    for K, s in layers:
        size += (K - 1) * jump
        jump *= s
    return (size, jump)
