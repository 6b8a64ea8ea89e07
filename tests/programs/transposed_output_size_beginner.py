"""Wrong programs of a beginner, written from the text of the exercise alone."""

from tests.programs import outcome


@outcome("T09")
def wrong_conv(size, K, b, p, op):
    """Conv."""
    return (size + 2 * p - K) // b + 1 + op


@outcome("T12")
def wrong_no2(size, K, b, p, op):
    """No2."""
    return (size - 1) * b + K - p + op


@outcome("T17")
def wrong_sizeb(size, K, b, p, op):
    """Sizeb."""
    return size * b + K - 2 * p + op


@outcome("T16")
def wrong_noop(size, K, b, p, op):
    """Noop."""
    return (size - 1) * b + K - 2 * p


@outcome("T16")
def wrong_op2(size, K, b, p, op):
    """Op2."""
    return (size - 1) * b + K - 2 * p + 2 * op


@outcome("T06")
def wrong_pluspad(size, K, b, p, op):
    """Pluspad."""
    return (size - 1) * b + K + 2 * p + op


@outcome("T19")
def wrong_kminus1(size, K, b, p, op):
    """Kminus1."""
    return (size - 1) * b + (K - 1) - 2 * p + op
