"""Wrong programs of a beginner, written from the text of the exercise alone."""

from tests.programs import outcome


@outcome("F20")
def wrong_one_pad(size, k, s, p):
    """One pad."""
    return (size + p - k) % s


@outcome("R08")
def wrong_div(size, k, s, p):
    """Div."""
    return (size + 2 * p - k) // s


@outcome("R12")
def wrong_real(size, k, s, p):
    """Real."""
    return max(0, (size + 2 * p - k) % s - p)


@outcome("R21")
def wrong_prec(size, k, s, p):
    """Prec."""
    return size + 2 * p - k % s


@outcome("R13")
def wrong_no_k(size, k, s, p):
    """No k."""
    return (size + 2 * p) % s
