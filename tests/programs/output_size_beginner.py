"""Wrong programs of a beginner, written from the text of the exercise alone."""

from tests.programs import outcome


@outcome("F17")
def wrong_no_dil(size, k, s, p, d):
    """No dil."""
    return (size + 2 * p - k) // s + 1


@outcome(says="Your size is not a whole number: / keeps decimals, // rounds down")
def wrong_div(size, k, s, p, d):
    """Div."""
    return (size + 2 * p - d * (k - 1) - 1) / s + 1


@outcome(says="Your size is too large by 1 wherever it is wrong")
def wrong_round(size, k, s, p, d):
    """Round."""
    return round((size + 2 * p - d * (k - 1) - 1) / s) + 1


@outcome(says="Your size is too small by 1 wherever it is wrong")
def wrong_int_all(size, k, s, p, d):
    """Int all."""
    return (size + 2 * p - d * (k - 1) - 1 + 1) // s


@outcome("F35")
def wrong_dk(size, k, s, p, d):
    """Dk."""
    return (size + 2 * p - d * k) // s + 1


@outcome("F18")
def wrong_forgets_one(size, k, s, p, d):
    """Forgets one."""
    return (size + 2 * p - d * (k - 1) - 1) // s


@outcome("R21")
def wrong_prec(size, k, s, p, d):
    """Prec."""
    return size + 2 * p - d * (k - 1) - 1 // s + 1
